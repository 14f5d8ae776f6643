"""Whatever the bytes, a check ends in a report or in a refusal that names the file."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.returns.checking.command import checked
from sightline.returns.checking.files import returns_in
from sightline.returns.checking.load import Asked
from sightline.returns.checking.notices import CannotCheck
from sightline.synthetic.census import write_census

_census = io.BytesIO()
write_census(_census, children=2)
CENSUS = _census.getvalue()
EPISODES = (
    b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n"
    b"c1,01/05/2025,S,C2,N1,U4,PR1,,,,AD1 1AA,AD2 2BB,1234567\r\nc2,2025-05-01,S,V2,N1,K2,PR4,01/06/2025,E4A,,,,\r\n"
)
RULES = {"c.xml": ("8600", "1510", "8614"), "episodes.csv": ("141", "142", "501", "392a")}

pieces = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(str.encode),
    st.sampled_from(
        [b"\0", b"<!--", b"]]>", b"&#0;", b"&x;", b'"', b"\xff\xfe", b"<![CDATA[", b"\x1e\x1f", b"\r", b",,,,", b"'"]
    ),
)
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), pieces), max_size=6)


def edited(content: bytes, made: list[tuple[float, int, bytes]]) -> bytes:
    for where, cut, piece in made:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + cut :]
    return content


def ends(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            (found,) = returns_in(path)
            report = checked(found, Asked(name="ssda903" if name.endswith("csv") else None, year=2026), RULES[name])
        except CannotCheck as refusal:
            assert str(refusal).startswith(name)
        else:
            assert len(report.answers) == len(RULES[name])
            for fault in report.faults:
                assert fault.table is None or fault.row in range(report.rows[fault.table])


@settings(max_examples=60, deadline=None)
@given(edits)
def test_a_census_however_spoilt(made: list[tuple[float, int, bytes]]) -> None:
    ends("c.xml", edited(CENSUS, made))


@settings(max_examples=60, deadline=None)
@given(edits)
def test_a_table_however_spoilt(made: list[tuple[float, int, bytes]]) -> None:
    ends("episodes.csv", edited(EPISODES, made))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all(content: bytes) -> None:
    ends("c.xml", content)
    ends("episodes.csv", content)
