"""The clocks that saving would start and stop: reckoned on the facts as they would be, before they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sightline.clocks.declare import Clock, clock_called
from sightline.clocks.engine import Run, runs
from sightline.clocks.facts import ChildFacts, StepFacts, gather
from sightline.forms.given import ForChild, Given
from sightline.law.calendars import ENGLAND_AND_WALES

NOT_LAID = -1
"""The step that is not on the record yet."""


@dataclass
class Changes:
    """What saving does to one child's clocks."""

    child_id: int
    starts: list[tuple[Clock, Run]] = field(default_factory=list)
    stops: list[tuple[Clock, Run]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.starts or self.stops)


def changes(given: Given) -> list[Changes]:
    """For each child, the clocks that submitting this would start and stop."""
    known = {child.child_id: child for child in gather([one.child_id for one in given.children])}
    return [_of(given, one, known[one.child_id]) for one in given.children if one.child_id in known]


def _of(given: Given, one: ForChild, child: ChildFacts) -> Changes:
    known = {_key(run): run for run in runs(child, ENGLAND_AND_WALES)}
    found = Changes(one.child_id)
    for run in runs(_as_it_would_be(given, one, child), ENGLAND_AND_WALES):
        was = known.get(_key(run))
        if was is None and run.stopped_on is None:
            found.starts.append((clock_called(run.clock_id), run))
        elif was is not None and was.stopped_on is None and run.stopped_on is not None:
            found.stops.append((clock_called(run.clock_id), run))
    return found


def _key(run: Run) -> tuple[str, int, int]:
    return run.clock_id, run.step_id, run.ordinal


def _as_it_would_be(given: Given, one: ForChild, child: ChildFacts) -> ChildFacts:
    kind = given.form.kind.key
    steps = list(child.by_kind.get(kind, ()))
    held = next((step for step in steps if step.id == one.step_id), None)
    model = given.form.kind.facts
    empty: Mapping[str, Any] = {
        name: model._meta.get_field(name).get_default()  # type: ignore[union-attr]
        for name in given.form.fact_names
    }
    facts = {**empty, **(held.facts if held else {}), **given.facts(one)}
    if held:
        new = replace(held, facts=facts, happened_on=given.on)
        steps = [new if step.id == held.id else step for step in steps]
    else:
        steps.append(StepFacts(NOT_LAID, kind, given.on, one.involvement_id, one.led_from_id, False, facts))
    steps.sort(key=lambda step: (step.happened_on, step.id == NOT_LAID, step.id))
    return replace(child, by_kind={**child.by_kind, kind: tuple(steps)})
