"""Allocation: which team, and which worker in it, holds a child; and why a worker holds more than the ceiling."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

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


@kept(by="worker")
class CaseloadOverride(models.Model):
    """A manager's decision that a worker holds more children than the ceiling for their role, and until when.

    children, ceiling: as they stood when it was decided, the new children counted. Who decided stands on the act.
    """

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="caseload_overrides")
    children = models.PositiveSmallIntegerField()
    ceiling = models.PositiveSmallIntegerField()
    reason = models.TextField()
    review_on = models.DateField(help_text="No caseload over the ceiling stands unreviewed")
    act = ActField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="caseload_override_has_a_reason"),
            models.CheckConstraint(condition=Q(children__gt=F("ceiling")), name="caseload_override_is_over"),
        ]
        indexes = [models.Index(fields=["worker"], name="caseload_override_of_worker")]
