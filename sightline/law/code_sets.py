"""Code sets: the codes a return may carry, each with the years in which it may be sent.

A collection year is named by the year in which it ends: 2026 is April 2025 to March 2026. A code that has
left the set keeps its label, because a record of its time still shows it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


class NotCollected(LookupError):
    """A code set was asked for a year in which the return does not carry it, or that is not yet known."""


def collection_year(day: dt.date) -> int:
    """The collection year in which a day falls: 31 March 2026 is in 2026 and 1 April 2026 is in 2027."""
    return day.year + 1 if day.month >= 4 else day.year


@dataclass(frozen=True, slots=True)
class Code:
    """One code, its meaning in plain words, and the collection years in which it may be sent."""

    code: str
    label: str
    from_year: int | None = None
    to_year: int | None = None
    verified: bool = True

    def __post_init__(self) -> None:
        if not self.code.strip() or not self.label.strip():
            raise ValueError(f"The code {self.code!r} with label {self.label!r} needs both. Say what it means.")
        if self.from_year is not None and self.to_year is not None and self.to_year < self.from_year:
            raise ValueError(
                f"The code {self.code!r} ends in {self.to_year} before it begins in {self.from_year}. "
                "Correct one of the two years."
            )

    def is_in_year(self, year: int) -> bool:
        """Whether the code may be sent in that collection year."""
        return (self.from_year is None or self.from_year <= year) and (self.to_year is None or year <= self.to_year)


@dataclass(frozen=True, slots=True)
class CodeSet:
    """The codes of one item of a return, by collection year.

    ``items`` are the numbers of the items that use it in the Department's common basic data set.
    """

    name: str
    items: tuple[str, ...]
    codes: tuple[Code, ...]
    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError(f"The code set {self.name!r} has no codes. List them, or leave the set out.")
        if self.last_year < self.first_year:
            raise ValueError(
                f"The code set {self.name!r} ends in {self.last_year} before it begins in {self.first_year}. "
                "Correct one of the two years."
            )
        for year in range(self.first_year, self.last_year + 1):
            seen: set[str] = set()
            for code in self.in_year(year):
                if code.code in seen:
                    raise ValueError(
                        f"The code set {self.name!r} has the code {code.code!r} twice in {year}. "
                        "End the first before the second begins."
                    )
                seen.add(code.code)

    def is_collected_in(self, year: int) -> bool:
        """Whether the return of that year carries the item, as far as is known."""
        return self.first_year <= year <= self.last_year

    def in_year(self, year: int) -> tuple[Code, ...]:
        """The codes that may be sent in a collection year, in the order of the list."""
        if not self.is_collected_in(year):
            raise NotCollected(
                f"{self.name}: codes are held for the collection years {self.first_year} to "
                f"{self.last_year}, "
                f"not for {year}."
            )
        return tuple(code for code in self.codes if code.is_in_year(year))

    def allows(self, code: str, year: int) -> bool:
        """Whether the code may be sent in that collection year."""
        return any(entry.code == code for entry in self.in_year(year))

    def label(self, code: str, year: int | None = None) -> str:
        """What a code means in a collection year or, without a year, what it last meant."""
        among = self.codes if year is None else self.in_year(year)
        for entry in reversed(among):
            if entry.code == code:
                return entry.label
        when = "any year held" if year is None else str(year)
        raise KeyError(f"{self.name} has no code {code!r} in {when}.")

    def choices(self, year: int) -> list[tuple[str, str]]:
        """Pairs of code and label, as a form wants them."""
        return [(code.code, code.label) for code in self.in_year(year)]
