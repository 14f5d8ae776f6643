"""What the record knows already about a child, for answers that need not be typed again."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from sightline.access.models import Appointment
from sightline.record.joined import records_of
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Involvement, Person, Relationship, Residence, SearchKey, Step
from sightline.record.models.periods import standing_on
from sightline.record.sql import rows_of

PARENTS = ("mother", "father", "parent", "step_parent")
SIBLINGS = ("sibling", "half_sibling", "step_sibling")


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The name by which each person is shown."""
    return dict(SearchKey.objects.filter(person__in=set(person_ids)).values_list("person", "label"))


@dataclass(frozen=True)
class Relative:
    """Somebody of the child's family and network, and what they are to the child."""

    person: Person
    name: str
    link: Relationship
    same_home: bool


@dataclass
class Known:
    """One child, as all their joined records know them. Asks the database only for what a prefill asks of it."""

    child_id: int
    today: datetime.date

    @cached_property
    def _ids(self) -> list[int]:
        return records_of(self.child_id)

    @cached_property
    def person(self) -> Person:
        return Person.objects.select_related("act").get(pk=self.child_id)

    @cached_property
    def name(self) -> str:
        return names_of([self.child_id]).get(self.child_id, "Name not held")

    @cached_property
    def case(self) -> Involvement | None:
        """The open case, or else the latest."""
        cases = Involvement.objects.filter(child__in=self._ids)
        return (
            cases.order_by("closed_on", "-opened_on").filter(closed_on__isnull=True).first()
            or cases.order_by("-opened_on").first()
        )

    @cached_property
    def _homes(self) -> set[int]:
        return set(
            Residence.objects.filter(
                standing_on(self.today), kind=Residence.Kind.HOME, person__in=self._ids
            ).values_list("address", flat=True)
        )  # fmt: skip

    @cached_property
    def family(self) -> list[Relative]:
        """Everyone related to the child by a relationship that holds, parents first."""
        links = list(
            Relationship.objects.filter(standing_on(self.today), Q(person__in=self._ids) | Q(other__in=self._ids))
            .select_related("person__act", "other__act")
            .order_by("id")
        )
        others = {(link.person if link.other_id in self._ids else link.other).pk for link in links}
        names = names_of(others)
        here = set(
            Residence.objects.filter(
                standing_on(self.today), kind=Residence.Kind.HOME, person__in=others, address__in=self._homes
            ).values_list("person", flat=True)
        )  # fmt: skip
        found = [
            Relative(who, names.get(who.pk, "Name not held"), link, who.pk in here)
            for link in links
            for who in [link.person if link.other_id in self._ids else link.other]
        ]
        return sorted(found, key=lambda one: (one.link.kind not in PARENTS, not one.same_home, one.person.pk))

    @property
    def parents(self) -> list[Relative]:
        """Parents, and step-parents; those who live elsewhere too."""
        return [one for one in self.family if one.link.kind in PARENTS and one.link.other_id in self._ids]

    def latest(self, kind: str) -> tuple[Step, Any] | None:
        """The latest step of a kind that stands, with its facts."""
        step = (
            Step.objects.filter(child__in=self._ids, kind=kind)
            .exclude(state=Step.State.WITHDRAWN)
            .order_by("-happened_on", "-id")
            .first()
        )
        return (step, kind_of(kind).facts._default_manager.get(step=step)) if step else None


@dataclass(frozen=True)
class FamilyChild:
    """A child of the same family or household: whether a step about one is likely to be about this one too."""

    child_id: int
    is_open: bool


def children_of_family(records: Sequence[int], today: datetime.date) -> list[FamilyChild]:
    """The other children of this child's family and home, the eldest first: in four questions, however many."""
    children = Q(kind__in=[Person.Kind.CHILD, Person.Kind.UNBORN])
    links = Relationship.objects.filter(standing_on(today))
    parents = links.filter(other__in=records, kind__in=PARENTS).values("person")
    homes = Residence.objects.filter(standing_on(today), kind=Residence.Kind.HOME)
    found = list(
        Person.objects.filter(children)
        .filter(
            Q(pk__in=links.filter(person__in=parents, kind__in=PARENTS).values("other"))
            | Q(pk__in=links.filter(person__in=records, kind__in=SIBLINGS).values("other"))
            | Q(pk__in=links.filter(other__in=records, kind__in=SIBLINGS).values("person"))
            | Q(
                pk__in=homes.filter(address__in=homes.filter(person__in=records).values("address")).values("person")
            )
        )
        .exclude(pk__in=records)
        .exclude(death_date__isnull=False)
        .order_by("birth_date", "id")
        .values_list("id", flat=True)
    )  # fmt: skip
    are_open = cases_of(found, only_open=True)
    return [FamilyChild(pk, pk in are_open) for pk in found]


_CASES = """
    with asked as (
        select a.id, coalesce(link.kept_id, a.id) as kept
        from unnest(%(asked)s::bigint[]) a(id)
        left join record_sameperson link on link.duplicate_id = a.id and not link.cut
    ), theirs as (
        select id, kept as record from asked
        union select asked.id, link.duplicate_id
        from asked join record_sameperson link on link.kept_id = asked.kept and not link.cut
    )
    select distinct on (theirs.id) theirs.id, held.id
    from theirs join record_involvement held on held.child_id = theirs.record
    where held.closed_on is null or not %(only_open)s
    order by theirs.id, held.closed_on is null desc, held.opened_on desc, held.id desc
"""


def cases_of(child_ids: Collection[int], *, only_open: bool = False) -> dict[int, int]:
    """The open case of each child, on whichever of their joined records it lies; for a child with none, the latest
    there was, unless only open ones are wanted. One query.
    """
    return dict(rows_of(_CASES, {"asked": list(child_ids), "only_open": only_open}))


def has_open_case(records: Sequence[int]) -> bool:
    """Whether this person has an open case, on any of their joined records."""
    return Involvement.objects.filter(child__in=records, closed_on__isnull=True).exists()


def colleagues(today: datetime.date) -> dict[int, str]:
    """Everyone who holds an appointment today, by name."""
    held = Appointment.objects.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    return dict(held.order_by("user__name").values_list("user", "user__name"))
