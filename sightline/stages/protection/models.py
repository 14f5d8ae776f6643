from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class EnquiryFacts(Facts):
    """A section 47 enquiry. Its start (CIN item N00148) is the strategy discussion that began it: the step's date."""

    conference_target_on = models.DateField(null=True, blank=True, help_text="CIN item N00109, as recorded")
    conference_not_required = models.BooleanField(null=True, help_text="CIN item N00111; empty until decided")
    outcome_on = models.DateField(null=True, blank=True)


@kept()
class InitialConferenceFacts(Facts):
    """An initial child protection conference (CIN item N00110)."""

    class Type(models.TextChoices):
        INITIAL = "initial", "Initial"
        TRANSFER_IN = "transfer_in", "Transfer in"
        NOT_LINKED = "not_linked", "Initial or transfer in, not linked to an enquiry"

    type = models.TextField(choices=Type, default=Type.INITIAL)
    notified_on = models.DateField(null=True, blank=True, help_text="Transfer in: formal notice of the move")
    plan_made = models.BooleanField(null=True)
    decisions_sent_on = models.DateField(null=True, blank=True)


@kept()
class ProtectionPlanFacts(Facts):
    """A child protection plan. Its start (CIN item N00105) is the step's date."""

    ended_on = models.DateField(null=True, blank=True, help_text="CIN item N00115")
    initial_category = models.TextField(help_text="CIN item N00113")
    latest_category = models.TextField(help_text="CIN item N00114")
    previous_plans = models.PositiveIntegerField(default=0, help_text="CIN item N00106")


@kept()
class ReviewConferenceFacts(Facts):
    """A review child protection conference (CIN item N00116)."""

    plan_continues = models.BooleanField(null=True)
    decisions_sent_on = models.DateField(null=True, blank=True)
    midpoint_check_on = models.DateField(null=True, blank=True, help_text="The chair's check between reviews")


@kept()
class CoreGroupFacts(Facts):
    """A meeting of the core group. It is not a visit."""
