"""What the steps of one involvement prove of each other: which led from which, and what a conference decided.

A census doesn't say which assessment answered the referral or which conference made a plan. Here is derived only
what its dates prove, from all that is held together with what the file adds; the rest stays empty.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from sightline.returns.cin.held import Authors, Period
from sightline.returns.cin.planned import PlannedInvolvement, PlannedStep

CONFERENCE_TO_PLAN = datetime.timedelta(days=35)
#: 45 working days: no assessment that answers the referral starts later
REFERRAL_TO_ASSESSMENT = datetime.timedelta(days=63)


def link(one: PlannedInvolvement, years: Sequence[Period], authors: Authors) -> None:
    """Plan what each brought-in step of an involvement led from, and what follows from that.

    years: those that the files which told of this child cover, this one among them.
    """
    steps = sorted((step for step in one.steps if step.stands), key=lambda step: step.on)
    by_told = {step.told: step for step in steps if step.told}
    referral = one.referral if one.referral.stands else None
    decided = [step for step in steps if step.kind in ("assessment", "protection_plan")]
    _assessments(steps, referral, years)
    for step in steps:
        inside = by_told.get(step.told.leads_from) if step.told and step.told.leads_from else None
        if inside or _moved_out(step):
            step.leads_from = inside
            decided.append(step)
        elif step.held and step.kind in ("initial_conference", "review_conference"):
            step.leads_from = _held_parent(step, steps)
    conferences = [step for step in steps if step.kind == "initial_conference"]
    for plan in steps:
        if plan.kind == "protection_plan":
            plan.leads_from = _conference_of(plan, conferences)
    made = {plan.leads_from for plan in steps if plan.kind == "protection_plan"}
    for conference in conferences:
        _prove(conference, "plan_made", True if conference in made else None, authors)
    for review in steps:
        if review.kind == "review_conference":
            _prove(review, "plan_continues", _continues(review), authors)
    for step in decided:
        _set_parent(step, authors)


def _assessments(steps: list[PlannedStep], referral: PlannedStep | None, years: Sequence[Period]) -> None:
    """The first assessment answers the referral, where the files prove that none came before it.

    A census leaves out what ended before its year. So the first that is held is the first there was only if
    a file covers the day of the referral, or if it started soon enough after it.
    """
    first = next((step for step in steps if step.kind == "assessment"), None)
    if first is None or referral is None:
        return
    covered = any(start <= referral.on <= end for start, end in years)
    if covered or datetime.timedelta(0) <= first.on - referral.on <= REFERRAL_TO_ASSESSMENT:
        first.leads_from = referral


def _moved_out(step: PlannedStep) -> bool:
    """A conference that the file tells of outside any enquiry."""
    return bool(step.told and step.told.facts.get("type") == "not_linked")


def _held_parent(step: PlannedStep, steps: list[PlannedStep]) -> PlannedStep | None:
    assert step.held is not None
    return next((other for other in steps if other.held and other.pk == step.held.row.led_from_id), None)


def _conference_of(plan: PlannedStep, conferences: list[PlannedStep]) -> PlannedStep | None:
    """The conference on the day the plan started, or the last one in the five weeks before."""
    near = [c for c in conferences if plan.on - CONFERENCE_TO_PLAN <= c.on <= plan.on]
    return near[-1] if near else None


def _continues(review: PlannedStep) -> bool | None:
    """A plan that ran on after the review was continued by it; of one that ended that day nothing is proved."""
    plan = review.leads_from
    if plan is None or (plan.held is None and "ended_on" not in plan.facts):  # its end couldn't be read
        return None
    ended = plan.value("ended_on")
    return True if ended is None or review.on < ended else None


def _prove(step: PlannedStep, name: str, value: Any, authors: Authors) -> None:
    if step.held is None:
        step.facts[name] = value
        return
    now = getattr(step.held.facts, name)
    if now != value and not step.native and (now is None or not authors.a_person_said(step.held.facts, name)):
        step.facts[name] = value


def _set_parent(step: PlannedStep, authors: Authors) -> None:
    """Where a held step led from something else, or from nothing, until now: change that too."""
    if step.held is None or step.native:
        return
    row = step.held.row
    now = step.leads_from.held.row.pk if step.leads_from and step.leads_from.held else None
    if now == row.led_from_id and not (step.leads_from and step.leads_from.held is None):
        return
    if row.led_from_id is None or not authors.a_person_said(row, "led_from_id"):
        step.changes["led_from"] = step.leads_from
