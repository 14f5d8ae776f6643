"""Allocating children to a team and a worker in it, from a day."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from sightline.access.models import Appointment
from sightline.access.roles import HOLDS_CHILDREN
from sightline.oversight.caseload import Load, over_ceiling
from sightline.oversight.models import Allocation, CaseloadOverride
from sightline.record.acts import act
from sightline.record.models.periods import holding_on
from sightline.record.warrant import Warrant


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Who holds a child from a day on. worker_id: None puts the child on the team's unallocated list."""

    child_id: int
    team_id: int
    worker_id: int | None
    starts_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Override:
    """A manager's reason for a caseload over the ceiling, and the day on which they look at it again."""

    worker_id: int
    reason: str
    review_on: datetime.date


class CannotHoldError(ValueError):
    """Somebody was named as a child's worker who holds no post in that team in which they may hold children."""


class OverCeilingError(ValueError):
    """The allocation would put somebody over the ceiling, and no manager has said why. ``loads``: whom, and by what."""

    def __init__(self, loads: Sequence[Load]) -> None:
        self.loads = loads
        said = ", ".join(f"{load.worker.name} {load.children} (ceiling {load.ceiling})" for load in loads)
        super().__init__(f"Over the ceiling, with no reason given: {said}.")


def allocate(
    warrant: Warrant,
    holdings: Sequence[Holding],
    *,
    overrides: Sequence[Override] = (),
    request: uuid.UUID | None = None,
) -> None:
    """Allocate children; whatever held until then ends on the day the new holding starts.

    Whom a child is allocated to already stays as it is. Where somebody holds the child from a later day, the new
    holding ends then. Raises :class:`CannotHoldError`, and :class:`OverCeilingError` when a person allocates
    beyond a ceiling without an override; the system itself, which puts on record what is already so at
    set-up, is not asked.
    """
    with act("child.allocate", warrant, request=request) as doing:
        _may_hold(holdings)
        changes = _changes(holdings)
        _answer_for_ceilings(warrant, changes, overrides)
        by_day: dict[datetime.date, list[int]] = defaultdict(list)
        for one in changes:
            by_day[one.starts_on].append(one.child_id)
        for on, children in by_day.items():
            end_holding(*children, on=on)
        until = _next_holdings(changes)
        Allocation.objects.bulk_create(
            Allocation(
                child_id=one.child_id, team_id=one.team_id, worker_id=one.worker_id, starts_on=one.starts_on,
                ends_on=until.get(one.child_id),
            )
            for one in changes
        )  # fmt: skip
        doing.move(*(one.child_id for one in changes))


def end_holding(*child_ids: int, on: datetime.date) -> None:
    """End what holds on a day. Within an act."""
    Allocation.objects.filter(holding_on(on), child__in=child_ids).update(ends_on=on)


def end_allocations(warrant: Warrant, child_ids: Sequence[int], *, on: datetime.date) -> None:
    """End the allocation of children whose case is closed."""
    with act("child.end_allocation", warrant) as doing:
        end_holding(*child_ids, on=on)
        doing.move(*child_ids)


def _may_hold(holdings: Sequence[Holding]) -> None:
    """A child's worker is a social worker of the team that holds the child, on the day on which they begin."""
    wanted = {(one.worker_id, one.team_id, one.starts_on) for one in holdings if one.worker_id}
    posts: dict[tuple[int, int | None], list[Appointment]] = defaultdict(list)
    for post in Appointment.objects.filter(user__in={worker for worker, _, _ in wanted}, role__in=HOLDS_CHILDREN):
        posts[post.user_id, post.team_id].append(post)
    for worker, team, day in wanted:
        if not any(post.holds_on(day) for post in posts[worker, team]):
            raise CannotHoldError(
                "Only a social worker of the team can be a child's worker. Advanced practitioners and managers hold "
                "no children, and nobody holds them before they start or after they leave."
            )


def _changes(holdings: Sequence[Holding]) -> list[Holding]:
    """Those that change who holds the child. Of several for one child the last counts."""
    latest = {one.child_id: one for one in holdings}
    standing: dict[int, list[Allocation]] = defaultdict(list)
    for row in Allocation.objects.filter(child__in={one.child_id for one in holdings}):
        standing[row.child_id].append(row)
    return [
        one
        for one in latest.values()
        if not any(
            row.holds_on(one.starts_on) and (row.team_id, row.worker_id) == (one.team_id, one.worker_id)
            for row in standing[one.child_id]
        )
    ]


def _next_holdings(holdings: Sequence[Holding]) -> dict[int, datetime.date]:
    """The day from which somebody else holds a child already, after the day of the new holding."""
    since = {one.child_id: one.starts_on for one in holdings}
    if not since:
        return {}
    later = Allocation.objects.filter(child__in=since, starts_on__gt=min(since.values()))
    following: dict[int, datetime.date] = {}
    for child, day in later.exclude(ends_on=F("starts_on")).order_by("-starts_on").values_list("child", "starts_on"):
        if day and day > since[child]:
            following[child] = day
    return following


def _answer_for_ceilings(warrant: Warrant, holdings: Sequence[Holding], overrides: Sequence[Override]) -> None:
    """Keep a manager's reason for each worker whom this puts over the ceiling; refuse where there is none."""
    answers = {one.worker_id: one for one in overrides}
    if warrant.actor_id is None and not answers:
        return
    new: dict[int, set[int]] = defaultdict(set)
    for one in holdings:
        if one.worker_id:
            new[one.worker_id].add(one.child_id)
    if not new:
        return
    over = over_ceiling(new, max(timezone.localdate(), *(one.starts_on for one in holdings)))
    if warrant.actor_id is not None and any(load.worker.pk not in answers for load in over):
        raise OverCeilingError([load for load in over if load.worker.pk not in answers])
    CaseloadOverride.objects.bulk_create(
        CaseloadOverride(
            worker=load.worker, children=load.children, ceiling=load.ceiling,
            reason=answers[load.worker.pk].reason.strip(), review_on=answers[load.worker.pk].review_on,
        )
        for load in over
        if load.worker.pk in answers
    )  # fmt: skip
