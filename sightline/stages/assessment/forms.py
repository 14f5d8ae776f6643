"""The forms of a child and family assessment: its start, with the manager's review point, and its content.

What it asks: Working Together to Safeguard Children 2023, chapter 3 (assessing need and providing help), and
what inspectors found missing: fathers and parents who live elsewhere, identity, the child's own words, risk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sightline.forms.declare import Group, Prefilled, Question, Section, StepForm, Type, codes_of, register
from sightline.forms.known import Known
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.law.cin_codes import ASSESSMENT_FACTOR, ETHNICITY
from sightline.law.local_standards import ASSESSMENT_REVIEW
from sightline.stages.assessment.acts import authorised, keep_identity, referrals_to_answer
from sightline.stages.assessment.kinds import ASSESSMENT
from sightline.stages.assessment.models import AssessmentFacts

NO_FACTOR = "21"
LIVES = (("here", "With the child"), ("elsewhere", "Elsewhere"))
LIKELIHOOD = (
    ("happening", "It is happening now"), ("likely", "Likely"), ("possible", "Possible"), ("unlikely", "Unlikely"),
)  # fmt: skip


def _review_point(known: Known) -> Prefilled | None:
    """The local standard, counted from today: the manager sets another where this child's need asks for it."""
    due = ASSESSMENT_REVIEW.editions[-1].due_date(known.today, ENGLAND_AND_WALES)
    return Prefilled(due, "Local standard: 10 working days from today")


def _ethnicity(known: Known) -> Prefilled | None:
    who = known.person
    return Prefilled(who.ethnicity, "The child’s details", who.act.at.date()) if who.ethnicity else None


def _parents(known: Known) -> Sequence[Mapping[str, Prefilled]]:
    """Every parent who is on the record, those who live elsewhere too."""
    return [
        {
            "name": Prefilled(f"{one.name} ({one.link.get_kind_display().lower()})", "The child’s family"),
            "lives": Prefilled("here" if one.same_home else "elsewhere", "The addresses on the record"),
        }
        for one in known.parents
    ]


def _factors(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """CIN census rule on item N00181: "no factor found" stands alone."""
    found = answers.get("factors") or []
    if NO_FACTOR in found and len(found) > 1:
        yield "factors", "“No factor found” can’t stand together with another factor. Untick one of the two."


START = register(
    StepForm(
        key="assessment_start", kind=ASSESSMENT, title="Start an assessment", act="assessment.start", order=40,
        needs_case=True, saved="The assessment is started.",
        when_asked="When does the assessment start?", leads_from=referrals_to_answer,
        sections=(
            Section(
                key="start", title="Review point",
                items=(
                    Question(
                        key="internal_review_on", text="When will a manager look at it with you?", type=Type.DATE,
                        ahead=True, required=True, always_known=True, prefill=_review_point,
                        hint="Before it is finished: what is known, what is missing, whether the child is safe.",
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip

CONTENT = register(
    StepForm(
        key="assessment", kind=ASSESSMENT, title="Child and family assessment", act="assessment.submit",
        content=True, paged=True, authorised=True, after=keep_identity, on_authorising=authorised, check=_factors,
        sections=(
            Section(
                key="child", title="The child",
                items=(
                    Question(key="seen", text="Was the child seen?", type=Type.YES_NO, required=True, each_child=True),
                    Question(
                        key="not_seen_reason", text="Why was the child not seen?", required=True, each_child=True,
                        when="seen == False",
                    ),
                    Question(
                        key="seen_alone", text="Was the child seen alone?", type=Type.YES_NO, required=True,
                        each_child=True, when="seen == True",
                    ),
                    Question(
                        key="not_alone_reason", text="Why not alone?", required=True, each_child=True,
                        when="seen_alone == False",
                    ),
                    Question(
                        key="words_of_the_child", text="What did the child say or show, in their own words?",
                        type=Type.LONG, required=True, each_child=True, when="seen == True",
                    ),
                    Question(
                        key="day_in_the_life", text="What is a day like in this child’s life?", type=Type.LONG,
                        required=True, each_child=True,
                    ),
                ),
            ),
            Section(
                key="parents", title="Parents and carers",
                items=(
                    Group(
                        key="parents", title="Each parent", one="parent", least=1, required=True, prefill=_parents,
                        hint="Those who live elsewhere too, and anybody who cares for the child as a parent does.",
                        questions=(
                            Question(key="name", text="Who is it?", required=True),
                            Question(key="lives", text="Where do they live?", type=Type.ONE, choices=LIVES),
                            Question(
                                key="spoken", text="Have you spoken with them?", type=Type.YES_NO, required=True
                            ),
                            Question(
                                key="not_spoken", text="Why not, and what did you do to reach them?", required=True,
                                when="spoken == False",
                            ),
                            Question(
                                key="views", text="What do they say, in their own words?", type=Type.LONG,
                                required=True, when="spoken == True",
                            ),
                            Question(
                                key="care", text="What do they give the child, and what not?", type=Type.LONG,
                                required=True,
                            ),
                        ),
                    ),
                ),
            ),
            Section(
                key="history", title="History and agencies",
                items=(
                    Question(
                        key="history_read", text="Have you read the chronology and earlier assessments?",
                        type=Type.YES_NO, required=True,
                    ),
                    Question(
                        key="history", text="What does the history tell us about now?", type=Type.LONG, required=True
                    ),
                    Question(
                        key="agencies", text="What do health, school or nursery, police and others say, and when?",
                        type=Type.LONG, required=True,
                    ),
                ),
            ),
            Section(
                key="identity", title="Identity",
                items=(
                    Question(
                        key="ethnicity", text="Ethnicity", type=Type.ONE, choices=codes_of(ETHNICITY), required=True,
                        each_child=True, prefill=_ethnicity,
                    ),
                    Question(
                        key="language", text="First language, and whether an interpreter is needed", required=True,
                        each_child=True,
                    ),
                    Question(key="faith", text="Faith or belief", each_child=True),
                    Question(
                        key="identity_means", text="What does who they are mean for this child?", type=Type.LONG,
                        required=True, each_child=True,
                        hint="Culture, disability, gender, and how others treat them for it.",
                    ),
                    Question(
                        key="family_identity", text="The family’s ethnicity, language and faith, and what they mean",
                        type=Type.LONG, required=True,
                    ),
                ),
            ),
            Section(
                key="risk", title="Worries and strengths",
                items=(
                    Group(
                        key="worries", title="Each worry", one="worry", least=1, required=True,
                        questions=(
                            Question(key="worry", text="What are we worried about?", type=Type.LONG, rows=2,
                                     required=True),
                            Question(key="evidence", text="What is the evidence?", type=Type.LONG, rows=3,
                                     required=True),
                            Question(
                                key="impact", text="What does it do to this child?", type=Type.LONG, rows=3,
                                required=True, each_child=True,
                            ),
                            Question(
                                key="likelihood", text="How likely is it to happen, or to go on?", type=Type.ONE,
                                choices=LIKELIHOOD, required=True,
                            ),
                            Question(key="protects", text="What protects the child?", type=Type.LONG, rows=3,
                                     required=True),
                            Question(key="change_our_mind", text="What would change our mind?", type=Type.LONG, rows=2,
                                     required=True),
                        ),
                    ),
                ),
            ),
            Section(
                key="outcome", title="What must change, and outcome",
                items=(
                    Question(
                        key="must_change", text="What must change for the child?", type=Type.LONG, required=True
                    ),
                    Question(
                        key="outcome", text="Outcome", type=Type.ONE, choices=tuple(AssessmentFacts.Outcome.choices),
                        required=True, each_child=True,
                    ),
                    Question(
                        key="factors", text="Factors found", type=Type.SOME, choices=codes_of(ASSESSMENT_FACTOR),
                        required=True, each_child=True, hint="As the children in need census asks (item N00181).",
                    ),
                    Question(
                        key="outcome_why", text="Why this outcome?", type=Type.LONG, required=True,
                        hint="Whoever reads only this should understand what the child needs.",
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip
