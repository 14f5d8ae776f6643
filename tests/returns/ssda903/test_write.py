"""The return's files: what is written can be read again, row by row."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.returns.checking.csv_tables import Sheet, read_sheet
from sightline.returns.checking.known import the_return
from sightline.returns.checking.store import CELL, ROW
from sightline.returns.checking.tables import Kind, Table
from sightline.returns.ssda903.spec import LAST_YEAR, TABLES
from sightline.returns.ssda903.write import NotInTheReturn, Value, columns_of, write

SSDA903 = the_return("ssda903")
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "ssda903"

_TEXT = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=8
).filter(lambda text: text == text.strip())


def _rows(table: Table) -> st.SearchStrategy[list[dict[str, Value]]]:
    kinds: dict[Kind, st.SearchStrategy[Value]] = {Kind.DATE: st.dates(), Kind.COUNT: st.integers(0, 40)}
    columns: dict[str, st.SearchStrategy[Value]] = {
        column.name: st.none() | kinds.get(column.kind, _TEXT.filter(bool))
        for column in table.columns
        if column.name in columns_of(table, LAST_YEAR)
    }
    return st.lists(st.fixed_dictionaries(columns | {"CHILD": _TEXT.filter(bool)}), max_size=5)


def _read(path: Path) -> tuple[str, list[dict[str, str]]]:
    """The table that a file is, and its rows as they are read."""
    sheet = read_sheet(path.name, path.read_bytes(), SSDA903)
    assert isinstance(sheet, Sheet), sheet
    assert not sheet.notices
    rows = [row.split(CELL) for row in sheet.text.split(ROW)] if sheet.text else []
    return sheet.table, [dict(zip(sheet.columns, row, strict=True)) for row in rows]


def _told(value: object) -> str:
    """How the Department asks for a value."""
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04}"
    return "" if value is None else str(value)


@given(st.fixed_dictionaries({}, optional={name: _rows(table) for name, table in TABLES.items()}))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, list[dict[str, Value]]]
) -> None:
    paths = write(tmp_path_factory.mktemp("return"), tables, year=LAST_YEAR)
    read = dict(map(_read, paths))
    assert read == {
        name: [{column: _told(value) for column, value in row.items()} for row in rows] for name, rows in tables.items()
    }


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_file_of_the_return_is_written_as_it_was(sample: Path, tmp_path: Path) -> None:
    table, rows = _read(sample)
    (path,) = write(tmp_path, {table: rows}, year=LAST_YEAR)
    with sample.open(encoding="utf-8-sig", newline="") as before, path.open(encoding="utf-8", newline="") as after:
        assert list(csv.reader(after)) == [row for row in csv.reader(before) if row]


def test_a_table_with_no_rows_is_written_with_its_header(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"AD1": []}, year=2026)
    assert path.read_text("utf-8").strip() == "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR"


def test_what_the_department_derives_is_not_written(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"Header": [{"CHILD": "1"}]}, year=2026)
    assert "UASC" not in path.read_text("utf-8")
    with pytest.raises(NotInTheReturn, match="UASC"):
        write(tmp_path, {"Header": [{"CHILD": "1", "UASC": "0"}]}, year=2026)


def test_a_table_waits_for_its_year(tmp_path: Path) -> None:
    with pytest.raises(NotInTheReturn, match="DoLo"):
        write(tmp_path, {"DoLo": []}, year=2026)
    assert [path.name for path in write(tmp_path, {"DoLo": []}, year=2027)] == ["DoLo.csv"]
