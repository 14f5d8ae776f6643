"""The facts that the rules hold in SQL are those of the law: codes, check letters, working days, and which rules."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from sightline.law import cin_codes
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.law.code_sets import CodeSet
from sightline.law.identifiers import UPN_LETTERS, upn_check_letter
from sightline.returns.checking.collection import collection
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.store import Store, store_of

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "standards" / "rules_cin.csv"
YEARS = (2023, 2024, 2025, 2026, 2027)
EVERY_CODE = sorted(
    {code.code for code_set in cin_codes.ALL for code in code_set.codes} | {"", "X", "N", "RC10", "N10"}
)
MACROS = {
    "is_factor": cin_codes.ASSESSMENT_FACTOR,
    "is_disability": cin_codes.DISABILITY,
    "is_ethnicity": cin_codes.ETHNICITY,
    "is_referral_source": cin_codes.REFERRAL_SOURCE,
    "is_category_of_abuse": cin_codes.CATEGORY_OF_ABUSE,
}
RETIRED = {"18A", "19A"}  # no longer listed, but known to the rules that ask for another


@contextmanager
def nothing_sent(year: int) -> Iterator[Store]:
    """A return of that year with nothing in it."""
    store = store_of(the_return("cin"), collection(year), {})
    try:
        yield store
    finally:
        store.close()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("macro", "code_set"), MACROS.items())
def test_the_rules_know_the_codes_of_the_year(macro: str, code_set: CodeSet, year: int) -> None:
    with nothing_sent(year) as store:
        known = {code for (code,) in store.ask(f"select c from unnest($1) t(c) where {macro}(c)", [EVERY_CODE])}
    assert known - RETIRED == {code.code for code in code_set.in_year(year)} - RETIRED


@pytest.mark.parametrize("year", YEARS)
def test_sex_is_asked_for_as_the_year_does(year: int) -> None:
    listed = {code.code for code in (cin_codes.SEX if year >= 2025 else cin_codes.GENDER_UNTIL_2024).in_year(year)}
    with nothing_sent(year) as store:
        known = {code for (code,) in store.ask("select c from unnest($1) t(c) where is_sex(c, c)", [EVERY_CODE])}
    assert known == listed


def test_the_check_letter_of_a_pupil_number_is_the_law_s() -> None:
    numbers = [f"{n * 86_028_157_129 % 10**11:011d}{last}" for n in range(1, 50) for last in "0123456789" + UPN_LETTERS]
    with nothing_sent(2026) as store:
        rows = store.ask("select n, pupil_letter('?' || n) from unnest($1) t(n)", [numbers])
    assert rows == [(number, upn_check_letter(number)) for number in numbers]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("day", "number"), [("opens()", 1), ("reference_date()", 15), ("reference_date()", 45)])
def test_working_days_before_a_day_are_the_calendar_s(year: int, day: str, number: int) -> None:
    start = date(year - 1, 4, 1) if day == "opens()" else date(year, 3, 31)
    with nothing_sent(year) as store:
        assert store.ask(f"select working_days_before({day}, {number})") == [
            (ENGLAND_AND_WALES.working_days_before(start, number),)
        ]


@pytest.mark.parametrize(("year", "number"), [(2023, 105), (2024, 105), (2025, 109), (2026, 109), (2027, 121)])
def test_each_year_has_as_many_rules_as_the_department_published(year: int, number: int) -> None:
    assert sum(rule.in_force(year) for rule in rules_of("cin").values()) == number


def test_what_is_provisional_is_the_pre_proceedings_of_2026_27() -> None:
    provisional = {code for code, rule in rules_of("cin").items() if rule.provisional}
    assert provisional == {code for code, rule in rules_of("cin").items() if rule.first == 2027}
    assert len(provisional) == 12


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published list is not here")
def test_the_rules_and_their_severities_are_those_of_the_published_list() -> None:
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        published = {row["code"]: row["type"] for row in csv.DictReader(file)}
    assert {code: rule.severity for code, rule in rules_of("cin").items()} == published
