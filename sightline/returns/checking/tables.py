"""What the checks need to know of a return: its tables, their columns and the years they belong to.

Years are collection years: 2026 is the return of 1 April 2025 to 31 March 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sightline.returns.checking.store import Store

LAST = "_last"  # ends the name of a table of last year's return


class Kind(StrEnum):
    """What sort of value a column holds."""

    DATE = "date"
    COUNT = "count"
    CODE = "code"  # put into capitals when it is read
    YES_NO = "yes or no"  # true and false are read as 1 and 0
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `first` and `last` are the collection years it belongs to (None: all).

    `mixed` are the codes whose right spelling isn't all capitals. `also` are other names the column goes by.
    """

    name: str
    kind: Kind = Kind.TEXT
    first: int | None = None
    last: int | None = None
    mixed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def collected_in(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


@dataclass(frozen=True)
class Table:
    """One table of a return.

    `child` is the column that tells whose row it is (None: the row is of the whole return). An `optional` table
    may be left out of a return; then it is empty. `files` are other names that its file goes by.
    """

    name: str
    columns: tuple[Column, ...]
    child: str | None = None
    first: int | None = None
    last: int | None = None
    optional: bool = False
    files: tuple[str, ...] = ()

    def collected_in(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}


@dataclass(frozen=True, slots=True)
class Told:
    """What a return's own header says of it."""

    year: int | None = None
    reference_date: date | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A table whose rows begin and end: a case, a plan, an episode."""

    table: str
    start: str
    end: str


@dataclass(frozen=True)
class Return:
    """One return: its tables, where its rules are, and the column that names a child.

    `lists` are tables that come from elsewhere, such as the list of providers. `mend` puts right what one way of
    giving the tables leaves undone, and `told` reads the header; both are asked once the tables are in. The
    rules of the years from `first_year` to `last_year` are held. `derived` are columns that no file need hold.

    For the comparison with last year, `people` is the table with a row for each child, `identifiers` what should
    stay the same about a child, and `spans` what begins and ends, the child's case first.
    """

    name: str
    title: str
    tables: tuple[Table, ...]
    child: str
    folder: Path
    first_year: int
    last_year: int
    people: str
    identifiers: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    lists: tuple[Table, ...] = ()
    derived: frozenset[str] = frozenset()
    mend: Callable[[Store], None] | None = None
    told: Callable[[Store], Told] | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """Every table that a rule may ask, by name: this year's, last year's and the lists."""
        last = {table.name + LAST: table for table in self.tables}
        return {table.name: table for table in (*self.tables, *self.lists)} | last
