"""A clock: what starts it, what stops it, and the rules that give its dates.

A stage declares its clocks in its ``clocks.py``. The rule is law's (statutory) or the authority's own
(local); a clock has one or both. What starts and stops it is a pure function of one child's facts.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sightline.clocks.facts import ChildFacts, StepFacts
from sightline.law.limits import Rule


class Kind(enum.Enum):
    """What a clock's date means when it comes."""

    DEADLINE = "deadline"
    INTERVAL = "recurring interval"
    WINDOW = "window"
    FLAG = "flag"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Running:
    """One running of a clock, before its dates are reckoned.

    step: the step that started it. on: the start fact's date. stopped_on: the stop fact's date, or None.
    own_on: the child's own date (their plan, a conference, their manager). not_held: why the record can't
    say whether it stopped, where it was brought in from a system that doesn't tell. marks: for a flag,
    how many months after the start it stands.
    """

    step: StepFacts
    on: datetime.date
    stopped_on: datetime.date | None = None
    own_on: datetime.date | None = None
    ordinal: int = 0
    not_held: str = ""
    ends_with: datetime.date | None = None


Runs = Callable[[ChildFacts], Iterable[Running]]


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One clock of the design's list (C01 to C179).

    id: its number, with a suffix where two ways of counting stand side by side (C04.dfe). awaits: what
    stops it, in the words of a list of things due. counting: how the Department counts it, where known.
    """

    id: str
    title: str
    stage: str
    kind: Kind
    runs: Runs
    awaits: str
    rule: Rule | None = None
    local: Rule | None = None
    own: str = ""
    note: str = ""
    #: a rule for each ordinal, where one clock has several marks
    marks: tuple[Rule, ...] = field(default=())

    def __post_init__(self) -> None:
        if not (self.rule or self.local or self.own or self.marks):
            raise ValueError(
                f"Clock {self.id} has no rule. Name the limit in law, a local standard or the child's own date."
            )

    def statutory(self, ordinal: int) -> Rule | None:
        return self.marks[ordinal] if self.marks else self.rule


_clocks: dict[str, Clock] = {}


def clock(declared: Clock) -> Clock:
    """Declare a clock. Two with one id are refused."""
    if declared.id in _clocks:
        raise ValueError(f"Clock {declared.id} is declared twice. Give one of them another id.")
    _clocks[declared.id] = declared
    return declared


def all_clocks() -> tuple[Clock, ...]:
    return tuple(sorted(_clocks.values(), key=lambda c: c.id))


def clock_called(id: str) -> Clock:
    """The clock with this id. KeyError when none is declared."""
    return _clocks[id]
