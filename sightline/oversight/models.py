"""Allocation: which team, and which worker in it, holds a child from one day to another."""

from __future__ import annotations

from django.db import models

from sightline.access.models import Team, User
from sightline.record.history import ActField, kept
from sightline.record.models import Person
from sightline.record.models.periods import Period, ends_after_it_starts, never_two_at_once


@kept(by="child")
class Allocation(Period):
    """A team holds the child; with no worker named, the child stands on that team's unallocated list."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations")
    act = ActField()

    class Meta:
        constraints = [
            ends_after_it_starts("allocation_ends_after_it_starts"),
            never_two_at_once("allocation_one_team_at_a_time", "child_id"),
        ]
        indexes = [models.Index(fields=["worker"], name="allocation_of_worker")]
