"""The national limits of the front door, assessment, protection and children in need: clocks C01 to C36.

Each rule carries the number of the clock it serves. Where the Department counts a thing differently from
the guidance that workers follow, there are two rules, and the second ends in ``.dfe``: both are shown, and
each by its name.

A limit that comes from Working Together is repeated for each edition. It is verified for the editions in
which a source of their time was seen to say it; the 2026 edition has not been read, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sightline.law.counting import Convention, Hours, same_day, within
from sightline.law.instruments import (
    CHILDREN_ACT_1989,
    CIN_CENSUS_GUIDE_2024,
    CIN_CENSUS_RULES,
    KCSIE_2025,
    WORKING_TOGETHER,
    WORKING_TOGETHER_2018,
    WORKING_TOGETHER_2023,
    Instrument,
)
from sightline.law.limits import Limit, Rule, rule

MEMORY = "memory"
CENSUS_GUIDE = "Children in need census 2023 to 2024: guide, version 1.0"
CENSUS_VALIDATOR = "Data to Insight children in need validator (data-to-insight/csc-validator-be-cin)"
DASHBOARD = "DfE children's social care dashboard, supporting information, October 2024"
CORAM = "Child Law Advice (Coram), police powers and emergency protection orders"

ATTESTED: tuple[Instrument, ...] = (WORKING_TOGETHER_2018, WORKING_TOGETHER_2023)


def _working_together(
    key: str,
    title: str,
    words: str,
    counting: Convention | None,
    *,
    source: str,
    verified_in: Collection[Instrument] = (),
    note: str = "",
) -> Rule:
    """The same limit in every edition of Working Together since 2013."""
    return rule(
        key,
        title,
        *(
            Limit(
                words=words,
                under=edition,
                at="chapter 3" if edition.in_force_from and edition.in_force_from.year >= 2023 else "chapter 1",
                counting=counting,
                source=source if edition in verified_in else MEMORY,
                verified=edition in verified_in,
                note=note,
            )
            for edition in WORKING_TOGETHER
        ),
    )


# Front door and assessment

C01 = _working_together(
    "C01",
    "Decision on a referral, and acknowledgement to the referrer",
    "1 working day after the referral",
    within(1).working_days_after("the referral"),
    source=CENSUS_GUIDE,
    verified_in=ATTESTED,
)
C01_SCHOOLS = rule(
    "C01.schools",
    "What a school may expect after its referral",
    Limit(
        words="1 working day after the referral",
        under=KCSIE_2025,
        at="paragraph 62",
        counting=within(1).working_days_after("the referral"),
        source="Keeping children safe in education 2025",
        verified=True,
    ),
)
C03 = _working_together(
    "C03",
    "Response when a child is in immediate danger",
    "the same day",
    same_day("the report of immediate danger"),
    source=MEMORY,
    note="Act at once: the day is a ceiling for the record, not a time allowed.",
)
C04 = _working_together(
    "C04",
    "Child and family assessment",
    "45 working days after the referral",
    within(45).working_days_after("the referral"),
    source=CENSUS_GUIDE,
    verified_in=ATTESTED,
    note="Longer with recorded reasons; a decision to protect a child never waits for it.",
)
C04_DFE = rule(
    "C04.dfe",
    "Child and family assessment, as the Department counts it",
    Limit(
        words="45 working days after the assessment started",
        under=CIN_CENSUS_GUIDE_2024,
        counting=within(45).working_days_after("the start of the assessment"),
        source=MEMORY,
        verified=False,
    ),
)
C07 = rule(
    "C07",
    "Closing a case after an assessment that found no need",
    Limit(
        words="the same day as the assessment is authorised, or as soon as possible",
        under=CIN_CENSUS_GUIDE_2024,
        counting=same_day("the authorisation of the assessment"),
        source=CENSUS_GUIDE,
        verified=True,
    ),
)
C08 = rule(
    "C08",
    "Re-referral",
    Limit(
        words="a referral within 12 months after the previous referral",
        under=CIN_CENSUS_GUIDE_2024,
        counting=within(12).months_after("the previous referral"),
        source=f"{CENSUS_GUIDE}; {DASHBOARD}",
        verified=True,
        note="Counted from the date of the previous referral, not from the closing of the case.",
    ),
)

# Child protection

C10 = _working_together(
    "C10",
    "Strategy discussion",
    "as soon as possible",
    None,
    source=MEMORY,
    note="Authorities set a local number.",
)
C11 = _working_together(
    "C11",
    "Initial child protection conference",
    "15 working days after the strategy discussion that started the section 47 enquiry",
    within(15).working_days_after("the strategy discussion at which the section 47 enquiry was started"),
    source=CENSUS_GUIDE,
    verified_in=ATTESTED,
    note="Where there were several discussions, the one that started the enquiry.",
)
C11_DFE = rule(
    "C11.dfe",
    "Initial child protection conference, as the Department counts it",
    Limit(
        words="15 working days after the section 47 enquiry started",
        under=CIN_CENSUS_GUIDE_2024,
        counting=within(15).working_days_after("the start of the section 47 enquiry"),
        source=f"{CENSUS_GUIDE}; LG Inform Plus metric 3217",
        verified=True,
        note="A conference held before the enquiry started is left out of the percentage.",
    ),
)
C12 = _working_together(
    "C12",
    "Outcome of a section 47 enquiry",
    "in time for the initial child protection conference",
    None,
    source=MEMORY,
    note="No national number; authorities set a local one.",
)
C13 = _working_together(
    "C13",
    "Conference for a child who moves in on a child protection plan",
    "15 working days after formal notice of the move",
    within(15).working_days_after("the formal notice of the permanent move"),
    source=CENSUS_GUIDE,
    verified_in=ATTESTED,
)
C15 = rule(
    "C15",
    "Start of a child protection plan",
    Limit(
        words="the same day as the conference that decided on it",
        under=CIN_CENSUS_RULES,
        at="rules 2885 and 8840",
        counting=same_day("the initial child protection conference"),
        source=CENSUS_VALIDATOR,
        verified=True,
    ),
)
C17 = _working_together(
    "C17",
    "First core group",
    "10 working days after the initial child protection conference",
    within(10).working_days_after("the initial child protection conference"),
    source=MEMORY,
    note="Seen in a local procedure (Liverpool) that follows Working Together.",
)
C20 = _working_together(
    "C20",
    "First review conference",
    "3 months after the initial child protection conference",
    within(3).months_after("the initial child protection conference"),
    source=CENSUS_GUIDE,
    verified_in=ATTESTED,
    note="Counted from the conference, not from the day the plan was entered.",
)
C21 = _working_together(
    "C21",
    "Later review conferences",
    "6 months after the previous review conference",
    within(6).months_after("the previous review conference"),
    source=CENSUS_VALIDATOR,
    verified_in=ATTESTED,
)
C23 = rule(
    "C23",
    "Child protection plan of two years",
    Limit(
        words="24 months after the plan started",
        under=CIN_CENSUS_GUIDE_2024,
        counting=within(24).months_after("the start of the child protection plan"),
        source=DASHBOARD,
        verified=True,
    ),
)


def _act(
    key: str,
    title: str,
    words: str,
    at: str,
    counting: Convention | Hours | None,
    *,
    source: str = MEMORY,
    from_day: dt.date | None = None,
    note: str = "",
) -> Rule:
    """A limit set by a section of the Children Act 1989."""
    return rule(
        key,
        title,
        Limit(
            words=words,
            under=CHILDREN_ACT_1989,
            at=at,
            counting=counting,
            source=source,
            verified=source != MEMORY,
            from_day=from_day,
            note=note,
        ),
    )


C25 = _act(
    "C25",
    "Police protection",
    "72 hours after the child was taken into police protection",
    "section 46(6)",
    within(72).hours_after("the child was taken into police protection"),
    source=CORAM,
    note="Hours, not days; it cannot be renewed.",
)
C26 = _act(
    "C26",
    "Emergency protection order",
    "8 days beginning with the day of the order",
    "sections 44 and 45(1)",
    within(8).calendar_days_beginning_with("the day the order was made"),
    note="A ceiling: the order itself names its last day, which comes first. Whether the day of the order "
    "counts is "
    "from memory, and the earlier reading is taken, because a lapse leaves a child without protection.",
)
C26_AFTER_POLICE = _act(
    "C26.after_police",
    "Emergency protection order for a child in police protection",
    "8 days beginning with the first day of police protection",
    "section 45(3)",
    within(8).calendar_days_beginning_with("the first day of police protection"),
    source=CORAM,
)
C27 = _act(
    "C27",
    "Extended emergency protection order",
    "7 days after the order would have ended, once",
    "section 45(4) to (6)",
    within(7).calendar_days_after("the day the order would have ended"),
    source=CORAM,
)
C28 = _act(
    "C28",
    "Child assessment order",
    "7 days beginning with the day named in the order",
    "section 43(5)",
    within(7).calendar_days_beginning_with("the day named in the order"),
    source="Children Act 1989, section 43, as enacted",
)
C29 = _act(
    "C29",
    "Refusal of contact without an order",
    "7 days beginning with the day of the refusal",
    "section 34(6)",
    within(7).calendar_days_beginning_with("the day of the refusal"),
    note="Whether the day of the refusal counts is from memory; the earlier reading is taken.",
)

# Children in need

C33 = _working_together("C33", "Review of a child in need plan", "regularly", None, source=MEMORY)
C35 = _act(
    "C35",
    "Supervision order",
    "12 months beginning with the day of the order",
    "section 35 and schedule 3, paragraph 6",
    within(12).months_beginning_with("the day the order was made"),
)
C35_LONGEST = _act(
    "C35.longest",
    "Supervision order with its extensions",
    "3 years in all, beginning with the day of the order",
    "schedule 3, paragraph 6",
    within(36).months_beginning_with("the day the order was made"),
)
C36 = _act(
    "C36",
    "Assessment of a young carer or a parent carer",
    "without delay: no number is given",
    "sections 17ZA to 17ZE",
    None,
    from_day=dt.date(2015, 4, 1),
)
