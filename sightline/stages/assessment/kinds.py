from typing import Any

from sightline.law.cin_codes import ASSESSMENT_FACTOR
from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.assessment.models import AssessmentFacts


def _summary(facts: Any) -> str:
    state = f"Authorised {day(facts.authorised_on)}" if facts.authorised_on else "Not authorised yet"
    factors = "; ".join(ASSESSMENT_FACTOR.label(code) for code in facts.factors)
    said = [f"{state}."]
    if facts.seen is False:
        said.append("Child not seen.")
    elif facts.seen and facts.seen_alone is False:
        said.append("Child not seen alone.")
    if facts.outcome:
        said.append(f"Outcome: {facts.get_outcome_display()[0].lower()}{facts.get_outcome_display()[1:]}.")
    if factors:
        said.append(f"Factors: {factors}.")
    return " ".join(said)


ASSESSMENT = register(
    StepKind(
        "assessment", "Child and family assessment", "Assessment", AssessmentFacts, _summary,
        tells=("words_of_the_child", "outcome_why"),
    )
)  # fmt: skip
