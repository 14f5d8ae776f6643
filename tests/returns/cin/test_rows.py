"""Who belongs in the census of a year, and what it tells of them."""

from __future__ import annotations

import datetime

import pytest

from sightline.record.acts import act
from sightline.record.acts.pathway import change_facts, close_involvement, withdraw
from sightline.record.acts.people import NewPerson, correct_person, create_people, join
from sightline.record.models import Identifier, Involvement, Step
from sightline.returns.checking.collection import collection
from sightline.returns.checking.store import store_of
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.rows import children_of, rows_for
from sightline.stages.assessment.acts import Assessment, authorise_assessments, start_assessments
from sightline.stages.child_in_need.acts import CinPlan, start_plans
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals
from sightline.stages.protection import acts as protection

from .bringing import D, bring, child_with, file_of, person
from .conftest import CHILD
from .producing import census_of, tables, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def refer(system_warrant):
    """``refer(child, "2025-06-02")``: a referral, and whether it was turned away or the case closed."""

    def received(child, on, *, turned_away=None, closed=None, reason="RC7") -> Step:
        [step] = receive_referrals(
            system_warrant, [Referral(child_id=child.pk, received_on=D(on), source="6", primary_need="N1")]
        )
        if turned_away is not None:
            decide_referrals(system_warrant, [step], on=D(on), no_further_action=turned_away)
        if closed:
            with act("case.close", system_warrant) as doing:
                close_involvement(doing, step.involvement, on=D(closed), reason=reason)
        return step

    return received


def belongs(child, year: int = 2026) -> bool:
    return rows_for(year, [child.pk]).children == 1


@pytest.mark.parametrize(
    ("received", "closed", "turned_away", "expected"),
    [
        ("2025-04-01", None, False, True),  # the first day of the year
        ("2026-03-31", None, None, True),  # the last, not yet decided
        ("2026-04-01", None, False, False),
        ("2020-01-06", None, False, True),  # open for years
        ("2020-01-06", "2025-04-01", False, True),
        ("2020-01-06", "2025-03-31", False, False),
        ("2025-03-31", None, True, False),  # turned away: only in the year of its day
        ("2025-04-01", None, True, True),
    ],
)
def test_who_belongs_in_the_census(make_child, refer, received, closed, turned_away, expected):
    child = make_child()
    refer(child, received, turned_away=turned_away, closed=closed)
    assert belongs(child) is expected
    assert rows_for(2026).children == int(expected)


def test_nobody_belongs_by_a_referral_that_was_withdrawn(make_child, refer, system_warrant):
    child = make_child()
    step = refer(child, "2025-06-02")
    with act("step.withdraw", system_warrant) as doing:
        withdraw(doing, step, reason="The wrong child")
    assert not belongs(child)


def test_a_case_whose_referral_was_withdrawn_is_told_with_what_stands_in_it(make_child, refer, system_warrant):
    child = make_child()
    step = refer(child, "2025-06-02")
    start_assessments(
        system_warrant,
        [Assessment(child_id=child.pk, started_on=D("2025-06-03"), involvement_id=step.involvement_id)],
    )
    with act("step.withdraw", system_warrant) as doing:
        withdraw(doing, step, reason="The wrong child")
    assert told("CINdetails", "ReferralSource") == told("CINdetails", "ReferralNFA") == [None]
    assert told("Assessments", "AssessmentActualStartDate") == ["2025-06-03"]


def test_what_had_not_happened_by_the_reference_date_is_not_told(make_child, refer, system_warrant):
    child = make_child()
    step = refer(child, "2026-03-02", turned_away=False, closed="2026-05-04", reason="RC8")
    case = step.involvement_id
    [assessment] = start_assessments(
        system_warrant,
        [
            Assessment(
                child_id=child.pk, started_on=D("2026-03-03"), involvement_id=case, internal_review_on=D("2026-04-02")
            )
        ],
    )
    authorise_assessments(system_warrant, [assessment], on=D("2026-05-01"), factors=[["3B"]])
    start_plans(system_warrant, [CinPlan(child_id=child.pk, started_on=D("2026-05-02"), involvement_id=case)])
    correct_person(system_warrant, child, death_date=D("2026-05-03"))
    assert told("CINdetails", "CINclosureDate") == told("CINdetails", "ReasonForClosure") == [None]
    assert told("Assessments", "AssessmentAuthorisationDate") == told("Assessments", "AssessmentFactors") == [None]
    assert told("Assessments", "AssessmentInternalReviewDate") == ["2026-04-02"]  # planned for then
    assert told("CINplanDates", "CINPlanStartDate") == []
    assert told("ChildIdentifiers", "PersonDeathDate") == [None]
    assert told("CINdetails", "ReasonForClosure", year=2027) == ["RC8"]
    assert told("Assessments", "AssessmentFactors", year=2027) == ["3B"]
    assert told("ChildIdentifiers", "PersonDeathDate", year=2027) == ["2026-05-03"]


def test_factors_written_and_not_authorised_yet_are_not_told(make_child, refer, system_warrant):
    child = make_child()
    case = refer(child, "2026-03-02", turned_away=False).involvement_id
    [assessment] = start_assessments(
        system_warrant, [Assessment(child_id=child.pk, started_on=D("2026-03-03"), involvement_id=case)]
    )
    with act("assessment.submit", system_warrant) as doing:
        change_facts(doing, assessment, factors=["3B", "17A"])
    assert told("Assessments", "AssessmentFactors") == [None]
    with act("assessment.authorise", system_warrant) as doing:
        change_facts(doing, assessment, authorised_on=D("2026-03-31"))
    assert told("Assessments", "AssessmentFactors") == ["3B,17A"]


def test_factors_that_a_file_told_of_an_assessment_without_authorisation_are_told_again():
    bring(file_of(child_with(("<AssessmentAuthorisationDate>2025-07-03</AssessmentAuthorisationDate>\n", ""))))
    assert told("Assessments", "AssessmentAuthorisationDate") == [None]
    [factors] = told("Assessments", "AssessmentFactors")
    assert factors


def test_a_child_born_after_the_reference_date_is_unborn_in_the_census(make_child, refer, system_warrant):
    child = make_child(birth_date=D("2026-04-20"), expected_birth_date=D("2026-04-12"), sex="F")
    refer(child, "2026-03-02")
    assert told("ChildIdentifiers", "ExpectedPersonBirthDate") == ["2026-04-12"]
    assert told("ChildIdentifiers", "PersonBirthDate") == [None] and told("ChildIdentifiers", "Sex") == ["U"]
    assert told("ChildIdentifiers", "PersonBirthDate", year=2027) == ["2026-04-20"]
    assert told("ChildIdentifiers", "Sex", year=2027) == ["F"]


def test_a_child_whose_date_of_birth_is_not_held_is_not_called_unborn(make_child, refer):
    refer(make_child(birth_date=None, sex="F"), "2025-06-02")
    for element in ("PersonBirthDate", "ExpectedPersonBirthDate"):
        assert told("ChildIdentifiers", element) == [None]
    assert told("ChildIdentifiers", "Sex") == ["F"]


def test_until_2024_the_census_asks_for_gender(make_child, refer):
    refer(make_child(sex="F"), "2023-06-01")
    assert told("ChildIdentifiers", "GenderCurrent", year=2024) == ["2"]
    assert told("ChildIdentifiers", "Sex", year=2024) == [None]


def test_a_number_that_ended_or_was_withdrawn_is_not_told(make_child, refer, system_warrant):
    child = make_child(identifiers=[("la_child_id", "L1"), ("upn", "A123456789012")], upn_unknown="UN5")
    refer(child, "2025-06-02")
    assert told("ChildIdentifiers", "UPN") == ["A123456789012"]
    assert told("ChildIdentifiers", "UPNunknown") == [None]
    with act("identifier.end", system_warrant):
        Identifier.objects.filter(person=child, scheme="upn").update(ends_on=D("2026-01-05"))
    assert told("ChildIdentifiers", "UPN") == [None]
    assert told("ChildIdentifiers", "UPNunknown") == ["UN5"]


# --- enquiries, conferences, plans and reviews ------------------------------------------------------------


@pytest.fixture
def protected(make_child, refer, system_warrant):
    """A child with an enquiry at the end of one year and its conference and plan in the next."""
    child = make_child()
    case = refer(child, "2025-03-10", turned_away=False).involvement_id

    def event(cls, on, **more):
        return cls(child_id=child.pk, on=D(on), involvement_id=case, **more)

    [enquiry] = protection.begin_enquiries(system_warrant, [event(protection.Event, "2025-03-20")])
    [conference] = protection.hold_initial_conferences(
        system_warrant, [event(protection.InitialConference, "2025-04-09", led_from_id=enquiry.pk, plan_made=True)]
    )
    [plan] = protection.start_plans(
        system_warrant, [event(protection.ProtectionPlan, "2025-04-09", led_from_id=conference.pk, category="NEG")]
    )
    return child, event, enquiry, plan


def test_an_enquiry_is_told_in_its_year_and_in_that_of_its_conference(protected):
    assert told("Section47", "S47ActualStartDate", year=2025) == ["2025-03-20"]
    assert told("Section47", "DateOfInitialCPC", year=2025) == [None]
    assert told("Section47", "DateOfInitialCPC", year=2026) == ["2025-04-09"]
    assert told("Section47", "S47ActualStartDate", year=2027) == []
    assert told("CINdetails", "DateOfInitialCPC", year=2026) == [None]


def test_an_enquiry_not_concluded_says_no_and_when_its_conference_is_due(protected, system_warrant):
    _, _, enquiry, _ = protected
    assert told("Section47", "ICPCnotRequired", year=2025) == ["0"]
    assert told("Section47", "InitialCPCtarget", year=2025) == ["2025-04-10"]  # 15 working days
    protection.conclude_enquiries(system_warrant, [enquiry], on=D("2025-03-28"), conference_not_required=True)
    assert told("Section47", "ICPCnotRequired", year=2025) == ["1"]
    assert told("Section47", "InitialCPCtarget", year=2025) == [None]


def test_a_second_conference_of_an_enquiry_is_left_out_and_said_so(protected, system_warrant):
    _, event, enquiry, _ = protected
    protection.hold_initial_conferences(
        system_warrant, [event(protection.InitialConference, "2025-05-14", led_from_id=enquiry.pk)]
    )
    [left] = rows_for(2026).left_out
    assert (left.kind, left.on) == ("initial_conference", D("2025-05-14"))
    assert "9 April 2025" in left.why or "9 Apr 2025" in left.why


def test_reviews_stand_under_the_plan_that_they_reviewed(protected, system_warrant):
    _, event, _, plan = protected
    protection.end_plans(system_warrant, [plan], on=D("2025-12-01"))
    [later] = protection.start_plans(
        system_warrant, [event(protection.ProtectionPlan, "2025-12-01", category="EMO", previous_plans=1)]
    )
    protection.hold_reviews(
        system_warrant,
        [
            event(protection.ReviewConference, "2025-07-01", led_from_id=plan.pk),
            event(protection.ReviewConference, "2025-12-01", led_from_id=later.pk),  # of the later one, on that day
            event(protection.ReviewConference, "2025-09-01"),  # linked to none: the plan that ran then
            event(protection.ReviewConference, "2025-04-02"),  # none ran
        ],
    )
    rows = rows_for(2026)
    assert [row[1:] for row in rows.tables["Reviews"][1]] == [
        ["1", "1", "2025-07-01"],
        ["1", "1", "2025-09-01"],
        ["1", "2", "2025-12-01"],
    ]
    assert [one.on for one in rows.left_out] == [D("2025-04-02")]


# --- one child, joined records, and how much is asked -----------------------------------------------------


def test_the_rows_of_one_child_are_those_among_all(make_child, refer):
    bring(file_of(CHILD, child_with(("<LAchildID>A1", "<LAchildID>A2"))))
    every = rows_for(2026)
    one = rows_for(2026, [person("A2").pk])
    for name, (_, rows) in one.tables.items():
        assert rows == [row for row in every.tables[name][1] if row[0] == "A2"], name


def test_each_row_says_where_it_came_from():
    bring(file_of(CHILD))
    rows = rows_for(2026)
    for name, (_, found) in rows.tables.items():
        assert len(rows.sources[name]) == len(found)
    [plan] = rows.sources["ChildProtectionPlans"]
    assert Step.objects.get(pk=plan).kind == "protection_plan"
    assert rows.sources["ChildIdentifiers"] == [person().pk]


def test_records_that_are_joined_are_one_child(make_child, refer, system_warrant):
    kept = make_child(identifiers=[("la_child_id", "L1")])
    other = make_child(identifiers=[("la_child_id", "L2")])
    refer(kept, "2025-06-02", closed="2025-09-01")
    refer(other, "2025-10-06")
    join(system_warrant, kept=kept, duplicate=other, reason="Recorded twice")
    for asked in (None, [kept.pk], [other.pk]):
        rows = rows_for(2026, asked)
        assert rows.children == 1
        assert [row[:3] for row in rows.tables["CINdetails"][1]] == [
            ["L1", "1", "2025-06-02"],
            ["L1", "2", "2025-10-06"],
        ]


def test_a_child_without_a_number_is_in_the_census_and_is_found_by_the_rules(make_child, refer):
    refer(make_child(), "2025-06-02")
    rows = rows_for(2026)
    assert rows.children == 1 and told("ChildIdentifiers", "LAchildID") == [None]
    store = store_of(CIN, collection(2026), rows.tables)
    try:
        assert store.ask("select count(*) from ChildIdentifiers where LAchildID is null") == [(1,)]
    finally:
        store.close()


def test_a_child_of_whom_nothing_is_recorded_is_missed_by_the_rules_in_the_file_as_on_the_record(make_child, refer):
    refer(make_child(identifiers=[("la_child_id", "L1")]), "2025-06-02")
    content, made = census_of()
    assert tables(content)["ChildCharacteristics"] == {("L1", ""): 1}
    assert [one.element for one in made.misfits] == ["Ethnicity"]
    assert told("ChildCharacteristics", "Ethnicity") == [None]


def test_many_children_take_no_more_queries_than_one(django_assert_max_num_queries):
    def several(first: int, last: int) -> list[str]:
        return [child_with(("<LAchildID>A1", f"<LAchildID>A{number}")) for number in range(first, last)]

    bring(file_of(*several(1, 31)))
    with django_assert_max_num_queries(18):
        assert len(list(children_of(2026))) == 30
    with django_assert_max_num_queries(19):
        assert rows_for(2026, [person().pk]).children == 1


def test_a_case_closed_before_the_year_is_not_told_beside_one_that_belongs(make_child, refer):
    child = make_child()
    refer(child, "2024-01-08", closed="2024-06-03")
    refer(child, "2025-06-02")
    assert told("CINdetails", "CINreferralDate") == ["2025-06-02"]
    assert told("CINdetails", "CINdetailsID") == ["1"]
    assert Involvement.objects.filter(child=child).count() == 2


def test_created_people_are_told_with_what_was_recorded(system_warrant, refer):
    [child] = create_people(
        system_warrant,
        [
            NewPerson(
                kind="child", given="Ada", family="Wren", birth_date=datetime.date(2016, 5, 4), sex="F",
                ethnicity="MWBC", disabilities=["AUT", "LD"],
            )
        ],
    )  # fmt: skip
    refer(child, "2025-06-02")
    assert told("ChildCharacteristics", "Ethnicity") == ["MWBC"]
    assert told("Disabilities", "Disability") == ["AUT", "LD"]
    assert told("CINdetails", "ReferralNFA") == ["0"]  # not decided: nobody has said that nothing will be done
