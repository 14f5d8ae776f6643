"""Bringing a census file in: everything in it comes onto the record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.access.roles import Role
from sightline.clocks.acts import rebuild
from sightline.record.models import Act, Involvement, Person, SearchKey, Step
from sightline.returns.cin.acts import bring_in, receive
from sightline.returns.cin.read import open_census
from sightline.returns.cin.reconciliation import TITLES, Kind, Thing
from sightline.returns.models import Batch

from .bringing import D, bring, child_with, counts, facts_of, file_of, invented, listed, pathway, person, versions
from .conftest import CHILD

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "cin"


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


def test_every_thing_and_kind_has_its_words():
    from sightline.returns.cin.reconciliation import CONTROL, ELEMENT, KIND_TITLES

    assert set(TITLES) == set(CONTROL) == set(ELEMENT) == set(Thing) and set(KIND_TITLES) == set(Kind)


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
