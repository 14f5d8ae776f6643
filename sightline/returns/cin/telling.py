"""How what a census file says of a child becomes what it tells in the record's terms.

Nothing is added and nothing guessed. A code or a date that couldn't be read is left out of the facts and told
in a remark with the words of the file; a thing whose own date couldn't be read is left out whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from sightline.law import cin_codes
from sightline.returns.cin import spec
from sightline.returns.cin.faults import Fault, FaultKind
from sightline.returns.cin.reconciliation import CONTROL, ELEMENT, Kind, Outcome, Remark, Thing, remark_of
from sightline.returns.cin.records import Assessment, Child, Details, Identifiers, ProtectionPlan, Section47
from sightline.returns.cin.told import FACTS, THING_OF, ToldChild, ToldEpisode, ToldStep

_TEXTS = frozenset({"source", "primary_need", "initial_category", "latest_category", "outcome"})

# Elements of which each is a thing of its own: told where their block is, never as a fault beside it.
_OWN_THINGS = frozenset({ELEMENT[Thing.FACTOR], ELEMENT[Thing.REVIEW], spec.CONFERENCE})


@cache
def _labelled(element: str, code: str) -> bool:
    """Whether the code has a meaning in any year that is held: one without could never be shown."""
    number = next(item.number for _, item in spec.items() if item.element == element)
    sets = [code_set for code_set in cin_codes.ALL if number in code_set.items]
    return not sets or any(entry.code == code for code_set in sets for entry in code_set.codes)


def things_of(child: Child) -> Counter[Thing]:
    """Everything of one child that the counts count."""
    rows = child.rows()
    return Counter({thing: rows[name] for thing, name in CONTROL.items()})


def things_in(details: Details) -> Counter[Thing]:
    return Counter(
        {
            Thing.REFERRAL: 1,
            Thing.ASSESSMENT: len(details.assessments),
            Thing.FACTOR: sum(len(one.factors) for one in details.assessments),
            Thing.CIN_PLAN: len(details.cin_plans),
            Thing.ENQUIRY: len(details.section_47s),
            Thing.CONFERENCE: details.conferences,
            Thing.PROTECTION_PLAN: len(details.protection_plans),
            Thing.REVIEW: sum(len(one.reviews) for one in details.protection_plans),
            Thing.PRE_PROCEEDINGS: len(details.pre_proceedings),
        }
    )


def tell(child: Child) -> ToldChild:
    """What the file tells of this child."""
    return _Teller(child).told


class _Teller:
    def __init__(self, child: Child) -> None:
        who = child.identifiers
        self.child = child
        self.spent: set[tuple[FaultKind, int, str, str]] = set()
        self.told = ToldChild(
            line=child.line,
            la_child_id=child.la_child_id or "",
            identified=child.la_child_id is not None and child.duplicate_of is None,
            born=who is not None and (who.birth_date is not None or "birth_date" in who.faulty),
        )
        if not self.told.identified:
            self._unidentified()
            return
        assert who is not None
        self._person(who)
        for details in child.details:
            self._episode(details)
        for fault in child.faults:
            if fault.element not in _OWN_THINGS and _place(fault) not in self.spent:
                self.told.reckoning.remarks.append(remark_of(fault))

    def _unidentified(self) -> None:
        things = things_of(self.child)
        fault = next(
            fault
            for fault in self.child.faults
            if fault.kind is FaultKind.DUPLICATE_CHILD or fault.element == "LAchildID"
        )
        self._leave_out(things, remark_of(fault, kind=Kind.NOT_IN, things=things.total()))

    def _leave_out(self, things: Counter[Thing], remark: Remark) -> None:
        self.told.reckoning.leave_out(things)
        self.told.reckoning.remarks.append(remark)

    def _not_in(self, things: Counter[Thing], fault: Fault, block: str) -> None:
        """Leave a thing out because its own date is missing or can't be read, and say so where that date stands."""
        self.spent.add(_place(fault))
        inside = things.total() - 1
        left = f" The {block} was not brought in" + (f", nor the {inside:,} entries in it." if inside else ".")
        self._leave_out(
            things,
            Remark(
                kind=Kind.NOT_IN,
                line=fault.line,
                element=fault.element,
                value=fault.value,
                reason=fault.reason + left,
                cure=f"{fault.cure} Then bring the file in again.",
                things=things.total(),
            ),
        )

    # --- the child ----------------------------------------------------------------------------------------

    def _person(self, who: Identifiers) -> None:
        told, facts = self.told, self.told.facts
        for name in ("birth_date", "expected_birth_date", "death_date"):
            if getattr(who, name) is not None:
                facts[name] = getattr(who, name)
        sex = self._sex(who)
        if sex:
            facts["sex"] = sex
        upn_unknown = self._code(who.upn_unknown, "UPNunknown", who.line, who.faulty.get("upn_unknown"))
        if upn_unknown:
            facts["upn_unknown"] = upn_unknown
        if who.upn and "upn" not in who.faulty:
            told.upn = who.upn
            facts["upn_unknown"] = ""
        if who.former_upn and "former_upn" not in who.faulty:
            told.former_upn = who.former_upn
        characteristics = self.child.characteristics
        if characteristics:
            ethnicity = self._code(
                characteristics.ethnicity, "Ethnicity", characteristics.line, characteristics.faulty.get("ethnicity")
            )
            if ethnicity:
                facts["ethnicity"] = ethnicity
        codes = [self._code(row.code, "Disability", row.line, row.fault) for row in self.child.disabilities]
        disabilities = list(dict.fromkeys(code for code in codes if code))
        if disabilities:
            facts["disabilities"] = disabilities
        if not told.born and "expected_birth_date" not in facts:
            self._ask(
                who.line, "PersonBirthDate", "The file gives neither a date of birth nor an expected one.",
                "Give the child's date of birth.",
            )  # fmt: skip

    def _sex(self, who: Identifiers) -> str:
        if who.sex is not None and "sex" not in who.faulty:
            if who.sex in ("M", "F", "U"):
                return who.sex
            self._left_out(who.line, "Sex", who.sex)
        if who.gender_current is not None and "gender_current" not in who.faulty:
            with suppress(KeyError):
                return cin_codes.sex_from_gender(who.gender_current)
            self._left_out(who.line, "GenderCurrent", who.gender_current)
        return ""

    # --- an episode ---------------------------------------------------------------------------------------

    def _episode(self, details: Details) -> None:
        if details.referral_date is None:
            self._not_in(things_in(details), details.faulty["referral_date"], "referral")
            return
        referral = ToldStep("referral", details.referral_date, details.line, self._facts("referral", details))
        closing: dict[str, Any] = {}
        if not {"closure_date", "closure_reason"} & set(details.faulty):
            closing = {"closed_on": details.closure_date, "closure_reason": details.closure_reason or ""}
        elif "closure_date" not in details.faulty:
            closing = {"closed_on": details.closure_date}
        reason = closing.get("closure_reason")
        if reason and not self._known("ReasonForClosure", reason, details.line):
            del closing["closure_reason"]
        steps = [*self._steps(details)]
        if details.conference_date is not None:
            steps.append(ToldStep("initial_conference", details.conference_date, details.line, {"type": "not_linked"}))
        unread = details.conferences - sum(step.kind == "initial_conference" for step in steps)
        self._unread_conferences(details, unread)
        self.told.episodes.append(ToldEpisode(referral, closing, steps))

    def _steps(self, details: Details) -> Iterator[ToldStep]:
        for assessment in details.assessments:
            yield from self._assessment(assessment)
        for plan in details.cin_plans:
            yield from self._dated("cin_plan", plan, "child in need plan")
        for enquiry in details.section_47s:
            yield from self._enquiry(enquiry)
        for protection_plan in details.protection_plans:
            yield from self._protection_plan(protection_plan)
        for proceedings in details.pre_proceedings:
            yield from self._dated("pre_proceedings", proceedings, "entry on pre-proceedings")

    def _dated(self, kind: str, record: Any, block: str, inside: Counter[Thing] | None = None) -> Iterator[ToldStep]:
        """The step of a block, if its own date could be read."""
        if record.start_date is not None:
            yield ToldStep(kind, record.start_date, record.line, self._facts(kind, record))
            return
        thing = THING_OF[kind]
        fault = record.faulty.get("start_date") or Fault(
            FaultKind.MISSING, record.line, ELEMENT[thing], None, "", f"This has no {ELEMENT[thing]}.",
            f"Give the {ELEMENT[thing]}.",
        )  # fmt: skip
        self._not_in(Counter({thing: 1}) + (inside or Counter()), fault, block)

    def _assessment(self, record: Assessment) -> Iterator[ToldStep]:
        inside = Counter({Thing.FACTOR: len(record.factors)})
        for step in self._dated("assessment", record, "assessment", inside):
            codes = []
            for row in record.factors:
                code = self._code(row.code, "AssessmentFactors", row.line, row.fault, own=Thing.FACTOR)
                if code:
                    codes.append(code)
                elif row.fault is not None:
                    self._leave_out(Counter({Thing.FACTOR: 1}), remark_of(row.fault, kind=Kind.NOT_IN, things=1))
            step.factors = tuple(codes)
            step.facts["factors"] = list(dict.fromkeys(codes))
            yield step

    def _enquiry(self, record: Section47) -> Iterator[ToldStep]:
        enquiry = next(self._dated("enquiry", record, "section 47 enquiry"), None)
        if enquiry:
            yield enquiry
        if record.conference_date is not None:
            yield ToldStep("initial_conference", record.conference_date, record.line, {"type": "initial"}, enquiry)

    def _protection_plan(self, record: ProtectionPlan) -> Iterator[ToldStep]:
        plan = next(self._dated("protection_plan", record, "child protection plan"), None)
        if plan:
            yield plan
        for row in record.reviews:
            if row.date is not None:
                yield ToldStep("review_conference", row.date, row.line, {}, plan)
            else:
                assert row.fault is not None
                self._leave_out(Counter({Thing.REVIEW: 1}), remark_of(row.fault, kind=Kind.NOT_IN, things=1))

    def _unread_conferences(self, details: Details, unread: int) -> None:
        for faulty in (details.faulty, *(enquiry.faulty for enquiry in details.section_47s)):
            fault = faulty.get("conference_date")
            if fault is not None:
                unread -= 1
                self._leave_out(Counter({Thing.CONFERENCE: 1}), remark_of(fault, kind=Kind.NOT_IN, things=1))
        if unread:
            self._leave_out(
                Counter({Thing.CONFERENCE: unread}),
                Remark(
                    kind=Kind.NOT_IN,
                    line=details.line,
                    element=spec.CONFERENCE,
                    reason=f"{spec.CONFERENCE} stands more than once in one place of this episode. The first is kept.",
                    cure="Give each conference its own place.",
                    things=unread,
                ),
            )

    # --- values -------------------------------------------------------------------------------------------

    def _facts(self, kind: str, record: Any) -> dict[str, Any]:
        facts = {}
        for name, (source, element) in FACTS[kind].items():
            if source in record.faulty:
                continue
            value = getattr(record, source)
            if name in _TEXTS:
                value = value or ""
                if value and not self._known(element, value, record.line):
                    continue
            elif name == "previous_plans" and value is None:
                continue
            facts[name] = value
        return facts

    def _code(self, code: str | None, element: str, line: int, fault: Fault | None, *, own: Thing | None = None) -> str:
        """The code, or nothing where it is missing, faulty or without a meaning in any year."""
        if code is None or fault is not None:
            return ""
        return code if self._known(element, code, line, own) else ""

    def _known(self, element: str, code: str, line: int, own: Thing | None = None) -> bool:
        if _labelled(element, code):
            return True
        self._left_out(line, element, code, own)
        return False

    def _left_out(self, line: int, element: str, code: str, own: Thing | None = None) -> None:
        if own is not None:
            self.told.reckoning.count(own, Outcome.NOT_IN)
        self.told.reckoning.remarks.append(
            Remark(
                kind=Kind.NOT_IN if own else Kind.LEFT_OUT,
                line=line,
                element=element,
                value=code[:80],
                reason=f"It is not a code for {element} in any year that is held.",
                cure="Use a code from that year's list.",
                things=1 if own else 0,
            )
        )

    def _ask(self, line: int, element: str, reason: str, cure: str) -> None:
        self.told.reckoning.remarks.append(
            Remark(kind=Kind.QUESTION, line=line, element=element, reason=reason, cure=cure)
        )


def _place(fault: Fault) -> tuple[FaultKind, int, str, str]:
    return fault.kind, fault.line, fault.element, fault.value
