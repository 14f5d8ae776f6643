"""Reading a census file: what is read, what is faulted, what is refused."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sightline.returns.cin import spec
from sightline.returns.cin.faults import Fault, FaultKind, NotACensus
from sightline.returns.cin.read import open_census
from sightline.returns.cin.records import Child
from sightline.synthetic.census import write_census

from .conftest import CHILD, HEADER, as_file, census, line_of

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "cin"
CHILDREN_IN_SAMPLES = {"fake_CIN_data.xml": 332, "CIN_Census_2026.xml": 2}


def read(text: str | bytes, **options: object) -> list[Child]:
    return list(open_census(as_file(text), **options).children())  # type: ignore[arg-type]


def only_fault(text: str) -> Fault:
    children = read(text)
    (fault,) = [fault for child in children for fault in child.faults]
    return fault


def refused(content: str | bytes, **options: object) -> NotACensus:
    with pytest.raises(NotACensus) as caught:
        list(open_census(as_file(content), name="return.xml", **options).children())  # type: ignore[arg-type]
    error = caught.value
    assert str(error).startswith("return.xml") and error.cure.endswith(".")
    return error


# --- what is read -----------------------------------------------------------------------------------------


def test_a_child_is_read_whole_with_the_line_of_every_record() -> None:
    text = census()
    file = open_census(as_file(text))
    (child,) = file.children()
    assert file.faults == () and child.faults == ()
    assert (file.year, file.reference_date, file.header.lea) == (2026, date(2026, 3, 31), "999")
    assert child.la_child_id == "A1" and child.line == line_of(text, "<Child>")
    assert child.identifiers and child.identifiers.birth_date == date(2024, 6, 1)
    assert [disability.code for disability in child.disabilities] == ["NONE"]
    (episode,) = child.details
    assert episode.line == line_of(text, "<CINdetails>") and episode.no_further_action is False
    (assessment,) = episode.assessments
    assert [(factor.code, factor.line) for factor in assessment.factors] == [
        ("3B", line_of(text, "<AssessmentFactors>")),
        ("16A", line_of(text, "<AssessmentFactors>", nth=2)),
    ]
    (enquiry,) = episode.section_47s
    assert enquiry.conference_date == date(2025, 6, 25) and episode.conference_date is None
    (plan,) = episode.protection_plans
    assert plan.previous_plans == 0 and [review.date for review in plan.reviews] == [date(2025, 9, 10)]
    assert episode.cin_plans[0].end_date is None


def test_control_totals_are_the_rows_read_and_the_rows_set_aside() -> None:
    block = CHILD[CHILD.index("<ChildCharacteristics>") : CHILD.index("<CINdetails>")]
    file = open_census(as_file(census(CHILD, CHILD.replace(block, block + block), CHILD)))
    counted: Counter[str] = Counter()
    for child in file.children():
        counted += child.rows()
        counted.update(child.set_aside)
    assert {table: counted[table] for table in file.totals} == dict(file.totals)
    assert file.totals["Disabilities"] == 4 and file.elements["Disability"] == 4


def test_children_may_be_asked_for_twice_at_once() -> None:
    stream = BytesIO()
    write_census(stream, children=200, seed=3)
    file = open_census(stream)
    both = list(zip(file.children(), file.children(), strict=True))
    assert len(both) == 200 and all(one == other for one, other in both)


@pytest.mark.parametrize("root", ['Message xmlns="http://supplier.example/cin"'])
def test_a_supplier_s_default_namespace_changes_nothing(root: str) -> None:
    assert read(census(root=root)) == read(census())


def test_a_supplier_s_prefix_changes_nothing() -> None:
    import re

    text = re.sub(r"<(/?)(\w)", r"<\1s:\2", census()).replace("<s:Message>", '<s:Message xmlns:s="urn:s">', 1)
    assert read(text) == read(census())


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ("", "utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252"),
    ],
)
def test_every_honest_encoding_is_read(declaration: str, encoding: str) -> None:
    text = declaration + census(CHILD.replace("A1", "Zoë"))
    (child,) = read(text.encode(encoding))
    assert child.la_child_id == "Zoë"


def test_a_path_is_opened_and_closed_and_a_stream_that_cannot_go_back_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "return.xml"
    path.write_text(census())
    with open_census(path) as file:
        assert file.name == "return.xml" and len(list(file.children())) == 1
    path.write_bytes(gzip.compress(census().encode()))

    class OneWay(BytesIO):
        def seekable(self) -> bool:
            return False

    with open_census(OneWay(census().encode())) as file:
        assert len(list(file.children())) == 1


def test_lines_are_right_beyond_line_65535() -> None:
    text = census(*[CHILD.replace("A1", f"A{n}") for n in range(1600)], CHILD.replace("<Sex>F", "<Sex>"))
    last = read(text)[-1]
    assert last.line == text[: text.rindex("<Child>")].count("\n") + 1 > 65_535
    assert last.faults[0].line == text[: text.rindex("<ChildIdentifiers>")].count("\n") + 1


def test_a_file_all_on_one_line_is_read() -> None:
    children = read(census(CHILD, CHILD.replace("A1", "A2"), CHILD).replace("\n", ""))
    assert [child.duplicate_of for child in children] == [None, None, 1]


def test_lxml_finds_the_same_values() -> None:
    stream = BytesIO()
    write_census(stream, children=150, year=2027, seed=9)
    tree = etree.fromstring(stream.getvalue())
    children = list(open_census(stream).children())
    for node, child in zip(tree.iter("Child"), children, strict=True):
        assert child.line == node.sourceline
        for block, item in spec.items(spec.CHILD):
            found = [each.text for path in node.iter(block.element) for each in path.findall(item.element)]
            assert sorted(found) == sorted(_written(child, block.element, item)), item.element


def _written(child: Child, block: str, item: spec.Item) -> list[str]:
    """The values of one item as our records hold them, written back as text."""
    records: dict[str, list[object]] = {
        "ChildIdentifiers": [child.identifiers],
        "ChildCharacteristics": [child.characteristics],
        "Disabilities": list(child.disabilities),
        "CINdetails": list(child.details),
    }
    for episode in child.details:
        for name, rows in (
            ("Assessments", episode.assessments),
            ("CINPlanDates", episode.cin_plans),
            ("Section47", episode.section_47s),
            ("ChildProtectionPlans", episode.protection_plans),
            ("PreProceedingsandFGDM", episode.pre_proceedings),
        ):
            records.setdefault(name, []).extend(rows)
        for assessment in episode.assessments:
            records.setdefault("FactorsIdentifiedAtAssessment", []).extend(assessment.factors)
        for plan in episode.protection_plans:
            records.setdefault("Reviews", []).extend(plan.reviews)
    name = {"Disability": "code", "AssessmentFactors": "code", "CPPreviewDate": "date"}.get(item.element)
    values = [getattr(record, name or item.field) for record in records.get(block, [])]
    return [str(int(value)) if isinstance(value, bool) else str(value) for value in values if value is not None]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_every_child_of_the_sample_files_is_read(path: Path) -> None:
    with open_census(path) as file:
        read = len(list(file.children()))
    assert read == file.totals["Child"] == CHILDREN_IN_SAMPLES.get(path.name)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("CIN_Census_2026.xml")), ids=lambda path: path.name)
def test_the_untidy_sample_is_faulted_line_by_line(path: Path) -> None:
    with open_census(path) as file:
        children = list(file.children())
    assert [fault.kind for fault in file.faults] == [FaultKind.YEAR_UNSURE]
    found = [(fault.kind, fault.line, fault.element) for child in children for fault in child.faults]
    assert (FaultKind.STRAY_TEXT, 23, "ChildIdentifiers") in found
    assert (FaultKind.UNKNOWN_CODE, 46, "AssessmentFactors") in found


# --- what is faulted --------------------------------------------------------------------------------------


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


# --- what is refused --------------------------------------------------------------------------------------


def _workbook() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (_workbook(), "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (gzip.compress(b"x", mtime=0), "compressed"),
        (b"%PDF-1.7", "PDF"),
        (b'{"children": []}', "JSON"),
        (b"CHILD,SEX,DOB,ETHNIC,UPN\n1,1,01/01/2010,WBRI,\n", "SSDA903"),
        (b"id;name\n", "not XML"),
        (b"a,b\n1,2\n", "comma-separated"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b"<SchoolCensus/>", "not Message"),
        (census(header=HEADER.replace(">CIN<", ">SC<")).encode(), '"SC"'),
        (b"<Message/>", "no Children"),
        (b'<?xml version="1.0" encoding="EBCDIC-37"?><Message/>', "EBCDIC-37"),
        (b'<?xml version="1.0" encoding="utf-16"?><Message/>', "declares the encoding utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?><Message/>'.encode("utf-16"), "written in UTF-16"),
        ("<Message/>".encode("utf-32"), "UTF-32"),
    ],
)
def test_another_kind_of_file_is_refused_by_name(content: bytes, says: str) -> None:
    assert says in refused(content).what


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("</Sex>", "</Gender>", "Sex, opened on line"),
        ("WBRI", "A & B", "cannot stand here"),
        ("WBRI", "&nbsp;", "entity"),
        ("<Sex>", '<Sex a="1" a="2">', "twice"),
        ("WBRI", "\x01", "cannot stand here"),
    ],
)
def test_broken_xml_is_refused_with_its_line(old: str, new: str, says: str) -> None:
    text = census(CHILD.replace(old, new, 1))
    error = refused(text)
    assert says in error.what and error.line == line_of(text, new)


@pytest.mark.parametrize("part", ["<Sex>", "</CINdetails>", "<Reviews", "</Children>"])
def test_a_file_cut_short_is_refused_before_any_child_is_given(part: str) -> None:
    text = census(CHILD, CHILD.replace("A1", "A2"))
    cut = text[: text.rindex(part) + 3]
    with pytest.raises(NotACensus, match="cut short"):
        open_census(as_file(cut))
    assert refused(cut).line == cut.count("\n") + 1


def test_two_files_joined_are_refused() -> None:
    assert "after the end of Message" in refused(census() + census()).what
    assert "very start" in refused("\n" + '<?xml version="1.0"?>' + census()).what


def test_windows_1252_in_a_file_that_claims_utf_8_is_refused_with_its_line_and_letter() -> None:
    text = census(CHILD.replace(">A1<", ">Zo\xeb<"))
    error = refused(text.encode("cp1252"))
    assert error.line == line_of(text, "Zo\xeb")
    assert "EB is not UTF-8" in error.what and '"\xeb" in Windows-1252' in error.cure


def test_entities_and_outside_content_are_never_reached(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for doctype in (
        f'<!DOCTYPE Message [<!ENTITY l0 "ha">{laughs}]>\n',
        f'<!DOCTYPE Message [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n',
        '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/cin.dtd">\n',
    ):
        error = refused('<?xml version="1.0"?>\n' + doctype + census(CHILD.replace("WBRI", "&x;")))
        assert "DOCTYPE" in error.what and error.line == 2


def test_giants_are_refused() -> None:
    assert "longer than 100 kB" in refused(census(CHILD.replace("WBRI", "W" * 100_001))).what
    assert "longer than 100 kB" in refused(census(CHILD.replace("WBRI", "é" * 60_000))).what
    assert "megabyte" in refused(census(CHILD.replace("<Sex>", f"<!--{'x' * 1_200_000}--><Sex>"))).what
    assert "megabyte" in refused(census(CHILD.replace("<Sex>", f'<Sex a="{"x" * 1_200_000}">'))).what
    assert "deep" in refused(census(CHILD.replace("WBRI", "<a>" * 500_000))).what
    assert "elements" in refused(census(CHILD.replace("</Sex>", "</Sex>" + "<UPN/>" * 100_001))).what
    assert "larger than" in refused(census(), limit_bytes=1000).what


def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    stream = as_file(census())
    file = open_census(stream)
    stream.seek(0)
    stream.write(census(CHILD.replace("A1", "B1")).encode())
    with pytest.raises(NotACensus, match="changed"):
        list(file.children())


def test_many_unknown_names_do_not_fill_the_memory() -> None:
    text = census(*[f"<x{n}/>" for n in range(5000)])
    file = open_census(as_file(text))
    assert len(file.faults) <= 1002 and sum(fault.count for fault in file.faults) >= 5000


# --- whatever the bytes -----------------------------------------------------------------------------------

_VALID = census(CHILD, CHILD.replace("A1", "A2")).encode()
_ENCODINGS = [
    _VALID,
    census().encode("utf-16"),
    b'<?xml version="1.0" encoding="windows-1252"?>' + _VALID,
    b'<?xml version="1.0" encoding="utf-8"?>' + _VALID,
]


@settings(max_examples=400, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_bytes_raise_anything_but_a_refusal(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(_ENCODINGS)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.sampled_from([0, 0, 1, 1, 2, 7, 60]))
        content[at : at + cut] = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"<", b">", b"&", b"<Child>", b"</Child>", b"<!DOCTYPE x>", b"]]>", b"<![CDATA[", b"\0"]
                ),
                st.sampled_from([b"<Header/>", b"<Sex/>", b"<Reviews>", b"</Reviews>", b"<?x?>", b"\xff\xfe"]),
            )
        )
    try:
        file = open_census(BytesIO(bytes(content)))
        counted: Counter[str] = Counter()
        for child in file.children():
            counted += child.rows()
            counted.update(child.set_aside)
    except NotACensus as error:
        assert error.what and error.cure
    else:
        assert {table: counted[table] for table in file.totals} == dict(file.totals)


@given(content=st.binary(max_size=200))
def test_no_junk_raises_anything_but_a_refusal(content: bytes) -> None:
    with pytest.raises(NotACensus):
        open_census(BytesIO(content))


def test_every_table_and_item_of_the_declaration_has_a_place_on_our_records() -> None:
    assert list(spec.TABLES) == [
        "Header",
        "ChildIdentifiers",
        "ChildCharacteristics",
        "Disabilities",
        "CINdetails",
        "Assessments",
        "AssessmentFactorsList",
        "CINplanDates",
        "Section47",
        "ChildProtectionPlans",
        "Reviews",
        "PreProceedings",
    ]
    assert all(table.columns for table in spec.TABLES.values())


def test_a_record_knows_which_of_its_fields_are_faulty() -> None:
    text = census(CHILD.replace("<ReferralSource>6", "<ReferralSource>6F").replace(">2025-06-25<", ">2025-02-30<"))
    (child,) = read(text)
    (episode,) = child.details
    assert set(episode.faulty) == {"referral_source"} and episode.faulty["referral_source"].value == "6F"
    assert set(episode.section_47s[0].faulty) == {"conference_date"}
    assert set(episode.protection_plans[0].faulty) == {"start_date"}
    assert episode.conferences == 1 and not episode.assessments[0].faulty


def test_conferences_are_counted_where_they_are_told_of_and_not_where_the_element_is_empty() -> None:
    own = "<DateOfInitialCPC>2025-06-25</DateOfInitialCPC>"
    empty = "<DateOfInitialCPC> </DateOfInitialCPC>"
    twice = CHILD.replace(own, f"{own}{empty}{own}").replace("<Section47>", f"{empty}<Section47>")
    file = open_census(as_file(census(CHILD, twice.replace("A1", "A2"), f"{own}\n")))
    assert [child.details[0].conferences for child in file.children()] == [1, 2]
    assert file.totals["DateOfInitialCPC"] == 3 and file.elements["DateOfInitialCPC"] == 6
