"""Writing what is planned for the children of a census file: people, involvements, steps and what changed of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from sightline.record.acts import Doing
from sightline.record.acts.pathway import BATCH as ROWS
from sightline.record.acts.pathway import NewStep, lay, open_involvements
from sightline.record.acts.people import NewPerson, new_people
from sightline.record.models import Identifier, Involvement, Person, Step
from sightline.returns.cin.planned import PlannedChild, PlannedInvolvement, PlannedStep
from sightline.returns.models import CensusFile

# What leads to what is laid before it.
_ORDER = (
    ("referral",),
    ("assessment", "cin_plan", "enquiry", "pre_proceedings"),
    ("initial_conference",),
    ("protection_plan",),
    ("review_conference",),
)


class ChangedMeanwhileError(Exception):
    """Somebody changed a row between the moment it was read and now. Nothing was written: read again."""


def lay_children(doing: Doing, file: CensusFile, changed: Sequence[PlannedChild]) -> None:
    """Write everything that is planned for these children, within the act that is under way.

    Raises :class:`ChangedMeanwhileError` where a row to be corrected is no longer as it was read.
    """
    _write_people(doing, file, changed)
    _write_involvements(doing, changed)
    steps = [
        (child, one, step)
        for child in changed
        for one in child.involvements
        if not one.refused
        for step in one.every
        if step.changed
    ]
    for kinds in _ORDER:
        _lay(doing, [(child, one, step) for child, one, step in steps if step.kind in kinds and step.held is None])
    _change(doing, [step for _, _, step in steps if step.held is not None])
    doing.touch(*(one.held.person.pk for one in changed if one.held))


def _write_people(doing: Doing, file: CensusFile, changed: Sequence[PlannedChild]) -> None:
    new = [one for one in changed if one.held is None]
    for one, person in zip(new, new_people(doing, [_new_person(one) for one in new]), strict=True):
        one.person_pk = person.pk
    corrected = [one for one in changed if one.person]
    for one in corrected:
        assert one.held is not None
        for name, value in one.person.items():
            setattr(one.held.person, name, value)
    fields = {name for one in corrected for name in one.person}
    _correct([one.held.person for one in corrected if one.held], fields)
    ended = [row for one in changed for row in one.ended]
    if ended:
        _hold_fast(ended)
        Identifier.objects.filter(pk__in=[row.pk for row in ended]).update(
            ends_on=Greatest(F("starts_on"), file.told_on)
        )
    Identifier.objects.bulk_create(
        Identifier(person=one.held.person, scheme=scheme, value=value, starts_on=starts_on)
        for one in changed
        if one.held
        for scheme, value, starts_on in one.identifiers
    )


def _new_person(one: PlannedChild) -> NewPerson:
    told = one.told
    unborn = not told.born and "expected_birth_date" in told.facts
    identifiers = [
        (Identifier.Scheme.LA_CHILD_ID, told.la_child_id),
        (Identifier.Scheme.UPN, told.upn),
        (Identifier.Scheme.FORMER_UPN, told.former_upn),
    ]
    return NewPerson(
        kind=Person.Kind.UNBORN if unborn else Person.Kind.CHILD,
        identifiers=[(str(scheme), value) for scheme, value in identifiers if value],
        **told.facts,
    )


def _write_involvements(doing: Doing, changed: Sequence[PlannedChild]) -> None:
    every = [(child, one) for child in changed for one in child.involvements if not one.refused]
    new = [(child, one) for child, one in every if one.held is None]
    rows = open_involvements(
        doing,
        [
            Involvement(
                child_id=child.pk, opened_on=one.referral.on, recorded_elsewhere=True,
                **(one.told.closing if one.told else {}),
            )
            for child, one in new
        ],
    )  # fmt: skip
    for (_, one), row in zip(new, rows, strict=True):
        one.row = row
    corrected = [one for _, one in every if one.held is not None and one.changes]
    for one in corrected:
        for name, value in one.changes.items():
            setattr(one.held, name, value)
    _correct([one.held for one in corrected if one.held], {name for one in corrected for name in one.changes})


def _lay(doing: Doing, steps: Sequence[tuple[PlannedChild, PlannedInvolvement, PlannedStep]]) -> None:
    rows = lay(
        doing,
        [
            NewStep(
                child_id=one.held.child_id if one.held else child.pk,
                kind=step.kind,
                happened_on=step.on,
                facts=step.facts,
                involvement_id=_row(one).pk,
                led_from_id=step.leads_from.pk if step.leads_from else None,
                recorded_elsewhere=True,
                key=step.key,
            )
            for child, one, step in steps
        ],
    )
    for (_, _, step), row in zip(steps, rows, strict=True):
        step.step_pk = row.pk


def _change(doing: Doing, steps: Sequence[PlannedStep]) -> None:
    """Correct held steps and their facts, in as few statements as there are kinds."""
    moved: list[Step] = []
    by_kind: dict[str, list[tuple[Any, set[str]]]] = {}
    for step in steps:
        assert step.held is not None
        row, facts = step.held.row, step.held.facts
        doing.touch(row.child_id)
        if step.changes:
            for name, value in step.changes.items():
                if name == "led_from":
                    row.led_from_id = value.pk if value else None
                elif name == "involvement":
                    row.involvement_id = _row(value).pk
                else:
                    setattr(row, name, value)
            moved.append(row)
        if step.facts:
            for name, value in step.facts.items():
                setattr(facts, name, value)
            by_kind.setdefault(step.kind, []).append((facts, set(step.facts)))
    _correct(moved, {"happened_on", "key", "led_from", "involvement"})
    for rows in by_kind.values():
        _correct([facts for facts, _ in rows], set().union(*(names for _, names in rows)))


def _correct(rows: Sequence[Any], fields: set[str]) -> None:
    """Write these fields of rows of one table, as they were read and planned."""
    if rows and fields:
        _hold_fast(rows)
        type(rows[0])._default_manager.bulk_update(rows, sorted(fields), batch_size=ROWS)


def _hold_fast(rows: Sequence[Any]) -> None:
    """Lock rows of one table, and see that the act that last wrote each is the one that wrote it as it was read."""
    read = {row.pk: row.act_id for row in rows}
    locked = type(rows[0])._default_manager.select_for_update().filter(pk__in=list(read)).order_by("pk")
    if dict(locked.values_list("pk", "act_id")) != read:
        raise ChangedMeanwhileError


def _row(one: PlannedInvolvement) -> Involvement:
    row = one.held or one.row
    assert row is not None
    return row
