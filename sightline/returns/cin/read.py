"""Reads a children in need census file, whichever system wrote it.

A census file is read twice. `open_census` goes through it once to be sure that it is whole: that it is a
census, that its XML is unbroken, that every letter is written in the encoding it claims, and how many of each
thing it holds. A file that fails is refused whole (`NotACensus`), so no half of a broken file is ever used.
`CensusFile.children` then hands over one child at a time. A bad value costs only itself: it becomes a `Fault`
with its line, the reason and the cure, and the rest of the child is read.

Both readings use expat, the parser in Python's standard library, rather than lxml: libxml2 loses count of
lines after line 65,535, and a county's census has half a million. Nothing is fetched, no entity is defined or
expanded, and memory stays the same however long the file is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from os import PathLike
from types import MappingProxyType, TracebackType
from typing import IO
from xml.parsers import expat

from sightline.law import cin_codes
from sightline.returns.cin import spec
from sightline.returns.cin.children import Builder
from sightline.returns.cin.faults import Fault, FaultKind, NotACensus, as_shown, make_fault
from sightline.returns.cin.records import Child, Header
from sightline.returns.cin.source import Source
from sightline.returns.cin.survey import MEGABYTE, Survey
from sightline.returns.cin.values import KnowsCode


class CensusFile:
    """A census file found whole: its header, its control totals, and its children one at a time.

    `totals` counts the rows of each table (and "Child") that the file holds; `elements` counts every element
    by name, wherever it stands. `faults` are those of the file as a whole; each child carries its own.
    `sha256` identifies the exact file read.
    """

    def __init__(self, source: Source, survey: Survey, codes: KnowsCode | None) -> None:
        self._source, self._codes = source, codes
        self.name = source.name
        self.size, self.sha256 = survey.size, survey.sha256
        self.totals: Mapping[str, int] = MappingProxyType(survey.totals())
        self.elements: Mapping[str, int] = MappingProxyType(survey.elements)
        self.header, header_faults = self._read_header()
        self.year = _collection_year(self.header)
        self.reference_date = self.header.reference_date or (date(self.year, 3, 31) if self.year is not None else None)
        self.faults: tuple[Fault, ...] = (*header_faults, *survey.faults())

    def __enter__(self) -> CensusFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file if this opened it; a file that was handed over stays open."""
        self._source.close()

    def children(self) -> Iterator[Child]:
        """Each child in the order of the file. May be asked again; every asking reads the file anew."""
        builder = Builder(year=self.year, reference_date=self.reference_date, codes=self._codes)
        digest = hashlib.sha256()
        for chunk in self._source.chunks():
            digest.update(chunk)
            self._feed(builder, chunk)
            if builder.children:
                yield from builder.children
                builder.children.clear()
        if digest.hexdigest() != self.sha256:
            raise self._changed()
        self._feed(builder, b"", final=True)

    def _read_header(self) -> tuple[Header, list[Fault]]:
        builder = Builder(year=None, reference_date=None, codes=None, header_only=True)
        for chunk in self._source.chunks():
            self._feed(builder, chunk)
            if builder.header is not None:
                break
        if builder.header is None:
            missing = make_fault(
                FaultKind.MISSING,
                1,
                "Header",
                "",
                "The file has no Header, so it does not say whose return it is or for which year.",
                "Export the file again with its Header.",
            )
            return Header(line=1), [missing]
        header = builder.header
        if header.collection is not None and header.collection.upper() != "CIN":
            raise NotACensus(
                self.name,
                header.line,
                f'the header says this is the collection "{as_shown(header.collection)}", not CIN.',
                "Choose the children in need census file.",
            )
        return header, [*builder.faults, *_year_faults(header)]

    def _feed(self, builder: Builder, chunk: bytes, *, final: bool = False) -> None:
        try:
            builder.parser.Parse(chunk, final)
        except expat.ExpatError:
            raise self._changed() from None

    def _changed(self) -> NotACensus:
        return NotACensus(
            self.name,
            None,
            "the file changed while it was being read.",
            "Wait until nothing is writing to it, and read it again.",
        )


def open_census(
    source: str | PathLike[str] | IO[bytes],
    *,
    name: str | None = None,
    codes: KnowsCode | None = None,
    limit_bytes: int = 500 * MEGABYTE,
) -> CensusFile:
    """Opens a census file from a path or a binary file, and goes through the whole of it once.

    `name` is what messages call the file. `codes` says whether a code is listed for an element in a year;
    without it the code sets in `sightline.law` are asked. Raises `NotACensus` for a file that cannot be
    trusted whole, and `OSError` for one that cannot be opened.
    """
    opened = Source(source, name)
    try:
        survey = Survey(opened, limit_bytes)
        return CensusFile(opened, survey, codes if codes is not None else listed_codes())
    except BaseException:
        opened.close()
        raise


def listed_codes() -> KnowsCode:
    """The Department's code sets as `sightline.law` holds them. A year it does not hold faults no code."""
    sets = {number: code_set for code_set in cin_codes.ALL for number in code_set.items}
    by_element = {item.element: sets[item.number] for _, item in spec.items() if item.number in sets}
    by_element["GenderCurrent"] = cin_codes.GENDER_UNTIL_2024

    def known(element: str, code: str, year: int) -> bool:
        code_set = by_element.get(element)
        return code_set is None or not code_set.is_collected_in(year) or code_set.allows(code, year)

    return known


def _collection_year(header: Header) -> int | None:
    return header.reference_date.year if header.reference_date else header.year


def _year_faults(header: Header) -> Iterator[Fault]:
    if header.reference_date is None and header.year is None:
        reason, cure = "The header does not say which year this is.", "Give Year and ReferenceDate."
    elif header.reference_date is not None and header.year not in (None, header.reference_date.year):
        reason = f"Year is {header.year} but ReferenceDate is {header.reference_date}."
        cure = f"Make them agree; the file is read as the {header.reference_date.year} census."
    else:
        return
    yield make_fault(FaultKind.YEAR_UNSURE, header.line, "Year", str(header.year or ""), reason, cure)
