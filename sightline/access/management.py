"""Who manages whom: which teams a person answers for, and who answers for a person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from sightline.access.models import Appointment, Team
from sightline.access.roles import Role
from sightline.record.models.periods import holding_on

if TYPE_CHECKING:
    from sightline.access.warrants import Standing

_MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER)


def managed_teams(standing: Standing) -> QuerySet[Team]:
    """The teams that a person answers for today."""
    return Team.objects.filter(pk__in=standing.manages)


def line_managers(user_id: int, today: datetime.date) -> set[int]:
    """Who answers for this person's work on a day: the line manager named, or else whoever manages their team.

    A team manager's is the manager of the service that the team is part of. Never the person themselves.
    """
    held = Appointment.objects.filter(holding_on(today), user=user_id).select_related("team")
    return _answering_for(held, today) - {user_id}


def managers_of(standing: Standing) -> set[int]:
    """Who answers for the work of whoever stands here today: the same, of appointments that are read already."""
    return _answering_for(standing.appointments, standing.today) - {standing.user.pk}


def _answering_for(appointments: Iterable[Appointment], today: datetime.date) -> set[int]:
    found: set[int] = set()
    for held in appointments:
        if held.line_manager_id:
            found.add(held.line_manager_id)
        elif held.team and held.role not in _MANAGERS:
            found |= _holders(Role.TEAM_MANAGER, held.team_id, today)
        elif held.team and held.role == Role.TEAM_MANAGER:
            found |= _holders(Role.SERVICE_MANAGER, held.team.part_of_id or held.team_id, today)
    return found


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
