"""Closing a case: the decision with the family's view, and what ends with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sightline.forms.acts import NotNowError
from sightline.forms.given import Given
from sightline.forms.known import names_of
from sightline.record.acts import Doing
from sightline.record.acts.pathway import change_facts, close_involvement, lay, reopen_involvement
from sightline.record.joined import records_of
from sightline.record.models import Involvement, Step, Task
from sightline.stages.child_in_need.kinds import CIN_PLAN
from sightline.stages.child_in_need.owed import still_owed

UNDONE = "The case was closed before it was done."


def may_close(doing: Doing, given: Given) -> list[Step]:
    """Lay the decision to close, with what was still owed that day. There must be an open case to close."""
    without = [one.child_id for one in given.children if not one.involvement_id]
    if without:
        raise NotNowError(
            f"There is no open case for {', '.join(names_of(without).values())}: take them off this form."
        )
    owed = still_owed([one.child_id for one in given.children])
    for one in given.children:
        if owed.get(one.child_id):
            said = f"Owed when it was closed: {'; '.join(owed[one.child_id])}.\n\n{one['owed_reason'] or ''}"
            one.answers = {**one.answers, "owed_reason": said.strip()}
    return lay(doing, [given.step(one) for one in given.children])


def close(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """The case is closed on that day for that reason, its child in need plan ends, and nobody is asked for more.

    Amended, the case's closing follows.
    """
    cases = Involvement.objects.in_bulk([step.involvement_id for step in steps if step.involvement_id])
    for one, step in zip(given.children, steps, strict=True):
        case = cases[step.involvement_id or 0]
        reason: Any = one["closure_reason"]
        if case.closed_on is None:
            _end_plans(doing, case, on=given.on)
            close_involvement(doing, case, on=given.on, reason=reason)
            theirs = Task.objects.filter(child__in=records_of(one.child_id), done_on__isnull=True)
            theirs.exclude(step=step).update(done_on=given.today, outcome=UNDONE)
        elif (case.closed_on, case.closure_reason) != (given.on, reason):
            _end_plans(doing, case, on=given.on, ended=case.closed_on)
            close_involvement(doing, case, on=given.on, reason=reason)


def reopen(doing: Doing, step: Step) -> None:
    """A closing entered in error: the case is open again, and its plan runs on."""
    case = Involvement.objects.filter(pk=step.involvement_id or 0, closed_on__isnull=False).first()
    if case:
        _end_plans(doing, case, on=None, ended=case.closed_on)
        reopen_involvement(doing, case)


def _end_plans(doing: Doing, case: Involvement, *, on: Any, ended: Any = None) -> None:
    """End the plans of a case that run, or those that ended with its closing on another day."""
    plans = Step.objects.filter(kind=CIN_PLAN.key, involvement=case).exclude(state=Step.State.WITHDRAWN)
    for plan in (
        plans.filter(cinplanfacts__ended_on=ended) if ended else plans.filter(cinplanfacts__ended_on__isnull=True)
    ):
        change_facts(doing, plan, ended_on=on)
