"""What a check found: every fault with its child, and of every rule whether it ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sightline.returns.checking.load import Loaded
from sightline.returns.checking.notices import Notice
from sightline.returns.checking.rules import Rule
from sightline.returns.checking.run import Answer, Outcome, run
from sightline.returns.checking.store import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """One place at fault. A fault of the return as a whole has no table and no row."""

    rule: str
    severity: str
    table: str | None
    row: int | None
    child: str | None
    fields: tuple[str, ...]
    message: str

    def said_beside(self, rule: Rule) -> str:
        """What is told of this place beside the rule's message."""
        return self.message.removeprefix(rule.message).strip()

    def as_told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Report:
    """The check of one return."""

    name: str
    title: str
    year: int
    authority: str | None
    answers: list[Answer]
    faults: list[Fault]
    notices: list[Notice]
    rows: dict[str, int] = field(default_factory=dict)
    whole: bool = True

    def of_rule(self, code: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.rule == code]

    @property
    def ran(self) -> list[Answer]:
        return self._with(Outcome.RAN)

    @property
    def could_not_run(self) -> list[Answer]:
        return self._with(Outcome.COULD_NOT_RUN)

    @property
    def not_this_year(self) -> list[Answer]:
        return self._with(Outcome.NOT_THIS_YEAR)

    def _with(self, outcome: Outcome) -> list[Answer]:
        return [answer for answer in self.answers if answer.outcome is outcome]

    def by_severity(self) -> Counter[str]:
        return Counter(fault.severity for fault in self.faults)

    def by_rule(self) -> list[tuple[Rule, list[Fault]]]:
        """The rules that were broken, with their faults: errors first, and the most broken first."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(fault.rule, []).append(fault)
        rules = {answer.rule.code: answer.rule for answer in self.answers}
        pairs = [(rules[code], faults) for code, faults in found.items()]
        return sorted(pairs, key=lambda pair: (pair[0].severity != "error", -len(pair[1])))

    def by_child(self) -> list[tuple[str, list[Fault]]]:
        """The children with faults: the most errors first."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            if fault.child is not None:
                found.setdefault(fault.child, []).append(fault)
        return sorted(found.items(), key=lambda pair: (-sum(f.severity == "error" for f in pair[1]), -len(pair[1])))


def check(loaded: Loaded, rules: Iterable[Rule]) -> Report:
    """Runs the rules on a return."""
    answers = run(rules, loaded.store, loaded.collection)
    return Report(
        name=loaded.name,
        title=loaded.of.title,
        year=loaded.collection.year,
        authority=loaded.collection.authority,
        answers=answers,
        faults=_faults(answers, loaded.store),
        notices=loaded.notices,
        rows=dict(loaded.store.rows),
        whole=loaded.store.whole,
    )


def _faults(answers: Iterable[Answer], store: Store) -> list[Fault]:
    children: dict[str, dict[int, str]] = {}

    def child(table: str, row: int) -> str | None:
        if table not in children:
            named = store.of.by_name[table].child
            children[table] = (
                dict(store.ask(f'select "row", "{named}" from "{table}"')) if named is not None else {}  # noqa: S608
            )
        return children[table].get(row)

    faults = []
    for answer in answers:
        rule = answer.rule
        fields = {table: rule.columns_of(table or "") for table, _ in answer.places}
        for table, row in answer.places:
            who = None if table is None or row is None else child(table, row)
            faults.append(
                Fault(
                    rule.code,
                    rule.severity,
                    table,
                    row,
                    who,
                    fields[table],
                    f"{rule.message} {answer.told.get((table, row), '')}".rstrip(),
                )
            )
    return faults
