"""How a run stands on a day, in the words that every list uses."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sightline.clocks.declare import Kind, clock_called
from sightline.clocks.engine import Outcome, Run

SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Status:
    """key: due, due_soon, overdue, met, met_late, superseded, not_held, watched or passed; on: the date it turns on."""

    key: str
    on: datetime.date | None
    which: str = ""

    @property
    def owed(self) -> bool:
        return self.key in ("due", "due_soon", "overdue", "not_held")


def status(run: Run, today: datetime.date) -> Status:
    """How this run stands on ``today``. Late stays late: lateness is judged by the earliest date, and says which."""
    kind = clock_called(run.clock_id).kind
    if run.outcome is Outcome.SUPERSEDED:
        return Status("superseded", run.stopped_on)
    if run.outcome is Outcome.NOT_HELD:
        return Status("not_held", run.due_on)
    if kind in (Kind.WINDOW, Kind.FLAG):
        passed = run.due_on is not None and today > run.due_on
        return Status("passed" if passed else "watched", run.due_on)
    if run.due_on is None:
        return Status("watched" if run.stopped_on is None else "met", run.stopped_on)
    if run.stopped_on is not None:
        return Status("met" if run.stopped_on <= run.due_on else "met_late", run.due_on, _which(run, run.stopped_on))
    if today > run.due_on:
        return Status("overdue", run.due_on, _which(run, today))
    return Status("due_soon" if run.due_on - today <= SOON else "due", run.due_on, _which(run, today))


def _which(run: Run, day: datetime.date) -> str:
    """Which of the three dates is meant: the gravest that ``day`` is past, else the next to come."""
    named = [
        ("statutory limit", run.statutory_on),
        ("local standard", run.local_on),
        ("the child's own date", run.own_on),
    ]
    past = [name for name, date in named if date and day > date]
    if past:
        return past[0]
    return next((name for name, date in named if date == run.due_on), "")
