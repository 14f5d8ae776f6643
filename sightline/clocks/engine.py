"""Runs: a pure function of one child's facts and a calendar.

No pausing, no nightly counters, no reading of today: whether a run is due or late is asked of it with a
date. An open run is reckoned with every bank holiday known; a stopped one with those known on the day
it stopped, so that a holiday proclaimed later moves what is open and never what is closed.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sightline.clocks.declare import Clock, Kind, Running, all_clocks
from sightline.clocks.facts import ChildFacts
from sightline.law.calendars import Calendar, CalendarRunsShort
from sightline.law.limits import Limit, Rule


class Outcome(enum.StrEnum):
    RUNNING = ""
    STOPPED = "stopped"
    SUPERSEDED = "superseded"
    NOT_HELD = "not_held"


@dataclass(frozen=True)
class Run:
    """One child's running of one clock, with all its dates.

    statutory_on, local_on, own_on: the last day in time under the national limit, the authority's
    standard and the child's own date; None where there is none. edition: the limits it keeps.
    """

    child_id: int
    clock_id: str
    step_id: int
    ordinal: int
    started_on: datetime.date
    statutory_on: datetime.date | None
    local_on: datetime.date | None
    own_on: datetime.date | None
    stopped_on: datetime.date | None
    outcome: Outcome
    edition: str

    @cached_property
    def due_on(self) -> datetime.date | None:
        """The earliest of the three dates: when the thing should be done."""
        return min((day for day in (self.statutory_on, self.local_on, self.own_on) if day), default=None)


def runs(child: ChildFacts, calendar: Calendar, clocks: tuple[Clock, ...] | None = None) -> list[Run]:
    """Every run of every clock for one child, in order of clock, step and ordinal."""
    made = [run for clock in clocks or all_clocks() for run in _of(clock, child, calendar)]
    return sorted(made, key=lambda run: (run.clock_id, run.step_id, run.ordinal))


def _of(clock: Clock, child: ChildFacts, calendar: Calendar) -> Iterator[Run]:
    for running in clock.runs(child):
        stopped_on, outcome = _end(clock, child, running)
        known = calendar.as_known_on(stopped_on) if stopped_on else calendar
        statutory, local = limits(clock, running.on, running.ordinal)
        yield Run(
            child_id=child.child_id,
            clock_id=clock.id,
            step_id=running.step.id,
            ordinal=running.ordinal,
            started_on=running.on,
            statutory_on=_date(statutory, running.on, known),
            local_on=_date(local, running.on, known),
            own_on=running.own_on,
            stopped_on=stopped_on,
            outcome=outcome,
            edition="; ".join(str(limit.under) for limit in (statutory, local) if limit),
        )


def _end(clock: Clock, child: ChildFacts, running: Running) -> tuple[datetime.date | None, Outcome]:
    """How a run ended: by its stop fact, by what it hung on ending, or not at all."""
    closing = child.closing_of(running.step)
    ends = [day for day in (running.ends_with, closing.closed_on if closing else None, child.death_date) if day]
    end = min(ends, default=None)
    if running.stopped_on is not None and (end is None or running.stopped_on <= end or clock.kind is Kind.WINDOW):
        return running.stopped_on, Outcome.STOPPED
    if running.not_held:
        return end, Outcome.NOT_HELD
    if end is not None:
        return max(end, running.on), Outcome.SUPERSEDED
    return None, Outcome.RUNNING


def edition_for(rule: Rule, day: datetime.date) -> Limit:
    """The edition in force on a day; for a day before any that is held, the earliest."""
    for limit in rule.editions:
        if limit.is_in_force_on(day):
            return limit
    return rule.editions[0]


def limits(clock: Clock, started_on: datetime.date, ordinal: int) -> tuple[Limit | None, Limit | None]:
    """The national limit and the local standard that a run started on this day keeps."""
    statutory = clock.statutory(ordinal)
    return (
        edition_for(statutory, started_on) if statutory else None,
        edition_for(clock.local, started_on) if clock.local else None,
    )


def _date(limit: Limit | None, start: datetime.date, calendar: Calendar) -> datetime.date | None:
    if limit is None or not limit.has_number:
        return None
    try:
        return limit.due_date(start, calendar)
    except CalendarRunsShort:
        return None
