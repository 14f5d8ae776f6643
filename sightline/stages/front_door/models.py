from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.record.history import kept
from sightline.record.models import Facts


class Threshold(models.TextChoices):
    """The level of need, in the four steps of a local threshold document (Working Together 2023, chapter 1)."""

    UNIVERSAL = "universal", "Universal services are enough"
    EARLY_HELP = "early_help", "Early help is needed"
    IN_NEED = "in_need", "Child in need (section 17)"
    HARM = "harm", "Suffering or likely to suffer significant harm (section 47)"


class How(models.TextChoices):
    CALL = "call", "By telephone"
    FORM = "form", "By an online form"
    MESSAGE = "message", "By letter or email"
    PERSON = "person", "In person"
    NOTICE = "notice", "A notification sent as a matter of course"


class FamilyKnows(models.TextChoices):
    """Whether the family knows of it and agrees: consent, or why there was none."""

    AGREE = "agree", "They know and agree"
    DISAGREE = "disagree", "They know and don’t agree"
    KEPT_SAFE = "kept_safe", "Not told, because telling them could harm the child"
    NOT_YET = "not_yet", "Not told yet"


class ToldHow(models.TextChoices):
    CALL = "call", "By telephone"
    MESSAGE = "message", "By letter or email"
    PERSON = "person", "In person"
    CANNOT = "cannot", "Can’t be told: nobody knows how to reach them"


class DecidedFacts(Facts):
    """How it came in, and what somebody with the authority to do so decided on it, at which threshold and why."""

    how = models.TextField(choices=How, blank=True)
    immediate_danger = models.BooleanField(null=True, help_text="The child is in danger now")
    family_knows = models.TextField(choices=FamilyKnows, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_threshold = models.TextField("Threshold applied", choices=Threshold, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    rationale = models.TextField(blank=True)
    cumulative_view = models.TextField(
        "What the earlier contacts tell together", blank=True, help_text="Asked where earlier ones led to no action"
    )

    class Meta:
        abstract = True


@kept()
class ContactFacts(DecidedFacts):
    """A contact: any information or request about a child, before it is decided what it is. It is no referral yet."""

    class Outcome(models.TextChoices):
        INFORMATION = "information", "Information and advice, and no further action"
        EARLY_HELP = "early_help", "Early help"
        REFERRAL = "referral", "Referral"
        OPEN_CASE = "open_case", "Added to the open case"
        STRATEGY = "strategy", "Strategy discussion, at once"

    source = models.TextField(blank=True, help_text="Who made it, by the codes of CIN item N00152")
    threshold = models.TextField("Threshold, as who took it saw it", choices=Threshold, blank=True)
    outcome = models.TextField(choices=Outcome, blank=True)
    told_on = models.DateField("Referrer told on", null=True, blank=True)
    told_how = models.TextField("Referrer told", choices=ToldHow, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["step"], condition=Q(decided_on__isnull=True), name="contact_undecided"),
            models.Index(
                fields=["step"], condition=Q(decided_on__isnull=False, told_on__isnull=True, told_how=""),
                name="contact_untold",
            ),
        ]  # fmt: skip


@kept()
class ReferralFacts(DecidedFacts):
    """A referral: a request for a service that the authority must decide on. Its date is the step's."""

    class Outcome(models.TextChoices):
        ASSESSMENT = "assessment", "Child and family assessment"
        STRATEGY = "strategy", "Strategy discussion (section 47)"
        SERVICES = "services", "Services, without an assessment first"
        NO_ACTION = "no_action", "No further action"

    source = models.TextField(blank=True, help_text="CIN item N00152: who referred")
    primary_need = models.TextField(blank=True, help_text="CIN item N00101")
    no_further_action = models.BooleanField(null=True, help_text="CIN item N00112; empty until decided")
    outcome = models.TextField(choices=Outcome, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True, help_text="When the referrer was told")
    acknowledged_how = models.TextField("Referrer told", choices=ToldHow, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["step"], condition=Q(decided_on__isnull=True), name="referral_undecided"),
            models.Index(
                fields=["step"],
                condition=Q(decided_on__isnull=False, acknowledged_on__isnull=True, acknowledged_how=""),
                name="referral_untold",
            ),
        ]
