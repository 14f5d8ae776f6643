"""The base of every facts table: one row a step."""

from __future__ import annotations

from django.db import models

from sightline.record.history import ActField
from sightline.record.models.pathway import Step


class Facts(models.Model):
    """Typed, constrained statutory facts of one kind of step; its own date is the step's ``happened_on``."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, primary_key=True, related_name="%(class)s")
    act = ActField()

    class Meta:
        abstract = True
