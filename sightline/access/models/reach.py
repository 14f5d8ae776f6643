"""Reach that doesn't come from allocation: duty today, and a stated reason."""

from __future__ import annotations

from django.db import models

from sightline.access.models.user import User
from sightline.record.history import ActField, kept
from sightline.record.models import Person


@kept(by="user")
class Duty(models.Model):
    """A worker on duty on a day: reaches every child, so that a call at 17:05 is answered."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    on = models.DateField()
    withdrawn = models.BooleanField(default=False)
    act = ActField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="duty_once_a_day")]


@kept(by="child")
class StatedReason(models.Model):
    """A worker opened a child's record out of reach, said why, and may read it until ``until``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stated_reasons")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stated_reasons")
    reason = models.TextField()
    until = models.DateTimeField()
    act = ActField()

    class Meta:
        indexes = [models.Index(fields=["user", "until"], name="stated_reason_of_user")]
