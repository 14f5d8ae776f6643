"""Steps on the pathway: laid one by one or in bulk, corrected and withdrawn in the open."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sightline.record.acts.act import Doing
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Involvement, Step

BATCH = 2_000


@dataclass(kw_only=True)
class NewStep:
    """A step to lay. ``facts`` are the fields of its kind's facts model.

    recorded_at: when another system recorded it, where that is known; otherwise the moment of the act.
    """

    child_id: int
    kind: str
    happened_on: datetime.date
    facts: Mapping[str, Any]
    happened_at: datetime.time | None = None
    involvement_id: int | None = None
    led_from_id: int | None = None
    worker_id: int | None = None
    narrative: Mapping[str, Any] = field(default_factory=dict)
    form_version_id: int | None = None
    moved_from_id: int | None = None
    state: str = Step.State.RECORDED
    occasion: uuid.UUID | None = None
    recorded_elsewhere: bool = False
    recorded_at: datetime.datetime | None = None
    key: str = ""


def lay(doing: Doing, steps: Sequence[NewStep]) -> list[Step]:
    """Lay steps with their facts, in as few statements as there are kinds. Returns them in the same order.

    What the database would fill in row by row (the act, the moment) is given with the rows: a third of the time.
    """
    rows = [
        Step(
            child_id=new.child_id,
            kind=new.kind,
            happened_on=new.happened_on,
            happened_at=new.happened_at,
            involvement_id=new.involvement_id,
            led_from_id=new.led_from_id,
            worker_id=new.worker_id,
            narrative=dict(new.narrative),
            form_version_id=new.form_version_id,
            moved_from_id=new.moved_from_id,
            state=new.state,
            occasion=new.occasion,
            recorded_elsewhere=new.recorded_elsewhere,
            key=new.key,
            recorded_at=new.recorded_at or doing.act.at,
            act_id=doing.act.pk,
        )
        for new in steps
    ]
    Step.objects.bulk_create(rows, batch_size=BATCH)
    facts: dict[str, list[Any]] = defaultdict(list)
    for row, new in zip(rows, steps, strict=True):
        facts[new.kind].append(kind_of(new.kind).facts(step_id=row.pk, act_id=doing.act.pk, **new.facts))
        doing.move(new.child_id)
    for key, instances in facts.items():
        kind_of(key).facts._default_manager.bulk_create(instances, batch_size=BATCH)
    return rows


def lay_one(doing: Doing, step: NewStep) -> Step:
    return lay(doing, [step])[0]


def change_facts(doing: Doing, step: Step, **facts: Any) -> None:
    """Change facts of one step; its earlier version stays in history."""
    kind_of(step.kind).facts._default_manager.filter(step_id=step.pk).update(**facts)
    doing.move(step.child_id)


def withdraw(doing: Doing, step: Step, *, reason: str) -> None:
    """Withdraw a step entered in error. It stays on the record, marked, with the reason."""
    if not reason.strip():
        raise ValueError("Say why the entry is withdrawn.")
    Step.objects.filter(pk=step.pk).update(state=Step.State.WITHDRAWN, withdrawn_reason=reason)
    doing.move(step.child_id)


def open_involvements(doing: Doing, involvements: Iterable[Involvement]) -> list[Involvement]:
    rows = list(involvements)
    for row in rows:
        row.act_id = doing.act.pk
    Involvement.objects.bulk_create(rows, batch_size=BATCH)
    doing.move(*(row.child_id for row in rows))
    return rows


_when_closed: list[Callable[[Doing, Involvement, datetime.date], None]] = []


def when_closed(do: Callable[[Doing, Involvement, datetime.date], None]) -> Any:
    """Register what follows in the same act when a case is closed: who held the child holds them no longer."""
    if do not in _when_closed:
        _when_closed.append(do)
    return do


_when_reopened: list[Callable[[Doing, Involvement], None]] = []


def when_reopened(do: Callable[[Doing, Involvement], None]) -> Any:
    """Register what follows in the same act when a case is opened again: somebody has to hold the child."""
    if do not in _when_reopened:
        _when_reopened.append(do)
    return do


def close_involvement(doing: Doing, involvement: Involvement, *, on: datetime.date, reason: str) -> None:
    """Close a case. reason: a CIN census code for closure (RC1 to RC9)."""
    Involvement.objects.filter(pk=involvement.pk).update(closed_on=on, closure_reason=reason)
    doing.move(involvement.child_id)
    for do in _when_closed:
        do(doing, involvement, on)


def reopen_involvement(doing: Doing, involvement: Involvement) -> None:
    """Open a case again that was closed in error; when and why it was closed stays in history."""
    Involvement.objects.filter(pk=involvement.pk).update(closed_on=None, closure_reason="")
    doing.move(involvement.child_id)
    for do in _when_reopened:
        do(doing, involvement)
