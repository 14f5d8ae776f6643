"""Which days are working days, under which definition, and as known on which day.

"Working day" is not defined for Working Together or the census; the Department's practice is Monday to
Friday without the bank holidays of England and Wales. An office that closes between Christmas and the New
Year still has working days then, and every limit runs on.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sightline.law.bank_holidays import FIRST_YEAR, HOLIDAYS, LAST_YEAR, Holiday

__all__ = ["ENGLAND_AND_WALES", "Calendar", "CalendarRunsShort", "Holiday"]

_SATURDAY, _SUNDAY = 5, 6


class CalendarRunsShort(LookupError):
    """A date was asked for beyond the years for which the bank holidays are known. It is never guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """The calendar worked out in advance, so that any date is one look-up.

    ``before[i]`` is the number of working days before day ``i`` of the table; ``working`` lists the working
    days.
    """

    first: int
    before: list[int]
    working: list[dt.date]
    names: dict[dt.date, str]
    changes: list[dt.date]
    known: dict[int, Calendar]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days under one definition, from the first day of one year to the last day of another.

    The holidays are those known *now*; those once expected and later moved are kept so that ``as_known_on``
    can give the calendar that someone had in their hands on an earlier day.
    """

    name: str
    definition: str
    holidays: tuple[Holiday, ...]
    first_year: int
    last_year: int
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.definition.strip():
            raise ValueError(f"The calendar {self.name!r} has no definition. Say what makes a day a working day.")
        if self.last_year < self.first_year:
            raise ValueError(
                f"The calendar {self.name!r} ends in {self.last_year} before it begins in {self.first_year}. "
                "Correct one of the two years."
            )
        for holiday in self.holidays:
            if not self.first_year <= holiday.day.year <= self.last_year:
                raise ValueError(
                    f"{holiday.name} on {holiday.day} is outside the calendar {self.name!r}, which runs from "
                    f"{self.first_year} to {self.last_year}. Extend the years of the table, with every "
                    "holiday in them."
                )
        object.__setattr__(self, "_index", self._worked_out())

    def _worked_out(self) -> _Index:
        names: dict[dt.date, str] = {}
        for holiday in self.holidays:
            if holiday.withdrawn_from is not None:
                continue
            if holiday.day in names:
                raise ValueError(
                    f"The calendar {self.name!r} has two holidays on {holiday.day}: {names[holiday.day]} and "
                    f"{holiday.name}. Keep one."
                )
            names[holiday.day] = holiday.name
        first, last = dt.date(self.first_year, 1, 1).toordinal(), dt.date(self.last_year, 12, 31).toordinal()
        before, working = [0], []
        for number in range(first, last + 1):
            day = dt.date.fromordinal(number)
            if day.weekday() < _SATURDAY and day not in names:
                working.append(day)
            before.append(len(working))
        changes = {h.known_from for h in self.holidays} | {
            h.withdrawn_from for h in self.holidays if h.withdrawn_from is not None
        }
        return _Index(first=first, before=before, working=working, names=names, changes=sorted(changes), known={})

    def __hash__(self) -> int:
        return hash((self.name, len(self.holidays), self.first_year, self.last_year))

    # Asking about one day

    def is_working_day(self, day: dt.date) -> bool:
        """Whether that day counts."""
        place = self._place(day)
        return self._index.before[place + 1] > self._index.before[place]

    def why_not_working(self, day: dt.date) -> str | None:
        """ "Saturday", "Sunday" or the name of the bank holiday; ``None`` for a working day."""
        self._place(day)
        weekday = day.weekday()
        if weekday == _SATURDAY:
            return "Saturday"
        if weekday == _SUNDAY:
            return "Sunday"
        return self._index.names.get(day)

    # Counting

    def working_days_after(self, day: dt.date, number: int) -> dt.date:
        """The ``number``-th working day after ``day``, which is day 0.

        From a day that is not a working day, the next working day is day 1.
        """
        return self._nth(day, self._index.before[self._place(day) + 1] + number - 1, number)

    def working_days_from(self, day: dt.date, number: int) -> dt.date:
        """The ``number``-th working day of a period that begins with ``day``, which is day 1.

        When ``day`` is not a working day, the next working day is day 1.
        """
        return self._nth(day, self._index.before[self._place(day)] + number - 1, number)

    def working_days_before(self, day: dt.date, number: int) -> dt.date:
        """The ``number``-th working day before ``day``, which is day 0."""
        return self._nth(day, self._index.before[self._place(day)] - number, number)

    def working_days_elapsed(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start``, up to and including ``end``.

        An event on day 0 that is answered on its fifteenth working day has 15. Negative when ``end`` is the
        earlier.
        """
        before = self._index.before
        return before[self._place(end) + 1] - before[self._place(start) + 1]

    def _place(self, day: dt.date) -> int:
        if isinstance(day, dt.datetime):
            raise TypeError("A calendar counts days: pass the date in London, not a date and time.")
        place = day.toordinal() - self._index.first
        if not 0 <= place < len(self._index.before) - 1:
            raise CalendarRunsShort(
                f"{self.name}: the bank holidays are known from {self.first_year} to {self.last_year}, "
                f"and {day.isoformat()} is outside those years. Extend the table; a date is never guessed."
            )
        return place

    def _nth(self, day: dt.date, place: int, number: int) -> dt.date:
        if number < 1:
            raise ValueError(f"Count at least 1 working day, not {number}.")
        if not 0 <= place < len(self._index.working):
            raise CalendarRunsShort(
                f"{self.name}: {number} working days reckoned from {day.isoformat()} run outside "
                f"{self.first_year} to {self.last_year}, the years for which the bank holidays are known. "
                "Extend the table; a date is never guessed."
            )
        return self._index.working[place]

    # Knowing more, or less

    def as_known_on(self, day: dt.date) -> Calendar:
        """The calendar as it was on that day: without holidays announced later, with those moved later."""
        changes = bisect_right(self._index.changes, day)
        known = self._index.known
        if changes not in known:
            held = tuple(replace(holiday, withdrawn_from=None) for holiday in self.holidays if holiday.is_known_on(day))
            now = tuple(holiday for holiday in self.holidays if holiday.withdrawn_from is None)
            known[changes] = self if held == now else replace(self, holidays=held)
        return known[changes]

    def with_holiday(
        self, day: dt.date, name: str, *, known_from: dt.date = dt.date.min, source: str = "proclamation"
    ) -> Calendar:
        """This calendar with one more holiday, as after a proclamation."""
        return self.with_holidays([Holiday(day, name, known_from=known_from, source=source)])

    def with_holidays(self, holidays: Iterable[Holiday]) -> Calendar:
        """This calendar with more holidays."""
        return replace(self, holidays=tuple(sorted((*self.holidays, *holidays), key=lambda h: (h.day, h.known_from))))


ENGLAND_AND_WALES = Calendar(
    name="England and Wales",
    definition="Monday to Friday, without the bank holidays of England and Wales "
    "(Banking and Financial Dealings Act 1971), Good Friday and Christmas Day",
    holidays=HOLIDAYS,
    first_year=FIRST_YEAR,
    last_year=LAST_YEAR,
)
