"""Tables with only some of their columns: which rules still speak, and that none faults what was merely not sent."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from sightline.returns.checking.collection import collection
from sightline.returns.checking.files import Given, Part
from sightline.returns.checking.known import NAMES, rules_of, the_return
from sightline.returns.checking.load import Asked, load
from sightline.returns.checking.run import Answer, Outcome, ask, run
from sightline.returns.checking.store import store_of
from tests.returns.checking.cases import LATEST, Case, Place, cases_in
from tests.returns.checking.oracle import day_of, difference, expected_of, label, text_of, worked_cases

HERE = Path(__file__).parents[1]


def answer(
    name: str, code: str, tables: dict[str, tuple[list[str], list[list[str | None]]]], year: int = 2026
) -> Answer:
    when = collection(year)
    store = store_of(the_return(name), when, tables)
    try:
        (said,) = run([rules_of(name)[code]], store, when)
    finally:
        store.close()
    return said


def test_what_must_be_present_is_not_missing_from_every_row_when_its_column_was_not_sent() -> None:
    said = answer("cin", "8805", {"CINdetails": (["LAchildID", "CINclosureDate"], [["a", "2025-06-01"]])})
    assert (said.outcome, said.why) == (Outcome.COULD_NOT_RUN, "ReasonForClosure is missing from CINdetails")
    assert not said.places


def test_a_rule_that_compares_two_dates_does_not_find_nothing_when_one_was_not_sent() -> None:
    said = answer("cin", "8608", {"Assessments": (["AssessmentActualStartDate"], [["2025-06-01"]])})
    assert said.why == "AssessmentAuthorisationDate is missing from Assessments"


def test_a_rule_that_can_do_without_a_column_speaks_and_says_so() -> None:
    tables: dict[str, tuple[list[str], list[list[str | None]]]] = {
        "CINdetails": (["LAchildID", "CINreferralDate"], [["a", "2025-06-01"], ["b", "2025-06-01"]]),
        "ChildIdentifiers": (["LAchildID", "PersonBirthDate"], [["a", "2026-06-01"], ["b", "2020-06-01"]]),
    }
    said = answer("cin", "8606", tables)
    assert (said.outcome, said.why) == (Outcome.RAN, "in part: ExpectedPersonBirthDate counted as empty")
    assert set(said.places) == {("CINdetails", 0), ("ChildIdentifiers", 0)}
    tables["ChildIdentifiers"] = (["LAchildID"], [["a"], ["b"]])
    assert answer("cin", "8606", tables).why == (
        "PersonBirthDate or ExpectedPersonBirthDate is missing from ChildIdentifiers"
    )


def test_a_rule_of_a_child_needs_to_know_whose_row_it_is() -> None:
    said = answer("ssda903", "363", {"Episodes": (["DECOM", "LS", "DEC"], [["01/04/2025", "L2", None]])})
    assert said.why == "CHILD is missing from Episodes"


def test_a_column_that_the_year_does_not_collect_is_not_missed() -> None:
    tables: dict[str, tuple[list[str], list[list[str | None]]]] = {
        "ChildIdentifiers": (["LAchildID", "Sex"], [["a", "X"]])
    }
    assert answer("cin", "4180", tables).places == (("ChildIdentifiers", 0),)
    assert answer("cin", "4180", tables, 2024).why == "GenderCurrent is missing from ChildIdentifiers"


@cache
def _own_cases(name: str) -> dict[str, list[Case]]:
    by_rule: dict[str, list[Case]] = defaultdict(list)
    for case in cases_in(HERE / name / "cases"):
        by_rule[case.rule].append(case)
    return by_rule


def _looked_at(name: str, code: str) -> list[tuple[str, str]]:
    """The columns of a rule's tables that it looks at and may be asked without."""
    rule = rules_of(name)[code]
    asked = {group[0] for group in rule.asks if len(group) == 1}
    return [field for field in rule.fields if field not in asked and field[0] in rule.needs]


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for name in NAMES for code in rules_of(name) if _looked_at(name, code)]
)
def test_without_a_column_that_it_can_do_without_a_rule_finds_nothing_new(name: str, code: str) -> None:
    """What it finds with the column empty it finds with the column too: nothing is faulted for not being sent."""
    rule, of = rules_of(name)[code], the_return(name)
    for case in _own_cases(name)[code]:
        year = int(case.told.get("year", max(rule.first, min(LATEST, rule.last or LATEST))))
        when = collection(year, authority=case.told.get("authority"), form=case.told.get("form", "csv"))
        for table, column in _looked_at(name, code):
            if table not in case.tables or column not in case.tables[table][0]:
                continue
            columns, rows = case.tables[table]
            at = columns.index(column)
            less = ([*columns[:at], *columns[at + 1 :]], [[*row[:at], *row[at + 1 :]] for row in rows])
            store = store_of(of, when, {**case.tables, table: less})
            try:
                said = ask(rule, store, when)
            finally:
                store.close()
            assert set(said.places) <= case.expected or (code, column) in TOLD_BY_ANOTHER, (case.place, column)


# Rules that say "it cannot be told", of what either of two columns may tell: the rule runs on the one that was sent.
TOLD_BY_ANOTHER = {
    ("169", "PL_POST"),
    ("169", "PL_LA"),
    ("179", "PL_POST"),
    ("179", "PL_LOCATION"),
    ("392a", "PL_POST"),
    ("392a", "HOME_POST"),
    ("392a", "PL_DISTANCE"),
    # Whether a young person was of the age is not known without the date of birth; the identifier is what is asked.
    ("1002", "DOB"),
}


# The worked cases that files cannot hold: a year that does not end on 31 March, one that ends before it begins, a year
# in which the rule was not in force, and a table without a column.
NOT_IN_FILES = {"354-73", "571-141", "1016-175", "8995Q-62"}
WORKED = [(name, case) for name in NAMES for case in worked_cases(name) if case["code"] in rules_of(name)]


@pytest.mark.parametrize(("name", "case"), WORKED, ids=[f"{name}-{label(case)}" for name, case in WORKED])
def test_files_of_just_the_tables_and_columns_of_a_worked_case_give_its_answer(
    name: str, case: dict[str, Any], tmp_path: Path
) -> None:
    if label(case) in NOT_IN_FILES or any(difference(name, case)):
        pytest.skip("a case that files cannot hold, or that is excepted with its reason")
    told = case.get("metadata", {})
    year = int(case["year"][-7:-3]) + 1
    if "collection_end" in told:
        year = day_of(told["collection_end"]).year
    elif "collection_start" in told:
        year = day_of(told["collection_start"]).year + 1
    providers = None
    if "provider_info" in told:
        providers = tmp_path / "providers.csv"
        providers.write_bytes(_csv(told["provider_info"]))
    parts = [Part(f"{table}.csv", partial(_opened, held)) for table, held in case["input"].items()]
    asked = Asked(name=name, year=year, authority=told.get("localAuthority"), providers=providers)
    loaded = load(Given(label(case), tables=parts), asked)
    try:
        said = ask(rules_of(name)[case["code"]], loaded.store, loaded.collection)
    finally:
        loaded.store.close()
    assert said.outcome is Outcome.RAN, said.why
    labels = {table: held["index"] for table, held in case["input"].items()}
    found: set[Place] = {
        (None, None) if table is None or row is None else (table, labels[table][row]) for table, row in said.places
    }
    assert found == ({(None, None)} if case.get("la_level") else expected_of(case))


def _opened(held: dict[str, Any]) -> io.BytesIO:
    return io.BytesIO(_csv(held))


def _csv(held: dict[str, Any]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(held["columns"])
    writer.writerows([text_of(cell) or "" for cell in row] for row in held["rows"])
    return written.getvalue().encode()
