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

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import BATCH as ROWS
from sightline.record.models import Identifier, Step
from sightline.record.warrant import Warrant
from sightline.returns.cin import read as reader
from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.held import BRING_IN, Authors, hold, others_with
from sightline.returns.cin.laying import ChangedMeanwhileError, lay_children
from sightline.returns.cin.links import link
from sightline.returns.cin.planned import PlannedChild
from sightline.returns.cin.reconciliation import CONTROL, Kind, Reckoning, Remark, Thing, remark_of
from sightline.returns.cin.records import Child
from sightline.returns.cin.settling import involvement_missed, settle
from sightline.returns.cin.telling import tell
from sightline.returns.models import Batch, CensusChild, CensusChunk, CensusFile, Listed, Reconciliation, Tally

CHILDREN_A_BATCH = 250
TRIES = 4
CHUNK = 1_000_000
LIMIT_BYTES = 500_000_000
_ONE_AT_A_TIME = 0x43494E  # the lock under which children are matched and written


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
        raise NotACensus(
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


def bring_in(warrant: Warrant, reconciliation: Reconciliation, *, a_batch: int = CHILDREN_A_BATCH) -> Iterator[int]:
    """Bring in what is left of a file: yields how many of its children are done, after each act.

    Raises :class:`BeingBroughtInError` when another process does the same at the same time.
    """
    file = reconciliation.file
    done = Reconciliation.objects.get(pk=reconciliation.pk).children_done
    with stored(file) as handle, reader.open_census(handle, name=file.name, limit_bytes=file.size) as census:
        children = islice(census.children(), done, None)
        yield done
        while some := list(islice(children, a_batch)):
            _try(warrant, reconciliation, some, done)
            done += len(some)
            yield done
    _finish(reconciliation, done)


def _try(warrant: Warrant, reconciliation: Reconciliation, some: Sequence[Child], done: int) -> None:
    """Bring some children in; where somebody worked on one of them at that moment, read and try again."""
    for left in reversed(range(TRIES)):
        try:
            return _bring_in_some(warrant, reconciliation, some, done)
        except (ChangedMeanwhileError, IntegrityError, OperationalError):
            if not left:
                raise
    return None


def _bring_in_some(warrant: Warrant, reconciliation: Reconciliation, some: Sequence[Child], done: int) -> None:
    file = reconciliation.file
    with transaction.atomic():
        _take_turn(reconciliation, done)
        _do_not_wait_for_the_disk()
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
                lay_children(doing, file, changed)
                Batch.objects.create(reconciliation=reconciliation, act=doing.act, first=done, until=done + len(some))
        _reckon(reconciliation, planned)
        CensusChild.objects.bulk_create(
            (CensusChild(file=file, child_id=one.pk) for one in planned if not one.refused),
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


def _do_not_wait_for_the_disk() -> None:
    """Let this transaction's commit be written out with the next one's.

    Were the server's power to go, the last children would be undone together with the count of them, and be
    brought in again; the end of a file does wait, for everything before it.
    """
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")


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
    for upn, number in others_with(new).items():
        new[upn].reckoning.remarks.append(
            Remark(
                kind=Kind.QUESTION, line=new[upn].told.line, element="UPN", value=upn, held=number,
                reason="Another child here has this UPN.",
                cure="If they are one child, join the two records; if not, find out whose number it is.",
            )
        )  # fmt: skip


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
        [(remark, one.told.la_child_id, one.pk or None) for one in planned for remark in one.reckoning.remarks],
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
