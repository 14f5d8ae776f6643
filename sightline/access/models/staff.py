"""Teams, and who holds which role in which team from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.access.models.user import User
from sightline.access.roles import Role
from sightline.record.history import ActField, kept
from sightline.record.models.periods import Period, ends_after_it_starts, never_two_at_once


@kept()
class Team(models.Model):
    """A team, or the service that teams are part of."""

    name = models.TextField(unique=True)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    act = ActField()

    def __str__(self) -> str:
        return self.name


@kept(by="user")
class Appointment(Period):
    """A role held in a team between two dates; access ends on the day that the appointment does."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.TextField(choices=Role)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1, help_text="Full-time equivalent, 0 to 1")
    line_manager = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Where it is not the manager of the team, or of the service that the team is part of",
    )  # fmt: skip
    act = ActField()

    class Meta:
        constraints = [
            ends_after_it_starts("appointment_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(fte__gt=0, fte__lte=1), name="appointment_fte"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="appointment_has_a_start"),
            models.CheckConstraint(condition=~Q(line_manager=F("user")), name="appointment_not_ones_own_manager"),
            never_two_at_once("appointment_once_at_a_time", "user_id", "team_id", condition=Q(team__isnull=False)),
        ]
