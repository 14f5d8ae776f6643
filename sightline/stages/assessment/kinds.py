from typing import Any

from sightline.law.cin_codes import ASSESSMENT_FACTOR
from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.assessment.models import AssessmentFacts


def _summary(facts: Any) -> str:
    state = f"Authorised {day(facts.authorised_on)}" if facts.authorised_on else "Not authorised yet"
    factors = "; ".join(ASSESSMENT_FACTOR.label(code) for code in facts.factors)
    return f"{state}. Factors: {factors}." if factors else f"{state}."


ASSESSMENT = register(StepKind("assessment", "Child and family assessment", "Assessment", AssessmentFacts, _summary))
