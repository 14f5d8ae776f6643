"""An act: what one person did at one moment, in one capacity."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, F, TextField
from django.db.models.functions import Cast, Now

from sightline.record.history import append_only

this_transaction = Cast(Cast(models.Func(function="pg_current_xact_id"), TextField()), BigIntegerField())


class Act(models.Model):
    """One transaction and one audit entry: who, in what capacity, when, why, from where."""

    only_added = True

    kind = models.TextField(help_text="What was done, as stage.verb: referral.receive")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="acts",
        help_text="Empty only for what the system itself does at set-up",
    )  # fmt: skip
    capacity = models.TextField(help_text="The role in which the person acted")
    ground = models.TextField(help_text="Why this person might: the warrant, in words")
    reason = models.TextField(blank=True, help_text="The person's own reason, where one is asked")
    source = models.TextField(default="page", help_text="page, command, file, job")
    at = models.DateTimeField(db_default=Now(), help_text="The start of the transaction, as in history")
    request = models.UUIDField(null=True, help_text="The form that was sent: the same one twice is one act")
    transaction = models.BigIntegerField(db_default=this_transaction)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], name="act_one_per_request"),
            models.CheckConstraint(condition=models.Q(kind__regex=r"^[a-z_]+\.[a-z_]+$"), name="act_kind_is_a_verb"),
        ]
        indexes = [models.Index(F("at").desc(), name="act_at")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
