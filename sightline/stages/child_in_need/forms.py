"""The form of a visit."""

from sightline.forms.declare import Question, Section, StepForm, Type, register
from sightline.stages.child_in_need.kinds import VISIT
from sightline.stages.child_in_need.models import VisitFacts

VISIT_FORM = register(
    StepForm(
        key="visit", kind=VISIT, title="Visit", act="visit.record", when_asked="When was the visit?", order=10,
        asks_time=True,
        sections=(
            Section(
                key="visit", title="The visit",
                items=(
                    Question(
                        key="place", text="Where was it?", type=Type.ONE, choices=tuple(VisitFacts.Place.choices),
                        required=True,
                    ),
                    Question(
                        key="seen", text="Was the child seen?", type=Type.YES_NO, required=True, each_child=True,
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
                        key="not_seen_reason", text="Why was the child not seen?", required=True, each_child=True,
                        when="seen == False",
                    ),
                    Question(
                        key="words_of_the_child", text="What did the child say or show, in their own words?",
                        type=Type.LONG, each_child=True, when="seen == True",
                    ),
                    Question(
                        key="note", text="What did you see and hear, and what does it mean for the children?",
                        type=Type.LONG, rows=6, required=True, hint="Told once, and kept with each child.",
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip
