from typing import Any

from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.casework.models import CaseNoteFacts, ManagementDecisionFacts


def _note(facts: Any) -> str:
    return f"{facts.get_about_display()}." if facts.about else ""


def _decision(facts: Any) -> str:
    said = []
    if facts.direction_due_on:
        said.append(f"To be done by {day(facts.direction_due_on)}.")
    if facts.back_on:
        said.append(f"Looked at again on {day(facts.back_on)}.")
    return " ".join(said)


CASE_NOTE = register(StepKind("case_note", "Case note", "Casework", CaseNoteFacts, _note))
MANAGEMENT_DECISION = register(
    StepKind("management_decision", "Management decision", "Casework", ManagementDecisionFacts, _decision)
)
