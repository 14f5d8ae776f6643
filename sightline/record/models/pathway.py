"""The child's pathway: involvements from referral to closure, and the steps within them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sightline.record.history import ActField, kept
from sightline.record.models.form import FormVersion
from sightline.record.models.person import Person


@kept(by="child")
class Involvement(models.Model):
    """From a referral that the authority accepted to the closure of the case."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    opened_on = models.DateField(help_text="The referral's date: CIN item N00100")
    closed_on = models.DateField(null=True, blank=True, help_text="CIN item N00102")
    closure_reason = models.TextField(blank=True, help_text="CIN item N00103")
    recorded_elsewhere = models.BooleanField(default=False)
    act = ActField()

    class Meta:
        indexes = [models.Index(fields=["child", "-opened_on"], name="involvement_of_child")]


@kept(by="child")
class Step(models.Model):
    """One entry on the child's pathway: what happened, when, when it was recorded, what it led from.

    Its statutory facts stand in the table of its kind (``stages/*/models.py``), one row a step. ``key``
    names, for a step brought in from a file, what it was there, so that the same file twice changes
    nothing.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        AUTHORISED = "authorised", "Authorised"
        RECORDED = "recorded", "Recorded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="steps")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="steps")
    kind = models.TextField(help_text="The key of its kind: record/kinds.py")
    led_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="led_to")
    happened_on = models.DateField()
    happened_at = models.TimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    state = models.TextField(choices=State, default=State.RECORDED)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    narrative = models.JSONField(default=dict, blank=True)
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="The questions that the narrative answers",
    )  # fmt: skip
    occasion = models.UUIDField(null=True, help_text="The one visit or conference that several children share")
    recorded_elsewhere = models.BooleanField(default=False)
    key = models.TextField(blank=True)
    withdrawn_reason = models.TextField(blank=True)
    moved_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_to", db_index=False,
        help_text="The entry on the wrong child, withdrawn there, that this one stands for",
    )  # fmt: skip
    act = ActField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], condition=~Q(key=""), name="step_brought_in_once"),
        ]
        indexes = [
            models.Index(F("child"), F("happened_on").desc(), F("id").desc(), name="step_chronology"),
            models.Index(fields=["involvement"], name="step_involvement"),
            models.Index(fields=["state"], condition=Q(state__in=["submitted", "returned"]), name="step_awaiting"),
        ]
