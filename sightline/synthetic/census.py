"""Writes the census of an invented authority, as large as wanted and always the same for the same seed.

Every child, number and date is drawn by chance; none is taken from a real return. The chances follow the
shape of the published national figures only loosely: the file is there to try software with, not to be
counted.

A clean file breaks none of the Department's validation rules: episodes do not overlap, conferences fall on
working days, plans follow conferences, pupil numbers carry a true check letter. A file that is not clean has
faults planted in some children, and says which.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from os import PathLike, fspath
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.synthetic.census_children import Element, InventedAuthority

FIRST_YEAR = 2023


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """A fault put into a file on purpose: what it is, in which child and where."""

    what: str
    child: str
    element: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many of each element, and the faults planted."""

    year: int
    elements: Mapping[str, int]
    planted: tuple[PlantedFault, ...] = ()


def write_census(
    path_or_file: str | PathLike[str] | IO[bytes],
    *,
    children: int,
    year: int = 2026,
    seed: int = 1,
    clean: bool = True,
    authority: str = "999",
    all_modules: bool = True,
) -> Written:
    """Writes the census of `year` for an invented authority and says what was written.

    With `all_modules` most children have enquiries, conferences, plans and reviews, which makes a file heavy
    enough to measure with; without, they are as rare as in life. From 2027 a few episodes have
    pre-proceedings. Raises ValueError for a year before 2023 or beyond the known bank holidays.
    """
    if children < 1:
        raise ValueError("A census has at least one child.")
    if not (len(authority) == 3 and authority.isascii() and authority.isdigit()):
        raise ValueError(f"An authority's code is 3 digits, not {authority!r}.")
    if not max(FIRST_YEAR, CALENDAR.first_year + 1) <= year <= CALENDAR.last_year:
        raise ValueError(f"This writes a census of {FIRST_YEAR} to {CALENDAR.last_year}, not of {year}.")
    if isinstance(path_or_file, str | PathLike):
        with Path(fspath(path_or_file)).open("wb") as file:
            return _write(file, children, year, seed, clean, authority, all_modules)
    return _write(path_or_file, children, year, seed, clean, authority, all_modules)


def _write(
    file: IO[bytes], children: int, year: int, seed: int, clean: bool, authority: str, all_modules: bool
) -> Written:
    chance = random.Random(f"{seed} {year} {authority}")
    invented = InventedAuthority(chance=chance, year=year, all_modules=all_modules)
    elements: Counter[str] = Counter()
    planted: list[PlantedFault] = []
    out = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
    out.write('<?xml version="1.0" encoding="utf-8"?>\n<Message>\n')
    elements["Message"] += 1
    _put(out, _header(year, authority), 1, elements)
    out.write("    <Children>\n")
    elements["Children"] += 1
    for number in range(children):
        child = invented.child(number)
        if not clean and chance.random() < 0.05:
            planted.append(_plant(child, chance))
        _put(out, ("Child", child), 2, elements)
    out.write("    </Children>\n</Message>\n")
    out.detach()
    return Written(year, dict(elements), tuple(planted))


def _put(out: TextIOWrapper, element: Element, depth: int, elements: Counter[str]) -> None:
    name, content = element
    indent = "    " * depth
    elements[name] += 1
    if isinstance(content, str):
        out.write(f"{indent}<{name}>{escape(content)}</{name}>\n")
        return
    out.write(f"{indent}<{name}>\n")
    for inner in content:
        _put(out, inner, depth + 1, elements)
    out.write(f"{indent}</{name}>\n")


def _header(year: int, authority: str) -> Element:
    collection: list[Element] = [
        ("Collection", "CIN"),
        ("Year", str(year)),
        ("ReferenceDate", f"{year}-03-31"),
    ]
    source: list[Element] = [
        ("SourceLevel", "L"),
        ("LEA", authority),
        ("SoftwareCode", "Sightline synthetic"),
        ("Release", "1"),
        ("SerialNo", "001"),
        ("DateTime", f"{year}-05-01T09:00:00"),
    ]
    return "Header", [("CollectionDetails", collection), ("Source", source)]


def _plant(child: list[Element], chance: random.Random) -> PlantedFault:
    """Spoils one thing in a child's record, in place."""
    identifiers, characteristics, details = (part[1] for part in child[:3])
    assert isinstance(identifiers, list) and isinstance(characteristics, list) and isinstance(details, list)
    name = str(identifiers[0][1])
    match chance.choice(("impossible date", "implausible date", "bad form", "missing", "unknown element")):
        case "impossible date":
            details[0] = ("CINreferralDate", "2025-02-30")
            return PlantedFault("impossible date", name, "CINreferralDate")
        case "implausible date":
            details[0] = ("CINreferralDate", "0205-06-01")
            return PlantedFault("implausible date", name, "CINreferralDate")
        case "bad form":
            characteristics[0] = ("Ethnicity", "White British")
            return PlantedFault("not written as it should be", name, "Ethnicity")
        case "missing":
            del details[0]
            return PlantedFault("missing", name, "CINreferralDate")
        case _:
            identifiers.append(("Forename", "Invented"))
            return PlantedFault("unknown element", name, "Forename")
