"""Who manages whom: which teams a person answers for, and who answers for a person."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sightline.access.models import Appointment, Team, User
from sightline.access.roles import Role
from sightline.record.models.periods import holding_on

_MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER)


def teams_as(user: User, today: datetime.date, *roles: Role) -> QuerySet[Any, Any]:
    """The teams in which a user holds one of these roles on a day, as a subquery."""
    return Appointment.objects.filter(holding_on(today), user=user, role__in=roles).values("team")


def managed_teams(user: User, today: datetime.date) -> QuerySet[Team]:
    """The teams that a person answers for: their own as team manager; as service manager the service and its teams."""
    services = teams_as(user, today, Role.SERVICE_MANAGER)
    return Team.objects.filter(
        Q(pk__in=teams_as(user, today, Role.TEAM_MANAGER)) | Q(pk__in=services) | Q(part_of__in=services)
    )


def line_managers(user_id: int, today: datetime.date) -> set[int]:
    """Who answers for this person's work on a day: the line manager named, or else whoever manages their team.

    A team manager's is the manager of the service that the team is part of. Never the person themselves.
    """
    found: set[int] = set()
    for held in Appointment.objects.filter(holding_on(today), user=user_id).select_related("team"):
        if held.line_manager_id:
            found.add(held.line_manager_id)
        elif held.team and held.role not in _MANAGERS:
            found |= _holders(Role.TEAM_MANAGER, held.team_id, today)
        elif held.team and held.role == Role.TEAM_MANAGER:
            found |= _holders(Role.SERVICE_MANAGER, held.team.part_of_id or held.team_id, today)
    return found - {user_id}


def _holders(role: Role, team_id: int | None, today: datetime.date) -> set[int]:
    return set(Appointment.objects.filter(holding_on(today), role=role, team=team_id).values_list("user", flat=True))


def would_manage_themselves(user_id: int, manager_id: int, today: datetime.date) -> bool:
    """Whether this person would come to answer for themselves, at once or by way of others, under this manager."""
    above, seen = {manager_id}, set[int]()
    while above:
        if user_id in above:
            return True
        seen |= above
        above = {one for manager in above for one in line_managers(manager, today)} - seen
    return False
