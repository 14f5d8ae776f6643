"""The reference page of the rules, built from the registry."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.returns.checking.known import NAMES, rules_of, the_return
from sightline.returns.checking.rules import Rule
from sightline.returns.checking.run import in_force


def manual() -> str:
    """The page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The rules of the returns"
    yield ""
    yield "Built from the registry by `sightline docs`; a test fails when it is stale. `sightline check` asks these"
    yield "rules of a file. The numbers are the Department for Education's; the words are ours."
    yield ""
    yield "An *error* must be put right before the Department takes the return; a *query* may be true, and is then"
    yield "explained. A *provisional* rule was announced and not yet published."
    for name in NAMES:
        of = the_return(name)
        rules = list(rules_of(name).values())
        yield ""
        yield f"## {of.title[0].upper()}{of.title[1:]}: {len(rules)} rules"
        tables = [table.name for table in of.tables if any(rule.table == table.name for rule in rules)]
        for table in [*tables, None]:
            own = [rule for rule in rules if rule.table == table]
            if own:
                yield ""
                yield f"### {table or 'The return as a whole'}"
                yield ""
                yield "| Rule | Kind | In force | Looks at | What it says |"
                yield "| --- | --- | --- | --- | --- |"
                yield from map(_row, own)


def _row(rule: Rule) -> str:
    kind = rule.severity + (", provisional" if rule.provisional else "")
    fields = ", ".join(dict.fromkeys(f"{table}.{column}" for table, column in rule.fields))
    said = rule.message + (f" *It runs in part: {rule.part}.*" if rule.part else "")
    return f"| {rule.code} | {kind} | {in_force(rule)} | {fields} | {said.replace('|', '/')} |"
