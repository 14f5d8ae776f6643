"""The worked cases of other people's validators, where they are at hand: tables in, rows at fault out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sightline.returns.checking.collection import Collection, collection
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.run import Outcome, ask
from sightline.returns.checking.store import store_of

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "oracle"
Place = tuple[str | None, int | None]


@cache
def worked_cases(name: str) -> list[dict[str, Any]]:
    """Every case of a return, with `number` counting from 1; none when the folder is absent."""
    path = FOLDER / f"{name}_cases.jsonl"
    if not path.exists():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [{**json.loads(line), "number": number} for number, line in enumerate(lines, 1)]


def label(case: Mapping[str, Any]) -> str:
    return f"{case['code']}-{case['number']}"


def difference(name: str, case: Mapping[str, Any]) -> tuple[set[Place], set[Place]]:
    """The places expected and not found, and those found and not expected."""
    expected, found = expected_of(case), _found(name, case)
    if case.get("la_level"):  # the return as a whole is at fault, though the case has no row to say so with
        expected = {(None, None)}
    return expected - found, found - expected


def _found(name: str, case: Mapping[str, Any]) -> set[Place]:
    of = the_return(name)
    rule = rules_of(name)[case["code"]]
    tables = {
        table: _table(of.by_name[table].by_name, held) for table, held in case["input"].items() if table in of.by_name
    }
    told = case.get("metadata", {})
    if "provider_info" in told:
        tables["Providers"] = _table(of.by_name["Providers"].by_name, told["provider_info"])
    when = _collection(case, tables)
    store = store_of(of, when, tables)
    try:
        answer = ask(rule, store, when)
    finally:
        store.close()
    assert answer.outcome is Outcome.RAN, f"{answer.outcome}: {answer.why}"
    labels = {table: held["index"] for table, held in case["input"].items()}
    return {
        (table, None if row is None else labels[table][row]) for table, row in answer.places if table is not None
    } | {(None, None) for table, _ in answer.places if table is None}


def _table(known: Mapping[str, Any], held: Mapping[str, Any]) -> tuple[list[str], list[list[str | None]]]:
    names = {also: column.name for column in known.values() for also in column.also}
    columns = [names.get(column, column) for column in held["columns"]]
    return columns, [[text_of(cell) for cell in row] for row in held["rows"]]


def text_of(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, list):
        return ",".join(map(str, cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _collection(case: Mapping[str, Any], tables: Mapping[str, Any]) -> Collection:
    year = int(case["year"][-7:-3]) + 1
    told = case.get("metadata", {})
    reference = None
    if "Header" in tables and "ReferenceDate" in tables["Header"][0]:
        columns, rows = tables["Header"]
        reference = day_of(rows[0][columns.index("ReferenceDate")])
    usual = collection(year, reference_date=reference)
    closes = day_of(told["collection_end"]) if "collection_end" in told else None
    opens = day_of(told["collection_start"]) if "collection_start" in told else None
    if closes is None and opens is not None:
        closes = date(opens.year + 1, 3, 31)
    if opens is None and closes is not None:
        opens = collection(year, reference_date=closes).opens
    if "collectionYear" in told:
        year = max(int(told["collectionYear"]), the_return("ssda903").first_year)
    form = told.get("file_format", "csv")
    return Collection(year, opens or usual.opens, closes or usual.closes, told.get("localAuthority"), form)


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date()


def expected_of(case: Mapping[str, Any]) -> set[Place]:
    expected = case["expected"]
    if isinstance(expected, dict):
        return {(table, row) for table, rows in expected.items() for row in rows}
    return {(table, row) for table, _, found in expected for _, rows in found for row in rows}
