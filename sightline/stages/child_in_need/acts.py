"""Child in need plans and meetings, and visits to children on any plan."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.child_in_need.kinds import CIN_MEETING, CIN_PLAN, VISIT


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
