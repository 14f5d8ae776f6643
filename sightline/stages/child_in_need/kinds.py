from typing import Any

from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.child_in_need.models import CinMeetingFacts, CinPlanFacts, VisitFacts


def _plan(facts: Any) -> str:
    return f"Ended {day(facts.ended_on)}." if facts.ended_on else "Running."


def _meeting(facts: Any) -> str:
    return "Reviewed the plan." if facts.reviews_plan else "Made the plan."


def _visit(facts: Any) -> str:
    if not facts.seen:
        return "Child not seen."
    if facts.seen_alone:
        return "Child seen alone."
    return f"Child seen, not alone: {facts.not_alone_reason or 'reason not recorded'}."


CIN_PLAN = register(StepKind("cin_plan", "Child in need plan", "Child in need", CinPlanFacts, _plan))
CIN_MEETING = register(StepKind("cin_meeting", "Child in need meeting", "Child in need", CinMeetingFacts, _meeting))
VISIT = register(StepKind("visit", "Visit", "Child in need", VisitFacts, _visit))
