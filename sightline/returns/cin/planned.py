"""What is to be done with one child of a census file: what to lay, what to change, and what to leave."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sightline.record.models import Identifier, Involvement
from sightline.returns.cin.held import HeldChild, HeldStep
from sightline.returns.cin.reconciliation import Reckoning
from sightline.returns.cin.told import ToldChild, ToldEpisode, ToldStep


@dataclass(slots=True, eq=False)
class PlannedStep:
    """A step as it will stand: told by the file, held here, or both.

    facts: of a new step, all that it is laid with; of a held one, those to change. leads_from: what it will
    have led from. refused: told, and not to be laid. step_pk: filled in when it is laid.
    """

    kind: str
    on: datetime.date
    told: ToldStep | None = None
    held: HeldStep | None = None
    key: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    leads_from: PlannedStep | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    refused: bool = False
    step_pk: int = 0

    @property
    def native(self) -> bool:
        """Recorded by a person here: never overwritten."""
        return self.held is not None and not brought_in(self.held)

    @property
    def stands(self) -> bool:
        return not self.refused and not (self.held and self.held.row.state == "withdrawn")

    @property
    def changed(self) -> bool:
        return self.stands and (self.held is None or bool(self.facts or self.changes))

    @property
    def pk(self) -> int:
        return self.held.row.pk if self.held else self.step_pk

    def value(self, name: str) -> Any:
        """A fact as it will be."""
        if name in self.facts or self.held is None:
            return self.facts.get(name)
        return getattr(self.held.facts, name)


@dataclass(slots=True, eq=False)
class PlannedInvolvement:
    """An episode as it will stand. steps: the referral and all others, those only held among them."""

    told: ToldEpisode | None
    held: Involvement | None
    referral: PlannedStep
    steps: list[PlannedStep] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    refused: bool = False
    row: Involvement | None = None

    @property
    def every(self) -> Iterator[PlannedStep]:
        yield self.referral
        yield from self.steps

    @property
    def changed(self) -> bool:
        """Whether anything is to be written of this episode."""
        if self.refused:
            return False
        return self.held is None or bool(self.changes) or any(step.changed for step in self.every)


@dataclass(slots=True, eq=False)
class PlannedChild:
    """One child of the file, and everything that is to be done with them. person_pk: filled in when created."""

    told: ToldChild
    held: HeldChild | None
    reckoning: Reckoning
    person: dict[str, Any] = field(default_factory=dict)
    ended: list[Identifier] = field(default_factory=list)
    identifiers: list[tuple[str, str, datetime.date | None]] = field(default_factory=list)
    involvements: list[PlannedInvolvement] = field(default_factory=list)
    refused: bool = False
    person_pk: int = 0

    @property
    def pk(self) -> int:
        """The person's; 0 where nobody is held or was created."""
        return self.held.person.pk if self.held else self.person_pk

    @property
    def changed(self) -> bool:
        """Whether anything is to be written of this child."""
        if self.refused:
            return False
        if self.held is None or self.person or self.ended or self.identifiers:
            return True
        return any(one.changed for one in self.involvements)


def brought_in(step: HeldStep) -> bool:
    """Whether a step came from a census file."""
    return step.row.recorded_elsewhere and step.row.key.startswith("cin:")


def key_for(kind: str, on: datetime.date) -> str:
    """What a step of a census file is called on the record; a second one of the same day has #2 after it."""
    return f"cin:{kind}:{on}"
