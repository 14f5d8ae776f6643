"""Reading a census file: what is refused, and that no bytes do worse than that."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.read import open_census

from .conftest import CHILD, HEADER, as_file, census, line_of
from .reading import refused


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
