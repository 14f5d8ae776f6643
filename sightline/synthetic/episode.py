"""One involvement of an invented family, from referral to closure, as dates and outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from sightline.synthetic.theme import Theme


@dataclass(kw_only=True)
class Assessment:
    started_on: date
    review_on: date | None
    reviewed_on: date | None = None
    authorised_on: date | None = None
    no_need: bool = False


@dataclass(kw_only=True)
class Conference:
    """An initial or a review conference. goes_on: a plan was made, or goes on."""

    held_on: date
    goes_on: bool
    decisions_sent_on: date | None = None
    checked_on: date | None = None


@dataclass(kw_only=True)
class Enquiry:
    began_on: date
    outcome_on: date | None = None
    conference_not_required: bool | None = None
    conference: Conference | None = None


@dataclass(kw_only=True)
class Protection:
    started_on: date
    ended_on: date | None = None
    category: str
    later_category: str = ""
    previous: int = 0
    reviews: list[Conference] = field(default_factory=list)
    core_groups: list[date] = field(default_factory=list)


@dataclass(kw_only=True)
class InNeed:
    """A child in need plan. meetings: each day, and whether it reviewed the plan."""

    started_on: date
    ended_on: date | None = None
    after_protection: bool = False
    meetings: list[tuple[date, bool]] = field(default_factory=list)


@dataclass(kw_only=True)
class Court:
    began_on: date
    letter_on: date | None
    first_meeting_on: date | None
    family_meeting_held: bool


@dataclass(kw_only=True)
class Episode:
    """One involvement of a family. holders: the team that held the children from each day on."""

    theme: Theme
    referred_on: date
    referred_at: time
    decided_on: date | None = None
    told_on: date | None = None
    no_further_action: bool | None = None
    assessment: Assessment | None = None
    enquiry: Enquiry | None = None
    protection: Protection | None = None
    in_need: InNeed | None = None
    court: Court | None = None
    visits: list[date] = field(default_factory=list)
    holders: list[tuple[date, str]] = field(default_factory=list)
    closed_on: date | None = None
    reason: str = ""

    def stage_on(self, day: date) -> tuple[str, date]:
        """Where the family stood on a day, and since when."""
        if self.protection and self.protection.started_on <= day < (self.protection.ended_on or date.max):
            return "protection", self.protection.started_on
        if self.in_need and self.in_need.started_on <= day:
            return "in_need", self.in_need.started_on
        if self.enquiry and self.enquiry.began_on <= day:
            return "enquiry", self.enquiry.began_on
        if self.assessment and self.assessment.started_on <= day:
            return "assessment", self.assessment.started_on
        return "referral", self.referred_on
