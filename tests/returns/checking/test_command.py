"""The command: what it answers, in each form, with nothing of the server in it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sightline.returns.checking.command import check_paths
from sightline.returns.checking.load import Asked
from sightline.synthetic.census import write_census

FIELDS = {"rule", "severity", "table", "row", "child", "fields", "message"}


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "CINdetails.csv").write_text(
        "LAchildID,CINdetailsID,CINreferralDate\nc1,1,\n=cmd|1,1,\nc3,1,2025-05-01\n"
    )
    return folder


def told(capsys: pytest.CaptureFixture[str], path: Path, form: str, output: Path | None = None) -> tuple[int, str, str]:
    code = check_paths([path], Asked(name="cin", year=2026), ["8600"], form, output)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_lines_have_one_object_a_fault(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    code, out, _ = told(capsys, faulty, "jsonl")
    faults = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [set(fault) for fault in faults] == [FIELDS, FIELDS]
    assert {key: faults[0][key] for key in ("rule", "severity", "table", "row", "child", "fields")} == {
        "rule": "8600",
        "severity": "error",
        "table": "CINdetails",
        "row": 0,
        "child": "c1",
        "fields": ["CINreferralDate"],
    }


def test_csv_cannot_carry_a_formula(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    _, out, _ = told(capsys, faulty, "csv")
    rows = list(csv.DictReader(out.splitlines()))
    assert set(rows[0]) == FIELDS
    assert [row["child"] for row in rows] == ["c1", "'=cmd|1"]


def test_the_table_says_what_ran_and_what_could_not(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    code = check_paths([faulty], Asked(name="cin", year=2026), ["8600", "1103", "9005"], "table", None)
    out = capsys.readouterr().out
    assert code == 1
    assert "2 errors and 0 queries, from the 1 rule that ran; 1 rule could not run." in out
    assert "Assessments is missing: 1103" in out
    assert "Rules that do not apply to the year: 1\n  9005" in out


def test_nothing_is_said_to_be_clean_by_a_rule_that_did_not_run(
    capsys: pytest.CaptureFixture[str], faulty: Path
) -> None:
    code = check_paths([faulty], Asked(name="cin", year=2026), ["1103"], "table", None)
    out = capsys.readouterr().out
    assert code == 0
    assert "from the 0 rules that ran; 1 rule could not run" in out
    assert "No faults" not in out


def test_a_workbook_holds_the_faults_the_rules_and_the_files(
    capsys: pytest.CaptureFixture[str], faulty: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    assert told(capsys, faulty, "xlsx", tmp_path / "r.xlsx")[0] == 1
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["Faults", "Rules", "Files"]
    assert [row[4] for row in book["Faults"].iter_rows(values_only=True)] == ["child", "c1", "'=cmd|1"]
    assert told(capsys, faulty, "xlsx")[0] == 2


def test_the_page_stands_by_itself_and_escapes_what_it_shows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "CINdetails.csv"
    path.write_text("LAchildID,CINdetailsID,CINreferralDate\n<script>alert(1)</script>,1,\n")
    _, out, _ = told(capsys, path, "html")
    assert out.startswith("<!DOCTYPE html>\n<html lang=")
    assert "<script" not in out and "&lt;script&gt;" in out
    assert "http" not in out and "src=" not in out


def test_what_cannot_be_checked_is_told_and_the_rest_is_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write_census(tmp_path / "a.xml", children=3)
    (tmp_path / "b.xml").write_text("<Message>")
    write_census(tmp_path / "c.xml", children=3)
    code = check_paths([tmp_path], Asked(), [], "table", None)
    captured = capsys.readouterr()
    assert code == 2
    assert "a.xml: the children in need census" in captured.out and "c.xml: the children in need" in captured.out
    assert "b.xml, line 1: the file stops in the middle of Message" in captured.err
    assert check_paths([tmp_path / "none"], Asked(), [], "table", None) == 2
    assert check_paths([tmp_path / "a.xml"], Asked(), ["0000"], "table", None) == 2


def test_the_command_starts_neither_the_server_nor_its_libraries(faulty: Path) -> None:
    script = (
        "import sys; from sightline.cli import main\n"
        "try: main(['check', sys.argv[1], '--return', 'cin', '--year', '2026', '--rule', '8600'])\n"
        "except SystemExit as end: assert end.code == 1, end.code\n"
        "heavy = {'django', 'rich', 'openpyxl', 'psycopg', 'socket', 'lxml'} & sys.modules.keys()\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script, str(faulty)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
