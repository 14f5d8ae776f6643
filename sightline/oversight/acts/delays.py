"""Saying why a thing is late, or agreeing a new date for it."""

from __future__ import annotations

import datetime
import uuid

from sightline.clocks.engine import Run
from sightline.oversight.models import Delay
from sightline.record.acts import act
from sightline.record.warrant import Warrant


def explain_delay(
    warrant: Warrant,
    run: Run,
    *,
    reason: str,
    words: str,
    new_on: datetime.date | None = None,
    request: uuid.UUID | None = None,
) -> Delay:
    """Keep why something owed to a child is late or is put off, and who said so.

    reason: one of ``Delay.Reason``. new_on: a new date that a manager agrees. The statutory date and the
    authority's own standard stay what they are, and what is past them stays late.
    """
    if reason not in Delay.Reason.values or not words.strip():
        raise ValueError("Choose a reason, and say in your own words what happened.")
    if new_on and run.stopped_on:
        raise ValueError("This was done. There is nothing left to put off.")
    with act("clock.extend" if new_on else "clock.explain_delay", warrant, request=request) as doing:
        doing.move(run.child_id)
        return Delay.objects.create(
            child_id=run.child_id, clock=run.clock_id, step_id=run.step_id, ordinal=run.ordinal, reason=reason,
            words=words.strip(), new_on=new_on,
        )  # fmt: skip
