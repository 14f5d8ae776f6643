"""Which step of the file is which step on the record.

In this order, each one once: what the file called it when it was brought in before (its kind and day); what a
person recorded here of that kind and day; and, where one only of each is left of a kind within the involvement,
the two together, because its date was corrected.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from sightline.returns.cin.held import HeldChild, HeldStep, in_year
from sightline.returns.cin.planned import PlannedInvolvement, PlannedStep, brought_in, key_for
from sightline.returns.cin.told import ToldChild, ToldEpisode, ToldStep
from sightline.returns.models import CensusFile

T = TypeVar("T")
H = TypeVar("H")
A_MONTH = datetime.timedelta(days=31)


def match(told: ToldChild, held: HeldChild | None, file: CensusFile) -> list[PlannedInvolvement]:
    """Every episode of the file and every involvement held, each as it is told, as it is held, or both."""
    return _Matcher(told, held, file).involvements


def pair(
    told: Iterable[T], held: Iterable[H], told_as: Callable[[T], Hashable], held_as: Callable[[H], Hashable],
    same: Callable[[T, H], bool],
) -> list[tuple[T, H]]:  # fmt: skip
    """Pairs of things known by the same name; of several with one name, those that say the same first."""
    by_name: dict[Hashable, list[H]] = defaultdict(list)
    for one in held:
        by_name[held_as(one)].append(one)
    pairs, waiting = [], []
    for this in told:
        twin = next((other for other in by_name[told_as(this)] if same(this, other)), None)
        if twin is None:
            waiting.append(this)
        else:
            by_name[told_as(this)].remove(twin)
            pairs.append((this, twin))
    for this in waiting:
        if by_name[told_as(this)]:
            pairs.append((this, by_name[told_as(this)].pop(0)))
    return pairs


def says_the_same(told: ToldStep, held: HeldStep) -> bool:
    return all(getattr(held.facts, name) == value for name, value in told.facts.items())


def _name(step: HeldStep) -> str:
    """The key of a step without the number that tells it from others of its day."""
    return step.row.key.partition("#")[0]


class _Matcher:
    def __init__(self, told: ToldChild, held: HeldChild | None, file: CensusFile) -> None:
        self.file = file
        self.period = file.period
        self.held = held
        steps = held.steps if held else []
        self.referrals = [step for step in steps if step.row.kind == "referral"]
        self.free = [step for step in steps if step.row.kind != "referral"]
        self.involvements: list[PlannedInvolvement] = []
        self._episodes(told.episodes)
        self._steps()
        self._only_held()
        self._keys(steps)

    # --- episodes -----------------------------------------------------------------------------------------

    def _episodes(self, told: list[ToldEpisode]) -> None:
        pairs = self._known(told)
        left = [one for one in told if one not in {episode for episode, _ in pairs}]
        taken = {step for _, step in pairs}
        here = [s for s in self.referrals if s not in taken and not brought_in(s) and _stands(s)]
        natives = pair(left, here, lambda t: t.referral.on, lambda h: h.row.happened_on, lambda t, h: True)
        pairs += natives
        left = [one for one in left if one not in {episode for episode, _ in natives}]
        spare = [s for s in self.referrals if s not in taken and brought_in(s) and _stands(s) and self._due(s)]
        if len(left) == len(spare) == 1 and self._kin(left[0], spare[0]):
            pairs += [(left[0], spare[0])]
        held_for = dict(pairs)
        for episode in told:
            referral = held_for.get(episode)
            self.involvements.append(
                PlannedInvolvement(
                    told=episode,
                    held=self._involvement(referral),
                    referral=PlannedStep("referral", episode.referral.on, episode.referral, referral),
                )
            )
        told_of = set(held_for.values())
        for step in self.referrals:
            if step not in told_of:
                self.involvements.append(
                    PlannedInvolvement(
                        told=None,
                        held=self._involvement(step),
                        referral=PlannedStep("referral", step.row.happened_on, None, step),
                    )
                )

    def _known(self, told: list[ToldEpisode]) -> list[tuple[ToldEpisode, HeldStep]]:
        return pair(
            told,
            [step for step in self.referrals if brought_in(step)],
            lambda t: key_for("referral", t.referral.on),
            _name,
            lambda t, h: says_the_same(t.referral, h) and bool(self._shared(t, h)),
        )

    def _involvement(self, step: HeldStep | None) -> Any:
        return self.held.involvements.get(step.row.involvement_id or 0) if self.held and step else None

    def _due(self, step: HeldStep) -> bool:
        """Whether this file should tell of the step, if it happened."""
        return self.period is not None and in_year(step, self._involvement(step), self.period)

    def _shared(self, episode: ToldEpisode, referral: HeldStep) -> set[tuple[str, datetime.date]]:
        """The dated steps that an episode of the file and an involvement here have in common."""
        inside = [step.row for step in self.free if step.row.involvement_id == referral.row.involvement_id]
        return {(row.kind, row.happened_on) for row in inside} & {(step.kind, step.on) for step in episode.steps}

    def _kin(self, episode: ToldEpisode, referral: HeldStep) -> bool:
        """Whether two episodes of different days are one, its referral's date corrected.

        They are when they share a dated step; or, with no steps at all, when they say the same and lie
        within a month of each other.
        """
        if self._shared(episode, referral):
            return True
        if episode.steps or any(s.row.involvement_id == referral.row.involvement_id for s in self.free):
            return False
        near = abs(episode.referral.on - referral.row.happened_on) <= A_MONTH
        return near and says_the_same(episode.referral, referral)

    # --- steps --------------------------------------------------------------------------------------------

    def _steps(self) -> None:
        told = [(one, step) for one in self.involvements if one.told for step in one.told.steps]
        planned = {step: PlannedStep(step.kind, step.on, step) for _, step in told}

        def take(pairs: list[tuple[tuple[PlannedInvolvement, ToldStep], HeldStep]]) -> None:
            for (_, step), twin in pairs:
                planned[step].held = twin
                self.free.remove(twin)

        def left() -> list[tuple[PlannedInvolvement, ToldStep]]:
            return [(one, step) for one, step in told if planned[step].held is None]

        if self.free:
            same = lambda t, h: says_the_same(t[1], h)  # noqa: E731
            known = [step for step in self.free if brought_in(step)]
            in_place = lambda t: (_held_pk(t[0]), key_for(t[1].kind, t[1].on))  # noqa: E731
            take(pair(left(), known, in_place, lambda h: (h.row.involvement_id, _name(h)), same))
            here = [step for step in self.free if not brought_in(step) and _stands(step)]
            day = lambda t: (_held_pk(t[0]), t[1].kind, t[1].on)  # noqa: E731
            take(pair(left(), here, day, lambda h: (h.row.involvement_id, h.row.kind, h.row.happened_on), same))
            moved = [step for step in self.free if brought_in(step) and self._due(step)]
            take(pair(left(), moved, lambda t: key_for(t[1].kind, t[1].on), _name, same))
            take(self._corrected(left()))
        for one, step in told:
            one.steps.append(planned[step])

    def _corrected(
        self, left: list[tuple[PlannedInvolvement, ToldStep]]
    ) -> list[tuple[tuple[PlannedInvolvement, ToldStep], HeldStep]]:
        """The one step of a kind that is left in an involvement, and the one that is left of it in the file."""
        told: dict[tuple[int | None, str], list[tuple[PlannedInvolvement, ToldStep]]] = defaultdict(list)
        for one, step in left:
            if one.held:
                told[one.held.pk, step.kind].append((one, step))
        spare: dict[tuple[int | None, str], list[HeldStep]] = defaultdict(list)
        for held in self.free:
            if brought_in(held) and _stands(held) and self._due(held):
                spare[held.row.involvement_id, held.row.kind].append(held)
        return [(ones[0], spare[at][0]) for at, ones in told.items() if len(ones) == len(spare.get(at, ())) == 1]

    def _only_held(self) -> None:
        """What else is held of each involvement, so that what follows from all of it together can be seen."""
        at = {one.held.pk: one for one in self.involvements if one.held}
        for step in self.free:
            one = at.get(step.row.involvement_id or 0)
            if one:
                one.steps.append(PlannedStep(step.row.kind, step.row.happened_on, None, step))

    def _keys(self, held: list[HeldStep]) -> None:
        """Name each step that the file tells of; a name once given to a step of this child is never another's."""
        taken = {step.row.key for step in held if step.row.key}
        for one in self.involvements:
            for step in one.every:
                if step.told is None or step.native:
                    continue
                if step.held and _name(step.held) == key_for(step.kind, step.on):
                    step.key = step.held.row.key
                    continue
                name = key = key_for(step.kind, step.on)
                number = 1
                while key in taken:
                    number += 1
                    key = f"{name}#{number}"
                taken.add(key)
                step.key = key


def _held_pk(one: PlannedInvolvement) -> int:
    """The involvement held; 0, which none has, for one that isn't."""
    return one.held.pk if one.held else 0


def _stands(step: HeldStep) -> bool:
    return bool(step.row.state != "withdrawn")
