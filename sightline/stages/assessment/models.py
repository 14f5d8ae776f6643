from django.contrib.postgres.fields import ArrayField
from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class AssessmentFacts(Facts):
    """A child and family assessment. Its start (CIN item N00159) is the step's date.

    Whether the child was seen, and alone, stands on its face: an assessment may be submitted of a child who
    wasn't, and everybody sees that it was.
    """

    class Outcome(models.TextChoices):
        NO_FURTHER_ACTION = "no_further_action", "No further action"
        EARLY_HELP = "early_help", "Early help"
        CHILD_IN_NEED = "child_in_need", "Child in need plan"
        STRATEGY_DISCUSSION = "strategy_discussion", "Strategy discussion"
        LEGAL_PLANNING = "legal_planning", "Legal planning"
        ACCOMMODATION = "accommodation", "The child comes to be looked after"
        CONTINUE_PLAN = "continue_plan", "The plan that there is goes on"

    internal_review_on = models.DateField(null=True, blank=True, help_text="The review point set at the start")
    internal_review_done_on = models.DateField(null=True, blank=True)
    authorised_on = models.DateField(null=True, blank=True, help_text="CIN item N00160")
    factors = ArrayField(models.TextField(), default=list, blank=True, help_text="CIN item N00181")
    seen = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    not_seen_reason = models.TextField(blank=True)
    not_alone_reason = models.TextField(blank=True)
    history_read = models.BooleanField(null=True)
    outcome = models.TextField(choices=Outcome, blank=True)
