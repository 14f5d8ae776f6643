"""What the rules of the census say of one child, at once.

In each web process and for each census year one DuckDB database stands ready: its tables are made, every rule
is prepared. A child's rows go in within a transaction that is always undone, so that the tables are empty again.
The rules are asked some at a time, grouped by their main table; where a child has no rows for a group, it isn't
asked. DuckDB's optimiser is off: on a few rows it costs more than it brings, and a plan that it had made for
other rows might not be right for these.
"""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sightline.record.acts import AlreadyDone
from sightline.returns.checking.collection import Collection
from sightline.returns.checking.rules import Rule
from sightline.returns.checking.run import missing_for
from sightline.returns.checking.store import MACROS, Store, store_of
from sightline.returns.checking.tables import Kind, Table
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.found import Found, as_if_taken, found_in, found_of, rules_of, years_open
from sightline.returns.cin.rows import ChildRows, children_of

RULES_A_QUESTION = 10
_MADE = re.compile(r"create temp table (\w+) as\s+(.*?);", re.DOTALL)
_KEPT = 4  # census years on either side of midnight


@dataclass(frozen=True, slots=True)
class Said:
    """What the census of a year would say of one child. told: whether it would tell of the child at all."""

    year: int
    as_at: datetime.date
    told: bool
    found: tuple[Found, ...]
    ran: tuple[Rule, ...]
    could_not: tuple[tuple[Rule, str], ...]


def said_of(person_id: int, year: int, today: datetime.date) -> Said:
    """What the rules of a census year say of one child, by all their joined records, as the record is now."""
    ready = _ready(year, today)
    child = next(children_of(year, [person_id]), None)
    found = tuple(ready.faults(child)) if child else ()
    return Said(year, ready.when.closes, child is not None, found, ready.ran, ready.could_not)


def would_break(child_ids: Iterable[int], proposed: Callable[[], object], today: datetime.date) -> list[Found]:
    """The faults that an act would bring: what the rules say with it done, without what they say already.

    proposed does the act. It is done here and undone again, whatever it writes, so it must do nothing outside the
    database before its transaction ends. What refuses the act is for whoever does it in earnest to say: then there
    is nothing to warn of.
    """
    ids = list(child_ids)
    years = years_open(today)
    before = {(year, *one.key) for year in years for one in _faults_of(ids, year, today)}
    with transaction.atomic():
        try:
            with transaction.atomic():
                proposed()
            after = [(year, one) for year in years for one in _faults_of(ids, year, today)]
        except (IntegrityError, ValidationError, AlreadyDone, ValueError):
            after = []
        transaction.set_rollback(True)
    new = {one.key: one for year, one in reversed(after) if (year, *one.key) not in before}
    return sorted(new.values(), key=lambda one: (one.rule.severity, one.rule.code))


def _faults_of(child_ids: Sequence[int], year: int, today: datetime.date) -> Iterator[Found]:
    ready = _ready(year, today)
    for child in children_of(year, child_ids):
        yield from ready.faults(child)


@dataclass(frozen=True, slots=True)
class _Question:
    """Some rules asked together. tables: those whose rows their answers may name."""

    name: str
    rules: tuple[Rule, ...]
    columns: tuple[tuple[str, ...], ...]
    tables: frozenset[str]


class _Ready:
    """The rules of one year, ready to be asked about one child after another."""

    def __init__(self, when: Collection) -> None:
        self.when = when
        self.lock = threading.Lock()
        self.store = _empty(when)
        self.store.ask("commit")  # the tables, empty; a question prepared before would be planned anew each time
        self.store.ask("pragma disable_optimizer")
        asked = [rule for rule in rules_of(when.year) if rule.level != "return"]
        missing = {rule.code: missing_for(rule, self.store) for rule in asked}
        self.ran = tuple(rule for rule in asked if not missing[rule.code])
        self.could_not = tuple((rule, missing[rule.code]) for rule in asked if missing[rule.code])
        self.questions = [*self._questions()]
        self.made = [*self._made()]

    def _made(self) -> Iterator[str]:
        """What the macros make from the rows that are there: made again from each child's."""
        for name, query in _MADE.findall((CIN.folder / MACROS).read_text("utf-8")):
            self.store.ask(f'prepare made_{name} as insert into "{name}" {query}')
            yield f"execute made_{name}"

    def _questions(self) -> Iterator[_Question]:
        by_table = sorted(self.ran, key=lambda rule: rule.table or "")
        columns = {rule.code: tuple(self.store.ask_named(rule.sql)[0]) for rule in by_table}
        some: list[Rule] = []
        for rule, following in zip(by_table, [*by_table[1:], None], strict=True):
            some.append(rule)
            if following is None or following.table != rule.table or len(some) == RULES_A_QUESTION:
                yield self._question(some, [columns[one.code] for one in some])
                some = []

    def _question(self, some: Sequence[Rule], columns: Sequence[tuple[str, ...]]) -> _Question:
        name = f"question_{some[0].code}"
        parts = [
            f"select {n} as rule, [{_listed('c{0}::integer', names)}] as places "  # noqa: S608 - the rules are ours
            f"from ({rule.sql}) v({_listed('c{0}', names)})"
            for n, (rule, names) in enumerate(zip(some, columns, strict=True))
        ]
        self.store.ask(f"prepare {name} as " + " union all ".join(parts))
        return _Question(name, tuple(some), tuple(columns), frozenset(name for names in columns for name in names))

    def faults(self, child: ChildRows) -> list[Found]:
        """Every fault of one child, the rules in their order."""
        answers = []
        with self.lock:
            self.store.ask("begin")
            try:
                self._put(child)
                for question in self.questions:
                    if any(child.rows.get(table) for table in question.tables):
                        answers.append((question, self.store.ask(f"execute {question.name}")))
            finally:
                self.store.ask("rollback")
        return [one for question, rows in answers for one in _told(question, rows, child)]

    def _put(self, child: ChildRows) -> None:
        for name, rows in child.rows.items():
            if rows:
                table = CIN.by_name[name]
                values = [value for n, row in enumerate(rows) for value in (n, *_typed(table, row))]
                width = len(values) // len(rows)
                marks = ", ".join([f"({', '.join('?' * width)})"] * len(rows))
                self.store.ask(f'insert into "{name}" values {marks}', values)  # noqa: S608 - a table of ours
        for made in self.made:
            self.store.ask(made)


@lru_cache(maxsize=_KEPT)
def _ready_for(when: Collection) -> _Ready:
    return _Ready(when)


_making = threading.Lock()


def _ready(year: int, today: datetime.date) -> _Ready:
    with _making:
        return _ready_for(as_if_taken(year, today))


def _empty(when: Collection) -> Store:
    tables = {
        table.name: (tuple(column.name for column in table.columns), ())
        for table in CIN.tables
        if table.name != "Header" and table.collected_in(when.year)
    }
    return store_of(CIN, when, tables)


def _typed(table: Table, row: Sequence[str | None]) -> Iterator[Any]:
    """A row's values as the columns of the store take them: a date and a count also as they are written."""
    for column, written in zip(table.columns, row, strict=True):
        value = (written or "").strip() or None
        match column.kind:
            case Kind.DATE:
                yield value and datetime.date.fromisoformat(value)
                yield value
            case Kind.COUNT:
                yield value and int(value)
                yield value
            case Kind.CODE | Kind.YES_NO:
                yield value and value.upper()
            case _:
                yield value


def _listed(each: str, names: Sequence[str]) -> str:
    """One piece of SQL for each column of an answer."""
    return ", ".join(each.format(n) for n, _ in enumerate(names))


def _told(question: _Question, rows: Sequence[tuple[Any, ...]], child: ChildRows) -> Iterator[Found]:
    for n, rule in enumerate(question.rules):
        of_rule = [places for number, places in rows if number == n]
        for (table, row), others in found_in(rule, question.columns[n], of_rule):
            if table is not None:
                yield found_of(rule, child, (table, row), others)
