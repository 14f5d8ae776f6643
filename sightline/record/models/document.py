"""Documents made from the record or added to it, kept inside it and under the same permissions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.record.history import ActField, kept
from sightline.record.models.pathway import Step
from sightline.record.models.person import Person


class Document(models.Model):
    """A file about a person, made in the background: being made, ready or failed (with why)."""

    class State(models.TextChoices):
        BEING_MADE = "being_made", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, related_name="documents", db_index=False,
        help_text="The one entry that it tells, if it tells one",
    )  # fmt: skip
    title = models.TextField()
    media_type = models.TextField()
    content = models.BinaryField(null=True)
    state = models.TextField(choices=State, default=State.BEING_MADE)
    problem = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)


@kept(by="child")
class Sharing(models.Model):
    """That a document was shared: with whom, how and when. Who recorded it is its act."""

    class How(models.TextChoices):
        TALKED_THROUGH = "talked_through", "Talked through together"
        BY_HAND = "by_hand", "Given by hand"
        POST = "post", "By post"
        EMAIL = "email", "By secure email"
        INTERPRETED = "interpreted", "Read through with an interpreter"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sharings")
    with_whom = models.TextField()
    how = models.TextField(choices=How)
    shared_on = models.DateField()
    act = ActField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(with_whom=""), name="sharing_says_with_whom")]
