"""The forms of a child in need plan and of the meetings that make and review it.

What they ask: Working Together to Safeguard Children 2023, chapter 3; and what inspectors found missing: what must
change for the child, actions with an owner and a date, how anybody would know, and what happens if it doesn't.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sightline.forms.declare import Group, Prefilled, Question, Section, StepForm, Type, register
from sightline.forms.known import Known
from sightline.law.local_standards import CIN_VISIT
from sightline.stages.child_in_need.acts import follow_meeting, lay_plans, set_actions
from sightline.stages.child_in_need.acts.meeting import DONE
from sightline.stages.child_in_need.kinds import CIN_MEETING, CIN_PLAN
from sightline.stages.child_in_need.models import CinMeetingFacts
from sightline.stages.child_in_need.running import led_from_of_plan, running_plans

LONGEST_INTERVAL = 365
PROGRESS = (
    (DONE, "Done"), ("under_way", "Under way"), ("not_begun", "Not begun"), ("dropped", "No longer needed"),
)  # fmt: skip


def _must_change(known: Known) -> Prefilled | None:
    """What the assessment found."""
    found = known.latest("assessment")
    text = found[0].narrative.get("must_change") if found else None
    return Prefilled(text, "The assessment", found[0].happened_on) if found and text else None


def _plan_of(known: Known) -> Any:
    found = known.latest(CIN_PLAN.key)
    return found[0] if found and found[1].ended_on is None else None


def _actions(known: Known) -> Sequence[Mapping[str, Prefilled]]:
    """The actions of the plan that runs."""
    plan = _plan_of(known)
    rows = plan.narrative.get("actions", []) if plan else []
    return [{"action": Prefilled(row["what"], "The plan", plan.happened_on)} for row in rows if row.get("what")]


def _reviews(known: Known) -> Prefilled | None:
    """The first meeting makes the plan; later ones review it."""
    plan, meeting = _plan_of(known), known.latest(CIN_MEETING.key)
    if plan is None:
        return None
    again = bool(meeting and meeting[0].happened_on >= plan.happened_on)
    return Prefilled(again, "The meetings on the record")


def _interval(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    days = answers.get("visit_every_days")
    if days is not None and not 1 <= days <= LONGEST_INTERVAL:
        yield "visit_every_days", f"Enter a number of days from 1 to {LONGEST_INTERVAL}."


PLAN_FORM = register(
    StepForm(
        key="cin_plan", kind=CIN_PLAN, title="Child in need plan", act="cin_plan.start", order=50,
        needs_case=True, authorised=True,
        when_asked="From when does the plan run?", leads_from=led_from_of_plan, lay=lay_plans, after=set_actions,
        check=_interval,
        sections=(
            Section(
                key="change", title="What must change",
                items=(
                    Question(
                        key="must_change", text="What must change for this child?", type=Type.LONG, required=True,
                        each_child=True, prefill=_must_change, hint="In words that the child and the parents use.",
                    ),
                    Question(
                        key="child_views", text="What does the child want, in their own words?", type=Type.LONG,
                        rows=3, required=True, each_child=True,
                    ),
                    Question(
                        key="parents_views", text="What does each parent say about the plan?", type=Type.LONG, rows=3,
                        required=True, hint="Those who live elsewhere too.",
                    ),
                ),
            ),
            Section(
                key="actions", title="Who does what by when",
                items=(
                    Group(
                        key="actions", title="Each action", one="action", least=1, required=True,
                        questions=(
                            Question(key="what", text="What will be done?", type=Type.LONG, rows=2, required=True,
                                     always_known=True),
                            Question(key="who", text="Who does it?", required=True,
                                     hint="A parent, the school, a worker: one name."),
                            Question(key="worker", text="If a colleague: whose task is it?", type=Type.COLLEAGUE),
                            Question(key="by_when", text="By when?", type=Type.DATE, ahead=True, required=True,
                                     always_known=True),
                            Question(key="know", text="How will we know that it helped the child?", required=True),
                        ),
                    ),
                    Question(
                        key="contingency", text="What happens if it doesn’t get better, and when?", type=Type.LONG,
                        rows=3, required=True,
                    ),
                ),
            ),
            Section(
                key="visits", title="Visits and the first meeting",
                items=(
                    Question(
                        key="visit_every_days", text="At most how many days from one visit to the next?",
                        type=Type.NUMBER, required=True, each_child=True,
                        hint=f"For this child. Our own standard holds beside it: {CIN_VISIT.latest.words}.",
                    ),
                    Question(key="meeting_on", text="When is the first meeting?", type=Type.DATE, ahead=True),
                ),
            ),
        ),
    )
)  # fmt: skip

MEETING_FORM = register(
    StepForm(
        key="cin_meeting", kind=CIN_MEETING, title="Child in need meeting", act="cin_meeting.hold", order=55,
        needs_case=True,
        when_asked="When was the meeting?", leads_from=running_plans, after=follow_meeting,
        sections=(
            Section(
                key="who", title="Who came",
                items=(
                    Question(
                        key="came", text="Who came, and what are they to the child?", type=Type.LONG, rows=3,
                        required=True,
                    ),
                    Question(
                        key="did_not_come", text="Who was asked and didn’t come, and what did they send?",
                        type=Type.LONG, rows=2,
                    ),
                    Question(
                        key="child_part", text="How did the child take part, and what do they say?", type=Type.LONG,
                        rows=3, required=True, each_child=True,
                    ),
                    Question(
                        key="parents_say", text="What do the parents say?", type=Type.LONG, rows=3, required=True
                    ),
                ),
            ),
            Section(
                key="progress", title="What has changed",
                items=(
                    Question(
                        key="changed", text="What has changed for this child since the plan or the last meeting?",
                        type=Type.LONG, required=True, each_child=True,
                    ),
                    Group(
                        key="progress", title="Each action", one="action", prefill=_actions,
                        questions=(
                            Question(key="action", text="Action", type=Type.LONG, rows=2, required=True,
                                     always_known=True),
                            Question(key="progress", text="How does it stand?", type=Type.ONE, choices=PROGRESS,
                                     required=True),
                            Question(key="note", text="What came of it, or what holds it up?", type=Type.LONG, rows=2),
                        ),
                    ),
                ),
            ),
            Section(
                key="decision", title="What the meeting decides",
                items=(
                    Question(
                        key="reviews_plan", text="Is this a review of the plan?", type=Type.YES_NO, required=True,
                        always_known=True, prefill=_reviews, hint="No, if this meeting makes the plan.",
                    ),
                    Question(
                        key="decision", text="Decision", type=Type.ONE,
                        choices=tuple(CinMeetingFacts.Decision.choices), required=True, always_known=True,
                        each_child=True,
                    ),
                    Question(
                        key="decision_due_on", text="By when is it done?", type=Type.DATE, ahead=True, required=True,
                        always_known=True, each_child=True,
                        when="decision in ('changes', 'step_up', 'step_down', 'close')",
                    ),
                    Question(key="decision_why", text="Why?", type=Type.LONG, required=True, rows=3),
                    Question(
                        key="next_on", text="When is the next meeting?", type=Type.DATE, ahead=True,
                        hint="Leave it empty if there is to be none.",
                    ),
                ),
            ),
        ),
    )
)  # fmt: skip
