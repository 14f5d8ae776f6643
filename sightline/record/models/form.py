"""The questions under which a step's answers were given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sightline.record.history import append_only


class FormVersion(models.Model):
    """One published version of a form: its sections and questions, with the authority's own among them.

    Never changed and never deleted, so that an answer is shown under the question that was asked, for ever.
    """

    only_added = True

    form = models.TextField(help_text="The key of its form: forms/declare.py")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Empty: Sightline's own questions, as they came with it",
    )  # fmt: skip
    why = models.TextField(blank=True, help_text="What changed, and why")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_number")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.form}, version {self.number}"
