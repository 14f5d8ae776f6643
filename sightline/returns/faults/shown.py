"""How a fault is told to a person: in plain words, with the step that it is about one click away."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from sightline.record.kinds import kind as kind_of
from sightline.record.models import SearchKey, Step
from sightline.returns.checking.rules import Rule
from sightline.returns.cin.found import Found, rules
from sightline.returns.faults.models import OF_THE_PERSON, Fault, SetAside
from sightline.returns.faults.owners import Owner, owners
from sightline.returns.faults.questions import about, question


@dataclass(slots=True)
class Shown:
    """One fault in words. on: what it is about, with the address of its page."""

    rule: Rule
    place: str
    url: str
    fields: tuple[str, ...]
    also: list[tuple[str, str]] = field(default_factory=list)
    table: str = ""
    place_id: int = 0
    since: datetime.date | None = None
    aside: SetAside | None = None
    child: str = ""
    child_url: str = ""
    owner: Owner | None = None
    fault: Fault | None = None

    @property
    def question(self) -> str:
        return question(self.rule)

    @property
    def severity(self) -> tuple[str, str]:
        """The word and its colour."""
        return ("Error", "red") if self.rule.severity == "error" else ("Query", "yellow")


class Places:
    """The names and addresses of what faults are about, read at once."""

    def __init__(self, step_ids: Iterable[int]) -> None:
        held = Step.objects.filter(pk__in=set(step_ids)).values_list("pk", "kind", "happened_on")
        self.steps = {pk: about(kind_of(kind).title, on) for pk, kind, on in held}

    def of(self, person_id: int | None, table: str, place: int) -> tuple[str, str]:
        if person_id is None:
            return "The return as a whole", reverse("faults")
        if table in OF_THE_PERSON:
            return "The child's details", reverse("person_details", args=[person_id])
        if place in self.steps:
            return self.steps[place], reverse("step", args=[person_id, place])
        return "The case", reverse("chronology", args=[person_id])


def shown_found(found: Sequence[Found]) -> list[Shown]:
    """Faults that were found just now, for the page of their child."""
    places = Places(at for one in found for _, at in ((one.table, one.source), *one.also))
    return [
        Shown(
            one.rule, *places.of(one.person_id, one.table or "", one.source), one.rule.columns_of(one.table or ""),
            also=[*dict.fromkeys(places.of(one.person_id, table, at) for table, at in one.also)],
            table=one.table or "", place_id=one.source,
        )
        for one in found
    ]  # fmt: skip


def shown_kept(faults: Sequence[Fault], today: datetime.date) -> list[Shown]:
    """Faults that were kept, for a list: with the child, who answers for it, and since when."""
    places = Places(one.step_id for one in faults if one.step_id)
    children = {one.child_id for one in faults if one.child_id}
    labels = dict(SearchKey.objects.filter(person__in=children).values_list("person", "label"))
    answers = owners(children, today)
    return [
        Shown(
            rules()[one.rule], *places.of(one.child_id, one.table, one.place), rules()[one.rule].columns_of(one.table),
            table=one.table, place_id=one.place, since=one.first_seen, fault=one,
            child=labels.get(one.child_id, "Name not held") if one.child_id else "The return as a whole",
            child_url=reverse("person_census", args=[one.child_id]) + f"?year={one.year}" if one.child_id else "",
            owner=answers.get(one.child_id) if one.child_id else None,
        )
        for one in faults
        if one.rule in rules()
    ]  # fmt: skip
