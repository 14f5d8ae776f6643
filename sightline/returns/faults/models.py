"""What the rules of the census find on the record, night after night, and the queries that somebody has explained."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sightline.record.history import ActField, kept
from sightline.record.models import Person

OF_THE_PERSON = frozenset({"ChildIdentifiers", "ChildCharacteristics", "Disabilities"})
"""The modules of the census that tell of a person, not of a step."""


class Place(models.Model):
    """Where a fault is: a rule of a census year, and the step or the person that it is about."""

    year = models.PositiveSmallIntegerField(help_text="The collection year")
    rule = models.TextField(help_text="The Department's number")
    table = models.TextField(blank=True, help_text="The module of the census; empty for a fault of the whole return")
    place = models.BigIntegerField(default=0, help_text="The step, or the person; 0 where no standing step says it")
    facts = models.TextField(help_text="Stands for what the record says of everything that the rule asks about")

    class Meta:
        abstract = True

    @property
    def step_id(self) -> int | None:
        return None if self.table in OF_THE_PERSON else self.place or None


class Fault(Place):
    """One fault, from the first night on which it was found until it was found no more.

    Made anew from the record each night. Who answers for it is asked of the allocations of the day, never stored.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="faults")
    severity = models.TextField(help_text="error or query, as the Department says")
    first_seen = models.DateField()
    last_seen = models.DateField()
    gone_on = models.DateField(null=True, help_text="The day on which the rule first held again")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "year", "rule", "table", "place"],
                condition=Q(gone_on__isnull=True),
                nulls_distinct=False,
                name="fault_once_while_it_lasts",
            ),
            models.CheckConstraint(condition=Q(severity__in=["error", "query"]), name="fault_severity"),
        ]
        indexes = [
            models.Index(fields=["year", "rule"], condition=Q(gone_on__isnull=True), name="fault_by_rule"),
            models.Index(fields=["child"], name="fault_of_child"),
        ]


class FaultsRun(models.Model):
    """One night's asking of all the rules for one census year: when it was, and what could not be asked."""

    only_added = True

    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    children = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    could_not = models.JSONField(default=dict, help_text="Rule → why it could not be asked")

    class Meta:
        indexes = [models.Index(fields=["-id"], name="faults_run_last_first")]


@kept(by="child")
class SetAside(Place):
    """A query that somebody has looked into and found right as it is, for a while, with the reason.

    It stands until its day, and only while the facts under it are the same. Errors are never set aside.
    """

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="set_aside")
    reason = models.TextField()
    until = models.DateField(help_text="The first day on which it counts again")
    put_back = models.BooleanField(default=False, help_text="Somebody ended it before its day")
    act = ActField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="set_aside_has_a_reason")]
        indexes = [models.Index(fields=["child", "year", "rule"], name="set_aside_of_child")]
