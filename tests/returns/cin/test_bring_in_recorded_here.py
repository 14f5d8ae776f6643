"""Bringing a census file in: what people recorded here stands, and where the file differs it is listed."""

from __future__ import annotations

import pytest

from sightline.record.acts import act
from sightline.record.acts.pathway import withdraw
from sightline.record.models import Involvement, Person, Step

from .bringing import (
    BY_HAND,
    D,
    bring,
    child_with,
    counts,
    facts_of,
    file_of,
    listed,
    pathway,
    person,
    record,
    say,
    versions,
)
from .conftest import CHILD

pytestmark = pytest.mark.django_db


def test_steps_recorded_here_are_never_overwritten(system_warrant, make_child):
    from sightline.stages.assessment.acts import Assessment, authorise_assessments, start_assessments
    from sightline.stages.front_door.acts import Referral, receive_referrals

    child = make_child(identifiers=[("la_child_id", "A1")], birth_date=D("2024-06-02"))
    [referral] = receive_referrals(
        system_warrant, [Referral(child_id=child.pk, received_on=D("2025-06-02"), source="2A", primary_need="N1")]
    )
    start = Assessment(child_id=child.pk, started_on=D("2025-06-03"), involvement_id=referral.involvement_id)
    [assessment] = start_assessments(system_warrant, [start])
    authorise_assessments(system_warrant, [assessment], on=D("2025-07-04"), factors=[["3B"]])
    natively = record()["A1"]["steps"]
    reconciliation = bring(file_of(CHILD))
    held = [step for step in record()["A1"]["steps"] if not step[2]]
    assert held == natively
    assert person().pk == child.pk and person().birth_date == D("2024-06-02") and person().sex == "F"
    assert listed(reconciliation) == [
        ("differs", "PersonBirthDate", "2024-06-01", "2024-06-02"),
        ("differs", "ReferralSource", "6", "2A"),
        ("differs", "ReferralNFA", "0", ""),
        ("differs", "AssessmentAuthorisationDate", "2025-07-03", "2025-07-04"),
        ("differs", "AssessmentFactors", "3B, 16A", "3B"),
    ]
    assert counts(reconciliation, "referral") == {"same": 1} == counts(reconciliation, "assessment")
    assert counts(reconciliation, "factor") == {"same": 1, "not_in": 1}
    assert counts(reconciliation, "enquiry") == {"new": 1}
    assert Involvement.objects.get(child=child) == pathway()["cin:enquiry:2025-06-05"].involvement
    before = versions()
    bring(file_of(CHILD))
    assert versions() == before


def test_what_a_person_changed_here_stands_and_the_rest_is_corrected():
    bring(file_of(CHILD))
    plan = pathway()["cin:protection_plan:2025-06-25"]
    say(plan, ended_on=D("2025-11-01"))
    with act("person.correct", BY_HAND) as doing:
        Person.objects.filter(pk=person().pk).update(ethnicity="AIND")
        doing.touch(person().pk)
    newer = child_with(
        ("<CPPendDate>2025-12-20", "<CPPendDate>2025-12-24"), ("OfAbuse>EMO", "OfAbuse>PHY"),
        ("<Ethnicity>WBRI", "<Ethnicity>WOTH"), ("<Disability>NONE", "<Disability>LD"),
    )  # fmt: skip
    reconciliation = bring(file_of(newer, written="06-20"))
    facts = facts_of(plan)
    assert (facts.ended_on, facts.latest_category) == (D("2025-11-01"), "PHY")
    assert (person().ethnicity, person().disabilities) == ("AIND", ["LD"])
    assert listed(reconciliation) == [
        ("differs", "Ethnicity", "WOTH", "AIND"),
        ("differs", "CPPendDate", "2025-12-24", "2025-11-01"),
    ]
    assert counts(reconciliation, "protection_plan") == {"corrected": 1}


def test_a_case_closed_here_stays_closed():
    from sightline.record.acts.pathway import close_involvement

    bring(file_of(CHILD))
    with act("involvement.close", BY_HAND) as doing:
        close_involvement(doing, Involvement.objects.get(child=person()), on=D("2026-04-10"), reason="RC7")
    reconciliation = bring(file_of(CHILD, written="06-20"))
    assert Involvement.objects.get(child=person()).closed_on == D("2026-04-10")
    assert [row[:2] for row in listed(reconciliation)] == [
        ("differs", "CINclosureDate"), ("differs", "ReasonForClosure"),
    ]  # fmt: skip


@pytest.mark.parametrize(("key", "things"), [("cin:cin_plan:2026-01-05", 1), ("cin:referral:2025-06-02", 9)])
def test_what_was_withdrawn_here_does_not_come_back(key, things):
    bring(file_of(CHILD))
    with act("step.withdraw", BY_HAND) as doing:
        withdraw(doing, pathway()[key], reason="wrong child")
    before = versions()
    reconciliation = bring(file_of(CHILD))
    assert versions() == before
    [one] = reconciliation.listed.all()
    assert (one.kind, one.things) == ("differs", things) and "withdrawn here: wrong child" in one.reason


def test_a_number_that_is_an_adults_here_is_refused(make_child):
    make_child(kind="adult", identifiers=[("la_child_id", "A1")])
    reconciliation = bring(file_of(CHILD))
    assert counts(reconciliation, "child") == {"not_in": 1} and Step.objects.count() == 0
    assert [row[0] for row in listed(reconciliation)] == ["not_in"]


def test_steps_on_a_joined_record_are_seen(system_warrant, make_child):
    from sightline.record.acts.people import join
    from sightline.stages.front_door.acts import Referral, receive_referrals

    main, other = make_child(), make_child(identifiers=[("la_child_id", "A1")], birth_date=D("2024-06-01"))
    referral = Referral(child_id=main.pk, received_on=D("2025-06-02"), source="6", primary_need="N1")
    receive_referrals(system_warrant, [referral])
    join(system_warrant, kept=main, duplicate=other, reason="one child recorded twice")
    reconciliation = bring(file_of(CHILD))
    assert counts(reconciliation, "referral") == {"same": 1}
    assert Step.objects.filter(kind="referral").count() == 1
    before = versions()
    bring(file_of(CHILD))
    assert versions() == before
