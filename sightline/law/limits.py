"""A limit, which can only be written under an instrument, and a rule, which is its editions in order.

There is no way to write a bare number of days. A limit names its instrument, the place in it, the way of
counting and the source in which someone on the project saw it; a number from memory must say so. A rule
holds the editions of one limit, and gives the one in force on the day a child's clock started, which that
clock then keeps.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from sightline.law.calendars import Calendar
from sightline.law.counting import Convention, Hours
from sightline.law.due import Due, Moment
from sightline.law.instruments import Instrument
from sightline.law.register import Register


class NoEditionInForce(LookupError):
    """A rule was asked about a day that none of its editions covers."""


class NoFixedLimit(LookupError):
    """The instrument gives no number, so no date can be reckoned; the child's own plan must name one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What one edition of one instrument allows.

    ``words`` is how a page says it. ``counting`` is the convention, or ``None`` where the instrument asks
    for haste without a number. ``at`` is the place in the instrument. ``source`` says where the project saw
    the limit; ``verified`` may be true only when there is such a source.
    """

    words: str
    under: Instrument
    counting: Convention | Hours | None
    source: str
    verified: bool
    at: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.under, Instrument):
            raise TypeError(
                f"The limit {self.words!r} must be written under an instrument, not under {self.under!r}. "
                "Declare the instrument in sightline.law.instruments and name it here."
            )
        if not self.words.strip():
            raise ValueError(f"A limit under {self.under.key!r} has no words. Say it as a page should show it.")
        if not self.source.strip():
            raise ValueError(
                f"The limit {self.words!r} has no source. Say where it was seen, or 'memory' with verified=False."
            )
        if self.verified and self.source.strip().lower().startswith("memory"):
            raise ValueError(
                f"The limit {self.words!r} is from memory and cannot be verified. "
                "Name the text in which it was read, or set verified=False."
            )
        first, last = self.in_force_from, self.in_force_to
        if first and last and last < first:
            raise ValueError(f"The limit {self.words!r} ends on {last} before it begins on {first}. Correct one date.")
        if self.from_day and not self.under.is_in_force_on(self.from_day):
            raise ValueError(f"The limit {self.words!r} begins on {self.from_day}, when {self.under} is not in force.")
        if self.to_day and not self.under.is_in_force_on(self.to_day):
            raise ValueError(f"The limit {self.words!r} ends on {self.to_day}, when {self.under} is not in force.")

    @property
    def in_force_from(self) -> dt.date | None:
        """The first day of this limit: its own where it says so, else that of its instrument."""
        return self.from_day or self.under.in_force_from

    @property
    def in_force_to(self) -> dt.date | None:
        """The last day of this limit: its own where it says so, else that of its instrument."""
        return self.to_day or self.under.in_force_to

    @property
    def citation(self) -> str:
        """The instrument and the place in it."""
        return f"{self.under.citation}, {self.at}" if self.at else self.under.citation

    @property
    def has_number(self) -> bool:
        """Whether a date can be reckoned from it."""
        return self.counting is not None

    def is_in_force_on(self, day: dt.date) -> bool:
        """Whether this edition of the limit applied on that day."""
        first, last = self.in_force_from, self.in_force_to
        return (first is None or first <= day) and (last is None or day <= last)

    def due_date(self, start: dt.date, calendar: Calendar) -> dt.date:
        """The date due, without its arithmetic."""
        return self._days().due_date(start, calendar)

    def due(self, start: dt.date, calendar: Calendar) -> Due:
        """The date due, with its arithmetic."""
        return self._days().due(start, calendar)

    def due_moment(self, start: dt.datetime) -> Moment:
        """The moment due, with its arithmetic, for a limit in hours."""
        if not isinstance(self.counting, Hours):
            raise TypeError(f"The limit {self.words!r} counts days. Ask it for due(start, calendar).")
        return self.counting.due(start)

    def _days(self) -> Convention:
        if self.counting is None:
            raise NoFixedLimit(
                f"{self.under} says {self.words!r} and gives no number. Use the date in the child's plan."
            )
        if isinstance(self.counting, Hours):
            raise TypeError(f"The limit {self.words!r} counts hours. Ask it for due_moment(start).")
        return self.counting

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit through its editions, oldest first, without gap or overlap."""

    key: str
    title: str
    editions: tuple[Limit, ...]

    def __post_init__(self) -> None:
        if not self.editions:
            raise ValueError(f"The rule {self.key!r} has no edition. Write at least one limit under an instrument.")
        for earlier, later in itertools.pairwise(self.editions):
            ends, begins = earlier.in_force_to, later.in_force_from
            if ends is None or begins is None or begins != ends + dt.timedelta(days=1):
                raise ValueError(
                    f"In the rule {self.key!r} the edition under {earlier.under} ends on {ends or 'no day'} "
                    "and the "
                    f"next, under {later.under}, begins on {begins or 'no day'}. "
                    "The next must begin on the day after the last one ends: correct the dates of the "
                    "instruments."
                )

    def in_force_on(self, day: dt.date) -> Limit:
        """The edition in force on the day the clock started; the child keeps it."""
        for limit in reversed(self.editions):
            if limit.is_in_force_on(day):
                return limit
        raise NoEditionInForce(
            f"No edition of {self.title!r} ({self.key}) is held for {day.isoformat()}. "
            f"The earliest begins on {self.editions[0].in_force_from}; add the edition of that time to "
            "answer for it."
        )

    @property
    def latest(self) -> Limit:
        """The newest edition held."""
        return self.editions[-1]


RULES: Register[Rule] = Register("rule")


def rule(key: str, title: str, *editions: Limit) -> Rule:
    """Declare a rule under its clock number, with its editions from the oldest to the newest."""
    return RULES.add(Rule(key, title, editions))
