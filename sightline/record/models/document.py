"""Documents made from the record or added to it, kept inside it and under the same permissions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.record.models.person import Person


class Document(models.Model):
    """A file about a person, made in the background: being made, ready or failed (with why)."""

    class State(models.TextChoices):
        BEING_MADE = "being_made", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    title = models.TextField()
    media_type = models.TextField()
    content = models.BinaryField(null=True)
    state = models.TextField(choices=State, default=State.BEING_MADE)
    problem = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)
