"""The reference page of the clocks, built from their declarations."""

from __future__ import annotations

from collections.abc import Iterator

from sightline.clocks.declare import Clock, all_clocks
from sightline.law.limits import Rule

AWAITING = {
    "C09": ("Early help and family help assessment", "family help is recorded"),
    "C10": ("Strategy discussion after concern", "strategy discussions are recorded apart from the enquiry they begin"),
    "C14": ("Report shared with the family before a conference", "reports to conference are recorded"),
    "C25": ("Police protection", "police protection is recorded"),
    "C26": ("Emergency protection order", "orders are recorded"),
    "C27": ("Extension of an emergency protection order", "orders are recorded"),
    "C28": ("Child assessment order", "orders are recorded"),
    "C29": ("Refusal of contact without an order", "family time is recorded"),
    "C35": ("Supervision order", "orders are recorded"),
    "C36": ("Assessment of a parent carer or a young carer", "requests for it are recorded"),
}
"""The clocks of C01 to C36 that no fact in the record starts yet: (title, when it will)."""


def manual() -> str:
    """The page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The clocks"
    yield ""
    yield "Built from the declarations by `sightline docs`; a test fails when it is stale. Each clock says what"
    yield "starts it, under which limit, and where that limit was seen. *Not checked* means that nobody on the"
    yield "project has read the limit in its own text yet: check it before relying on it."
    yield ""
    for stage in sorted({clock.stage for clock in all_clocks()}):
        yield f"## {stage}"
        yield ""
        for clock in all_clocks():
            if clock.stage == stage:
                yield from _clock(clock)
    yield "## Declared when their facts come"
    yield ""
    yield "| Clock | | Starts running when |"
    yield "| --- | --- | --- |"
    for id, (title, when) in AWAITING.items():
        yield f"| {id} | {title} | {when} |"


def _clock(clock: Clock) -> Iterator[str]:
    yield f"### {clock.id} {clock.title}"
    yield ""
    yield f"*{clock.kind.value.capitalize()}.* Awaits: {clock.awaits[0].lower()}{clock.awaits[1:]}."
    if clock.note:
        yield clock.note
    yield ""
    yield "| Limit | Under | In force | Seen in | |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in (clock.rule, *clock.marks, clock.local):
        if rule:
            yield from _rule(rule)
    if clock.own:
        yield f"| {clock.own} | the child's own date | | | |"
    yield ""


def _rule(rule: Rule) -> Iterator[str]:
    for limit in rule.editions:
        since = limit.in_force_from.isoformat() if limit.in_force_from else ""
        until = limit.in_force_to.isoformat() if limit.in_force_to else ""
        dates = f"{since} to {until}" if since or until else "until changed"
        checked = "" if limit.verified else "not checked"
        yield f"| {limit.words} | {limit.citation} | {dates} | {limit.source} | {checked} |"
