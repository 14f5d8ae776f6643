"""Whether a file fits the element tree is asked of the file itself: each way of not fitting is found."""

from __future__ import annotations

from io import BytesIO

import pytest

from sightline.returns.cin.element_tree import misfits
from sightline.synthetic.census import write_census
from tests.returns.cin.conftest import CHILD, HEADER, census


def found(text: str, year: int = 2026) -> list[tuple[str, str, str]]:
    return [(one.child, one.element, one.what) for one in misfits(BytesIO(text.encode()), year)]


@pytest.mark.parametrize("year", range(2023, 2028))
def test_a_clean_census_of_each_year_fits(year):
    stream = BytesIO()
    write_census(stream, children=40, year=year)
    stream.seek(0)
    assert list(misfits(stream, year)) == []


@pytest.mark.parametrize(
    ("old", "new", "element", "what"),
    [
        ("<LAchildID>A1</LAchildID>\n", "", "LAchildID", "ChildIdentifiers must have one."),
        ("<Sex>F</Sex>\n", "", "Sex", "must have one"),
        ("<Sex>F</Sex>\n", "<Sex>F</Sex>\n<Sex>F</Sex>\n", "Sex", "has 2 of them"),
        ("<Sex>F</Sex>\n", "<Sex>X</Sex>\n", "Sex", "not a code"),
        ("<Sex>F</Sex>\n", "<Sex></Sex>\n", "Sex", "says nothing"),
        ("<Sex>F</Sex>\n", "<Sex>F</Sex>\n<Forename>Ada</Forename>\n", "Forename", "no such element in 2026"),
        ("<Sex>F</Sex>\n", "<GenderCurrent>2</GenderCurrent>\n<Sex>F</Sex>\n", "GenderCurrent", "no such element"),
        ("2025-06-25</CPPstartDate>", "25/06/2025</CPPstartDate>", "CPPstartDate", "YYYY-MM-DD"),
        ("<NumberOfPreviousCPP>0", "<NumberOfPreviousCPP>none", "NumberOfPreviousCPP", "not a count"),
        ("<ICPCnotRequired>0", "<ICPCnotRequired>perhaps", "ICPCnotRequired", "neither yes nor no"),
        ("<Disability>NONE</Disability>\n", "", "Disability", "Disabilities must have one."),
        (
            "<ReferralSource>6</ReferralSource>\n<PrimaryNeedCode>N1</PrimaryNeedCode>\n",
            "<PrimaryNeedCode>N1</PrimaryNeedCode>\n<ReferralSource>6</ReferralSource>\n",
            "ReferralSource",
            "It stands after PrimaryNeedCode.",
        ),
    ],
)
def test_each_way_of_not_fitting_is_found_where_it_is(old, new, element, what):
    assert old in CHILD
    [(_, where, why)] = found(census(CHILD.replace(old, new, 1)))
    assert where == element and what in why


def test_a_census_of_nobody_does_not_fit():
    text = census()
    empty = text[: text.index("<Child>")] + text[text.index("</Children>") :]
    assert found(empty) == [("", "Child", "Children must have one.")]


def test_a_child_without_an_episode_and_a_file_without_a_header_do_not_fit():
    bare = CHILD[: CHILD.index("<CINdetails>")] + "</Child>\n"
    assert found(census(bare)) == [("A1", "CINdetails", "Child must have one.")]
    [(_, element, _)] = found(census(header=""))
    assert element == "Message"
    [(_, element, _)] = found(census(header=HEADER.replace("<LEA>999</LEA>", "<LEA>99</LEA>")))
    assert element == "LEA"
