"""What follows from a child in need meeting: what it decided is somebody's to do, by a day."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.forms.acts import set_task
from sightline.forms.given import Given
from sightline.record.acts import Doing
from sightline.record.models import Step, Task
from sightline.stages.child_in_need.models import CinMeetingFacts

Decision = CinMeetingFacts.Decision

TO_DO = {
    Decision.CHANGES: "Change the plan as the meeting decided",
    Decision.STEP_UP: "Hold the strategy discussion",
    Decision.STEP_DOWN: "Hand over to early help, and ask a manager to close the case",
    Decision.CLOSE: "Ask a manager to close the case",
}
"""The task that a decision sets, for whoever holds the child. That the plan goes on sets none."""
DONE = "done"


def follow_meeting(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """Set the task that the decision asks for, and finish those of the plan that the meeting found done."""
    for one, step in zip(given.children, steps, strict=True):
        what, due = TO_DO.get(one["decision"]), one["decision_due_on"]
        open_ones = Task.objects.filter(step=step, done_on__isnull=True, what__in=TO_DO.values())
        open_ones.exclude(what=what or "").update(done_on=given.today, outcome="The meeting decided otherwise.")
        if what and due and not open_ones.update(due_on=due):
            set_task(doing, child_id=one.child_id, step=step, what=what, due_on=due, owner_id=None)
        found_done = {row.get("action"): row for row in one["progress"] or () if row.get("progress") == DONE}
        for task in Task.objects.filter(step=step.led_from_id, done_on__isnull=True, what__in=found_done):
            outcome = found_done[task.what].get("note") or "Done, as the meeting found."
            Task.objects.filter(pk=task.pk).update(done_on=given.on, outcome=outcome)
