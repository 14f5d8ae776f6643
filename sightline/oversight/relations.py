"""The relations to a child that allocation gives: their worker, their team, who manages it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sightline.access.models import Appointment, Team, User
from sightline.access.relations import relation
from sightline.access.roles import Role
from sightline.oversight.models import Allocation
from sightline.record.models import Person, SamePerson


def held_on(today: datetime.date) -> QuerySet[Allocation]:
    """The allocations that hold on a day."""
    return Allocation.objects.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))


def _teams(user: User, today: datetime.date, *roles: Role) -> Any:
    """The teams in which a user holds one of these roles today, as a subquery."""
    mine = Appointment.objects.filter(user=user, starts_on__lte=today, role__in=roles)
    return mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).values("team")


@relation("allocated", "Allocated worker", rank=1)
def _allocated(user: User, roles: frozenset[Role], today: datetime.date) -> Q | None:
    return Q(pk__in=held_on(today).filter(worker=user).values("child"))


@relation("team", "Held by your team", rank=2)
def _team(user: User, roles: frozenset[Role], today: datetime.date) -> Q | None:
    teams = _teams(user, today, Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED, Role.ADVANCED_PRACTITIONER)
    return Q(pk__in=held_on(today).filter(team__in=teams).values("child"))


@relation("manager", "Held by the team that you manage", rank=3)
def _manager(user: User, roles: frozenset[Role], today: datetime.date) -> Q | None:
    if not roles & {Role.TEAM_MANAGER, Role.SERVICE_MANAGER}:
        return None
    teams = _teams(user, today, Role.TEAM_MANAGER)
    services = _teams(user, today, Role.SERVICE_MANAGER)
    managed = Team.objects.filter(Q(pk__in=teams) | Q(pk__in=services) | Q(part_of__in=services))
    return Q(pk__in=held_on(today).filter(team__in=managed.values("pk")).values("child"))


@relation("unheld", "Held by no team: service managers answer for these children", rank=4)
def _unheld(user: User, roles: frozenset[Role], today: datetime.date) -> Q | None:
    if Role.SERVICE_MANAGER not in roles:
        return None
    held = held_on(today).values("child")
    joined = SamePerson.objects.filter(cut=False)
    return (
        Q(kind__in=[Person.Kind.CHILD, Person.Kind.UNBORN])
        & ~Q(pk__in=held)
        & ~Q(pk__in=joined.values("duplicate"))  # reached through the kept record
        & ~Q(pk__in=joined.filter(duplicate__in=held).values("kept"))
    )
