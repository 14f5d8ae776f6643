"""Enquiries, conferences, child protection plans and core groups."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.protection.kinds import (
    CORE_GROUP,
    ENQUIRY,
    INITIAL_CONFERENCE,
    PROTECTION_PLAN,
    REVIEW_CONFERENCE,
)
from sightline.stages.protection.models import InitialConferenceFacts


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every entry of this stage says: which child, which involvement, when, what it led from, who.

    occasion: the one conference or meeting that several children share.
    """

    child_id: int
    on: datetime.date
    involvement_id: int
    led_from_id: int | None = None
    worker_id: int | None = None
    recorded_at: datetime.datetime | None = None
    occasion: uuid.UUID | None = None

    def step(self, kind: str, **facts: object) -> NewStep:
        return NewStep(
            child_id=self.child_id, kind=kind, happened_on=self.on, involvement_id=self.involvement_id,
            led_from_id=self.led_from_id, worker_id=self.worker_id, recorded_at=self.recorded_at,
            occasion=self.occasion, facts=facts,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class InitialConference(Event):
    """led_from_id: the enquiry. A transfer-in conference leads from none and says when notice came."""

    type: str = InitialConferenceFacts.Type.INITIAL
    notified_on: datetime.date | None = None
    plan_made: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ProtectionPlan(Event):
    """led_from_id: the conference that made it. category: CIN census code (item N00113)."""

    category: str
    previous_plans: int = 0


@dataclass(frozen=True, kw_only=True)
class ReviewConference(Event):
    """led_from_id: the plan that it reviewed."""

    plan_continues: bool | None = None


def begin_enquiries(warrant: Warrant, enquiries: Sequence[Event]) -> list[Step]:
    """Begin section 47 enquiries at a strategy discussion; each child's conference clock starts."""
    with act("enquiry.begin", warrant) as doing:
        return lay(doing, [one.step(ENQUIRY.key) for one in enquiries])


def conclude_enquiries(
    warrant: Warrant, enquiries: Sequence[Step], *, on: datetime.date, conference_not_required: bool
) -> None:
    with act("enquiry.conclude", warrant) as doing:
        for enquiry in enquiries:
            change_facts(doing, enquiry, outcome_on=on, conference_not_required=conference_not_required)


def hold_initial_conferences(warrant: Warrant, conferences: Sequence[InitialConference]) -> list[Step]:
    with act("initial_conference.hold", warrant) as doing:
        return lay(
            doing,
            [
                one.step(INITIAL_CONFERENCE.key, type=one.type, notified_on=one.notified_on, plan_made=one.plan_made)
                for one in conferences
            ],
        )


def send_decisions(warrant: Warrant, conferences: Sequence[Step], *, on: datetime.date) -> None:
    """Record when the decisions of conferences were sent to the family and to those who work with them."""
    with act("conference.send_decisions", warrant) as doing:
        for conference in conferences:
            change_facts(doing, conference, decisions_sent_on=on)


def start_plans(warrant: Warrant, plans: Sequence[ProtectionPlan]) -> list[Step]:
    with act("protection_plan.start", warrant) as doing:
        return lay(
            doing,
            [
                one.step(
                    PROTECTION_PLAN.key, initial_category=one.category, latest_category=one.category,
                    previous_plans=one.previous_plans,
                )
                for one in plans
            ],
        )  # fmt: skip


def end_plans(warrant: Warrant, plans: Sequence[Step], *, on: datetime.date) -> None:
    with act("protection_plan.end", warrant) as doing:
        for plan in plans:
            change_facts(doing, plan, ended_on=on)


def change_category(warrant: Warrant, plan: Step, *, category: str) -> None:
    """Change the latest category of abuse; the initial one is kept."""
    with act("protection_plan.change_category", warrant) as doing:
        change_facts(doing, plan, latest_category=category)


def hold_reviews(warrant: Warrant, reviews: Sequence[ReviewConference]) -> list[Step]:
    with act("review_conference.hold", warrant) as doing:
        return lay(doing, [one.step(REVIEW_CONFERENCE.key, plan_continues=one.plan_continues) for one in reviews])


def check_between_reviews(warrant: Warrant, reviews: Sequence[Step], *, on: datetime.date) -> None:
    """Record the chair's check on the plan between two conferences."""
    with act("review_conference.check", warrant) as doing:
        for review in reviews:
            change_facts(doing, review, midpoint_check_on=on)


def hold_core_groups(warrant: Warrant, groups: Sequence[Event]) -> list[Step]:
    with act("core_group.hold", warrant) as doing:
        return lay(doing, [one.step(CORE_GROUP.key) for one in groups])
