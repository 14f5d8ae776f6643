"""Who a person is, for the head of every page about them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sightline.clocks.facts import ChildFacts
from sightline.oversight.models import Allocation
from sightline.record.models import ChildSummary, Identifier, Person, PersonName, WarningNote

_NAME_ORDER = {kind: place for place, kind in enumerate(("legal", "known_as", "alias", "former"))}


@dataclass
class Portrait:
    """One person on a day, all of whose joined records are read as one. The kept record's facts come first.

    notes and allocations: every one that stands, the ended ones too; `warnings` and `allocation` are the day's.
    """

    person: Person
    records: Sequence[int]
    today: datetime.date
    names: list[PersonName]
    identifiers: list[Identifier]
    notes: list[WarningNote]
    allocations: list[Allocation]
    summary: ChildSummary | None
    status: str = ""
    flags: list[dict[str, str]] = field(default_factory=list)

    @property
    def warnings(self) -> list[WarningNote]:
        return [note for note in self.notes if note.ends_on is None or note.ends_on > self.today]

    @property
    def allocation(self) -> Allocation | None:
        """Who holds the child on the day."""
        held = (one for one in self.allocations if one.starts_on and one.starts_on <= self.today)
        return next((one for one in held if one.ends_on is None or one.ends_on > self.today), None)

    @cached_property
    def name(self) -> str:
        current = [name for name in self.names if name.ends_on is None] or self.names
        if current:
            return str(current[0])
        local = next((i.value for i in self.identifiers if i.scheme == Identifier.Scheme.LA_CHILD_ID), "")
        if local:
            return f"Name not held ({local})"
        return "Unborn child" if self.person.kind == Person.Kind.UNBORN else "Name not held"

    @property
    def other_names(self) -> list[str]:
        return list(dict.fromkeys(str(name) for name in self.names if str(name) != self.name))

    def banner(self) -> dict[str, Any]:
        """What ``design/person_banner.html`` shows."""
        worker = None
        if self.allocation:
            team = self.allocation.team.name
            worker = {"name": self.allocation.worker.name if self.allocation.worker else "No worker yet", "team": team}
        return {
            "name": self.name,
            "url": reverse("person", args=[self.records[0]]),
            "also_known_as": ", ".join(self.other_names),
            "born": self.person.birth_date,
            "expected": self.person.expected_birth_date,
            "died": self.person.death_date,
            "identifiers": [
                {"label": i.get_scheme_display(), "value": i.value}
                for i in self.identifiers
                if i.ends_on is None and i.scheme in (Identifier.Scheme.LA_CHILD_ID, Identifier.Scheme.NHS)
            ],
            "worker": worker,
            "is_adult": self.person.kind == Person.Kind.ADULT,
            "status": self.status,
            "flags": [
                {
                    "text": f"{note.get_kind_display()}: {note.text}",
                    "level": "danger" if note.kind != "other" else "warning",
                }
                for note in self.warnings
            ],
        }


def portrait_of(records: Sequence[int], *, today: datetime.date) -> Portrait:
    """Read a person's portrait. records: their joined records, the kept one first.

    Raises ``Person.DoesNotExist``.
    """
    person = Person.objects.get(pk=records[0])
    standing = Q(withdrawn=False)
    names = PersonName.objects.filter(standing, person__in=records)
    notes = WarningNote.objects.filter(standing, person__in=records).select_related("act")
    allocations = Allocation.objects.filter(child__in=records).select_related("team", "worker", "act")
    first = list(records).index
    return Portrait(
        person=person,
        records=records,
        today=today,
        names=sorted(
            names, key=lambda n: (n.ends_on is not None, first(n.person_id), _NAME_ORDER.get(n.kind, 9), -n.pk)
        ),
        identifiers=list(Identifier.objects.filter(standing, person__in=records).order_by("scheme", "id")),
        notes=sorted(notes, key=lambda note: (note.review_on, note.pk)),
        allocations=list(allocations.order_by("-starts_on", "-id")),
        summary=ChildSummary.objects.filter(child__in=records).select_related("act__actor").first(),
    )


def status_of(child: ChildFacts, today: datetime.date) -> str:
    """The one label by which a child's present position is known, the gravest first (Ofsted's order of reporting).

    Derived, never recorded: looked after comes with its own stage.
    """

    def running(kind: str) -> bool:
        return any(
            step.happened_on <= today and (step["ended_on"] is None or step["ended_on"] > today)
            for step in child.steps(kind)
            if child.closing_of(step) is None
        )

    opened = [i for i in child.involvements.values() if i.closed_on is None or i.closed_on > today]
    if not opened:
        return "Closed" if child.involvements else ""
    if running("protection_plan"):
        return "Child protection plan"
    if running("cin_plan"):
        return "Child in need plan"
    if any(step["authorised_on"] is None and child.closing_of(step) is None for step in child.steps("assessment")):
        return "Being assessed"
    return "Open"
