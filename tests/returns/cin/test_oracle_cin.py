"""The worked cases of other validators, where they are at hand."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.returns.checking.known import rules_of
from tests.returns.checking.oracle import difference, label, worked_cases
from tests.returns.cin.oracle_exceptions import EXCEPTIONS

NAME = "cin"
CASES = worked_cases(NAME)
TRIED = [case for case in CASES if case["code"] in rules_of(NAME)]


@pytest.mark.skipif(not CASES, reason="the worked cases are not here")
def test_every_exception_is_of_a_case_that_is_there() -> None:
    assert EXCEPTIONS.keys() <= {label(case) for case in CASES}


@pytest.mark.skipif(not CASES, reason="the worked cases are not here")
def test_every_code_of_a_case_is_a_rule_or_is_known_to_be_none() -> None:
    assert {case["code"] for case in CASES} - rules_of(NAME).keys() == set()


@pytest.mark.parametrize("case", TRIED, ids=map(label, TRIED))
def test_the_rule_finds_what_the_worked_case_expects(case: dict[str, Any]) -> None:
    differs = any(difference(NAME, case))
    if label(case) in EXCEPTIONS:
        assert differs, "This agrees now: take it out of the exceptions."
    else:
        assert not differs, "expected and not found {}, found and not expected {}".format(*difference(NAME, case))
