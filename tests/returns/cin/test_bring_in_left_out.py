"""Bringing a census file in: what doesn't come in, and that it costs only itself."""

from __future__ import annotations

from io import BytesIO

import pytest

from sightline.record.models import Person, Step
from sightline.returns.cin.faults import NotACensus
from sightline.returns.models import CensusFile

from .bringing import bring, child_with, counts, facts_of, file_of, listed, pathway, person, record, versions
from .conftest import CHILD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "kind", "element", "value", "things"),
    [
        (("<CINreferralDate>2025-06-02", "<CINreferralDate>2025-02-30"), "not_in", "CINreferralDate", "2025-02-30", 9),
        (("StartDate>2025-06-05", "StartDate>05/06/2025"), "not_in", "S47ActualStartDate", "05/06/2025", 1),
        (("StartDate>2025-06-03", "StartDate>"), "not_in", "AssessmentActualStartDate", "", 3),
        (("<CPPreviewDate>2025-09-10", "<CPPreviewDate>2025-09-31"), "not_in", "CPPreviewDate", "2025-09-31", 1),
        (("InitialCPC>2025-06-25", "InitialCPC>0225-06-25"), "not_in", "DateOfInitialCPC", "0225-06-25", 1),
        (("<AssessmentFactors>3B", "<AssessmentFactors>99Z"), "not_in", "AssessmentFactors", "99Z", 1),
        (("<ReferralSource>6", "<ReferralSource>6F"), "left_out", "ReferralSource", "6F", 0),
        (("<CPPendDate>2025-12-20", "<CPPendDate>2025-13-20"), "left_out", "CPPendDate", "2025-13-20", 0),
        (("<Ethnicity>WBRI", "<Ethnicity>White British"), "left_out", "Ethnicity", "White British", 0),
        (("<ReferralNFA>false", "<ReferralNFA>no"), "left_out", "ReferralNFA", "no", 0),
        (("<ReferralSource>6</ReferralSource>", ""), "question", "ReferralSource", "", 0),
        (("<PersonBirthDate>2024-06-01</PersonBirthDate>", ""), "question", "PersonBirthDate", "", 0),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_what_cannot_be_used_is_left_out_alone_and_listed(changes, kind, element, value, things):
    reconciliation = bring(file_of(child_with(changes)))
    [one] = reconciliation.listed.all()
    assert (one.kind, one.element, one.value, one.things) == (kind, element, value, things)
    assert one.la_child_id == "A1" and one.line and one.reason and one.cure and one.child == person()
    assert (things == 0) == (Step.objects.count() == 7 and counts(reconciliation, "factor") == {"new": 2})


def test_a_value_that_cannot_be_read_undoes_nothing_that_is_held():
    bring(file_of(CHILD))
    held = record()
    spoilt = child_with(
        ("<CPPendDate>2025-12-20", "<CPPendDate>2025-13-20"), ("<ReferralSource>6", "<ReferralSource>6F"),
        ("<Ethnicity>WBRI", "<Ethnicity>?"), ("<NumberOfPreviousCPP>0</NumberOfPreviousCPP>", ""),
    )  # fmt: skip
    bring(file_of(spoilt, written="06-20"))
    assert record() == held


def test_a_second_child_of_one_number_and_a_child_without_one_are_not_brought_in():
    nameless = CHILD.replace("<LAchildID>A1</LAchildID>\n", "")
    reconciliation = bring(file_of(CHILD, CHILD, nameless))
    assert counts(reconciliation, "child") == {"new": 1, "not_in": 2}
    assert counts(reconciliation, "factor") == {"new": 2, "not_in": 4}
    assert [(one.kind, one.element, one.things) for one in reconciliation.listed.all()] == [
        ("not_in", "LAchildID", 10), ("not_in", "LAchildID", 10),
    ]  # fmt: skip
    assert Person.objects.count() == 1


def test_a_code_without_a_meaning_in_any_year_is_never_held():
    """For a year whose lists aren't held no code is faulted; one that nothing could show is left out all the same."""
    reconciliation = bring(file_of(child_with(("<ReferralSource>6", "<ReferralSource>77")), year=2041))
    assert ("left_out", "ReferralSource", "77", "") in listed(reconciliation)
    assert facts_of(pathway()["cin:referral:2025-06-02"]).source == ""


@pytest.mark.parametrize(
    "content",
    [
        b"<Message><Header/><Children><Child>",
        b"CHILD,SEX\n1,2\n",
        '<?xml version="1.0" encoding="utf-8"?><Message><Children>Zo\xeb</Children></Message>'.encode("latin-1"),
        b'<!DOCTYPE x [<!ENTITY a "b">]><Message><Children>&a;</Children></Message>',
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(content):
    before = versions()
    with pytest.raises(NotACensus):
        bring(BytesIO(content))
    assert versions() == before and not CensusFile.objects.exists()
