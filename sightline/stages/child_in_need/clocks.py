"""The clocks of children in need: C32, C33 and C34."""

import datetime
from collections.abc import Callable, Iterator

from sightline.clocks.declare import Clock, Kind, Running, clock
from sightline.clocks.facts import ChildFacts, StepFacts
from sightline.law import local_standards, timescales
from sightline.stages.child_in_need.kinds import CIN_MEETING, CIN_PLAN, VISIT

NOT_IN_FILE = "{} are not in a census file: record the last one."


def _within(plan: StepFacts, steps: tuple[StepFacts, ...]) -> list[StepFacts]:
    """The steps between a plan's start and its end."""
    end = plan["ended_on"]
    return [s for s in steps if s.happened_on >= plan.happened_on and (end is None or s.happened_on <= end)]


Own = Callable[[datetime.date, StepFacts | None], datetime.date | None]


def _series(plan: StepFacts, stops: list[StepFacts], *, what: str, own: Own) -> Iterator[Running]:
    """A recurring interval: each stop starts the next run, from the day it was done and not the day it was due.

    own: the child's own date, given the day on which the run starts and what stopped it.
    """
    start = plan.happened_on
    for ordinal, stop in enumerate([*stops, None]):
        yield Running(
            step=plan, on=start, ordinal=ordinal, ends_with=plan["ended_on"],
            stopped_on=stop.happened_on if stop else None, own_on=own(start, stop),
            not_held=NOT_IN_FILE.format(what) if plan.recorded_elsewhere and not stops else "",
        )  # fmt: skip
        start = stop.happened_on if stop else start


def _planning_meeting(child: ChildFacts) -> Iterator[Running]:
    """From the assessment or protection plan that the plan came from, else from the plan's own start."""
    for plan in child.steps(CIN_PLAN.key):
        meeting = next(iter(_within(plan, child.steps(CIN_MEETING.key))), None)
        came_from = next(
            (s for k in ("assessment", "protection_plan") for s in child.steps(k) if s.id == plan.led_from_id), None
        )
        ended = None
        if came_from:
            ended = came_from["authorised_on"] if came_from.kind == "assessment" else came_from["ended_on"]
        yield Running(
            step=plan,
            on=ended or plan.happened_on,
            stopped_on=meeting.happened_on if meeting else None,
            own_on=plan["meeting_on"],
            ends_with=plan["ended_on"],
            not_held=NOT_IN_FILE.format("Child in need meetings") if plan.recorded_elsewhere and not meeting else "",
        )


def _reviews(child: ChildFacts) -> Iterator[Running]:
    reviews = tuple(m for m in child.steps(CIN_MEETING.key) if m["reviews_plan"])
    meetings = child.steps(CIN_MEETING.key)
    for plan in child.steps(CIN_PLAN.key):
        held = _within(plan, meetings)

        def own(start: datetime.date, stop: StepFacts | None, held: list[StepFacts] = held) -> datetime.date | None:
            """The date that the last meeting before it set, whether that made the plan or reviewed it."""
            before = [m for m in held if m.happened_on >= start and (stop is None or m.happened_on < stop.happened_on)]
            return next((m["next_on"] for m in reversed(before) if m["next_on"]), None)

        yield from _series(plan, _within(plan, reviews), what="Reviews", own=own)


def _visits(child: ChildFacts) -> Iterator[Running]:
    seen = tuple(v for v in child.steps(VISIT.key) if v["seen"])
    for plan in child.steps(CIN_PLAN.key):
        every = plan["visit_every_days"]

        def own(start: datetime.date, stop: StepFacts | None, every: int | None = every) -> datetime.date | None:
            return start + datetime.timedelta(days=every) if every else None

        yield from _series(plan, _within(plan, seen), what="Visits", own=own)


clock(
    Clock(
        id="C32", title="Child in need planning meeting", stage="Child in need", kind=Kind.DEADLINE,
        runs=_planning_meeting, local=local_standards.CIN_MEETING, own="the date that the plan sets",
        awaits="Hold the child in need planning meeting",
    )
)  # fmt: skip
clock(
    Clock(
        id="C33", title="Review of a child in need plan", stage="Child in need", kind=Kind.INTERVAL, runs=_reviews,
        rule=timescales.C33, local=local_standards.CIN_REVIEW, own="the date that the last meeting set",
        awaits="Review the child in need plan",
        note="Guidance says regularly and gives no number; the number is the authority's own.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C34", title="Visit to a child in need", stage="Child in need", kind=Kind.INTERVAL, runs=_visits,
        local=local_standards.CIN_VISIT, own="the interval that the child's plan sets", awaits="See the child",
        note="Counted from the last visit at which the child was seen; a visit when they weren't stops nothing.",
    )
)  # fmt: skip
