"""The list of a reconciliation as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from sightline.returns.cin.reconciliation import KIND_TITLES, Kind
from sightline.returns.models import Listed

HEADINGS = ("Line", "LA child ID", "What", "Element", "In the file", "Held here", "Why", "What to do")


def rows_of_list(listed: QuerySet[Listed]) -> Iterator[tuple[object, ...]]:
    """What is listed, as rows of a table, its headings first."""
    yield HEADINGS
    for one in listed.order_by("id").iterator():
        yield _row(one)


def _row(one: Listed) -> tuple[object, ...]:
    kind = KIND_TITLES[Kind(one.kind)]
    cells = (one.la_child_id, kind, one.element, one.value, one.held, one.reason, one.cure)
    return (one.line or "", *(_plain(cell) for cell in cells))


def _plain(text: str) -> str:
    """Text that a spreadsheet won't take for a formula: the file may hold anything."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
