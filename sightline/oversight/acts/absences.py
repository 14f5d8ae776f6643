"""A worker is away or has left: who stands in for them, from when to when."""

from __future__ import annotations

import datetime
import uuid

from sightline.access.models import Appointment, User
from sightline.access.roles import HOLDS_CHILDREN
from sightline.oversight.models import Absence
from sightline.record.acts import act
from sightline.record.models.periods import holding_on
from sightline.record.warrant import Warrant


class CannotStandInError(ValueError):
    """Somebody was named to stand in who may hold no children on that day, or for themselves."""


def record_absence(
    warrant: Warrant,
    user: User,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    stand_in: User | None = None,
    request: uuid.UUID | None = None,
) -> Absence:
    """A worker is away from a day to the day they are back; None: nobody knows yet, or they are not coming back.

    stand_in: None leaves a gap, which the manager's list shows at once.
    """
    _may_stand_in(user.pk, stand_in, starts_on)
    with act("staff.away", warrant, request=request):
        return Absence.objects.create(user=user, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in)


def cover(
    warrant: Warrant,
    absence: Absence,
    *,
    stand_in: User | None,
    on: datetime.date,
    request: uuid.UUID | None = None,
) -> Absence:
    """Another colleague stands in from a day. The absence until then stays as it was, with whoever stood in."""
    assert absence.starts_on is not None
    _may_stand_in(absence.user_id, stand_in, max(on, absence.starts_on))
    with act("staff.cover", warrant, request=request):
        if on <= absence.starts_on:
            Absence.objects.filter(pk=absence.pk).update(stand_in=stand_in)
            return Absence.objects.get(pk=absence.pk)
        Absence.objects.filter(pk=absence.pk).update(ends_on=on)
        return Absence.objects.create(user_id=absence.user_id, starts_on=on, ends_on=absence.ends_on, stand_in=stand_in)


def end_absence(
    warrant: Warrant, absence: Absence, *, on: datetime.date | None, request: uuid.UUID | None = None
) -> None:
    """Say on which day the worker is back, or that nobody knows any longer."""
    with act("staff.back", warrant, request=request):
        Absence.objects.filter(pk=absence.pk).update(ends_on=on)


def withdraw_absence(warrant: Warrant, absence: Absence, *, request: uuid.UUID | None = None) -> None:
    """Take back an absence recorded in error. It stays on the record, marked."""
    with act("staff.withdraw_absence", warrant, request=request):
        Absence.objects.filter(pk=absence.pk).update(withdrawn=True)


def _may_stand_in(user_id: int, stand_in: User | None, day: datetime.date) -> None:
    if stand_in is None:
        return
    if stand_in.pk == user_id:
        raise CannotStandInError("Nobody stands in for themselves. Choose a colleague.")
    if not Appointment.objects.filter(holding_on(day), user=stand_in, role__in=HOLDS_CHILDREN).exists():
        raise CannotStandInError(f"{stand_in.name} holds no children on that day. Choose a social worker.")
