"""``sightline return cin``: the census produced from the record on the command line, with its check beside it."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from sightline.access.warrants import DeniedError
from sightline.design.templatetags.design import plural
from sightline.returns.checking.command import COULD_NOT_CHECK, FAULTS, NO_FAULTS
from sightline.returns.checking.notices import CannotCheck
from sightline.returns.cin.command import warrant_of
from sightline.returns.cin.reconciliation import TITLES
from sightline.returns.produced.acts import ask_for, could_not, produce, write_to
from sightline.returns.produced.making import CannotProduceError
from sightline.returns.produced.models import ProducedReturn

SHOWN = 20


def return_cin(
    *, year: int, as_known: datetime.datetime | None, output: Path | None, authority: str | None, by: str | None
) -> int:
    """Produce the census and print what it holds. Returns the exit code: 0 no faults, 1 faults, 2 not produced."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        warrant = warrant_of(by, "census.produce", "Produced")
        at = timezone.make_aware(as_known) if as_known and timezone.is_naive(as_known) else as_known
        produced, new = ask_for(warrant, year=year, at=at, authority=authority)
        path = output or Path(produced.file_name)
        with _beside(path) as writing:
            _produce(produced, writing)
            write_to(produced, writing)
        with _beside(path.with_suffix(".html")) as writing:
            writing.write_text(produced.kept.report, "utf-8")
    except (CannotProduceError, CannotCheck, DeniedError, OSError) as refused:
        console.print(f"Not produced. {refused}", markup=False)
        return COULD_NOT_CHECK
    _tell(console, produced, new, path)
    return FAULTS if produced.kept.faults or produced.misfits else NO_FAULTS


def _produce(produced: ProducedReturn, path: Path) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, transient=True) as progress:
            bar = progress.add_task("Children")
            produce(produced, path, told=lambda done, total: progress.update(bar, completed=done, total=total))
    except BaseException as error:
        could_not(produced, str(error) or "It was stopped.")
        raise
    if produced.state == ProducedReturn.State.BEING_MADE:
        raise CannotProduceError(
            "It is being made by the background worker at this moment. Ask again when it is ready."
        )


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file beside the one to write, which takes its place once it is whole; a half-written one is never seen."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    writing = Path(name)
    try:
        yield writing
        with writing.open("rb") as file:
            os.fsync(file.fileno())
        os.chmod(writing, 0o640)
        writing.replace(path)
    finally:
        writing.unlink(missing_ok=True)


def _tell(console: Console, produced: ProducedReturn, new: bool, path: Path) -> None:
    kept = produced.kept
    known = f"{timezone.localtime(produced.as_known):%d/%m/%Y %H:%M:%S}"
    console.print(f"The census of {produced.year}, authority {produced.authority}, as known on {known}.", markup=False)
    if not new:
        console.print("It was produced before: this is the same file.")
    elif produced.same_as:
        told = f"{timezone.localtime(kept.as_known):%d/%m/%Y %H:%M:%S}"
        console.print(f"Nothing that it tells of has changed since {told}: this is the file of then, {kept.file_name}.")
    elif produced.changes:
        counts = ", ".join(f"{len(children):,} {word}" for word, children in produced.changes.items())
        console.print(f"Since the return before it, children: {counts}.")
    table = Table(title="Control totals", title_justify="left")
    table.add_column("")
    table.add_column("In the file", justify="right")
    for thing, title in TITLES.items():
        table.add_row(title, f"{produced.totals.get(thing.value, 0):,}")
    console.print(table)
    for title, lines in (
        ("Places that don't fit the element tree", [_misfit(one) for one in produced.misfits]),
        ("Steps that the census has no place for", [_left_out(one) for one in produced.left_out]),
        ("Faults by rule, errors first", [_fault(one) for one in kept.faults]),
    ):
        _list(console, title, lines)
    console.print(f"Written to {path}, with its check in {path.with_suffix('.html').name}.", markup=False)


def _list(console: Console, title: str, lines: list[str]) -> None:
    if lines:
        console.print(f"{title}: {len(lines):,}", markup=False)
        for line in lines[:SHOWN]:
            console.print(f"  {line}", markup=False)
        if len(lines) > SHOWN:
            console.print(f"  … and {len(lines) - SHOWN:,} more.")


def _misfit(one: dict[str, Any]) -> str:
    return f"{one['child'] or 'the file as a whole'}: {one['element']}. {one['what']}"


def _left_out(one: dict[str, Any]) -> str:
    return f"{one['kind']} of {one['on']}, person {one['child']}. {one['why']}"


def _fault(one: dict[str, Any]) -> str:
    return f"{one['rule']:<8} {one['severity']:<6} {plural(one['count'], 'fault')}. {one['message']}"
