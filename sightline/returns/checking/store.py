"""The tables of one return, held in memory by DuckDB, where the rules ask them.

Every table of the return is there with every column, whatever the file held: what it lacked is empty. Text is
trimmed and an empty value is null; a date or a count that cannot be read is null too, with what was written
beside it in <column>_given. Each row keeps its number, from 0 in the order of the file, in "row".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sightline.returns.checking.collection import Collection
from sightline.returns.checking.tables import Column, Kind, Return, Table

GIVEN = "_given"  # ends the name of the column that keeps a date or a count as it was written
MACROS = "macros.sql"
_HERE = Path(__file__).parent
BLANKS = " \t\n\r\xa0\ufeff"
CELL, ROW = "\x1f", "\x1e"  # separate cells and rows on the way in; neither may stand in XML
Small = tuple[int, int | None, str | None]  # rows with codes in small letters: how many, the first, and its code
_TYPES = {Kind.DATE: "date", Kind.COUNT: "integer"}
_SETTINGS: dict[str, Any] = {"threads": 1, "preserve_insertion_order": True, "enable_external_access": False}
# Three hundred short questions cost more to plan than to answer: these optimisers are worth their time here, and the
# others (above all the one that makes a join of every list of codes) are not.
_OPTIMISERS = (
    "filter_pushdown",
    "unused_columns",
    "column_lifetime",
    "join_order",
    "build_side_probe_side",
    "deliminator",
    "cte_inlining",
)
_SHARED = re.compile(r"^create (?:temp table|view) (\w+) as\b.*?;$", re.MULTILINE | re.DOTALL)


class Store:
    """The tables of one return."""

    def __init__(self, of: Return) -> None:
        self.of = of
        self.given: dict[str, frozenset[str]] = {}
        self.rows: dict[str, int] = {}
        self.small: dict[str, Small] = {}
        self.year: int | None = None  # until the collection is known
        self.whole = True  # false when a file breaks off before its end
        self._shared: dict[str, str] = {}
        self._sql = _connect()
        self._sql.execute("begin")  # one transaction for all: three hundred small ones cost more than the rules
        self._sql.execute((_HERE / "reading.sql").read_text("utf-8"))

    def close(self) -> None:
        self._sql.close()

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
        """Puts in the rows of a table, in order. Columns that the table does not have are left out."""
        text = ROW.join([CELL.join([cell or "" for cell in row]) for row in rows])
        self.put_text(name, columns, text)

    def put_text(self, name: str, columns: Sequence[str], text: str) -> None:
        """Puts in a table whose cells and rows are parted by the two separators."""
        table = self.of.by_name[name]
        places = {column: place for place, column in enumerate(columns) if column in table.by_name}
        self.given[name] = frozenset(places)
        self.rows[name] = text.count(ROW) + 1 if text else 0
        if not text:
            self._sql.execute(f'create table "{name}" ({_declared(table)})')
            return
        how = "tidied" if _untidy(text) else "filled"
        shape = ", ".join(_cell(column, places.get(column.name), how) for column in table.columns)
        read = ", ".join(_read(column) for column in table.columns)
        if _has_small_letters(text):
            self.small[name] = self._small_codes(table, places, text)
        self._sql.execute(
            f'create table "{name}" as with lines as materialized (select generate_subscripts(l, 1)::integer - 1 '  # noqa: S608
            f"as n, unnest(l) as line from (select string_split(?, chr(30)) as l)), "
            f"cells as (select n, string_split(line, chr(31)) as c from lines), "
            f'shaped as (select n as "row", {shape} from cells) select "row", {read} from shaped',
            [text],
        )

    def _small_codes(self, table: Table, places: Mapping[str, int], text: str) -> Small:
        codes = [
            f"c[{places[column.name] + 1}]"
            for column in table.columns
            if column.kind is Kind.CODE and column.name in places
        ]
        wrong = " or ".join(f"{code} <> upper({code})" for code in codes) or "false"
        rows = self.ask(
            f"select count(*), min(n), arg_min(list_filter([{', '.join(codes)}], lambda x: x <> upper(x))[1], n) from ("  # noqa: S608
            "select generate_subscripts(l, 1)::integer - 1 as n, string_split(unnest(l), chr(31)) as c "
            f"from (select string_split(?, chr(30)) as l)) where {wrong}",
            [text],
        )
        return rows[0]

    def fill(self) -> None:
        """Makes the tables that were not given, empty."""
        absent = [(name, table) for name, table in self.of.by_name.items() if name not in self.given]
        self._sql.execute(
            "".join(f'create table if not exists "{name}" ({_declared(table)});' for name, table in absent)
        )

    def collects(self, name: str, column: str) -> bool:
        """Whether the return of this year asks for a column."""
        return self.year is None or self.of.by_name[name].by_name[column].collected_in(self.year)

    def finish(self, collection: Collection) -> None:
        """Makes everything else that the rules may ask."""
        self.year = collection.year
        self.fill()
        self._sql.execute(
            'create table Collection as select $1::integer as "year", $2::date as opens, $3::date as closes, '
            "$3::date as reference_date, $4::varchar as authority, $5::varchar as form",
            [collection.year, collection.opens, collection.closes, collection.authority, collection.form],
        )
        self._sql.execute((_HERE / "working_days.sql").read_text("utf-8"), _bank_holidays())
        self._sql.execute(_constants(collection))
        shared = "\n".join(
            (folder / MACROS).read_text("utf-8") for folder in (_HERE, self.of.folder) if (folder / MACROS).exists()
        )
        self._sql.execute(_SHARED.sub("", shared))
        self._shared = {made[1]: made[0] for made in _SHARED.finditer(shared)}
        self._named = re.compile(rf"\b(?:{'|'.join(self._shared)})\b")

    def _make_shared(self, query: str) -> None:
        """Makes what the rules share once a question names it, and first what that is made of."""
        for name in self._named.findall(query) if self._shared else ():
            if (making := self._shared.pop(name, None)) is not None:
                self._make_shared(making)
                self._sql.execute(making)

    def ask(self, query: str, values: object = None) -> list[tuple[Any, ...]]:
        self._make_shared(query)
        rows: list[tuple[Any, ...]] = self._sql.execute(query, values).fetchall()
        return rows

    def ask_named(self, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns and the rows."""
        self._make_shared(query)
        answer = self._sql.execute(query)
        return [column[0] for column in answer.description or ()], answer.fetchall()


def _connect() -> Any:
    # DuckDB's core alone: the Python over it takes longer to import than most returns take to check.
    try:
        from _duckdb import connect
    except ImportError:
        from duckdb import connect
    made = connect(":memory:", config=_SETTINGS)
    named = made.execute("select name from duckdb_optimizers()").fetchall()
    made.execute("set disabled_optimizers = ?", [",".join(name for (name,) in named if name not in _OPTIMISERS)])
    return made


def store_of(
    of: Return,
    collection: Collection,
    tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[str | None]]]],
) -> Store:
    """A store made from rows in hand: each table's columns and its rows."""
    store = Store(of)
    for name, (columns, rows) in tables.items():
        store.put(name, columns, rows)
    store.finish(collection)
    return store


def _constants(collection: Collection) -> str:
    """The collection's days, as macros: cheaper to plan with than a table."""
    authority = "null" if collection.authority is None else "'" + collection.authority.replace("'", "''") + "'"
    told = {
        "collection_year": str(collection.year),
        "opens": f"date '{collection.opens}'",
        "closes": f"date '{collection.closes}'",
        "reference_date": f"date '{collection.reference_date}'",
        "authority": f"{authority}::varchar",
    }
    return "".join(f"create macro {name}() as {value};" for name, value in told.items())


def _has_small_letters(text: str) -> bool:
    return text != text.upper()


def _untidy(text: str) -> bool:
    """Whether any cell begins or ends with a blank. Few do, and taking blanks off is slow."""
    return (
        text[0] in BLANKS
        or text[-1] in BLANKS
        or any(
            edge + blank in text or blank + edge in text for blank in BLANKS if blank in text for edge in (CELL, ROW)
        )
    )


def _bank_holidays() -> dict[str, Any]:
    from sightline.law.bank_holidays import FIRST_YEAR, HOLIDAYS, LAST_YEAR

    first = date(FIRST_YEAR, 1, 1)
    return {
        "first": first - timedelta(days=first.weekday()),
        "last": date(LAST_YEAR, 12, 31),
        "holidays": [
            holiday.day for holiday in HOLIDAYS if holiday.withdrawn_from is None and holiday.day.weekday() < 5
        ],
    }


def _declared(table: Table) -> str:
    columns = ['"row" integer']
    for column in table.columns:
        columns.append(f'"{column.name}" {_TYPES.get(column.kind, "varchar")}')
        if column.kind in _TYPES:
            columns.append(f'"{column.name}{GIVEN}" varchar')
    return ", ".join(columns)


def _cell(column: Column, place: int | None, how: str) -> str:
    value = "null::varchar" if place is None else f"{how}(c[{place + 1}])"
    return f'{value} as "{column.name}"'


def _read(column: Column) -> str:
    name = f'"{column.name}"'
    match column.kind:
        case Kind.DATE:
            return f'as_date({name}) as {name}, {name} as "{column.name}{GIVEN}"'
        case Kind.COUNT:
            return f'as_count({name}) as {name}, {name} as "{column.name}{GIVEN}"'
        case Kind.YES_NO:
            return f"as_yes_no({name}) as {name}"
        case Kind.CODE if column.mixed:
            spelt = " ".join(f"when '{code.upper()}' then '{code}'" for code in column.mixed)
            return f"case upper({name}) {spelt} else upper({name}) end as {name}"
        case Kind.CODE:
            return f"upper({name}) as {name}"
        case _:
            return name
