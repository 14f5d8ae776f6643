"""Writes the SSDA903 return of an invented authority, as large as wanted and always the same for the same seed.

Every child, number and date is drawn by chance; none is taken from a real return. The postcodes lie in an area
(AD) that the Post Office has not given out. A clean return breaks none of the Department's rules, as far as they can
be asked without last year's files: each period of care is one chain of episodes, each child in care for the
year has the outcomes that its age calls for, and so on.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sightline.synthetic.pupil_number import upn

Row = Sequence[str]

_FILES: dict[str, tuple[str, ...]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
        "HOME_POST", "PL_POST", "URN",
    ),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": (
        "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
        "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
    ),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "ad1": ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
    "placed_for_adoption": ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    "previous_permanence": ("CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "sw_episodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
}  # fmt: skip

_ETHNICITIES = {
    "WBRI": 68, "WOTH": 4, "MWBC": 4, "MWAS": 2, "MOTH": 4, "APKN": 2, "ABAN": 1, "AOTH": 3, "BCRB": 2, "BAFR": 4,
    "OOTH": 3, "REFU": 1, "NOBT": 1,
}  # fmt: skip
_NEEDS = {"N1": 64, "N2": 3, "N3": 3, "N4": 7, "N5": 14, "N6": 1, "N8": 8}
_PROVIDERS = {"PR1": 60, "PR4": 40}
_CHANGES = {"CARPL": 45, "LAREQ": 15, "CREQB": 15, "OTHER": 15, "CHILD": 5, "STAND": 5}
_IN_YEAR = {"open": 62, "new": 22, "left": 16}


@dataclass(frozen=True, slots=True)
class WrittenReturn:
    """What was written: how many rows of each file."""

    year: int
    rows: Mapping[str, int]


def write_ssda903(folder: Path, *, children: int, year: int = 2026, seed: int = 1) -> WrittenReturn:
    """Writes the CSV files of one collection year into a folder and says how many rows each has."""
    if children < 1:
        raise ValueError("A return has at least one child.")
    invented = _Return(random.Random(f"{seed} {year}"), year)
    for number in range(children):
        invented.child(number)
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in _FILES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(invented.rows[name])
    return WrittenReturn(year, Counter({name: len(rows) for name, rows in invented.rows.items()}))


@dataclass(slots=True)
class _Child:
    number: str
    sex: str
    born: date
    starts: date  # of the period of care
    ends: date | None

    @property
    def dob(self) -> str:
        return _spelt(self.born)

    def age(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


class _Return:
    """The rows of one return, child by child."""

    def __init__(self, chance: random.Random, year: int) -> None:
        self.chance = chance
        self.year = year
        self.opens, self.closes = date(year - 1, 4, 1), date(year, 3, 31)
        self.rows: dict[str, list[Row]] = {name: [] for name in _FILES}

    def child(self, number: int) -> None:
        if self.chance.random() < 0.03:
            self._care_leaver(number)
            return
        kind = self._one_of(_IN_YEAR)
        starts = self._day(self.opens + timedelta(1), self.closes - timedelta(60))
        if kind != "new":
            starts = self.opens - timedelta(self.chance.randint(200, 1200))
        ends = self._day(self.opens + timedelta(60), self.closes) if kind == "left" else None
        last = ends or self.closes
        # Under 18 throughout, and old enough for the longest stay.
        young, old = last - timedelta(int(17.9 * 365.25)), starts - timedelta(400)
        child = _Child(f"C{number:06}", self._sex(), self._day(min(young, old), old), starts, ends)
        self.rows["header"].append(
            (
                child.number,
                child.sex,
                child.dob,
                self._one_of(_ETHNICITIES),
                self._upn(number, child),
                "0" if child.sex in ("F", "2") else "",
                "",
            )
        )
        self._episodes(child)
        self._reviews(child)
        self._social_workers(child)
        if starts >= self.opens:
            self.rows["previous_permanence"].append((child.number, child.dob, "Z1", "", ""))
        if starts <= self.opens and ends is None:
            self._outcomes(child)
        if child.age(self.opens) >= 12 and self.chance.random() < 0.1:
            begins = self._day(max(starts, self.opens) + timedelta(5), last - timedelta(20))
            back = begins + timedelta(self.chance.randint(0, 9))
            self.rows["missing"].append((child.number, child.dob, "M", _spelt(begins), _spelt(back)))

    def _care_leaver(self, number: int) -> None:
        born = self._day(date(self.year - 21, 4, 1), date(self.year - 19, 3, 31))
        name, sex = f"C{number:06}", self._sex()
        pupil = upn("938", 2000 + number // 1000, born.year % 100, number % 1000)
        self.rows["header"].append((name, sex, _spelt(born), self._one_of(_ETHNICITIES), pupil, "", ""))
        self.rows["oc3"].append((name, _spelt(born), "YES", self.chance.choice(("F2", "F5", "G5")), "U1"))

    def _upn(self, number: int, child: _Child) -> str:
        if child.age(date(self.year - 1, 8, 31)) < 4:
            return "UN1"
        return upn("938", 2000 + number // 1000, child.born.year % 100, number % 1000)

    def _episodes(self, child: _Child) -> None:
        need, order = self._one_of(_NEEDS), self.chance.choice(("C2", "C2", "C1", "V2"))
        begins, reason_new = child.starts, "S"
        home = self._postcode(areas=range(21, 30))
        while True:
            provider = self._one_of(_PROVIDERS)
            place = "K2" if provider == "PR4" and child.age(begins) >= 10 else self.chance.choice(("U4", "U6"))
            urn, post = str(self.chance.randint(1_000_000, 9_999_999)), self._postcode()
            last = child.ends or self.closes
            moves = max(begins, self.opens) + timedelta(self.chance.randint(40, 400))
            moved = moves < last
            ends = moves if moved else child.ends
            self.rows["episodes"].append(
                (
                    child.number,
                    _spelt(begins),
                    reason_new,
                    order,
                    need,
                    place,
                    provider,
                    _spelt(ends) if ends else "",
                    "X1" if moved else "E4A" if ends else "",
                    self._one_of(_CHANGES) if moved else "",
                    home,
                    post,
                    urn,
                )
            )
            if not moved:
                return
            begins, reason_new = moves, "P"

    def _reviews(self, child: _Child) -> None:
        day = max(child.starts + timedelta(18), self.opens + timedelta(self.chance.randint(0, 60)))
        while day < (child.ends or self.closes):
            part = "PN0" if child.age(day) < 4 else self.chance.choice(("PN1", "PN1", "PN2", "PN6", "PN7"))
            self.rows["reviews"].append((child.number, child.dob, _spelt(day), part))
            day += timedelta(self.chance.randint(40, 88))

    def _social_workers(self, child: _Child) -> None:
        begins, reason = child.starts, "FCONTA"
        change = self._day(max(child.starts, self.opens) + timedelta(20), self.closes)
        if self.chance.random() < 0.4 and change < (child.ends or self.closes):
            self._worker(child, begins, change, reason)
            begins, reason = change, "LEFTRL"
        self._worker(child, begins, None, reason)

    def _worker(self, child: _Child, begins: date, ends: date | None, reason: str) -> None:
        number = f"SW{self.chance.randint(100_000, 999_999)}"
        self.rows["sw_episodes"].append(
            (child.number, child.dob, number, _spelt(begins), _spelt(ends) if ends else "", reason)
        )

    def _outcomes(self, child: _Child) -> None:
        at_start, at_end = child.age(self.opens), child.age(self.closes)
        asked = at_end >= 4 and at_start < 17
        self.rows["oc2"].append(
            (
                child.number,
                child.dob,
                str(self.chance.randint(0, 40)) if asked else "",
                "",
                self._rarely(0.03) if at_end >= 10 else "",
                "1" if at_end < 5 else "",
                self._rarely(0.85),
                self._rarely(0.8),
                self._rarely(0.9),
                "0",
                "",
                "",
            )
        )

    def _sex(self) -> str:
        return self.chance.choice("MF" if self.year >= 2025 else "12")

    def _rarely(self, often: float) -> str:
        return "1" if self.chance.random() < often else "0"

    def _one_of(self, weighted: Mapping[str, int]) -> str:
        return self.chance.choices(list(weighted), list(weighted.values()))[0]

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(self.chance.randint(0, max(0, (last - first).days)))

    def _postcode(self, areas: range = range(1, 21)) -> str:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        return f"AD{self.chance.choice(areas)} {self.chance.randint(1, 9)}{''.join(self.chance.choices(letters, k=2))}"


def _spelt(day: date) -> str:
    return day.strftime("%d/%m/%Y")
