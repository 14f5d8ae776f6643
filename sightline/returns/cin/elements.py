"""What the census is declared with: elements that hold a value, elements that hold others, and the tables they fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What sort of value an element holds."""

    CODE = "code"
    COUNT = "count"
    DATE = "date"
    MOMENT = "moment"
    TEXT = "text"
    YEAR = "year"
    YES_NO = "yes or no"


class Status(StrEnum):
    """Whether the Department asks for the element always, in some circumstances, or never insists."""

    OBLIGATORY = "O"
    CONDITIONAL = "C"
    OPTIONAL = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One element that holds a value.

    `field` is the name the value has on our record; `number` is the Department's item number. `least` and
    `most` say how often it may stand in its block (`most` None: any number). `first` and `last` are the
    collection years it belongs to. An item with a `table` makes a row of its own each time it appears.
    """

    element: str
    field: str
    kind: Kind
    status: Status
    number: str | None = None
    least: int = 0
    most: int | None = 1
    pattern: str | None = None
    form: str | None = None
    codes: str | None = None
    table: str | None = None
    when: str = ""
    first: int | None = None
    last: int | None = None

    def collected_in(self, year: int | None) -> bool:
        return _collected(self.first, self.last, year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One element that holds other elements.

    A block with a `table` is a row of it. A block without one only groups what it holds: its items belong to
    the row around it.
    """

    element: str
    parts: tuple[Item | Block, ...]
    field: str | None = None
    table: str | None = None
    status: Status = Status.OBLIGATORY
    least: int = 0
    most: int | None = 1
    when: str = ""
    first: int | None = None
    last: int | None = None

    def collected_in(self, year: int | None) -> bool:
        return _collected(self.first, self.last, year)

    @property
    def items(self) -> Iterator[Item]:
        """The items of this block's own row: its own, and those of the groups inside it."""
        for part in self.parts:
            if isinstance(part, Item):
                if part.table is None:
                    yield part
            elif part.table is None:
                yield from part.items


@dataclass(frozen=True)
class Table:
    """One table of the return.

    `keys` tell which child and episode a row belongs to; `items` are what it says.
    """

    name: str
    keys: tuple[str, ...]
    items: tuple[Item, ...] = field(default=())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        own = tuple(item.element for item in self.items if item.element not in self.keys)
        return (*self.keys, *own)


def _collected(first: int | None, last: int | None, year: int | None) -> bool:
    return year is None or ((first is None or year >= first) and (last is None or year <= last))
