"""What a census file says, as records: its header, its children and all that is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sightline.returns.cin.faults import Fault

_NONE: Mapping[str, Fault] = MappingProxyType({})


def _faulty() -> Any:
    """The faults of a record by the field that they spoil; a field not among them was read as it stands."""
    return field(default_factory=lambda: _NONE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Whose return it is, and for which year."""

    line: int
    collection: str | None = None
    year: int | None = None
    reference_date: date | None = None
    source_level: str | None = None
    lea: str | None = None
    software_code: str | None = None
    release: str | None = None
    serial_no: str | None = None
    date_time: datetime | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """Who the child is, as the return knows them: no name and no address."""

    line: int
    la_child_id: str | None = None
    upn: str | None = None
    former_upn: str | None = None
    upn_unknown: str | None = None
    birth_date: date | None = None
    expected_birth_date: date | None = None
    gender_current: str | None = None
    sex: str | None = None
    death_date: date | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disability:
    """One disability of the child, or the statement that there is none."""

    line: int
    code: str | None = None
    fault: Fault | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristics:
    """The child's ethnicity."""

    line: int
    ethnicity: str | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One factor that an assessment identified."""

    line: int
    code: str | None = None
    fault: Fault | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An assessment of the child's needs, and what it found."""

    line: int
    start_date: date | None = None
    internal_review_date: date | None = None
    authorisation_date: date | None = None
    factors: tuple[Factor, ...] = ()
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class CinPlan:
    """A child in need plan."""

    line: int
    start_date: date | None = None
    end_date: date | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section47:
    """An enquiry under section 47, and the conference that followed if one was needed."""

    line: int
    start_date: date | None = None
    conference_target: date | None = None
    conference_date: date | None = None
    conference_not_required: bool | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review conference of a child protection plan."""

    line: int
    date: date | None = None
    fault: Fault | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionPlan:
    """A child protection plan."""

    line: int
    start_date: date | None = None
    end_date: date | None = None
    initial_category: str | None = None
    latest_category: str | None = None
    previous_plans: int | None = None
    reviews: tuple[Review, ...] = ()
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreProceedings:
    """Pre-proceedings and the offer of a family group decision-making meeting (from 2026-27)."""

    line: int
    start_date: date | None = None
    letter_before_date: date | None = None
    family_meeting_offered: bool | None = None
    family_meeting_held: bool | None = None
    first_meeting_date: date | None = None
    review_meetings: int | None = None
    step_decision_date: date | None = None
    outcome: str | None = None
    court_application_date: date | None = None
    proceedings_letter_date: date | None = None
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One episode of need: from a referral until the case is closed.

    `conferences` counts the initial conferences that it tells of, its own and its enquiries', whether or not
    their dates could be read.
    """

    line: int
    referral_date: date | None = None
    referral_source: str | None = None
    primary_need: str | None = None
    closure_date: date | None = None
    closure_reason: str | None = None
    conference_date: date | None = None
    no_further_action: bool | None = None
    assessments: tuple[Assessment, ...] = ()
    cin_plans: tuple[CinPlan, ...] = ()
    section_47s: tuple[Section47, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()
    pre_proceedings: tuple[PreProceedings, ...] = ()
    conferences: int = 0
    faulty: Mapping[str, Fault] = _faulty()


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child of the return, with everything it says of them and every fault found in it.

    An impossible or implausible date is not carried: it is None here and its text is in the fault. A code
    that is not listed is carried as written, so that the census rules can speak of it. `duplicate_of` is the
    line of the first child with the same LAchildID; nothing of the two is merged.
    """

    line: int
    identifiers: Identifiers | None = None
    characteristics: Characteristics | None = None
    disabilities: tuple[Disability, ...] = ()
    details: tuple[Details, ...] = ()
    faults: tuple[Fault, ...] = ()
    duplicate_of: int | None = None
    set_aside: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def la_child_id(self) -> str | None:
        return self.identifiers.la_child_id if self.identifiers else None

    def rows(self) -> Counter[str]:
        """How many rows of each table this child brings.

        Over all children, these and the rows in `set_aside` add up to the file's control totals.
        """
        episodes = self.details
        plans = [plan for episode in episodes for plan in episode.protection_plans]
        assessments = [assessment for episode in episodes for assessment in episode.assessments]
        return Counter(
            {
                "Child": 1,
                "ChildIdentifiers": int(self.identifiers is not None),
                "ChildCharacteristics": int(self.characteristics is not None),
                "Disabilities": len(self.disabilities),
                "CINdetails": len(episodes),
                "Assessments": len(assessments),
                "AssessmentFactorsList": sum(len(assessment.factors) for assessment in assessments),
                "CINplanDates": sum(len(episode.cin_plans) for episode in episodes),
                "Section47": sum(len(episode.section_47s) for episode in episodes),
                "ChildProtectionPlans": len(plans),
                "Reviews": sum(len(plan.reviews) for plan in plans),
                "PreProceedings": sum(len(episode.pre_proceedings) for episode in episodes),
                "DateOfInitialCPC": sum(episode.conferences for episode in episodes),
            }
        )


RECORDS: dict[str, Callable[..., Any]] = {
    "Header": Header,
    "ChildIdentifiers": Identifiers,
    "ChildCharacteristics": Characteristics,
    "CINdetails": Details,
    "Assessments": Assessment,
    "CINplanDates": CinPlan,
    "Section47": Section47,
    "ChildProtectionPlans": ProtectionPlan,
    "PreProceedings": PreProceedings,
}
ROW_RECORDS: dict[str, Callable[[int, Any, Fault | None], Any]] = {
    "Disabilities": lambda line, value, fault: Disability(line=line, code=value, fault=fault),
    "AssessmentFactorsList": lambda line, value, fault: Factor(line=line, code=value, fault=fault),
    "Reviews": lambda line, value, fault: Review(line=line, date=value, fault=fault),
}
