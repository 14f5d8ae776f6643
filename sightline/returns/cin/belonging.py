"""Who belongs in the census of a year, and what the record holds of them, in as many queries as there are tables."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sightline.record.kinds import kind as kind_of
from sightline.record.models import Identifier, Involvement, Person, SamePerson, Step
from sightline.returns.cin.held import Period
from sightline.returns.cin.told import FACTS

_STEP_FIELDS = ("id", "kind", "happened_on", "led_from", "recorded_elsewhere")
_SCHEMES = (Identifier.Scheme.LA_CHILD_ID, Identifier.Scheme.UPN, Identifier.Scheme.FORMER_UPN)


def who_belongs(period: Period, child_ids: Iterable[int] | None) -> list[tuple[int, list[int]]]:
    """Who belongs in the census: each person, with the other records joined with theirs.

    Everyone with a case that was open on some day of the year, or with a referral of that year that led to
    no further action.
    """
    links = SamePerson.objects.filter(cut=False)
    if child_ids is not None:
        asked = set(child_ids)
        asked |= set(links.filter(duplicate__in=asked).values_list("kept", flat=True))
        links = links.filter(kept__in=asked)
    kept_of = dict(links.order_by("id").values_list("duplicate", "kept"))
    records: dict[int, list[int]] = defaultdict(list)
    for duplicate, kept in kept_of.items():
        records[kept].append(duplicate)
    first, last = period
    touching = Involvement.objects.filter(opened_on__lte=last).exclude(closed_on__lt=first)
    if child_ids is not None:
        touching = touching.filter(child__in=asked.union(kept_of))
    turned_away = _turned_away(touching.filter(opened_on__lt=first).values("pk"))
    people = {
        kept_of.get(child, child) for case, child in touching.values_list("pk", "child") if case not in turned_away
    }
    return [(pk, sorted(records.get(pk, ()))) for pk in sorted(people)]


def _turned_away(cases: Any) -> set[int]:
    """The cases of which every referral that stands led to no further action."""
    referrals = Step.objects.filter(kind="referral", involvement__in=cases).exclude(state=Step.State.WITHDRAWN)
    decided = referrals.filter(referralfacts__no_further_action=True).values_list("involvement", flat=True)
    other = referrals.exclude(referralfacts__no_further_action=True).values_list("involvement", flat=True)
    return {case for case in decided if case is not None} - {case for case in other if case is not None}


@dataclass(slots=True)
class HeldStep:
    """A step that stands, with the facts that a census asks about."""

    id: int
    kind: str
    on: datetime.date
    led_from: int | None
    recorded_elsewhere: bool
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class HeldRecord:
    """What is held of one child, on all their records. steps: by involvement."""

    person: Person
    identifiers: list[Identifier] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    steps: dict[int, list[HeldStep]] = field(default_factory=lambda: defaultdict(list))


def records_held(people: Sequence[tuple[int, list[int]]], period: Period) -> list[HeldRecord]:
    """What is held of some people, in as many queries as there are tables."""
    owner = {record: pk for pk, others in people for record in (pk, *others)}
    found = {pk: HeldRecord(person) for pk, person in Person.objects.in_bulk([pk for pk, _ in people]).items()}
    numbers = Identifier.objects.filter(person__in=owner, withdrawn=False, scheme__in=_SCHEMES)
    for number in numbers.filter(ends_on__isnull=True).order_by("id"):
        found[owner[number.person_id]].identifiers.append(number)
    first, last = period
    cases = Involvement.objects.filter(child__in=owner, opened_on__lte=last).exclude(closed_on__lt=first)
    for case in cases.order_by("opened_on", "id"):
        found[owner[case.child_id]].involvements.append(case)
    steps = Step.objects.filter(child__in=owner, kind__in=list(FACTS), happened_on__lte=last, involvement__isnull=False)
    rows = steps.exclude(state=Step.State.WITHDRAWN).order_by("happened_on", "id")
    by_kind: dict[str, dict[int, HeldStep]] = defaultdict(dict)
    for child, case_id, *values in rows.values_list("child", "involvement", *_STEP_FIELDS):
        step = HeldStep(*values)
        by_kind[step.kind][step.id] = step
        found[owner[child]].steps[case_id].append(step)
    for kind, of_kind in by_kind.items():
        if names := _fact_names(kind):
            facts = kind_of(kind).facts._default_manager.filter(pk__in=of_kind)
            for pk, *values in facts.values_list("pk", *names):
                of_kind[pk].facts = dict(zip(names, values, strict=True))
    return [found[pk] for pk, _ in people]


@cache
def _fact_names(kind: str) -> tuple[str, ...]:
    return (*FACTS[kind], *(("factors",) if kind == "assessment" else ()))
