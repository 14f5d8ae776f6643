"""What a list of people shows of each: who they are, whether to take care, who holds them, why they were found."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sightline.access.warrants import Standing
from sightline.design.templatetags.design import age, day
from sightline.oversight.models import Allocation
from sightline.oversight.relations import held_on
from sightline.record.find import Match
from sightline.record.models import Person, SamePerson, WarningNote


@dataclass
class Result:
    """A person found, with what the desk knows of them. All their joined records count as one."""

    match: Match
    died: datetime.date | None
    in_reach: bool
    warned: bool
    holding: Allocation | None

    def cells(self, today: datetime.date) -> list[Any]:
        """A row of the table: each cell as the ``value`` tag takes it."""
        return [self._name(), self._born(today), Person.Kind(self.match.kind).label, self._held_by(), self._why()]

    def _name(self) -> dict[str, Any]:
        cell: dict[str, Any] = {"text": self.match.label, "url": reverse("person", args=[self.match.person_id])}
        if self.warned:
            cell |= {"tag": "Warning note", "colour": "red"}
        if self.match.other_names:
            cell["hint"] = f"Also known as {', '.join(self.match.other_names)}"
        return cell

    def _born(self, today: datetime.date) -> dict[str, Any] | None:
        born = self.match.birth_date
        if born is None:
            return None
        if self.match.kind == Person.Kind.UNBORN:
            return {"text": f"Expected {day(born)}"}
        if self.died:
            return {"text": born, "hint": f"Died {day(self.died)}, aged {age(born, self.died)}"}
        return {"text": born, "hint": age(born, today)}

    def _held_by(self) -> dict[str, Any]:
        cell: dict[str, Any] = {}
        if self.holding:
            worker = self.holding.worker.name if self.holding.worker else "No worker yet"
            cell = {"text": worker, "hint": self.holding.team.name}
        elif self.match.kind != Person.Kind.ADULT:
            cell = {"text": "Nobody at present"}
        if not self.in_reach:
            cell |= {"tag": "Not within your reach", "colour": "grey"}
        return cell

    def _why(self) -> str:
        return "; ".join(self.match.reasons)


def results(matches: Sequence[Match], standing: Standing) -> list[Result]:
    """What is shown of these people, in five queries however many they are."""
    ids = [match.person_id for match in matches]
    kept_of = {pk: pk for pk in ids}
    kept_of |= dict(SamePerson.objects.filter(kept__in=ids, cut=False).values_list("duplicate", "kept"))
    records = list(kept_of)
    reached = set(standing.people().filter(pk__in=records).values_list("pk", flat=True))
    current = Q(withdrawn=False) & (Q(ends_on__isnull=True) | Q(ends_on__gt=standing.today))
    warned = set(WarningNote.objects.filter(current, person__in=records).values_list("person", flat=True))
    held = held_on(standing.today).filter(child__in=records).select_related("team", "worker").order_by("starts_on")
    holding = {kept_of[one.child_id]: one for one in held}
    died = dict(Person.objects.filter(pk__in=records, death_date__isnull=False).values_list("pk", "death_date"))
    records_of: dict[int, list[int]] = defaultdict(list)
    for record, kept in kept_of.items():
        records_of[kept].append(record)
    return [
        Result(
            match=match,
            died=next((died[record] for record in records_of[match.person_id] if record in died), None),
            in_reach=any(record in reached for record in records_of[match.person_id]),
            warned=any(record in warned for record in records_of[match.person_id]),
            holding=holding.get(match.person_id),
        )
        for match in matches
    ]
