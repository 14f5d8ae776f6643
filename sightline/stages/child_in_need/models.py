from django.core.validators import MinValueValidator
from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class CinPlanFacts(Facts):
    """A child in need plan. Its start (CIN item N00689) is the step's date."""

    ended_on = models.DateField(null=True, blank=True, help_text="CIN item N00690")
    visit_every_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="The child's own interval between visits"
    )
    meeting_on = models.DateField(null=True, blank=True, help_text="When the first meeting is to be")


@kept()
class CinMeetingFacts(Facts):
    """A child in need meeting: the first, which makes the plan, or a later one, which reviews it."""

    class Decision(models.TextChoices):
        GOES_ON = "goes_on", "The plan goes on as it is"
        CHANGES = "changes", "The plan changes"
        STEP_UP = "step_up", "Step up: a strategy discussion"
        STEP_DOWN = "step_down", "Step down: early help"
        CLOSE = "close", "The case can be closed"

    reviews_plan = models.BooleanField()
    decision = models.TextField(choices=Decision, blank=True)
    decision_due_on = models.DateField("To be done by", null=True, blank=True)
    next_on = models.DateField("Next meeting", null=True, blank=True)


@kept()
class VisitFacts(Facts):
    """A visit to the child, whatever plan they are on."""

    class Place(models.TextChoices):
        HOME = "home", "At home"
        PLACEMENT = "placement", "Where the child is staying"
        SCHOOL = "school", "At school or nursery"
        OFFICE = "office", "At an office or family centre"
        ELSEWHERE = "elsewhere", "Somewhere else"
        VIDEO = "video", "By video"

    seen = models.BooleanField(
        null=True, help_text="A visit at which the child wasn't seen stops no clock; empty: not known yet"
    )
    seen_alone = models.BooleanField(null=True)
    not_alone_reason = models.TextField(blank=True)
    not_seen_reason = models.TextField(blank=True)
    place = models.TextField(choices=Place, blank=True)


@kept()
class CaseClosingFacts(Facts):
    """The decision to close a case, with the family's view. The reason (CIN item N00103) stands with the case."""

    class After(models.TextChoices):
        UNIVERSAL = "universal", "Universal services only"
        EARLY_HELP = "early_help", "Early help"
        ELSEWHERE = "elsewhere", "Another authority, or adult services"
        NOTHING = "nothing", "No service"

    family_agrees = models.BooleanField(null=True, help_text="Whether the family agrees with the closing")
    goes_on = models.TextField("What goes on", choices=After, blank=True)
