"""How days are counted, by name, so that no number is ever counted by a habit.

Two rules that both say "7 days" can end on different days. *After* an event, the day of the event is day 0.
A period *beginning with* a day counts that day as day 1. An event on a day that is not a working day starts
a count of working days on the next one, as day 1. A month later is the same day of the month, or the last
day of a month too short to have it. Each of these is a convention with a name, written as it is read::

    within(45).working_days_after("the referral")
    within(7).calendar_days_beginning_with("the day named in the order")
    at_least(10).weeks_before("the expected date of birth")
    same_day("the initial child protection conference")

``due_date`` gives the date alone, by one look-up in the calendar. ``due`` gives it with its arithmetic.
"""

from __future__ import annotations

import abc
import calendar as months
import datetime as dt
import enum
from dataclasses import dataclass

from sightline.law.calendars import Calendar
from sightline.law.due import MONTH_NAMES, Due, Moment, Skipped, long_date

DAYS_OF_GESTATION = 280


class Anchor(enum.Enum):
    """How the count stands to its event."""

    AFTER = "after"
    BEGINNING_WITH = "beginning with"
    BEFORE = "before"

    @property
    def day_of_event(self) -> int:
        """The number the day of the event carries in the count."""
        return 1 if self is Anchor.BEGINNING_WITH else 0


def _some(number: int, singular: str) -> str:
    return f"{number} {singular}" if number == 1 else f"{number} {singular}s"


@dataclass(frozen=True, slots=True)
class Convention(abc.ABC):
    """A way to count from an event to a date."""

    event: str

    @property
    @abc.abstractmethod
    def words(self) -> str:
        """The convention as one would say it: "45 working days after the referral"."""

    @abc.abstractmethod
    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        """The last day on which the thing is in time, or, for notice, on which enough notice is given."""

    @property
    def day_of_event(self) -> int:
        """0 or 1: the number that the day of the event carries."""
        return 0

    def due(self, start: dt.date, calendar: Calendar) -> Due:
        """The same date as ``due_date``, with the arithmetic that a page needs to explain it."""
        date = self.due_date(start, calendar)
        return Due(
            date=date, start=start, words=self.words, event=self.event, day_of_event=self.day_of_event,
            why=self._why(start, date),
        )  # fmt: skip

    def _why(self, start: dt.date, date: dt.date) -> tuple[str, ...]:
        return ("Weekends and bank holidays count.",)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class WorkingDays(Convention):
    """A number of working days after, beginning with or before an event."""

    number: int
    anchor: Anchor = Anchor.AFTER

    @property
    def words(self) -> str:
        return f"{_some(self.number, 'working day')} {self.anchor.value} {self.event}"

    @property
    def day_of_event(self) -> int:
        return self.anchor.day_of_event

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        if self.anchor is Anchor.AFTER:
            return calendar.working_days_after(start, self.number)
        if self.anchor is Anchor.BEGINNING_WITH:
            return calendar.working_days_from(start, self.number)
        return calendar.working_days_before(start, self.number)

    def due(self, start: dt.date, calendar: Calendar) -> Due:
        date = self.due_date(start, calendar)
        step = -1 if self.anchor is Anchor.BEFORE else 1
        day = start if self.anchor is Anchor.BEGINNING_WITH else start + dt.timedelta(days=step)
        first: dt.date | None = None
        skipped: list[Skipped] = []
        while (day <= date) if step > 0 else (day >= date):
            why = calendar.why_not_working(day)
            if why is not None:
                skipped.append(Skipped(day, why))
            elif first is None:
                first = day
            day += dt.timedelta(days=step)
        return Due(
            date=date, start=start, words=self.words, event=self.event, day_of_event=self.day_of_event,
            number=self.number, day_one=first, start_not_working=calendar.why_not_working(start),
            skipped=tuple(sorted(skipped)), calendar=calendar.name, backwards=step < 0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarDays(Convention):
    """A number of days or weeks in which every day counts."""

    number: int
    anchor: Anchor = Anchor.AFTER
    days_each: int = 1

    @property
    def words(self) -> str:
        unit = "calendar day" if self.days_each == 1 else "week"
        return f"{_some(self.number, unit)} {self.anchor.value} {self.event}"

    @property
    def day_of_event(self) -> int:
        return self.anchor.day_of_event

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        days = self.number * self.days_each
        if self.anchor is Anchor.BEFORE:
            days = -days
        return _shifted(start, days - self.anchor.day_of_event)


@dataclass(frozen=True, slots=True)
class Months(Convention):
    """A number of calendar months: the same day of a later month, or its last day when it has no such day.

    A period *beginning with* a day ends on the day before the corresponding date: a year beginning with 1
    April ends on 31 March.
    """

    number: int
    anchor: Anchor = Anchor.AFTER

    @property
    def words(self) -> str:
        return f"{_some(self.number, 'month')} {self.anchor.value} {self.event}"

    @property
    def day_of_event(self) -> int:
        return self.anchor.day_of_event

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        date, exact = self._corresponding(start)
        return _shifted(date, -1) if exact and self.anchor is Anchor.BEGINNING_WITH else date

    def _corresponding(self, start: dt.date) -> tuple[dt.date, bool]:
        _refuse_moment(start)
        count = start.year * 12 + start.month - 1 + (-self.number if self.anchor is Anchor.BEFORE else self.number)
        year, month = count // 12, count % 12 + 1
        last = months.monthrange(year, month)[1]
        return dt.date(year, month, min(start.day, last)), start.day <= last

    def _why(self, start: dt.date, date: dt.date) -> tuple[str, ...]:
        if not self._corresponding(start)[1]:
            return (f"{MONTH_NAMES[date.month]} {date.year} has no day {start.day}, so its last day is taken.",)
        if self.anchor is Anchor.BEGINNING_WITH:
            return ("The period ends on the day before the same day of the month.",)
        return ("That is the same day of the month.",)


@dataclass(frozen=True, slots=True)
class SameDay(Convention):
    """The day of the event itself, whatever day of the week it is."""

    @property
    def words(self) -> str:
        return f"the same day as {self.event}"

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        return _shifted(start, 0)

    def _why(self, start: dt.date, date: dt.date) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Gestation(Convention):
    """Completed weeks of pregnancy, counted from 40 weeks before the expected date of birth."""

    weeks: int

    @property
    def words(self) -> str:
        return f"by {_some(self.weeks, 'week')} of pregnancy, reckoned from {self.event}"

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        return _shifted(start, 7 * self.weeks - DAYS_OF_GESTATION)

    def _why(self, start: dt.date, date: dt.date) -> tuple[str, ...]:
        begins = long_date(start - dt.timedelta(days=DAYS_OF_GESTATION))
        return (f"Pregnancy is counted from {begins}, 40 weeks before the expected date of birth.",)


@dataclass(frozen=True, slots=True)
class Hours:
    """A number of hours by the clock, through nights, weekends and the change to summer time."""

    event: str
    number: int

    @property
    def words(self) -> str:
        return f"{_some(self.number, 'hour')} after {self.event}"

    def due_moment(self, start: dt.datetime) -> dt.datetime:
        """The moment at which the hours have run out, in the time zone of ``start``."""
        if start.utcoffset() is None:
            raise ValueError("Hours are counted from a moment with a time zone, or an hour is lost at a clock change.")
        return (start.astimezone(dt.UTC) + dt.timedelta(hours=self.number)).astimezone(start.tzinfo)

    def due(self, start: dt.datetime) -> Moment:
        """The same moment, with the arithmetic that a page needs to explain it."""
        return Moment(moment=self.due_moment(start), start=start, words=self.words, event=self.event)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class _Within:
    number: int

    def working_days_after(self, event: str) -> WorkingDays:
        """The day of the event is day 0. From a day off, the next working day is day 1."""
        return WorkingDays(event, self.number)

    def working_days_beginning_with(self, event: str) -> WorkingDays:
        """The day of the event is day 1, if it is a working day."""
        return WorkingDays(event, self.number, Anchor.BEGINNING_WITH)

    def calendar_days_after(self, event: str) -> CalendarDays:
        """Every day counts and the day of the event is day 0."""
        return CalendarDays(event, self.number)

    def calendar_days_beginning_with(self, event: str) -> CalendarDays:
        """Every day counts and the day of the event is day 1."""
        return CalendarDays(event, self.number, Anchor.BEGINNING_WITH)

    def weeks_after(self, event: str) -> CalendarDays:
        """The same day of the week, so many weeks later."""
        return CalendarDays(event, self.number, Anchor.AFTER, 7)

    def months_after(self, event: str) -> Months:
        """The same day of the month, or the last day of a month that is too short."""
        return Months(event, self.number)

    def months_beginning_with(self, event: str) -> Months:
        """The day before the same day of the month."""
        return Months(event, self.number, Anchor.BEGINNING_WITH)

    def weeks_of_pregnancy(self, event: str = "the expected date of birth") -> Gestation:
        """By so many weeks of pregnancy; the count starts from the expected date of birth."""
        if self.number > 42:
            raise ValueError(f"A pregnancy does not last {self.number} weeks. Give a number of weeks up to 42.")
        return Gestation(event, self.number)

    def hours_after(self, event: str) -> Hours:
        """Hours by the clock, which are never turned into days."""
        return Hours(event, self.number)


@dataclass(frozen=True, slots=True)
class _AtLeast:
    number: int

    def working_days_before(self, event: str) -> WorkingDays:
        """Notice in working days; the day of the event is day 0."""
        return WorkingDays(event, self.number, Anchor.BEFORE)

    def calendar_days_before(self, event: str) -> CalendarDays:
        """Notice in days of any kind."""
        return CalendarDays(event, self.number, Anchor.BEFORE)

    def weeks_before(self, event: str) -> CalendarDays:
        """Notice in weeks."""
        return CalendarDays(event, self.number, Anchor.BEFORE, 7)

    def months_before(self, event: str) -> Months:
        """Notice in calendar months."""
        return Months(event, self.number, Anchor.BEFORE)


def within(number: int) -> _Within:
    """The start of a limit: ``within(15).working_days_after("the strategy discussion")``."""
    return _Within(_counted(number))


def at_least(number: int) -> _AtLeast:
    """The start of a period of notice: ``at_least(6).weeks_before("the placement")``."""
    return _AtLeast(_counted(number))


def same_day(event: str) -> SameDay:
    """A limit that ends on the day of the event."""
    return SameDay(event)


def _counted(number: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ValueError(
            f"A limit counts a whole number from 1 upwards, not {number!r}. For the day itself, say same_day(…)."
        )
    return number


def _refuse_moment(day: dt.date) -> None:
    if isinstance(day, dt.datetime):
        raise TypeError("This limit counts days: pass the date in London, not a date and time.")


def _shifted(day: dt.date, days: int) -> dt.date:
    _refuse_moment(day)
    return day + dt.timedelta(days=days)
