"""Tries rules on their cases, quickly: python -m tests.returns.checking.trying ssda903 102 103 (none: all)."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from sightline.returns.checking.known import rules_of
from tests.returns.checking.cases import cases_in, found_by
from tests.returns.checking.oracle import difference, label, worked_cases


def main(name: str, *codes: str) -> int:
    """Says what went wrong, case by case; 1 when anything did."""
    rules = rules_of(name)
    wanted = codes or tuple(rules)
    exceptions = import_module(f"tests.returns.{name}.oracle_exceptions").EXCEPTIONS
    own = [case for case in cases_in(Path(__file__).parents[1] / name / "cases") if case.rule in wanted]
    tried, wrong = len(own), 0
    for case in own:
        try:
            found = found_by(name, case)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        else:
            if found == case.expected:
                continue
            said = f"not found {case.expected - found or '-'}, found wrongly {found - case.expected or '-'}"
        wrong += 1
        print(f"{case.rule} {case.place}: {said}")
    for worked in worked_cases(name):
        if worked["code"] not in wanted or worked["code"] not in rules:
            continue
        tried += 1
        try:
            lacking, extra = difference(name, worked)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        else:
            if bool(lacking or extra) == (label(worked) in exceptions):
                continue
            said = f"not found {lacking or '-'}, found and not expected {extra or '-'}"
        wrong += 1
        print(f"worked case {label(worked)}: {said}")
    for code in wanted:
        marked = [case for case in own if case.rule == code]
        if code not in rules:
            print(f"{code} is not written")
        elif not any(case.expected for case in marked):
            print(f"{code} has no faulty case")
    print(f"{tried} cases tried, {wrong} wrong; {len(rules)} rules are written.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
