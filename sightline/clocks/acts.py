"""After each act the touched children's runs are made anew, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db import connection

from sightline.clocks.engine import Outcome, Run, runs
from sightline.clocks.facts import gather_joined
from sightline.clocks.models import ClockRun
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.record.acts import Doing, before_closing
from sightline.record.joined import joined_with
from sightline.record.models import Person
from sightline.record.sql import rows_of

_COLUMNS = (
    "child_id", "clock", "step_id", "ordinal", "started_on", "statutory_on", "local_on", "own_on", "stopped_on",
    "outcome", "edition",
)  # fmt: skip
_HELD = f'select id, {", ".join(_COLUMNS)} from "{ClockRun._meta.db_table}" where child_id = any(%s)'  # noqa: S608


def row_of(run: Run) -> tuple[object, ...]:
    return (
        run.child_id, run.clock_id, run.step_id, run.ordinal, run.started_on, run.statutory_on, run.local_on,
        run.own_on, run.stopped_on, str(run.outcome), run.edition,
    )  # fmt: skip


def run_of(row: ClockRun) -> Run:
    return Run(
        row.child_id, row.clock, row.step_id, row.ordinal, row.started_on, row.statutory_on, row.local_on,
        row.own_on, row.stopped_on, Outcome(row.outcome), row.edition,
    )  # fmt: skip


@before_closing
def follow(doing: Doing) -> None:
    """Make the runs of every child whom the act touched anew, once.

    Of two acts on one child the second has waited for the first to be done, before this; so each sees all that the
    other did.
    """
    if doing.records:
        _refresh(doing.records)


def refresh(person_ids: Iterable[int]) -> int:
    """Make these children's runs anew and write what changed. Returns how many runs came, went or changed."""
    return _refresh(joined_with(set(person_ids)))


def _refresh(records: Mapping[int, int]) -> int:
    """The same, of children whose records are known, each with the kept one of its child."""
    children = gather_joined(records)
    wanted = {row_of(run) for child in children for run in runs(child, ENGLAND_AND_WALES)}
    held = {row[1:]: row[0] for row in rows_of(_HELD, [list(records)])}
    gone = [pk for row, pk in held.items() if row not in wanted]
    come = sorted(wanted - held.keys(), key=lambda row: row[:4])
    if gone:
        ClockRun.objects.filter(pk__in=gone).delete()
    if come:
        _write(come)
    return max(len(gone), len(come))


def _write(rows: Iterable[tuple[object, ...]]) -> None:
    """Add runs by COPY: a census brings two hundred thousand, and a model instance for each doubles the time."""
    into = f'copy "{ClockRun._meta.db_table}" ({", ".join(_COLUMNS)}) from stdin'
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def rebuild(*, chunk: int = 2_000) -> Iterator[tuple[int, int]]:
    """Make every child's runs anew, some at a time: yields how many children were done and how many runs changed."""
    ids = iter(Person.objects.exclude(kind=Person.Kind.ADULT).order_by("id").values_list("id", flat=True))
    while some := list(islice(ids, chunk)):
        yield len(some), refresh(some)
