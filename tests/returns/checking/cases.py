"""Cases of our own for the rules: small tables written as text, with the rows at fault marked.

    rule 102
    Header: CHILD DOB
    c1 31/02/2010 !
    c2 28/02/2010

`!` ends a row that the rule must flag; every other row must be left alone. A `!` on a line of its own stands for
a fault of the whole return. `-` is an empty cell and a value with spaces is written with _. `year: 2025` and
`authority: 211` may come before the tables. Tables and cases are parted by blank lines; `#` begins a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sightline.returns.checking.collection import collection
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.run import Outcome, ask
from sightline.returns.checking.store import store_of

Place = tuple[str | None, int | None]
LATEST = 2026


@dataclass
class Case:
    """One case: the rule it is of, its tables, and the places that the rule must find."""

    rule: str
    place: str
    told: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[list[str], list[list[str | None]]]] = field(default_factory=dict)
    expected: set[Place] = field(default_factory=set)

    @property
    def rows(self) -> int:
        return sum(len(rows) for _, rows in self.tables.values())


def cases_in(folder: Path) -> list[Case]:
    return [case for path in sorted(folder.glob("*.txt")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    case: Case | None = None
    table = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        here = f"{path.name}:{number}"
        if text.startswith("rule "):
            if case is not None:
                yield case
            case, table = Case(text[5:].strip(), here), ""
        elif not text:
            table = ""
        elif case is None:
            raise ValueError(f"{here}: a line before the first rule: {text!r}")
        elif text == "!":
            case.expected.add((None, None))
        elif ":" in text.split()[0]:
            name, _, rest = text.partition(":")
            if name in ("year", "authority", "form"):
                case.told[name] = rest.strip()
            else:
                table = name
                case.tables[table] = (rest.split(), [])
        elif not table:
            raise ValueError(f"{here}: a row outside a table: {text!r}")
        else:
            columns, rows = case.tables[table]
            cells = text.split()
            if cells[-1] == "!":
                cells.pop()
                case.expected.add((table, len(rows)))
            if len(cells) != len(columns):
                raise ValueError(f"{here}: {len(cells)} cells under {len(columns)} columns: {text!r}")
            rows.append([None if cell == "-" else cell.replace("_", " ") for cell in cells])
    if case is not None:
        yield case


def found_by(name: str, case: Case) -> set[Place]:
    """What the rule finds in the case's tables."""
    rule = rules_of(name)[case.rule]
    of = the_return(name)
    for table, (columns, _) in case.tables.items():
        unknown = [column for column in columns if column not in of.by_name[table].by_name]
        assert not unknown, f"{case.place}: {table} has no column {', '.join(unknown)}"
    year = int(case.told.get("year", max(rule.first, min(LATEST, rule.last or LATEST))))
    when = collection(year, authority=case.told.get("authority"), form=case.told.get("form", "csv"))
    store = store_of(of, when, case.tables)
    try:
        answer = ask(rule, store, when)
    finally:
        store.close()
    assert answer.outcome is Outcome.RAN, f"{case.place}: rule {case.rule} {answer.outcome}: {answer.why}"
    return set(answer.places)
