"""The report as one page that stands by itself: nothing to fetch, to send to a team."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from sightline.returns.checking.forms import heading, summary
from sightline.returns.checking.report import Fault, Report
from sightline.returns.checking.rules import Rule
from sightline.returns.checking.run import Answer

_STYLE = Path(__file__).with_name("web_page.css")
_MOST_ROWS = 500  # of one rule on the page


def as_html(report: Report) -> str:
    title = f"{escape(report.name)}: {escape(heading(report))}"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Check of {title}</title>",
            f"<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>",
            '<a class="skip" href="#faults">Skip to the faults</a>',
            f"<header><h1>Check of {title}</h1>\n<p class=lead>{escape(summary(report))}</p></header>\n<main>",
            *_notices(report),
            *_rules(report),
            *_children(report),
            *_outcomes(report),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _notices(report: Report) -> Iterator[str]:
    if report.notices:
        yield "<section><h2>The files</h2><ul>"
        yield from (f"<li>{escape(str(notice))}</li>" for notice in report.notices)
        yield "</ul></section>"


def _rules(report: Report) -> Iterator[str]:
    yield '<section id="faults"><h2>By rule, errors first</h2>'
    if not report.faults:
        yield "<p>The rules that ran found no faults.</p>" if report.ran else "<p>No rule ran.</p>"
    for rule, faults in report.by_rule():
        yield from _rule(rule, faults)
    yield "</section>"


def _rule(rule: Rule, faults: list[Fault]) -> Iterator[str]:
    count = f"{len(faults):,} {'fault' if len(faults) == 1 else 'faults'}"
    yield (
        f'<details class="{rule.severity}"><summary><strong>{escape(rule.code)}</strong> '
        f'<span class="tag">{rule.severity}</span> {count}. {escape(rule.message)}</summary>'
    )
    placed = [fault for fault in faults if fault.table is not None]
    if placed:
        yield f"<table><caption>Where rule {escape(rule.code)} is broken</caption><thead><tr>"
        yield "".join(f'<th scope="col">{name}</th>' for name in ("Child", "Table", "Row", "Look at"))
        yield "</tr></thead><tbody>"
        for fault in placed[:_MOST_ROWS]:
            cells = (
                fault.child or "",
                fault.table or "",
                str(fault.row),
                f"{', '.join(fault.fields)} {fault.said_beside(rule)}",
            )
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        yield "</tbody></table>"
        if len(placed) > _MOST_ROWS:
            yield f"<p>… and {len(placed) - _MOST_ROWS:,} more: the workbook (--format xlsx) lists them all.</p>"
    else:
        yield "<p>This is a fault of the return as a whole.</p>"
    yield "</details>"


def _children(report: Report) -> Iterator[str]:
    children = report.by_child()
    if not children:
        return
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Child", "Faults", "Rules"))
    yield '<section><h2>By child, most errors first</h2><table><caption class="hidden">Children with faults</caption>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for child, faults in children[:_MOST_ROWS]:
        codes = ", ".join(dict.fromkeys(fault.rule for fault in faults))
        yield f'<tr><th scope="row">{escape(child)}</th><td>{len(faults):,}</td><td>{escape(codes)}</td></tr>'
    yield "</tbody></table>"
    if len(children) > _MOST_ROWS:
        yield f"<p>… and {len(children) - _MOST_ROWS:,} more children.</p>"
    yield "</section>"


def _outcomes(report: Report) -> Iterator[str]:
    yield "<section><h2>What became of every rule</h2>"
    clean = [answer for answer in report.ran if not answer.places and not answer.why]
    yield from _listed("Ran and found no faults", clean)
    yield from _listed("Ran in part", [answer for answer in report.ran if answer.why], why=True)
    yield from _listed("Could not run", report.could_not_run, why=True)
    yield from _listed("Do not apply to the year", report.not_this_year)
    yield "</section>"


def _listed(title: str, answers: list[Answer], *, why: bool = False) -> Iterator[str]:
    if answers:
        yield f"<details><summary>{title}: {len(answers):,}</summary><ul>"
        for answer in answers:
            reason = f" <em>({escape(answer.why)})</em>" if why else ""
            yield f"<li><strong>{escape(answer.rule.code)}</strong>{reason} {escape(answer.rule.message)}</li>"
        yield "</ul></details>"
