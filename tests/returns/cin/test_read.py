"""Reading a census file: what is read."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from sightline.returns.cin import spec
from sightline.returns.cin.elements import Item
from sightline.returns.cin.faults import FaultKind
from sightline.returns.cin.read import open_census
from sightline.returns.cin.records import Child
from sightline.synthetic.census import write_census

from .conftest import CHILD, as_file, census, line_of
from .reading import read

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "cin"
CHILDREN_IN_SAMPLES = {"fake_CIN_data.xml": 332, "CIN_Census_2026.xml": 2}


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


def _written(child: Child, block: str, item: Item) -> list[str]:
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
