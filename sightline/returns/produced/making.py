"""Making a return: the file written from the record, read back, and checked. Nothing is kept here."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from sightline.record.as_known import settled
from sightline.returns.checking import store
from sightline.returns.checking.command import checked
from sightline.returns.checking.files import returns_in
from sightline.returns.checking.known import the_return
from sightline.returns.checking.load import Asked
from sightline.returns.checking.report import Report
from sightline.returns.cin.element_tree import Misfit, misfits
from sightline.returns.cin.read import open_census
from sightline.returns.cin.reconciliation import CONTROL, Thing
from sightline.returns.cin.rows import LeftOut, children_of
from sightline.returns.cin.write import END, START, child_xml, header

FIRST_YEAR, LAST_YEAR = the_return("cin").first_year, the_return("cin").last_year
Telling = Callable[[int, int], None]


class CannotProduceError(Exception):
    """The return can't be made; says why and what to do, in words for the person who asked."""


class NotAsWrittenError(Exception):
    """The file, read back, doesn't hold what was written: a fault of Sightline's own."""


@dataclass(slots=True)
class Made:
    """A file that was made: whom it tells of, how many of each thing, and what it has no place for."""

    children: list[tuple[int, str, str]] = field(default_factory=list)
    totals: Counter[Thing] = field(default_factory=Counter)
    left_out: list[tuple[int, LeftOut]] = field(default_factory=list)
    digest: str = ""
    size: int = 0
    misfits: list[Misfit] = field(default_factory=list)


def instant_of(at: datetime.datetime | None) -> datetime.datetime:
    """The instant at which a return speaks: the one asked for, or the latest that no act under way can change."""
    latest = settled()
    if at is None:
        return latest
    if at > latest:
        told = f"{timezone.localtime(latest):%d/%m/%Y at %H:%M:%S}"
        raise CannotProduceError(f"What will be known then isn't settled yet. Ask for a moment no later than {told}.")
    return at


def check_year(year: int, at: datetime.datetime) -> None:
    """Refuses a year whose census isn't known, or had not begun by the instant."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CannotProduceError(f"The census is known here for the years {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")
    if timezone.localtime(at).date() < datetime.date(year - 1, 4, 1):
        raise CannotProduceError(f"The census of {year} begins on 1 April {year - 1}: there is nothing to tell yet.")


def make(
    path: Path,
    *,
    year: int,
    authority: str,
    serial: int,
    at: datetime.datetime,
    told: Telling = lambda done, total: None,
) -> Made:
    """Writes the census of a year to a path, reads it back, and says what it holds."""
    made = Made()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(START)
        file.write(header(year=year, authority=authority, serial=serial, at=timezone.localtime(at)))
        for child in children_of(year, at=at, told=told):
            text = child_xml(child, year)
            file.write(text)
            digest = hashlib.sha256(text.encode()).hexdigest()[:32]
            made.children.append((child.person_id, child.la_child_id or "", digest))
            made.totals.update(child.totals())
            made.left_out += [(child.person_id, one) for one in child.left_out]
        file.write(END)
    _read_back(path, made, year)
    return made


def _read_back(path: Path, made: Made, year: int) -> None:
    with open_census(path) as census:
        for thing, control in CONTROL.items():
            if census.totals[control] != made.totals[thing]:
                raise NotAsWrittenError(
                    f"{made.totals[thing]} of {control} were written, {census.totals[control]} read."
                )
        made.digest, made.size = census.sha256, census.size
    with path.open("rb") as file:
        made.misfits = list(misfits(file, year))


def checked_file(path: Path, *, year: int, authority: str) -> Report:
    """The check of a produced file, by the rules of its year."""
    [given] = returns_in(path)
    return checked(given, Asked(name="cin", year=year, authority=authority))


def broken_rules(report: Report) -> list[dict[str, Any]]:
    """For each rule that was broken: how often, in how many children; errors first."""
    return [
        {
            "rule": rule.code,
            "severity": rule.severity,
            "count": len(faults),
            "children": len({fault.child for fault in faults if fault.child is not None}),
            "message": rule.message,
        }
        for rule, faults in report.by_rule()
    ]


def rules_digest() -> str:
    """What tells one set of rules from another: the digest of every file that the census's rules are written in."""
    folders = (Path(store.__file__).parent, the_return("cin").folder)
    files = sorted(path for folder in folders for path in folder.glob("*.sql"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
