"""What a search asks for: the words of a name, dates of birth, identifiers and postcodes, in any order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from sightline.record import names
from sightline.record.models import Identifier

LONGEST = 120
MOST_WORDS = 6
POSTCODE = "postcode"

_SCHEMES = {scheme.value: str(scheme.label) for scheme in Identifier.Scheme} | {
    POSTCODE: "Postcode of a home, now or before"
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4}|\d{2})"
_DATES = [
    re.compile(rf"(?<![\d/.-]){pattern}(?![\d/.-]*\d)")
    for pattern in (
        r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})\s*(?P<mark>[/.-])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*{_YEAR}",
        r"(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>(?:19|20)\d\d)",
        rf"\b{_DAY}(?: of)?[\s-]*{_MONTH}[\s,-]*{_YEAR}",
        rf"\b{_MONTH} {_DAY},? (?P<year>\d{{4}})",
        r"(?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)",
        rf"\b{_MONTH}[\s-]*(?P<year>(?:19|20)\d\d)",
    )
]
_RUN_TOGETHER = [
    re.compile(pattern)
    for pattern in (
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)",
    )
]
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "master"})
_LABELS = _TITLES | frozenset(
    {"dob", "born", "birth", "date", "of", "nhs", "upn", "la", "child", "id", "no", "number", "ref", "postcode", "code"}
)


@dataclass(frozen=True)
class Part:
    """One thing asked for besides a name. ``keys``: codes that answer it, each with how well and the reason.

    date: the day that was meant, if it was one.
    """

    keys: Mapping[str, tuple[float, str]]
    date: datetime.date | None = None


@dataclass(frozen=True)
class Asked:
    """A search, read. unreal: what was written as a date and is none, such as 31/2/2015."""

    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    unreal: tuple[str, ...] = ()

    @property
    def too_short(self) -> bool:
        return not self.parts and not any(len(word) > 1 for word in self.words)


def read(text: str, *, today: datetime.date) -> Asked:
    """Read what somebody typed. Numbers may be a date, an identifier or a postcode: each reading is kept."""
    rest = anyascii(text[:LONGEST]).lower()
    parts: list[Part] = []
    unreal: list[str] = []
    for pattern in _DATES:
        while found := pattern.search(rest):
            rest = f"{rest[: found.start()]} \n {rest[found.end() :]}"
            part = _date(found, today) or Part({})
            parts.append(Part({**identifiers(names.code(found[0])), **part.keys}, part.date))
            if not part.keys:
                unreal.append(found[0].strip())
    words: list[str] = []
    for piece in rest.split("\n"):
        tokens = names.words(piece)
        words += [token for token in tokens if not _numbered(token)]
        parts += _codes(tokens, today)
    idle = _LABELS if parts else _TITLES
    kept = [word for word in words if word not in idle]
    return Asked(tuple((kept or ([] if parts else words))[:MOST_WORDS]), tuple(parts), tuple(unreal))


def identifiers(value: str) -> dict[str, tuple[float, str]]:
    """The codes of a folded number under each scheme."""
    return {f"{scheme}:{value}": (1.0, label) for scheme, label in _SCHEMES.items()}


def is_identifier(code: str) -> bool:
    """Whether a code names one person: an identifier, and not a postcode or a date."""
    return code.partition(":")[0] in Identifier.Scheme.values


def born_on(day: datetime.date, *, swapped: bool = True) -> Part:
    """A date of birth, as it is and, as it is often written down, with day and month swapped."""
    keys = {f"due:{day}": (0.95, "Expected date of birth"), f"born:{day}": (1.0, "Date of birth")}
    if swapped and day.day <= 12 and day.day != day.month:
        other = day.replace(day=day.month, month=day.day)
        keys[f"born:{other}"] = (0.6, "Date of birth, with day and month swapped")
    return Part(keys, day)


def codes_of_day(kind: str, day: datetime.date) -> list[str]:
    """The three codes by which a date is found: ``born:2015``, ``born:2015-05``, ``born:2015-05-03``."""
    return [f"{kind}:{day:%Y}", f"{kind}:{day:%Y-%m}", f"{kind}:{day}"]


def _numbered(token: str) -> bool:
    return any(letter.isdigit() for letter in token)


def _date(found: re.Match[str], today: datetime.date) -> Part | None:
    """The date that a pattern found, None if there is no such day."""
    said = found.groupdict()
    month = said["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    year = int(said["year"])
    try:
        if not said.get("day"):
            first = datetime.date(year, number, 1)
            return Part({f"born:{first:%Y-%m}": (1.0, f"Born in {first:%B %Y}")})
        day = _day(year, number, int(said["day"]), today, short=len(said["year"]) == 2)
    except ValueError:
        return None
    return born_on(day, swapped=month.isdigit())


def _day(year: int, month: int, day: int, today: datetime.date, *, short: bool) -> datetime.date:
    """A day; with the month first, if only that is one; a year of two digits is the latest that can be meant."""
    if month > 12 >= day:
        month, day = day, month
    if not short:
        return datetime.date(year, month, day)
    this_century = datetime.date(2000 + year, month, day)
    return this_century if this_century.year <= today.year + 1 else datetime.date(1900 + year, month, day)


def _codes(tokens: list[str], today: datetime.date) -> Iterator[Part]:
    """A part for each run of tokens with digits: whatever it may be, joined or apart."""
    start = 0
    while start < len(tokens):
        if not _numbered(tokens[start]):
            start += 1
            continue
        end = start
        while end < len(tokens) and _numbered(tokens[end]):
            end += 1
        keys: dict[str, tuple[float, str]] = {}
        # a number may begin or end with letters written apart: "AB 12345"
        before, after = max(start - 1, 0), min(end + 1, len(tokens))
        for first in range(before, end):
            for last in range(max(first, start) + 1, min(after, first + 4) + 1):
                keys |= identifiers("".join(tokens[first:last]))
        date = None
        if end == start + 1:
            dates = _run_together(tokens[start], today)
            keys |= {key: value for part in dates for key, value in part.keys.items()}
            date = dates[0].date if dates else None
        yield Part(keys, date)
        start = end


def _run_together(token: str, today: datetime.date) -> list[Part]:
    """The dates that digits without marks between them may be: 03052015, 20150503, 030515; or a year."""
    if _A_YEAR.fullmatch(token):
        return [Part({f"born:{token}": (1.0, f"Born in {token}")})]
    found = (pattern.fullmatch(token) for pattern in _RUN_TOGETHER)
    parts = (_date(one, today) for one in found if one)
    return [part for part in parts if part and part.date and 1900 <= part.date.year <= today.year + 1]
