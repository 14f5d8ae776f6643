"""The children of an invented census, drawn by chance: who each of them is, and what came of each referral."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.synthetic.pupil_number import upn

# An element of the file: its name, and either its text or the elements inside it.
Element = tuple[str, "str | list[Element]"]

# How often things happen: each code with its weight.
_SOURCES = {
    "6": 29, "2A": 20, "3A": 2, "3B": 3, "3D": 3, "3E": 4, "3F": 4, "1A": 7, "1B": 2, "1C": 1, "1D": 2,
    "5A": 4, "5B": 3, "5C": 4, "5D": 3, "4": 1, "7": 3, "8": 5, "9": 2, "2B": 2, "10": 1, "3C": 1,
}  # fmt: skip
_NEEDS = {"N1": 57, "N2": 8, "N3": 3, "N4": 10, "N5": 13, "N6": 2, "N7": 1, "N8": 3, "N9": 1, "N0": 2}
_ETHNICITIES = {
    "WBRI": 62, "WOTH": 7, "WIRI": 1, "WIRT": 1, "WROM": 1, "MWBC": 3, "MWBA": 1, "MWAS": 2, "MOTH": 4,
    "AIND": 1, "APKN": 3, "ABAN": 2, "AOTH": 2, "BCRB": 2, "BAFR": 4, "BOTH": 2, "CHNE": 1, "OOTH": 3,
    "REFU": 1, "NOBT": 2,
}  # fmt: skip
_DISABILITIES = ("LD", "AUT", "BEH", "COMM", "MOB", "PC", "HAND", "INC", "VIS", "HEAR", "CON", "DDA")
_FACTORS = {
    "3A": 8, "3B": 20, "3C": 4, "4A": 8, "4B": 15, "4C": 3, "17A": 12, "16A": 11, "18C": 6, "18B": 2, "2B": 8,
    "1B": 8, "2A": 3, "1A": 1, "19C": 3, "19B": 2, "14A": 4, "15A": 3, "5A": 4, "5B": 2, "6A": 3, "6B": 3,
    "7A": 2, "10A": 2, "11A": 2, "13A": 1, "24A": 2, "20": 6, "9A": 1, "12A": 1, "23A": 1,
}  # fmt: skip
_FACTORS_BEFORE_2025 = {"18B": "18A", "18C": "18A", "19B": "19A", "19C": "19A"}
_ABUSE = {"NEG": 49, "EMO": 37, "PHY": 7, "SAB": 4, "MUL": 3}
_CLOSURES = {"RC7": 84, "RC5": 8, "RC3": 2, "RC4": 3, "RC1": 1, "RC6": 2}
# What comes of a referral. `transfer` is a child who moves in on another authority's protection plan.
_IN_LIFE = {
    "nfa": 7,
    "assessed": 40,
    "plan": 30,
    "enquiry": 12,
    "protected": 9,
    "unplanned": 1,
    "transfer": 1,
}
_HEAVY = {"nfa": 3, "assessed": 5, "plan": 12, "enquiry": 18, "protected": 55, "unplanned": 5, "transfer": 2}
_UPN_AUTHORITIES = ("301", "306", "330", "341", "352", "371", "380", "801", "811", "826", "855", "873", "938")


@dataclass(slots=True)
class _Episode:
    """One referral and what came of it, while it is being invented."""

    kind: str
    referral: date
    closure: date | None = None
    reason: str | None = None
    case_conference: date | None = None
    assessments: list[Element] = field(default_factory=list)
    plans: list[Element] = field(default_factory=list)
    enquiries: list[Element] = field(default_factory=list)
    protection: list[Element] = field(default_factory=list)
    proceedings: list[Element] = field(default_factory=list)


def _working(day: date) -> bool:
    return CALENDAR.is_working_day(day)


class InventedAuthority:
    """The invented authority in one census year."""

    def __init__(self, *, chance: random.Random, year: int, all_modules: bool) -> None:
        self.chance, self.year = chance, year
        self.start, self.end = date(year - 1, 4, 1), date(year, 3, 31)
        self._mix = _HEAVY if all_modules else _IN_LIFE
        self._again = 0.45 if all_modules else 0.15
        self._proceedings_seen = False

    def child(self, number: int) -> list[Element]:
        """One child's record, as the elements inside Child."""
        episodes = self._episodes()
        first = episodes[0].referral
        unborn = self.chance.random() < 0.02 and first > self.end - timedelta(days=80)
        born = expected = None
        if unborn:
            expected = self.end + timedelta(days=self._between(1, 180))
        else:
            oldest = self.end - timedelta(days=int(17.9 * 365))
            newest = min(self.end, first + timedelta(days=60))
            born = oldest + timedelta(days=self._between(0, (newest - oldest).days))
        died = None
        last = episodes[-1]
        if born is not None and last.closure and self.chance.random() < 0.002 and last.kind != "assessed":
            died, last.reason = max(last.closure, born), "RC2"
        identifiers = self._identifiers(number, born, expected, died, episodes)
        characteristics: list[Element] = [("Ethnicity", self._pick(_ETHNICITIES))]
        if born is not None:
            characteristics.append(("Disabilities", self._disabilities()))
        return [
            ("ChildIdentifiers", identifiers),
            ("ChildCharacteristics", characteristics),
            *(("CINdetails", self._details(episode)) for episode in episodes),
        ]

    def _identifiers(
        self,
        number: int,
        born: date | None,
        expected: date | None,
        died: date | None,
        episodes: list[_Episode],
    ) -> list[Element]:
        found: list[Element] = [("LAchildID", f"SYN{number + 1:07d}")]
        all_nfa = all(episode.kind == "nfa" for episode in episodes)
        age = 0.0 if born is None else (self.end - born).days / 365.25
        if age >= 5 and self.chance.random() < 0.96:
            place = _UPN_AUTHORITIES[number % len(_UPN_AUTHORITIES)]
            school, serial = 2000 + number // 1000 % 7000, number % 1000
            started = self.year - int(age) + 4
            found.append(("UPN", upn(place, school, started, serial)))
            if self.chance.random() < 0.03:
                other = _UPN_AUTHORITIES[(number + 5) % len(_UPN_AUTHORITIES)]
                found.append(("FormerUPN", upn(other, school, started, serial)))
        elif age >= 5:
            found.append(("UPNunknown", "UN7" if all_nfa else self.chance.choice(("UN2", "UN3", "UN4", "UN5"))))
        else:
            found.append(("UPNunknown", "UN1"))
        if born is not None:
            found.append(("PersonBirthDate", str(born)))
        if expected is not None:
            found.append(("ExpectedPersonBirthDate", str(expected)))
        sex = "U" if born is None else self.chance.choice("MF")
        if self.year >= 2025:
            found.append(("Sex", sex))
        else:
            found.append(("GenderCurrent", {"M": "1", "F": "2", "U": "0"}[sex]))
        if died is not None:
            found.append(("PersonDeathDate", str(died)))
        return found

    def _disabilities(self) -> list[Element]:
        if self.chance.random() > 0.13:
            return [("Disability", "NONE")]
        several = self.chance.choice((1, 1, 2, 2, 3))
        return [("Disability", code) for code in self.chance.sample(_DISABILITIES, several)]

    def _episodes(self) -> list[_Episode]:
        """One to three referrals in order of time; only the last may still be open."""
        wanted = self.chance.choices((1, 2, 3), (80, 16, 4))[0]
        if wanted == 1 and self.chance.random() < 0.4:
            referral = self.start - timedelta(days=self._between(1, 700))
        else:
            latest = 364 if wanted == 1 else 150
            referral = self.start + timedelta(days=self._between(0, latest))
        episodes: list[_Episode] = []
        while len(episodes) < wanted:
            kind = self._pick(self._mix)
            if kind == "nfa" and referral < self.start:
                kind = "plan"
            episode = _Episode(kind, referral)
            if kind != "nfa":
                self._live(episode)
            episodes.append(episode)
            if kind != "nfa" and episode.closure is None:
                break
            referral = (episode.closure or referral) + timedelta(days=self._between(10, 120))
            if referral > self.end:
                break
        return episodes

    def _live(self, episode: _Episode) -> None:
        """What happens in a case from its referral, or from the year's first day on which it is told of."""
        old = episode.referral < self.start
        begins = episode.referral
        if old:
            begins = self.start + timedelta(days=self._between(0, 150))
        reached = self._assess(episode, begins)
        if reached is None:
            if episode.kind == "assessed":
                episode.kind = "plan"  # not yet decided: still open
            reached, still_open = begins, True
        else:
            still_open = False
        if not still_open and episode.kind != "assessed" and self.chance.random() < self._again:
            reached = self._assess_again(episode, reached)
        match episode.kind:
            case "assessed":
                self._close(episode, reached, self.chance.choice(("RC8", "RC8", "RC9")), within=5)
                return
            case "plan":
                if not still_open:
                    still_open, reached = self._plan(episode, reached)
            case "enquiry" | "unplanned" | "protected" | "transfer":
                still_open, reached = self._protect(episode, begins, reached, still_open, old)
        if self.year >= 2027 and (not self._proceedings_seen or self.chance.random() < 0.06):
            reached = self._proceed(episode, begins, reached)
        if not still_open:
            self._close(episode, reached, self._pick(_CLOSURES), within=25)

    def _assess(self, episode: _Episode, begins: date) -> date | None:
        """An assessment; gives the day it was authorised, or None if it is not finished by the year's end."""
        start = min(begins + timedelta(days=self._between(0, 4)), self.end)
        length = min(90, max(3, round(self.chance.lognormvariate(3.55, 0.5))))
        finish = start + timedelta(days=length)
        if finish > self.end and (self.end - start).days > 50:
            finish = self.end - timedelta(days=self._between(0, 5))
        parts: list[Element] = [("AssessmentActualStartDate", str(start))]
        if self.chance.random() < 0.6 and start + timedelta(days=10) <= min(finish, self.end):
            parts.append(("AssessmentInternalReviewDate", str(start + timedelta(days=10))))
        finished = finish <= self.end
        if finished:
            parts.append(("AssessmentAuthorisationDate", str(finish)))
            parts.append(("FactorsIdentifiedAtAssessment", self._factors(episode.kind)))
        episode.assessments.append(("Assessments", parts))
        return finish if finished else None

    def _assess_again(self, episode: _Episode, reached: date) -> date:
        """A second assessment when things change, where there is time for it in the year."""
        start = reached + timedelta(days=self._between(15, 60))
        if start + timedelta(days=90) > self.end:
            return reached
        return self._assess(episode, start) or reached

    def _factors(self, kind: str) -> list[Element]:
        if kind == "assessed" and self.chance.random() < 0.25:
            return [("AssessmentFactors", "21")]
        found = dict.fromkeys(self._pick(_FACTORS) for _ in range(self._between(1, 8)))
        if self.year < 2025:
            found = dict.fromkeys(_FACTORS_BEFORE_2025.get(code, code) for code in found)
        return [("AssessmentFactors", code) for code in found]

    def _plan(self, episode: _Episode, after: date) -> tuple[bool, date]:
        """A child in need plan; says whether it is still open, and when it ended."""
        start = after + timedelta(days=self._between(1, 10))
        if start > self.end:
            return True, after
        finish = start + timedelta(days=self._between(40, 260))
        parts: list[Element] = [("CINPlanStartDate", str(start))]
        if finish <= self.end:
            parts.append(("CINPlanEndDate", str(finish)))
        episode.plans.append(("CINPlanDates", parts))
        return finish > self.end, finish if finish <= self.end else start

    def _protect(
        self, episode: _Episode, begins: date, reached: date, still_open: bool, old: bool
    ) -> tuple[bool, date]:
        """Enquiries, conferences and plans of protection; says if the case is still open, and until when."""
        chance = self.chance
        if episode.kind == "transfer":
            conference = self._conference_day(begins + timedelta(days=self._between(5, 20)))
            if conference is None:
                return True, reached
            episode.case_conference = conference
            return self._protection_plan(episode, conference, reached, still_open)
        if episode.kind == "protected" and old and chance.random() < 0.5 and self._started_long_before(episode):
            earliest = episode.referral + timedelta(days=15)
            latest = self.start - timedelta(days=1)
            started = earliest + timedelta(days=self._between(0, (latest - earliest).days))
            return self._protection_plan(episode, started, reached, still_open)
        day = begins + timedelta(days=self._between(0, 8))
        if chance.random() < 0.25:  # an earlier enquiry that came to nothing
            if day > self.end:
                return True, reached
            self._enquire(episode, day, target=None, conference=None)
            reached = max(reached, day)
            day += timedelta(days=self._between(20, 60))
        if day > self.end:
            return True, reached
        if episode.kind == "enquiry":
            self._enquire(episode, day, target=None, conference=None)
            reached = max(reached, day)
            return self._then_plan(episode, reached, still_open)
        target = CALENDAR.working_days_after(day, 15)
        conference = self._conference_day(target + timedelta(days=chance.choice((-6, -4, -3, -1, 0, 0, 1, 4))))
        if conference is None:
            waits = CALENDAR.working_days_elapsed(day, self.end) <= 12
            self._enquire(episode, day, target=target if waits else None, conference=None)
            return True, max(reached, day)
        self._enquire(episode, day, target=target, conference=conference)
        reached = max(reached, conference)
        if episode.kind == "unplanned":
            return self._then_plan(episode, reached, still_open)
        return self._protection_plan(episode, conference, reached, still_open)

    def _started_long_before(self, episode: _Episode) -> bool:
        return (self.start - episode.referral).days > 40

    def _conference_day(self, day: date) -> date | None:
        """The first working day from a day on, or None if that is beyond the year."""
        while day <= self.end and not _working(day):
            day += timedelta(days=1)
        return day if day <= self.end else None

    def _enquire(self, episode: _Episode, day: date, *, target: date | None, conference: date | None) -> None:
        parts: list[Element] = [("S47ActualStartDate", str(day))]
        if target is not None:
            parts.append(("InitialCPCtarget", str(target)))
        if conference is not None:
            parts.append(("DateOfInitialCPC", str(conference)))
        parts.append(("ICPCnotRequired", "1" if target is None else "0"))
        episode.enquiries.append(("Section47", parts))

    def _then_plan(self, episode: _Episode, after: date, still_open: bool) -> tuple[bool, date]:
        if still_open:
            return True, after
        return self._plan(episode, after)

    def _protection_plan(self, episode: _Episode, start: date, reached: date, still_open: bool) -> tuple[bool, date]:
        chance = self.chance
        finish = max(start, self.start) + timedelta(days=self._between(85, 420))
        ended = finish <= self.end and not still_open
        first = self._pick(_ABUSE)
        latest = first if chance.random() < 0.9 else self._pick(_ABUSE)
        parts: list[Element] = [("CPPstartDate", str(start))]
        if ended:
            finish = max(finish, reached)
            parts.append(("CPPendDate", str(finish)))
        parts += [
            ("InitialCategoryOfAbuse", first),
            ("LatestCategoryOfAbuse", latest),
            ("NumberOfPreviousCPP", str(chance.choices((0, 1, 2, 3), (78, 16, 5, 1))[0])),
        ]
        until = finish if ended else self.end
        reviews: list[Element] = []
        review = self._conference_day(start + timedelta(days=self._between(60, 90)))
        while review is not None and review <= until:
            reviews.append(("CPPreviewDate", str(review)))
            review = self._conference_day(review + timedelta(days=self._between(70, 180)))
        if reviews:
            parts.append(("Reviews", reviews))
        episode.protection.append(("ChildProtectionPlans", parts))
        if not ended:
            return True, reached
        if chance.random() < 0.8:
            return self._plan(episode, max(finish, reached))
        return False, max(finish, reached)

    def _proceed(self, episode: _Episode, begins: date, reached: date) -> date:
        """Pre-proceedings, as far as they have come by the year's end."""
        steps: list[tuple[str, int, Callable[[], list[Element]]]] = [
            ("PPStartDate", 20, list),
            ("LBPSentDate", 10, self._family_meeting),
            ("InitialPPMeetingDate", 12, list),
            ("StepDecisionDate", 80, lambda: [("PPOutcome", self.chance.choice("ABC"))]),
            ("CourtAppDate", 20, list),
            ("LetterInitCPDate", 8, list),
        ]
        parts: list[Element] = []
        day = begins
        for name, gap, more in steps:
            day += timedelta(days=self._between(1, gap))
            if day > self.end or (name == "CourtAppDate" and self.chance.random() < 0.6):
                break
            parts.append((name, str(day)))
            parts += more()
            if name == "InitialPPMeetingDate":
                parts.append(("ReviewMeetingsCount", str(self._between(0, 4))))
            reached = max(reached, day)
        if parts:
            self._proceedings_seen = True
            episode.proceedings.append(("PreProceedingsandFGDM", parts))
        return reached

    def _family_meeting(self) -> list[Element]:
        if self.chance.random() < 0.2:
            return [("FGDMMeetingOffer", "0")]
        return [("FGDMMeetingOffer", "1"), ("FGDMMeetingFac", self.chance.choice("01"))]

    def _close(self, episode: _Episode, after: date, reason: str, *, within: int) -> None:
        closure = after + timedelta(days=self._between(0, within))
        if closure <= self.end:
            episode.closure, episode.reason = closure, reason

    def _details(self, episode: _Episode) -> list[Element]:
        parts: list[Element] = [
            ("CINreferralDate", str(episode.referral)),
            ("ReferralSource", self._pick(_SOURCES)),
        ]
        if episode.kind != "nfa":
            parts.append(("PrimaryNeedCode", self._pick(_NEEDS)))
        if episode.closure is not None and episode.reason is not None:
            parts += [("CINclosureDate", str(episode.closure)), ("ReasonForClosure", episode.reason)]
        if episode.case_conference is not None:
            parts.append(("DateOfInitialCPC", str(episode.case_conference)))
        return [
            *parts,
            *episode.assessments,
            *episode.plans,
            *episode.enquiries,
            ("ReferralNFA", "1" if episode.kind == "nfa" else "0"),
            *episode.protection,
            *episode.proceedings,
        ]

    def _between(self, least: int, most: int) -> int:
        return self.chance.randint(least, max(least, most))

    def _pick(self, weights: dict[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]
