"""The second reading of a census file: elements become children, and what is wrong with them faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Any
from xml.parsers import expat

from sightline.returns.cin import spec
from sightline.returns.cin.elements import Block, Item, Status
from sightline.returns.cin.faults import Fault, FaultKind, line_of_text, make_fault, of_child, stray_fault
from sightline.returns.cin.records import RECORDS, ROW_RECORDS, Child, Header, Identifiers
from sightline.returns.cin.values import KnowsCode, Values
from sightline.returns.cin.walk import MANY_TEXTS, Node, local_name, new_parser


class _Frame:
    """One block while it is open. A block that only groups shares the row of the block around it."""

    __slots__ = ("faulty", "line", "node", "row", "rows", "seen", "values")

    def __init__(self, node: Node, line: int, around: _Frame | None) -> None:
        self.node, self.line = node, line
        self.seen: dict[str, int] = {}
        if around is None:
            self.values: dict[str, Any] = {}
            self.rows: dict[str, list[Any]] = {}
            self.faulty: dict[str, Fault] = {}
            self.row = self
        else:
            self.values, self.rows, self.row = around.values, around.rows, around.row
            self.faulty = around.faulty


class Builder:
    """Turns elements into records, and what is wrong with them into faults."""

    def __init__(
        self,
        *,
        year: int | None,
        reference_date: date | None,
        codes: KnowsCode | None,
        header_only: bool = False,
    ) -> None:
        self.children: list[Child] = []
        self.header: Header | None = None
        self.faults: list[Fault] = []
        self._year, self._header_only = year, header_only
        self._values = Values(year, reference_date, codes)
        self._first_line: dict[str, int] = {}
        self._set_aside: Counter[str] = Counter()
        self._conferences = 0
        self._required: dict[str, tuple[tuple[str, str], ...]] = {
            block.element: tuple(self._obligatory(block)) for block in spec.blocks()
        }
        self.parser = self._make_parser()

    def _obligatory(self, block: Block) -> Iterator[tuple[str, str]]:
        if block.table is None and block is not spec.CHILD:
            return
        for item in block.items:
            if item.status is Status.OBLIGATORY and item.collected_in(self._year):
                if self._year is None and (item.first or item.last):
                    continue
                yield item.element, item.field
        for part in block.parts:
            if isinstance(part, Block) and part.least and part.field:
                yield part.element, part.field

    def _make_parser(self) -> expat.XMLParserType:
        parser = new_parser()
        frames: list[_Frame] = []
        words: list[str] = []
        root = Node(spec.MESSAGE)
        leaf: Node | None = None
        leaf_line = skipping = 0
        stray_told = False
        year = self._year

        def start(raw: str, _: object) -> None:
            nonlocal skipping, leaf, leaf_line, stray_told
            stray_told = False
            if skipping or leaf is not None:
                skipping += 1
                return
            name = raw if ":" not in raw else local_name(raw)
            if not frames:
                frames.append(_Frame(root, parser.CurrentLineNumber, None))
                return
            frame = frames[-1]
            node = frame.node.inside.get(name)
            if node is None or (self._header_only and name == "Child"):
                skipping = 1
                return
            line = parser.CurrentLineNumber
            part = node.part
            times = frame.seen.get(name, 0) + 1
            frame.seen[name] = times
            if times == 1:
                if not part.collected_in(year):
                    self._not_collected(line, name)
            elif part.most == 1 and name not in _FILE_LEVEL:
                self._repeated(line, part, frame)
            if node.value:
                leaf, leaf_line = node, line
                words.clear()
            else:
                around = frame if part.table is None and name not in ("Child", "Children") else None
                frames.append(_Frame(node, line, around))
                if name == "Child":
                    self.faults.clear()
                    self._set_aside.clear()

        def end(_: str) -> None:
            nonlocal skipping, leaf
            if skipping:
                skipping -= 1
                return
            if leaf is not None:
                self._value(leaf, leaf_line, "".join(words).strip(), frames[-1])
                leaf = None
                return
            frame = frames.pop()
            if frames:
                self._close(frame, frames[-1])

        def text(data: str) -> None:
            nonlocal stray_told
            if skipping:
                return
            if leaf is not None:
                words.append(data)
            elif len(frames) > 2 and not stray_told and not data.isspace():
                stray_told = True
                line = line_of_text(parser.CurrentLineNumber, data)
                if not self._header_only:
                    self.faults.append(stray_fault(line, frames[-1].node.part.element, data))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        return parser

    def _value(self, leaf: Node, line: int, text: str, frame: _Frame) -> None:
        item = leaf.part
        assert isinstance(item, Item)
        if item.table is not None:
            value, fault = self._checked(leaf, item, line, text) if text else self._empty(line, item.element)
            frame.rows.setdefault(item.field, []).append(ROW_RECORDS[item.table](line, value, fault))
            return
        if text and item.element == spec.CONFERENCE:
            self._conferences += 1
        if text and item.field not in frame.values:
            frame.values[item.field], fault = self._checked(leaf, item, line, text)
            if fault is not None:
                frame.faulty[item.field] = fault

    def _checked(self, leaf: Node, item: Item, line: int, text: str) -> tuple[Any, Fault | None]:
        read = leaf.read.get(text)
        if read is None:
            if len(leaf.read) >= MANY_TEXTS:
                leaf.read.clear()
            read = leaf.read[text] = self._values.read(item, text)
        value, wrong = read
        if wrong is None:
            return value, None
        kind, reason, cure = wrong
        return value, self._tell(make_fault(kind, line, item.element, text, reason, cure))

    def _tell(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def _close(self, frame: _Frame, around: _Frame) -> None:
        block = frame.node.part
        assert isinstance(block, Block)
        if block is spec.CHILD:
            self._close_child(frame)
        elif block.table is None:
            for part in block.parts:
                if isinstance(part, Item) and part.table and part.least and part.element not in frame.seen:
                    self._empty(frame.line, block.element)
        else:
            for element, name in self._required[block.element]:
                if name not in frame.values:
                    frame.faulty[name] = self._missing(frame.line, element, block.element)
            self._close_row(frame, block, around)

    def _close_row(self, frame: _Frame, block: Block, around: _Frame) -> None:
        table, name = str(block.table), str(block.field)
        lists = {field_name: tuple(rows) for field_name, rows in frame.rows.items()}
        if block is spec.HEADER:
            if self.header is None:
                self.header = Header(line=frame.line, **frame.values, faulty=frame.faulty)
            return
        if block.most == 1 and name in around.values:
            self._set_aside[table] += 1
            if lists.get("disabilities"):
                self._set_aside["Disabilities"] += len(lists["disabilities"])
            return
        if block is spec.CHARACTERISTICS:
            around.values["disabilities"] = lists.pop("disabilities", ())
        if block is spec.DETAILS:
            frame.values["conferences"], self._conferences = self._conferences, 0
        record = RECORDS[table](line=frame.line, **frame.values, **lists, faulty=frame.faulty)
        if block.most == 1:
            around.values[name] = record
        else:
            around.rows.setdefault(name, []).append(record)

    def _close_child(self, frame: _Frame) -> None:
        identifiers: Identifiers | None = frame.values.get("identifiers")
        details = tuple(frame.rows.get("details", ()))
        for element, name in self._required["Child"]:
            if name not in frame.values and name not in frame.rows:
                self._missing(frame.line, element, "Child")
        la_child_id = identifiers.la_child_id if identifiers else None
        if identifiers is None:
            self._missing(frame.line, "LAchildID", "Child")
        duplicate_of: int | None = None
        if la_child_id is not None:
            duplicate_of = self._first_line.get(la_child_id)
            if duplicate_of is None:
                self._first_line[la_child_id] = frame.line
            else:
                self.faults.append(
                    make_fault(
                        FaultKind.DUPLICATE_CHILD,
                        frame.line,
                        "LAchildID",
                        la_child_id,
                        f"The child on line {duplicate_of} has the same LAchildID.",
                        "Give each child one record with all their episodes; this one was not merged.",
                    )
                )
        self.children.append(
            Child(
                line=frame.line,
                identifiers=identifiers,
                characteristics=frame.values.get("characteristics"),
                disabilities=frame.values.get("disabilities", ()),
                details=details,
                faults=tuple(of_child(fault, la_child_id) for fault in self.faults),
                duplicate_of=duplicate_of,
                set_aside=MappingProxyType(dict(self._set_aside)),
            )
        )
        self.faults.clear()

    def _missing(self, line: int, element: str, block: str) -> Fault:
        return self._tell(
            make_fault(FaultKind.MISSING, line, element, "", f"This {block} has no {element}.", f"Give the {element}.")
        )

    def _empty(self, line: int, element: str) -> tuple[None, Fault]:
        return None, self._tell(
            make_fault(
                FaultKind.MISSING,
                line,
                element,
                "",
                f"{element} is here but says nothing.",
                "Fill it in, or leave it out.",
            )
        )

    def _not_collected(self, line: int, element: str) -> None:
        self.faults.append(
            make_fault(
                FaultKind.NOT_COLLECTED,
                line,
                element,
                "",
                f"{element} is not part of the {self._year} census.",
                "Leave it out, or check the year in the header.",
            )
        )

    def _repeated(self, line: int, part: Block | Item, frame: _Frame) -> None:
        grouping = isinstance(part, Block) and part.table is None
        self.faults.append(
            make_fault(
                FaultKind.REPEATED,
                line,
                part.element,
                "",
                f"{part.element} stands more than once in this {frame.node.part.element}.",
                "What they hold is read together; write it once." if grouping else "The first is kept.",
            )
        )


_FILE_LEVEL = frozenset({"Header", "Children"})  # the first reading speaks of these
