"""The one decision on access: page, list, export and API all ask here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from sightline.access.models import Appointment, Look, Team, User
from sightline.access.relations import EVERYONE, all_relations, directly_within_reach, family_of, within_reach
from sightline.access.roles import Role, permitted
from sightline.record.joined import records_of
from sightline.record.models import Person, Relationship
from sightline.record.warrant import Warrant


class DeniedError(Exception):
    """Access was refused. ``reason`` says why in words for the person refused; it never names the child."""

    def __init__(self, reason: str, *, out_of_reach: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.out_of_reach = out_of_reach


@dataclass(frozen=True)
class Standing:
    """A user as they stand today: their roles and teams, by appointments that hold today."""

    user: User
    today: datetime.date

    @cached_property
    def appointments(self) -> list[Appointment]:
        mine = Appointment.objects.filter(user=self.user, starts_on__lte=self.today).select_related("team")
        return list(mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=self.today)))

    @cached_property
    def _joined(self) -> dict[int, list[int]]:
        return {}

    def records(self, person_id: int) -> list[int]:
        """The ids of all records of one person, the kept one first; asked of the database once."""
        if person_id not in self._joined:
            self._joined[person_id] = records_of(person_id)
        return self._joined[person_id]

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(held.role) for held in self.appointments)

    @cached_property
    def manages(self) -> frozenset[int]:
        """The teams that they answer for: their own as team manager; as service manager the service and its teams."""
        own, services = (
            {held.team_id for held in self.appointments if held.role == role and held.team_id}
            for role in (Role.TEAM_MANAGER, Role.SERVICE_MANAGER)
        )
        below = Team.objects.filter(part_of__in=services).values_list("pk", flat=True) if services else ()
        return frozenset({*own, *services, *below})

    def may(self, permission: str) -> bool:
        return permitted(permission, self.roles) is not None

    def people(self, permission: str = "child.read") -> QuerySet[Person]:
        """Everyone of whom :meth:`warrant` would give this permission today, as a query."""
        if not self.may(permission):
            return Person.objects.none()
        return within_reach(self)

    def children(self) -> QuerySet[Person]:
        """Everyone whom a relation gives today, as a query: not the adults of their families, who have no steps."""
        return Person.objects.filter(directly_within_reach(self))

    def reached(self, person_ids: Iterable[int]) -> set[int]:
        """Which of these :meth:`people` gives: the same question, asked of a few people in some milliseconds."""
        ids = set(person_ids)
        if not self.may("child.read"):
            return set()
        links = Relationship.objects.filter(Q(person__in=ids) | Q(other__in=ids), withdrawn=False)
        pairs = list(links.values_list("person", "other"))
        family = {(one, other) for pair in pairs for one, other in (pair, pair[::-1]) if one in ids}
        direct = Person.objects.filter(directly_within_reach(self), pk__in=ids.union(other for _, other in family))
        near = set(direct.values_list("pk", flat=True))
        kin = {one for one, other in family if other in near} - near
        adults = Person.objects.filter(pk__in=kin, kind=Person.Kind.ADULT).values_list("pk", flat=True) if kin else ()
        return ids & near.union(adults)

    def warrant(self, permission: str, person_id: int | None = None, *, source: str = "page") -> Warrant:
        """The warrant for this permission on this person. Raises :class:`DeniedError` with the reason.

        Whether there is such a person at all only those learn who may read everyone's record.
        """
        role = permitted(permission, self.roles)
        if role is None:
            held = ", ".join(sorted(r.label.lower() for r in self.roles)) or "no role today"
            raise DeniedError(f"Your role doesn't allow this. You hold: {held}.")
        if person_id is None:
            return Warrant(self.user.pk, role.label, "Role", source)
        ground = self._ground(person_id)
        if ground is None:
            raise DeniedError("This person's record is not within your reach.", out_of_reach=True)
        return Warrant(self.user.pk, role.label, ground, source)

    def _ground(self, person_id: int) -> str | None:
        """The relation that puts this person, or any record joined with theirs, within reach; None: no relation.

        Raises ``Person.DoesNotExist`` to whoever may read everyone's record.
        """
        people = Person.objects.filter(pk__in=self.records(person_id))
        for relation in all_relations():
            children = relation.children(self)
            if children == EVERYONE and not people.exists():
                raise Person.DoesNotExist
            if children == EVERYONE or (children is not None and people.filter(children).exists()):
                return relation.ground
        if people.filter(kind=Person.Kind.ADULT).exists():
            direct = Person.objects.filter(directly_within_reach(self))
            if people.filter(family_of(direct)).exists():
                return "Family of a child within your reach"
        return None


def standing_of(user: User, today: datetime.date | None = None) -> Standing:
    return Standing(user, today or timezone.localdate())


def log_look(warrant: Warrant, person_ids: Iterable[int], page: str) -> None:
    """Keep that this person looked at these records."""
    assert warrant.actor_id is not None
    looks = [
        Look(user_id=warrant.actor_id, person_id=pk, page=page, capacity=warrant.capacity, ground=warrant.ground)
        for pk in person_ids
    ]
    if len(looks) == 1:
        looks[0].save(force_insert=True)  # one statement, where a bulk one opens a transaction around it
    else:
        Look.objects.bulk_create(looks)


def log_refusal(user: User, person_id: int, page: str, reason: str) -> None:
    """Keep that a look was refused."""
    if Person.objects.filter(pk=person_id).exists():
        Look.objects.create(user=user, person_id=person_id, page=page, capacity="", ground=reason, refused=True)
