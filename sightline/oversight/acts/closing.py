"""Closing cases, and opening them again: nobody holds a closed child, and no open child is out of sight."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from sightline.oversight.acts.allocating import end_holding
from sightline.oversight.holding import held_on
from sightline.oversight.models import Allocation
from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import close_involvement, reopen_involvement, when_closed, when_reopened
from sightline.record.joined import records_of
from sightline.record.models import Involvement
from sightline.record.warrant import Warrant


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
            close_involvement(doing, cases[one.involvement_id], on=one.on, reason=one.reason)


@when_closed
def nobody_holds_a_closed_child(doing: Doing, case: Involvement, on: datetime.date) -> None:
    """However a case came to be closed, whoever held the child holds them no longer, nor will from a later day."""
    if Involvement.objects.filter(child=case.child_id, closed_on__isnull=True).exists():
        return
    records = records_of(case.child_id)
    if len(records) > 1 and Involvement.objects.filter(child__in=records, closed_on__isnull=True).exists():
        return
    end_holding(*records, on=on)
    Allocation.objects.filter(child__in=records, starts_on__gt=on).exclude(ends_on=F("starts_on")).update(
        ends_on=F("starts_on")
    )


def reopen_cases(warrant: Warrant, case_ids: Sequence[int], *, reason: str, request: uuid.UUID | None = None) -> None:
    """Open cases again that were closed in error."""
    if not reason.strip():
        raise ValueError("Say why the case is opened again.")
    with act("case.reopen", warrant, reason=reason.strip(), request=request) as doing:
        for case in Involvement.objects.filter(pk__in=case_ids, closed_on__isnull=False):
            reopen_involvement(doing, case)


@when_reopened
def the_last_team_has_them_again(doing: Doing, case: Involvement) -> None:
    """However a case came to be opened again, the child stands on the unallocated list of the team that last held them.

    Whom no team ever held, a service manager sees.
    """
    today = timezone.localdate()
    records = records_of(case.child_id)
    if held_on(today).filter(child__in=records).exists():
        return
    ever = Allocation.objects.filter(child__in=records)
    last = ever.filter(starts_on__lte=today).order_by("-starts_on", "-pk").first()
    if last:
        later = ever.filter(starts_on__gt=today).exclude(ends_on=F("starts_on")).order_by("starts_on").first()
        until = later.starts_on if later else None
        Allocation.objects.create(child_id=case.child_id, team_id=last.team_id, starts_on=today, ends_on=until)
