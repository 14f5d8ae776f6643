"""What there is to say about a file itself: which file, which line, what is wrong and how to put it right."""

from __future__ import annotations

from dataclasses import dataclass


def place(file: str, line: int | None) -> str:
    return file if line is None else f"{file}, line {line:,}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a file that was read all the same."""

    file: str
    line: int | None
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{place(self.file, self.line)}: {self.what} {self.cure}".rstrip()


class CannotCheck(Exception):
    """Nothing can be checked here. Says which file, where, what is wrong and how to put it right."""

    def __init__(self, file: str, line: int | None, what: str, cure: str) -> None:
        self.notice = Notice(file, line, what, cure)
        super().__init__(str(self.notice))
