"""The bank holidays of England and Wales, 1990 to 2035, and the day on which each became known.

A date that was set on 1 September 2022 could not allow for the State Funeral of 19 September, because
nobody knew of it. So each holiday says from which day it was known. A holiday that was moved appears twice:
on its usual day, until the day the move was announced, and on its new day, from then on.

The table keeps to the official list: a holiday that falls on a weekend appears on its substitute day only.
Ordinary years follow the Banking and Financial Dealings Act 1971 and the yearly proclamations made under
it, and are taken as known from the beginning. The years after the last official list are reckoned by the
same pattern, so a proclamation may still add to them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not a working day although it is neither Saturday nor Sunday.

    ``known_from``: the first day on which it had been announced. ``withdrawn_from``: the first day on which
    it was known *not* to be a holiday after all, because it had been moved. ``verified``: whether the day
    of announcement was seen in a source.
    """

    day: dt.date
    name: str
    known_from: dt.date = dt.date.min
    withdrawn_from: dt.date | None = None
    source: str = "Banking and Financial Dealings Act 1971 and the yearly proclamations under it"
    verified: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError(f"The holiday on {self.day} has no name. Give the name people know it by.")
        if self.known_from > self.day:
            raise ValueError(
                f"{self.name} on {self.day} is said to be known only from {self.known_from}, after the day "
                "itself. "
                "Give the day on which it was announced."
            )
        if self.withdrawn_from is not None and not self.known_from < self.withdrawn_from <= self.day:
            raise ValueError(
                f"{self.name} on {self.day} is said to be withdrawn from {self.withdrawn_from}. "
                "Give a day after it became known and not after the day itself."
            )

    def is_known_on(self, day: dt.date) -> bool:
        """Whether someone reckoning a date on that day would have counted this as a holiday."""
        return self.known_from <= day and (self.withdrawn_from is None or day < self.withdrawn_from)


FIRST_YEAR = 1990
LAST_YEAR = 2035

_NAMES = (
    "New Year's Day",
    "Good Friday",
    "Easter Monday",
    "Early May bank holiday",
    "Spring bank holiday",
    "Summer bank holiday",
    "Christmas Day",
    "Boxing Day",
)
_FIXED = {"New Year's Day": (1, 1), "Christmas Day": (12, 25), "Boxing Day": (12, 26)}

# One line a year, month and day, in the order of _NAMES: the day on which each was in fact kept.
_TABLE = """
1990  0101 0413 0416 0507 0528 0827 1225 1226
1991  0101 0329 0401 0506 0527 0826 1225 1226
1992  0101 0417 0420 0504 0525 0831 1225 1228
1993  0101 0409 0412 0503 0531 0830 1227 1228
1994  0103 0401 0404 0502 0530 0829 1227 1226
1995  0102 0414 0417 0508 0529 0828 1225 1226
1996  0101 0405 0408 0506 0527 0826 1225 1226
1997  0101 0328 0331 0505 0526 0825 1225 1226
1998  0101 0410 0413 0504 0525 0831 1225 1228
1999  0101 0402 0405 0503 0531 0830 1227 1228
2000  0103 0421 0424 0501 0529 0828 1225 1226
2001  0101 0413 0416 0507 0528 0827 1225 1226
2002  0101 0329 0401 0506 0604 0826 1225 1226
2003  0101 0418 0421 0505 0526 0825 1225 1226
2004  0101 0409 0412 0503 0531 0830 1227 1228
2005  0103 0325 0328 0502 0530 0829 1227 1226
2006  0102 0414 0417 0501 0529 0828 1225 1226
2007  0101 0406 0409 0507 0528 0827 1225 1226
2008  0101 0321 0324 0505 0526 0825 1225 1226
2009  0101 0410 0413 0504 0525 0831 1225 1228
2010  0101 0402 0405 0503 0531 0830 1227 1228
2011  0103 0422 0425 0502 0530 0829 1227 1226
2012  0102 0406 0409 0507 0604 0827 1225 1226
2013  0101 0329 0401 0506 0527 0826 1225 1226
2014  0101 0418 0421 0505 0526 0825 1225 1226
2015  0101 0403 0406 0504 0525 0831 1225 1228
2016  0101 0325 0328 0502 0530 0829 1227 1226
2017  0102 0414 0417 0501 0529 0828 1225 1226
2018  0101 0330 0402 0507 0528 0827 1225 1226
2019  0101 0419 0422 0506 0527 0826 1225 1226
2020  0101 0410 0413 0508 0525 0831 1225 1228
2021  0101 0402 0405 0503 0531 0830 1227 1228
2022  0103 0415 0418 0502 0602 0829 1227 1226
2023  0102 0407 0410 0501 0529 0828 1225 1226
2024  0101 0329 0401 0506 0527 0826 1225 1226
2025  0101 0418 0421 0505 0526 0825 1225 1226
2026  0101 0403 0406 0504 0525 0831 1225 1228
2027  0101 0326 0329 0503 0531 0830 1227 1228
2028  0103 0414 0417 0501 0529 0828 1225 1226
2029  0101 0330 0402 0507 0528 0827 1225 1226
2030  0101 0419 0422 0506 0527 0826 1225 1226
2031  0101 0411 0414 0505 0526 0825 1225 1226
2032  0101 0326 0329 0503 0531 0830 1227 1228
2033  0103 0415 0418 0502 0530 0829 1227 1226
2034  0102 0407 0410 0501 0529 0828 1225 1226
2035  0101 0323 0326 0507 0528 0827 1225 1226
"""

# The holidays that were moved for one year: the day they were kept, the usual day they left, and when that
# was known.
_MOVED: dict[dt.date, tuple[dt.date, dt.date, str, bool]] = {
    dt.date(1995, 5, 8): (
        dt.date(1995, 5, 1),
        dt.date(1993, 12, 16),
        "House of Lords written answer, 16 December 1993: moved for the fiftieth anniversary of VE Day",
        True,
    ),
    dt.date(2002, 6, 4): (
        dt.date(2002, 5, 27),
        dt.date(2000, 11, 24),
        "Written answer by the Prime Minister, reported by the BBC on 24 November 2000: Golden Jubilee",
        True,
    ),
    dt.date(2012, 6, 4): (
        dt.date(2012, 5, 28),
        dt.date(2010, 1, 5),
        "Statement in the House of Lords, reported on 6 January 2010: Diamond Jubilee; the day itself from memory",
        False,
    ),
    dt.date(2020, 5, 8): (
        dt.date(2020, 5, 4),
        dt.date(2019, 6, 7),
        "Government announcement reported on 7 June 2019: moved for the 75th anniversary of VE Day",
        True,
    ),
    dt.date(2022, 6, 2): (
        dt.date(2022, 5, 30),
        dt.date(2020, 11, 12),
        "Government announcement reported on 12 November 2020: Platinum Jubilee",
        True,
    ),
}

# The holidays given for one year only.
_EXTRA = (
    Holiday(
        dt.date(1999, 12, 31),
        "Millennium bank holiday",
        known_from=dt.date(1999, 1, 1),
        source="Expected in the press in April 1998; the day of announcement not found, so the year is from memory",
        verified=False,
    ),
    Holiday(
        dt.date(2002, 6, 3),
        "Golden Jubilee bank holiday",
        known_from=dt.date(2000, 11, 24),
        source="Written answer by the Prime Minister, reported by the BBC on 24 November 2000",
    ),
    Holiday(
        dt.date(2011, 4, 29),
        "Bank holiday for the wedding of Prince William and Catherine Middleton",
        known_from=dt.date(2010, 11, 23),
        source="Downing Street announcement reported on 23 November 2010",
    ),
    Holiday(
        dt.date(2012, 6, 5),
        "Diamond Jubilee bank holiday",
        known_from=dt.date(2010, 1, 5),
        source="Statement in the House of Lords, reported on 6 January 2010; the day itself from memory",
        verified=False,
    ),
    Holiday(
        dt.date(2022, 6, 3),
        "Platinum Jubilee bank holiday",
        known_from=dt.date(2020, 11, 12),
        source="Government announcement reported on 12 November 2020",
    ),
    Holiday(
        dt.date(2022, 9, 19),
        "Bank holiday for the State Funeral of Queen Elizabeth II",
        known_from=dt.date(2022, 9, 10),
        source="Proclamation approved at the Accession Council, 10 September 2022",
    ),
    Holiday(
        dt.date(2023, 5, 8),
        "Bank holiday for the Coronation of King Charles III",
        known_from=dt.date(2022, 11, 6),
        source="Government announcement reported on 6 November 2022",
    ),
)


def _ordinary(year: int, name: str, month_and_day: str) -> list[Holiday]:
    day = dt.date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    if day in _MOVED:
        usual, known_from, source, verified = _MOVED[day]
        return [
            Holiday(usual, name, withdrawn_from=known_from, source=source, verified=verified),
            Holiday(day, name, known_from=known_from, source=source, verified=verified),
        ]
    if name in _FIXED and (day.month, day.day) != _FIXED[name]:
        name = f"{name} (substitute day)"
    return [Holiday(day, name)]


def _read() -> tuple[Holiday, ...]:
    found = list(_EXTRA)
    years = []
    for line in _TABLE.split("\n"):
        if not line:
            continue
        year, *days = line.split()
        years.append(int(year))
        for name, month_and_day in zip(_NAMES, days, strict=True):
            found += _ordinary(int(year), name, month_and_day)
    if years != list(range(FIRST_YEAR, LAST_YEAR + 1)):
        raise ValueError(
            f"The bank holiday table must have one line for each year from {FIRST_YEAR} to {LAST_YEAR}, in order."
        )
    return tuple(sorted(found, key=lambda holiday: (holiday.day, holiday.known_from)))


HOLIDAYS: tuple[Holiday, ...] = _read()
