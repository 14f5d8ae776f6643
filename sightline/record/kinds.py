"""The kinds of step, each declared by its stage.

The record holds steps of every kind and knows none of them by name: a stage registers its kinds here,
and clocks, chronology and history read the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class StepKind:
    """One kind of step.

    key: its name in the record (``assessment``). facts: the model with one row a step.
    summary: what the chronology says of it in a sentence, from its facts. tells: which of its words the
    chronology tells after that; None: all of them.
    """

    key: str
    title: str
    stage: str
    facts: type[models.Model]
    summary: Callable[[Any], str]
    tells: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.key.isidentifier():
            raise ValueError(f"A step kind's key is one lower-case word with underscores, not {self.key!r}.")


_kinds: dict[str, StepKind] = {}


def register(kind: StepKind) -> StepKind:
    if kind.key in _kinds and _kinds[kind.key] != kind:
        raise ValueError(f"Two stages declare a step kind {kind.key!r}. Rename one of them.")
    _kinds[kind.key] = kind
    return kind


def kind(key: str) -> StepKind:
    """The kind with this key. KeyError when no stage declares it."""
    return _kinds[key]


def all_kinds() -> tuple[StepKind, ...]:
    return tuple(_kinds.values())
