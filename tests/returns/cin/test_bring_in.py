"""Bringing a census file in: everything in it comes onto the record, once, and nothing is undone."""

from __future__ import annotations

import datetime
import uuid
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.access.roles import Role
from sightline.clocks.acts import rebuild
from sightline.record.acts import act
from sightline.record.acts.pathway import withdraw
from sightline.record.models import Act, Involvement, Person, SearchKey, Step
from sightline.returns.cin.acts import BeingBroughtInError, bring_in, receive
from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.read import open_census
from sightline.returns.cin.reconciliation import TITLES, Kind, Thing
from sightline.returns.models import Batch, CensusFile, Reconciliation
from sightline.synthetic.census import write_census

from .bringing import (
    BY_HAND,
    D,
    assert_sums,
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
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "cin"


def invented(children: int = 40, **options: object) -> BytesIO:
    stream = BytesIO()
    write_census(stream, children=children, **options)  # type: ignore[arg-type]
    return stream


# --- what it makes ----------------------------------------------------------------------------------------


def test_a_child_comes_in_whole():
    reconciliation = bring(file_of(CHILD))
    child = person()
    assert (child.kind, child.sex, child.birth_date, child.ethnicity) == ("child", "F", D("2024-06-01"), "WBRI")
    assert (child.disabilities, child.upn_unknown) == (["NONE"], "UN1")
    assert not child.names.exists()
    steps = pathway()
    assert list(steps) == [
        "cin:referral:2025-06-02",
        "cin:assessment:2025-06-03",
        "cin:enquiry:2025-06-05",
        "cin:initial_conference:2025-06-25",
        "cin:protection_plan:2025-06-25",
        "cin:review_conference:2025-09-10",
        "cin:cin_plan:2026-01-05",
    ]
    assert all(step.recorded_elsewhere and step.involvement.opened_on == D("2025-06-02") for step in steps.values())
    referral = facts_of(steps["cin:referral:2025-06-02"])
    assert (referral.source, referral.primary_need, referral.no_further_action) == ("6", "N1", False)
    assert referral.decided_on is None and referral.acknowledged_on is None
    assessment = facts_of(steps["cin:assessment:2025-06-03"])
    assert (assessment.authorised_on, assessment.factors) == (D("2025-07-03"), ["3B", "16A"])
    enquiry = facts_of(steps["cin:enquiry:2025-06-05"])
    assert (enquiry.conference_target_on, enquiry.conference_not_required) == (D("2025-06-26"), False)
    plan = facts_of(steps["cin:protection_plan:2025-06-25"])
    assert (plan.ended_on, plan.initial_category, plan.latest_category) == (D("2025-12-20"), "NEG", "EMO")
    assert {name: counts(reconciliation, name) for name in Thing} == {
        thing: {} if thing is Thing.PRE_PROCEEDINGS else {"new": 2 if thing is Thing.FACTOR else 1} for thing in Thing
    }
    assert listed(reconciliation) == []


def test_what_led_from_what_is_what_the_dates_prove():
    bring(file_of(CHILD))
    steps = pathway()
    led_from = {key: step.led_from.key if step.led_from else None for key, step in steps.items()}
    assert led_from == {
        "cin:referral:2025-06-02": None,
        "cin:assessment:2025-06-03": "cin:referral:2025-06-02",
        "cin:enquiry:2025-06-05": None,
        "cin:initial_conference:2025-06-25": "cin:enquiry:2025-06-05",
        "cin:protection_plan:2025-06-25": "cin:initial_conference:2025-06-25",
        "cin:review_conference:2025-09-10": "cin:protection_plan:2025-06-25",
        "cin:cin_plan:2026-01-05": None,
    }
    conference = facts_of(steps["cin:initial_conference:2025-06-25"])
    assert (conference.type, conference.plan_made) == ("initial", True)
    assert facts_of(steps["cin:review_conference:2025-09-10"]).plan_continues is True


@pytest.mark.parametrize(
    ("started", "conference"),
    [("2025-06-25", True), ("2025-07-30", True), ("2025-07-31", False), ("2025-06-24", False)],
)
def test_a_plan_led_from_a_conference_on_its_day_or_in_the_five_weeks_before(started, conference):
    bring(file_of(child_with(("<CPPstartDate>2025-06-25", f"<CPPstartDate>{started}"))))
    plan = pathway()[f"cin:protection_plan:{started}"]
    assert (plan.led_from is not None) is conference
    made = facts_of(pathway()["cin:initial_conference:2025-06-25"]).plan_made
    assert made is (True if conference else None)


@pytest.mark.parametrize(
    ("end", "continues"),
    [("<CPPendDate>2025-09-10</CPPendDate>", None), ("", True), ("<CPPendDate>2025-02-30</CPPendDate>", None)],
)
def test_a_review_continued_the_plan_only_where_the_plan_is_known_to_have_run_on(end, continues):
    bring(file_of(child_with(("<CPPendDate>2025-12-20</CPPendDate>", end))))
    assert facts_of(pathway()["cin:review_conference:2025-09-10"]).plan_continues is continues


def test_a_conference_outside_any_enquiry_is_not_linked():
    own = "<DateOfInitialCPC>2025-06-25</DateOfInitialCPC>"
    bring(file_of(child_with((own, ""), ("<ReferralNFA>", f"{own}<ReferralNFA>"))))
    conference = pathway()["cin:initial_conference:2025-06-25"]
    assert conference.led_from is None and facts_of(conference).type == "not_linked"
    assert pathway()["cin:protection_plan:2025-06-25"].led_from == conference


def test_the_first_assessment_answers_the_referral_only_where_none_can_have_come_before():
    old = ("<CINreferralDate>2025-06-02", "<CINreferralDate>2024-06-02")
    reconciliation = bring(file_of(child_with(old)))
    assert pathway()["cin:assessment:2025-06-03"].led_from is None
    assert counts(reconciliation, "assessment") == {"new": 1}
    earlier = child_with(
        old, ("2025-06-03", "2024-06-03"), ("2025-07-03", "2024-07-03"), (CHILD[CHILD.index("<CINPlan") :], "")
    )
    earlier += "<ReferralNFA>0</ReferralNFA></CINdetails></Child>\n"
    bring(file_of(earlier, year=2025))
    assert pathway()["cin:assessment:2024-06-03"].led_from.key == "cin:referral:2024-06-02"
    assert pathway()["cin:assessment:2025-06-03"].led_from is None


def test_two_steps_of_one_kind_and_day_are_two():
    block = CHILD[CHILD.index("<CINPlanDates>") : CHILD.index("<Section47>")]
    stream = file_of(child_with((block, block + block.replace("</CINPlanStartDate>", "</CINPlanStartDate>\n"))))
    bring(stream)
    assert [key for key in pathway() if "cin_plan" in key] == ["cin:cin_plan:2026-01-05", "cin:cin_plan:2026-01-05#2"]
    before = versions()
    bring(stream)
    assert versions() == before


def test_pupil_numbers_deaths_and_closures_come_in():
    stream = file_of(
        child_with(
            ("<UPNunknown>UN1</UPNunknown>", "<UPN>A123456789012</UPN><FormerUPN>B123456789012</FormerUPN>"),
            ("<Sex>", "<PersonDeathDate>2026-02-01</PersonDeathDate><Sex>"),
            ("</PrimaryNeedCode>", "</PrimaryNeedCode><CINclosureDate>2026-02-01</CINclosureDate>"
             "<ReasonForClosure>RC2</ReasonForClosure>"),
        )
    )  # fmt: skip
    bring(stream)
    held = {row.scheme: row.value for row in person().identifiers.all()}
    assert held == {"la_child_id": "A1", "upn": "A123456789012", "former_upn": "B123456789012"}
    assert person().death_date == D("2026-02-01")
    involvement = Involvement.objects.get(child=person())
    assert (involvement.closed_on, involvement.closure_reason) == (D("2026-02-01"), "RC2")
    assert involvement.recorded_elsewhere
    codes = SearchKey.objects.get(person=person()).codes
    assert all(any(code.endswith(number) for code in codes) for number in ("a1", "a123456789012", "b123456789012"))


def test_an_unborn_child_is_unborn_until_a_file_tells_of_the_birth():
    unborn = child_with(
        ("PersonBirthDate>2024-06-01</", "ExpectedPersonBirthDate>2026-06-01</Expected"),
        ("<Sex>F", "<Sex>U"),
    )  # fmt: skip
    bring(file_of(unborn))
    child = person()
    assert (child.kind, child.birth_date, child.expected_birth_date) == ("unborn", None, D("2026-06-01"))
    reconciliation = bring(file_of(child_with(("2024-06-01", "2026-05-28")), year=2027))
    born = person()
    assert (born.pk, born.kind, born.birth_date, born.sex) == (child.pk, "child", D("2026-05-28"), "F")
    assert born.expected_birth_date == D("2026-06-01")
    assert counts(reconciliation, "child") == {"corrected": 1}


def test_pre_proceedings_come_in():
    stream = invented(30, year=2027, seed=4)
    reconciliation = bring(stream)
    assert counts(reconciliation, "pre_proceedings")["new"] >= 1
    step = Step.objects.filter(kind="pre_proceedings").first()
    assert step is not None and facts_of(step).letter_before_sent_on is not None


def test_each_batch_is_one_act_of_who_brought_it_in(make_user):
    from sightline.access.warrants import standing_of

    user = make_user(Role.DATA_OFFICER)
    warrant = standing_of(user).warrant("census.bring_in", source="job")
    stream = invented(25)
    with open_census(stream) as opened:
        reconciliation, _ = receive(warrant, opened, stream)
    assert list(bring_in(warrant, reconciliation, a_batch=10)) == [0, 10, 20, 25]
    acts = Act.objects.filter(kind="census.bring_in").order_by("id")
    assert [(one.actor, one.capacity, one.source) for one in acts] == [(user, "Data officer", "job")] * 3
    assert list(Batch.objects.order_by("id").values_list("first", "until")) == [(0, 10), (10, 20), (20, 25)]
    assert set(Person.objects.values_list("act__kind", flat=True)) == {"census.bring_in"}


def test_clocks_start_on_the_true_dates_and_a_rebuild_changes_nothing():
    bring(invented(60))
    plan = Step.objects.filter(kind="protection_plan").first()
    assert plan is not None
    assert set(plan.clock_runs.filter(clock="C23").values_list("started_on", flat=True)) == {plan.happened_on}
    assert sum(changed for _, changed in rebuild()) == 0


@pytest.mark.parametrize("name", ["fake_CIN_data.xml", "CIN_Census_2026.xml"])
def test_the_sample_files_come_in(name):
    if not (SAMPLES / name).exists():
        pytest.skip("the sample files are not here")
    stream = BytesIO((SAMPLES / name).read_bytes())
    reconciliation = bring(stream)
    children = reconciliation.file.children
    assert children == {"fake_CIN_data.xml": 332, "CIN_Census_2026.xml": 2}[name]
    assert counts(reconciliation, "child") == {"new": children}
    assert counts(reconciliation, "referral") == {"new": {"fake_CIN_data.xml": 402, "CIN_Census_2026.xml": 2}[name]}
    before = versions()
    bring(stream)
    assert versions() == before


# --- the same file twice ----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing_and_says_so():
    stream = invented(60, clean=False)
    first = bring(stream)
    before, held, acts = versions(), record(), Act.objects.filter(kind="census.bring_in").count()
    second = bring(stream)
    assert (versions(), record()) == (before, held)
    assert Act.objects.filter(kind="census.bring_in").count() == acts
    assert CensusFile.objects.count() == 1 and Reconciliation.objects.count() == 2
    for tally in first.tallies.all():
        again = counts(second, tally.element)
        new = tally.new + tally.same  # a factor that stands twice is held already the second time
        assert again == {k: v for k, v in (("same", new), ("not_in", tally.not_in)) if v}, tally.element
    assert listed(second) == listed(first)


def test_a_form_sent_twice_keeps_one_file():
    stream, request = file_of(CHILD), uuid.uuid4()
    with open_census(stream) as opened:
        one, new = receive(BY_HAND, opened, stream, request=request)
        two, again = receive(BY_HAND, opened, stream, request=request)
    assert (new, again) == (True, False) and one == two


# --- a newer file -----------------------------------------------------------------------------------------


def test_a_newer_file_adds_and_corrects_in_the_open():
    bring(file_of(CHILD))
    plan, assessment = pathway()["cin:protection_plan:2025-06-25"], pathway()["cin:assessment:2025-06-03"]
    newer = child_with(
        ("<Ethnicity>WBRI", "<Ethnicity>MWBC"),
        ("<CPPendDate>2025-12-20", "<CPPendDate>2025-12-21"),
        ("<AssessmentFactors>16A", "<AssessmentFactors>17A"),
        ("<CPPreviewDate>2025-09-10</CPPreviewDate>", "<CPPreviewDate>2025-09-10</CPPreviewDate>\n"
         "<CPPreviewDate>2025-12-01</CPPreviewDate>"),
    )  # fmt: skip
    reconciliation = bring(file_of(newer, written="06-20"))
    assert person().ethnicity == "MWBC"
    assert facts_of(plan).ended_on == D("2025-12-21")
    assert list(facts_of(plan).history.order_by("pgh_id").values_list("ended_on", flat=True)) == [
        D("2025-12-20"), D("2025-12-21"),
    ]  # fmt: skip
    assert facts_of(assessment).factors == ["3B", "17A"]
    assert pathway()["cin:review_conference:2025-12-01"].led_from == plan
    assert {name: counts(reconciliation, name) for name in ("child", "referral", "assessment", "factor", "review")} == {
        "child": {"corrected": 1},
        "referral": {"same": 1},
        "assessment": {"corrected": 1},
        "factor": {"same": 1, "new": 1},
        "review": {"same": 1, "new": 1},
    }
    assert counts(reconciliation, "protection_plan") == {"corrected": 1} and listed(reconciliation) == []


def test_a_corrected_date_corrects_the_step_and_its_key():
    bring(file_of(CHILD))
    enquiry = pathway()["cin:enquiry:2025-06-05"]
    newer = file_of(child_with(("<S47ActualStartDate>2025-06-05", "<S47ActualStartDate>2025-06-06")), written="06-20")
    reconciliation = bring(newer)
    enquiry.refresh_from_db()
    assert (enquiry.happened_on, enquiry.key) == (D("2025-06-06"), "cin:enquiry:2025-06-06")
    assert Step.objects.filter(kind="enquiry").count() == 1
    assert list(enquiry.history.order_by("pgh_id").values_list("happened_on", flat=True)) == [
        D("2025-06-05"), D("2025-06-06"),
    ]  # fmt: skip
    assert pathway()["cin:initial_conference:2025-06-25"].led_from == enquiry
    assert counts(reconciliation, "enquiry") == {"corrected": 1}
    assert enquiry.clock_runs.get(clock="C11").started_on == D("2025-06-06")
    before = versions()
    bring(newer)
    assert versions() == before


def test_a_corrected_referral_date_corrects_the_involvement():
    bring(file_of(CHILD))
    reconciliation = bring(file_of(child_with(("2025-06-02", "2025-06-01")), written="06-20"))
    assert Involvement.objects.get(child=person()).opened_on == D("2025-06-01")
    assert pathway()["cin:referral:2025-06-01"].involvement.opened_on == D("2025-06-01")
    assert counts(reconciliation, "referral") == {"corrected": 1}
    assert Step.objects.count() == 7 and sum(changed for _, changed in rebuild()) == 0


def test_where_two_of_a_kind_are_left_nothing_is_guessed():
    block = CHILD[CHILD.index("<CINPlanDates>") : CHILD.index("<Section47>")]
    bring(file_of(CHILD))
    two = block.replace("2026-01-05", "2026-01-06") + block.replace("2026-01-05", "2026-02-06")
    reconciliation = bring(file_of(child_with((block, two)), written="06-20"))
    assert counts(reconciliation, "cin_plan") == {"new": 2}
    assert listed(reconciliation) == [("not_in_file", "CINPlanStartDate", "", "2026-01-05")]
    assert Step.objects.filter(kind="cin_plan").count() == 3


def test_another_episode_is_another_involvement():
    bring(file_of(CHILD))
    first = CHILD[CHILD.index("<CINdetails>") : CHILD.index("</Child>")]
    again = first.replace("2025-", "2026-").replace("2026-01", "2027-01")
    reconciliation = bring(file_of(child_with((first, first + again)), year=2027))
    assert [i.opened_on for i in Involvement.objects.order_by("opened_on")] == [D("2025-06-02"), D("2026-06-02")]
    assert counts(reconciliation, "referral") == {"new": 1, "same": 1}
    assert pathway()["cin:assessment:2026-06-03"].led_from == pathway()["cin:referral:2026-06-02"]


def test_what_a_newer_file_no_longer_tells_is_kept_and_listed():
    section = CHILD[CHILD.index("<CINPlanDates>") : CHILD.index("<Section47>")]
    bring(file_of(CHILD, CHILD.replace("A1", "A2")))
    reconciliation = bring(file_of(child_with((section, "")), written="06-20"))
    assert listed(reconciliation) == [
        ("not_in_file", "CINPlanStartDate", "", "2026-01-05"),
        ("not_in_file", "CINreferralDate", "", "2025-06-02"),
    ]
    assert list(reconciliation.listed.values_list("la_child_id", flat=True)) == ["A1", "A2"]
    assert "cin:cin_plan:2026-01-05" in pathway() and person("A2").steps.count() == 7


def test_what_no_longer_belongs_in_a_later_year_is_not_missed():
    closed = ("</PrimaryNeedCode>", "</PrimaryNeedCode><CINclosureDate>2026-01-31</CINclosureDate>"
              "<ReasonForClosure>RC7</ReasonForClosure>")  # fmt: skip
    nothing_more = child_with(("A1", "A3"), ("<ReferralNFA>false", "<ReferralNFA>true"))
    nothing_more = child_with((CHILD[CHILD.index("<Assessments>") : CHILD.index("<ReferralNFA>")], ""), of=nothing_more)
    nothing_more = child_with((CHILD[CHILD.index("<ChildPro") : CHILD.index("</CINdetails>")], ""), of=nothing_more)
    bring(file_of(child_with(closed), CHILD.replace("A1", "A2"), nothing_more))
    later = child_with(("A1", "A2"), (CHILD[CHILD.index("<Assessments>") : CHILD.index("<CINPlan")], ""))
    later = child_with((CHILD[CHILD.index("<Section47>") : CHILD.index("<ReferralNFA>")], ""), of=later)
    later = child_with((CHILD[CHILD.index("<ChildProtectionPlans>") : CHILD.index("</CINdetails>")], ""), of=later)
    reconciliation = bring(file_of(later, year=2027))
    assert listed(reconciliation) == []


def test_a_pupil_number_that_changed_ends_and_the_new_one_begins():
    bring(file_of(child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>A123456789012</UPN>"))))
    moved = child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>C123456789012</UPN><FormerUPN>A123456789012</FormerUPN>"))
    newer = file_of(moved, written="06-20")
    bring(newer)
    held = person().identifiers.order_by("id").values_list("scheme", "value", "starts_on", "ends_on")
    assert list(held) == [
        ("la_child_id", "A1", None, None),
        ("upn", "A123456789012", None, D("2026-06-20")),
        ("upn", "C123456789012", D("2026-06-20"), None),
        ("former_upn", "A123456789012", None, None),
    ]
    before = versions()
    bring(newer)
    assert versions() == before


def test_a_new_child_with_a_pupil_number_that_is_held_is_asked_about():
    numbered = child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>A123456789012</UPN>"))
    bring(file_of(numbered))
    reconciliation = bring(file_of(numbered, numbered.replace("A1<", "A2<"), written="06-20"))
    assert listed(reconciliation) == [("question", "UPN", "A123456789012", "A1")]
    assert person("A1") != person("A2")


# --- an older file ----------------------------------------------------------------------------------------


def test_an_older_file_never_undoes_what_a_newer_one_said():
    bring(file_of(CHILD, written="06-20"))
    held = record()
    older = child_with(
        ("<Ethnicity>WBRI", "<Ethnicity>MWBC"), ("<CPPendDate>2025-12-20</CPPendDate>", ""),
        ("<S47ActualStartDate>2025-06-05", "<S47ActualStartDate>2025-06-06"),
        ("<CPPreviewDate>2025-09-10</CPPreviewDate>", "<CPPreviewDate>2025-09-10</CPPreviewDate>\n"
         "<CPPreviewDate>2025-12-01</CPPreviewDate>"),
    )  # fmt: skip
    reconciliation = bring(file_of(older, written="05-01"))
    assert record() == held
    assert listed(reconciliation) == [
        ("older", "Ethnicity", "MWBC", "WBRI"),
        ("older", "S47ActualStartDate", "2025-06-06", "2025-06-05"),
        ("older", "CPPendDate", "", "2025-12-20"),
        ("older", "CPPreviewDate", "2025-12-01", ""),
    ]
    assert counts(reconciliation, "review") == {"same": 1, "not_in": 1}
    assert counts(reconciliation, "enquiry") == {"same": 1}


def test_a_newer_file_that_said_the_same_still_counts_as_having_said_it():
    """The first file said so, the second repeated it without a change; one between the two changes nothing."""
    bring(file_of(CHILD, written="05-01"))
    bring(file_of(CHILD, year=2026, written="07-01"))
    reconciliation = bring(file_of(child_with(("<Ethnicity>WBRI", "<Ethnicity>MWBC")), written="06-01"))
    assert person().ethnicity == "WBRI"
    assert listed(reconciliation) == [("older", "Ethnicity", "MWBC", "WBRI")]


def test_an_older_year_adds_what_only_it_can_tell():
    bring(file_of(child_with(("<CINreferralDate>2025-06-02", "<CINreferralDate>2024-06-02"))))
    older = child_with(
        ("<CINreferralDate>2025-06-02", "<CINreferralDate>2024-06-02"), ("2025-06-03", "2024-06-03"),
        ("2025-07-03", "2024-07-03"), (CHILD[CHILD.index("<CINPlan") :], ""),
    ) + "<ReferralNFA>0</ReferralNFA></CINdetails></Child>\n"  # fmt: skip
    reconciliation = bring(file_of(older, year=2025))
    assert counts(reconciliation, "assessment") == {"new": 1} and listed(reconciliation) == []
    assert pathway()["cin:assessment:2024-06-03"].involvement == pathway()["cin:referral:2024-06-02"].involvement
    assert sum(changed for _, changed in rebuild()) == 0


# --- what people recorded here ----------------------------------------------------------------------------


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


# --- what doesn't come in ---------------------------------------------------------------------------------


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


def test_the_file_is_kept_byte_for_byte_and_cannot_be_changed():
    from django.db import DatabaseError, connection, transaction

    from sightline.returns.cin.acts import stored

    stream = invented(400)
    reconciliation = bring(stream)
    with stored(reconciliation.file) as kept:
        assert kept.read() == stream.getvalue()
    for table in ("returns_censusfile", "returns_censuschunk", "returns_listed", "returns_batch"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update {table} set id = id")


# --- interrupted ------------------------------------------------------------------------------------------


def test_what_is_left_of_a_file_is_taken_up():
    stream = invented(50, clean=False)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    steps = bring_in(BY_HAND, reconciliation, a_batch=20)
    assert [next(steps), next(steps)] == [0, 20]
    steps.close()
    assert list(bring_in(BY_HAND, reconciliation, a_batch=20)) == [20, 40, 50]
    assert_sums(reconciliation)
    broken, stream = record(), invented(50, clean=False)
    before = versions()
    bring(stream)
    assert (record(), versions()) == (broken, before)


def test_two_at_once_do_nothing_twice():
    stream = invented(30)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    one, two = bring_in(BY_HAND, reconciliation, a_batch=10), bring_in(BY_HAND, reconciliation, a_batch=10)
    assert [next(one), next(two), next(one)] == [0, 0, 10]
    with pytest.raises(BeingBroughtInError):
        next(two)
    assert list(one) == [20, 30]
    assert_sums(reconciliation)


def test_what_somebody_changes_at_that_moment_is_read_again(monkeypatch):
    """Between reading a plan and correcting it, a person here ends it: then theirs is what stands."""
    from sightline.returns.cin import acts

    bring(file_of(CHILD))
    plan = pathway()["cin:protection_plan:2025-06-25"]
    settle, bring_some, tries = acts.settle, acts._bring_in_some, []

    def slow(*about):
        planned = settle(*about)
        if len(tries) == 1:  # undone with the try that it spoils, as all here is one transaction; see below
            say(plan, ended_on=D("2025-11-01"))
        return planned

    def once(*about):
        tries.append(about)
        try:
            bring_some(*about)
        except acts.ChangedMeanwhileError:
            say(plan, ended_on=D("2025-11-01"))
            raise

    monkeypatch.setattr(acts, "settle", slow)
    monkeypatch.setattr(acts, "_bring_in_some", once)
    reconciliation = bring(file_of(child_with(("<CPPendDate>2025-12-20", "<CPPendDate>2025-12-24")), written="06-20"))
    assert len(tries) == 2 and facts_of(plan).ended_on == D("2025-11-01")
    assert listed(reconciliation) == [("differs", "CPPendDate", "2025-12-24", "2025-11-01")]


def test_a_batch_that_fails_leaves_nothing_of_itself(monkeypatch):
    from sightline.returns.cin import acts

    stream = invented(30)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    whole = acts._reckon

    def fail(reconciliation, planned):
        if Person.objects.count() > 10:
            raise RuntimeError("the power went")
        whole(reconciliation, planned)

    monkeypatch.setattr(acts, "_reckon", fail)
    with pytest.raises(RuntimeError):
        list(bring_in(BY_HAND, reconciliation, a_batch=10))
    assert Person.objects.count() == 10 == Reconciliation.objects.get().children_done
    monkeypatch.setattr(acts, "_reckon", whole)
    assert list(bring_in(BY_HAND, reconciliation, a_batch=10)) == [10, 20, 30]
    assert_sums(reconciliation)


# --- whatever the file ------------------------------------------------------------------------------------


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 10_000), clean=st.booleans(), year=st.sampled_from([2025, 2026, 2027]))
def test_the_record_gives_back_what_the_file_said(db, seed, clean, year):
    from django.db import transaction

    stream = invented(6, seed=seed, clean=clean, year=year)
    with transaction.atomic():
        bring(stream, a_batch=4)
        for child in open_census(stream).children():
            assert child.la_child_id and told_of(child) == held_of(child.la_child_id)
        before = versions()
        again = bring(stream, a_batch=5)
        assert versions() == before and all(tally.new == tally.corrected == 0 for tally in again.tallies.all())
        transaction.set_rollback(True)


def told_of(child):
    """What the reader read of a child whose episodes have dates, as plain rows."""
    rows = []
    for one in child.details:
        if one.referral_date is None:
            continue
        rows.append(("involvement", one.referral_date, one.closure_date, one.closure_reason or ""))
        source, need = one.referral_source or "", one.primary_need or ""
        rows.append(("referral", one.referral_date, source, need, one.no_further_action))
        rows += [
            ("assessment", a.start_date, a.internal_review_date, a.authorisation_date, tuple(f.code for f in a.factors))
            for a in one.assessments
        ]
        rows += [("cin_plan", p.start_date, p.end_date) for p in one.cin_plans]
        for s in one.section_47s:
            rows.append(("enquiry", s.start_date, s.conference_target, s.conference_not_required))
            if s.conference_date:
                rows.append(("initial_conference", s.conference_date, "initial"))
        if one.conference_date:
            rows.append(("initial_conference", one.conference_date, "not_linked"))
        for p in one.protection_plans:
            rows.append(
                ("protection_plan", p.start_date, p.end_date, p.initial_category, p.latest_category, p.previous_plans)
            )
            rows += [("review_conference", r.date) for r in p.reviews]
        rows += [
            ("pre_proceedings", p.start_date, p.letter_before_date, p.family_meeting_offered, p.family_meeting_held,
             p.first_meeting_date, p.review_meetings, p.step_decision_date, p.outcome or "", p.court_application_date,
             p.proceedings_letter_date)
            for p in one.pre_proceedings
        ]  # fmt: skip
    return sorted(rows, key=str)


FIELDS = {
    "referral": ("source", "primary_need", "no_further_action"),
    "assessment": ("internal_review_on", "authorised_on", "factors"),
    "cin_plan": ("ended_on",),
    "enquiry": ("conference_target_on", "conference_not_required"),
    "initial_conference": ("type",),
    "protection_plan": ("ended_on", "initial_category", "latest_category", "previous_plans"),
    "review_conference": (),
    "pre_proceedings": (
        "letter_before_sent_on", "family_meeting_offered", "family_meeting_held", "first_meeting_on", "review_meetings",
        "decided_on", "outcome", "court_application_on", "letter_to_issue_on",
    ),
}  # fmt: skip


def held_of(number):
    child = person(number)
    involvements = Involvement.objects.filter(child=child)
    rows = [("involvement", one.opened_on, one.closed_on, one.closure_reason) for one in involvements]
    for step in Step.objects.filter(child=child):
        facts = (getattr(facts_of(step), name) for name in FIELDS[step.kind])
        rows.append((step.kind, step.happened_on, *(tuple(f) if isinstance(f, list) else f for f in facts)))
    return sorted(rows, key=str)


def test_every_thing_and_kind_has_its_words():
    from sightline.returns.cin.reconciliation import CONTROL, ELEMENT, KIND_TITLES

    assert set(TITLES) == set(CONTROL) == set(ELEMENT) == set(Thing) and set(KIND_TITLES) == set(Kind)


@pytest.mark.parametrize(
    ("last", "first"), [("2026-03-31", "2025-04-01"), ("2024-03-31", "2023-04-01"), ("2024-02-29", "2023-03-01")]
)
def test_the_year_of_a_census_is_twelve_months(last, first):
    assert CensusFile(reference_date=D(last)).period == (D(first), D(last))


def test_a_file_that_does_not_say_when_it_speaks_is_the_earlier():
    year, moment = D("2026-03-31"), datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    silent, dated = CensusFile(), CensusFile(reference_date=year)
    timed = CensusFile(reference_date=year, written_at=moment)
    assert silent.told_at < dated.told_at < timed.told_at and silent.period is None
