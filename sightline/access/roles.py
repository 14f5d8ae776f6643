"""The roles that a person may hold, and what each may do at all.

A role never gives reach: that is the live relation to the child (:mod:`sightline.access.relations`).
"""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    SOCIAL_WORKER = "social_worker", "Social worker"
    NEWLY_QUALIFIED = "newly_qualified", "Newly qualified social worker"
    ADVANCED_PRACTITIONER = "advanced_practitioner", "Advanced practitioner"
    TEAM_MANAGER = "team_manager", "Team manager"
    SERVICE_MANAGER = "service_manager", "Service manager"
    DATA_OFFICER = "data_officer", "Data officer"
    ADMINISTRATOR = "administrator", "Administrator"


HOLDS_CHILDREN = (Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED)
"""Who may be a child's worker. An advanced practitioner coaches, a manager answers for those who do."""

_PRACTICE = frozenset(
    {Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED, Role.ADVANCED_PRACTITIONER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}
)
_MANAGE = frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER})
_DATA = frozenset({Role.DATA_OFFICER})

MAY: dict[str, frozenset[Role]] = {
    "people.search": _PRACTICE | _DATA,
    "child.read": _PRACTICE | _DATA,
    "child.print": _PRACTICE | _DATA,
    "person.create": _PRACTICE,
    "person.correct": _PRACTICE | _DATA,
    "person.merge": _MANAGE | _DATA,
    "child.write": _PRACTICE,
    "child.open_with_reason": _PRACTICE,
    "decision.record": _MANAGE,
    "front_door.read": _PRACTICE,
    "front_door.decide": _MANAGE | {Role.ADVANCED_PRACTITIONER},  # who decides only on a day on duty
    "case.close": _MANAGE,
    "step.authorise": _MANAGE,
    "form.publish": frozenset({Role.ADMINISTRATOR}),
    "child.allocate": _MANAGE,
    "child.extend": _MANAGE,
    "team.read": _MANAGE,
    "absence.record": _MANAGE,
    "census.bring_in": _DATA,
    "census.read": _DATA,
    "census.produce": _DATA,
    "faults.read": _MANAGE | _DATA,
    "faults.mine": _PRACTICE | _DATA,
    "faults.set_aside": _PRACTICE | _DATA,
    "staff.read": frozenset({Role.ADMINISTRATOR}) | _MANAGE,
    "feedback.give": frozenset(Role),
    "unsent.keep": frozenset(Role),
    "feedback.read": frozenset({Role.ADMINISTRATOR}),
    "looks.read": frozenset({Role.ADMINISTRATOR, Role.SERVICE_MANAGER}),
}
"""What a role may do, each permission named once. A permission that isn't here is nobody's."""


def permitted(permission: str, roles: frozenset[Role]) -> Role | None:
    """The role by which a person holding ``roles`` has this permission, or None. KeyError for an unknown one."""
    by = MAY[permission] & roles
    return min(by, key=list(Role).index) if by else None
