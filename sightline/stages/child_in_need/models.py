from django.db import models

from sightline.record.history import kept
from sightline.record.models import Facts


@kept()
class CinPlanFacts(Facts):
    """A child in need plan. Its start (CIN item N00689) is the step's date."""

    ended_on = models.DateField(null=True, blank=True, help_text="CIN item N00690")


@kept()
class CinMeetingFacts(Facts):
    """A child in need meeting: the first, which makes the plan, or a later one, which reviews it."""

    reviews_plan = models.BooleanField()


@kept()
class VisitFacts(Facts):
    """A visit to the child, whatever plan they are on."""

    seen = models.BooleanField(help_text="A visit at which the child wasn't seen stops no clock")
    seen_alone = models.BooleanField(null=True)
    not_alone_reason = models.TextField(blank=True)
