"""One child's facts, as the clocks see them: plain values, no database."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sightline.record.joined import joined_with
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Person, Step
from sightline.record.sql import rows_of


@dataclass(frozen=True)
class StepFacts:
    """A step that stands (not withdrawn), with the facts of its kind: ``step["authorised_on"]``."""

    id: int
    kind: str
    happened_on: datetime.date
    involvement_id: int | None
    led_from_id: int | None
    recorded_elsewhere: bool
    facts: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]


@dataclass(frozen=True)
class InvolvementFacts:
    id: int
    opened_on: datetime.date
    closed_on: datetime.date | None
    closure_reason: str


@dataclass(frozen=True)
class ChildFacts:
    """Everything that starts or stops a clock of one child, whichever of their joined records holds it."""

    child_id: int
    birth_date: datetime.date | None
    expected_birth_date: datetime.date | None
    death_date: datetime.date | None
    involvements: Mapping[int, InvolvementFacts]
    by_kind: Mapping[str, tuple[StepFacts, ...]] = field(default_factory=dict)

    def steps(self, kind: str) -> tuple[StepFacts, ...]:
        """The child's steps of one kind, earliest first."""
        return self.by_kind.get(kind, ())

    def closing_of(self, step: StepFacts) -> InvolvementFacts | None:
        """The involvement that a step belongs to, if it is closed."""
        involvement = self.involvements.get(step.involvement_id or 0)
        return involvement if involvement and involvement.closed_on else None

    def led_to(self, step: StepFacts, kind: str) -> StepFacts | None:
        """The first step of ``kind`` that this step led to."""
        return next((other for other in self.steps(kind) if other.led_from_id == step.id), None)


def gather(person_ids: Iterable[int]) -> list[ChildFacts]:
    """The facts of these children, in a handful of queries however many they are.

    A child whose records are joined is one child: the facts of all records, under the kept one. Reads
    whatever ``search_path`` names: the record now, or as it was known.
    """
    return gather_joined(joined_with(set(person_ids)))


def gather_joined(records: Mapping[int, int]) -> list[ChildFacts]:
    """The same, of children whose records are known, each with the kept one of its child."""
    roots = {record: kept for record, kept in records.items() if record != kept}
    return _gathered(Person.objects.filter(pk__in=set(records.values())).order_by("id"), roots)


def facts_of(person: Person, records: Sequence[int]) -> ChildFacts:
    """The facts of one child whose joined records are known. records: their ids, the kept one's among them."""
    return _gathered([person], dict.fromkeys(set(records) - {person.pk}, person.pk))[0]


_INVOLVEMENTS = """
    select id, child_id, opened_on, closed_on, closure_reason from record_involvement where child_id = any(%s)
"""
_STEPS = """
    select id, child_id, kind, happened_on, involvement_id, led_from_id, recorded_elsewhere from record_step
    where child_id = any(%s) and state <> %s order by happened_on, id
"""


@cache
def _facts_of(key: str) -> tuple[list[str], str]:
    """The facts of a kind of step by name, the step's own number first, and the question in SQL for those of some."""
    model = kind_of(key).facts
    names = sorted((field.attname for field in model._meta.concrete_fields), key=lambda name: name != "step_id")
    columns = ", ".join(f'"{name}"' for name in names)
    return names, f'select {columns} from "{model._meta.db_table}" where step_id = any(%s)'  # noqa: S608 - our names


def _gathered(people: Iterable[Person], roots: Mapping[int, int]) -> list[ChildFacts]:
    """The facts of people. roots: for each record joined with one of theirs, the person who was kept."""
    people = list(people)
    everyone = {person.pk for person in people} | set(roots)
    involvements: dict[int, dict[int, InvolvementFacts]] = defaultdict(dict)
    for pk, child, opened, closed, reason in rows_of(_INVOLVEMENTS, [list(everyone)]):
        involvements[roots.get(child, child)][pk] = InvolvementFacts(pk, opened, closed, reason)

    rows = rows_of(_STEPS, [list(everyone), Step.State.WITHDRAWN])
    ids_of_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids_of_kind[row[2]].append(row[0])
    facts: dict[int, dict[str, Any]] = {}
    for key, ids in ids_of_kind.items():
        names, asked = _facts_of(key)
        for values in rows_of(asked, [ids]):
            facts[values[0]] = dict(zip(names, values, strict=True))

    steps: dict[int, dict[str, list[StepFacts]]] = defaultdict(lambda: defaultdict(list))
    for pk, child, kind, happened_on, involvement, led_from, elsewhere in rows:
        steps[roots.get(child, child)][kind].append(
            StepFacts(pk, kind, happened_on, involvement, led_from, elsewhere, facts.get(pk, {}))
        )
    return [
        ChildFacts(
            child_id=person.pk,
            birth_date=person.birth_date,
            expected_birth_date=person.expected_birth_date,
            death_date=person.death_date,
            involvements=involvements[person.pk],
            by_kind={kind: tuple(found) for kind, found in steps[person.pk].items()},
        )
        for person in people
    ]
