"""What can be wrong with a census file, with one value in it, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


def make_fault(
    kind: FaultKind, line: int, element: str, value: str, reason: str, cure: str, *, count: int = 1
) -> Fault:
    return Fault(kind, line, element, None, as_shown(value), reason, cure, count)


def of_child(fault: Fault, child: str | None) -> Fault:
    return Fault(fault.kind, fault.line, fault.element, child, fault.value, fault.reason, fault.cure, fault.count)


def stray_fault(line: int, element: str, text: str, *, count: int = 1) -> Fault:
    return make_fault(
        FaultKind.STRAY_TEXT,
        line,
        element,
        text,
        f"Text stands in {element} outside any of its elements.",
        "Take it out, or put it in its element; it was not read.",
        count=count,
    )


def as_shown(text: str) -> str:
    """A value as a message may show it: one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def line_of_text(line_after: int, text: str) -> int:
    """The line where text begins, given the line where it ends."""
    return line_after - text.lstrip().count("\n")
