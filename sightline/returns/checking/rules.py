"""The registry of rules: each one a named query, read from the .sql files beside a return.

A rule is written as

    -- rule 1103
    -- severity: error
    -- level: row
    -- years: 2023-
    -- fields: Assessments.AssessmentActualStartDate, CINdetails.CINreferralDate
    -- message: An assessment starts before the referral that led to it. Check both dates.
    select a."row" as "Assessments" from ... ;

The query gives a place at fault in each cell: the column is the table and the cell the row, counted from 0. A
fault of the whole return is in a column named Return. What is special to one place may be put in words in a column
named Told. The first table of `fields` is the rule's main table.
Without `needs` a rule needs every table and column of its fields, but not last year's tables and not the optional
ones. `needs` names the tables and columns that it cannot speak without: `Episodes` stands for the table with the
columns of its fields, `Episodes.DEC` for that column alone, `Episodes.DEC|Episodes.REC` for either. A rule of a child
also needs the column that names the child. A rule that can be asked only in part has a line `part` that says what is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sightline.returns.checking.tables import LAST, Return

RETURN = "Return"  # the column of faults that belong to the return as a whole
TOLD = "Told"  # the column of what is to be told of one place beside the message
SEVERITIES = ("error", "query")
LEVELS = ("row", "child", "return")
_KEYS = frozenset({"severity", "level", "years", "fields", "message", "needs", "provisional", "part"})
_START = re.compile(r"^-- rule (\S+)\s*$", re.MULTILINE)
_FIELD = re.compile(r"--\s?(\w+)\s*(?::\s*(.*))?$")
_YEARS = re.compile(r"(\d{4})(-?)(\d{4})?$")
_PICK = re.compile(r'select "row" as "(\w+)" from (\w+)\s+where (.+)', re.DOTALL)
_MORE_THAN_A_PICK = re.compile(r"\b(select|qualify|group by|order by|limit|working_days?_\w+)\b")
_PLACES = re.compile(r'\bas "(\w+)"')


class Pick(NamedTuple):
    """A query that picks, of one source, the rows of which something holds."""

    table: str
    source: str
    holds: str


class BadRule(Exception):
    """A rule that is not written as rules are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the Department's, and the query that finds what breaks it.

    `needs` are the tables it cannot speak without, and `asks` the columns: one of each group must be there.
    """

    code: str
    severity: str
    level: str
    first: int
    last: int | None
    fields: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    message: str
    sql: str
    provisional: bool
    place: str
    part: str = ""
    asks: tuple[tuple[tuple[str, str], ...], ...] = ()

    @property
    def table(self) -> str | None:
        """The main table."""
        return self.fields[0][0] if self.fields else None

    @property
    def pick(self) -> Pick | None:
        """The query, when it only picks rows of one source: such rules can be asked together."""
        found = _PICK.fullmatch(self.sql)
        return None if found is None or _MORE_THAN_A_PICK.search(found[3]) else Pick(*found.groups())

    @property
    def places(self) -> frozenset[str]:
        """The columns of the query, which are the tables whose rows it faults; Return is one of them."""
        return frozenset(_PLACES.findall(self.sql)) - {TOLD, "row"}

    @property
    def asks_the_authority(self) -> bool:
        return "authority()" in self.sql

    def in_force(self, year: int) -> bool:
        return year >= self.first and (self.last is None or year <= self.last)

    def columns_of(self, table: str) -> tuple[str, ...]:
        """The columns to look at in a row of this table; every column named when the table has none of its own."""
        own = tuple(column for name, column in self.fields if name == table)
        return own or tuple(dict.fromkeys(column for _, column in self.fields))


def read_rules(folder: Path, of: Return) -> dict[str, Rule]:
    """Every rule in the .sql files of a folder, by code. A code that comes twice is refused."""
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.sql")):
        for rule in _rules_in(path, of):
            if rule.code in rules:
                raise BadRule(f"{rule.place}: rule {rule.code} is written already, at {rules[rule.code].place}.")
            rules[rule.code] = rule
    return dict(sorted(rules.items(), key=lambda entry: in_order(entry[0])))


def in_order(code: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts codes as people do: 205A before 1003, letters after numbers."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"\d+|\D+", code))


def _rules_in(path: Path, of: Return) -> Iterator[Rule]:
    parts = _START.split(path.read_text("utf-8"))
    line = 1 + parts[0].count("\n")
    for code, body in zip(parts[1::2], parts[2::2], strict=True):
        yield _rule(code, body, f"{path.name}:{line}", of)
        line += body.count("\n")


def _rule(code: str, body: str, place: str, of: Return) -> Rule:
    told: dict[str, str] = {}
    lines = body.strip("\n").split("\n")
    key = ""
    while lines and lines[0].startswith("--"):
        text = lines.pop(0)
        if text.startswith("--   ") and key:
            told[key] += " " + text[2:].strip()
            continue
        field = _FIELD.match(text)
        key = field[1] if field else ""
        if field is None or key not in _KEYS or key in told:
            raise BadRule(f"{place}: rule {code}: {text!r} is not a line of a rule.")
        told[key] = (field[2] or "").strip()

    def one_of(key: str, allowed: Sequence[str]) -> str:
        if told.get(key) not in allowed:
            raise BadRule(f"{place}: rule {code}: {key} is {told.get(key)!r}, not one of {', '.join(allowed)}.")
        return told[key]

    years = _YEARS.match(told.get("years", ""))
    if years is None:
        raise BadRule(f"{place}: rule {code}: years are written 2023-, 2023-2025 or 2025.")
    last = int(years[3]) if years[3] else None if years[2] else int(years[1])
    sql = "\n".join(lines).strip().rstrip(";").strip()
    if not told.get("message") or not sql:
        raise BadRule(f"{place}: rule {code} lacks its message or its query.")
    fields = tuple(_fields(code, place, told.get("fields", ""), of))
    level = one_of("level", LEVELS)
    needs, asks = _needs(code, place, told.get("needs"), fields, of)
    if level == "child":
        named = ((name, of.by_name[name].child) for name in needs)
        asks += tuple(((name, child),) for name, child in named if child is not None)
    return Rule(
        code=code,
        severity=one_of("severity", SEVERITIES),
        level=level,
        first=int(years[1]),
        last=last,
        fields=fields,
        needs=needs,
        asks=tuple(dict.fromkeys(asks)),
        message=told["message"],
        sql=sql,
        provisional="provisional" in told,
        place=place,
        part=told.get("part", ""),
    )


def _fields(code: str, place: str, text: str, of: Return) -> Iterator[tuple[str, str]]:
    for field in filter(None, (part.strip() for part in text.split(","))):
        table, _, column = field.partition(".")
        if table not in of.by_name or column not in of.by_name[table].by_name:
            raise BadRule(f"{place}: rule {code}: there is no {field} in the {of.title}.")
        yield table, column


def _needs(
    code: str, place: str, text: str | None, fields: tuple[tuple[str, str], ...], of: Return
) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, str], ...], ...]]:
    """The tables that a rule cannot speak without, and the groups of columns of which it needs one."""
    if text is None:
        named = dict.fromkeys(table for table, _ in fields)
        needs = [name for name in named if not name.endswith(LAST) and not of.by_name[name].optional]
        return tuple(needs), tuple((field,) for field in fields if field[0] in needs)
    tables: dict[str, None] = {}
    whole: list[str] = []
    asks: list[tuple[tuple[str, str], ...]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if "." in part:
            either = tuple(_fields(code, place, part.replace("|", ","), of))
            asks.append(either)
            names = {table for table, _ in either}
            tables.update(dict.fromkeys(names if len(names) == 1 else ()))
        elif part in of.by_name:
            whole.append(part)
            tables[part] = None
        else:
            raise BadRule(f"{place}: rule {code}: it needs {part}, which is no table of the {of.title}.")
    return tuple(tables), (*((field,) for field in fields if field[0] in whole), *asks)
