"""The form by which a case is closed.

Practice: a manager closes, with the family's view; what ends is said to the child and to those who go on helping.
"""

from __future__ import annotations

from sightline.forms.declare import Question, Section, StepForm, Type, codes_of, register
from sightline.law.cin_codes import REASON_FOR_CLOSURE
from sightline.stages.child_in_need.acts import close, may_close, reopen
from sightline.stages.child_in_need.kinds import CASE_CLOSING
from sightline.stages.child_in_need.models import CaseClosingFacts
from sightline.stages.child_in_need.owed import bearings, needs_reason

CLOSING_FORM = register(
    StepForm(
        key="case_closing", kind=CASE_CLOSING, title="Close the case", act="case.close", permission="case.close",
        needs_case=True, begins_alone=True, saved="The case is closed.",
        when_asked="On which day is it closed?", order=90, lay=may_close, after=close, on_withdrawing=reopen,
        outside_closed_cases=True, bears_on=bearings, check=needs_reason,
        sections=(
            Section(
                key="why", title="Why it is closed",
                items=(
                    Question(
                        key="closure_reason", text="Reason", type=Type.ONE, choices=codes_of(REASON_FOR_CLOSURE),
                        required=True, always_known=True, each_child=True,
                        hint="As the children in need census asks (item N00103).",
                    ),
                    Question(
                        key="why", text="What has changed for the children, and what is still worrying?",
                        type=Type.LONG, required=True, always_known=True,
                    ),
                    Question(
                        key="owed_reason", text="If something is still owed: why close without it?", type=Type.LONG,
                        rows=2, hint="What is owed is listed above. Leave this empty if there is nothing.",
                    ),
                ),
            ),
            Section(
                key="family", title="The family’s view, and what goes on",
                items=(
                    Question(
                        key="child_view", text="What does the child say about it, in their own words?",
                        type=Type.LONG, rows=3, required=True, each_child=True,
                    ),
                    Question(key="family_agrees", text="Does the family agree?", type=Type.YES_NO, required=True),
                    Question(
                        key="family_view", text="What do they say, in their own words?", type=Type.LONG, rows=3,
                        required=True,
                    ),
                    Question(
                        key="goes_on", text="What goes on after this?", type=Type.ONE,
                        choices=tuple(CaseClosingFacts.After.choices), required=True,
                    ),
                    Question(
                        key="who_helps", text="Who is there for them, and whom do they ring if it gets worse?",
                        type=Type.LONG, rows=3, required=True,
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip
