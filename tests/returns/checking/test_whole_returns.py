"""What holds of any return: the clean one has no faults, a planted fault is found and no other, order is nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sightline.returns.checking.collection import collection
from sightline.returns.checking.command import checked
from sightline.returns.checking.csv_tables import read_sheet
from sightline.returns.checking.files import returns_in
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.load import Asked
from sightline.returns.checking.notices import Notice
from sightline.returns.checking.report import Report
from sightline.returns.checking.run import ask, run
from sightline.returns.checking.store import CELL, ROW, store_of
from sightline.returns.cin.tabulate import columns_of, tabulate
from sightline.synthetic.census import write_census
from sightline.synthetic.looked_after import write_ssda903

FEW = 15
Tables = dict[str, tuple[list[str], list[list[str]]]]


def report_of(path: Path, **asked: object) -> Report:
    (given,) = returns_in(path)
    return checked(given, Asked(**asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("year", range(2023, 2028))
def test_a_clean_census_has_no_faults(tmp_path: Path, year: int) -> None:
    write_census(tmp_path / "c.xml", children=150, year=year, seed=year)
    report = report_of(tmp_path / "c.xml")
    assert report.year == year
    assert {fault.rule for fault in report.faults} == set()
    assert not report.could_not_run


@pytest.mark.parametrize("year", range(2024, 2028))
def test_a_clean_return_of_children_looked_after_has_no_faults(tmp_path: Path, year: int) -> None:
    write_ssda903(tmp_path, children=300, year=year, seed=year)
    report = report_of(tmp_path)
    assert report.year == year
    assert {fault.rule for fault in report.faults} == set()
    assert len(report.ran) > 200


def test_faults_are_found_only_in_children_in_whom_they_were_planted(tmp_path: Path) -> None:
    written = write_census(tmp_path / "c.xml", children=400, seed=5, clean=False)
    report = report_of(tmp_path / "c.xml")
    planted = {fault.child for fault in written.planted}
    assert {fault.child for fault in report.faults if fault.child is not None} <= planted
    found = {fault.child: fault.rule for fault in report.faults}
    for fault in written.planted:
        if fault.what == "missing" and fault.element == "CINreferralDate":
            assert "8600" in {other.rule for other in report.faults if other.child == fault.child}
    assert found


def tables_of(name: str, folder: Path) -> Tables:
    tables: Tables = {}
    if name == "cin":
        write_census(folder / "c.xml", children=120, seed=9, clean=False)
        with (folder / "c.xml").open("rb") as file:
            rows = tabulate(file, "c.xml").rows
        for table, text in rows.items():
            if text:
                tables[table] = (columns_of(table), [row.split(CELL) for row in text.split(ROW)])
    else:
        write_ssda903(folder, children=120, seed=9)
        for path in sorted(folder.glob("*.csv")):
            sheet = read_sheet(path.name, path.read_bytes(), the_return(name))
            assert not isinstance(sheet, Notice)
            found = [row.split(CELL) for row in sheet.text.split(ROW)] if sheet.text else []
            tables[sheet.table] = (sheet.columns, found)
    return spoilt(tables)


def spoilt(tables: Tables) -> Tables:
    """Faults of every kind: a value gone, or another row's. Who a row is about stays."""
    chance = random.Random(1)
    for columns, rows in tables.values():
        may_change = [place for place, name in enumerate(columns) if name not in ("CHILD", "LAchildID", "CINdetailsID")]
        for row in rows:
            if len(rows) > 1 and chance.random() < 0.2:
                place = chance.choice(may_change)
                row[place] = chance.choice(["", chance.choice(rows)[place]])
    return tables


def found_in(name: str, tables: Tables, levels: tuple[str, ...]) -> set[tuple[str, str | None, int | None]]:
    when = collection(2026)
    store = store_of(the_return(name), when, tables)
    rules = [rule for rule in rules_of(name).values() if rule.level in levels]
    answers = run(rules, store, when)
    store.close()
    return {(answer.rule.code, table, row) for answer in answers for table, row in answer.places}


@pytest.mark.parametrize("name", ["cin", "ssda903"])
def test_rules_asked_together_say_what_they_say_alone(tmp_path: Path, name: str) -> None:
    when = collection(2026, authority="211")
    rules = [*rules_of(name).values()]
    store = store_of(the_return(name), when, tables_of(name, tmp_path))
    together = run(rules, store, when)
    assert together == [ask(rule, store, when) for rule in rules]
    store.close()
    assert sum(bool(answer.places) for answer in together) > 5


@pytest.mark.parametrize("name", ["cin", "ssda903"])
def test_the_order_of_the_rows_never_matters(tmp_path: Path, name: str) -> None:
    tables = tables_of(name, tmp_path)
    orders = {table: random.Random(3).sample(range(len(rows)), len(rows)) for table, (_, rows) in tables.items()}
    shuffled = {table: (columns, [rows[place] for place in orders[table]]) for table, (columns, rows) in tables.items()}
    levels = ("row", "child", "return")
    straight = found_in(name, tables, levels)
    again = {
        (code, table, None if table is None or row is None else orders[table][row])
        for code, table, row in found_in(name, shuffled, levels)
    }
    assert len(straight) > 5
    assert again ^ straight == set()


@pytest.mark.parametrize("name", ["cin", "ssda903"])
def test_checking_a_return_is_checking_its_children_one_by_one(tmp_path: Path, name: str) -> None:
    tables = tables_of(name, tmp_path)
    of = the_return(name)
    together = found_in(name, tables, ("row", "child"))
    key = {table: columns.index(of.child) if of.child in columns else None for table, (columns, _) in tables.items()}
    children = sorted({row[place] for table, place in key.items() if place is not None for row in tables[table][1]})
    apart: set[tuple[str, str | None, int | None]] = set()
    for child in children[:FEW]:
        own = {
            table: [n for n, row in enumerate(rows) if key[table] is None or row[key[table]] == child]  # type: ignore[index]
            for table, (_, rows) in tables.items()
        }
        mine = {table: (tables[table][0], [tables[table][1][n] for n in rows]) for table, rows in own.items()}
        for code, table, row in found_in(name, mine, ("row", "child")):
            apart.add((code, table, None if table is None or row is None else own[table][row]))
    kept = set(children[:FEW])
    whose = {
        (code, table, row)
        for code, table, row in together
        if table is not None and row is not None and (key[table] is None or tables[table][1][row][key[table]] in kept)  # type: ignore[index]
    }
    assert len(whose) > 3
    assert apart ^ whose == set()
