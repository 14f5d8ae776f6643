"""What of the file is believed, where the record already holds something.

The file fills what is empty and corrects what an earlier file said. What a person recorded here stands, and so
does what a later file said: where this one differs, both are listed and nothing is changed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from sightline.record.models import Identifier, Involvement, Person, Step
from sightline.returns.cin.held import Authors, HeldChild, belongs, in_year
from sightline.returns.cin.matching import match
from sightline.returns.cin.planned import PlannedChild, PlannedInvolvement, PlannedStep, brought_in
from sightline.returns.cin.reconciliation import ELEMENT, Kind, Outcome, Remark, Thing, shown
from sightline.returns.cin.told import THING_OF, ToldChild, element_of
from sightline.returns.models import CensusFile

_CURES = {
    Kind.DIFFERS: "If the file is right, correct the record here; if not, the system that the file came from.",
    Kind.OLDER: "Nothing, if the later file is right. If this one is, correct the record here.",
    Kind.NOT_IN_FILE: "If it happened, put it into the next census; if it never did, withdraw it here.",
}
_REASONS = {
    Kind.DIFFERS: "A person recorded something else here. It was not overwritten.",
    Kind.OLDER: "A later census file says otherwise. It was not overwritten.",
    Kind.NOT_IN_FILE: "An earlier census file told of this, and this file, which should, doesn't.",
}


def settle(told: ToldChild, held: HeldChild | None, file: CensusFile, authors: Authors) -> PlannedChild:
    """Everything that is to be done with one child, and what became of each thing told of them."""
    return _Settler(told, held, file, authors).child


class _Settler:
    def __init__(self, told: ToldChild, held: HeldChild | None, file: CensusFile, authors: Authors) -> None:
        self.told, self.held, self.file, self.authors = told, held, file, authors
        self.newer = held.newer_than(file) if held else []
        self.child = PlannedChild(told, held, told.reckoning)
        if not told.identified:
            self.child.refused = True
            return
        if held and held.person.kind == Person.Kind.ADULT:
            self._refuse_adult()
            return
        self.child.involvements = match(told, held, file)
        if held is None:
            self._count(Thing.CHILD, Outcome.NEW)
        else:
            self._person(held)
        for one in self.child.involvements:
            if one.told:
                self._episode(one)
            elif not one.referral.native and self._missed(one.referral, one.held):
                self._remark_missed(one.referral)

    # --- counting and telling -----------------------------------------------------------------------------

    def _count(self, thing: Thing, outcome: Outcome, number: int = 1) -> None:
        self.child.reckoning.count(thing, outcome, number)

    def _remark(
        self, kind: Kind, element: str, *, line: int | None, value: Any = "", held: Any = "", reason: str = "",
        cure: str = "", things: int = 0,
    ) -> None:  # fmt: skip
        self.child.reckoning.remarks.append(
            Remark(
                kind=kind, line=line, element=element, value=shown(value), held=shown(held),
                reason=reason or _REASONS[kind], cure=cure or _CURES[kind], things=things,
            )
        )  # fmt: skip

    def _leave_out(self, things: Counter[Thing]) -> int:
        self.child.reckoning.leave_out(things)
        return things.total()

    def _refusal(self, row: Any, name: str) -> Kind | None:
        """Why what this field of this row says may not be corrected by the file; None where it may."""
        if self.newer:
            return Kind.OLDER
        return Kind.DIFFERS if self.authors.a_person_said(row, name) else None

    def _refuse_adult(self) -> None:
        self.child.refused = True
        things: Counter[Thing] = Counter({Thing.CHILD: 1})
        for episode in self.told.episodes:
            things += episode.things
        self._remark(
            Kind.NOT_IN, "LAchildID", line=self.told.line, value=self.told.la_child_id,
            reason="This number belongs to an adult on the record.",
            cure="Find out which of the two is right, and correct that number.", things=self._leave_out(things),
        )  # fmt: skip

    # --- the child ----------------------------------------------------------------------------------------

    def _person(self, held: HeldChild) -> None:
        person, facts = held.person, dict(self.told.facts)
        if facts.get("sex") == "U" and person.sex != "U":
            del facts["sex"]  # not known to the file is not a sex
        if facts.get("upn_unknown") and self._current(Identifier.Scheme.UPN):
            self._remark(
                Kind.NOT_IN_FILE, "UPN", line=self.told.line, value=facts.pop("upn_unknown"),
                held=", ".join(row.value for row in self._current(Identifier.Scheme.UPN)),
                reason="A UPN is held here, and the file says why there is none.",
                cure="If the number is the child's, put it into the next census.",
            )  # fmt: skip
        if person.kind == Person.Kind.UNBORN and "birth_date" in facts:
            self.child.person["kind"] = Person.Kind.CHILD
        elif person.birth_date and not self.told.born:
            self._remark(
                Kind.OLDER if self.newer else Kind.DIFFERS, "PersonBirthDate", line=self.told.line,
                held=person.birth_date, reason="The child is born, and the file says unborn.",
            )  # fmt: skip
        for name, value in facts.items():
            self._person_fact(person, name, value)
        if person.death_date and "death_date" not in facts and not self.newer:
            self._remark(Kind.NOT_IN_FILE, "PersonDeathDate", line=None, held=person.death_date)
        self._pupil_number(Identifier.Scheme.UPN, "UPN", self.told.upn)
        self._pupil_number(Identifier.Scheme.FORMER_UPN, "FormerUPN", self.told.former_upn)
        changed = self.child.person or self.child.ended or self.child.identifiers
        self._count(Thing.CHILD, Outcome.CORRECTED if changed else Outcome.SAME)

    def _person_fact(self, person: Person, name: str, value: Any) -> None:
        now = getattr(person, name)
        if (sorted(now) == sorted(value)) if name == "disabilities" else (now == value):
            return
        empty = not now or (name == "sex" and now == "U")
        refusal = None if empty else self._refusal(person, name)
        if refusal is None:
            self.child.person[name] = value
        elif value != "":
            self._remark(refusal, element_of(name), line=self.told.line, value=value, held=now)

    def _current(self, scheme: str) -> list[Identifier]:
        rows = self.held.identifiers if self.held else []
        return [row for row in rows if row.scheme == scheme and row.ends_on is None]

    def _pupil_number(self, scheme: str, element: str, value: str) -> None:
        """A pupil number that changed: the one before it ends on the day of the file, and the new one begins."""
        current = self._current(scheme)
        if not value or any(row.value == value for row in current):
            return
        refusals = {row.pk: self._refusal(row, "value") for row in current}
        if any(refusals.values()):
            kind = next(kind for kind in refusals.values() if kind)
            self._remark(kind, element, line=self.told.line, value=value, held=", ".join(row.value for row in current))
            return
        if self.newer and any(row.value == value for row in self.held.identifiers if row.scheme == scheme):  # type: ignore[union-attr]
            return
        self.child.ended += current
        self.child.identifiers.append((scheme, value, self.file.told_on if current else None))

    # --- an episode ---------------------------------------------------------------------------------------

    def _episode(self, one: PlannedInvolvement) -> None:
        assert one.told is not None
        withdrawn = one.referral.held and not one.referral.stands
        if withdrawn or (one.held is None and self._dropped(one.told.referral, one.told.closing.get("closed_on"))):
            one.refused = True
            for step in one.every:
                step.refused = step.told is not None and step.held is None
            self._refuse(one.referral, one.told.things)
            return
        self._referral(one)
        for step in one.steps:
            if step.told:
                self._step(one, step)
            elif not step.native and self._missed(step, one.held):
                self._remark_missed(step)

    def _dropped(self, told: Any, ends: datetime.date | None) -> bool:
        """Whether a later file that should tell of this doesn't: then it isn't laid."""
        once = told.kind == "referral" and bool(told.facts.get("no_further_action"))
        return any(
            file.period is not None and belongs(told.kind, told.on, ends, file.period, once=once) for file in self.newer
        )

    def _refuse(self, step: PlannedStep, things: Counter[Thing]) -> None:
        """Tell that a step isn't brought in: withdrawn here, or gone from a later file."""
        assert step.told is not None
        kind, cure = Kind.OLDER, ""
        reason = "A later census file, which should tell of this, doesn't. It was not brought in."
        if step.held:
            kind, cure = Kind.DIFFERS, "If it did happen, record it here; if not, take it out of the case system."
            why = step.held.row.withdrawn_reason.rstrip(". ")
            reason = f"It was brought in before and withdrawn here: {why}."
        inside = things.total() - 1
        if inside:
            reason += f" Nor were the {inside:,} entries in it."
        self._remark(
            kind, ELEMENT[THING_OF[step.kind]], line=step.told.line, value=step.on, reason=reason, cure=cure,
            things=self._leave_out(things),
        )  # fmt: skip

    def _missed(self, step: PlannedStep, involvement: Involvement | None) -> bool:
        """Whether a step that an earlier file told of is missing from this one, which should tell of it."""
        if step.held is None or not brought_in(step.held) or not step.stands or self.newer:
            return False
        return self.file.period is not None and in_year(step.held, involvement, self.file.period)

    def _remark_missed(self, step: PlannedStep) -> None:
        self._remark(Kind.NOT_IN_FILE, ELEMENT[THING_OF[step.kind]], line=None, held=step.on)

    def _referral(self, one: PlannedInvolvement) -> None:
        assert one.told is not None
        step = one.referral
        if one.held is None:
            step.facts = dict(one.told.referral.facts)
            self._count(Thing.REFERRAL, Outcome.NEW)
            return
        corrected = self._compare(one, step)
        if corrected and "happened_on" in step.changes:
            one.changes["opened_on"] = step.on
        for name, value in one.told.closing.items():
            if getattr(one.held, name) == value:
                continue
            refusal = self._refusal(one.held, name) if one.held.recorded_elsewhere else self._native()
            if refusal is None:
                one.changes[name] = value
            else:
                self._remark(
                    refusal,
                    element_of(name),
                    line=one.referral.told.line,  # type: ignore[union-attr]
                    value=value,
                    held=getattr(one.held, name),
                )
        self._count(Thing.REFERRAL, Outcome.CORRECTED if corrected or one.changes else Outcome.SAME)

    def _native(self) -> Kind:
        return Kind.OLDER if self.newer else Kind.DIFFERS

    def _step(self, one: PlannedInvolvement, step: PlannedStep) -> None:
        assert step.told is not None
        told = step.told
        if step.held and not step.stands:
            self._refuse(step, told.things)
            return
        if step.held is None:
            ends = told.facts.get("authorised_on") or told.facts.get("ended_on")
            if one.held and self._dropped(told, ends):
                step.refused = True
                self._refuse(step, told.things)
                return
            step.facts = dict(told.facts)
            self._count(THING_OF[step.kind], Outcome.NEW)
            self._factors(step, before=[])
            return
        before = list(getattr(step.held.facts, "factors", []))
        corrected = self._compare(one, step)
        self._count(THING_OF[step.kind], Outcome.CORRECTED if corrected else Outcome.SAME)
        self._factors(step, before=before)

    def _factors(self, step: PlannedStep, *, before: list[str]) -> None:
        """Count each factor of an assessment: new, held already, or not taken where the assessment stood as it was."""
        assert step.told is not None
        held, taken = set(before), set(step.value("factors") or ()) if step.told.factors else set()
        for code in step.told.factors:
            if code in held:
                self._count(Thing.FACTOR, Outcome.SAME)
            elif code in taken:
                self._count(Thing.FACTOR, Outcome.NEW)
                held.add(code)
            else:
                self._count(Thing.FACTOR, Outcome.NOT_IN)

    def _compare(self, one: PlannedInvolvement, step: PlannedStep) -> bool:
        """Set what the file says beside what is held; whether anything is corrected."""
        assert step.told is not None and step.held is not None
        row, facts = step.held.row, step.held.facts
        for name, value in step.told.facts.items():
            now = getattr(facts, name)
            if now == value or (name == "factors" and sorted(now) == sorted(value)):
                continue
            refusal = self._native() if step.native else self._refusal(facts, name)
            if refusal is None:
                step.facts[name] = value
                continue
            lost = len([code for code in step.told.factors if code not in now]) if name == "factors" else 0
            self._remark(refusal, element_of(name, step.kind), line=step.told.line, value=value, held=now, things=lost)
        if step.native:
            return False
        if row.happened_on != step.on:
            refusal = self._refusal(row, "happened_on")
            if refusal is None:
                step.changes |= {"happened_on": step.on, "key": step.key}
            else:
                self._remark(
                    refusal, ELEMENT[THING_OF[step.kind]], line=step.told.line, value=step.on, held=row.happened_on
                )
                step.on = row.happened_on
        if not self.newer and (one.held is None or row.involvement_id != one.held.pk):
            step.changes["involvement"] = one
        return bool(step.facts or step.changes)


def involvement_missed(step: Step, file: CensusFile) -> Remark:
    """A referral that an earlier file told of, of a child of whom this file, which should, says nothing."""
    return Remark(
        kind=Kind.NOT_IN_FILE,
        line=None,
        element=ELEMENT[Thing.REFERRAL],
        held=shown(step.happened_on),
        reason="An earlier census file told of this child's referral, and this file, which should, doesn't.",
        cure=_CURES[Kind.NOT_IN_FILE],
    )
