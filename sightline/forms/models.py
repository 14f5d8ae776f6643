"""Drafts, answer by answer; and what a manager said of the work that was submitted."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sightline.access.models import User
from sightline.forms.versions import asked_under
from sightline.record.history import ActField, kept
from sightline.record.models import FormVersion, Person, Step


class Draft(models.Model):
    """Work on one or more steps that are not on the record yet, or not as they will be.

    Not of the record: nobody's act is in it. Kept after it is submitted, because work that is returned
    opens it again. children: everyone whom it may be about, all of them within reach of whoever opens it.
    steps: those that it became, or whose content it is. request: what makes submitting it once.
    """

    class State(models.TextChoices):
        OPEN = "open", "Draft"
        SUBMITTED = "submitted", "Submitted"
        DONE = "done", "Recorded"
        DISCARDED = "discarded", "Discarded"

    class Purpose(models.TextChoices):
        NEW = "new", "New"
        CONTENT = "content", "Content of a step that was started"
        AMENDMENT = "amendment", "Amendment"

    form = models.TextField(help_text="The key of its form")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField(choices=Purpose, default=Purpose.NEW)
    state = models.TextField(choices=State, default=State.OPEN)
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafts")
    children = ArrayField(models.BigIntegerField())
    steps = ArrayField(models.BigIntegerField(), default=list, blank=True)
    led_from = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    started_at = models.DateTimeField(db_default=Now())
    writers = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Everyone who ever wrote in it, whether their words stand or not",
    )
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="Why a recorded step is amended")
    request = models.UUIDField(default=uuid.uuid4, unique=True)

    @property
    def title(self) -> str:
        """What its form was called when it was started."""
        return asked_under(self.version_id).title

    class Meta:
        indexes = [
            models.Index(fields=["started_by"], condition=Q(state="open"), name="draft_open_of_user"),
            GinIndex(fields=["children"], name="draft_of_children", fastupdate=False),
            GinIndex(fields=["steps"], name="draft_of_steps", fastupdate=False),
        ]


class Answer(models.Model):
    """One answer of a draft, as it was typed. version goes up with each change; source: where it was known from."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    path = models.TextField(help_text="worries.2.evidence")
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "child", "path"], name="answer_once", nulls_distinct=False)
        ]


class Rival(models.Model):
    """What somebody wrote in a field that somebody else had changed meanwhile: both texts stand until one is chosen.

    Kept once settled, so that clashes can be counted. settled: which was kept (this, other or both).
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="rivals")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    path = models.TextField()
    value = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    settled = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "child", "path", "by"], condition=Q(settled=""), name="rival_one_each",
                nulls_distinct=False,
            )
        ]  # fmt: skip


class Unsent(models.Model):
    """What somebody wrote on a page with a form that is no step, and has not sent: a decision, a reason, a review.

    Not of the record, and nobody's but the writer's. It goes once it is sent or its writer starts afresh.
    page: the address with its question. request: the form's own number, by which it is done once.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.TextField()
    request = models.UUIDField()
    values = models.JSONField(help_text="The texts under each field's name, as typed")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="unsent_once")]


@kept(by="child")
class Authorisation(models.Model):
    """A manager's decision on submitted work: authorised, or returned with reasons. Who and when is its act."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="authorisations")
    given = models.BooleanField(help_text="False: returned")
    words = models.TextField(blank=True, help_text="The manager's comment, or the reasons for returning it")
    act = ActField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(given=True) | ~Q(words=""), name="returned_with_reasons"),
        ]
