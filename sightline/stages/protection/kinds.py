from typing import Any

from sightline.law.cin_codes import CATEGORY_OF_ABUSE
from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.protection.models import (
    CoreGroupFacts,
    EnquiryFacts,
    InitialConferenceFacts,
    ProtectionPlanFacts,
    ReviewConferenceFacts,
)


def _enquiry(facts: Any) -> str:
    if facts.conference_not_required is None:
        return "Outcome not recorded yet."
    return "No conference needed." if facts.conference_not_required else "To an initial conference."


def _initial(facts: Any) -> str:
    outcome = {None: "Outcome not recorded", True: "Child protection plan made", False: "No plan made"}
    return f"{InitialConferenceFacts.Type(facts.type).label}. {outcome[facts.plan_made]}."


def _plan(facts: Any) -> str:
    category = CATEGORY_OF_ABUSE.label(facts.latest_category) if facts.latest_category else "category not recorded"
    state = f"Ended {day(facts.ended_on)}" if facts.ended_on else "Running"
    return f"{state}. Category: {category}."


def _review(facts: Any) -> str:
    return {None: "Outcome not recorded.", True: "Plan continues.", False: "Plan ends."}[facts.plan_continues]


def _core_group(facts: Any) -> str:
    return "Held."


ENQUIRY = register(StepKind("enquiry", "Section 47 enquiry", "Protection", EnquiryFacts, _enquiry))
INITIAL_CONFERENCE = register(
    StepKind(
        "initial_conference", "Initial child protection conference", "Protection", InitialConferenceFacts, _initial
    )
)
PROTECTION_PLAN = register(
    StepKind("protection_plan", "Child protection plan", "Protection", ProtectionPlanFacts, _plan)
)
REVIEW_CONFERENCE = register(
    StepKind("review_conference", "Review child protection conference", "Protection", ReviewConferenceFacts, _review)
)
CORE_GROUP = register(StepKind("core_group", "Core group", "Protection", CoreGroupFacts, _core_group))
