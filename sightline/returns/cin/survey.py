"""The first reading of a census file: is it whole, and how much of each thing does it hold?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from xml.parsers import expat

from sightline.returns.cin import spec
from sightline.returns.cin.faults import (
    Fault,
    FaultKind,
    NotACensus,
    as_shown,
    line_of_text,
    make_fault,
    stray_fault,
)
from sightline.returns.cin.source import (
    SAVE_AS_UTF8,
    Source,
    encoding_of,
    first_wrong_byte,
    refuse_other_kinds,
)
from sightline.returns.cin.walk import Node, local_name, new_parser

MEGABYTE = 1_000_000
DEPTH_LIMIT = 20  # the deepest census element stands at depth 7
TEXT_LIMIT = 100_000  # bytes of text in one place
TOKEN_LIMIT = MEGABYTE  # bytes of one tag or comment
CHILD_LIMIT = 100_000  # elements in one child
_KNOWN_NAMES = {block.element.casefold(): block.element for block in spec.blocks()} | {
    item.element.casefold(): item.element for _, item in spec.items()
}
_MANY_NAMES = 1000


class Survey:
    """Goes through the whole file once, refusing what is not a whole census and counting what it holds."""

    def __init__(self, source: Source, limit_bytes: int) -> None:
        self._source = source
        self._root = Node(spec.MESSAGE)
        self._unknown: dict[tuple[str, str], list[int]] = {}
        self._stray: dict[str, tuple[int, str, int]] = {}
        self._repeated: dict[str, int] = {}
        self._root_line = 1
        self._open: list[str] = []
        self._lines: list[int] = []
        self._conferences = 0
        self.elements: dict[str, int] = {}
        self.size = 0
        self.sha256 = ""
        self._go_through(limit_bytes)

    def totals(self) -> dict[str, int]:
        counts = {node.part.table: node.count for node in self._root.every() if node.part.table}
        counts["Child"] = self._root.inside["Children"].inside["Child"].count
        counts[spec.CONFERENCE] = self._conferences
        return {str(table): count for table, count in counts.items() if table != "Header"}

    def faults(self) -> Iterator[Fault]:
        for name, line in self._repeated.items():
            yield make_fault(
                FaultKind.REPEATED,
                line,
                name,
                "",
                f"The file has more than one {name}.",
                "Only the first Header is read." if name == "Header" else "They are read as one list.",
            )
        if not self.totals()["Child"]:
            yield make_fault(
                FaultKind.MISSING,
                self._root_line,
                "Child",
                "",
                "The file holds no children.",
                "Export it again with the children of the year.",
            )
        for (parent, name), (line, count) in self._unknown.items():
            known = _KNOWN_NAMES.get(name.casefold())
            if known is None:
                reason, cure = f"The census has no element {name}.", "Leave it out; it was not read."
            elif known != name:
                reason = f"The census has no element {name}."
                cure = f"Write it as {known}; it was not read."
            else:
                reason = f"{name} does not belong inside {parent}."
                cure = "Move it to its place; it was not read."
            yield make_fault(FaultKind.UNKNOWN_ELEMENT, line, name, "", reason, cure, count=count)
        for parent, (line, text, count) in self._stray.items():
            yield stray_fault(line, parent, text, count=count)

    def _go_through(self, limit_bytes: int) -> None:
        digest = hashlib.sha256()
        parser, fed = self._parser(), 0
        first = True
        head = b""
        for chunk in self._source.chunks():
            if first:
                head, first = chunk, False
                refuse_other_kinds(self._source.name, head)
            digest.update(chunk)
            fed += len(chunk)
            if fed > limit_bytes:
                raise self._refusal(
                    None,
                    f"the file is larger than {limit_bytes / MEGABYTE:g} MB.",
                    "Check that it is the census; if it is, raise the limit.",
                )
            self._parse(parser, chunk, head)
            if fed - max(parser.CurrentByteIndex, 0) > TOKEN_LIMIT:
                raise self._refusal(
                    parser.CurrentLineNumber,
                    "one tag or comment is longer than a megabyte.",
                    "This is not how a case system writes a census; ask where the file came from.",
                )
        if first:
            raise self._refusal(None, "the file is empty.", "Export the census again.")
        self._parse(parser, b"", head, final=True)
        self.size, self.sha256 = fed, digest.hexdigest()
        if not self._root.inside["Children"].count:
            raise self._refusal(
                self._root_line,
                "there is no Children element in it.",
                "Choose a census file, or export it again with the children of the year.",
            )

    def _parser(self) -> expat.XMLParserType:
        parser = new_parser()
        opened, lines, elements, unknown = self._open, self._lines, self.elements, self._unknown
        stack: list[Node] = []
        skipping = within_child = child_began = seen = text_size = 0
        conference = False  # in one of which nothing has been read yet

        def start(raw: str, _: object) -> None:
            nonlocal skipping, within_child, child_began, seen, text_size, conference
            text_size = 0
            name = raw if ":" not in raw else local_name(raw)
            line = parser.CurrentLineNumber
            opened.append(raw)
            lines.append(line)
            seen += 1
            if name in elements:
                elements[name] += 1
            elif len(elements) < _MANY_NAMES:
                elements[name] = 1
            if skipping:
                skipping += 1
            elif not stack:
                self._begin(name, line, stack)
            else:
                node = stack[-1].inside.get(name)
                if node is None:
                    skipping = 1
                    key = (stack[-1].part.element, name)
                    if key not in unknown and len(unknown) >= _MANY_NAMES:
                        key = (stack[-1].part.element, "(others)")
                    unknown.setdefault(key, [line, 0])[1] += 1
                else:
                    node.count += 1
                    stack.append(node)
                    conference = name == spec.CONFERENCE
                    if len(stack) <= 3:
                        if len(stack) == 3 and name == "Child":
                            within_child, child_began = 1, seen
                        elif len(stack) == 2 and node.count == 2:
                            self._repeated[name] = line
            if len(opened) > DEPTH_LIMIT:
                raise self._refusal(
                    line,
                    f"elements stand more than {DEPTH_LIMIT} deep inside one another.",
                    "This is not how a case system writes a census; ask where the file came from.",
                )

        def end(_: str) -> None:
            nonlocal skipping, within_child, text_size, conference
            text_size = 0
            opened.pop()
            lines.pop()
            if skipping:
                skipping -= 1
                return
            stack.pop()
            conference = False
            if within_child and len(stack) == 2:
                within_child = 0
                if seen - child_began > CHILD_LIMIT:
                    raise self._refusal(
                        parser.CurrentLineNumber,
                        f"one child has more than {CHILD_LIMIT:,} elements.",
                        "This is not how a case system writes a census; ask where the file came from.",
                    )

        def text(data: str) -> None:
            nonlocal text_size, conference
            text_size += len(data) if data.isascii() else len(data.encode())
            if text_size > TEXT_LIMIT:
                raise self._refusal(
                    parser.CurrentLineNumber,
                    f"the text of {opened[-1]} is longer than {TEXT_LIMIT // 1000} kB.",
                    "A census holds only dates, codes and numbers; take the text out.",
                )
            if conference and not skipping and not data.isspace():
                self._conferences += 1
                conference = False
            if not within_child and not skipping and not stack[-1].value and not data.isspace():
                parent = stack[-1].part.element
                line, shown, count = self._stray.get(
                    parent, (line_of_text(parser.CurrentLineNumber, data), as_shown(data), 0)
                )
                self._stray[parent] = (line, shown, count + 1)

        def doctype(*_: object) -> None:
            raise self._refusal(
                parser.CurrentLineNumber,
                "it has a DOCTYPE, which can make a parser fetch or unfold other content.",
                "Take the DOCTYPE out; a census needs none.",
            )

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = doctype
        return parser

    def _begin(self, name: str, line: int, stack: list[Node]) -> None:
        if name != "Message":
            raise self._refusal(
                line,
                f"the outermost element is {as_shown(name)}, not Message, so this is another kind of file.",
                "Choose the children in need census file.",
            )
        self._root.count += 1
        self._root_line = line
        stack.append(self._root)

    def _parse(self, parser: expat.XMLParserType, chunk: bytes, head: bytes, *, final: bool = False) -> None:
        try:
            parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise self._broken(error, head, final) from None
        except (LookupError, ValueError) as error:  # a codec that Python or expat cannot use
            raise self._refusal(1, f"its encoding cannot be read ({error}).", SAVE_AS_UTF8) from None

    def _broken(self, error: expat.ExpatError, head: bytes, final: bool) -> NotACensus:
        line, code = error.lineno, error.code
        codes = expat.errors.codes
        if code == codes[expat.errors.XML_ERROR_INVALID_TOKEN] or not final:
            wrong_byte = first_wrong_byte(self._source, encoding_of(head))
            if wrong_byte is not None and wrong_byte[0] <= line:
                return self._refusal(*wrong_byte)
        if final:
            if self._open:
                at = f"in the middle of {as_shown(self._open[-1])}, opened on line {self._lines[-1]}"
            else:
                at = "before its first element"
            return self._refusal(
                line,
                f"the file stops {at}: it is cut short.",
                "Export it again, and check that the whole file was copied.",
            )
        what, cure = _BROKEN.get(code, (f"the XML is broken ({expat.ErrorString(code)}).", _EXPORT_AGAIN))
        if code == codes[expat.errors.XML_ERROR_TAG_MISMATCH] and self._open:
            what = (
                f"a closing tag does not match: {as_shown(self._open[-1])}, opened on line "
                f"{self._lines[-1]}, is still open."
            )
        return self._refusal(line, what, cure)

    def _refusal(self, line: int | None, what: str, cure: str) -> NotACensus:
        return NotACensus(self._source.name, line, what, cure)


_EXPORT_AGAIN = "Export it again from the case system; do not edit it by hand."
_BROKEN: dict[int, tuple[str, str]] = {
    expat.errors.codes[message]: words
    for message, words in {
        expat.errors.XML_ERROR_INVALID_TOKEN: (
            "the XML is broken by a character that cannot stand here.",
            "Write & as &amp; and < as &lt; in values, and take out control characters; or export it again.",
        ),
        expat.errors.XML_ERROR_TAG_MISMATCH: ("a closing tag does not match.", _EXPORT_AGAIN),
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: ("a tag has one attribute twice.", _EXPORT_AGAIN),
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: (
            "there is more after the end of Message.",
            "Take out what follows </Message>; two files may have been joined.",
        ),
        expat.errors.XML_ERROR_UNDEFINED_ENTITY: (
            "it uses an entity (&name;) that XML does not know.",
            "Write the character itself, or & as &amp;.",
        ),
        expat.errors.XML_ERROR_MISPLACED_XML_PI: (
            "the <?xml …?> line is not at the very start of the file.",
            "Take out the blank lines or text before it.",
        ),
        expat.errors.XML_ERROR_UNKNOWN_ENCODING: ("its encoding cannot be read.", SAVE_AS_UTF8),
        expat.errors.XML_ERROR_INCORRECT_ENCODING: (
            "the encoding it declares is not the one it is written in.",
            SAVE_AS_UTF8,
        ),
    }.items()
}
