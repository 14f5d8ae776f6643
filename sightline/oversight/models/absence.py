"""Absence: a worker who is away or has left, and the colleague who stands in for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.access.models import User
from sightline.record.history import ActField, kept
from sightline.record.models.periods import Period, ends_after_it_starts, never_two_at_once


@kept(by="user")
class Absence(Period):
    """A worker is not there for their children, from a day to the day they are back.

    Why they are away is not kept here: that is between them and their employer. Without a day of return it
    stands until one is known, or for good. stand_in: who is there for all their children meanwhile; nobody is a
    gap, which stands on a manager's list.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in")
    withdrawn = models.BooleanField(default=False)
    act = ActField()

    class Meta:
        constraints = [
            ends_after_it_starts("absence_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="absence_has_a_start"),
            models.CheckConstraint(condition=~Q(stand_in=F("user")), name="absence_stand_in_is_another"),
            never_two_at_once("absence_once_at_a_time", "user_id", condition=Q(withdrawn=False)),
        ]
