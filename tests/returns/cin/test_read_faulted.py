"""Reading a census file: what is faulted, and that a fault costs only itself."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.returns.cin.faults import FaultKind
from sightline.returns.cin.read import open_census

from .conftest import CHILD, HEADER, as_file, census, line_of
from .reading import only_fault, read


@pytest.mark.parametrize(
    ("written", "kind", "reason", "cure"),
    [
        ("2025-02-31", FaultKind.IMPOSSIBLE_DATE, "no such day", "true date"),
        ("31/12/2025", FaultKind.IMPOSSIBLE_DATE, "YYYY-MM-DD", "write 2025-12-31"),
        ("12/31/2025", FaultKind.IMPOSSIBLE_DATE, "YYYY-MM-DD", "year, month and day"),
        ("2025-06-02T00:00:00", FaultKind.IMPOSSIBLE_DATE, "time of day", "2025-06-02"),
        ("2025-W01-1", FaultKind.IMPOSSIBLE_DATE, "YYYY-MM-DD", "YYYY-MM-DD"),
        ("20250602", FaultKind.IMPOSSIBLE_DATE, "YYYY-MM-DD", "YYYY-MM-DD"),
        ("٢٠٢٥-٠٦-٠٢", FaultKind.IMPOSSIBLE_DATE, "YYYY-MM-DD", "YYYY-MM-DD"),
        ("0000-01-01", FaultKind.IMPOSSIBLE_DATE, "no such day", "true date"),
        ("0205-06-02", FaultKind.IMPLAUSIBLE_DATE, "before 1900", "true date"),
        ("2036-04-01", FaultKind.IMPLAUSIBLE_DATE, "ten years after", "true date"),
    ],
)
def test_a_bad_date_costs_only_itself(written: str, kind: FaultKind, reason: str, cure: str) -> None:
    text = census(CHILD.replace("<CINreferralDate>2025-06-02", f"<CINreferralDate>{written}"))
    (child,) = read(text)
    (fault,) = child.faults
    assert (fault.kind, fault.value, fault.child) == (kind, written, "A1")
    assert (fault.line, fault.element) == (line_of(text, "<CINreferralDate>"), "CINreferralDate")
    assert reason in fault.reason and cure in fault.cure
    assert child.details[0].referral_date is None and child.details[0].referral_source == "6"


@pytest.mark.parametrize("written", ["2025-06-02Z", "2025-06-02+01:00", " 2025-06-02\n"])
def test_a_date_with_a_zone_or_space_around_it_is_that_date(written: str) -> None:
    (child,) = read(census(CHILD.replace("2025-06-02", written)))
    assert child.faults == () and child.details[0].referral_date == date(2025, 6, 2)


def test_dates_up_to_the_limits_are_plausible() -> None:
    text = CHILD.replace("2024-06-01", "1900-01-01").replace("2026-01-05", "2036-03-31")
    assert read(census(text))[0].faults == ()


@pytest.mark.parametrize(
    ("old", "new", "element", "kind"),
    [
        ("<Sex>F", "<Sex>1", "Sex", FaultKind.UNKNOWN_CODE),
        (">3B<", ">RB<", "AssessmentFactors", FaultKind.UNKNOWN_CODE),
        (">WBRI<", ">White British<", "Ethnicity", FaultKind.BAD_FORM),
        (">WBRI<", f">{'W' * 300}<", "Ethnicity", FaultKind.BAD_FORM),
        ("<ICPCnotRequired>0", "<ICPCnotRequired>No", "ICPCnotRequired", FaultKind.BAD_FORM),
        ("<NumberOfPreviousCPP>0", "<NumberOfPreviousCPP>-1", "NumberOfPreviousCPP", FaultKind.BAD_FORM),
        ("<Sex>", "<UPN>12</UPN><Sex>", "UPN", FaultKind.BAD_FORM),
        ("<Sex>", "<GenderCurrent>1</GenderCurrent><Sex>", "GenderCurrent", FaultKind.NOT_COLLECTED),
        (">NONE<", "><", "Disability", FaultKind.MISSING),
        ("<Disability>NONE</Disability>", "", "Disabilities", FaultKind.MISSING),
        ("<CINreferralDate>2025-06-02</CINreferralDate>", "", "CINreferralDate", FaultKind.MISSING),
        ("<CINreferralDate>2025-06-02", "<CINreferralDate> ", "CINreferralDate", FaultKind.MISSING),
        ("<LAchildID>A1</LAchildID>", "", "LAchildID", FaultKind.MISSING),
        (
            "<Sex>",
            "<PersonBirthDate>2023-01-01</PersonBirthDate><Sex>",
            "PersonBirthDate",
            FaultKind.REPEATED,
        ),
        ("</Disabilities>", "</Disabilities><Disabilities/>", "Disabilities", FaultKind.REPEATED),
    ],
)
def test_each_fault_names_its_element(old: str, new: str, element: str, kind: FaultKind) -> None:
    (child,) = read(census(CHILD.replace(old, new, 1)))
    fault = child.faults[0]
    assert (fault.kind, fault.element) == (kind, element)
    assert fault.reason and fault.cure and len(fault.value) <= 80


def test_an_unlisted_code_is_carried_and_a_hook_may_judge_instead() -> None:
    text = census(CHILD.replace("<Sex>F", "<Sex>1"))
    (child,) = read(text)
    assert child.identifiers and child.identifiers.sex == "1"
    assert child.faults[0].line == line_of(text, "<Sex>")
    assert read(text, codes=lambda element, code, year: True)[0].faults == ()
    asked: set[tuple[str, str, int]] = set()
    read(text, codes=lambda *about: bool(asked.add(about)) or True)
    assert ("Sex", "1", 2026) in asked and ("ReferralSource", "6", 2026) in asked


def test_codes_are_those_of_the_collection_year() -> None:
    header = HEADER.replace("2026", "2022")
    text = CHILD.replace("<Sex>F</Sex>", "<GenderCurrent>2</GenderCurrent>").replace(">6<", ">5D<")
    (child,) = read(census(text, header=header))
    assert [(fault.kind, fault.element) for fault in child.faults] == [(FaultKind.UNKNOWN_CODE, "ReferralSource")]


def test_of_a_repeated_element_the_first_is_kept() -> None:
    text = census(CHILD.replace("<Sex>", "<PersonBirthDate>2023-01-01</PersonBirthDate>\n<Sex>"))
    (child,) = read(text)
    assert child.identifiers and child.identifiers.birth_date == date(2024, 6, 1)
    assert child.faults[0].line == line_of(text, "<PersonBirthDate>", nth=2)


def test_of_a_repeated_block_the_first_is_kept_and_the_other_set_aside() -> None:
    block = CHILD[CHILD.index("<ChildIdentifiers>") : CHILD.index("<ChildCharacteristics>")]
    text = census(CHILD.replace(block, block + block.replace("A1", "B2")))
    (child,) = read(text)
    assert child.la_child_id == "A1" and dict(child.set_aside) == {"ChildIdentifiers": 1}
    assert child.faults[0].line == line_of(text, "<ChildIdentifiers>", nth=2)


def test_a_second_child_with_the_same_id_is_faulted_and_not_merged() -> None:
    text = census(CHILD, CHILD)
    first, second = read(text)
    assert first.faults == () and first.duplicate_of is None and second.duplicate_of == first.line
    (fault,) = second.faults
    assert fault.kind is FaultKind.DUPLICATE_CHILD and fault.line == second.line
    assert f"line {first.line}" in fault.reason


def test_a_child_without_its_blocks_says_what_is_missing() -> None:
    (child,) = read(census("<Child></Child>\n"))
    assert child.la_child_id is None and child.identifiers is None
    assert {fault.element for fault in child.faults} == {
        "ChildIdentifiers",
        "ChildCharacteristics",
        "CINdetails",
        "LAchildID",
    }


def test_stray_text_is_faulted_where_it_stands() -> None:
    text = census(CHILD.replace("<Sex>", "\nPersonBirthDate\n<Sex>"))
    fault = only_fault(text)
    assert (fault.kind, fault.element, fault.child) == (FaultKind.STRAY_TEXT, "ChildIdentifiers", "A1")
    assert fault.line == line_of(text, "\nPersonBirthDate") + 1 and fault.value == "PersonBirthDate"


def test_stray_text_between_children_is_the_file_s_fault() -> None:
    text = census(CHILD, "oops\n", CHILD.replace("A1", "A2"), "again\n")
    (fault,) = open_census(as_file(text)).faults
    assert (fault.kind, fault.value, fault.count) == (FaultKind.STRAY_TEXT, "oops", 2)
    assert fault.line == line_of(text, "oops")


def test_unknown_elements_are_listed_once_each_with_count_and_line() -> None:
    spoilt = CHILD.replace("<Sex>", "<Forename>x<b>y</b></Forename>\n<Sex>").replace("CINPlanDates", "CINplanDates")
    text = census(spoilt, spoilt.replace("A1", "A2"), "<Sex>F</Sex>\n")
    file = open_census(as_file(text))
    faults = {fault.element: fault for fault in file.faults}
    assert set(faults) == {"Forename", "CINplanDates", "Sex"}
    assert (faults["Forename"].count, faults["Forename"].line) == (2, line_of(text, "<Forename>"))
    assert "CINPlanDates" in faults["CINplanDates"].cure
    assert "does not belong inside Children" in faults["Sex"].reason
    assert all(child.faults == () for child in file.children())


@pytest.mark.parametrize(
    ("old", "new", "kind", "element", "year"),
    [
        ("<Year>2026", "<Year>2025", FaultKind.YEAR_UNSURE, "Year", 2026),
        ("<Year>2026</Year>", "", FaultKind.MISSING, "Year", 2026),
        (
            "<ReferenceDate>2026-03-31</ReferenceDate>",
            "",
            FaultKind.MISSING,
            "ReferenceDate",
            2026,
        ),
        ("<LEA>999", "<LEA>99", FaultKind.BAD_FORM, "LEA", 2026),
        (
            "<ReferenceDate>2026-03-31",
            "<ReferenceDate>2026-02-30",
            FaultKind.IMPOSSIBLE_DATE,
            "ReferenceDate",
            2026,
        ),
    ],
)
def test_a_faulty_header_is_told_and_the_children_read(
    old: str, new: str, kind: FaultKind, element: str, year: int
) -> None:
    file = open_census(as_file(census(header=HEADER.replace(old, new))))
    (fault,) = file.faults
    assert (fault.kind, fault.element, file.year) == (kind, element, year)
    assert len(list(file.children())) == 1


def test_without_a_header_the_year_is_unknown() -> None:
    file = open_census(as_file(census(header="")))
    assert file.year is None and [fault.element for fault in file.faults] == ["Header"]
    assert next(file.children()).faults == ()


def test_a_second_header_and_a_file_without_children_are_told() -> None:
    text = f"<Message>\n{HEADER}{HEADER}<Children/></Message>"
    file = open_census(as_file(text))
    assert [(fault.kind, fault.element) for fault in file.faults] == [
        (FaultKind.REPEATED, "Header"),
        (FaultKind.MISSING, "Child"),
    ]
    assert list(file.children()) == []
