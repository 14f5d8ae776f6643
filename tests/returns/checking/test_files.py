"""Files as they come: partial, spoilt by spreadsheets, hostile. Each gets a message with file, line and cure."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sightline.returns.checking.command import check_paths, checked
from sightline.returns.checking.files import returns_in
from sightline.returns.checking.forms import outcomes
from sightline.returns.checking.load import Asked, load
from sightline.returns.checking.notices import CannotCheck
from sightline.returns.checking.report import Report
from sightline.returns.checking.run import Outcome
from sightline.synthetic.census import write_census

CHILD = (
    "<Child><ChildIdentifiers><LAchildID>{id}</LAchildID>{identifiers}</ChildIdentifiers><ChildCharacteristics>"
    "<Ethnicity>WBRI</Ethnicity></ChildCharacteristics><CINdetails><CINreferralDate>{date}</CINreferralDate>"
    "<ReferralSource>6</ReferralSource><ReferralNFA>0</ReferralNFA></CINdetails></Child>"
)


def census(*children: str, year: int = 2026, head: str = "") -> str:
    return (
        f"{head}<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails><Source><LEA>999</LEA></Source></Header>\n"
        f"<Children>\n{chr(10).join(children)}\n</Children></Message>"
    )


def child(id: str = "c1", identifiers: str = "<Sex>F</Sex>", date: str = "2025-05-01") -> str:
    return CHILD.format(id=id, identifiers=identifiers, date=date)


def check_one(path: Path, *codes: str, **asked: object) -> Report:
    (given,) = returns_in(path)
    return checked(given, Asked(**asked), codes)  # type: ignore[arg-type]


def refusal(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CannotCheck) as refused:
        check_one(path)
    return str(refused.value)


ENTITIES = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (census(child(identifiers="<Sex>&b;</Sex>"), head=ENTITIES), "c.xml, line 1: it has a DOCTYPE"),
        (census(child(identifiers="<Sex>&a;</Sex>"), head=OUTSIDE), "c.xml, line 1: it has a DOCTYPE"),
        (census(child(), head="<!DOCTYPE m>"), "c.xml, line 1: it has a DOCTYPE"),
        (census(child())[:-30], "c.xml, line 3: the file stops in the middle of"),
        (census(child("a & b")), "c.xml, line 3: the XML is broken by a character that cannot stand here"),
        (
            census(child("Zo\xeb")).encode("latin-1"),
            'c.xml, line 3: the byte EB is not UTF-8, which the file claims. It is "ë"',
        ),
        (census(child()).replace("</Children>", "</Kinder>"), "c.xml, line 4: a closing tag does not match: Children"),
        ("<html><body>Sign in</body></html>", "c.xml, line 1: this is a web page, not a census"),
        ("<Message></Message>", "c.xml, line 1: there is no Children element in it"),
        ("", "c.xml: the file is empty"),
        ("<x:Message/>", "c.xml, line 1"),
        (b"\xff\xfe<\x00", "c.xml"),
        ("<EXPSSDA903/>", "c.xml, line 1: this is the XML form of SSDA903"),
        (b"%PDF-1.7", "c.xml: this is a PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line_and_the_cure(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    told = refusal(tmp_path / "c.xml", content)
    assert told.startswith(said)
    assert told.endswith(".")


def test_the_children_before_a_break_are_checked_and_the_break_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(census(child("c1"), child("c2", date=""), child("c3"))[:-60])
    report = check_one(path)
    assert not report.whole
    assert report.rows["ChildIdentifiers"] == 2
    assert [fault.child for fault in report.of_rule("8600")] == ["c2"]
    said = next(str(notice) for notice in report.notices)
    assert said.startswith("c.xml, line 5: the file stops in the middle of ")
    assert "The 2 children before that were read and checked. Export it again" in said
    whole_return = [answer for answer in report.answers if answer.rule.level == "return"]
    assert whole_return and not any(answer.outcome is Outcome.RAN for answer in whole_return)
    assert check_paths([path], Asked(), ["8600"], "jsonl", tmp_path / "out.jsonl") == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        census(child("c1"), "<Child><</Child>", child("c2")),
        census(child("c1"), child("c2"), head="<!DOCTYPE m>")[:-30],
    ],
)
def test_a_file_that_is_broken_in_the_midst_or_hostile_is_refused_whole(tmp_path: Path, spoilt: str) -> None:
    assert refusal(tmp_path / "c.xml", spoilt).startswith("c.xml, line ")


def test_a_rule_that_compares_with_the_authority_needs_its_code(tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    path.write_text("CHILD,DECOM,PL_LOCATION,PL_LA\nc1,01/05/2025,IN,211\n")
    (unknown,) = check_one(path, "411").answers
    assert unknown.outcome is Outcome.COULD_NOT_RUN
    assert unknown.why == "the authority's code is missing (give it with --authority)"
    assert [fault.row for fault in check_one(path, "411", authority="212").faults] == [0]
    assert not check_one(path, "411", authority="211").faults


@pytest.mark.parametrize("code", ["169", "179", "392a", "392c"])
def test_a_rule_that_ran_in_part_says_so_and_is_not_said_to_have_found_nothing(tmp_path: Path, code: str) -> None:
    path = tmp_path / "episodes.csv"
    path.write_text("CHILD,DECOM,LS,HOME_POST,PL_POST\nc1,01/05/2025,C2,AD1 1AA,AD1 1AB\n")
    report = check_one(path, code)
    (answer,) = report.ran
    assert answer.why.startswith("in part: whether a postcode exists")
    told = "\n".join(outcomes(report))
    assert "No faults by" not in told
    assert f"directory: {code}" in told


def test_deep_nesting_is_refused_and_not_followed(tmp_path: Path) -> None:
    assert "deep" in refusal(tmp_path / "c.xml", "<Message>" + "<a>" * 100_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_any_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    name = encoding if encoding != "utf-8-sig" else "utf-8"
    text = census(child("Zoë"), head=f'<?xml version="1.0" encoding="{name}"?>')
    (tmp_path / "c.xml").write_bytes(text.encode(encoding))
    (given,) = returns_in(tmp_path / "c.xml")
    loaded = load(given, Asked())
    assert loaded.store.ask("select LAchildID from ChildIdentifiers") == [("Zoë",)]


def test_strange_and_repeated_elements_are_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(
        census(child(identifiers="<Sex>F</Sex><Sex>M</Sex><Forename>A</Forename>"), child("c2", date="2030-01-01"))
    )
    report = check_one(path)
    told = [str(notice) for notice in report.notices]
    assert any(notice.startswith("c.xml, line 3: Forename is no element of the census") for notice in told)
    assert any(notice.startswith("c.xml, line 3: Sex stands twice") for notice in told)
    assert [(fault.rule, fault.row, fault.child) for fault in report.of_rule("8600")] == [("8600", 1, "c2")]


def test_an_unreadable_date_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(census(child(), child("c2", date="2025-02-30")))
    told = [str(notice) for notice in check_one(path).notices]
    assert told == [
        "c.xml, line 4: CINreferralDate is '2025-02-30', which is not a date that can be read. "
        "Write it as DD/MM/YYYY or YYYY-MM-DD."
    ]


def test_a_table_alone_is_checked_for_what_it_allows(tmp_path: Path) -> None:
    (tmp_path / "CINdetails.csv").write_text("LAchildID,CINdetailsID,CINreferralDate\nc1,1,2025-05-01\nc1,2,\n")
    report = check_one(tmp_path, name="cin", year=2026)
    outcomes = {answer.rule.code: answer for answer in report.answers}
    assert [fault.row for fault in report.of_rule("8600")] == [1]
    assert outcomes["1103"].outcome is Outcome.COULD_NOT_RUN
    assert "Assessments is missing" in outcomes["1103"].why


def test_a_column_that_is_missing_is_told_and_its_rule_could_not_run(tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text("CHILD,DOB,ETHNIC\nc1,01/02/2015,WBRI\n")
    report = check_one(tmp_path, name="ssda903", year=2026)
    why = {answer.rule.code: answer.why for answer in report.could_not_run}
    assert why["101"] == "SEX is missing from Header"
    assert any("lacks the columns SEX" in str(notice) for notice in report.notices)


SPOILT = (
    "\ufeffchild;Dob;SEX;sex;ETHNIC;UPN;MOTHER;MC_DOB;Notes\r\n c1 ;1/2/2015;m;f;wbri;UN1;;;x\r\n\r\n"
    "c2;2015-02-01 00:00:00;F;F;WBRI;UN1;0\r\nc3;42036;F;F;WBRI;UN1;0;;;extra\r\n;;;\r\n"
)


def test_what_a_spreadsheet_spoilt_is_read_where_it_can_be_and_told(tmp_path: Path) -> None:
    (tmp_path / "Header 2025-26.csv").write_bytes(SPOILT.encode())
    (given,) = returns_in(tmp_path)
    loaded = load(given, Asked(year=2026))
    rows = loaded.store.ask('select "row", CHILD, DOB::varchar, SEX, ETHNIC from Header order by all')
    assert rows == [
        (0, "c1", "2015-02-01", "M", "WBRI"),
        (1, "c2", "2015-02-01", "F", "WBRI"),
        (2, "c3", None, "F", "WBRI"),
    ]
    told = "\n".join(map(str, loaded.notices))
    for said in (
        "line 1: the column SEX is there twice",
        "line 1: Header has no column 'Notes'",
        "line 5: a row has more cells than the header",
        "line 4: a row has fewer cells than the header",
        "line 2: the code 'm' is not in capitals",
        "line 5: DOB is '42036', which is not a date that can be read. A spreadsheet has turned dates into numbers",
    ):
        assert f"Header 2025-26.csv, {said}" in told


def test_a_wrong_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "Header.csv").write_bytes("CHILD,DOB\nc1,01/02/2015\nZoë,01/02/2015\n".encode("latin-1"))
    (given,) = returns_in(tmp_path)
    loaded = load(given, Asked(name="ssda903", year=2026))
    assert loaded.store.ask("select CHILD from Header where row = 1") == [("Zoë",)]
    assert any(str(notice).startswith("Header.csv, line 3: the byte EB is not UTF-8") for notice in loaded.notices)


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("episodes.csv", "Episodes"),
        ("SSDA903_Episodes_2026.csv", "Episodes"),
        ("sw_episodes.csv", "SWEpisodes"),
        ("Placed for adoption.csv", "PlacedAdoption"),
        ("prev_perm.csv", "PrevPerm"),
        ("previous_permanence.csv", "PrevPerm"),
        ("Episodes_last.csv", "Episodes_last"),
        ("export1.csv", "Episodes"),
    ],
)
def test_files_are_known_by_any_usual_name_or_by_their_columns(file: str, table: str) -> None:
    from sightline.returns.checking.csv_tables import which_table
    from sightline.returns.checking.known import the_return

    of = the_return("ssda903")
    columns = [column.name for column in of.by_name[table].columns]
    assert which_table(file, columns, of) == table


def test_a_zip_is_read_as_its_folder(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("return/CINdetails.csv", "LAchildID,CINdetailsID,CINreferralDate\nc1,1,\n")
    (tmp_path / "sent.zip").write_bytes(packed.getvalue())
    assert [fault.rule for fault in check_one(tmp_path / "sent.zip", "8600", name="cin", year=2026).faults] == ["8600"]
    (tmp_path / "broken.zip").write_bytes(packed.getvalue()[:60])
    with pytest.raises(CannotCheck, match=r"broken\.zip: the zip is broken"):
        returns_in(tmp_path / "broken.zip")


def test_factors_in_a_table_of_their_own_are_those_of_their_assessments(tmp_path: Path) -> None:
    (tmp_path / "Assessments.csv").write_text("LAchildID,CINdetailsID,AssessmentID\nc1,1,1\nc1,1,2\n")
    (tmp_path / "AssessmentFactorsList.csv").write_text(
        "LAchildID,CINdetailsID,AssessmentID,AssessmentFactor\nc1,1,2,1A\nc1,1,2,4b\n"
    )
    (given,) = returns_in(tmp_path)
    loaded = load(given, Asked(name="cin", year=2026))
    assert loaded.store.ask("select AssessmentFactors from Assessments order by row") == [(None,), ("1A,4B",)]


def test_the_year_is_recognised_by_the_dates_and_asked_for_when_there_are_none(tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.csv"
    reviews.write_text("CHILD,DOB,REVIEW,REVIEW_CODE\nc1,01/01/2015,31/03/2025,PN1\nc1,01/01/2015,01/04/2024,PN1\n")
    assert check_one(tmp_path).year == 2025
    reviews.write_text("CHILD,DOB,REVIEW,REVIEW_CODE\nc1,01/01/2015,,PN1\n")
    with pytest.raises(CannotCheck, match="--year"):
        check_one(tmp_path)


def test_a_year_whose_rules_are_not_held_is_checked_by_the_nearest_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.xml"
    path.write_text(census(child(date="2019-05-01"), year=2020))
    report = check_one(path)
    assert report.year == 2023
    assert any("the rules of 2019-20 are not held" in str(notice) for notice in report.notices)
    assert not report.of_rule("8600")


def test_our_own_census_is_read_without_a_word(tmp_path: Path) -> None:
    write_census(tmp_path / "c.xml", children=40)
    assert not check_one(tmp_path / "c.xml").notices


def test_an_empty_row_that_somebody_wrote_counts_in_a_table_of_one_column(tmp_path: Path) -> None:
    path = tmp_path / "ChildIdentifiers.csv"
    path.write_text('LAchildID\nc1\n""\n\n""\n')
    assert [fault.row for fault in check_one(path, "8500", name="cin", year=2026).faults] == [1, 2]


@pytest.mark.parametrize("name", [None, "ssda903"])
def test_lines_that_end_as_on_an_old_apple_are_lines(tmp_path: Path, name: str | None) -> None:
    path = tmp_path / "episodes.csv"
    path.write_bytes(b"CHILD,DECOM,RNE\rc1,01/05/2025,S\rc2,01/05/2027,S\r")
    report = check_one(path, "142", name=name, year=2026)
    assert report.rows["Episodes"] == 2
