"""Allocating children to a team and a worker in it, from a day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from sightline.oversight.models import Allocation
from sightline.record.acts import act
from sightline.record.acts.pathway import close_involvement
from sightline.record.models import Involvement
from sightline.record.warrant import Warrant


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Who holds a child from a day on. worker_id: None puts the child on the team's unallocated list."""

    child_id: int
    team_id: int
    worker_id: int | None
    starts_on: datetime.date


def _end(*child_ids: int, on: datetime.date) -> None:
    """End what holds on a day."""
    held = Allocation.objects.filter(child__in=child_ids, starts_on__lte=on)
    held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(ends_on=on)


def allocate(warrant: Warrant, holdings: Sequence[Holding], *, request: uuid.UUID | None = None) -> None:
    """Allocate children; whatever held until then ends on the day the new holding starts."""
    with act("child.allocate", warrant, request=request) as doing:
        for one in holdings:
            _end(one.child_id, on=one.starts_on)
        Allocation.objects.bulk_create(
            Allocation(child_id=one.child_id, team_id=one.team_id, worker_id=one.worker_id, starts_on=one.starts_on)
            for one in holdings
        )
        doing.touch(*(one.child_id for one in holdings))


def end_allocations(warrant: Warrant, child_ids: Sequence[int], *, on: datetime.date) -> None:
    """End the allocation of children whose case is closed."""
    with act("child.end_allocation", warrant) as doing:
        _end(*child_ids, on=on)
        doing.touch(*child_ids)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A case to close. reason: a CIN census code for closure (item N00103)."""

    involvement_id: int
    on: datetime.date
    reason: str


def close_cases(warrant: Warrant, closings: Sequence[Closing], *, request: uuid.UUID | None = None) -> None:
    """Close cases. From that day nobody holds a child who has no other case open."""
    with act("case.close", warrant, request=request) as doing:
        cases = Involvement.objects.in_bulk([one.involvement_id for one in closings])
        for one in closings:
            case = cases[one.involvement_id]
            close_involvement(doing, case, on=one.on, reason=one.reason)
            if not Involvement.objects.filter(child=case.child_id, closed_on__isnull=True).exists():
                _end(case.child_id, on=one.on)
