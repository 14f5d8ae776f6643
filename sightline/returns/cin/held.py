"""What the record holds of the children whom a piece of a census file tells of."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from sightline.record.kinds import kind as kind_of
from sightline.record.models import Identifier, Involvement, Person, SamePerson, Step
from sightline.returns.cin.told import FACTS
from sightline.returns.models import CensusChild, CensusFile

BRING_IN = "census.bring_in"
Period = tuple[datetime.date, datetime.date]


@dataclass(slots=True, eq=False)
class HeldStep:
    """A step on the record, with the facts of its kind."""

    row: Step
    facts: Any


@dataclass(slots=True, eq=False)
class HeldChild:
    """One child's record, with what is held on records joined with it. others: the other files that told of them."""

    person: Person
    identifiers: list[Identifier] = field(default_factory=list)
    involvements: dict[int, Involvement] = field(default_factory=dict)
    steps: list[HeldStep] = field(default_factory=list)
    others: list[CensusFile] = field(default_factory=list)

    def newer_than(self, file: CensusFile) -> list[CensusFile]:
        """The files that told of this child and speak later than this one."""
        return [other for other in self.others if other.told_at > file.told_at]


def hold(la_child_ids: Iterable[str], file: CensusFile) -> dict[str, HeldChild]:
    """What is held of the children with these numbers, in a handful of queries however many they are."""
    numbers = Identifier.objects.filter(
        scheme=Identifier.Scheme.LA_CHILD_ID, withdrawn=False, value__in=list(la_child_ids)
    )
    person_of = dict(numbers.values_list("value", "person_id"))
    if not person_of:
        return {}
    by_person = {pk: HeldChild(person) for pk, person in Person.objects.in_bulk(list(person_of.values())).items()}
    for row in Identifier.objects.filter(person__in=by_person, withdrawn=False).order_by("id"):
        by_person[row.person_id].identifiers.append(row)
    owner = by_person | {joined: by_person[pk] for joined, pk in _joined(by_person).items()}
    for involvement in Involvement.objects.filter(child__in=owner).order_by("id"):
        owner[involvement.child_id].involvements[involvement.pk] = involvement
    for step in _steps(owner):
        owner[step.row.child_id].steps.append(step)
    spoken = CensusChild.objects.filter(child__in=by_person).exclude(file=file).select_related("file")
    for one in spoken.order_by("id"):
        by_person[one.child_id].others.append(one.file)
    return {number: by_person[pk] for number, pk in person_of.items()}


def _joined(people: Iterable[int]) -> dict[int, int]:
    """The other records of these people, each with whose it is; not those that a file knows by their own number."""
    asked = list(people)
    links = SamePerson.objects.filter(cut=False)
    root = {pk: pk for pk in asked} | dict(links.filter(duplicate__in=asked).values_list("duplicate", "kept"))
    person_at = {kept: pk for pk, kept in root.items()}
    found = {kept: pk for pk, kept in root.items() if kept != pk}
    for duplicate, kept in links.filter(kept__in=list(person_at)).values_list("duplicate", "kept"):
        found.setdefault(duplicate, person_at[kept])
    numbered = Identifier.objects.filter(person__in=list(found), scheme=Identifier.Scheme.LA_CHILD_ID, withdrawn=False)
    own = set(numbered.values_list("person_id", flat=True))
    return {other: pk for other, pk in found.items() if other not in own}


def _steps(children: Iterable[int]) -> list[HeldStep]:
    rows = list(Step.objects.filter(child__in=list(children), kind__in=list(FACTS)).order_by("happened_on", "id"))
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row.kind].append(row.pk)
    facts: dict[int, Any] = {}
    for kind, of_kind in ids.items():
        facts |= kind_of(kind).facts._default_manager.in_bulk(of_kind)
    return [HeldStep(row, facts[row.pk]) for row in rows]


class Authors:
    """Who said what is held: a census file, or a person here. Asked only where a file says otherwise."""

    def __init__(self, children: Iterable[HeldChild]) -> None:
        self._rows: dict[type[models.Model], list[int]] = defaultdict(list)
        for child in children:
            for row in (child.person, *child.identifiers, *child.involvements.values()):
                self._rows[type(row)].append(row.pk)
            for step in child.steps:
                self._rows[Step].append(step.row.pk)
                self._rows[type(step.facts)].append(step.facts.pk)
        self._by_people: dict[type[models.Model], set[int]] = {}

    def a_person_said(self, row: Any, name: str) -> bool:
        """Whether the value that this field of this row has now was given by a person here."""
        model = type(row)
        if model not in self._by_people:
            versions = row.history.model.objects.filter(pgh_obj__in=self._rows[model])
            others = versions.exclude(act__kind=BRING_IN).values_list("pgh_obj_id", flat=True)
            self._by_people[model] = set(others)
        if row.pk not in self._by_people[model]:
            return False
        said_by = ""
        for value, kind in row.history.order_by("-pgh_id").values_list(name, "act__kind"):
            if value != getattr(row, name):
                break
            said_by = kind
        return said_by != BRING_IN


def others_with(upns: Iterable[str]) -> dict[str, str]:
    """Who is held with these UPNs: their LA child ID, where they have one, by UPN."""
    rows = Identifier.objects.filter(
        scheme=Identifier.Scheme.UPN, value__in=list(upns), withdrawn=False, ends_on__isnull=True
    )
    found = dict(rows.values_list("value", "person_id"))
    numbers = dict(
        Identifier.objects.filter(
            person__in=list(found.values()), scheme=Identifier.Scheme.LA_CHILD_ID, withdrawn=False
        ).values_list("person_id", "value")
    )
    return {upn: numbers.get(person, "") for upn, person in found.items()}


def in_year(step: HeldStep, involvement: Involvement | None, period: Period) -> bool:
    """Whether a census of that year should tell of this step: :func:`belongs` of what is held."""
    if step.row.kind == "referral":
        closed_on = involvement.closed_on if involvement else None
        once = bool(step.facts.no_further_action)
        return belongs("referral", step.row.happened_on, closed_on, period, once=once)
    ended = getattr(step.facts, ENDS[step.row.kind]) if step.row.kind in ENDS else None
    return belongs(step.row.kind, step.row.happened_on, ended, period)


#: what lasts, beside a referral, and the fact that says until when
ENDS = {"assessment": "authorised_on", "cin_plan": "ended_on", "protection_plan": "ended_on"}


def belongs(kind: str, on: datetime.date, ends: datetime.date | None, period: Period, *, once: bool = False) -> bool:
    """Whether a thing of this kind belongs in a census of that year.

    What lasts belongs in each year that it touches; what happens once, and a referral with no further
    action, in the year of its day.
    """
    first, last = period
    if (kind != "referral" and kind not in ENDS) or once:
        return first <= on <= last
    return on <= last and (ends is None or ends >= first)
