"""Bringing a census file into the record: received once, then some children at a time, each time one act.

Whatever has been done of a file stands, and what comes after it can be taken up again at any moment: the
children, what became of them and how far it has come are written in one transaction.
"""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import BATCH as ROWS
from sightline.record.acts.pathway import NewStep, lay, open_involvements
from sightline.record.acts.people import NewPerson, new_people
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Identifier, Involvement, Person, Step
from sightline.record.warrant import Warrant
from sightline.returns.cin import read as reader
from sightline.returns.cin.held import BRING_IN, Authors, hold, others_with
from sightline.returns.cin.links import link
from sightline.returns.cin.planned import PlannedChild, PlannedInvolvement, PlannedStep
from sightline.returns.cin.reconciliation import CONTROL, Kind, Reckoning, Remark, Thing, remark_of
from sightline.returns.cin.records import Child
from sightline.returns.cin.settling import involvement_missed, settle
from sightline.returns.cin.told import tell
from sightline.returns.models import Batch, CensusChild, CensusChunk, CensusFile, Listed, Reconciliation, Tally

CHILDREN_A_BATCH = 250
CHUNK = 1_000_000
LIMIT_BYTES = 500_000_000
_ONE_AT_A_TIME = 0x43494E  # the lock under which children are matched and written

# What leads to what is laid before it.
_ORDER = (
    ("referral",),
    ("assessment", "cin_plan", "enquiry", "pre_proceedings"),
    ("initial_conference",),
    ("protection_plan",),
    ("review_conference",),
)


class BeingBroughtInError(Exception):
    """Another process is bringing this file in at this moment. Nothing was done twice."""


class DoesNotSumError(Exception):
    """What became of the things of a file doesn't add up to what it holds: a fault of Sightline's own."""


# --- receiving --------------------------------------------------------------------------------------------


def receive(
    warrant: Warrant, census: reader.CensusFile, content: IO[bytes], *, request: uuid.UUID | None = None
) -> tuple[Reconciliation, bool]:
    """Take in a file that was read whole, and begin to reconcile it.

    The same bytes again are the same file: then the last reconciliation of it is returned, and False.
    Raises ``AlreadyDone`` where the same form was sent before.
    """
    held = _latest(census.sha256)
    if held is not None:
        return held, False
    try:
        with act("census.receive", warrant, request=request) as doing:
            file = _keep(doing, census, content)
            return _begin(doing, file, census), True
    except IntegrityError:
        held = _latest(census.sha256)
        if held is None:
            raise
        return held, False


def begin_again(warrant: Warrant, file: CensusFile, census: reader.CensusFile) -> Reconciliation:
    """Begin another reconciliation of a file that is held: what is held already stays as it is."""
    with act("census.begin_again", warrant) as doing:
        return _begin(doing, file, census)


def _latest(digest: str) -> Reconciliation | None:
    return Reconciliation.objects.filter(file__digest=digest).select_related("file").order_by("-id").first()


def _keep(doing: Doing, census: reader.CensusFile, content: IO[bytes]) -> CensusFile:
    written_at = census.header.date_time
    if written_at is not None and timezone.is_naive(written_at):
        written_at = timezone.make_aware(written_at)
    file = CensusFile.objects.create(
        name=census.name, digest=census.sha256, size=census.size, authority=census.header.lea or "",
        year=census.year, reference_date=census.reference_date, written_at=written_at,
        children=census.totals["Child"], received=doing.act,
    )  # fmt: skip
    content.seek(0)
    digest = hashlib.sha256()
    for ordinal, chunk in enumerate(iter(lambda: content.read(CHUNK), b"")):
        digest.update(chunk)
        CensusChunk.objects.create(file=file, ordinal=ordinal, content=chunk)
    if digest.hexdigest() != census.sha256:
        raise reader.NotACensus(
            census.name, None, "the file changed while it was being read.",
            "Wait until nothing is writing to it, and bring it in again.",
        )  # fmt: skip
    return file


def _begin(doing: Doing, file: CensusFile, census: reader.CensusFile) -> Reconciliation:
    reconciliation = Reconciliation.objects.create(file=file, begun=doing.act)
    Tally.objects.bulk_create(
        Tally(reconciliation=reconciliation, element=thing, in_file=census.totals[control])
        for thing, control in CONTROL.items()
    )
    _list(reconciliation, [(remark_of(fault), "", None) for fault in census.faults])
    return reconciliation


@contextmanager
def stored(file: CensusFile) -> Iterator[IO[bytes]]:
    """The bytes of a file as it was received, in a temporary place that is gone afterwards."""
    with tempfile.TemporaryFile() as handle:
        for content in file.chunks.order_by("ordinal").values_list("content", flat=True).iterator(chunk_size=4):
            handle.write(content)
        handle.seek(0)
        yield handle


# --- bringing in ------------------------------------------------------------------------------------------


def bring_in(
    warrant: Warrant, reconciliation: Reconciliation, *, a_batch: int = CHILDREN_A_BATCH
) -> Iterator[int]:
    """Bring in what is left of a file: yields how many of its children are done, after each act.

    Raises :class:`BeingBroughtInError` when another process does the same at the same time.
    """
    file = reconciliation.file
    done = Reconciliation.objects.get(pk=reconciliation.pk).children_done
    with stored(file) as handle, reader.open_census(handle, name=file.name, limit_bytes=file.size) as census:
        children = islice(census.children(), done, None)
        yield done
        while some := list(islice(children, a_batch)):
            _bring_in_some(warrant, reconciliation, some, done)
            done += len(some)
            yield done
    _finish(reconciliation, done)


def _bring_in_some(warrant: Warrant, reconciliation: Reconciliation, some: Sequence[Child], done: int) -> None:
    file = reconciliation.file
    with transaction.atomic():
        _take_turn(reconciliation, done)
        told = [tell(child) for child in some]
        held = hold((child.la_child_id for child in told if child.identified), file)
        authors = Authors(held.values())
        planned = []
        for child in told:
            one = settle(child, held.get(child.la_child_id) if child.identified else None, file, authors)
            _link(one, file, authors)
            planned.append(one)
        changed = [one for one in planned if one.changed]
        if changed:
            _ask_about_upns(changed)
            with act(BRING_IN, warrant) as doing:
                _write(doing, file, changed)
                Batch.objects.create(
                    reconciliation=reconciliation, act=doing.act, first=done, until=done + len(some)
                )
        _reckon(reconciliation, planned)
        CensusChild.objects.bulk_create(
            (
                CensusChild(file=file, child_id=one.held.person.pk if one.held else one.person_pk)
                for one in planned
                if not one.refused
            ),
            ignore_conflicts=True,
        )
        _move(reconciliation, children_done=done + len(some))


def _take_turn(reconciliation: Reconciliation, done: int) -> None:
    """Wait until no other file's children are being written, and see that nobody has come further with this one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    now = Reconciliation.objects.select_for_update().get(pk=reconciliation.pk)
    if now.children_done != done or now.finished_at is not None:
        raise BeingBroughtInError(f"{reconciliation.file.name} is being brought in by another process.")


def _move(reconciliation: Reconciliation, **fields: Any) -> None:
    Reconciliation.objects.filter(pk=reconciliation.pk).update(moved_at=timezone.now(), problem="", **fields)


def stop(reconciliation: Reconciliation, why: str) -> None:
    """Note why the bringing-in stopped; what was done of it stands."""
    Reconciliation.objects.filter(pk=reconciliation.pk, finished_at__isnull=True).update(
        problem=why, moved_at=timezone.now()
    )


def ask_again(reconciliation: Reconciliation) -> None:
    """Clear the note of why it stopped, and count the wait from now."""
    _move(reconciliation)


def _link(one: PlannedChild, file: CensusFile, authors: Authors) -> None:
    others = one.held.others if one.held else []
    years = [each.period for each in (file, *others) if each.period]
    for involvement in one.involvements:
        if involvement.told and not involvement.refused:
            link(involvement, years, authors)


def _ask_about_upns(changed: Sequence[PlannedChild]) -> None:
    """A child who isn't held, with a UPN that is: perhaps the same child under another number."""
    new = {one.told.upn: one for one in changed if one.held is None and one.told.upn}
    if not new:
        return
    for upn, (_, number) in others_with({upn: one.told.la_child_id for upn, one in new.items()}).items():
        new[upn].reckoning.remarks.append(
            Remark(
                kind=Kind.QUESTION, line=new[upn].told.line, element="UPN", value=upn, held=number,
                reason="Another child here has this UPN.",
                cure="If they are one child, join the two records; if not, find out whose number it is.",
            )
        )  # fmt: skip


# --- writing ----------------------------------------------------------------------------------------------


def _write(doing: Doing, file: CensusFile, changed: Sequence[PlannedChild]) -> None:
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
    fields = sorted({name for one in corrected for name in one.person})
    if fields:
        Person.objects.bulk_update([one.held.person for one in corrected if one.held], fields, batch_size=ROWS)
    ended = [row.pk for one in changed for row in one.ended]
    if ended:
        Identifier.objects.filter(pk__in=ended).update(ends_on=Greatest(F("starts_on"), file.told_on))
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
                child_id=_person_of(child), opened_on=one.referral.on, recorded_elsewhere=True,
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
    if corrected:
        Involvement.objects.bulk_update(
            [one.held for one in corrected if one.held], ["opened_on", "closed_on", "closure_reason"], batch_size=ROWS
        )


def _lay(doing: Doing, steps: Sequence[tuple[PlannedChild, PlannedInvolvement, PlannedStep]]) -> None:
    rows = lay(
        doing,
        [
            NewStep(
                child_id=one.held.child_id if one.held else _person_of(child),
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
    moved, by_kind = [], {}
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
    if moved:
        Step.objects.bulk_update(moved, ["happened_on", "key", "led_from", "involvement"], batch_size=ROWS)
    for kind, rows in by_kind.items():
        fields = sorted(set().union(*(names for _, names in rows)))
        kind_of(kind).facts._default_manager.bulk_update([facts for facts, _ in rows], fields, batch_size=ROWS)


def _person_of(child: PlannedChild) -> int:
    pk = child.held.person.pk if child.held else child.person_pk
    assert pk is not None
    return pk


def _row(one: PlannedInvolvement) -> Involvement:
    row = one.held or one.row
    assert row is not None
    return row


# --- reconciling ------------------------------------------------------------------------------------------


def _reckon(reconciliation: Reconciliation, planned: Sequence[PlannedChild]) -> None:
    total = Reckoning()
    for one in planned:
        total.counts.update(one.reckoning.counts)
    for thing in Thing:
        added = {outcome: number for (of, outcome), number in total.counts.items() if of is thing and number}
        if added:
            Tally.objects.filter(reconciliation=reconciliation, element=thing).update(
                **{outcome: F(outcome) + number for outcome, number in added.items()}
            )
    _list(
        reconciliation,
        [
            (remark, one.told.la_child_id, one.held.person.pk if one.held else one.person_pk)
            for one in planned
            for remark in one.reckoning.remarks
        ],
    )


def _list(reconciliation: Reconciliation, remarks: Sequence[tuple[Remark, str, int | None]]) -> None:
    Listed.objects.bulk_create(
        (
            Listed(
                reconciliation=reconciliation, kind=remark.kind, line=remark.line, la_child_id=number, child_id=child,
                element=remark.element, value=remark.value, held=remark.held, reason=remark.reason,
                cure=remark.cure, things=remark.things,
            )
            for remark, number, child in remarks
        ),
        batch_size=ROWS,
    )  # fmt: skip


def _finish(reconciliation: Reconciliation, done: int) -> None:
    """List what the file should tell of and doesn't, see that the counts add up, and close."""
    with transaction.atomic():
        _take_turn(reconciliation, done)
        _list_missed(reconciliation)
        for tally in reconciliation.tallies.all():
            if tally.in_file != tally.new + tally.corrected + tally.same + tally.not_in:
                raise DoesNotSumError(f"The file holds {tally.in_file} of {tally.element}, and they don't add up.")
        _move(reconciliation, finished_at=timezone.now())


def _list_missed(reconciliation: Reconciliation) -> None:
    """Referrals that an earlier file told of, of children whom this one doesn't name and should."""
    file = reconciliation.file
    if file.period is None:
        return
    first, last = file.period
    steps = Step.objects.filter(
        kind="referral", recorded_elsewhere=True, key__startswith="cin:", happened_on__lte=last
    ).exclude(state=Step.State.WITHDRAWN)
    steps = steps.filter(Q(involvement__closed_on__isnull=True) | Q(involvement__closed_on__gte=first))
    steps = steps.exclude(referralfacts__no_further_action=True, happened_on__lt=first)
    steps = steps.exclude(child__in=CensusChild.objects.filter(file=file).values("child"))
    newer: dict[int, bool] = {}
    found = list(steps.order_by("child", "happened_on"))
    told = CensusChild.objects.filter(child__in={step.child_id for step in found}).select_related("file")
    for one in told:
        newer[one.child_id] = newer.get(one.child_id, False) or one.file.told_at > file.told_at
    numbers = dict(
        Identifier.objects.filter(
            person__in=list(newer), scheme=Identifier.Scheme.LA_CHILD_ID, withdrawn=False
        ).values_list("person_id", "value")
    )
    _list(
        reconciliation,
        [
            (involvement_missed(step, file), numbers.get(step.child_id, ""), step.child_id)
            for step in found
            if not newer.get(step.child_id, False)
        ],
    )


