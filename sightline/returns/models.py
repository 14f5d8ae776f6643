"""Census files brought into the record: the files themselves, and what became of each thing in them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sightline.record.history import append_only
from sightline.record.models import Act, Person
from sightline.returns.faults.models import Fault, FaultsRun, SetAside  # noqa: F401 - their tables
from sightline.returns.produced.models import ProducedChild, ProducedChunk, ProducedReturn  # noqa: F401 - their tables


class CensusFile(models.Model):
    """A census file as it was received, byte for byte, and what its header says."""

    only_added = True

    name = models.TextField()
    digest = models.TextField(unique=True, help_text="SHA-256 of the bytes: the same file is received once")
    size = models.PositiveBigIntegerField()
    authority = models.TextField(blank=True, help_text="LEA")
    year = models.PositiveSmallIntegerField(null=True, help_text="The collection year")
    reference_date = models.DateField(null=True, help_text="CIN item N00603")
    written_at = models.DateTimeField(null=True, help_text="DateTime, as the header says it")
    children = models.PositiveIntegerField()
    received = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]

    @property
    def told_at(self) -> tuple[datetime.date, datetime.datetime]:
        """When the file speaks: of two files the later one is believed. A file that doesn't say is the earlier."""
        moment = self.written_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)
        return self.reference_date or datetime.date.min, moment

    @property
    def told_on(self) -> datetime.date:
        """The day on which the file says what it says."""
        if self.written_at:
            return timezone.localtime(self.written_at).date()
        return self.reference_date or timezone.localtime(self.received.at).date()

    @property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The year that the census covers: the twelve months that end on its reference date."""
        if self.reference_date is None:
            return None
        year_before = self.reference_date - datetime.timedelta(days=365)
        if year_before.day != self.reference_date.day:  # 29 February lies between
            year_before -= datetime.timedelta(days=1)
        return year_before + datetime.timedelta(days=1), self.reference_date


class CensusChunk(models.Model):
    """A piece of a census file's bytes."""

    only_added = True

    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="chunks")
    ordinal = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "ordinal"], name="census_chunk_once")]
        triggers = [append_only()]


class CensusChild(models.Model):
    """A census file told of this child."""

    only_added = True

    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="census_files")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "file"], name="census_child_once")]
        triggers = [append_only()]


class Reconciliation(models.Model):
    """One bringing-in of a census file: how far it has come, and what became of each thing in the file.

    Its rows are written in the same transaction as the children they speak of, so that it can be stopped
    at any moment and taken up where it was.
    """

    file = models.ForeignKey(CensusFile, on_delete=models.PROTECT, related_name="reconciliations")
    begun = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+")
    children_done = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it was asked for, or last came further")
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, help_text="Why it stopped, where it did")

    class Meta:
        indexes = [models.Index(F("file"), F("id").desc(), name="reconciliation_of_file")]


class Tally(models.Model):
    """For one sort of thing: how many the file holds, and what became of them."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="tallies")
    element = models.TextField()
    in_file = models.PositiveIntegerField(help_text="Counted in the file before anything was brought in")
    new = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    not_in = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "element"], name="tally_once"),
            models.CheckConstraint(
                condition=Q(in_file__gte=F("new") + F("corrected") + F("same") + F("not_in")),
                name="tally_counts_nothing_twice",
            ),
        ]


class Listed(models.Model):
    """One thing that was not brought in, or that somebody should look at: where it stands, why, what to do."""

    only_added = True

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="listed")
    kind = models.TextField(help_text="See cin/reconciliation.py")
    line = models.PositiveIntegerField(null=True, help_text="In the file; empty for what is only held here")
    la_child_id = models.TextField(blank=True)
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    element = models.TextField()
    value = models.TextField(blank=True, help_text="As the file says it")
    held = models.TextField(blank=True, help_text="What is held here instead")
    reason = models.TextField()
    cure = models.TextField(help_text="What to do")
    things = models.PositiveIntegerField(default=0, help_text="How many things of the tallies this accounts for")

    class Meta:
        indexes = [models.Index(fields=["reconciliation", "kind", "id"], name="listed_of_reconciliation")]
        triggers = [append_only()]


class Batch(models.Model):
    """Which children of the file an act brought in: the first of them and the one after the last, from 0."""

    only_added = True

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="batches")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="+")
    first = models.PositiveIntegerField()
    until = models.PositiveIntegerField()

    class Meta:
        triggers = [append_only()]
