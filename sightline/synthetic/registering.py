"""Puts invented people on the record: children and adults, how they are related, their names and their homes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sightline.record.acts import people as persons
from sightline.record.models import Person
from sightline.record.warrant import Warrant
from sightline.synthetic.family import Family, Home, Someone


def register(warrant: Warrant, families: Sequence[Family], progress: Callable[[str, int, int], None]) -> None:
    """Everyone in these families; each then has the ``pk`` of their record."""
    everyone = [one for family in families for one in (*family.children, *family.adults)]
    children = {id(child) for family in families for child in family.children}
    rows = persons.create_people(warrant, [_new(one, is_child=id(one) in children) for one in everyone])
    for one, row in zip(everyone, rows, strict=True):
        one.pk = row.pk
    persons.relate(
        warrant,
        [
            persons.Relation(
                person_id=tie.one.pk, other_id=tie.other.pk, kind=tie.kind, starts_on=tie.since,
                parental_responsibility=tie.responsible, parental_responsibility_basis=tie.basis,
            )
            for family in families
            for tie in family.ties
        ],
    )  # fmt: skip
    for done, family in enumerate(families, 1):
        for home in family.homes:
            _move(warrant, home)
        for child in family.children:
            _name(warrant, child)
            if child.born and child.expected:
                _born(warrant, child)
        progress("Families", done, len(families))


def _new(one: Someone, *, is_child: bool) -> persons.NewPerson:
    """A baby who was expected when the family became known is put down as unborn, born since or not."""
    unborn = one.expected is not None
    kind = Person.Kind.ADULT if not is_child else Person.Kind.UNBORN if unborn else Person.Kind.CHILD
    return persons.NewPerson(
        kind=kind, given="Baby" if unborn else one.given, family=one.family, sex="U" if unborn else one.sex,
        birth_date=None if unborn else one.born, expected_birth_date=one.expected, ethnicity=one.ethnicity,
        disabilities=() if unborn else one.disabilities, upn_unknown=one.upn_unknown, identifiers=one.identifiers,
    )  # fmt: skip


def _move(warrant: Warrant, home: Home) -> None:
    persons.move_home(
        warrant, [Person(pk=one.pk) for one in home.people], lines=home.lines, postcode=home.postcode,
        starts_on=home.since, kind=home.kind, confidential=home.confidential,
    )  # fmt: skip


def _name(warrant: Warrant, child: Someone) -> None:
    person = Person(pk=child.pk)
    if child.former_name:
        family, until = child.former_name
        persons.add_name(
            warrant, person, kind="former", given=child.given, family=family, starts_on=child.born, ends_on=until
        )
    if child.known_as:
        persons.add_name(warrant, person, kind="known_as", given=child.known_as, family=child.family)


def _born(warrant: Warrant, child: Someone) -> None:
    assert child.born
    person = Person.objects.get(pk=child.pk)
    persons.convert_at_birth(warrant, person, born_on=child.born, sex=child.sex, given=child.given, family=child.family)
    persons.correct_person(warrant, person, disabilities=list(child.disabilities or ("NONE",)))
