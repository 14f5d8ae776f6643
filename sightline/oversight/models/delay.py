"""Why a thing owed to a child is late, or is put off: a reason and a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.record.history import ActField, kept
from sightline.record.models import Person, Step


@kept(by="child")
class Delay(models.Model):
    """The reason for one lateness, or a manager's new date for one thing owed.

    clock, step, ordinal: the run that it is about (:class:`sightline.clocks.models.ClockRun`, which is made anew
    after each act and so can't be pointed at). new_on never moves a statutory date, nor the authority's own
    standard: what is late stays late, with a reason.
    """

    class Reason(models.TextChoices):
        FAMILY = "family", "The family was not at home, cancelled or did not agree"
        CHILD = "child", "The child was ill, away or did not want it then"
        SAFETY = "safety", "It was safer for the child to wait"
        PARTNER = "partner", "Waiting for another agency or an expert"
        COURT = "court", "Waiting for a court or for police enquiries"
        LANGUAGE = "language", "No interpreter or advocate could be found in time"
        COMPLEX = "complex", "More came to light that had to be understood"
        WORKER = "worker", "The worker was away, or the worker changed"
        CAPACITY = "capacity", "Not enough time in the team"
        RECORDED_LATE = "recorded_late", "Done in time, and recorded late"
        OTHER = "other", "Another reason"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delays")
    clock = models.TextField(help_text="C04")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="delays")
    ordinal = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(choices=Reason)
    words = models.TextField()
    new_on = models.DateField(null=True, blank=True, help_text="A new date that a manager agreed")
    act = ActField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="delay_is_explained")]
        indexes = [models.Index(fields=["child", "clock", "step", "ordinal"], name="delay_of_run")]
