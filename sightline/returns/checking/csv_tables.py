"""Reads a CSV file as a table of a return, whatever wrote it, and says what had to be put up with."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO

from sightline.returns.checking.notices import CannotCheck, Notice
from sightline.returns.checking.store import BLANKS, CELL, ROW
from sightline.returns.checking.tables import LAST, Return, Table

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_KINDS = ((b"PK\x03\x04", "an Excel workbook"), (b"\xd0\xcf\x11\xe0", "an old Excel workbook"), (b"%PDF", "a PDF"))
_CELL_LIMIT = 1_000_000
_DELIMITERS = ",;\t|"
_HEAD = 10_000
_NOTHING = BLANKS + CELL + ROW


@dataclass
class Sheet:
    """One CSV file as it was read: the table it is, its columns by the Department's names, and its rows joined."""

    file: str
    table: str
    columns: list[str]
    text: str
    written: str
    notices: list[Notice] = field(default_factory=list)

    def line(self, row: int, _: str = "") -> int:
        """The line of the file on which a row ends."""
        reader = csv.reader(StringIO(self.written, newline=""), delimiter=_delimiter(self.written))
        numbered = (reader.line_num for cells in reader if cells)
        return next(line for number, line in enumerate(numbered) if number == row + 1)


def read_sheet(file: str, data: bytes, of: Return) -> Sheet | Notice:
    """The table in a CSV file, or why it is none of the return's."""
    notices: list[Notice] = []
    written = _text(file, data, notices)
    try:
        text = _joined(written)
    except csv.Error as error:
        return Notice(file, None, f"it cannot be read as CSV ({error}).", "Export it again.")
    head, _, text = text.partition(ROW)
    if not head:
        return Notice(file, None, "the file is empty.", "Export it again, or leave it out.")
    given = head.split(CELL)
    name = which_table(file, given, of)
    if name is None:
        return Notice(
            file,
            1,
            f"neither its name nor its columns are those of a table of the {of.title}.",
            f"Name it after its table: {', '.join(table.name for table in of.tables)}.",
        )
    # A spreadsheet leaves rows with nothing in them below its last. In a table of one column an empty row is no such
    # leaving: the blank lines are gone already, so somebody wrote "" there.
    kept = text if len(given) == 1 and '"' in written else text.rstrip(_NOTHING)
    sheet = Sheet(file, name, _columns(file, given, of.by_name[name], notices), kept, written, notices)
    if sheet.text != text:
        last = text[len(sheet.text) :].partition(ROW)[0]
        sheet.text += last
    _raggedness(sheet)
    return sheet


def _joined(written: str) -> str:
    """The rows that are not blank lines, with our own separators. Most files quote nothing, which is quick."""
    delimiter = _delimiter(written)
    if '"' not in written:
        text = written.replace(CELL, " ").replace(ROW, " ").replace("\r\n", ROW).replace("\n", ROW).replace("\r", ROW)
        text = text.replace(delimiter, CELL).strip(ROW)
        while ROW + ROW in text:
            text = text.replace(ROW + ROW, ROW)
        return text
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(StringIO(written.replace(CELL, " ").replace(ROW, " "), newline=""), delimiter=delimiter)
    return ROW.join([CELL.join(row) for row in reader if row])


def _delimiter(written: str) -> str:
    return max(_DELIMITERS, key=written[:_HEAD].partition("\n")[0].count)


def which_table(file: str, given: list[str], of: Return) -> str | None:
    """The table that a file is, by its name or else by its columns; with _last when it is last year's."""
    stem = re.split(r"[/\\]", file)[-1].rpartition(".")[0].lower()
    last = re.search(r"(_last|[ _-]last[ _-]?year|[ _-]previous[ _-]?year)$", stem)
    if last:
        stem = stem[: last.start()]
    ending = LAST if last else ""
    bare = _bare(stem)
    tables = (*of.tables, *of.lists)
    spellings = {_bare(name): table.name for table in tables for name in (table.name, *table.files)}
    fits = {table.name: fit(given, table) for table in tables}
    if bare in spellings:
        return spellings[bare] + ending
    inside = sorted((spelling for spelling in spellings if spelling in bare), key=len)
    if inside and fits[spellings[inside[-1]]] > 1:
        return spellings[inside[-1]] + ending
    best = max(fits, key=lambda name: fits[name])
    alike = [name for name in fits if fits[name] == fits[best]]
    return best + ending if fits[best] > 2 and len(alike) == 1 else None


def fit(given: list[str], table: Table) -> int:
    """How many of a file's columns are a table's, less those that are not."""
    known = _spellings(table)
    names = {_bare(column) for column in given}
    return sum(1 if name in known else -1 for name in names if name)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _spellings(table: Table) -> Mapping[str, str]:
    return {_bare(name): column.name for column in table.columns for name in (column.name, *column.also)}


def _columns(file: str, given: list[str], table: Table, notices: list[Notice]) -> list[str]:
    known = _spellings(table)
    columns: list[str] = []
    for name in given:
        column = known.get(_bare(name), "")
        if column and column in columns:
            notices.append(
                Notice(file, 1, f"the column {column} is there twice.", "The first was read; take the other out.")
            )
            column = ""
        elif not column and name.strip():
            notices.append(
                Notice(
                    file,
                    1,
                    f"{table.name} has no column {name.strip()[:40]!r}.",
                    "It was not read; check its spelling.",
                )
            )
        columns.append(column)
    return columns


def _raggedness(sheet: Sheet) -> None:
    beyond = len(sheet.columns) - 1
    rows = sheet.text.split(ROW) if sheet.text else []
    uneven = [number for number, row in enumerate(rows) if row.count(CELL) != beyond]
    for long, what, cure in (
        (True, "more cells than the header", "What is beyond the header was not read; look for a stray comma."),
        (False, "fewer cells than the header", "The missing ones count as empty."),
    ):
        found = [
            number
            for number in uneven
            if (rows[number].count(CELL) > beyond) == long and (not long or any(rows[number].split(CELL)[beyond + 1 :]))
        ]
        if found:
            who = f"{len(found):,} rows have" if len(found) > 1 else "a row has"
            sheet.notices.append(Notice(sheet.file, sheet.line(found[0]), f"{who} {what}.", cure))


def _text(file: str, data: bytes, notices: list[Notice]) -> str:
    for start, kind in _KINDS:
        if data.startswith(start):
            raise CannotCheck(file, None, f"this is {kind}, not CSV.", "Save it as CSV.")
    encoding = next((codec for bom, codec in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("windows-1252" if encoding == "utf-8" else encoding, "replace")
        notices.append(
            Notice(
                file,
                line,
                f"the byte {data[error.start]:02X} is not {encoding.removesuffix('-sig').upper()}.",
                "It was read as Windows-1252; save the file as CSV UTF-8.",
            )
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        notices.append(Notice(file, line, "there are null characters in it.", "They were left out; export it again."))
        text = text.replace("\0", "")
    return text.removeprefix("\ufeff")
