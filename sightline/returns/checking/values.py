"""What is to be said of the values in a table as a whole: dates and codes that a spreadsheet has spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sightline.returns.checking.notices import Notice
from sightline.returns.checking.store import GIVEN, Store
from sightline.returns.checking.tables import Kind


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was put in, the file it came from, and how to find the line of one of its rows."""

    file: str
    table: str
    line: Callable[[int, str], int | None]
    absent: tuple[str, ...] = ()


def notices_of_values(store: Store, written: Written, year: int) -> Iterator[Notice]:
    """Columns that are missing, dates and counts that cannot be read, and codes that were not in capitals."""
    table = store.of.by_name[written.table]
    absent = [name for name in written.absent if table.by_name[name].collected_in(year)]
    if absent:
        many = len(absent) > 1
        yield Notice(
            written.file,
            1,
            f"{written.table} lacks the column{'s' if many else ''} {', '.join(absent)}.",
            f"{'They count' if many else 'It counts'} as empty.",
        )
    rows, row, code = store.small.get(written.table, (0, None, None))
    if rows and row is not None and code is not None:
        yield Notice(
            written.file,
            written.line(row, code),
            f"the code {code[:40]!r} is not in capitals{f', nor are codes in {rows - 1:,} more rows' * (rows > 1)}.",
            "They were read as capitals." if rows > 1 else "It was read as capitals.",
        )
    checked = [
        column
        for column in table.columns
        if column.kind in (Kind.DATE, Kind.COUNT) and column.name in store.given[written.table]
    ]
    if not checked:
        return
    asked = ", ".join(
        f'count(*) filter ({_spoilt(column.name)}), min("row") filter ({_spoilt(column.name)}), '
        f'arg_min("{column.name}{GIVEN}", "row") filter ({_spoilt(column.name)})'
        for column in checked
    )
    answer = store.ask(f'select {asked} from "{written.table}"')[0]  # noqa: S608
    for place, column in enumerate(checked):
        count, row, value = answer[3 * place : 3 * place + 3]
        if not count:
            continue
        what = "date" if column.kind is Kind.DATE else "number"
        times = "" if count == 1 else f", nor are {count - 1:,} more in {column.name}"
        yield Notice(
            written.file,
            written.line(row, value),
            f"{column.name} is {value[:40]!r}, which is not a {what} that can be read{times}.",
            _cure(value) if column.kind is Kind.DATE else "Write a whole number.",
        )


def _spoilt(column: str) -> str:
    return f'where "{column}" is null and "{column}{GIVEN}" is not null'


def _cure(value: str) -> str:
    if re.fullmatch(r"\d{4,6}(\.\d+)?", value):
        return "A spreadsheet has turned dates into numbers: give the column a date format and export again."
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", value):
        return "Write the year with four figures: a spreadsheet has shortened it."
    return "Write it as DD/MM/YYYY or YYYY-MM-DD."
