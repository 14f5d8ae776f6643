"""Why a thing is due when it is: rule, edition, arithmetic, days left out and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sightline.clocks.declare import clock_called
from sightline.clocks.engine import Run, limits
from sightline.law.calendars import ENGLAND_AND_WALES, CalendarRunsShort
from sightline.law.limits import Limit


@dataclass(frozen=True)
class Reason:
    """One of a run's dates. sentences: the arithmetic. verified: whether someone has read the limit in its source."""

    name: str
    on: datetime.date | None
    words: str
    citation: str
    source: str
    verified: bool
    note: str
    sentences: tuple[str, ...]


def explain(run: Run) -> list[Reason]:
    """The reasons for each of the run's dates, the national limit first."""
    calendar = ENGLAND_AND_WALES.as_known_on(run.stopped_on) if run.stopped_on else ENGLAND_AND_WALES
    statutory, local = limits(clock_called(run.clock_id), run.started_on, run.ordinal)
    reasons = [
        _reason(name, limit, run.started_on, calendar)
        for name, limit in (("National limit", statutory), ("Local standard", local))
        if limit is not None
    ]
    if run.own_on:
        reasons.append(
            Reason(
                "The child's own date",
                run.own_on,
                clock_called(run.clock_id).own,
                "Set for this child",
                "the record",
                True,
                "",
                (),
            )
        )
    return reasons


def _reason(name: str, limit: Limit, start: datetime.date, calendar: object) -> Reason:
    sentences: tuple[str, ...] = ()
    on = None
    if limit.has_number:
        try:
            due = limit.due(start, calendar)  # type: ignore[arg-type]
            sentences, on = tuple(due.explain()), due.date
        except CalendarRunsShort as short:
            sentences = (str(short),)
    return Reason(name, on, limit.words, limit.citation, limit.source, limit.verified, limit.note, sentences)
