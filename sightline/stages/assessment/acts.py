"""Starting, reviewing and authorising child and family assessments."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.assessment.kinds import ASSESSMENT


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """An assessment to start. referral_id: the referral it answers, if the child wasn't open already."""

    child_id: int
    started_on: datetime.date
    involvement_id: int
    referral_id: int | None = None
    internal_review_on: datetime.date | None = None
    worker_id: int | None = None
    recorded_at: datetime.datetime | None = None


def start_assessments(
    warrant: Warrant, assessments: Sequence[Assessment], *, request: uuid.UUID | None = None
) -> list[Step]:
    with act("assessment.start", warrant, request=request) as doing:
        return lay(
            doing,
            [
                NewStep(
                    child_id=one.child_id,
                    kind=ASSESSMENT.key,
                    happened_on=one.started_on,
                    involvement_id=one.involvement_id,
                    led_from_id=one.referral_id,
                    worker_id=one.worker_id,
                    recorded_at=one.recorded_at,
                    facts={"internal_review_on": one.internal_review_on},
                )
                for one in assessments
            ],
        )


def review_assessments(warrant: Warrant, assessments: Sequence[Step], *, on: datetime.date) -> None:
    """Record the manager's review at the point set at the start."""
    with act("assessment.review", warrant) as doing:
        for assessment in assessments:
            change_facts(doing, assessment, internal_review_done_on=on)


def authorise_assessments(
    warrant: Warrant, assessments: Sequence[Step], *, on: datetime.date, factors: Sequence[Sequence[str]]
) -> None:
    """Authorise assessments. factors: for each, the CIN census codes of the factors found (item N00181)."""
    with act("assessment.authorise", warrant) as doing:
        for assessment, found in zip(assessments, factors, strict=True):
            change_facts(doing, assessment, authorised_on=on, factors=list(found))
