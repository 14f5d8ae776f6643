"""A date that is due, with the arithmetic that led to it, told in plain words.

Nobody should have to trust a date. Each one says what it was counted from, which day was day 1, and which
days were left out and why, so that a worker, a parent or an inspector can count it again on a wall
calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKEND = ("Saturday", "Sunday")
_NAMED_AT_MOST = 2


def short_date(day: dt.date) -> str:
    """3 April 2026."""
    return f"{day.day} {MONTH_NAMES[day.month]} {day.year}"


def long_date(day: dt.date) -> str:
    """Friday 3 April 2026. The names are English whatever the machine's locale is."""
    return f"{_WEEKDAY_NAMES[day.weekday()]} {short_date(day)}"


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%H:%M} on {long_date(moment)}"


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """One day that was not counted, and why: "Saturday", "Sunday" or the name of the bank holiday."""

    day: dt.date
    why: str

    @property
    def is_weekend(self) -> bool:
        return self.why in _WEEKEND

    def __str__(self) -> str:
        return long_date(self.day) if self.is_weekend else f"{self.why}, {short_date(self.day)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The date due, and how it was reached.

    ``day_of_event`` is 0 when the count starts on the day after the event, 1 when the day of the event is
    counted. ``day_one``, ``skipped`` and ``calendar`` are given for counts of working days only, and then
    every day between ``day_one`` and ``date`` is either counted or in ``skipped``.
    """

    date: dt.date
    start: dt.date
    words: str
    event: str
    day_of_event: int
    number: int = 0
    day_one: dt.date | None = None
    start_not_working: str | None = None
    skipped: tuple[Skipped, ...] = ()
    calendar: str = ""
    backwards: bool = False
    why: tuple[str, ...] = ()

    def explain(self) -> list[str]:
        """The arithmetic as sentences, in the order in which one would count."""
        said = [f"The limit is {self.words}."]
        if self.day_one is None:
            said.append(self._counted_from())
            said += self.why
            said.append(f"The date due is {long_date(self.date)}.")
            return said
        if self.start_not_working is None:
            said.append(self._counted_from())
        else:
            said.append(self._counted_from_a_day_off(self.start_not_working))
        said.append(self._left_out())
        last = "the last day that gives enough notice" if self.backwards else "the date due"
        said.append(f"Day {self.number} is {long_date(self.date)}: {last}.")
        return said

    def _counted_from(self) -> str:
        back = " back" if self.backwards else ""
        return f"Counted{back} from {self.event}: {long_date(self.start)} is day {self.day_of_event}."

    def _counted_from_a_day_off(self, why: str) -> str:
        reason = "a weekend day" if why in _WEEKEND else why
        back, way = (" back", "previous") if self.backwards else ("", "next")
        day_one = "" if self.day_one is None else f" is {long_date(self.day_one)}"
        return (
            f"Counted{back} from {self.event}: {long_date(self.start)} is not a working day ({reason}), "
            f"so day 1 is the {way} working day, which{day_one}."
        )

    def _left_out(self) -> str:
        if not self.skipped:
            return f"Every day in between is a working day in {self.calendar}."
        return f"Left out, because they are not working days in {self.calendar}: {self.skipped_in_words()}."

    def skipped_in_words(self) -> str:
        """The days left out: weekend days by number when there are several, each bank holiday by name."""
        weekend = [skipped for skipped in self.skipped if skipped.is_weekend]
        holidays = [str(skipped) for skipped in self.skipped if not skipped.is_weekend]
        if len(weekend) > _NAMED_AT_MOST:
            return "; ".join([f"{len(weekend)} weekend days", *holidays])
        return "; ".join([*map(str, weekend), *holidays])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The moment at which a number of hours runs out, and how it was reached."""

    moment: dt.datetime
    start: dt.datetime
    words: str
    event: str

    def explain(self) -> list[str]:
        """The arithmetic as sentences."""
        said = [
            f"The limit is {self.words}.",
            f"Counted by the clock from {self.event}, at {_moment(self.start)}; nights and weekends count.",
        ]
        if self.start.utcoffset() != self.moment.utcoffset():
            said.append("The clocks change in between; the hours that really pass are counted.")
        said.append(f"The time runs out at {_moment(self.moment)}.")
        return said
