"""How long a child protection plan has run: the marks at which somebody must ask why (clock C23)."""

from __future__ import annotations

from sightline.law.counting import within
from sightline.law.limits import Rule, rule
from sightline.law.local_standards import local_standard
from sightline.law.timescales import C23


def _mark(months: int) -> Rule:
    return rule(
        f"C23.{months}",
        f"Child protection plan of {months} months",
        local_standard(
            f"{months} months after the plan started",
            within(months).months_after("the start of the child protection plan"),
        ),
    )


PLAN_MARKS: tuple[Rule, ...] = (*(_mark(months) for months in (9, 12, 15, 18)), C23)
