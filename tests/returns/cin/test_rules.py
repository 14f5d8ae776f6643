"""Every rule of the return, on cases of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sightline.returns.checking.known import rules_of
from tests.returns.checking.cases import Case, cases_in, found_by

NAME = "cin"
CASES = cases_in(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}-{case.place}" for case in CASES])
def test_the_rule_finds_the_rows_marked_and_no_others(case: Case) -> None:
    assert found_by(NAME, case) == case.expected


@pytest.mark.parametrize("code", rules_of(NAME))
def test_every_rule_has_a_faulty_and_a_clean_case(code: str) -> None:
    own = [case for case in CASES if case.rule == code]
    assert any(case.expected for case in own), "no case has a fault"
    assert any(case.rows > len(case.expected - {(None, None)}) or not case.expected for case in own), "none is clean"
