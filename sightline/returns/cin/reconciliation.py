"""What became of each thing in a census file, counted and told: every thing that the file holds is in one count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sightline.returns.cin.faults import Fault, FaultKind
from sightline.returns.cin.spec import CONFERENCE


class Thing(StrEnum):
    """What the file is counted in."""

    CHILD = "child"
    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    FACTOR = "factor"
    CIN_PLAN = "cin_plan"
    ENQUIRY = "enquiry"
    CONFERENCE = "conference"
    PROTECTION_PLAN = "protection_plan"
    REVIEW = "review"
    PRE_PROCEEDINGS = "pre_proceedings"


TITLES: dict[Thing, str] = {
    Thing.CHILD: "Children",
    Thing.REFERRAL: "Referrals",
    Thing.ASSESSMENT: "Assessments",
    Thing.FACTOR: "Factors found at assessment",
    Thing.CIN_PLAN: "Child in need plans",
    Thing.ENQUIRY: "Section 47 enquiries",
    Thing.CONFERENCE: "Initial conferences",
    Thing.PROTECTION_PLAN: "Child protection plans",
    Thing.REVIEW: "Review conferences",
    Thing.PRE_PROCEEDINGS: "Pre-proceedings",
}

# The file's control total for each: a table of the return, or an element.
CONTROL: dict[Thing, str] = {
    Thing.CHILD: "Child",
    Thing.REFERRAL: "CINdetails",
    Thing.ASSESSMENT: "Assessments",
    Thing.FACTOR: "AssessmentFactorsList",
    Thing.CIN_PLAN: "CINplanDates",
    Thing.ENQUIRY: "Section47",
    Thing.CONFERENCE: CONFERENCE,
    Thing.PROTECTION_PLAN: "ChildProtectionPlans",
    Thing.REVIEW: "Reviews",
    Thing.PRE_PROCEEDINGS: "PreProceedings",
}

# The element that stands for each where the file tells of one.
ELEMENT: dict[Thing, str] = {
    Thing.CHILD: "Child",
    Thing.REFERRAL: "CINreferralDate",
    Thing.ASSESSMENT: "AssessmentActualStartDate",
    Thing.FACTOR: "AssessmentFactors",
    Thing.CIN_PLAN: "CINPlanStartDate",
    Thing.ENQUIRY: "S47ActualStartDate",
    Thing.CONFERENCE: CONFERENCE,
    Thing.PROTECTION_PLAN: "CPPstartDate",
    Thing.REVIEW: "CPPreviewDate",
    Thing.PRE_PROCEEDINGS: "PPStartDate",
}


class Outcome(StrEnum):
    """What became of one thing. The names are the columns of a tally."""

    NEW = "new"
    CORRECTED = "corrected"
    SAME = "same"
    NOT_IN = "not_in"


class Kind(StrEnum):
    """Why something is listed."""

    NOT_IN = "not_in"
    LEFT_OUT = "left_out"
    DIFFERS = "differs"
    OLDER = "older"
    NOT_IN_FILE = "not_in_file"
    QUESTION = "question"


KIND_TITLES: dict[Kind, str] = {
    Kind.NOT_IN: "Not brought in",
    Kind.LEFT_OUT: "Brought in without this",
    Kind.DIFFERS: "Differs from what is recorded here",
    Kind.OLDER: "Older than what is held",
    Kind.NOT_IN_FILE: "Held here, not in this file",
    Kind.QUESTION: "Please check",
}

# The kinds of which something in the file didn't come in.
SHORT = frozenset({Kind.NOT_IN, Kind.LEFT_OUT, Kind.DIFFERS, Kind.OLDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to list. things: how many things of the counts it accounts for, itself and what stands in it."""

    kind: Kind
    line: int | None
    element: str
    reason: str
    cure: str
    value: str = ""
    held: str = ""
    things: int = 0


@dataclass(slots=True)
class Reckoning:
    """The counts and remarks of one child, or of many."""

    counts: Counter[tuple[Thing, Outcome]] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    def count(self, thing: Thing, outcome: Outcome, number: int = 1) -> None:
        self.counts[thing, outcome] += number

    def leave_out(self, things: Counter[Thing]) -> None:
        for thing, number in things.items():
            self.counts[thing, Outcome.NOT_IN] += number


_SORTS = {
    FaultKind.BAD_FORM: Kind.LEFT_OUT,
    FaultKind.IMPLAUSIBLE_DATE: Kind.LEFT_OUT,
    FaultKind.IMPOSSIBLE_DATE: Kind.LEFT_OUT,
    FaultKind.UNKNOWN_CODE: Kind.LEFT_OUT,
    FaultKind.REPEATED: Kind.LEFT_OUT,
    FaultKind.UNKNOWN_ELEMENT: Kind.LEFT_OUT,
    FaultKind.STRAY_TEXT: Kind.LEFT_OUT,
    FaultKind.DUPLICATE_CHILD: Kind.NOT_IN,
    FaultKind.MISSING: Kind.QUESTION,
    FaultKind.NOT_COLLECTED: Kind.QUESTION,
    FaultKind.YEAR_UNSURE: Kind.QUESTION,
}


def remark_of(fault: Fault, *, kind: Kind | None = None, things: int = 0) -> Remark:
    """A fault that the reader found, as it stands in the list."""
    times = f" ({fault.count:,} times; this is the first.)" if fault.count > 1 else ""
    return Remark(
        kind=kind or _SORTS[fault.kind],
        line=fault.line,
        element=fault.element,
        value=fault.value,
        reason=fault.reason + times,
        cure=fault.cure,
        things=things,
    )


def shown(value: Any) -> str:
    """A value as a census file writes it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
