"""``sightline import cin``: a census file brought in from the command line, with its reconciliation."""

from __future__ import annotations

import csv
import getpass
import os
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sightline.access.models import User
from sightline.access.warrants import DeniedError, standing_of
from sightline.design.templatetags.design import plural
from sightline.record.warrant import Warrant
from sightline.returns.cin import read as reader
from sightline.returns.cin.acts import LIMIT_BYTES, BeingBroughtInError, begin_again, bring_in, receive
from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.listing import rows_of_list
from sightline.returns.cin.reconciliation import KIND_TITLES, SHORT, TITLES, Kind, Thing
from sightline.returns.models import Reconciliation

ALL_IN, SOMETHING_OUT, REFUSED = 0, 1, 2
SHOWN = 50


def import_cin(path: Path, *, by: str | None, to: Path | None) -> int:
    """Bring in the file and print what became of it. Returns the exit code: 0 all in, 1 something not, 2 refused."""
    console = Console()
    try:
        warrant = warrant_of(by, "census.bring_in", "Brought in")
        with reader.open_census(path, limit_bytes=LIMIT_BYTES) as census:
            with path.open("rb") as content:
                reconciliation, new = receive(warrant, census, content)
            if not new and reconciliation.finished_at is not None:
                console.print(f"This file was brought in before, on {reconciliation.finished_at:%d/%m/%Y}.")
                reconciliation = begin_again(warrant, reconciliation.file, census)
        _bring_in(warrant, reconciliation)
    except NotACensus as refused:
        return _refuse(console, f"{refused} Nothing was brought in.")
    except (DeniedError, BeingBroughtInError, OSError) as refused:
        return _refuse(console, str(refused))
    _print_tallies(console, reconciliation)
    _print_list(console, reconciliation)
    if to is not None:
        with to.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows_of_list(reconciliation.listed.all()))
        console.print(f"The whole list is in {to}.", markup=False, highlight=False, soft_wrap=True)
    return SOMETHING_OUT if reconciliation.listed.filter(kind__in=SHORT).exists() else ALL_IN


def _refuse(console: Console, why: str) -> int:
    console.print("Refused.", style="bold", end=" ")
    console.print(why, highlight=False, markup=False, soft_wrap=True)
    return REFUSED


def warrant_of(by: str | None, permission: str, done: str) -> Warrant:
    """The warrant of whoever works on the command line. done: what they do there, as their ground says it."""
    if by is None:
        return Warrant(None, "System", f"{done} on the command line of this server by {_operator()}", "command")
    user = User.objects.filter(email=by.lower(), is_active=True).first()
    if user is None:
        raise DeniedError(f"Nobody signs in as {by}.")
    return standing_of(user).warrant(permission, source="command")


def _operator() -> str:
    """Who the operating system says is at work."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _bring_in(warrant: Warrant, reconciliation: Reconciliation) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as progress:
        bar = progress.add_task("Children", total=reconciliation.file.children)
        for done in bring_in(warrant, reconciliation):
            progress.update(bar, completed=done)


def _print_tallies(console: Console, reconciliation: Reconciliation) -> None:
    table = Table(title=Text(f"{reconciliation.file.name}: what became of it"), title_justify="left")
    table.add_column("", no_wrap=True)
    for heading in ("In the file", "New", "Corrected", "Held already", "Not brought in"):
        table.add_column(heading, justify="right")
    for tally in reconciliation.tallies.order_by("id"):
        numbers = (tally.in_file, tally.new, tally.corrected, tally.same, tally.not_in)
        table.add_row(TITLES[Thing(tally.element)], *(f"{number:,}" for number in numbers))
    console.print(table)


def _print_list(console: Console, reconciliation: Reconciliation) -> None:
    listed = reconciliation.listed.order_by("id")
    number = listed.count()
    if not number:
        console.print("Nothing to list: everything in the file is on the record.")
        return
    more = f"; the first {SHOWN}" if number > SHOWN else ""
    console.print(f"{plural(number, 'thing')} to look at{more}:", highlight=False)
    for one in listed[:SHOWN]:
        where = f"line {one.line}" if one.line else "held here"
        about = " ".join(part for part in (one.la_child_id, one.element, f'"{one.value}"' if one.value else "") if part)
        held = f" Held: {one.held}." if one.held else ""
        console.print(
            f"  {where}: {KIND_TITLES[Kind(one.kind)]}. {about}. {one.reason}{held} {one.cure}",
            highlight=False, markup=False, soft_wrap=True,
        )  # fmt: skip
