from typing import Any

from sightline.law.cin_codes import PRE_PROCEEDINGS_OUTCOME
from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.court.models import PreProceedingsFacts


def _summary(facts: Any) -> str:
    letter = (
        f"Letter before proceedings sent {day(facts.letter_before_sent_on)}."
        if facts.letter_before_sent_on
        else "Letter before proceedings not sent yet."
    )
    outcome = f" Outcome: {PRE_PROCEEDINGS_OUTCOME.label(facts.outcome)}." if facts.outcome else ""
    return letter + outcome


PRE_PROCEEDINGS = register(StepKind("pre_proceedings", "Pre-proceedings", "Court", PreProceedingsFacts, _summary))
