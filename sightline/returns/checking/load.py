"""Loads one return from its files: which return and year it is, and what is to be said of the files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from sightline.returns.checking.collection import Collection, collection
from sightline.returns.checking.files import Given, Part, returns_in
from sightline.returns.checking.known import NAMES, the_return
from sightline.returns.checking.notices import CannotCheck, Notice
from sightline.returns.checking.store import Store
from sightline.returns.checking.tables import LAST, Kind, Return
from sightline.returns.checking.values import Written, notices_of_values

_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person who checks has said: the rest is recognised."""

    name: str | None = None
    year: int | None = None
    authority: str | None = None
    last: Path | None = None
    providers: Path | None = None


@dataclass(slots=True)
class Loaded:
    """One return, ready for its rules."""

    name: str
    of: Return
    store: Store
    collection: Collection
    notices: list[Notice] = field(default_factory=list)


def load(given: Given, asked: Asked) -> Loaded:
    """Loads a return. Raises CannotCheck when it cannot be."""
    of = the_return(asked.name or _recognised(given))
    store = Store(of)
    try:
        notices = [*given.notices]
        written = [*_put(given, of, store, notices)]
        if not written:
            raise _no_tables(given, of, notices)
        if asked.last is not None:
            for last in returns_in(asked.last):
                written += _put(last, of, store, notices, ending=LAST)
        if asked.providers is not None:
            from sightline.returns.checking.providers import put_providers

            put_providers(asked.providers, store)
        store.fill()
        if of.mend is not None:
            of.mend(store)
        when = _when(given, of, store, asked, notices)
        for part in written:
            notices += notices_of_values(store, part, when.year)
        store.finish(when)
    except BaseException:
        store.close()
        raise
    return Loaded(given.name, of, store, when, notices)


def _no_tables(given: Given, of: Return, notices: Iterable[Notice]) -> CannotCheck:
    first = next(iter(notices), None)
    if first is not None:
        return CannotCheck(first.file, first.line, first.what, first.cure)
    return CannotCheck(given.name, None, f"there is no table of the {of.title} in it.", "Check what was exported.")


def _recognised(given: Given) -> str:
    """Which return the files are."""
    if given.xml is not None:
        with given.xml.open() as file:
            head = file.read(_HEAD)
        if b"EXPSSDA903" in head:
            raise CannotCheck(
                given.name, 1, "this is the XML form of SSDA903.", "Export the return as CSV files and check those."
            )
        return "cin"
    from sightline.returns.checking.csv_tables import fit

    def alike(name: str) -> int:
        tables = the_return(name).tables
        return sum(max(0, *(fit(header, table) for table in tables)) for header in headers)

    headers = [*map(_header, given.tables)]
    best = max(NAMES, key=alike)
    if not alike(best):
        raise CannotCheck(
            given.name,
            None,
            "none of its files has the columns of a return.",
            "Say which return it is with --return, and name each file after its table.",
        )
    return best


def _header(part: Part) -> list[str]:
    with part.open() as file:
        head = file.read(_HEAD)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(encoding, "replace").replace(";", ",").replace("\t", ",").replace("\0", "")
    return next(iter(csv.reader(StringIO(text, newline=""))), [])


def _put(given: Given, of: Return, store: Store, notices: list[Notice], ending: str = "") -> Iterator[Written]:
    if given.xml is not None:
        if of.name != "cin":
            raise CannotCheck(given.name, 1, f"the {of.title} is not read from XML.", "Give a folder of its CSV files.")
        from sightline.returns.cin.tabulate import put_census

        yield from put_census(given.xml, store, notices, ending)
        return
    from sightline.returns.checking.csv_tables import read_sheet

    for part in given.tables:
        with part.open() as file:
            data = file.read()
        sheet = read_sheet(part.name, data, of)
        if isinstance(sheet, Notice):
            notices.append(sheet)
            continue
        name = sheet.table.removesuffix(LAST) + ending if ending else sheet.table
        if name in store.given:
            notices.append(
                Notice(part.name, None, f"another file gave the table {name} already.", "It was not read; keep one.")
            )
            continue
        notices += sheet.notices
        store.put_text(name, sheet.columns, sheet.text)
        absent = [
            column.name
            for column in of.by_name[name].columns
            if column.name not in sheet.columns and column.name not in of.derived
        ]
        yield Written(part.name, name, sheet.line, tuple(absent))


def _when(given: Given, of: Return, store: Store, asked: Asked, notices: list[Notice]) -> Collection:
    told = of.told(store) if of.told is not None else None
    year = asked.year or (told.year if told else None) or _busiest_year(of, store)
    if year is None:
        raise CannotCheck(given.name, None, "nothing in it says which year it is of.", "Say so with --year.")
    closes = told.reference_date if told else None
    if closes is not None and asked.year is not None and closes.year != asked.year:
        notices.append(
            Notice(
                given.name,
                None,
                f"its reference date is {closes:%-d %B %Y}, but the rules of {_spelt(asked.year)} were asked for.",
                "Its dates are measured against its own reference date.",
            )
        )
    form = "xml" if given.xml is not None else "csv"
    authority = asked.authority or (told.authority if told else None)
    when = collection(year, reference_date=closes, authority=authority, form=form)
    held = min(max(year, of.first_year), of.last_year)
    if held != year:
        notices.append(
            Notice(
                given.name,
                None,
                f"the rules of {_spelt(year)} are not held.",
                f"Those of {_spelt(held)} were asked instead.",
            )
        )
        when = replace(when, year=held)
    return when


def _spelt(year: int) -> str:
    return f"{year - 1}-{year % 100:02}"


def _busiest_year(of: Return, store: Store) -> int | None:
    """The collection year in which most of the dates fall, other than those of births and deaths."""
    dates = [
        f'select "{column.name}" as day from "{table.name}"'  # noqa: S608
        for table in of.tables
        if table.name in store.given
        for column in table.columns
        if column.kind is Kind.DATE and not any(word in column.name for word in ("DOB", "Birth", "Death"))
    ]
    if not dates:
        return None
    rows = store.ask(
        "select year(day + interval 9 months) as y from (" + " union all ".join(dates) + ") "  # noqa: S608
        "where day is not null group by y order by count(*) desc, y desc limit 1"
    )
    return rows[0][0] if rows else None
