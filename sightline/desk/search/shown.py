"""What a list of people shows of each: who they are, whether to take care, who holds them, why they were found."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from sightline.access.warrants import Standing
from sightline.design.templatetags.design import age, day
from sightline.oversight.holding import held_on
from sightline.record.find import Match
from sightline.record.models import Person, WarningNote


@dataclass(frozen=True)
class Result:
    """A person found, in the words of the list. All their joined records count as one person."""

    name: str
    other_names: str
    url: str
    kind: str
    born: str
    age: str
    worker: str
    team: str
    reasons: list[str]
    in_reach: bool
    warned: bool


def results(matches: Sequence[Match], standing: Standing) -> list[Result]:
    """What is shown of these people, in a few queries however many they are."""
    if not matches:
        return []
    kept_of = {record: match.person_id for match in matches for record in match.records}
    reached = {kept_of[record] for record in standing.reached(kept_of)}
    current = Q(withdrawn=False) & (Q(ends_on__isnull=True) | Q(ends_on__gt=standing.today))
    warnings = WarningNote.objects.filter(current, person__in=kept_of).values_list("person", flat=True)
    warned = {kept_of[record] for record in warnings}
    held = held_on(standing.today).filter(child__in=kept_of).order_by("starts_on")
    held_by = {kept_of[pk]: who for pk, *who in held.values_list("child", "worker__name", "team__name")}
    return [
        Result(
            name=match.label,
            other_names=", ".join(match.other_names),
            url=reverse("person", args=[match.person_id]),
            kind=Person.Kind(match.kind).label,
            born=_born(match),
            age=_age(match, standing.today),
            worker=_worker(match, held_by.get(match.person_id)),
            team=held_by[match.person_id][1] if match.person_id in held_by else "",
            reasons=match.reasons,
            in_reach=match.person_id in reached,
            warned=match.person_id in warned,
        )
        for match in matches
    ]


def _born(match: Match) -> str:
    return f"Expected {day(match.birth_date)}" if match.kind == Person.Kind.UNBORN else day(match.birth_date)


def _age(match: Match, today: datetime.date) -> str:
    if match.death_date:
        aged = f", aged {age(match.birth_date, match.death_date)}" if match.birth_date else ""
        return f"Died {day(match.death_date)}{aged}"
    return "" if match.kind == Person.Kind.UNBORN else age(match.birth_date, today)


def _worker(match: Match, held_by: Sequence[str] | None) -> str:
    if held_by is None:
        return "" if match.kind == Person.Kind.ADULT else "Nobody at present"
    return held_by[0] or "No worker yet"
