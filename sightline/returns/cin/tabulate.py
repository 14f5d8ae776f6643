"""Reads a census file straight into the tables that the checks ask, as fast as it can be read.

libxml2 takes the file apart, in C; one pass over each child lays every block out as a row of its table. A file
that cannot be read is left to the survey, which goes through it more slowly and can name the line and the cure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import SEEK_END
from typing import IO, TYPE_CHECKING, Any

from sightline.returns.checking.files import Part
from sightline.returns.checking.notices import CannotCheck, Notice
from sightline.returns.checking.store import CELL, ROW, Store
from sightline.returns.checking.values import Written
from sightline.returns.cin import spec
from sightline.returns.cin.checked import CIN, FACTORS, FACTORS_LIST
from sightline.returns.cin.elements import Block, Item
from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.source import Source, refuse_other_kinds

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = 4096
_LINES = 65_535  # libxml2 counts no further
_LIMIT = 10**12  # the survey of a broken file reads as much of it as it needs
_END = re.compile(rb"</(?:\w+:)?Message\s*>")
_HIGHEST = ("Header", "Child", "Children")


@dataclass(frozen=True)
class Tabulated:
    """The rows of a census, each table's joined into one text.

    `strange` counts the elements that the census doesn't have in that place, and `repeated` those that came
    twice where one may stand; the first was read. Each with the line it was first seen on, 0 when it is not known.
    `broken` says where the file breaks off, when it does: the rows are those of the children before.
    """

    rows: Mapping[str, str]
    strange: Mapping[str, tuple[int, int]]
    repeated: Mapping[str, tuple[int, int]]
    children: int
    broken: NotACensus | None = None


def columns_of(table: str) -> list[str]:
    return [column.name for column in CIN.by_name[table].columns]


def put_census(part: Part, store: Store, notices: list[Notice], ending: str = "") -> Iterator[Written]:
    """Puts the tables of a census file into the store."""
    with part.open() as file:
        try:
            census = tabulate(file, part.name)
        except NotACensus as refusal:
            raise CannotCheck(refusal.file, refusal.line, refusal.what, refusal.cure) from None
    if census.broken is not None:
        store.whole = False
        read = f"The {census.children:,} children before that were read and checked."
        notices.append(Notice(part.name, census.broken.line, census.broken.what, f"{read} {census.broken.cure}"))
    for seen, what, cure in (
        (census.strange, "is no element of the census in the place where it stands", "It was not read."),
        (census.repeated, "stands twice in a block that has one", "The first was read."),
    ):
        for element, (line, count) in seen.items():
            times = "" if count == 1 else f" ({count:,} times)"
            notices.append(Notice(part.name, line or None, f"{element} {what}{times}.", cure))
    for table, text in census.rows.items():
        store.put_text(table + ending, columns_of(table), text)
        yield Written(part.name, table + ending, lambda _, value: _line_of(part, value))


def _line_of(part: Part, value: str) -> int | None:
    """The first line of the file on which an element holds this value."""
    from html import escape

    sought = f">{escape(value, quote=False)}<".encode()
    with part.open() as file:
        return next((number for number, line in enumerate(file, 1) if sought in line), None)


def tabulate(file: IO[bytes], name: str) -> Tabulated:
    """The tables of a census file. Raises NotACensus, with the line and the cure, for one that cannot be read."""
    from lxml import etree

    refuse_other_kinds(name, file.read(_HEAD))
    file.seek(0)
    sheet = _Sheet()
    # Without huge_tree libxml2 bounds how deep a file may go and how long one piece of it may be.
    reading = etree.iterparse(
        file,
        events=("end",),
        tag=tuple("{*}" + element for element in _HIGHEST),
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    found = set()
    broken = None
    try:
        for _, element in reading:
            kind = _local(element.tag)
            found.add(kind)
            if kind == "Child":
                sheet.child(element)
            elif kind == "Header":
                sheet.header(element)
            element.clear()
    except etree.XMLSyntaxError as error:
        broken = _refusal(file, name, error.lineno, str(error.msg))
        if "Child" not in found or _ends(file) or element.getroottree().docinfo.doctype:
            raise broken from None
    else:
        if "Children" not in found or _local(reading.root.tag) != "Message":
            raise _refusal(file, name, 1, "it has no Children element inside a Message")
        if reading.root.getroottree().docinfo.doctype:
            raise _refusal(file, name, 1, "it has a DOCTYPE")
    return Tabulated(
        {table: ROW.join(rows) for table, rows in sheet.rows.items()},
        sheet.told(sheet.strange),
        sheet.told(sheet.twice),
        sheet.children,
        broken,
    )


def _ends(file: IO[bytes]) -> bool:
    """Whether the file holds its own end, so that what is broken in it is not that the rest is missing."""
    file.seek(0, SEEK_END)
    file.seek(max(0, file.tell() - _HEAD))
    return _END.search(file.read()) is not None


def _refusal(file: IO[bytes], name: str, line: int | None, what: str) -> NotACensus:
    """Why a file was refused: what the survey finds in it, or else what libxml2 said."""
    from sightline.returns.cin.survey import Survey

    file.seek(0)
    try:
        Survey(Source(file, name), _LIMIT)
    except NotACensus as refusal:
        return refusal
    return NotACensus(name, line, f"the XML is broken: {what}.", "Export it again from the case system.")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Rows:
    """A block that is a row of its own: how many keys it has, whether it counts, and where its values go."""

    __slots__ = ("blank", "counts", "keys", "parts", "rows", "table")

    def __init__(self, block: Block, outer: int, rows: dict[str, list[str]]) -> None:
        self.table = str(block.table)
        columns = columns_of(self.table)
        self.keys = len(spec.TABLES[self.table].keys)
        self.counts = self.keys > max(outer, 1)
        self.rows = rows[self.table]
        self.blank = [""] * (len(columns) - self.keys)
        self.parts = _parts(block, columns, self.keys, rows)


class _Listed:
    """A value that is a row of its own."""

    __slots__ = ("rows",)

    def __init__(self, item: Item, rows: dict[str, list[str]]) -> None:
        self.rows = rows[str(item.table)]


class _Joined:
    """A value that may come many times and is kept in one cell, with commas between."""

    __slots__ = ("place",)

    def __init__(self, place: int) -> None:
        self.place = place


_Part = Any  # a place in the row, or one of the three above, or the parts of a group: told apart by type


def _parts(block: Block, columns: list[str], outer: int, rows: dict[str, list[str]]) -> dict[str, _Part]:
    parts: dict[str, _Part] = {}
    for part in block.parts:
        if isinstance(part, Item):
            if part.table is None:
                parts[part.element] = columns.index(part.element)
            elif part.table == FACTORS_LIST:
                parts[part.element] = _Joined(columns.index(FACTORS.name))
            else:
                parts[part.element] = _Listed(part, rows)
        elif part.table is None:
            parts[part.element] = _parts(part, columns, outer, rows)
        else:
            parts[part.element] = _Rows(part, outer, rows)
    return parts


class _Sheet:
    """Lays children out as rows."""

    def __init__(self) -> None:
        self.rows: dict[str, list[str]] = {table.name: [] for table in CIN.tables}
        self.strange: dict[str, list[int]] = {}
        self.twice: dict[str, list[int]] = {}
        self.children = 0
        self._child = _parts(spec.CHILD, [], 1, self.rows)
        self._header = _Rows(spec.HEADER, 0, self.rows)
        self._counters: Counter[str] = Counter()

    @staticmethod
    def told(seen: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
        return {element: (line, count) for element, (line, count) in seen.items()}

    def header(self, element: _Element) -> None:
        if not self._header.rows:
            self._row(element, self._header, [])

    def child(self, element: _Element) -> None:
        identifier = element.findtext("{*}ChildIdentifiers/{*}LAchildID")
        self.children += 1
        self._counters.clear()
        self._fill(element, self._child, [], [identifier or ""])

    def _row(self, element: _Element, block: _Rows, keys: list[str]) -> None:
        if block.counts:
            self._counters[block.table] += 1
            keys = [*keys, str(self._counters[block.table])]
        row = keys[: block.keys] + block.blank
        self._fill(element, block.parts, row, keys)
        block.rows.append(CELL.join(row))

    def _fill(self, element: _Element, parts: dict[str, _Part], row: list[str], keys: list[str]) -> None:
        for inner in element:
            tag = inner.tag
            part = parts.get(tag)
            if part is None:
                part = parts.get(_local(tag))
                if part is None:
                    self._note(self.strange, inner)
                    continue
            kind = type(part)
            if kind is int:
                text = inner.text
                if text:
                    if row[part] and row[part] != text:
                        self._note(self.twice, inner)
                    else:
                        row[part] = text
            elif kind is _Joined:
                text = (inner.text or "").strip()
                if text:
                    row[part.place] = f"{row[part.place]},{text}" if row[part.place] else text
            elif kind is _Rows:
                self._row(inner, part, keys)
            elif kind is _Listed:
                part.rows.append(CELL.join((*keys, inner.text or "")))
            else:
                self._fill(inner, part, row, keys)

    def _note(self, seen: dict[str, list[int]], element: _Element) -> None:
        line = getattr(element, "sourceline", 0)
        seen.setdefault(_local(element.tag), [line if line < _LINES else 0, 0])[1] += 1
