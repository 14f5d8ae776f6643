"""Adding and correcting people: names, identifiers, homes, relations, warnings, births, joined records."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sightline.record.acts.act import Doing, act
from sightline.record.joined import joined_with
from sightline.record.models import (
    Address,
    ChildSummary,
    Identifier,
    Person,
    PersonName,
    Relationship,
    Residence,
    SamePerson,
    WarningNote,
)
from sightline.record.warrant import Warrant


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to create. identifiers: (scheme, value) pairs; see ``Identifier.Scheme``."""

    kind: str
    given: str = ""
    family: str = ""
    sex: str = "U"
    birth_date: datetime.date | None = None
    expected_birth_date: datetime.date | None = None
    death_date: datetime.date | None = None
    ethnicity: str = ""
    disabilities: Sequence[str] = ()
    upn_unknown: str = ""
    identifiers: Sequence[tuple[str, str]] = field(default=())


def new_people(doing: Doing, people: Sequence[NewPerson]) -> list[Person]:
    """Create people within an act, in three statements however many they are."""
    rows = Person.objects.bulk_create(
        Person(
            kind=new.kind,
            sex=new.sex,
            birth_date=new.birth_date,
            expected_birth_date=new.expected_birth_date,
            death_date=new.death_date,
            ethnicity=new.ethnicity,
            disabilities=list(new.disabilities),
            upn_unknown=new.upn_unknown,
            act_id=doing.act.pk,
        )
        for new in people
    )
    PersonName.objects.bulk_create(
        PersonName(person=row, given=new.given.strip(), family=new.family.strip(), act_id=doing.act.pk)
        for row, new in zip(rows, people, strict=True)
        if new.given.strip() or new.family.strip()
    )
    Identifier.objects.bulk_create(
        Identifier(person=row, scheme=scheme, value=value.strip(), act_id=doing.act.pk)
        for row, new in zip(rows, people, strict=True)
        for scheme, value in new.identifiers
    )
    doing.touch(*(row.pk for row in rows))
    return rows


def create_people(warrant: Warrant, people: Sequence[NewPerson], *, request: uuid.UUID | None = None) -> list[Person]:
    with act("person.create", warrant, request=request) as doing:
        return new_people(doing, people)


def _records(person_ids: Iterable[int]) -> set[int]:
    """These people's records, with every record joined to one of them."""
    return set(joined_with(set(person_ids)))


def correct_person(warrant: Warrant, person: Person, *, request: uuid.UUID | None = None, **fields: Any) -> None:
    """Correct facts that stand on the person: sex, dates of birth and death, ethnicity, disabilities."""
    with act("person.correct", warrant, request=request) as doing:
        Person.objects.filter(pk=person.pk).update(**fields)
        doing.touch(person.pk)


def convert_at_birth(
    warrant: Warrant, person: Person, *, born_on: datetime.date, sex: str, given: str = "", family: str = "",
    request: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """An unborn child is born: the same person, the same history; the expected date stays as it was."""
    with act("person.convert_at_birth", warrant, request=request) as doing:
        unborn = Person.objects.filter(pk=person.pk, kind=Person.Kind.UNBORN)
        if not unborn.update(kind=Person.Kind.CHILD, birth_date=born_on, sex=sex):
            raise ValueError("Only an unborn child is converted at birth.")
        if given.strip() or family.strip():
            _name_from(doing, person, given=given.strip(), family=family.strip(), starts_on=born_on)
        doing.touch(person.pk)


def _name_from(doing: Doing, person: Person, *, given: str, family: str, starts_on: datetime.date) -> PersonName:
    """A new legal name ends the one before it, on whichever of the person's joined records that stands."""
    records = _records([person.pk])
    held = PersonName.objects.filter(
        person__in=records, kind=PersonName.Kind.LEGAL, withdrawn=False, ends_on__isnull=True
    )
    same = held.filter(given=given, family=family).first()
    if same:
        return same
    held.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=starts_on)).update(ends_on=starts_on)
    doing.touch(*records)
    return PersonName.objects.create(person=person, given=given, family=family, starts_on=starts_on)


def add_name(
    warrant: Warrant, person: Person, *, kind: str, given: str, family: str,
    starts_on: datetime.date | None = None, ends_on: datetime.date | None = None,
    request: uuid.UUID | None = None,
) -> PersonName:  # fmt: skip
    """Add a name. A new legal name that still holds ends the one before it."""
    given, family = given.strip(), family.strip()
    with act("person.add_name", warrant, request=request) as doing:
        doing.touch(person.pk)
        if kind == PersonName.Kind.LEGAL and ends_on is None and starts_on is not None:
            return _name_from(doing, person, given=given, family=family, starts_on=starts_on)
        return PersonName.objects.create(
            person=person, kind=kind, given=given, family=family, starts_on=starts_on, ends_on=ends_on
        )


def add_identifier(
    warrant: Warrant, person: Person, *, scheme: str, value: str, request: uuid.UUID | None = None
) -> Identifier:
    """Add an identifier. A UPN makes the one held before a former UPN, and answers why none was held."""
    with act("person.add_identifier", warrant, request=request) as doing:
        doing.touch(person.pk)
        if scheme == Identifier.Scheme.UPN:
            records = _records([person.pk])
            before = Identifier.objects.filter(person__in=records, scheme=scheme, withdrawn=False)
            before.update(scheme=Identifier.Scheme.FORMER_UPN)
            Person.objects.filter(pk__in=records).exclude(upn_unknown="").update(upn_unknown="")
        return Identifier.objects.create(person=person, scheme=scheme, value=value.strip())


def tidy_postcode(text: str) -> str:
    """A postcode as the Post Office writes it: "sw1a1aa" is "SW1A 1AA". What isn't one stays as it is."""
    packed = re.sub(r"\s+", "", text).upper()
    parts = re.fullmatch(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", packed)
    return " ".join(parts.groups()) if parts else text.strip().upper()


def _address(*, lines: str, postcode: str) -> Address:
    """The address with these words, made if the record doesn't hold it."""
    tidy = "\n".join(line.strip(" \t,") for line in lines.splitlines() if line.strip(" \t,"))
    code = tidy_postcode(postcode)
    held = Address.objects.filter(lines__iexact=tidy, postcode=code).order_by("id").first()
    return held or Address.objects.create(lines=tidy, postcode=code)


def move_home(
    warrant: Warrant, people: Sequence[Person], *, lines: str, postcode: str, starts_on: datetime.date | None,
    ends_on: datetime.date | None = None, kind: str = Residence.Kind.HOME, confidential: bool = False,
    request: uuid.UUID | None = None,
) -> list[Residence]:  # fmt: skip
    """People of one household move to an address together. A home held until then ends on that day."""
    with act("person.move_home", warrant, request=request) as doing:
        address = _address(lines=lines, postcode=postcode)
        if kind == Residence.Kind.HOME and starts_on is not None and ends_on is None:
            records = _records(person.pk for person in people)
            homes = Residence.objects.filter(person__in=records, kind=kind, withdrawn=False)
            held = homes.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=starts_on), ends_on__isnull=True)
            held.update(ends_on=starts_on)
            doing.touch(*records)
        doing.touch(*(person.pk for person in people))
        return Residence.objects.bulk_create(
            Residence(
                person=person, address=address, kind=kind, confidential=confidential, starts_on=starts_on,
                ends_on=ends_on,
            )
            for person in people
        )  # fmt: skip


def correct_home(
    warrant: Warrant, homes: Sequence[Residence], *, lines: str, postcode: str, kind: str, confidential: bool,
    starts_on: datetime.date | None, ends_on: datetime.date | None, request: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Correct where some people live or lived. The place itself stands as it was for everybody else there."""
    with act("person.correct_home", warrant, request=request) as doing:
        address = _address(lines=lines, postcode=postcode)
        Residence.objects.filter(pk__in=[home.pk for home in homes], withdrawn=False).update(
            address=address, kind=kind, confidential=confidential, starts_on=starts_on, ends_on=ends_on
        )
        doing.touch(*(home.person_id for home in homes))


@dataclass(frozen=True, kw_only=True)
class Relation:
    """``person_id`` is the ``kind`` of ``other_id``."""

    person_id: int
    other_id: int
    kind: str
    starts_on: datetime.date | None = None
    parental_responsibility: bool | None = None
    parental_responsibility_basis: str = ""


def relate(warrant: Warrant, relations: Sequence[Relation], *, request: uuid.UUID | None = None) -> list[Relationship]:
    with act("person.relate", warrant, request=request) as doing:
        doing.touch(*(one.person_id for one in relations), *(one.other_id for one in relations))
        return Relationship.objects.bulk_create(
            Relationship(
                person_id=one.person_id, other_id=one.other_id, kind=one.kind, starts_on=one.starts_on,
                parental_responsibility=one.parental_responsibility,
                parental_responsibility_basis=one.parental_responsibility_basis,
            )
            for one in relations
        )  # fmt: skip


def warn(
    warrant: Warrant, person: Person, *, kind: str, text: str, starts_on: datetime.date,
    review_on: datetime.date, request: uuid.UUID | None = None,
) -> WarningNote:  # fmt: skip
    """Put a warning note on a person's page, with the day on which it must be reviewed."""
    with act("person.warn", warrant, request=request) as doing:
        doing.touch(person.pk)
        return WarningNote.objects.create(
            person=person, kind=kind, text=text.strip(), starts_on=starts_on, review_on=review_on
        )


def review_warning(
    warrant: Warrant, warning: WarningNote, *, review_on: datetime.date | None, ends_on: datetime.date | None,
    reason: str = "", request: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Keep a warning for another while, or end it. reason: what was found at the review."""
    with act("person.review_warning", warrant, reason=reason.strip(), request=request) as doing:
        _change(doing, warning, **({"ends_on": ends_on} if ends_on else {"review_on": review_on}))


Withdrawable = PersonName | Identifier | Residence | Relationship | WarningNote


class WithdrawnError(Exception):
    """The entry was withdrawn before, and a withdrawn entry stays as it is."""


def _change(doing: Doing, entry: Withdrawable, **fields: Any) -> None:
    """Change an entry that stands. The version before stays in history."""
    if not type(entry)._default_manager.filter(pk=entry.pk, withdrawn=False).update(**fields):
        raise WithdrawnError("This entry was withdrawn. Add a new one instead.")
    doing.touch(entry.person_id)
    if isinstance(entry, Relationship):
        doing.touch(entry.other_id)


def correct_entry(warrant: Warrant, entry: Withdrawable, *, request: uuid.UUID | None = None, **fields: Any) -> None:
    """Correct a slip in a dated fact, in place. What isn't this person's at all is withdrawn instead."""
    with act("person.correct_entry", warrant, request=request) as doing:
        _change(doing, entry, **fields)


def withdraw_entry(warrant: Warrant, entry: Withdrawable, *, reason: str, request: uuid.UUID | None = None) -> None:
    """Withdraw a dated fact entered in error. It stays in history with the reason."""
    if not reason.strip():
        raise ValueError("Say why the entry is withdrawn.")
    with act("person.withdraw_entry", warrant, reason=reason.strip(), request=request) as doing:
        _change(doing, entry, withdrawn=True)


def end_entry(warrant: Warrant, entry: Withdrawable, *, on: datetime.date, request: uuid.UUID | None = None) -> None:
    """End a dated fact that no longer holds."""
    with act("person.end_entry", warrant, request=request) as doing:
        _change(doing, entry, ends_on=on)


def write_summary(
    warrant: Warrant, child: Person, *, text: str, written_on: datetime.date | None = None,
    request: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Write the short summary at the head of a child's page; the one before it stays in history.

    written_on: the day whose state of things it tells, where that isn't today.
    """
    with act("child.write_summary", warrant, request=request) as doing:
        fields = {"text": text.strip(), "written_on": written_on or timezone.localdate()}
        if not ChildSummary.objects.filter(child=child).update(**fields):
            ChildSummary.objects.create(child=child, **fields)
        doing.move(child.pk)


def join(
    warrant: Warrant, *, kept: Person, duplicate: Person, reason: str, request: uuid.UUID | None = None
) -> SamePerson:
    """Join two records of one person by a link. Neither record is changed, and the link can be cut."""
    if not reason.strip():
        raise ValueError("Say how you know that they are the same person.")
    with act("person.join", warrant, reason=reason.strip(), request=request) as doing:
        if kept.pk == duplicate.pk:
            raise ValueError("These are one record already.")
        links = SamePerson.objects.filter(cut=False)
        if links.filter(duplicate__in=[kept, duplicate]).exists() or links.filter(kept=duplicate).exists():
            raise ValueError(
                "One of these records is joined to another already: cut that link first, or keep that record."
            )
        doing.touch(kept.pk, duplicate.pk)
        return SamePerson.objects.create(kept=kept, duplicate=duplicate, reason=reason.strip())


def cut(warrant: Warrant, link: SamePerson, *, reason: str, request: uuid.UUID | None = None) -> None:
    """Cut the link between two records: each stands again as it was, with all that was recorded since."""
    if not reason.strip():
        raise ValueError("Say how you know that they are two people.")
    with act("person.cut", warrant, reason=reason.strip(), request=request) as doing:
        SamePerson.objects.filter(pk=link.pk).update(cut=True, cut_reason=reason.strip())
        doing.touch(link.kept_id, link.duplicate_id)
