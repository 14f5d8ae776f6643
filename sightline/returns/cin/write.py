"""Writes the census as the Department's XML: each element in its place and its order, as the census declares them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cache
from xml.sax.saxutils import escape

from sightline import __version__
from sightline.returns.cin import spec
from sightline.returns.cin.checked import CIN, FACTORS, FACTORS_LIST
from sightline.returns.cin.elements import Block, Item
from sightline.returns.cin.rows import ChildRows, Row

START = '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n'
END = "    </Children>\n</Message>\n"
SOFTWARE = "Sightline"


def header(*, year: int, authority: str, serial: int, at: datetime.datetime) -> str:
    """The header of a return, with the opening of what follows it. at: the instant as known at which it speaks."""
    told = {
        "Collection": "CIN",
        "Year": str(year),
        "ReferenceDate": f"{year}-03-31",
        "SourceLevel": "L",
        "LEA": authority,
        "SoftwareCode": SOFTWARE,
        "Release": __version__,
        "SerialNo": f"{serial:03d}",
        "DateTime": f"{at:%Y-%m-%dT%H:%M:%S}",
    }
    columns = _places("Header")
    row: Row = [None] * len(columns)
    for name, value in told.items():
        row[columns[name]] = value
    return (
        "".join(_wrapped(spec.HEADER, 1, _inside(spec.HEADER, "Header", row, [], None, year, 2))) + "    <Children>\n"
    )


def child_xml(child: ChildRows, year: int) -> str:
    """One child, with everything that the census says of them."""
    return "".join(_wrapped(spec.CHILD, 2, _inside(spec.CHILD, "", [], [], child, year, 3)))


def _wrapped(block: Block, depth: int, inside: Iterable[str]) -> Iterator[str]:
    """A block with what it holds. One that holds nothing is written only where the census must have it."""
    lines = list(inside)
    if lines or block.least:
        indent = "    " * depth
        yield f"{indent}<{block.element}>\n"
        yield from lines
        yield f"{indent}</{block.element}>\n"


def _inside(
    block: Block, table: str, row: Row, keys: Row, child: ChildRows | None, year: int, depth: int
) -> Iterator[str]:
    """What stands in a block.

    row: the row of ``table`` that its values are in; keys: which case, and which assessment or plan, it is of.
    """
    for part in block.parts:
        if not part.collected_in(year):
            continue
        if isinstance(part, Item):
            for value in _values(part, table, row, keys, child):
                yield f"{'    ' * depth}<{part.element}>{escape(value)}</{part.element}>\n"
        elif part.table is None:
            yield from _wrapped(part, depth, _inside(part, table, row, keys, child, year, depth + 1))
        else:
            for inner in _rows(part.table, keys, child):
                own = inner[1 : len(spec.TABLES[part.table].keys)]
                yield from _wrapped(part, depth, _inside(part, part.table, inner, own, child, year, depth + 1))


def _values(item: Item, table: str, row: Row, keys: Row, child: ChildRows | None) -> Iterator[str]:
    if item.table == FACTORS_LIST:
        codes = row[_places("Assessments")[FACTORS.name]]
        yield from codes.split(",") if codes else ()
    elif item.table is not None:
        place = _places(item.table)[item.element]
        yield from (value for inner in _rows(item.table, keys, child) if (value := inner[place]))
    elif value := row[_places(table)[item.element]]:
        yield value


def _rows(table: str, keys: Row, child: ChildRows | None) -> Iterator[Row]:
    """The child's rows of a table that stand in the block with these keys."""
    for row in child.rows.get(table, ()) if child else ():
        if row[1 : 1 + len(keys)] == keys:
            yield row


@cache
def _places(table: str) -> dict[str, int]:
    return {column.name: place for place, column in enumerate(CIN.by_name[table].columns)}
