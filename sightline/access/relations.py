"""The live relations that put a child within a person's reach.

Each relation is a question in SQL: which children does it give this user today? A page, a list, an
export and the API all ask the same ones, so nothing can be reached in one and not in another. Layers
above add theirs (allocation, team, management) with :func:`relation`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from sightline.access.models import Duty, StatedReason
from sightline.access.roles import Role
from sightline.record.models import Person, Relationship

if TYPE_CHECKING:
    from sightline.access.warrants import Standing

EVERYONE = Q(pk__isnull=False)
"""Every person. Not an empty ``Q()``, which drops out of an "or" and would give nobody."""

Question = Callable[["Standing"], "Q | None"]


@dataclass(frozen=True)
class Relation:
    """ground: the relation in words, as the warrant and the log of looks will name it."""

    key: str
    ground: str
    children: Question
    rank: int


_relations: list[Relation] = []


def relation(key: str, ground: str, *, rank: int) -> Callable[[Question], Question]:
    """Declare a relation: ``children`` answers with a filter on ``Person``, or None for no child at all.

    It is given the user as they stand today, with their appointments: what these say needs no query.

    rank: of two that hold, the one with the lower rank is named on the warrant; the commonest come first.
    """

    def wrap(question: Question) -> Question:
        if any(known.key == key for known in _relations):
            raise ValueError(f"The relation {key!r} is declared twice.")
        _relations.append(Relation(key, ground, question, rank))
        _relations.sort(key=lambda known: known.rank)
        return question

    return wrap


def all_relations() -> tuple[Relation, ...]:
    return tuple(_relations)


def directly_within_reach(standing: Standing) -> Q:
    """The people whom a relation gives this user today, as a filter. Nobody, unless one says otherwise."""
    filters = Q(pk__in=[])
    for known in _relations:
        children = known.children(standing)
        if children is not None:
            filters |= children
    return filters


def family_of(people: QuerySet[Person]) -> Q:
    """The adults of these people's family and network: who works with a child works with theirs."""
    links = Relationship.objects.filter(withdrawn=False)
    return Q(kind=Person.Kind.ADULT) & (
        Q(pk__in=links.filter(other__in=people).values("person"))
        | Q(pk__in=links.filter(person__in=people).values("other"))
    )


def within_reach(standing: Standing) -> QuerySet[Person]:
    """The people whose records this user may read today: those in direct reach, and the adults of their families."""
    direct = directly_within_reach(standing)
    return Person.objects.filter(direct | family_of(Person.objects.filter(direct)))


@relation("duty", "On duty today", rank=20)
def _duty(standing: Standing) -> Q | None:
    return EVERYONE if Duty.objects.filter(user=standing.user, on=standing.today, withdrawn=False).exists() else None


@relation("data_quality", "Data officer: the quality of the whole record", rank=10)
def _data_quality(standing: Standing) -> Q | None:
    return EVERYONE if Role.DATA_OFFICER in standing.roles else None


@relation("stated_reason", "Opened with a stated reason", rank=30)
def _stated_reason(standing: Standing) -> Q | None:
    mine = StatedReason.objects.filter(user=standing.user, until__gt=timezone.now())
    return Q(pk__in=mine.values("child"))


@relation("newly_recorded", "Recorded by you, and not yet anyone's", rank=40)
def _newly_recorded(standing: Standing) -> Q | None:
    return Q(act__actor=standing.user, steps__isnull=True, involvements__isnull=True)
