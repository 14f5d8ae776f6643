"""What the record holds already that bears on a step: shown to whoever writes it, decides it or reads it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from sightline.forms.declare import StepForm, form_of_step
from sightline.record.models import Step


@dataclass
class Borne:
    """What bears on it for one child. said: in words; lists: by heading, (words, address of the step or nothing)."""

    name: str
    said: list[str] = field(default_factory=list)
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def borne_on(
    form: StepForm, names: Mapping[int, str], on: datetime.date, step: Step | None = None, *,
    children: Sequence[int] = (),
) -> list[Borne]:  # fmt: skip
    """For each of these children of whom something bears on it."""
    if form.bears_on is None:
        return []
    found: dict[int, Borne] = {}
    for one in form.bears_on(list(children or names), on, step):
        mine = found.setdefault(one.child_id, Borne(names.get(one.child_id, "Name not held")))
        if one.under:
            url = reverse("step", args=[one.child_id, one.step_id]) if one.step_id else ""
            mine.lists.setdefault(one.under, []).append((one.words, url))
        else:
            mine.said.append(one.words)
    return list(found.values())


def borne_on_step(step: Step, person_id: int) -> list[Borne]:
    """What bore on a step that is on the record, on the day on which it happened."""
    form = form_of_step(step.kind)
    return borne_on(form, {}, step.happened_on, step, children=[person_id]) if form else []
