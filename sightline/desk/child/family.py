"""A person's family and network, and who shares their home, on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from sightline.record.models import Person, PersonName, Relationship, Residence
from sightline.record.models.periods import standing_on

INVERSE = {
    "mother": "Child", "father": "Child", "parent": "Child", "step_parent": "Step-child",
    "grandparent": "Grandchild", "aunt_or_uncle": "Niece or nephew", "carer": "Cared for",
    "professional": "Works with",
}  # fmt: skip


@dataclass
class Relative:
    """One relationship, said from the page's person's side: 'Mother', 'Brother or sister'."""

    person_id: int
    name: str
    is_the: str
    relationship: Relationship
    birth_date: datetime.date | None
    kind: str
    same_home: bool

    @property
    def parental_responsibility(self) -> str:
        held = self.relationship.parental_responsibility
        basis = self.relationship.parental_responsibility_basis
        if held is None:
            return "Not known"
        return (f"Yes: {basis}" if basis else "Yes") if held else "No"


def family_of(records: Sequence[int], homes: Sequence[Residence], today: datetime.date) -> list[Relative]:
    """The relationships of a person that stand, those who share the home first, then by age.

    homes: see :func:`homes_of`.
    """
    links = list(
        Relationship.objects.filter(Q(person__in=records) | Q(other__in=records), withdrawn=False)
        .select_related("person", "other")
        .order_by("id")
    )
    ids = {link.other_id if link.person_id in records else link.person_id for link in links}
    if not ids:
        return []
    names = names_of(ids)
    home = {one.address_id for one in homes if _is_home(one, today)}
    living = Residence.objects.filter(standing_on(today), kind=Residence.Kind.HOME, person__in=ids, address__in=home)
    here = set(living.values_list("person", flat=True)) if home else set()
    relatives = []
    for link in links:
        theirs = link.person_id not in records
        other: Person = link.person if theirs else link.other
        is_the = link.get_kind_display() if theirs else INVERSE.get(link.kind, link.get_kind_display())
        relatives.append(
            Relative(
                other.pk, names.get(other.pk, "Name not held"), is_the, link, other.birth_date, other.kind,
                other.pk in here,
            )
        )  # fmt: skip
    return sorted(relatives, key=lambda r: (not r.same_home, r.birth_date or datetime.date.max, r.person_id))


def homes_of(records: Sequence[int]) -> list[Residence]:
    """Every address that a person has or had, the latest first."""
    homes = Residence.objects.filter(person__in=records, withdrawn=False).select_related("address", "act")
    return list(homes.order_by("-starts_on", "-id"))


def home_of(homes: Sequence[Residence], today: datetime.date) -> Residence | None:
    """Where the person lives on a day."""
    return next((one for one in homes if _is_home(one, today)), None)


def _is_home(one: Residence, today: datetime.date) -> bool:
    """The same question as :func:`standing_on`, of an address that is read already."""
    begun = one.starts_on is None or one.starts_on <= today
    return one.kind == Residence.Kind.HOME and begun and (one.ends_on is None or one.ends_on > today)


def names_of(person_ids: Sequence[int] | set[int]) -> dict[int, str]:
    """The name by which each person is shown now."""
    order = PersonName.objects.filter(person__in=person_ids, withdrawn=False).order_by("-ends_on", "kind", "id")
    found: dict[int, str] = {}
    for name in sorted(order, key=lambda n: (n.ends_on is not None, n.kind != "legal", -n.pk)):
        found.setdefault(name.person_id, str(name))
    return found
