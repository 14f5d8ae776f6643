"""Who looked at whose record, when, on which page and under which warrant."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from sightline.access.models.user import User
from sightline.record.history import append_only
from sightline.record.models import Person


class Look(models.Model):
    """One look, kept for every user. Added, never changed or deleted."""

    only_added = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField(db_default=Now())
    page = models.TextField()
    capacity = models.TextField()
    ground = models.TextField()
    refused = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(F("person"), F("at").desc(), name="look_at_person"),
            models.Index(F("user"), F("at").desc(), name="look_by_user"),
        ]
        triggers = [append_only()]
