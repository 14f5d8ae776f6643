"""A fault that a rule of the census finds on the record: whose it is, what it is about, and the facts under it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sightline.returns.checking.collection import Collection, collection
from sightline.returns.checking.rules import RETURN, TOLD, Rule, read_rules
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.rows import ChildRows, Row
from sightline.returns.faults.models import OF_THE_PERSON

SENT_BY = (7, 31)  # the census of a year that ended in March is put right until the end of July
_PLACES = {table.name: {column.name: n for n, column in enumerate(table.columns)} for table in CIN.tables}


@dataclass(frozen=True, slots=True)
class Found:
    """One fault. source: the step it is about, or the person (0 where no standing step says it).

    also: the other places that the rule names with it, as (table, source). facts: stands for what the record says
    of everything that the rule asks about this child; when it changes, something under the fault has changed.
    """

    rule: Rule
    person_id: int | None
    table: str | None
    source: int
    also: tuple[tuple[str, int], ...] = ()
    facts: str = ""

    @property
    def step_id(self) -> int | None:
        return None if self.table in OF_THE_PERSON else self.source or None

    @property
    def key(self) -> tuple[int | None, str, str | None, int]:
        return (self.person_id, self.rule.code, self.table, self.source)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of the census, by code."""
    return read_rules(CIN.folder, CIN)


def rules_of(year: int) -> list[Rule]:
    held = held_year(year)
    return [rule for rule in rules().values() if rule.in_force(held)]


def held_year(year: int) -> int:
    """The year whose rules are asked: its own, or the nearest whose rules are held."""
    return min(max(year, CIN.first_year), CIN.last_year)


def as_if_taken(year: int, today: datetime.date) -> Collection:
    """The census of a year as if its reference date were today, until that date has come."""
    whole = collection(year)
    return replace(whole, year=held_year(year), closes=min(whole.closes, today))


def years_open(today: datetime.date) -> tuple[int, ...]:
    """The census years that can still be put right: the one under way and, until it is sent, the one before."""
    now = today.year + (today >= datetime.date(today.year, 4, 1))
    before = datetime.date(today.year, 4, 1) <= today <= datetime.date(today.year, *SENT_BY)
    return (now, now - 1) if before else (now,)


def year_named(year: int) -> str:
    return f"{year - 1}-{year % 100:02}"


def facts_of(rule: Rule, rows: Mapping[str, Sequence[Row]]) -> str:
    """A short name for everything that a child's rows say in the columns that a rule asks about."""
    told = [
        (table, [row[_PLACES[table][column]] for row in rows.get(table, ())])
        for table, column in rule.fields
        if table in _PLACES and column in _PLACES[table]
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def found_in(
    rule: Rule, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[tuple[str | None, int], tuple[tuple[str, int], ...]]]:
    """Each fault that a rule's answer tells of: the place that it is about, and the others named with it.

    The rule's main table comes first. Rows that are about the same place are one fault.
    """
    also: dict[tuple[str | None, int], dict[tuple[str, int], None]] = {}
    for row in rows:
        places = [
            (name, at) for name, at in zip(names, row, strict=True) if name not in (RETURN, TOLD) and at is not None
        ]
        places.sort(key=lambda place: place[0] != rule.table)
        main: tuple[str | None, int] = places[0] if places else (None, 0)
        also.setdefault(main, {}).update(dict.fromkeys(places[1:]))
    yield from ((main, tuple(others)) for main, others in sorted(also.items(), key=lambda entry: entry[0][1]))


def found_of(rule: Rule, child: ChildRows, main: tuple[str, int], others: Sequence[tuple[str, int]]) -> Found:
    """The fault at a place among one child's rows."""
    table, row = main
    also = tuple((name, child.sources[name][at]) for name, at in others)
    return Found(rule, child.person_id, table, child.sources[table][row], also, facts_of(rule, child.rows))
