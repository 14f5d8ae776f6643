"""What the rules of the census say of the whole record, for every child at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from sightline.returns.checking.rules import Rule
from sightline.returns.checking.run import missing_for
from sightline.returns.checking.store import store_of
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.found import Found, as_if_taken, found_in, found_of, rules_of
from sightline.returns.cin.rows import ChildRows, Row, children_of


@dataclass(slots=True)
class WholeRecord:
    """Everyone's rows of one census year, one child's after another's, and who has which."""

    children: list[ChildRows] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    of: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    could_not: dict[str, str] = field(default_factory=dict)


def whole_record(year: int, today: datetime.date, at: datetime.datetime | None = None) -> WholeRecord:
    """Ask every rule of the year about everyone who belongs in its census."""
    when = as_if_taken(year, today)
    collected = [table for table in CIN.tables if table.name != "Header" and table.collected_in(when.year)]
    whole = WholeRecord(tables={table.name: [] for table in collected}, of={table.name: [] for table in collected})
    for child in children_of(year, at=at):
        for name, rows in child.rows.items():
            whole.of[name] += [(len(whole.children), n) for n in range(len(rows))]
            whole.tables[name] += rows
        whole.children.append(child)
    columns = {table.name: [column.name for column in table.columns] for table in collected}
    store = store_of(CIN, when, {name: (columns[name], rows) for name, rows in whole.tables.items()})
    try:
        for rule in rules_of(when.year):
            if missing := missing_for(rule, store):
                whole.could_not[rule.code] = missing
                continue
            for main, others in found_in(rule, *store.ask_named(rule.sql)):
                whole.found.append(_found(whole, rule, main, others))
    finally:
        store.close()
    return whole


def _found(whole: WholeRecord, rule: Rule, main: tuple[str | None, int], others: Sequence[tuple[str, int]]) -> Found:
    table, row = main
    if table is None:
        return Found(rule, None, None, 0)
    number, own = whole.of[table][row]
    mine = [(name, at) for name, (whose, at) in ((name, whole.of[name][at]) for name, at in others) if whose == number]
    return found_of(rule, whole.children[number], (table, own), mine)
