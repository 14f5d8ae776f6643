"""Writes the return of children looked after as the Department's CSV files, one a table.

What reads the files again finds the same rows: dates are written day first as the Department asks, an empty value
is an empty cell, and a value that holds a comma, a quote or a line break is quoted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sightline.returns.checking.tables import Table
from sightline.returns.ssda903.spec import DERIVED, TABLES

Value = str | int | date | None
Row = Mapping[str, Value]


class NotInTheReturn(LookupError):
    """A table or a column was given that the return of that year does not have."""


def write(folder: Path, tables: Mapping[str, Iterable[Row]], *, year: int) -> list[Path]:
    """Writes each table given as <name>.csv into the folder, and answers the files in the order of the return.

    A table with no rows is written too, with its header alone: it says that there were none.
    """
    unknown = [name for name in tables if name not in TABLES or not TABLES[name].collected_in(year)]
    if unknown:
        raise NotInTheReturn(f"The return of {year - 1}-{year % 100:02} has no table {', '.join(unknown)}.")
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder, table, tables[name], year) for name, table in TABLES.items() if name in tables]


def columns_of(table: Table, year: int) -> list[str]:
    """The columns of a table's file in that year: not those that the Department derives."""
    derived = DERIVED.get(table.name, ())
    return [column.name for column in table.columns if column.collected_in(year) and column.name not in derived]


def _written(folder: Path, table: Table, rows: Iterable[Row], year: int) -> Path:
    columns = columns_of(table, year)
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for row in rows:
            out.writerow(_cells(table, columns, row))
    return path


def _cells(table: Table, columns: Sequence[str], row: Row) -> list[str]:
    unknown = row.keys() - set(columns)
    if unknown:
        raise NotInTheReturn(f"The table {table.name} has no column {', '.join(sorted(unknown))}.")
    return [_text(row.get(column)) for column in columns]


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)
