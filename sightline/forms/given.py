"""What a draft gives to the record once every answer holds: plain values, child by child."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sightline.forms.answers import for_keeping
from sightline.forms.declare import StepForm
from sightline.record.acts.pathway import NewStep

NOT_KNOWN = "not_known"
"""Where a step's narrative holds what was not known yet, and why."""


@dataclass(frozen=True)
class NotKnownYet:
    """A question that can't be answered yet. by: the day by which somebody finds out."""

    path: str
    question: str
    because: str
    by: datetime.date


@dataclass
class ForChild:
    """The answers about one child: those asked once, and those asked of this child.

    A group is a list of rows. What was not answered is None; what was not asked is not there.
    """

    child_id: int
    answers: Mapping[str, Any]
    not_known: list[NotKnownYet] = field(default_factory=list)
    involvement_id: int | None = None
    led_from_id: int | None = None
    step_id: int | None = None

    def __getitem__(self, key: str) -> Any:
        return self.answers.get(key)


@dataclass
class Given:
    """Everything that a submitted draft says.

    state: what its steps are to be (recorded, or submitted). asks: the questions and groups of its version, by key.
    """

    form: StepForm
    version_id: int
    on: datetime.date
    at: datetime.time | None
    children: list[ForChild]
    worker_id: int
    today: datetime.date
    state: str
    occasion: uuid.UUID
    asks: frozenset[str]
    is_new: bool = True

    def facts(self, one: ForChild) -> dict[str, Any]:
        """The answers that fill a statutory fact of the same name. A fact whose question other answers put away is
        empty, whatever was said before.
        """
        model = self.form.kind.facts
        return {name: _or_default(model, name, one.answers.get(name)) for name in self.form.fact_names & self.asks}

    def narrative(self, one: ForChild) -> dict[str, Any]:
        """Every other answer, under its question's key."""
        told = {
            key: _kept(value)
            for key, value in one.answers.items()
            if key not in self.form.fact_names and value not in (None, "", [])
        }
        if one.not_known:
            told[NOT_KNOWN] = {n.path: {"because": n.because, "by": n.by.isoformat()} for n in one.not_known}
        return told

    def step(self, one: ForChild, **facts: Any) -> NewStep:
        """The step that this child gets. facts: those that no question fills."""
        return NewStep(
            child_id=one.child_id,
            kind=self.form.kind.key,
            happened_on=self.on,
            happened_at=self.at,
            facts=self.facts(one) | facts,
            narrative=self.narrative(one),
            form_version_id=self.version_id,
            involvement_id=one.involvement_id,
            led_from_id=one.led_from_id,
            worker_id=self.worker_id,
            state=self.state,
            occasion=self.occasion if len(self.children) > 1 else None,
        )


def _or_default(model: Any, name: str, value: Any) -> Any:
    """What a fact's column holds where there is no answer: nothing, or an empty text or list."""
    column = model._meta.get_field(name)
    if value is None and not column.null:
        return column.get_default()
    return value


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [
            {key: for_keeping(inner) for key, inner in row.items() if inner not in (None, "", [])}
            if isinstance(row, Mapping)
            else for_keeping(row)
            for row in value
        ]
    return for_keeping(value)
