"""Who answers for a fault: the child's worker, else the team's manager, else the data officer.

It is asked of the allocations and appointments of the day, so a child who moves takes the faults along.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.access.models import Appointment
from sightline.access.roles import Role
from sightline.access.warrants import Standing
from sightline.oversight.holding import held_on
from sightline.oversight.models import Allocation
from sightline.record.models import SamePerson
from sightline.record.models.periods import holding_on
from sightline.returns.faults.models import Fault, SetAside

NOBODY = "The data officer"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a child's faults, and the team that holds the child."""

    name: str
    team: str = ""


def standing_faults(today: datetime.date) -> QuerySet[Any]:
    """The faults that there are, each with whether it is set aside today."""
    return Fault.objects.filter(gone_on__isnull=True).annotate(aside=Exists(stands_aside(today)))


def stands_aside(today: datetime.date) -> QuerySet[SetAside]:
    """What holds a fault aside today: its own place and rule, its day not come, and the same facts under it."""
    same = {name: OuterRef(name) for name in ("child", "year", "rule", "table", "place", "facts")}
    return SetAside.objects.filter(until__gt=today, put_back=False, **same)


def within(standing: Standing) -> Q:
    """The faults of children within reach; of nobody's child, for whoever sees the whole record."""
    people = standing.people().values("pk")
    reached = Q(child__in=people) | Q(child__in=_kept_of(people))
    return reached | Q(child__isnull=True) if Role.DATA_OFFICER in standing.roles else reached


def owned_by(standing: Standing) -> Q:
    """The faults that this person answers for today."""
    today, user = standing.today, standing.user
    held = held_on(today)
    mine = _of(held.filter(worker=user))
    if Role.TEAM_MANAGER in standing.roles:
        teams = [one.team_id for one in standing.appointments if one.role == Role.TEAM_MANAGER]
        mine |= _of(held.filter(worker__isnull=True, team__in=teams))
    if Role.DATA_OFFICER in standing.roles:
        managed = Appointment.objects.filter(holding_on(today), role=Role.TEAM_MANAGER).values("team")
        somebodys = held.filter(Q(worker__isnull=False) | Q(team__in=managed.filter(team__isnull=False)))
        mine |= ~_of(somebodys)
    return mine


def owners(child_ids: Iterable[int | None], today: datetime.date) -> dict[int, Owner]:
    """Who answers for each of some children."""
    ids = {pk for pk in child_ids if pk is not None}
    kept = dict(SamePerson.objects.filter(kept__in=ids, cut=False).values_list("duplicate", "kept"))
    held: dict[int, Allocation] = {}
    for one in held_on(today).filter(child__in=ids | set(kept)).select_related("worker", "team").order_by("id"):
        held.setdefault(kept.get(one.child_id, one.child_id), one)
    managers = _managers({one.team_id for one in held.values() if one.worker is None}, today)
    return {pk: _owner(held.get(pk), managers) for pk in ids}


def _owner(held: Allocation | None, managers: dict[int, list[str]]) -> Owner:
    if held is None:
        return Owner(NOBODY)
    if held.worker is not None:
        return Owner(held.worker.name, held.team.name)
    return Owner(", ".join(managers[held.team_id]) or NOBODY, held.team.name)


def _managers(team_ids: set[int], today: datetime.date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    appointed = Appointment.objects.filter(holding_on(today), team__in=team_ids, role=Role.TEAM_MANAGER)
    for team_id, name in appointed.order_by("id").values_list("team", "user__name"):
        found[team_id].append(name)
    return found


def _of(held: QuerySet[Allocation]) -> Q:
    return Q(child__in=held.values("child")) | Q(child__in=_kept_of(held.values("child")))


def _kept_of(people: Any) -> Any:
    return SamePerson.objects.filter(cut=False, duplicate__in=people).values("kept")
