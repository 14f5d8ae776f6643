"""Which children are one family: brothers and sisters, and children of one parent."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sightline.record.models import Relationship

_KIN = (
    Relationship.Kind.MOTHER, Relationship.Kind.FATHER, Relationship.Kind.PARENT, Relationship.Kind.SIBLING,
    Relationship.Kind.HALF_SIBLING,
)  # fmt: skip


def families(child_ids: Iterable[int]) -> dict[int, int]:
    """For each of these children, the number by which their family is known: the same for those of one. One query.

    A child of whom no family is recorded is a family of one.
    """
    children = set(child_ids)
    root: dict[int, int] = {child: child for child in children}

    def find(one: int) -> int:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    links = Relationship.objects.filter(other__in=children, kind__in=_KIN, withdrawn=False)
    for person, other in links.values_list("person", "other"):
        one, two = sorted((find(person), find(other)))
        root[two] = one
    return {child: find(child) for child in children}


def kin_of(child_ids: Iterable[int]) -> set[int]:
    """The brothers and sisters of these children, by name or by a parent whom they share. Two queries."""
    children = set(child_ids)
    siblings = (Relationship.Kind.SIBLING, Relationship.Kind.HALF_SIBLING)
    links = Relationship.objects.filter(Q(other__in=children) | Q(person__in=children), kind__in=_KIN, withdrawn=False)
    found: set[int] = set()
    parents: set[int] = set()
    for person, other, kind in links.values_list("person", "other", "kind"):
        if kind in siblings:
            found |= {person, other}
        elif other in children:
            parents.add(person)
    of_parents = Relationship.objects.filter(person__in=parents, kind__in=set(_KIN) - set(siblings), withdrawn=False)
    return (found | set(of_parents.values_list("other", flat=True))) - children
