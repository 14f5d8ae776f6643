"""Child in need plans and meetings, and visits to children on any plan."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.forms.acts import NotNowError, set_task
from sightline.forms.given import Given
from sightline.forms.known import names_of
from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.models import Step, Task
from sightline.record.warrant import Warrant
from sightline.stages.child_in_need.kinds import CIN_MEETING, CIN_PLAN, VISIT
from sightline.stages.child_in_need.running import running_plans

FOUND_OUT = "Find out: "
"""How a task begins that asks for what was not known yet: it is no action of the plan."""


@dataclass(frozen=True, kw_only=True)
class CinPlan:
    """A child in need plan to start. led_from_id: the assessment or protection plan that it came from."""

    child_id: int
    started_on: datetime.date
    involvement_id: int
    led_from_id: int | None = None
    worker_id: int | None = None
    recorded_at: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A child in need meeting about one child."""

    child_id: int
    held_on: datetime.date
    involvement_id: int
    plan_id: int
    reviews_plan: bool
    worker_id: int | None = None
    recorded_at: datetime.datetime | None = None
    occasion: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit to one child. seen_alone: None where the child wasn't seen. occasion: see :func:`visit`."""

    child_id: int
    visited_on: datetime.date
    involvement_id: int | None
    seen: bool
    seen_alone: bool | None = None
    not_alone_reason: str = ""
    words_of_the_child: str = ""
    note: str = ""
    worker_id: int | None = None
    recorded_at: datetime.datetime | None = None
    occasion: uuid.UUID | None = None


def start_plans(warrant: Warrant, plans: Sequence[CinPlan], *, request: uuid.UUID | None = None) -> list[Step]:
    with act("cin_plan.start", warrant, request=request) as doing:
        return lay(
            doing,
            [
                NewStep(
                    child_id=one.child_id, kind=CIN_PLAN.key, happened_on=one.started_on, facts={},
                    involvement_id=one.involvement_id, led_from_id=one.led_from_id, worker_id=one.worker_id,
                    recorded_at=one.recorded_at,
                )
                for one in plans
            ],
        )  # fmt: skip


def lay_plans(doing: Doing, given: Given) -> list[Step]:
    """Lay the plans that a form says. A child has one plan at a time: what changes is a new version of it."""
    cases = {one.child_id: one.involvement_id for one in given.children if one.involvement_id}
    held = running_plans(cases)
    if held:
        names = ", ".join(names_of(held).values())
        raise NotNowError(f"A child in need plan runs already for {names}. Open that plan and amend it.")
    return lay(doing, [given.step(one) for one in given.children])


def set_actions(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """Each action that a colleague does is their task from now on. One that the plan no longer holds falls away."""
    for one, step in zip(given.children, steps, strict=True):
        wanted = {row["what"]: row for row in one["actions"] or () if row.get("what") and row.get("worker")}
        tasks = Task.objects.filter(step=step, done_on__isnull=True).exclude(what__startswith=FOUND_OUT)
        held = {task.what: task for task in tasks}
        for what, task in held.items():
            if what not in wanted:
                Task.objects.filter(pk=task.pk).update(done_on=given.today, outcome="The plan no longer asks for it.")
        done = set(Task.objects.filter(step=step, done_on__isnull=False).values_list("what", flat=True))
        for what, row in wanted.items():
            if what in held:
                Task.objects.filter(pk=held[what].pk).update(due_on=row["by_when"], owner_id=row["worker"])
            elif what not in done and row["by_when"]:
                set_task(
                    doing, child_id=one.child_id, step=step, what=what, due_on=row["by_when"], owner_id=row["worker"]
                )


def end_plans(warrant: Warrant, plans: Sequence[Step], *, on: datetime.date) -> None:
    with act("cin_plan.end", warrant) as doing:
        for plan in plans:
            change_facts(doing, plan, ended_on=on)


def hold_meetings(warrant: Warrant, meetings: Sequence[Meeting], *, request: uuid.UUID | None = None) -> list[Step]:
    with act("cin_meeting.hold", warrant, request=request) as doing:
        return lay(
            doing,
            [
                NewStep(
                    child_id=one.child_id, kind=CIN_MEETING.key, happened_on=one.held_on,
                    involvement_id=one.involvement_id, led_from_id=one.plan_id, worker_id=one.worker_id,
                    recorded_at=one.recorded_at, occasion=one.occasion, facts={"reviews_plan": one.reviews_plan},
                )
                for one in meetings
            ],
        )  # fmt: skip


def visit(warrant: Warrant, visits: Sequence[Visit], *, request: uuid.UUID | None = None) -> list[Step]:
    """Record a visit to one child, or one visit to several: each child has an entry of their own.

    Visits by one worker on one day are one occasion, unless they name theirs.
    """
    with act("visit.record", warrant, request=request) as doing:
        named = any(one.occasion for one in visits)
        same_day = len({(one.visited_on, one.worker_id) for one in visits}) == 1 and len(visits) > 1
        together = uuid.uuid4() if same_day and not named else None
        return lay(
            doing,
            [
                NewStep(
                    child_id=one.child_id,
                    kind=VISIT.key,
                    happened_on=one.visited_on,
                    involvement_id=one.involvement_id,
                    worker_id=one.worker_id,
                    occasion=one.occasion or together,
                    recorded_at=one.recorded_at,
                    narrative={
                        name: text
                        for name, text in (("words_of_the_child", one.words_of_the_child), ("note", one.note))
                        if text
                    },
                    facts={
                        "seen": one.seen, "seen_alone": one.seen_alone, "not_alone_reason": one.not_alone_reason,
                    },
                )
                for one in visits
            ],
        )  # fmt: skip
