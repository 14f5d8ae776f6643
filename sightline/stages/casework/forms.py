"""The forms of casework: case note and management decision."""

from sightline.forms.declare import Question, Section, StepForm, Type, register
from sightline.stages.casework.acts import set_directions
from sightline.stages.casework.kinds import CASE_NOTE, MANAGEMENT_DECISION
from sightline.stages.casework.models import CaseNoteFacts

NOTE = register(
    StepForm(
        key="case_note", kind=CASE_NOTE, title="Case note", act="case_note.record", order=20, asks_time=True,
        sections=(
            Section(
                key="note", title="Note",
                items=(
                    Question(
                        key="about", text="What is it a note of?", type=Type.ONE,
                        choices=tuple(CaseNoteFacts.About.choices),
                    ),
                    Question(
                        key="note", text="What happened, and what does it mean for the child?", type=Type.LONG,
                        required=True, always_known=True, rows=8,
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip

DECISION = register(
    StepForm(
        key="management_decision", kind=MANAGEMENT_DECISION, title="Management decision", act="decision.record",
        permission="decision.record", order=30, after=set_directions, when_asked="When was it decided?",
        sections=(
            Section(
                key="decision", title="Decision",
                items=(
                    Question(
                        key="question", text="What had to be decided?", type=Type.LONG, rows=2, required=True,
                        always_known=True,
                    ),
                    Question(key="options", text="What could have been decided?", type=Type.LONG, rows=3),
                    Question(
                        key="decision", text="What did you decide?", type=Type.LONG, rows=3, required=True,
                        always_known=True,
                    ),
                    Question(
                        key="rationale", text="Why?", type=Type.LONG, required=True, always_known=True,
                        hint="The threshold or law you applied, the risk, and what the child and the family think.",
                    ),
                    Question(
                        key="child_views_considered", text="Were the child’s wishes and feelings considered?",
                        type=Type.YES_NO, required=True, each_child=True,
                    ),
                ),
            ),
            Section(
                key="direction", title="Direction",
                items=(
                    Question(
                        key="direction", text="What is to be done now?", type=Type.LONG, rows=3,
                        hint="It becomes a task with a date. Leave it empty if there is nothing to do.",
                    ),
                    Question(
                        key="direction_due_on", text="By when?", type=Type.DATE, ahead=True, required=True,
                        always_known=True, when="direction != None",
                    ),
                    Question(
                        key="direction_to", text="By whom?", type=Type.COLLEAGUE, when="direction != None",
                        hint="Left empty, whoever holds the child does it.",
                    ),
                    Question(key="back_on", text="When will you look at it again?", type=Type.DATE, ahead=True),
                ),
            ),
        ),
    )
)  # fmt: skip
