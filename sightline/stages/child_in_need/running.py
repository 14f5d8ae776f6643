"""The child in need plans that run."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.record.joined import asked_by_record
from sightline.record.models import Step
from sightline.stages.child_in_need.kinds import CIN_PLAN


def running_plans(cases: Mapping[int, int]) -> dict[int, int]:
    """For each child with a case: the plan that runs, on whichever of their records, the latest if several.

    One that was left running in a case closed since is no plan of theirs any more. Two queries.
    """
    asked = asked_by_record(cases.keys())
    plans = Step.objects.filter(
        kind=CIN_PLAN.key, child__in=asked, involvement__closed_on__isnull=True, cinplanfacts__ended_on__isnull=True
    ).exclude(state=Step.State.WITHDRAWN)
    found: dict[int, int] = {}
    for record, pk in plans.order_by("happened_on", "id").values_list("child", "id"):
        found |= dict.fromkeys(asked[record], pk)
    return found


def led_from_of_plan(cases: Mapping[int, int]) -> dict[int, int]:
    """What a new plan leads from: the latest assessment or child protection plan of the case."""
    steps = Step.objects.filter(kind__in=("assessment", "protection_plan"), involvement__in=cases.values())
    found = dict(
        steps.exclude(state=Step.State.WITHDRAWN).order_by("happened_on", "id").values_list("involvement", "id")
    )
    return {child: found[case] for child, case in cases.items() if case in found}
