"""What the record holds, as the rows of the census: the inverse of bringing a census file in.

A census tells only what belongs in its year, and of that only what had happened by its reference date: a case
closed in May is still open in the census of March. Nothing is guessed: what the record doesn't hold is empty
here, and the rules say so.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.law.due import short_date as day
from sightline.record.as_known import as_known
from sightline.record.models import Identifier, Involvement, Person
from sightline.returns.checking.collection import collection
from sightline.returns.cin.belonging import HeldRecord, HeldStep, records_held, who_belongs
from sightline.returns.cin.checked import CIN, FACTORS
from sightline.returns.cin.held import ENDS, Period, belongs
from sightline.returns.cin.reconciliation import CONTROL, ELEMENT, Thing
from sightline.returns.cin.spec import CONFERENCE, TABLES
from sightline.returns.cin.told import FACTS, THING_OF, element_of

Row = list[str | None]
CHILDREN_AT_A_TIME = 500
_COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in CIN.tables}
_KEYS = {name: len(TABLES[name].keys) for name in _COLUMNS}
_PLACES = {table: {name: place for place, name in enumerate(columns)} for table, columns in _COLUMNS.items()}
# What may be planned for a day after the reference date; everything else is told once it has happened.
_AHEAD = frozenset({"InitialCPCtarget", "AssessmentInternalReviewDate", "ExpectedPersonBirthDate", "PersonBirthDate"})
_GENDER_OF_SEX = {"M": "1", "F": "2", "U": "0"}
_SEX_SINCE = 2025
_TARGET_WORKING_DAYS = 15
# What was said on a day, and isn't told before that day has come.
_SAID_ON = {
    "ReasonForClosure": "CINclosureDate",
    FACTORS.name: "AssessmentAuthorisationDate",
    "PPOutcome": "StepDecisionDate",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that belongs to the year and that the census has no place for."""

    step_id: int
    kind: str
    on: datetime.date
    why: str


@dataclass(slots=True)
class ChildRows:
    """One child's rows, by table, in the order of the census.

    sources: for each row what it was made from: the person, or the step (0 where no standing one says it).
    """

    person_id: int
    la_child_id: str | None
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, table: str, source: int, keys: Sequence[str], values: Mapping[str, str | None]) -> Row:
        row: Row = [self.la_child_id, *keys, *[None] * (len(_COLUMNS[table]) - 1 - len(keys))]
        places = _PLACES[table]
        for name, value in values.items():
            row[places[name]] = value
        self.rows[table].append(row)
        self.sources[table].append(source)
        return row

    def totals(self) -> dict[Thing, int]:
        """How many of each thing this child brings: the control totals of a file are their sum."""
        found = {thing: len(self.rows.get(table, ())) for thing, table in CONTROL.items()}
        found[Thing.CHILD] = 1
        factors = _PLACES["Assessments"][FACTORS.name]
        found[Thing.FACTOR] = sum(
            len((row[factors] or "").split(",")) for row in self.rows["Assessments"] if row[factors]
        )
        found[Thing.CONFERENCE] = sum(
            row[_PLACES[table][CONFERENCE]] is not None
            for table in ("CINdetails", "Section47")
            for row in self.rows[table]
        )
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables of a census, ready for the rules: each table's columns and rows, and where each row came from."""

    tables: Mapping[str, tuple[Sequence[str], list[Row]]]
    sources: Mapping[str, list[int]]
    children: int
    left_out: list[LeftOut]


def rows_for(year: int, child_ids: Iterable[int] | None = None, at: datetime.datetime | None = None) -> Rows:
    """The rows of everyone who belongs in the census of a year, or of these people only.

    at: as the record was known at that instant; None: as it is now. A person who doesn't belong in the
    census of that year has no rows. ``year`` is the collection year: 2026 is 1 April 2025 to 31 March 2026.
    """
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {
        name: (columns, [])
        for name, columns in _COLUMNS.items()
        if name != "Header" and CIN.by_name[name].collected_in(year)
    }
    sources: dict[str, list[int]] = {name: [] for name in tables}
    children = 0
    left_out: list[LeftOut] = []
    for child in children_of(year, child_ids, at):
        children += 1
        left_out += child.left_out
        for name, rows in child.rows.items():
            tables[name][1].extend(rows)
            sources[name].extend(child.sources[name])
    return Rows(tables, sources, children, left_out)


def children_of(
    year: int,
    child_ids: Iterable[int] | None = None,
    at: datetime.datetime | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[ChildRows]:
    """The children of the census of a year, some at a time: always in the same order, so that a file is repeatable.

    told: is told how many are done, of how many.
    """
    when = collection(year)
    period = (when.opens, when.closes)
    with as_known(at):
        people = who_belongs(period, child_ids)
    for first in range(0, len(people), CHILDREN_AT_A_TIME):
        told(first, len(people))
        with as_known(at):
            some = records_held(people[first : first + CHILDREN_AT_A_TIME], period)
        for child in some:
            told_of = _Telling(child, year, period).told
            if told_of.rows["CINdetails"]:
                yield told_of
    told(len(people), len(people))


class _Telling:
    """What the census of a year says of one child."""

    def __init__(self, held: HeldRecord, year: int, period: Period) -> None:
        self.held, self.year, self.period = held, year, period
        self.closes = period[1]
        self.told = ChildRows(held.person.pk, self._number(Identifier.Scheme.LA_CHILD_ID))
        self.counters: Counter[str] = Counter()
        self._person(held.person)
        for case in held.involvements:
            self._case(case, held.steps[case.pk])

    # --- the child ----------------------------------------------------------------------------------------

    def _number(self, scheme: str) -> str | None:
        """The number held now; where records are joined, the kept one's own comes first."""
        held = [row for row in self.held.identifiers if row.scheme == scheme]
        own = [row for row in held if row.person_id == self.held.person.pk]
        return next((row.value for row in (*reversed(own), *held)), None)

    def _person(self, person: Person) -> None:
        """Who the child is. One who was born after the reference date is unborn in the census, if that was known."""
        born, expected = person.birth_date, person.expected_birth_date
        coming = born is None or born > self.closes
        unborn = coming and (expected is not None or person.kind == Person.Kind.UNBORN)
        sex = "U" if unborn else person.sex
        upn = self._number(Identifier.Scheme.UPN)
        told = {
            "UPN": upn,
            "FormerUPN": self._number(Identifier.Scheme.FORMER_UPN),
            "UPNunknown": None if upn else person.upn_unknown,
            "PersonBirthDate": None if unborn else born,
            "ExpectedPersonBirthDate": expected if unborn else None,
            "PersonDeathDate": person.death_date,
        }
        told |= {"Sex": sex} if self.year >= _SEX_SINCE else {"GenderCurrent": _GENDER_OF_SEX[sex]}
        self._add("ChildIdentifiers", person.pk, told)
        self._add("ChildCharacteristics", person.pk, {"Ethnicity": person.ethnicity})
        for code in person.disabilities:
            self._add("Disabilities", person.pk, {"Disability": code})

    # --- a case -------------------------------------------------------------------------------------------

    def _case(self, case: Involvement, steps: Sequence[HeldStep]) -> None:
        """A case that belongs in the year, if anything in it stands; without its referral the rules ask for one."""
        of: dict[str, list[HeldStep]] = defaultdict(list)
        for step in steps:
            of[step.kind].append(step)
        referral = next(iter(of["referral"]), None)
        once = referral is not None and bool(referral.facts["no_further_action"])
        if not steps or not belongs("referral", case.opened_on, case.closed_on, self.period, once=once):
            return
        told = {
            **(_decided(_facts_of(referral), "ReferralNFA") if referral else {}),
            "CINreferralDate": case.opened_on,
            "CINclosureDate": case.closed_on,
            "ReasonForClosure": case.closure_reason,
        }
        self.counters["CINdetails"] += 1
        details = self._add("CINdetails", referral.id if referral else 0, told)
        for extra in of["referral"][1:]:
            self._leave_out(extra, "The census tells of a case by one referral.")
        for step in of["assessment"]:
            if self._belongs(step):
                self.counters["Assessments"] += 1
                self._tell("Assessments", step, {FACTORS.name: ",".join(_factors(step))})
        for step in of["cin_plan"]:
            if self._belongs(step):
                self._tell("CINplanDates", step)
        self._enquiries(of["enquiry"], of["initial_conference"], details)
        self._plans(of["protection_plan"], of["review_conference"])
        if CIN.by_name["PreProceedings"].collected_in(self.year):
            for step in of["pre_proceedings"]:
                if self._belongs(step):
                    self._tell("PreProceedings", step)

    def _enquiries(self, enquiries: Sequence[HeldStep], conferences: Sequence[HeldStep], details: Row) -> None:
        """The enquiries of the year, those that led to a conference in it, and the conferences that none led to."""
        ids = {enquiry.id for enquiry in enquiries}
        of: dict[int, list[HeldStep]] = defaultdict(list)
        for conference in conferences:
            if self._belongs(conference):
                of[conference.led_from if conference.led_from in ids else 0].append(conference)
        for enquiry in enquiries:
            led_to = of.get(enquiry.id)
            if led_to or self._belongs(enquiry):
                more: dict[str, Any] = {CONFERENCE: led_to[0].on if led_to else None}
                if not enquiry.recorded_elsewhere and not enquiry.facts["conference_target_on"]:
                    more["InitialCPCtarget"] = _target(enquiry)
                self._tell("Section47", enquiry, more)
        if of.get(0):
            details[_PLACES["CINdetails"][CONFERENCE]] = str(of[0][0].on)
        for found in of.values():
            for conference in found[1:]:
                self._leave_out(
                    conference,
                    f"The census has one place for it, and the conference of {day(found[0].on)} stands there.",
                )

    def _plans(self, plans: Sequence[HeldStep], reviews: Sequence[HeldStep]) -> None:
        """The plans that ran in the year, each with every review of it until the reference date."""
        keys: dict[int, tuple[str, ...]] = {}
        for plan in plans:
            if self._belongs(plan):
                self.counters["ChildProtectionPlans"] += 1
                self._tell("ChildProtectionPlans", plan)
                keys[plan.id] = self._keys("ChildProtectionPlans")
        ids = {plan.id for plan in plans}
        for review in reviews:
            running = (plan.id for plan in plans if _ran_on(plan, review.on))
            plan_id = review.led_from if review.led_from in ids else next(running, None)
            if plan_id in keys:
                self.told.add("Reviews", review.id, keys[plan_id], {"CPPreviewDate": str(review.on)})
            elif plan_id is None and self._belongs(review):
                self._leave_out(review, "No child protection plan of this case was running on its day.")

    # --- rows and values ----------------------------------------------------------------------------------

    def _keys(self, table: str) -> tuple[str, ...]:
        """Which case of the child's it is, and which assessment or plan."""
        return tuple(str(self.counters[name]) for name in ("CINdetails", table)[: _KEYS[table] - 1])

    def _add(self, table: str, source: int, values: Mapping[str, Any]) -> Row:
        return self.told.add(table, source, self._keys(table), self._until_then(values))

    def _tell(self, table: str, step: HeldStep, more: Mapping[str, Any] | None = None) -> None:
        start = ELEMENT[THING_OF[step.kind]]
        self._add(table, step.id, _decided({**_facts_of(step), start: step.on, **(more or {})}, "ICPCnotRequired"))

    def _until_then(self, values: Mapping[str, Any]) -> dict[str, str | None]:
        """The values as the census writes them, without what had not happened by the reference date."""
        ahead = {
            name
            for name, value in values.items()
            if isinstance(value, datetime.date) and value > self.closes and name not in _AHEAD
        }
        return {name: _text(value) for name, value in values.items() if not {name, _SAID_ON.get(name)} & ahead}

    def _belongs(self, step: HeldStep) -> bool:
        return belongs(step.kind, step.on, step.facts.get(ENDS.get(step.kind, "")), self.period)

    def _leave_out(self, step: HeldStep, why: str) -> None:
        self.told.left_out.append(LeftOut(step.id, step.kind, step.on, why))


def _facts_of(step: HeldStep) -> dict[str, Any]:
    return {element_of(name, step.kind): step.facts[name] for name in FACTS[step.kind]}


def _decided(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Yes or no to a question whose answer is yes only once somebody has decided so: until then it is no."""
    if name in values and values[name] is None:
        values[name] = False
    return values


def _factors(assessment: HeldStep) -> Sequence[str]:
    """The factors found. Recorded here they are written before a manager authorises them: until then there are none."""
    told = assessment.recorded_elsewhere or assessment.facts["authorised_on"]
    return assessment.facts["factors"] if told else ()


def _target(enquiry: HeldStep) -> datetime.date | None:
    """The day by which a conference was due, unless it was decided that none is needed."""
    if enquiry.facts["conference_not_required"]:
        return None
    return ENGLAND_AND_WALES.working_days_after(enquiry.on, _TARGET_WORKING_DAYS)


def _ran_on(plan: HeldStep, on: datetime.date) -> bool:
    ended = plan.facts["ended_on"]
    return plan.on <= on and (ended is None or on <= ended)


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "1" if value else "0"
    return None if value in (None, "") else str(value)
