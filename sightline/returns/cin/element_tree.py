"""Whether a census file fits the element tree: each element in its place, its order and its number, well written.

This asks the file itself, apart from what wrote it. The rules of the census ask what the values mean; this asks
only what the Department's schema would refuse.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING

from sightline.returns.cin import spec
from sightline.returns.cin.elements import Block, Item
from sightline.returns.cin.read import listed_codes
from sightline.returns.cin.values import Values

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place that doesn't fit: in which child, at which element, and what is wrong there."""

    child: str
    element: str
    what: str

    def as_told(self) -> dict[str, str]:
        return asdict(self)


def misfits(file: IO[bytes], year: int) -> Iterator[Misfit]:
    """Every place of a census file that doesn't fit the element tree of its year."""
    return _Fitting(year).of(file)


class _Fitting:
    def __init__(self, year: int) -> None:
        self.year = year
        self.values = Values(year, datetime.date(year, 3, 31), listed_codes())
        self.read: dict[tuple[str, str], str] = {}

    def of(self, file: IO[bytes]) -> Iterator[Misfit]:
        from lxml import etree

        reading = etree.iterparse(
            file, events=("end",), tag=("Child", "Header"), resolve_entities=False, no_network=True, load_dtd=False
        )
        children = 0
        for _, element in reading:
            children += element.tag == "Child"
            block = spec.CHILD if element.tag == "Child" else spec.HEADER
            child = element.findtext("ChildIdentifiers/LAchildID") or "" if block is spec.CHILD else ""
            yield from (Misfit(child, *wrong) for wrong in self._block(element, block))
            element.clear()
        if not children:
            yield Misfit("", "Child", "Children must have one.")
        outermost = [inner.tag for inner in reading.root]
        if outermost != ["Header", "Children"]:
            yield Misfit("", "Message", f"It holds {', '.join(map(str, outermost))}, not Header and Children.")

    def _block(self, element: _Element, block: Block) -> Iterator[tuple[str, str]]:
        parts = [part for part in block.parts if part.collected_in(self.year)]
        places = {part.element: place for place, part in enumerate(parts)}
        seen: Counter[str] = Counter()
        reached = 0
        for inner in element:
            place = places.get(inner.tag)
            if place is None:
                yield inner.tag, f"{block.element} has no such element in {self.year}."
                continue
            if place < reached:
                yield inner.tag, f"It stands after {parts[reached].element}."
            reached = max(reached, place)
            seen[inner.tag] += 1
            part = parts[place]
            if isinstance(part, Block):
                yield from self._block(inner, part)
            elif wrong := self._value(part, inner.text or ""):
                yield inner.tag, wrong
        for part in parts:
            count = seen[part.element]
            if count < part.least:
                yield part.element, f"{block.element} must have one."
            elif part.most is not None and count > part.most:
                yield part.element, f"{block.element} has {count} of them."

    def _value(self, item: Item, text: str) -> str:
        key = (item.element, text)
        if key not in self.read:
            wrong = self.values.read(item, text)[1] if text.strip() else (None, "It is here but says nothing.", "")
            self.read[key] = wrong[1] if wrong else ""
        return self.read[key]
