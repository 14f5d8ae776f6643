"""What gets in people's way, in their own words."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Now

from sightline.access.models.user import User
from sightline.record.history import append_only


class Feedback(models.Model):
    """What a person told us about a page. Added, never changed or deleted."""

    only_added = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    page = models.TextField(blank=True, help_text="The address of the page that they came from")
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(F("at").desc(), name="feedback_at")]
        triggers = [append_only()]
