"""Returns produced from the record, each kept byte for byte with what it was made from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sightline.record.history import append_only
from sightline.record.models import Act, Person


class ProducedReturn(models.Model):
    """One return of one year, from the record as it was known at an instant.

    Asked for again at the same instant it is the same file. Where nothing that it tells of has changed since
    the one before, ``same_as`` names that one, and no second file is kept.
    """

    class State(models.TextChoices):
        BEING_MADE = "being_made", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    name = models.TextField(default="cin", help_text="Which return")
    year = models.PositiveSmallIntegerField(help_text="The collection year")
    authority = models.TextField(help_text="The three-digit code in its header")
    serial = models.PositiveIntegerField(help_text="SerialNo: the first of a year is 1")
    as_known = models.DateTimeField(help_text="It tells what had been recorded by this instant")
    asked = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(choices=State, default=State.BEING_MADE)
    problem = models.TextField(blank=True, help_text="Why it could not be made")
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it was asked for, or last came further")
    children_done = models.PositiveIntegerField(default=0)
    children = models.PositiveIntegerField(null=True)
    digest = models.TextField(blank=True, help_text="SHA-256 of the file")
    size = models.PositiveBigIntegerField(null=True)
    rules = models.TextField(blank=True, help_text="The digest of the rules that it was checked by")
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    totals = models.JSONField(default=dict, help_text="How many of each thing the file holds")
    faults = models.JSONField(default=list, help_text="For each rule that was broken: rule, severity, count, message")
    misfits = models.JSONField(default=list, help_text="Places that don't fit the element tree")
    left_out = models.JSONField(default=list, help_text="Steps that the return has no place for, and why")
    changes = models.JSONField(default=dict, help_text="Children who are new, changed or gone since the one before")
    report = models.TextField(blank=True, help_text="The check report, as a web page")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "serial"], name="produced_serial_once"),
            models.UniqueConstraint(
                fields=["name", "year", "authority", "as_known"],
                condition=~Q(state="failed"),
                name="produced_once_an_instant",
            ),
        ]
        indexes = [models.Index(F("id").desc(), name="produced_last_first")]

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.year}-{self.serial:03d}.xml"

    @property
    def kept(self) -> ProducedReturn:
        """The one whose file is kept: itself, or the earlier one that says the same."""
        return self.same_as or self


class ProducedChunk(models.Model):
    """A piece of the bytes of a produced file."""

    only_added = True

    produced = models.ForeignKey(ProducedReturn, on_delete=models.PROTECT, related_name="chunks")
    ordinal = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["produced", "ordinal"], name="produced_chunk_once")]
        triggers = [append_only()]


class ProducedChild(models.Model):
    """A child of whom a produced return tells, and the digest of what it says of them."""

    only_added = True

    produced = models.ForeignKey(ProducedReturn, on_delete=models.PROTECT, related_name="told")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    la_child_id = models.TextField(blank=True)
    digest = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["produced", "child"], name="produced_child_once")]
        triggers = [append_only()]
