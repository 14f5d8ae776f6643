"""An answer as it was typed, what it means, and how it is told."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from sightline.forms.declare import Question, Type
from sightline.law.due import short_date

EARLIEST_YEAR = 1890
MONTHS = {
    name: number
    for number, names in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"], start=1,
    )
    for name in (names, names[:3])
}  # fmt: skip
_TIME = re.compile(r"^(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm)?$", re.IGNORECASE)


class NotAnAnswerError(ValueError):
    """What was typed is no answer to this question; the message says what to do."""


def is_empty(raw: Any) -> bool:
    return not (str(raw).replace("/", "").strip() if isinstance(raw, str) else raw)


def meaning(question: Question, raw: Any, *, today: datetime.date) -> Any:
    """What was typed, as a value: None where nothing was. Raises :class:`NotAnAnswerError`."""
    if raw is None or is_empty(raw):
        return [] if question.type is Type.SOME else None
    match question.type:
        case Type.DATE:
            return _date(raw, today=today, ahead=question.ahead)
        case Type.TIME:
            return _time(raw)
        case Type.YES_NO:
            return _chosen(raw, {"yes": True, "no": False})
        case Type.NUMBER:
            digits = str(raw).replace(",", "").strip()
            if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
                raise NotAnAnswerError("Enter a whole number, like 3.")
            return int(digits)
        case Type.ONE:
            return _chosen(raw, {code: code for code, _ in question.choices})
        case Type.SOME:
            among = {code: code for code, _ in question.choices}
            return [_chosen(one, among) for one in (raw if isinstance(raw, list) else [raw])]
        case Type.PERSON | Type.COLLEAGUE:
            if not (str(raw).isascii() and str(raw).isdigit()):
                raise NotAnAnswerError("Choose somebody from the list.")
            return int(raw)
        case _:
            return str(raw).replace("\r\n", "\n").strip()


def _chosen(raw: Any, among: Mapping[str, Any]) -> Any:
    if raw not in among:
        raise NotAnAnswerError("Choose one of the answers offered.")
    return among[raw]


def _date(raw: Any, *, today: datetime.date, ahead: bool) -> datetime.date:
    parts = [part.strip() for part in str(raw).split("/")]
    for part, name in zip(parts, ("day", "month", "year"), strict=False):
        if not part:
            raise NotAnAnswerError(f"Enter the {name} too, like 27 3 2026.")
    try:
        day, month, year = parts
        number = MONTHS.get(month.lower()) or int(month)
        if len(year) != 4:
            raise NotAnAnswerError("Enter the year in four figures, like 2026.")
        date = datetime.date(int(year), number, int(day))
    except NotAnAnswerError:
        raise
    except ValueError:
        raise NotAnAnswerError("Enter a real date, like 27 3 2026.") from None
    if date.year < EARLIEST_YEAR:
        raise NotAnAnswerError("Enter the year in four figures, like 2026.")
    if date > today and not ahead:
        raise NotAnAnswerError("This date is in the future. Record it on the day or after.")
    return date


def _time(raw: Any) -> datetime.time:
    read = _TIME.match(str(raw).strip())
    if read:
        hour, minute, half = int(read[1]), int(read[2] or 0), (read[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60:
            return datetime.time(hour, minute)
    raise NotAnAnswerError("Enter a time, like 14:30.")


def as_typed(question: Question, value: Any) -> Any:
    """A value as somebody would have typed it."""
    if value is None:
        return [] if question.type is Type.SOME else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.type is Type.DATE and isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    if isinstance(value, datetime.date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def for_keeping(value: Any) -> Any:
    """A value as the narrative holds it: JSON."""
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def in_words(question: Question, value: Any, people: Mapping[int, str] | None = None) -> str:
    """A value in words: choices by their labels, people by their names."""
    if value is None or value == "" or value == []:
        return ""
    match question.type:
        case Type.YES_NO:
            return "Yes" if value else "No"
        case Type.ONE:
            return question.label(value)
        case Type.SOME:
            return "; ".join(question.label(code) for code in value)
        case Type.DATE:
            date = value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
            return short_date(date)
        case Type.TIME:
            return str(value)[:5]
        case Type.PERSON | Type.COLLEAGUE:
            return (people or {}).get(int(value), "Name not held")
        case _:
            return str(value)
