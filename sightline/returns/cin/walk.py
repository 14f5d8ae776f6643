"""The census as a reading of it walks: element by element, with the parser that both readings use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from sightline.returns.cin.elements import Block, Item
from sightline.returns.cin.values import Wrong

MANY_TEXTS = 2000  # texts of one element remembered as read before


class Node:
    """One element of the census as a reading walks it."""

    __slots__ = ("count", "inside", "part", "read", "value")

    def __init__(self, part: Block | Item) -> None:
        self.part = part
        self.value = isinstance(part, Item)
        self.count = 0
        self.read: dict[str, tuple[Any, Wrong | None]] = {}  # texts read before
        self.inside: dict[str, Node] = {}
        if isinstance(part, Block):
            self.inside = {inner.element: Node(inner) for inner in part.parts}

    def every(self) -> Iterator[Node]:
        yield self
        for node in self.inside.values():
            yield from node.every()


def local_name(name: str) -> str:
    """The name without a supplier's namespace prefix."""
    return name.rpartition(":")[2]


def new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 17
    return parser
