"""Starting values for the limits that each authority sets for itself: clocks C01 to C36, and its own oversight.

None of these is law. Each is a figure seen in a named authority's procedure, or a common one from memory,
given so that a new authority has something to change. An authority's own figure replaces it; it may be
tighter than the national limit, and it never replaces that limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sightline.law.counting import Convention, Hours, at_least, within
from sightline.law.instruments import LOCAL, Instrument
from sightline.law.limits import Limit, Rule, rule

MEMORY = "memory"


def local_standard(words: str, counting: Convention | Hours | None, *, source: str = MEMORY, note: str = "") -> Limit:
    """A limit under the authority's own procedure; ``source`` names the procedure in which it stands."""
    return Limit(words=words, under=LOCAL, counting=counting, source=source, verified=source != MEMORY, note=note)


def _start(
    key: str, title: str, words: str, counting: Convention | Hours, *, source: str = MEMORY, note: str = ""
) -> Rule:
    return rule(f"{key}.local", title, local_standard(words, counting, source=source, note=note))


CONTACT = _start(
    "C02",
    "Screening of a contact",
    "1 working day after the contact",
    within(1).working_days_after("the contact"),
    note="Many authorities set 24 hours, and 4 hours where the risk is high.",
)
ASSESSMENT_REVIEW = _start(
    "C05",
    "Manager's review point in an assessment",
    "10 working days after the assessment started",
    within(10).working_days_after("the start of the assessment"),
)
CHILD_SEEN = _start(
    "C06",
    "Child seen in an assessment",
    "5 working days after the assessment started",
    within(5).working_days_after("the start of the assessment"),
)
CHILD_SEEN_IN_ENQUIRY = _start(
    "C06.enquiry",
    "Child seen in a section 47 enquiry",
    "24 hours after the enquiry started",
    within(24).hours_after("the start of the section 47 enquiry"),
)
FAMILY_HELP = _start(
    "C09",
    "Family help assessment",
    "45 working days after it was agreed",
    within(45).working_days_after("the agreement to assess"),
)
STRATEGY_DISCUSSION = _start(
    "C10",
    "Strategy discussion",
    "3 working days after the threshold was met",
    within(3).working_days_after("the decision that the threshold is met"),
    note="The longest seen; many authorities hold it the same day.",
)
ENQUIRY_OUTCOME = _start(
    "C12",
    "Outcome of a section 47 enquiry",
    "15 working days after the enquiry started",
    within(15).working_days_after("the start of the section 47 enquiry"),
)
REPORT_BEFORE_INITIAL = _start(
    "C14.initial",
    "Report shared with the family before the initial conference",
    "3 working days before the conference",
    at_least(3).working_days_before("the initial child protection conference"),
    source="East Riding procedure; Liverpool sets 2 working days",
)
REPORT_BEFORE_REVIEW = _start(
    "C14.review",
    "Report shared with the family before a review conference",
    "5 working days before the conference",
    at_least(5).working_days_before("the review conference"),
    source="Liverpool procedure",
)
DECISIONS_SENT = _start(
    "C16.decisions",
    "Decisions and plan sent out after a conference",
    "1 working day after the conference",
    within(1).working_days_after("the conference"),
)
MINUTES_SENT = _start(
    "C16.minutes",
    "Full record of a conference sent out",
    "20 working days after the conference",
    within(20).working_days_after("the conference"),
)
CORE_GROUP = _start(
    "C18",
    "Later core groups",
    "4 weeks after the last core group",
    within(4).weeks_after("the last core group"),
    source="Liverpool procedure (monthly); others set up to 6 weeks",
)
PROTECTION_VISIT = _start(
    "C19",
    "Visit to a child on a child protection plan",
    "10 working days after the child was last seen",
    within(10).working_days_after("the last visit at which the child was seen"),
    source="Liverpool and Central Bedfordshire procedures; others set from 10 days to 4 weeks",
)
MIDPOINT_CHECK = _start(
    "C22",
    "Conference chair's check between conferences",
    "8 weeks after the conference",
    within(8).weeks_after("the conference"),
)
REPEAT_PLAN = _start(
    "C24",
    "Repeat child protection plan",
    "a plan within 24 months after the previous plan ended",
    within(24).months_after("the end of the previous child protection plan"),
)
PRE_BIRTH_REFERRAL = _start(
    "C30",
    "Referral of an unborn child",
    "by 16 weeks of pregnancy",
    within(16).weeks_of_pregnancy(),
    source="Doncaster procedure",
)
PRE_BIRTH_CONFERENCE = _start(
    "C31.conference",
    "Pre-birth conference",
    "10 weeks before the expected date of birth",
    at_least(10).weeks_before("the expected date of birth"),
)
BIRTH_PLAN = _start(
    "C31.birth_plan",
    "Birth plan",
    "by 34 weeks of pregnancy",
    within(34).weeks_of_pregnancy(),
)
CIN_MEETING = _start(
    "C32",
    "Child in need planning meeting",
    "10 working days after the assessment or the child protection plan ended",
    within(10).working_days_after("the end of the assessment or of the child protection plan"),
    source="Nottinghamshire procedure",
)
CIN_REVIEW = _start(
    "C33",
    "Review of a child in need plan",
    "3 months after the last review",
    within(3).months_after("the last review"),
)
CIN_VISIT = _start(
    "C34",
    "Visit to a child in need",
    "6 weeks after the child was last seen",
    within(6).weeks_after("the last visit at which the child was seen"),
    source="Knowsley procedure; others set 20 working days or 4 weeks",
)
WITHOUT_WORKER = _start(
    "oversight.unallocated",
    "Allocation of a child to a worker",
    "3 working days without a worker",
    within(3).working_days_after("the day from which the child had no worker"),
    note="The manager sees the child at once; after this time so does the manager above.",
)
NOBODY_THERE = _start(
    "oversight.gap",
    "Stand-in for a worker who is away or has left",
    "1 working day with nobody there",
    within(1).working_days_after("the day from which nobody was there for the child"),
    note="The manager sees the child at once; after this time so does the manager above.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How many children one full-time worker in a role may hold before a manager must say why more.

    role: the role's key in the record. A part-time worker may hold the same share of it, whole children only.
    """

    role: str
    children: int
    under: Instrument = LOCAL
    source: str = MEMORY

    def of(self, fte: Decimal) -> int:
        """The ceiling of a worker with this full-time equivalent."""
        return int(self.children * fte)


CEILINGS = {
    one.role: one for one in (Ceiling(role="social_worker", children=18), Ceiling(role="newly_qualified", children=12))
}
"""The roles that hold children, each with its ceiling. No other role holds any, an advanced practitioner neither."""
