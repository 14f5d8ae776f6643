from typing import Any

from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.child_in_need.models import CaseClosingFacts, CinMeetingFacts, CinPlanFacts, VisitFacts


def _plan(facts: Any) -> str:
    often = facts.visit_every_days
    visits = f" Visits at least every {often} days." if often and not facts.ended_on else ""
    return f"Ended {day(facts.ended_on)}." if facts.ended_on else f"Running.{visits}"


def _meeting(facts: Any) -> str:
    did = "Reviewed the plan." if facts.reviews_plan else "Made the plan."
    due = f", by {day(facts.decision_due_on)}" if facts.decision_due_on else ""
    decided = f" {facts.get_decision_display()}{due}." if facts.decision else ""
    following = f" Next meeting {day(facts.next_on)}." if facts.next_on else ""
    return f"{did}{decided}{following}"


def _closing(facts: Any) -> str:
    agrees = {None: "", True: "The family agrees. ", False: "The family doesn’t agree. "}[facts.family_agrees]
    after = facts.get_goes_on_display()
    return f"{agrees}{f'Afterwards: {after[0].lower()}{after[1:]}.' if after else ''}".strip()


def _visit(facts: Any) -> str:
    where = f", {facts.get_place_display()[0].lower()}{facts.get_place_display()[1:]}" if facts.place else ""
    if facts.seen is None:
        return f"Not known yet whether the child was seen{where}."
    if not facts.seen:
        return f"Child not seen{where}{': ' + facts.not_seen_reason if facts.not_seen_reason else ''}."
    if facts.seen_alone:
        return f"Child seen alone{where}."
    return f"Child seen{where}, not alone: {facts.not_alone_reason or 'reason not recorded'}."


CIN_PLAN = register(StepKind("cin_plan", "Child in need plan", "Child in need", CinPlanFacts, _plan))
CIN_MEETING = register(StepKind("cin_meeting", "Child in need meeting", "Child in need", CinMeetingFacts, _meeting))
VISIT = register(StepKind("visit", "Visit", "Child in need", VisitFacts, _visit))
CASE_CLOSING = register(
    StepKind("case_closing", "Case closed", "Child in need", CaseClosingFacts, _closing, tells=("why", "family_view"))
)
