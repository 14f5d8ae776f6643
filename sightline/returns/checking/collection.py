"""Which return it is: the year, the days it covers and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Collection:
    """One authority's return of one collection year.

    `year` chooses the rules. The days are those that dates are measured against: the year's own, unless the
    file says otherwise.
    """

    year: int
    opens: date
    closes: date
    authority: str | None = None
    form: str = "csv"

    @property
    def reference_date(self) -> date:
        return self.closes


def collection(
    year: int, *, reference_date: date | None = None, authority: str | None = None, form: str = "csv"
) -> Collection:
    """The collection of a year, 1 April to 31 March; of the reference date's year, when the file gives one."""
    closing = reference_date.year if reference_date else year
    return Collection(year, date(closing - 1, 4, 1), date(closing, 3, 31), authority, form)
