"""The short summary on a child's page, and how fresh it is."""

from __future__ import annotations

from django.db import models

from sightline.record.history import ActField, kept
from sightline.record.models.person import Person


@kept(by="child")
class ChildSummary(models.Model):
    """What the next worker must understand at once. Its freshness is the date of the act that wrote it."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="summary")
    text = models.TextField()
    act = ActField()
