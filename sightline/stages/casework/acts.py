"""What follows from a note or a decision."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.forms.acts import set_task
from sightline.forms.given import Given
from sightline.record.acts import Doing
from sightline.record.models import Step, Task


def set_directions(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """What a manager directed is somebody's task from now on, once for each direction; taken out, it falls away."""
    for one, step in zip(given.children, steps, strict=True):
        what, due = one["direction"], one["direction_due_on"]
        task = Task.objects.filter(step=step, done_on__isnull=True).exclude(what__startswith="Find out: ")
        if not (what and due):
            task.update(done_on=given.today, outcome="The direction was taken out.")
        elif not task.update(what=what, due_on=due, owner_id=one["direction_to"]):
            set_task(doing, child_id=one.child_id, step=step, what=what, due_on=due, owner_id=one["direction_to"])
