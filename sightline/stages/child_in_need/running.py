"""The child in need plans that run."""

from __future__ import annotations

from collections.abc import Mapping

from sightline.record.models import Step
from sightline.stages.child_in_need.kinds import CIN_PLAN


def running_plans(cases: Mapping[int, int]) -> dict[int, int]:
    """For each child with a case: the plan of that case that runs, the latest if several. One query."""
    plans = Step.objects.filter(kind=CIN_PLAN.key, involvement__in=cases.values(), cinplanfacts__ended_on__isnull=True)
    found = dict(
        plans.exclude(state=Step.State.WITHDRAWN).order_by("happened_on", "id").values_list("involvement", "id")
    )
    return {child: found[case] for child, case in cases.items() if case in found}


def led_from_of_plan(cases: Mapping[int, int]) -> dict[int, int]:
    """What a new plan leads from: the latest assessment or child protection plan of the case."""
    steps = Step.objects.filter(kind__in=("assessment", "protection_plan"), involvement__in=cases.values())
    found = dict(
        steps.exclude(state=Step.State.WITHDRAWN).order_by("happened_on", "id").values_list("involvement", "id")
    )
    return {child: found[case] for child, case in cases.items() if case in found}
