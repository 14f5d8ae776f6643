"""What is owed to many children at once: by when, what is late, and the reasons given."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Least

from sightline.clocks.declare import Kind, all_clocks
from sightline.clocks.engine import Outcome
from sightline.clocks.models import ClockRun
from sightline.oversight.models import Allocation, Delay
from sightline.record.joined import joined_with
from sightline.record.models import SamePerson
from sightline.record.sql import rows_of

RunKey = tuple[int, str, int, int]
"""A run by what it is about: child, clock, step, ordinal."""


def asked_of_somebody() -> list[str]:
    """The clocks whose date somebody must act by; not marks and windows that only pass."""
    return [clock.id for clock in all_clocks() if clock.kind not in (Kind.WINDOW, Kind.FLAG)]


def kept_records(child_ids: Iterable[int]) -> dict[int, int]:
    """For each of these children, the record under which their clocks run: the kept one where records are joined."""
    ids = set(child_ids)
    joined = dict(SamePerson.objects.filter(duplicate__in=ids, cut=False).values_list("duplicate", "kept"))
    return {child: joined.get(child, child) for child in ids}


def kept_records_of(held: QuerySet[Allocation]) -> QuerySet[Any, Any]:
    """The same of all children of some allocations, as a subquery: a list of hundreds is slower than the question."""
    children = held.order_by().values("child")
    return children.union(SamePerson.objects.filter(duplicate__in=children, cut=False).values("kept"))


def joined_records(child_ids: Iterable[int]) -> dict[int, set[int]]:
    """For each of these children, all records of the same child. One query."""
    ids = set(child_ids)
    kept = joined_with(ids)
    records: dict[int, set[int]] = defaultdict(set)
    for record, root in kept.items():
        records[root].add(record)
    return {child: records[kept[child]] for child in ids}


def dated_runs() -> QuerySet[Any]:
    """Every run by which somebody owes a child something by a day: ``due_on``."""
    running = ClockRun.objects.filter(outcome=Outcome.RUNNING, clock__in=asked_of_somebody())
    return running.annotate(due_on=Least("statutory_on", "local_on", "own_on")).filter(due_on__isnull=False)


def owed_runs(child_ids: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Any]:
    """The runs by which these children are owed something, the most pressing first."""
    return dated_runs().filter(child__in=child_ids).order_by("due_on", "clock", "child", "step", "ordinal")


def overdue_runs(child_ids: Iterable[int] | QuerySet[Any, Any], today: datetime.date) -> QuerySet[Any]:
    """The runs past the earliest of their dates. A new date that was agreed takes nothing off this list."""
    return owed_runs(child_ids).filter(due_on__lt=today)


_OVERDUE_BY_TEAM = """
    with held as materialized (
        select distinct a.team_id, coalesce(s.kept_id, a.child_id) as child_id
        from oversight_allocation a left join record_sameperson s on s.duplicate_id = a.child_id and not s.cut
        where a.team_id = any(%(teams)s) and a.starts_on <= %(today)s and (a.ends_on is null or a.ends_on > %(today)s)
    )
    select held.team_id, count(*)
    from clocks_clockrun r join held on held.child_id = r.child_id
    where r.outcome = '' and r.clock = any(%(clocks)s) and least(r.statutory_on, r.local_on, r.own_on) < %(today)s
    group by held.team_id
"""


def overdue_by_team(team_ids: Iterable[int], today: datetime.date) -> dict[int, int]:
    """How many :func:`overdue_runs` there are of the children whom each team holds. One query for a whole council."""
    asked = {"teams": list(team_ids), "today": today, "clocks": asked_of_somebody()}
    return dict(rows_of(_OVERDUE_BY_TEAM, asked))


def key_of(run: ClockRun) -> RunKey:
    return run.child_id, run.clock, run.step_id, run.ordinal


def delays_of(child_ids: Iterable[int]) -> dict[RunKey, list[Delay]]:
    """The reasons given for what was late or put off, by run, the latest first."""
    found: dict[RunKey, list[Delay]] = defaultdict(list)
    rows = Delay.objects.filter(child__in=child_ids).select_related("act__actor").order_by("-pk")
    for one in rows:
        found[one.child_id, one.clock, one.step_id, one.ordinal].append(one)
    return found
