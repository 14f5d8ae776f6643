"""A contact or referral with its like of the other children whom it came in about."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from sightline.desk.front_door.offered import KINDS
from sightline.desk.recording.reached import step_of
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step


def front_door_step(request: Any, step_id: int) -> Step:
    """The contact or referral. 404 for any other step, and for one that was withdrawn."""
    step = step_of(request, step_id)
    if step.kind not in KINDS or step.state == Step.State.WITHDRAWN or step.recorded_elsewhere:
        raise Http404
    return step


def together_with(request: Any, step: Step) -> list[tuple[Step, Any]]:
    """The step and those of the other children whom it was about, with their facts: as far as they are in reach."""
    steps = [step]
    if step.occasion:
        others = Step.objects.filter(occasion=step.occasion, kind=step.kind).exclude(pk=step.pk)
        found = list(others.exclude(state=Step.State.WITHDRAWN).order_by("id"))
        near = request.standing.reached([one.child_id for one in found])
        steps += [one for one in found if one.child_id in near]
    facts = kind_of(step.kind).facts._default_manager.in_bulk([one.pk for one in steps])
    return [(one, facts[one.pk]) for one in steps]
