"""Runs the rules of a return on its tables, and says of every rule whether it ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sightline.returns.checking.collection import Collection
from sightline.returns.checking.rules import RETURN, TOLD, Rule
from sightline.returns.checking.store import Store

Place = tuple[str | None, int | None]  # a table and a row; neither when it is the return as a whole


class Outcome(StrEnum):
    """What became of a rule."""

    RAN = "ran"
    COULD_NOT_RUN = "could not run"
    NOT_THIS_YEAR = "not this year"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule said: the places it faults as (table, row), or why it said nothing or only a part."""

    rule: Rule
    outcome: Outcome
    why: str = ""
    places: tuple[Place, ...] = ()
    told: Mapping[Place, str] = field(default_factory=dict)


def run(rules: Iterable[Rule], store: Store, collection: Collection) -> list[Answer]:
    """Asks every rule: those that only pick rows of the same source all at once, each of the others by itself."""
    rules = [*rules]
    answers: dict[int, Answer] = {}
    picks: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, rule in enumerate(rules):
        if (said := _unasked(rule, store, collection)) is not None:
            answers[number] = said
        elif (pick := rule.pick) is not None:
            picks.setdefault((pick.table, pick.source), []).append((number, pick.holds))
        else:
            answers[number] = _asked(rule, store)
    for (table, source), together in picks.items():
        columns = ", ".join(f"({holds}) as c{place}" for place, (_, holds) in enumerate(together))
        any_of = " or ".join(f"c{place}" for place in range(len(together)))
        rows = store.ask(f'select * from (select "row", {columns} from {source}) where {any_of}')  # noqa: S608
        for place, (number, _) in enumerate(together, 1):
            found = sorted({row[0] for row in rows if row[place]})
            answers[number] = _ran(rules[number], store, tuple((table, row) for row in found))
    return [answers[number] for number in range(len(rules))]


def ask(rule: Rule, store: Store, collection: Collection) -> Answer:
    """Asks one rule."""
    return _unasked(rule, store, collection) or _asked(rule, store)


def _unasked(rule: Rule, store: Store, collection: Collection) -> Answer | None:
    """The answer of a rule that need not be asked: it cannot be, or there is no row that it could fault."""
    if not rule.in_force(collection.year):
        return Answer(rule, Outcome.NOT_THIS_YEAR, in_force(rule))
    if missing := missing_for(rule, store):
        return Answer(rule, Outcome.COULD_NOT_RUN, missing)
    if rule.asks_the_authority and collection.authority is None:
        return Answer(rule, Outcome.COULD_NOT_RUN, "the authority's code is missing (give it with --authority)")
    if rule.level == "return" and not store.whole:
        return Answer(rule, Outcome.COULD_NOT_RUN, "the rest of the file is missing")
    if (places := rule.places) and not any(name == RETURN or store.rows.get(name) for name in places):
        return _ran(rule, store)
    return None


def _asked(rule: Rule, store: Store) -> Answer:
    names, rows = store.ask_named(rule.sql)
    return _ran(rule, store, _places(names, rows), _told(names, rows))


def _ran(rule: Rule, store: Store, places: tuple[Place, ...] = (), told: Mapping[Place, str] | None = None) -> Answer:
    parts = [part for part in (rule.part, _done_without(rule, store)) if part]
    return Answer(rule, Outcome.RAN, f"in part: {'; '.join(parts)}" if parts else "", places, told or {})


def _done_without(rule: Rule, store: Store) -> str:
    """The columns that the rule looks at and its tables lack: it ran, and took them for empty."""
    absent = [
        column
        for name, column in rule.fields
        if name in store.given
        and column not in store.given[name]
        and column not in store.of.derived
        and store.collects(name, column)
    ]
    return f"{_listed(absent)} counted as empty" if absent else ""


def in_force(rule: Rule) -> str:
    """The years a rule is in force, in words."""
    if rule.last is None:
        return f"from {_spelt(rule.first)}"
    if rule.last == rule.first:
        return f"in {_spelt(rule.first)}"
    return f"from {_spelt(rule.first)} to {_spelt(rule.last)}"


def _spelt(year: int) -> str:
    return f"{year - 1}-{year % 100:02}"


def missing_for(rule: Rule, store: Store) -> str:
    """What the rule would need and the files do not hold; empty when it can speak.

    A column that the rule can do without counts as empty, and so does one that the year does not collect.
    """
    tables = [name for name in rule.needs if name not in store.given]
    if tables:
        return f"{_listed(tables)} {'is' if len(tables) == 1 else 'are'} missing"
    absent: dict[str, list[str]] = {}
    for either in rule.asks:
        asked = [(name, column) for name, column in either if store.collects(name, column)]
        if asked and not any(column in store.given.get(name, ()) for name, column in asked):
            names = dict.fromkeys(name for name, _ in asked)
            absent.setdefault(" or ".join(names), []).append(" or ".join(column for _, column in asked))
    missing = [
        f"{_listed(columns)} {'is' if len(columns) == 1 else 'are'} missing from {name}"
        for name, columns in absent.items()
    ]
    return "; ".join(missing)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _places(names: list[str], rows: list[tuple[Any, ...]]) -> tuple[Place, ...]:
    found: dict[Place, None] = {}
    for place, name in enumerate(names):
        if name == TOLD:
            continue
        numbers = {row[place] for row in rows if row[place] is not None}
        if name == RETURN:
            found.update({(None, None): None} if numbers else {})
        else:
            found.update(dict.fromkeys((name, number) for number in sorted(numbers)))
    return tuple(found)


def _told(names: list[str], rows: list[tuple[Any, ...]]) -> dict[Place, str]:
    if TOLD not in names:
        return {}
    told = names.index(TOLD)
    return {
        (None, None) if name == RETURN else (name, row[place]): row[told]
        for row in rows
        for place, name in enumerate(names)
        if place != told and row[place] is not None
    }
