"""What a census file tells of one child, in the record's terms: its steps and their facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sightline.returns.cin import spec
from sightline.returns.cin.reconciliation import Reckoning, Thing

# For each kind of step: the facts that a census tells, the field of our reading that holds each, and its element.
FACTS: dict[str, dict[str, tuple[str, str]]] = {
    "referral": {
        "source": ("referral_source", "ReferralSource"),
        "primary_need": ("primary_need", "PrimaryNeedCode"),
        "no_further_action": ("no_further_action", "ReferralNFA"),
    },
    "assessment": {
        "internal_review_on": ("internal_review_date", "AssessmentInternalReviewDate"),
        "authorised_on": ("authorisation_date", "AssessmentAuthorisationDate"),
    },
    "cin_plan": {"ended_on": ("end_date", "CINPlanEndDate")},
    "enquiry": {
        "conference_target_on": ("conference_target", "InitialCPCtarget"),
        "conference_not_required": ("conference_not_required", "ICPCnotRequired"),
    },
    "protection_plan": {
        "ended_on": ("end_date", "CPPendDate"),
        "initial_category": ("initial_category", "InitialCategoryOfAbuse"),
        "latest_category": ("latest_category", "LatestCategoryOfAbuse"),
        "previous_plans": ("previous_plans", "NumberOfPreviousCPP"),
    },
    "pre_proceedings": {
        "letter_before_sent_on": ("letter_before_date", "LBPSentDate"),
        "family_meeting_offered": ("family_meeting_offered", "FGDMMeetingOffer"),
        "family_meeting_held": ("family_meeting_held", "FGDMMeetingFac"),
        "first_meeting_on": ("first_meeting_date", "InitialPPMeetingDate"),
        "review_meetings": ("review_meetings", "ReviewMeetingsCount"),
        "decided_on": ("step_decision_date", "StepDecisionDate"),
        "outcome": ("outcome", "PPOutcome"),
        "court_application_on": ("court_application_date", "CourtAppDate"),
        "letter_to_issue_on": ("proceedings_letter_date", "LetterInitCPDate"),
    },
    "initial_conference": {},
    "review_conference": {},
}
_ELEMENTS = {
    "factors": "AssessmentFactors",
    "type": spec.CONFERENCE,
    "closed_on": "CINclosureDate",
    "closure_reason": "ReasonForClosure",
    "birth_date": "PersonBirthDate",
    "expected_birth_date": "ExpectedPersonBirthDate",
    "death_date": "PersonDeathDate",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "disabilities": "Disability",
    "upn_unknown": "UPNunknown",
}

THING_OF: dict[str, Thing] = {
    "referral": Thing.REFERRAL,
    "assessment": Thing.ASSESSMENT,
    "cin_plan": Thing.CIN_PLAN,
    "enquiry": Thing.ENQUIRY,
    "initial_conference": Thing.CONFERENCE,
    "protection_plan": Thing.PROTECTION_PLAN,
    "review_conference": Thing.REVIEW,
    "pre_proceedings": Thing.PRE_PROCEEDINGS,
}

# The steps whose saving changes what the census tells of a child.
TELLING = frozenset({*THING_OF, "case_closing"})


def element_of(name: str, kind: str = "") -> str:
    """The element of the census that tells a fact of a step of this kind, or of a child."""
    return FACTS[kind][name][1] if name in FACTS.get(kind, ()) else _ELEMENTS[name]


@dataclass(slots=True, eq=False)
class ToldStep:
    """A step that the file tells of. facts: only those that it tells and that could be read.

    leads_from: the step in the same file that it stands inside. factors: each code that could be read, as
    often as it stands there.
    """

    kind: str
    on: date
    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    leads_from: ToldStep | None = None
    factors: tuple[str, ...] = ()

    @property
    def things(self) -> Counter[Thing]:
        return Counter({THING_OF[self.kind]: 1, Thing.FACTOR: len(self.factors)})


@dataclass(slots=True, eq=False)
class ToldEpisode:
    """A referral and what followed until the case was closed. closing: empty where it couldn't be read."""

    referral: ToldStep
    closing: dict[str, Any]
    steps: list[ToldStep]

    @property
    def things(self) -> Counter[Thing]:
        return sum((step.things for step in self.steps), self.referral.things)


@dataclass(slots=True, eq=False)
class ToldChild:
    """One child: who they are, their episodes, and what of the file couldn't be used.

    facts: fields of the person. upn, former_upn: empty where none was told or could be read.
    """

    line: int
    la_child_id: str
    identified: bool
    born: bool
    facts: dict[str, Any] = field(default_factory=dict)
    upn: str = ""
    former_upn: str = ""
    episodes: list[ToldEpisode] = field(default_factory=list)
    reckoning: Reckoning = field(default_factory=Reckoning)
