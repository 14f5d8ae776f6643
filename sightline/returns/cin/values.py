"""The text of an element, read as the kind of value that it should be."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sightline.returns.cin.elements import Item, Kind
from sightline.returns.cin.faults import FaultKind

# Says whether a code is one the Department listed for an element in a collection year.
KnowsCode = Callable[[str, str, int], bool]

VALUE_LIMIT = 200  # characters of one value
_EARLIEST = date(1900, 1, 1)
_YEARS = range(1990, 2101)


class Values:
    """Reads the text of an element as the kind of value it should be, or says why it is not one."""

    def __init__(self, year: int | None, reference_date: date | None, codes: KnowsCode | None) -> None:
        self._year = year
        self._reference = reference_date
        self._latest = _ten_years_after(reference_date)
        self._codes = codes if year is not None else None

    def read(self, item: Item, text: str) -> tuple[Any, Wrong | None]:
        if len(text) > VALUE_LIMIT:
            return None, (
                FaultKind.BAD_FORM,
                f"It is {len(text):,} characters long.",
                f"Write at most {VALUE_LIMIT} characters.",
            )
        match item.kind:
            case Kind.DATE:
                return self._date(item, text)
            case Kind.CODE:
                return text, self._code(item, text)
            case Kind.YES_NO:
                if text in _YES_NO:
                    return _YES_NO[text], None
                return None, (FaultKind.BAD_FORM, "It is neither yes nor no.", "Write 1 or true, 0 or false.")
            case Kind.COUNT:
                if re.fullmatch(r"[0-9]{1,4}", text):
                    return int(text), None
                return None, (FaultKind.BAD_FORM, "It is not a count.", "Write a whole number, 0 or more.")
            case Kind.YEAR:
                if re.fullmatch(r"[0-9]{4}", text) and int(text) in _YEARS:
                    return int(text), None
                return None, (FaultKind.BAD_FORM, "It is not a year.", "Write the year as 4 digits.")
            case Kind.MOMENT:
                return _moment(text)
            case _:
                if item.pattern is None or re.fullmatch(item.pattern, text):
                    return text, None
                return text, (FaultKind.BAD_FORM, f"It should be {item.form}.", "Put it right at its source.")

    def _code(self, item: Item, text: str) -> Wrong | None:
        if not re.fullmatch(r"[A-Za-z0-9]{1,10}", text):
            return FaultKind.BAD_FORM, "It is not written like a code.", "Write only the code."
        if self._codes is None or self._year is None or self._codes(item.element, text, self._year):
            return None
        return (
            FaultKind.UNKNOWN_CODE,
            f"It is not a code for {item.element} in the {self._year} census.",
            "Use a code from that year's list.",
        )

    def _date(self, item: Item, text: str) -> tuple[date | None, Wrong | None]:
        parts = _ISO_DATE.fullmatch(text)
        if parts is None:
            return None, (FaultKind.IMPOSSIBLE_DATE, *_not_iso(text))
        try:
            read = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            return None, (
                FaultKind.IMPOSSIBLE_DATE,
                "There is no such day.",
                "Find the true date at its source.",
            )
        if item.element == "ReferenceDate":
            if read.year in _YEARS:
                return read, None
            reason = "No census has this reference date."
        elif read < _EARLIEST:
            reason = f"It is before {_EARLIEST.year}."
        elif self._latest is not None and read > self._latest:
            reason = f"It is more than ten years after the reference date, {self._reference}."
        elif read.year > _YEARS[-1]:
            reason = f"It is after {_YEARS[-1]}."
        else:
            return read, None
        return None, (FaultKind.IMPLAUSIBLE_DATE, reason, "Find the true date at its source.")


Wrong = tuple[FaultKind, str, str]
_YES_NO = {"0": False, "1": True, "false": False, "true": True}
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")


def _moment(text: str) -> tuple[datetime | None, Wrong | None]:
    if _MOMENT.fullmatch(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text), None
    return None, (FaultKind.BAD_FORM, "It is not a date and time.", "Write it as YYYY-MM-DDThh:mm:ss.")


def _not_iso(text: str) -> tuple[str, str]:
    """Why a date is not written as YYYY-MM-DD, and what it was perhaps meant to be. Nothing is guessed."""
    reason = "It is not a date written as YYYY-MM-DD."
    day_first = re.fullmatch(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})", text)
    if day_first:
        with suppress(ValueError):
            meant = date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
            return reason, f"If the day comes first, write {meant}."
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?", text):
        return "It has a time of day; the census asks for the date alone.", f"Write {text[:10]}."
    return reason, "Write the year, month and day as YYYY-MM-DD."


def _ten_years_after(day: date | None) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 10)
    except ValueError:  # 29 February
        return date(day.year + 10, 3, 1)
