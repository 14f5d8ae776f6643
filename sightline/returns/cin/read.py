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

import codecs
import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from os import PathLike, fspath
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Any
from xml.parsers import expat

from sightline.law import cin_codes
from sightline.returns.cin import spec
from sightline.returns.cin.spec import Block, Item, Kind, Status

# Says whether a code is one the Department listed for an element in a collection year.
KnowsCode = Callable[[str, str, int], bool]

MEGABYTE = 1_000_000
DEPTH_LIMIT = 20  # the deepest census element stands at depth 7
TEXT_LIMIT = 100_000  # bytes of text in one place
TOKEN_LIMIT = MEGABYTE  # bytes of one tag or comment
CHILD_LIMIT = 100_000  # elements in one child
VALUE_LIMIT = 200  # characters of one value
_CHUNK = 1 << 16
_EARLIEST = date(1900, 1, 1)
_YEARS = range(1990, 2101)


class NotACensus(Exception):
    """The file cannot be read as a census. Says which file, where, what is wrong and how to put it right."""

    def __init__(self, file: str, line: int | None, what: str, cure: str) -> None:
        self.file, self.line, self.what, self.cure = file, line, what, cure
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {what} {cure}")


class FaultKind(StrEnum):
    """What sort of thing is wrong with one value, record or element."""

    BAD_FORM = "not written as it should be"
    IMPLAUSIBLE_DATE = "implausible date"
    IMPOSSIBLE_DATE = "impossible date"
    UNKNOWN_CODE = "unknown code"
    MISSING = "missing"
    REPEATED = "repeated"
    DUPLICATE_CHILD = "duplicate child"
    UNKNOWN_ELEMENT = "unknown element"
    NOT_COLLECTED = "not collected in this year"
    STRAY_TEXT = "stray text"
    YEAR_UNSURE = "collection year unsure"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the file, with its line, why it is wrong and how to put it right."""

    kind: FaultKind
    line: int
    element: str
    child: str | None
    value: str
    reason: str
    cure: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Whose return it is, and for which year."""

    line: int
    collection: str | None = None
    year: int | None = None
    reference_date: date | None = None
    source_level: str | None = None
    lea: str | None = None
    software_code: str | None = None
    release: str | None = None
    serial_no: str | None = None
    date_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """Who the child is, as the return knows them: no name and no address."""

    line: int
    la_child_id: str | None = None
    upn: str | None = None
    former_upn: str | None = None
    upn_unknown: str | None = None
    birth_date: date | None = None
    expected_birth_date: date | None = None
    gender_current: str | None = None
    sex: str | None = None
    death_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disability:
    """One disability of the child, or the statement that there is none."""

    line: int
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristics:
    """The child's ethnicity."""

    line: int
    ethnicity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One factor that an assessment identified."""

    line: int
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An assessment of the child's needs, and what it found."""

    line: int
    start_date: date | None = None
    internal_review_date: date | None = None
    authorisation_date: date | None = None
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CinPlan:
    """A child in need plan."""

    line: int
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section47:
    """An enquiry under section 47, and the conference that followed if one was needed."""

    line: int
    start_date: date | None = None
    conference_target: date | None = None
    conference_date: date | None = None
    conference_not_required: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review conference of a child protection plan."""

    line: int
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionPlan:
    """A child protection plan."""

    line: int
    start_date: date | None = None
    end_date: date | None = None
    initial_category: str | None = None
    latest_category: str | None = None
    previous_plans: int | None = None
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreProceedings:
    """Pre-proceedings and the offer of a family group decision-making meeting (from 2026-27)."""

    line: int
    start_date: date | None = None
    letter_before_date: date | None = None
    family_meeting_offered: bool | None = None
    family_meeting_held: bool | None = None
    first_meeting_date: date | None = None
    review_meetings: int | None = None
    step_decision_date: date | None = None
    outcome: str | None = None
    court_application_date: date | None = None
    proceedings_letter_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One episode of need: from a referral until the case is closed."""

    line: int
    referral_date: date | None = None
    referral_source: str | None = None
    primary_need: str | None = None
    closure_date: date | None = None
    closure_reason: str | None = None
    conference_date: date | None = None
    no_further_action: bool | None = None
    assessments: tuple[Assessment, ...] = ()
    cin_plans: tuple[CinPlan, ...] = ()
    section_47s: tuple[Section47, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()
    pre_proceedings: tuple[PreProceedings, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child of the return, with everything it says of them and every fault found in it.

    An impossible or implausible date is not carried: it is None here and its text is in the fault. A code
    that is not listed is carried as written, so that the census rules can speak of it. `duplicate_of` is the
    line of the first child with the same LAchildID; nothing of the two is merged.
    """

    line: int
    identifiers: Identifiers | None = None
    characteristics: Characteristics | None = None
    disabilities: tuple[Disability, ...] = ()
    details: tuple[Details, ...] = ()
    faults: tuple[Fault, ...] = ()
    duplicate_of: int | None = None
    set_aside: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def la_child_id(self) -> str | None:
        return self.identifiers.la_child_id if self.identifiers else None

    def rows(self) -> Counter[str]:
        """How many rows of each table this child brings.

        Over all children, these and the rows in `set_aside` add up to the file's control totals.
        """
        episodes = self.details
        plans = [plan for episode in episodes for plan in episode.protection_plans]
        assessments = [assessment for episode in episodes for assessment in episode.assessments]
        return Counter(
            {
                "Child": 1,
                "ChildIdentifiers": int(self.identifiers is not None),
                "ChildCharacteristics": int(self.characteristics is not None),
                "Disabilities": len(self.disabilities),
                "CINdetails": len(episodes),
                "Assessments": len(assessments),
                "AssessmentFactorsList": sum(len(assessment.factors) for assessment in assessments),
                "CINplanDates": sum(len(episode.cin_plans) for episode in episodes),
                "Section47": sum(len(episode.section_47s) for episode in episodes),
                "ChildProtectionPlans": len(plans),
                "Reviews": sum(len(plan.reviews) for plan in plans),
                "PreProceedings": sum(len(episode.pre_proceedings) for episode in episodes),
            }
        )


_RECORDS: dict[str, Callable[..., Any]] = {
    "Header": Header,
    "ChildIdentifiers": Identifiers,
    "ChildCharacteristics": Characteristics,
    "CINdetails": Details,
    "Assessments": Assessment,
    "CINplanDates": CinPlan,
    "Section47": Section47,
    "ChildProtectionPlans": ProtectionPlan,
    "PreProceedings": PreProceedings,
}
_ROW_RECORDS: dict[str, Callable[[int, Any], Any]] = {
    "Disabilities": lambda line, value: Disability(line=line, code=value),
    "AssessmentFactorsList": lambda line, value: Factor(line=line, code=value),
    "Reviews": lambda line, value: Review(line=line, date=value),
}


# --- the file ---------------------------------------------------------------------------------------------


class CensusFile:
    """A census file found whole: its header, its control totals, and its children one at a time.

    `totals` counts the rows of each table (and "Child") that the file holds; `elements` counts every element
    by name, wherever it stands. `faults` are those of the file as a whole; each child carries its own.
    `sha256` identifies the exact file read.
    """

    def __init__(self, source: _Source, survey: _Survey, codes: KnowsCode | None) -> None:
        self._source, self._codes = source, codes
        self.name = source.name
        self.size, self.sha256 = survey.size, survey.sha256
        self.totals: Mapping[str, int] = MappingProxyType(survey.totals())
        self.elements: Mapping[str, int] = MappingProxyType(survey.elements)
        self.header, header_faults = self._read_header()
        self.year = _collection_year(self.header)
        self.reference_date = self.header.reference_date or (
            date(self.year, 3, 31) if self.year is not None else None
        )
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
        builder = _Builder(year=self.year, reference_date=self.reference_date, codes=self._codes)
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
        builder = _Builder(year=None, reference_date=None, codes=None, header_only=True)
        for chunk in self._source.chunks():
            self._feed(builder, chunk)
            if builder.header is not None:
                break
        if builder.header is None:
            missing = _fault(
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
                f'the header says this is the collection "{_shown(header.collection)}", not CIN.',
                "Choose the children in need census file.",
            )
        return header, [*builder.faults, *_year_faults(header)]

    def _feed(self, builder: _Builder, chunk: bytes, *, final: bool = False) -> None:
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
    opened = _Source(source, name)
    try:
        survey = _Survey(opened, limit_bytes)
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


class _Source:
    """The bytes of the file, which may be read through more than once."""

    def __init__(self, source: str | PathLike[str] | IO[bytes], name: str | None) -> None:
        self._owned = True
        if isinstance(source, str | PathLike):
            self._handle: IO[bytes] = Path(fspath(source)).open("rb")  # noqa: SIM115 (closed by close)
            found: object = Path(fspath(source)).name
        else:
            found = getattr(source, "name", None)
            if hasattr(source, "seekable") and not source.seekable():
                self._handle = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
                while chunk := source.read(_CHUNK):
                    self._handle.write(chunk)
            else:
                self._handle, self._owned = source, False
        self.name = name or (Path(found).name if isinstance(found, str) else "") or "the file"

    def chunks(self) -> Iterator[bytes]:
        position = 0
        while True:
            self._handle.seek(position)  # another reading may have moved it
            chunk = self._handle.read(_CHUNK)
            if not chunk:
                return
            position += len(chunk)
            yield chunk

    def close(self) -> None:
        if self._owned:
            self._handle.close()


# --- the first reading: is it whole? ----------------------------------------------------------------------


class _Node:
    """One element of the census as a reading walks it."""

    __slots__ = ("count", "inside", "part", "read", "value")

    def __init__(self, part: Block | Item) -> None:
        self.part = part
        self.value = isinstance(part, Item)
        self.count = 0
        self.read: dict[str, tuple[Any, _Wrong | None]] = {}  # texts read before
        self.inside: dict[str, _Node] = {}
        if isinstance(part, Block):
            self.inside = {inner.element: _Node(inner) for inner in part.parts}

    def every(self) -> Iterator[_Node]:
        yield self
        for node in self.inside.values():
            yield from node.every()


def _local(name: str) -> str:
    """The name without a supplier's namespace prefix."""
    return name.rpartition(":")[2]


_KNOWN_NAMES = {block.element.casefold(): block.element for block in spec.blocks()} | {
    item.element.casefold(): item.element for _, item in spec.items()
}
_MANY_NAMES = 1000
_MANY_TEXTS = 2000


class _Survey:
    """Goes through the whole file once, refusing what is not a whole census and counting what it holds."""

    def __init__(self, source: _Source, limit_bytes: int) -> None:
        self._source = source
        self._root = _Node(spec.MESSAGE)
        self._unknown: dict[tuple[str, str], list[int]] = {}
        self._stray: dict[str, tuple[int, str, int]] = {}
        self._repeated: dict[str, int] = {}
        self._root_line = 1
        self._open: list[str] = []
        self._lines: list[int] = []
        self.elements: dict[str, int] = {}
        self.size = 0
        self.sha256 = ""
        self._go_through(limit_bytes)

    def totals(self) -> dict[str, int]:
        counts = {node.part.table: node.count for node in self._root.every() if node.part.table}
        counts["Child"] = self._root.inside["Children"].inside["Child"].count
        return {str(table): count for table, count in counts.items() if table != "Header"}

    def faults(self) -> Iterator[Fault]:
        for name, line in self._repeated.items():
            yield _fault(
                FaultKind.REPEATED,
                line,
                name,
                "",
                f"The file has more than one {name}.",
                "Only the first Header is read." if name == "Header" else "They are read as one list.",
            )
        if not self.totals()["Child"]:
            yield _fault(
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
            yield _fault(FaultKind.UNKNOWN_ELEMENT, line, name, "", reason, cure, count=count)
        for parent, (line, text, count) in self._stray.items():
            yield _stray_fault(line, parent, text, count=count)

    def _go_through(self, limit_bytes: int) -> None:
        digest = hashlib.sha256()
        parser, fed = self._parser(), 0
        first = True
        head = b""
        for chunk in self._source.chunks():
            if first:
                head, first = chunk, False
                _refuse_other_kinds(self._source.name, head)
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
        parser = _new_parser()
        opened, lines, elements, unknown = self._open, self._lines, self.elements, self._unknown
        stack: list[_Node] = []
        skipping = within_child = child_began = seen = text_size = 0

        def start(raw: str, _: object) -> None:
            nonlocal skipping, within_child, child_began, seen, text_size
            text_size = 0
            name = raw if ":" not in raw else _local(raw)
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
            nonlocal skipping, within_child, text_size
            text_size = 0
            opened.pop()
            lines.pop()
            if skipping:
                skipping -= 1
                return
            stack.pop()
            if within_child and len(stack) == 2:
                within_child = 0
                if seen - child_began > CHILD_LIMIT:
                    raise self._refusal(
                        parser.CurrentLineNumber,
                        f"one child has more than {CHILD_LIMIT:,} elements.",
                        "This is not how a case system writes a census; ask where the file came from.",
                    )

        def text(data: str) -> None:
            nonlocal text_size
            text_size += len(data) if data.isascii() else len(data.encode())
            if text_size > TEXT_LIMIT:
                raise self._refusal(
                    parser.CurrentLineNumber,
                    f"the text of {opened[-1]} is longer than {TEXT_LIMIT // 1000} kB.",
                    "A census holds only dates, codes and numbers; take the text out.",
                )
            if not within_child and not skipping and not stack[-1].value and not data.isspace():
                parent = stack[-1].part.element
                line, shown, count = self._stray.get(
                    parent, (_line_of_text(parser.CurrentLineNumber, data), _shown(data), 0)
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

    def _begin(self, name: str, line: int, stack: list[_Node]) -> None:
        if name != "Message":
            raise self._refusal(
                line,
                f"the outermost element is {_shown(name)}, not Message, so this is another kind of file.",
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
            raise self._refusal(1, f"its encoding cannot be read ({error}).", _SAVE_AS_UTF8) from None

    def _broken(self, error: expat.ExpatError, head: bytes, final: bool) -> NotACensus:
        line, code = error.lineno, error.code
        codes = expat.errors.codes
        if code == codes[expat.errors.XML_ERROR_INVALID_TOKEN] or not final:
            wrong_byte = _first_wrong_byte(self._source, _encoding(head))
            if wrong_byte is not None and wrong_byte[0] <= line:
                return self._refusal(*wrong_byte)
        if final:
            if self._open:
                at = f"in the middle of {_shown(self._open[-1])}, opened on line {self._lines[-1]}"
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
                f"a closing tag does not match: {_shown(self._open[-1])}, opened on line {self._lines[-1]}, "
                "is still open."
            )
        return self._refusal(line, what, cure)

    def _refusal(self, line: int | None, what: str, cure: str) -> NotACensus:
        return NotACensus(self._source.name, line, what, cure)


def _new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 17
    return parser


_EXPORT_AGAIN = "Export it again from the case system; do not edit it by hand."
_SAVE_AS_UTF8 = "Save or export the file as UTF-8."
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
        expat.errors.XML_ERROR_UNKNOWN_ENCODING: ("its encoding cannot be read.", _SAVE_AS_UTF8),
        expat.errors.XML_ERROR_INCORRECT_ENCODING: (
            "the encoding it declares is not the one it is written in.",
            _SAVE_AS_UTF8,
        ),
    }.items()
}

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._\-]{1,40})[\"']")
_READABLE = re.compile(
    r"(?i)utf-?8|utf-?16(le|be)?|us-ascii|ascii|(iso-?8859|latin)-?[0-9]{1,2}|(windows-?|cp)125[0-8]"
)


def _encoding(head: bytes) -> str:
    """The Python name of the encoding the file is written in, as its first bytes and declaration say."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec
    if head[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if head[0] else "utf-16-be"
    declared = _DECLARED.match(head[:400].decode("latin-1"))
    if declared is None or declared[1].lower().startswith(("utf-16", "utf16")):  # it is not: see above
        return "utf-8"
    return declared[1].lower()


def _refuse_other_kinds(name: str, head: bytes) -> None:
    """Refuses, by its first bytes, a file that is plainly something else or in an encoding we cannot read."""
    choose = "Choose the census XML file."
    for start, kind in (
        (b"PK\x03\x04", "an Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
        (b"\x1f\x8b", "a compressed file"),
        (b"%PDF", "a PDF"),
    ):
        if head.startswith(start):
            raise NotACensus(name, None, f"this is {kind}, not XML.", choose)
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise NotACensus(name, 1, "it is written in UTF-32.", _SAVE_AS_UTF8)
    encoding = _encoding(head)
    plain = head[:4000].decode(encoding if encoding.startswith("utf-16") else "latin-1", "replace")
    plain = plain.removeprefix("\ufeff").removeprefix("ï»¿")
    text = plain.lstrip()
    if not text.strip("\0"):
        raise NotACensus(name, None, "the file is empty.", "Export the census again.")
    if re.match(r"(?i)(<\?xml[^>]*>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype\s+)?html\b", text, re.DOTALL):
        raise NotACensus(name, 1, "this is a web page, not a census.", choose)
    if not text.startswith("<"):
        first = text.partition("\n")[0].strip()
        if re.match(r"(?i)\"?child\"?,", first):
            kind = "a table of comma-separated values, such as an SSDA903 file"
        elif text[0] in "{[":
            kind = "JSON"
        elif "," in first:
            kind = "a table of comma-separated values"
        else:
            kind = "something else"
        raise NotACensus(name, 1, f"this is not XML but {kind}.", choose)
    declared = _DECLARED.match(plain)
    if declared is None:
        return
    claim = declared[1]
    if not _READABLE.fullmatch(claim):
        raise NotACensus(name, 1, f'its encoding, "{_shown(claim)}", cannot be read.', _SAVE_AS_UTF8)
    wide = encoding.startswith("utf-16")
    marked = encoding == "utf-8-sig"
    if wide != claim.lower().startswith(("utf-16", "utf16")) or (
        marked and not re.fullmatch(r"(?i)utf-?8", claim)
    ):
        written = "UTF-16" if wide else "UTF-8" if marked else "single bytes"
        raise NotACensus(
            name,
            1,
            f"it declares the encoding {claim} but is written in {written}.",
            _SAVE_AS_UTF8,
        )


def _first_wrong_byte(source: _Source, encoding: str) -> tuple[int, str, str] | None:
    """The line, name and cure of the first byte that the encoding does not allow, if any."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        return None
    line = 1
    for chunk in source.chunks():
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, "replace")
            byte = error.object[error.start]
            what = (
                f"the byte {byte:02X} is not {encoding.removesuffix('-sig').upper()}, which the file claims."
            )
            cure = _SAVE_AS_UTF8
            if not encoding.startswith("utf-16"):
                with suppress(UnicodeDecodeError):
                    letter = bytes([byte]).decode("windows-1252")
                    if letter.isprintable():
                        cure = (
                            f'It is "{letter}" in Windows-1252: save the file as UTF-8, or declare '
                            'encoding="windows-1252" on its first line.'
                        )
            return line + good.count("\n"), what, cure
    return None


# --- the second reading: the children ---------------------------------------------------------------------


class _Frame:
    """One block while it is open. A block that only groups shares the row of the block around it."""

    __slots__ = ("line", "node", "row", "rows", "seen", "values")

    def __init__(self, node: _Node, line: int, around: _Frame | None) -> None:
        self.node, self.line = node, line
        self.seen: dict[str, int] = {}
        if around is None:
            self.values: dict[str, Any] = {}
            self.rows: dict[str, list[Any]] = {}
            self.row = self
        else:
            self.values, self.rows, self.row = around.values, around.rows, around.row


class _Builder:
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
        self._values = _Values(year, reference_date, codes)
        self._first_line: dict[str, int] = {}
        self._set_aside: Counter[str] = Counter()
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
        parser = _new_parser()
        frames: list[_Frame] = []
        words: list[str] = []
        root = _Node(spec.MESSAGE)
        leaf: _Node | None = None
        leaf_line = skipping = 0
        stray_told = False
        year = self._year

        def start(raw: str, _: object) -> None:
            nonlocal skipping, leaf, leaf_line, stray_told
            stray_told = False
            if skipping or leaf is not None:
                skipping += 1
                return
            name = raw if ":" not in raw else _local(raw)
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
                line = _line_of_text(parser.CurrentLineNumber, data)
                if not self._header_only:
                    self.faults.append(_stray_fault(line, frames[-1].node.part.element, data))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        return parser

    def _value(self, leaf: _Node, line: int, text: str, frame: _Frame) -> None:
        item = leaf.part
        assert isinstance(item, Item)
        if item.table is not None:
            value = self._checked(leaf, item, line, text) if text else None
            frame.rows.setdefault(item.field, []).append(_ROW_RECORDS[item.table](line, value))
            if not text:
                self._empty(line, item.element)
        elif text and item.field not in frame.values:
            frame.values[item.field] = self._checked(leaf, item, line, text)

    def _checked(self, leaf: _Node, item: Item, line: int, text: str) -> Any:
        read = leaf.read.get(text)
        if read is None:
            if len(leaf.read) >= _MANY_TEXTS:
                leaf.read.clear()
            read = leaf.read[text] = self._values.read(item, text)
        value, wrong = read
        if wrong is not None:
            kind, reason, cure = wrong
            self.faults.append(_fault(kind, line, item.element, text, reason, cure))
        return value

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
                    self._missing(frame.line, element, block.element)
            self._close_row(frame, block, around)

    def _close_row(self, frame: _Frame, block: Block, around: _Frame) -> None:
        table, name = str(block.table), str(block.field)
        lists = {field_name: tuple(rows) for field_name, rows in frame.rows.items()}
        if block is spec.HEADER:
            if self.header is None:
                self.header = Header(line=frame.line, **frame.values)
            return
        if block.most == 1 and name in around.values:
            self._set_aside[table] += 1
            if lists.get("disabilities"):
                self._set_aside["Disabilities"] += len(lists["disabilities"])
            return
        if block is spec.CHARACTERISTICS:
            around.values["disabilities"] = lists.pop("disabilities", ())
        record = _RECORDS[table](line=frame.line, **frame.values, **lists)
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
                    _fault(
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
                faults=tuple(_of_child(fault, la_child_id) for fault in self.faults),
                duplicate_of=duplicate_of,
                set_aside=MappingProxyType(dict(self._set_aside)),
            )
        )
        self.faults.clear()

    def _missing(self, line: int, element: str, block: str) -> None:
        self.faults.append(
            _fault(
                FaultKind.MISSING,
                line,
                element,
                "",
                f"This {block} has no {element}.",
                f"Give the {element}.",
            )
        )

    def _empty(self, line: int, element: str) -> None:
        self.faults.append(
            _fault(
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
            _fault(
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
            _fault(
                FaultKind.REPEATED,
                line,
                part.element,
                "",
                f"{part.element} stands more than once in this {frame.node.part.element}.",
                "What they hold is read together; write it once." if grouping else "The first is kept.",
            )
        )


_FILE_LEVEL = frozenset({"Header", "Children"})  # the first reading speaks of these


class _Values:
    """Reads the text of an element as the kind of value it should be, or says why it is not one."""

    def __init__(self, year: int | None, reference_date: date | None, codes: KnowsCode | None) -> None:
        self._year = year
        self._reference = reference_date
        self._latest = _ten_years_after(reference_date)
        self._codes = codes if year is not None else None

    def read(self, item: Item, text: str) -> tuple[Any, _Wrong | None]:
        if len(text) > VALUE_LIMIT:
            return None, (
                FaultKind.BAD_FORM,
                f"It is {len(text):,} characters long.",
                f"Write at most {VALUE_LIMIT} characters.",
            )
        match item.kind:
            case Kind.DATE:
                return self._date(item, text)
            case Kind.CODE:
                return text, self._code(item, text)
            case Kind.YES_NO:
                if text in _YES_NO:
                    return _YES_NO[text], None
                return None, (FaultKind.BAD_FORM, "It is neither yes nor no.", "Write 1 or true, 0 or false.")
            case Kind.COUNT:
                if re.fullmatch(r"[0-9]{1,4}", text):
                    return int(text), None
                return None, (FaultKind.BAD_FORM, "It is not a count.", "Write a whole number, 0 or more.")
            case Kind.YEAR:
                if re.fullmatch(r"[0-9]{4}", text) and int(text) in _YEARS:
                    return int(text), None
                return None, (FaultKind.BAD_FORM, "It is not a year.", "Write the year as 4 digits.")
            case Kind.MOMENT:
                return _moment(text)
            case _:
                if item.pattern is None or re.fullmatch(item.pattern, text):
                    return text, None
                return text, (FaultKind.BAD_FORM, f"It should be {item.form}.", "Put it right at its source.")

    def _code(self, item: Item, text: str) -> _Wrong | None:
        if not re.fullmatch(r"[A-Za-z0-9]{1,10}", text):
            return FaultKind.BAD_FORM, "It is not written like a code.", "Write only the code."
        if self._codes is None or self._year is None or self._codes(item.element, text, self._year):
            return None
        return (
            FaultKind.UNKNOWN_CODE,
            f"It is not a code for {item.element} in the {self._year} census.",
            "Use a code from that year's list.",
        )

    def _date(self, item: Item, text: str) -> tuple[date | None, _Wrong | None]:
        parts = _ISO_DATE.fullmatch(text)
        if parts is None:
            return None, (FaultKind.IMPOSSIBLE_DATE, *_not_iso(text))
        try:
            read = date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            return None, (
                FaultKind.IMPOSSIBLE_DATE,
                "There is no such day.",
                "Find the true date at its source.",
            )
        if item.element == "ReferenceDate":
            if read.year in _YEARS:
                return read, None
            reason = "No census has this reference date."
        elif read < _EARLIEST:
            reason = f"It is before {_EARLIEST.year}."
        elif self._latest is not None and read > self._latest:
            reason = f"It is more than ten years after the reference date, {self._reference}."
        elif read.year > _YEARS[-1]:
            reason = f"It is after {_YEARS[-1]}."
        else:
            return read, None
        return None, (FaultKind.IMPLAUSIBLE_DATE, reason, "Find the true date at its source.")


_Wrong = tuple[FaultKind, str, str]
_YES_NO = {"0": False, "1": True, "false": False, "true": True}
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def _moment(text: str) -> tuple[datetime | None, _Wrong | None]:
    if _MOMENT.fullmatch(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text), None
    return None, (FaultKind.BAD_FORM, "It is not a date and time.", "Write it as YYYY-MM-DDThh:mm:ss.")


def _not_iso(text: str) -> tuple[str, str]:
    """Why a date is not written as YYYY-MM-DD, and what it was perhaps meant to be. Nothing is guessed."""
    reason = "It is not a date written as YYYY-MM-DD."
    day_first = re.fullmatch(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})", text)
    if day_first:
        with suppress(ValueError):
            meant = date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
            return reason, f"If the day comes first, write {meant}."
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?", text):
        return "It has a time of day; the census asks for the date alone.", f"Write {text[:10]}."
    return reason, "Write the year, month and day as YYYY-MM-DD."


def _ten_years_after(day: date | None) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 10)
    except ValueError:  # 29 February
        return date(day.year + 10, 3, 1)


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
    yield _fault(FaultKind.YEAR_UNSURE, header.line, "Year", str(header.year or ""), reason, cure)


def _fault(
    kind: FaultKind, line: int, element: str, value: str, reason: str, cure: str, *, count: int = 1
) -> Fault:
    return Fault(kind, line, element, None, _shown(value), reason, cure, count)


def _of_child(fault: Fault, child: str | None) -> Fault:
    return Fault(
        fault.kind, fault.line, fault.element, child, fault.value, fault.reason, fault.cure, fault.count
    )


def _stray_fault(line: int, element: str, text: str, *, count: int = 1) -> Fault:
    return _fault(
        FaultKind.STRAY_TEXT,
        line,
        element,
        text,
        f"Text stands in {element} outside any of its elements.",
        "Take it out, or put it in its element; it was not read.",
        count=count,
    )


def _shown(text: str) -> str:
    """A value as a message may show it: one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def _line_of_text(line_after: int, text: str) -> int:
    """The line where text begins, given the line where it ends."""
    return line_after - text.lstrip().count("\n")
