"""Pre-proceedings: begun, and decided."""

from __future__ import annotations

import datetime
from typing import Any

from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, change_facts, lay_one
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.court.kinds import PRE_PROCEEDINGS


def begin_pre_proceedings(
    warrant: Warrant, *, child_id: int, on: datetime.date, involvement_id: int, worker_id: int | None = None,
    recorded_at: datetime.datetime | None = None, **facts: Any,
) -> Step:  # fmt: skip
    """Begin pre-proceedings for a child. facts: fields of ``PreProceedingsFacts`` known at the start."""
    with act("pre_proceedings.begin", warrant) as doing:
        return lay_one(
            doing,
            NewStep(
                child_id=child_id, kind=PRE_PROCEEDINGS.key, happened_on=on, involvement_id=involvement_id,
                worker_id=worker_id, recorded_at=recorded_at, facts=facts,
            ),
        )  # fmt: skip


def decide_pre_proceedings(warrant: Warrant, step: Step, *, on: datetime.date, outcome: str) -> None:
    """Record the decision to step up or down. outcome: CIN census code (item N00833)."""
    with act("pre_proceedings.decide", warrant) as doing:
        change_facts(doing, step, decided_on=on, outcome=outcome)
