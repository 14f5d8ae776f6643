"""The clocks of assessment: C04 (both ways of counting), C05, C06 and C07."""

from collections.abc import Iterator

from sightline.clocks.declare import Clock, Kind, Running, clock
from sightline.clocks.facts import ChildFacts, StepFacts
from sightline.law import local_standards, timescales
from sightline.stages.assessment.kinds import ASSESSMENT

NO_NEED = ("RC8", "RC9")  # closed after assessment: no further action, or early help


def _referral_of(child: ChildFacts, assessment: StepFacts) -> StepFacts | None:
    """The referral that the assessment led from.

    An assessment on a child who was open already has none, and the count from referral doesn't run.
    """
    for referral in child.steps("referral"):
        if referral.id == assessment.led_from_id:
            return referral
    return None


def _from_referral(child: ChildFacts) -> Iterator[Running]:
    for assessment in child.steps(ASSESSMENT.key):
        referral = _referral_of(child, assessment)
        if referral:
            yield Running(step=assessment, on=referral.happened_on, stopped_on=assessment["authorised_on"])


def _from_start(child: ChildFacts) -> Iterator[Running]:
    for assessment in child.steps(ASSESSMENT.key):
        yield Running(step=assessment, on=assessment.happened_on, stopped_on=assessment["authorised_on"])


def _review_point(child: ChildFacts) -> Iterator[Running]:
    for assessment in child.steps(ASSESSMENT.key):
        yield Running(
            step=assessment,
            on=assessment.happened_on,
            stopped_on=assessment["internal_review_done_on"],
            own_on=assessment["internal_review_on"],
            ends_with=assessment["authorised_on"],
        )


def _child_seen(child: ChildFacts) -> Iterator[Running]:
    """From the start to the first visit at which this child was seen. Seeing a brother is not seeing them."""
    seen = [visit.happened_on for visit in child.steps("visit") if visit["seen"]]
    for assessment in child.steps(ASSESSMENT.key):
        done = assessment["authorised_on"]
        first = next((on for on in seen if assessment.happened_on <= on <= (done or on)), None)
        silent = ""
        if first is None and assessment.recorded_elsewhere:
            silent = "A census file doesn’t say when the child was seen."
        elif first is None and assessment["seen"]:
            silent = "The assessment says that the child was seen, and no visit says when: record the visit."
        yield Running(step=assessment, on=assessment.happened_on, stopped_on=first, ends_with=done, not_held=silent)


def _closing(child: ChildFacts) -> Iterator[Running]:
    """From authorisation to closure, where the case was closed because the assessment found no need."""
    for assessment in child.steps(ASSESSMENT.key):
        closing = child.closing_of(assessment)
        if closing and closing.closure_reason in NO_NEED and assessment["authorised_on"]:
            yield Running(step=assessment, on=assessment["authorised_on"], stopped_on=closing.closed_on)


clock(
    Clock(
        id="C04", title="Child and family assessment, from referral", stage="Assessment", kind=Kind.DEADLINE,
        runs=_from_referral, rule=timescales.C04, awaits="Authorise the assessment (45 days from the referral)",
        note="Guidance counts from the referral. A decision to protect a child never waits for it.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C04.dfe", title="Child and family assessment, from its start, as the Department counts it",
        stage="Assessment", kind=Kind.DEADLINE, runs=_from_start, rule=timescales.C04_DFE,
        awaits="Authorise the assessment (45 days from its start)",
        note="The Department's statistic counts from the start of the assessment to its authorisation.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C05", title="Manager's review point in an assessment", stage="Assessment", kind=Kind.DEADLINE,
        runs=_review_point, local=local_standards.ASSESSMENT_REVIEW, own="the review point set at the start",
        awaits="Manager's review of the assessment",
    )
)  # fmt: skip
clock(
    Clock(
        id="C06", title="Child seen in an assessment", stage="Assessment", kind=Kind.DEADLINE, runs=_child_seen,
        local=local_standards.CHILD_SEEN, awaits="See the child",
        note="Each child is seen, not one for the others. A visit at which they were not seen stops nothing.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C07", title="Closing after an assessment that found no need", stage="Assessment", kind=Kind.DEADLINE,
        runs=_closing, rule=timescales.C07, awaits="Close the case",
    )
)  # fmt: skip
