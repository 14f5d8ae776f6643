"""Telling whoever made a contact or a referral what came of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from sightline.record.acts import act
from sightline.record.acts.pathway import change_facts
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.front_door.kinds import CONTACT
from sightline.stages.front_door.models import ToldHow


def told(kind: str, *, on: datetime.date | None, how: str) -> dict[str, object]:
    """The facts that say when and how the referrer was told. Whoever can't be told was told on no day."""
    on = None if how == ToldHow.CANNOT else on
    if kind == CONTACT.key:
        return {"told_on": on, "told_how": how}
    return {"acknowledged_on": on, "acknowledged_how": how}


def tell_referrer(
    warrant: Warrant, steps: Sequence[Step], *, on: datetime.date | None, how: str, request: uuid.UUID | None = None
) -> None:
    """Record that the referrer was told, when and how: of all the children whom it was about."""
    with act("referrer.tell", warrant, request=request) as doing:
        for step in steps:
            change_facts(doing, step, **told(step.kind, on=on, how=how))
