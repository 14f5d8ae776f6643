"""The lists on which a child stands until somebody acts.

Every open child has a worker who is there, or a stand-in, and a date by which something is next owed; or
stands on one of these lists, which says so: held by no team, without a worker, nobody there, nothing next. Each is a
question asked of the record as it is, so that no list can be forgotten, and each can be seen to be empty.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.law.limits import Rule
from sightline.law.local_standards import NOBODY_THERE, WITHOUT_WORKER
from sightline.oversight.holding import held_on
from sightline.oversight.models import Allocation
from sightline.oversight.owed import dated_runs, joined_records
from sightline.oversight.presence import Presence, presence
from sightline.oversight.relations import held_by_nobody
from sightline.record.models import Involvement, Person, SamePerson, Task


@dataclass(frozen=True)
class Waiting:
    """A child on a team's list without a worker. escalated: so long that the manager above sees it too."""

    allocation: Allocation
    since: datetime.date
    escalated: bool


@dataclass
class Gap:
    """A worker for whose children nobody is there, in one team: why, since when, and which children.

    since: the earliest day from which one of the children had nobody.
    """

    worker_id: int
    name: str
    team_id: int
    why: str
    since: datetime.date
    escalated: bool
    children: list[int] = field(default_factory=list)


def _overdue(rule: Rule, since: datetime.date, today: datetime.date) -> bool:
    return today > rule.in_force_on(since).due_date(since, ENGLAND_AND_WALES)


def without_worker(held: Iterable[Allocation], today: datetime.date) -> list[Waiting]:
    """Of what holds today, the children without a worker, the longest waiting first.

    They wait from the day on which they last had a worker, or were first held: being handed from one team's list to
    another's starts nothing anew. One query.
    """
    waiting = [one for one in held if one.worker_id is None]
    earlier: dict[int, list[tuple[datetime.date, datetime.date | None, int | None]]] = defaultdict(list)
    past = Allocation.objects.filter(child__in=[one.child_id for one in waiting], starts_on__lte=today)
    for child, starts, ends, had in past.order_by("-starts_on", "-pk").values_list(
        "child", "starts_on", "ends_on", "worker"
    ):
        if starts != ends and starts:
            earlier[child].append((starts, ends, had))
    found = []
    for one in waiting:
        assert one.starts_on is not None
        since = one.starts_on
        for starts, ends, worker in earlier[one.child_id]:
            if starts < since:
                if ends != since or worker:
                    break
                since = starts
        found.append(Waiting(one, since, _overdue(WITHOUT_WORKER, since, today)))
    return sorted(found, key=lambda one: (one.since, one.allocation.child_id))


def nobody_there(held: Iterable[Allocation], today: datetime.date, present: Presence | None = None) -> list[Gap]:
    """Of what holds today, the children whose worker is away or has left with nobody standing in, by worker."""
    rows = [one for one in held if one.worker_id]
    present = present or presence({one.worker_id for one in rows if one.worker_id}, today)
    gaps: dict[tuple[int, int], Gap] = {}
    for one in rows:
        assert one.worker_id is not None and one.worker is not None and one.starts_on is not None
        why = present.gap(one.worker_id, one.worker.name)
        if why is None:
            continue
        since = max(one.starts_on, why[1] or one.starts_on)
        key = (one.worker_id, one.team_id)
        gap = gaps.setdefault(key, Gap(one.worker_id, one.worker.name, one.team_id, why[0], since, False))
        gap.children.append(one.child_id)
        gap.since = min(gap.since, since)
    for gap in gaps.values():
        gap.escalated = _overdue(NOBODY_THERE, gap.since, today)
    return sorted(gaps.values(), key=lambda gap: (gap.since, gap.name))


def gaps_in(held: QuerySet[Allocation], today: datetime.date) -> list[Gap]:
    """The same of many allocations that hold today: who isn't there is asked of workers, and only then of children."""
    workers = set(held.filter(worker__isnull=False).order_by().values_list("worker", flat=True).distinct())
    present = presence(workers, today)
    missing = [worker for worker in workers if present.holder(worker) is None]
    return nobody_there(held.filter(worker__in=missing).select_related("worker"), today, present)


def open_cases(today: datetime.date) -> QuerySet[Involvement]:
    """The cases open on a day."""
    return Involvement.objects.filter(opened_on__lte=today).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))


def held_by_no_team(today: datetime.date) -> QuerySet[Any]:
    """The open children whom no team holds, the longest open first: ``opened_on`` says since when."""
    cases = open_cases(today)
    unheld = cases.filter(~Exists(held_on(today).filter(child=OuterRef("child"))))  # few, and quick to find
    joined = SamePerson.objects.filter(cut=False, duplicate__in=unheld.values("child"))
    return (
        Person.objects.filter(held_by_nobody(today))
        .filter(pk__in=unheld.values("child").union(joined.values("kept")))
        .annotate(
            opened_on=Subquery(
                cases.filter(child=OuterRef("pk")).values("child").annotate(first=Min("opened_on")).values("first")
            )
        )
        .order_by("opened_on", "pk")
    )


def nothing_next(held: QuerySet[Allocation], today: datetime.date) -> list[Allocation]:
    """Of the open children held today, those to whom nothing is owed by any date, nor undertaken by anybody.

    Asked of all records of a child where several are joined. Six queries.
    """
    dated = dated_runs().filter(child=OuterRef("child"))
    undertaken = Task.objects.filter(child=OuterRef("child"), done_on__isnull=True)
    rows = list(held.filter(~Exists(dated), ~Exists(undertaken)).select_related("worker", "team").order_by("child"))
    records = joined_records(one.child_id for one in rows)
    everyone = {record for some in records.values() for record in some}
    is_open = set(open_cases(today).filter(child__in=everyone).values_list("child", flat=True))
    has_date = set(dated_runs().filter(child__in=everyone).values_list("child", flat=True))
    has_date |= set(Task.objects.filter(child__in=everyone, done_on__isnull=True).values_list("child", flat=True))
    return [one for one in rows if records[one.child_id] & is_open and not records[one.child_id] & has_date]
