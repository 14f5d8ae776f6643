"""What the tests of producing share: the record as a census file, and the tables of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from sightline.record.as_known import settled
from sightline.returns.checking.store import CELL, ROW
from sightline.returns.cin.rows import rows_for
from sightline.returns.cin.tabulate import columns_of, tabulate
from sightline.returns.produced.making import Made, make

_YES_NO = {"true": "1", "false": "0"}
Tables = dict[str, Counter[tuple[str, ...]]]


def census_of(year: int = 2026) -> tuple[bytes, Made]:
    """The record as the census file of a year, and what its making said."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "census.xml"
        made = make(path, year=year, authority="999", serial=1, at=settled())
        return path.read_bytes(), made


def tables(content: bytes | BytesIO) -> Tables:
    """The rows of a file's tables, the header apart: how often each stands there, whatever their order.

    Yes and no are the same in either spelling.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    stream.seek(0)
    read = tabulate(stream, "a file")
    assert not read.strange and not read.repeated
    return {
        name: Counter(tuple(_YES_NO.get(cell, cell) for cell in line.split(CELL)) for line in text.split(ROW) if line)
        for name, text in read.rows.items()
        if name != "Header"
    }


def told(table: str, element: str, *, year: int = 2026, child: int | None = None) -> list[str | None]:
    """What the rows of a table say of an element."""
    columns, rows = rows_for(year, None if child is None else [child]).tables[table]
    assert list(columns) == columns_of(table)
    place = list(columns).index(element)
    return [row[place] for row in rows]


@contextmanager
def another_record() -> Iterator[None]:
    """Whatever is written to the record within is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
