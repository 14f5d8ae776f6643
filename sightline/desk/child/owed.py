"""What is due for a child, in date order, each date with its reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sightline.clocks.declare import Clock, clock_called
from sightline.clocks.engine import Run, runs
from sightline.clocks.explain import Reason, explain
from sightline.clocks.facts import ChildFacts
from sightline.clocks.status import Status, status
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.oversight.models import Delay
from sightline.oversight.owed import delays_of


@dataclass
class Owed:
    """One run, on a child's page or on a list of many children's.

    delays: the reasons given for its lateness, the latest first. name: the child's, on a list of several.
    worker, standing_in_for: who is to do it, on a manager's list; for whom, on a stand-in's.
    """

    run: Run
    status: Status
    delays: list[Delay] = field(default_factory=list)
    name: str = ""
    worker: str = ""
    standing_in_for: str = ""

    @property
    def clock(self) -> Clock:
        return clock_called(self.run.clock_id)

    @property
    def delay(self) -> Delay | None:
        """The latest reason given."""
        return self.delays[0] if self.delays else None

    @property
    def wants_reason(self) -> bool:
        """Late, and nobody has said why."""
        return self.status.key in ("overdue", "met_late") and not self.delays

    @property
    def may_be_explained(self) -> bool:
        return self.status.key in ("due", "due_soon", "overdue", "met_late")

    @cached_property
    def reasons(self) -> list[Reason]:
        return explain(self.run)


_NEVER = datetime.date.max


def owed_now(all_of_them: Iterable[Owed]) -> list[Owed]:
    """Everything due or late or not known, the most pressing first."""
    return sorted(
        (one for one in all_of_them if one.status.owed),
        key=lambda one: (one.status.key == "not_held", one.status.on or _NEVER, one.run.clock_id),
    )


def watched(all_of_them: Iterable[Owed]) -> list[Owed]:
    """Marks and windows that nobody must act on, but that whoever reads the page should see coming."""
    next_mark: dict[tuple[str, int], Owed] = {}
    for one in all_of_them:
        if one.status.key == "watched" and one.status.on:
            key = (one.run.clock_id, one.run.step_id)
            if key not in next_mark or one.status.on < (next_mark[key].status.on or _NEVER):
                next_mark[key] = one
    return sorted(next_mark.values(), key=lambda one: one.status.on or _NEVER)


def all_runs(child: ChildFacts, today: datetime.date) -> list[Owed]:
    """Every run of every clock of one child, as it stands today."""
    return [Owed(run, status(run, today)) for run in runs(child, ENGLAND_AND_WALES)]


def with_delays(some: Iterable[Owed]) -> list[Owed]:
    """The same, each with the reasons given for its lateness. One query."""
    found = list(some)
    given = delays_of({one.run.child_id for one in found}) if found else {}
    for one in found:
        run = one.run
        one.delays = given.get((run.child_id, run.clock_id, run.step_id, run.ordinal), [])
    return found
