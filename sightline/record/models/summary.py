"""The short summary on a child's page, and how fresh it is."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sightline.record.history import ActField, kept
from sightline.record.models.person import Person


@kept(by="child")
class ChildSummary(models.Model):
    """What the next worker must understand at once. Its freshness is the day on which it was written."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="summary")
    text = models.TextField()
    written_on = models.DateField(default=timezone.localdate)
    act = ActField()
