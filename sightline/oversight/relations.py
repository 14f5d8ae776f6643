"""The relations to a child that allocation gives: their worker, who stands in, their team, who manages it."""

from __future__ import annotations

import datetime

from django.db.models import Q

from sightline.access.relations import relation
from sightline.access.roles import Role
from sightline.access.warrants import Standing
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence
from sightline.record.models import Person, SamePerson
from sightline.record.models.periods import holding_on


def _teams(standing: Standing, *roles: Role) -> list[int]:
    """The teams in which a user holds one of these roles today."""
    return [held.team_id for held in standing.appointments if held.role in roles and held.team_id]


@relation("allocated", "Allocated worker", rank=1)
def _allocated(standing: Standing) -> Q | None:
    return Q(pk__in=held_on(standing.today).filter(worker=standing.user).values("child"))


@relation("stand_in", "Standing in for a colleague who is away", rank=2)
def _stand_in(standing: Standing) -> Q | None:
    away = Absence.objects.filter(holding_on(standing.today), stand_in=standing.user, withdrawn=False)
    return Q(pk__in=held_on(standing.today).filter(worker__in=away.values("user")).values("child"))


@relation("team", "Held by your team", rank=3)
def _team(standing: Standing) -> Q | None:
    teams = _teams(standing, Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED, Role.ADVANCED_PRACTITIONER)
    return Q(pk__in=held_on(standing.today).filter(team__in=teams).values("child")) if teams else None


@relation("manager", "Held by the team that you manage", rank=0)
def _manager(standing: Standing) -> Q | None:
    teams = standing.manages
    return Q(pk__in=held_on(standing.today).filter(team__in=teams).values("child")) if teams else None


@relation("unheld", "Held by no team: service managers answer for these children", rank=5)
def _unheld(standing: Standing) -> Q | None:
    return held_by_nobody(standing.today) if Role.SERVICE_MANAGER in standing.roles else None


def held_by_nobody(today: datetime.date) -> Q:
    """Children whom no team holds under any of their records. Each is asked for by the kept record."""
    held = held_on(today).values("child")
    joined = SamePerson.objects.filter(cut=False)
    return (
        Q(kind__in=[Person.Kind.CHILD, Person.Kind.UNBORN])
        & ~Q(pk__in=held)
        & ~Q(pk__in=joined.values("duplicate"))  # reached through the kept record
        & ~Q(pk__in=joined.filter(duplicate__in=held).values("kept"))
    )
