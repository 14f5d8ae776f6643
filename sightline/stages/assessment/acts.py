"""Starting, reviewing and authorising child and family assessments."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sightline.forms.given import Given
from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.models import Person, Step
from sightline.record.warrant import Warrant
from sightline.stages.assessment.kinds import ASSESSMENT
from sightline.stages.assessment.models import AssessmentFacts


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


def review_assessments(
    warrant: Warrant,
    assessments: Sequence[Step],
    *,
    on: datetime.date,
    words: str = "",
    request: uuid.UUID | None = None,
) -> None:
    """Record the manager's review at the point set at the start, and what they said of it."""
    with act("assessment.review", warrant, reason=words, request=request) as doing:
        for assessment in assessments:
            change_facts(doing, assessment, internal_review_done_on=on)


def authorise_assessments(
    warrant: Warrant, assessments: Sequence[Step], *, on: datetime.date, factors: Sequence[Sequence[str]]
) -> None:
    """Authorise assessments. factors: for each, the CIN census codes of the factors found (item N00181)."""
    with act("assessment.authorise", warrant) as doing:
        for assessment, found in zip(assessments, factors, strict=True):
            change_facts(doing, assessment, authorised_on=on, factors=list(found))


def referrals_to_answer(cases: Mapping[int, int]) -> dict[int, int]:
    """For each child with a case: the referral of that case that no assessment answers yet."""
    answered = Step.objects.filter(kind=ASSESSMENT.key, involvement__in=cases.values())
    found = dict(
        Step.objects.filter(kind="referral", involvement__in=cases.values())
        .exclude(state=Step.State.WITHDRAWN)
        .exclude(pk__in=answered.exclude(state=Step.State.WITHDRAWN).filter(led_from__isnull=False).values("led_from"))
        .order_by("happened_on", "id")
        .values_list("involvement", "id")
    )
    return {child: found[case] for child, case in cases.items() if case in found}


def keep_identity(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """What the assessment found of a child's ethnicity is a fact about the child: it stands with them, once."""
    known = {row.pk: row for row in Person.objects.filter(pk__in=[one.child_id for one in given.children])}
    for one in given.children:
        found = one["ethnicity"]
        if found and known[one.child_id].ethnicity != found:
            Person.objects.filter(pk=one.child_id).update(ethnicity=found)
            doing.move(one.child_id)


def authorised(doing: Doing, step: Step, today: datetime.date) -> None:
    """A manager's word ends the count of days, on the day of the first authorisation: an amendment doesn't move it."""
    AssessmentFacts.objects.filter(step=step, authorised_on__isnull=True).update(authorised_on=today)
    doing.move(step.child_id)
