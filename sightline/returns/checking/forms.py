"""The forms in which a report is told: a table to read, CSV, a workbook, JSON lines or a web page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sightline.returns.checking.report import Fault, Report
from sightline.returns.checking.run import Answer, Outcome

COLUMNS = ("rule", "severity", "table", "row", "child", "fields", "message")
_SHOWN_ROWS, _SHOWN_CHILDREN, _SHOWN_NOTICES = 10, 50, 200


def as_jsonl(report: Report, *, many: bool = False) -> Iterator[str]:
    """One object a fault, each with the name of its file when there is more than one."""
    extra = {"file": report.name} if many else {}
    for fault in report.faults:
        yield json.dumps(extra | fault.as_told(), ensure_ascii=False)


def _cells(fault: Fault) -> list[object]:
    table = "" if fault.table is None else fault.table
    row = "" if fault.row is None else fault.row
    return [fault.rule, fault.severity, table, row, fault.child or "", ", ".join(fault.fields), fault.message]


def as_rows(report: Report, *, many: bool = False) -> Iterator[list[object]]:
    """The faults as rows, each with the name of its file when there is more than one."""
    extra = [_harmless(report.name)] if many else []
    for fault in report.faults:
        yield [*extra, *map(_harmless, _cells(fault))]


def _harmless(cell: object) -> object:
    """What a spreadsheet would take for a formula is kept as text."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_xlsx(report: Report, path: Path) -> None:
    """A workbook: the faults, the rules with what became of each, and what was said of the files."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for title, heads, rows, widths in (
        ("Faults", COLUMNS, as_rows(report), (10, 10, 24, 8, 16, 40, 100)),
        (
            "Rules",
            ("rule", "severity", "outcome", "why", "faults", "message"),
            _rules(report),
            (10, 10, 18, 40, 8, 100),
        ),
        ("Files", ("file", "line", "what", "cure"), _notices(report), (40, 8, 80, 80)),
    ):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        bold = [WriteOnlyCell(sheet, value=head) for head in heads]
        for cell in bold:
            cell.font = Font(bold=True)
        sheet.append(bold)
        for row in rows:
            sheet.append([_printable(cell) for cell in row])
    book.save(path)


def _printable(cell: object) -> object:
    return "".join(c for c in cell if c >= " " or c in "\t\n") if isinstance(cell, str) else cell


def _rules(report: Report) -> Iterator[list[object]]:
    for answer in report.answers:
        rule = answer.rule
        count = len(answer.places) if answer.outcome is Outcome.RAN else ""
        yield [rule.code, rule.severity, answer.outcome.value, answer.why, count, rule.message]


def _notices(report: Report) -> Iterator[list[object]]:
    for notice in report.notices:
        yield [_harmless(notice.file), notice.line or "", _harmless(notice.what), notice.cure]


def as_table(report: Report, *, many: bool = False) -> Iterator[str]:
    """The report as lines to read in a terminal; only the counts when it is one of many."""
    yield f"{report.name}: {heading(report)}"
    for notice in report.notices[:_SHOWN_NOTICES]:
        yield f"  {notice}"
    if len(report.notices) > _SHOWN_NOTICES:
        more = len(report.notices) - _SHOWN_NOTICES
        yield f"  … and {more:,} more to be said of the files: --format xlsx lists them."
    yield ""
    yield summary(report)
    if report.faults:
        yield ""
        yield "By rule, errors first"
        for rule, faults in report.by_rule():
            children = len({fault.child for fault in faults if fault.child is not None})
            of = f" in {_counted(children, 'child', 'children')}" if children else ""
            yield f"  {rule.code:<10} {rule.severity:<6} {_counted(len(faults), 'fault')}{of}. {rule.message}"
            if many:
                continue
            for fault in faults[:_SHOWN_ROWS]:
                if fault.table is not None:
                    who = f"  child {fault.child}" if fault.child is not None else ""
                    look = ", ".join(fault.fields)
                    yield f"      {fault.table}, row {fault.row}{who}  ({look}) {fault.said_beside(rule)}".rstrip()
            if len(faults) > _SHOWN_ROWS:
                yield f"      … and {len(faults) - _SHOWN_ROWS:,} more"
    children_found = report.by_child()
    if children_found and not many:
        yield ""
        yield "By child, most errors first"
        for child, faults in children_found[:_SHOWN_CHILDREN]:
            yield f"  {child:<20} {', '.join(dict.fromkeys(fault.rule for fault in faults))}"
        if len(children_found) > _SHOWN_CHILDREN:
            yield f"  … and {len(children_found) - _SHOWN_CHILDREN:,} more children"
    yield ""
    yield from outcomes(report)


def heading(report: Report) -> str:
    whose = f", authority {report.authority}" if report.authority else ""
    return f"the {report.title} of {report.year - 1}-{report.year % 100:02}{whose}"


def summary(report: Report) -> str:
    """The counts in a sentence. Rules that did not run are never said to have found nothing."""
    severities = report.by_severity()
    found = f"{_counted(severities['error'], 'error')} and {_counted(severities['query'], 'query', 'queries')}"
    unheard = len(report.could_not_run)
    more = f"; {_counted(unheard, 'rule')} could not run" if unheard else ""
    return f"{found}, from the {_counted(len(report.ran), 'rule')} that ran{more}."


def outcomes(report: Report) -> Iterator[str]:
    """What became of every rule."""
    yield f"Rules that ran: {len(report.ran)}"
    clean = [answer.rule.code for answer in report.ran if not answer.places and not answer.why]
    if clean:
        yield f"  No faults by: {', '.join(clean)}"
    yield from _by_why(answer for answer in report.ran if answer.why)
    yield f"Rules that could not run: {len(report.could_not_run)}"
    yield from _by_why(report.could_not_run)
    others = report.not_this_year
    yield f"Rules that do not apply to the year: {len(others)}"
    if others:
        yield f"  {', '.join(answer.rule.code for answer in others)}"


def _by_why(answers: Iterable[Answer]) -> Iterator[str]:
    whys: dict[str, list[str]] = {}
    for answer in answers:
        whys.setdefault(answer.why, []).append(answer.rule.code)
    for why, codes in sorted(whys.items()):
        yield f"  {why[:1].upper()}{why[1:]}: {', '.join(codes)}"


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
