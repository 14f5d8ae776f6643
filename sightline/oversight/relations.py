"""The relations to a child that allocation gives: their worker, their team, who manages it."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from sightline.access.models import Team
from sightline.access.relations import relation
from sightline.access.roles import Role
from sightline.access.warrants import Standing
from sightline.oversight.models import Allocation
from sightline.record.models import Person, SamePerson


def held_on(today: datetime.date) -> QuerySet[Allocation]:
    """The allocations that hold on a day."""
    return Allocation.objects.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))


def _teams(standing: Standing, *roles: Role) -> list[int]:
    """The teams in which a user holds one of these roles today."""
    return [held.team_id for held in standing.appointments if held.role in roles and held.team_id]


def managed_teams(standing: Standing) -> list[int]:
    """The teams that a user manages today: their own, and those of the services that they manage."""
    services = _teams(standing, Role.SERVICE_MANAGER)
    below = Team.objects.filter(part_of__in=services).values_list("pk", flat=True) if services else ()
    return [*_teams(standing, Role.TEAM_MANAGER), *services, *below]


@relation("allocated", "Allocated worker", rank=1)
def _allocated(standing: Standing) -> Q | None:
    return Q(pk__in=held_on(standing.today).filter(worker=standing.user).values("child"))


@relation("team", "Held by your team", rank=2)
def _team(standing: Standing) -> Q | None:
    teams = _teams(standing, Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED, Role.ADVANCED_PRACTITIONER)
    return Q(pk__in=held_on(standing.today).filter(team__in=teams).values("child")) if teams else None


@relation("manager", "Held by the team that you manage", rank=3)
def _manager(standing: Standing) -> Q | None:
    teams = managed_teams(standing)
    return Q(pk__in=held_on(standing.today).filter(team__in=teams).values("child")) if teams else None


@relation("unheld", "Held by no team: service managers answer for these children", rank=4)
def _unheld(standing: Standing) -> Q | None:
    if Role.SERVICE_MANAGER not in standing.roles:
        return None
    held = held_on(standing.today).values("child")
    joined = SamePerson.objects.filter(cut=False)
    return (
        Q(kind__in=[Person.Kind.CHILD, Person.Kind.UNBORN])
        & ~Q(pk__in=held)
        & ~Q(pk__in=joined.values("duplicate"))  # reached through the kept record
        & ~Q(pk__in=joined.filter(duplicate__in=held).values("kept"))
    )
