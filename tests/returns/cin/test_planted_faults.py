"""A census that the generator made clean has no faults; a fault planted in it is found by its own rule alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from sightline.returns.checking.collection import Collection, collection
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.run import run
from sightline.returns.checking.store import Store
from sightline.returns.cin.tabulate import columns_of, tabulate
from sightline.synthetic.census import write_census

ONLY_CASE = "LAchildID in (select LAchildID from CINdetails group by 1 having count(*) = 1)"
PROTECTED = "(LAchildID, CINdetailsID) in (select (LAchildID, CINdetailsID) from ChildProtectionPlans)"
WENT_ON = "LAchildID in (select LAchildID from CINdetails where ReferralNFA = '0')"

# The rule that must speak, the table, which rows will do (the first is taken), and what is written there.
PLANTED = (
    ("4220", "ChildCharacteristics", "true", "Ethnicity = 'XXXX'"),
    ("1510", "ChildIdentifiers", "UPN is not null", "UPN = if(UPN[1] = 'A', 'B', 'A') || UPN[2:13]"),
    ("1550", "ChildIdentifiers", "UPN is not null", "UPN = UPN[1:12]"),
    ("1560Q", "ChildIdentifiers", "true", "FormerUPN = 'X'"),
    ("4180", "ChildIdentifiers", "Sex <> 'U'", "Sex = null"),
    ("8545Q", "ChildIdentifiers", "PersonBirthDate is not null", "PersonDeathDate = closes() + 1"),
    ("8540", "Disabilities", f"Disability = 'NONE' and {WENT_ON}", "Disability = 'XXX'"),
    ("8866", "CINdetails", "true", "ReferralSource = '11'"),
    ("8610", "CINdetails", "ReferralNFA = '0'", "PrimaryNeedCode = null"),
    ("8650", "CINdetails", "ReferralNFA = '0'", "PrimaryNeedCode = 'N10'"),
    ("8568", "CINdetails", f"ReferralNFA = '1' and {ONLY_CASE}", "ReferralNFA = null"),
    ("8640", "CINdetails", "ReasonForClosure = 'RC7'", "ReasonForClosure = 'RC0'"),
    ("8805", "CINdetails", "ReasonForClosure = 'RC7'", "ReasonForClosure = null"),
    ("8810", "CINdetails", f"CINclosureDate is null and {PROTECTED}", "ReasonForClosure = 'RC7'"),
    ("8585Q", "CINdetails", "ReasonForClosure = 'RC7'", "ReasonForClosure = 'RC2'"),
    ("8600", "CINdetails", f"CINclosureDate is null and {ONLY_CASE}", "CINreferralDate = null"),
    ("8870Q", "Section47", "InitialCPCtarget is not null", "InitialCPCtarget = date '2025-06-07'"),
    ("8730", "ChildProtectionPlans", "true", "NumberOfPreviousCPP = null"),
    ("8905", "ChildProtectionPlans", "true", "InitialCategoryOfAbuse = null"),
    ("8910", "ChildProtectionPlans", "true", "LatestCategoryOfAbuse = 'ABC'"),
    ("8842Q", "Reviews", "true", "CPPreviewDate = null"),
    ("8945Q", "Factors", "code <> '21'", "code = '18A'"),
)


def census(year: int, *, seed: int, children: int = 400, all_modules: bool = True) -> tuple[Store, Collection]:
    file = BytesIO()
    write_census(file, children=children, year=year, seed=seed, all_modules=all_modules)
    file.seek(0)
    store = Store(the_return("cin"))
    for table, text in tabulate(file, "census.xml").rows.items():
        store.put_text(table, columns_of(table), text)
    when = collection(year)
    store.finish(when)
    return store, when


def speaking(store: Store, when: Collection) -> set[str]:
    """The rules that found something."""
    return {answer.rule.code for answer in run(rules_of("cin").values(), store, when) if answer.places}


@pytest.fixture
def clean() -> Iterator[tuple[Store, Collection]]:
    store, when = census(2026, seed=5)
    yield store, when
    store.close()


@pytest.mark.parametrize("all_modules", [True, False])
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_a_clean_census_has_no_faults(year: int, all_modules: bool) -> None:
    store, when = census(year, seed=year, children=800, all_modules=all_modules)
    try:
        assert speaking(store, when) == set()
    finally:
        store.close()


@pytest.mark.parametrize(("code", "table", "which", "written"), PLANTED, ids=[planted[0] for planted in PLANTED])
def test_a_planted_fault_is_found_by_its_own_rule_alone(
    clean: tuple[Store, Collection], code: str, table: str, which: str, written: str
) -> None:
    store, when = clean
    picked = f"rowid = (select min(rowid) from {table} where {which})"
    assert store.ask(f"update {table} set {written} where {picked}") == [(1,)], "there is no such row to spoil"
    assert speaking(store, when) == {code}
