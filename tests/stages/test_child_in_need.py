"""A child in need plan, its visits at the child's own interval, its meetings, and the closing of the case."""

from __future__ import annotations

import datetime

import pytest

from sightline.clocks.models import ClockRun
from sightline.forms import acts, drafts
from sightline.forms.acts import NotNowError, NotReadyError, withdraw_step
from sightline.forms.declare import form_called
from sightline.forms.known import cases_of
from sightline.forms.sheet import Sheet
from sightline.oversight.acts import Closing, close_cases
from sightline.record.acts.people import join
from sightline.record.models import Involvement, Step, Task
from sightline.stages.child_in_need.models import CinMeetingFacts, CinPlanFacts
from sightline.stages.child_in_need.owed import still_owed
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals
from tests.stages.conftest import TODAY

pytestmark = pytest.mark.django_db

START = datetime.date(2026, 3, 2)


@pytest.fixture
def open_cases(siblings, system_warrant):
    """The siblings, with a case open since February that was decided and is answered."""
    steps = receive_referrals(
        system_warrant,
        [Referral(child_id=one.pk, received_on=datetime.date(2026, 2, 2), source="2A") for one in siblings],
    )
    day = datetime.date(2026, 2, 3)
    decide_referrals(system_warrant, steps, on=day, no_further_action=False, acknowledged_on=day)
    return siblings


@pytest.fixture
def plan(record, worker, open_cases):
    """``plan(children)``: a plan with visits at least every 14 days and one action of the worker's."""

    def make(children=None, **more):
        answers = {
            "each_must_change": "Breakfast every day.", "each_child_views": "“I want it quiet.”",
            "parents_views": "Rosa agrees.", "actions.1.what": "Ring the breakfast club", "actions.1.who": "Ruth",
            "actions.1.worker": str(worker.pk), "actions.1.by_when": "27/3/2026", "actions.1.know": "Ada eats.",
            "contingency": "A strategy discussion.", "each_visit_every_days": "14", "meeting_on": "10/3/2026",
        }  # fmt: skip
        return record("cin_plan", worker, children or open_cases[:1], on=START, **(answers | more))

    return make


def run_of(child, clock, ordinal=0):
    return ClockRun.objects.get(child=child, clock=clock, ordinal=ordinal)


def test_a_plan_waits_for_a_manager_and_its_clocks_run_by_the_childs_own_dates(plan, open_cases, worker):
    [step] = plan()
    assert step.state == Step.State.SUBMITTED
    assert run_of(step.child, "C34").own_on == datetime.date(2026, 3, 16)
    assert run_of(step.child, "C34").local_on == datetime.date(2026, 4, 13)
    assert run_of(step.child, "C32").own_on == datetime.date(2026, 3, 10)
    task = Task.objects.get(step=step)
    assert (task.what, task.owner, task.due_on) == ("Ring the breakfast club", worker, datetime.date(2026, 3, 27))


def test_a_visit_starts_the_childs_interval_anew(plan, record, worker, open_cases):
    [step] = plan()
    record(
        "visit", worker, open_cases[:1], on=datetime.date(2026, 3, 12), place="home", each_seen="yes",
        each_seen_alone="yes", each_words_of_the_child="It is quiet.", note="Seen in her room.",
    )  # fmt: skip
    assert run_of(step.child, "C34").stopped_on == datetime.date(2026, 3, 12)
    assert run_of(step.child, "C34", 1).own_on == datetime.date(2026, 3, 26)


def test_an_interval_that_is_none_is_refused_kindly(plan):
    for wrong in ("0", "40000"):
        with pytest.raises(NotReadyError) as told:
            plan(each_visit_every_days=wrong)
        assert told.value.sheet.problems[0].problem == "Enter a number of days from 1 to 365."


def test_a_child_has_one_plan_at_a_time(plan):
    plan()
    with pytest.raises(NotNowError, match="runs already for Ada"):
        plan()


def amend(step, user, warrant, **answers):
    draft = drafts.start_amendment(form_called(step.kind), user, step, reason="The meeting changed it")
    sheet = Sheet(draft, TODAY)
    written = [
        drafts.Written(name, value, held.version if (held := sheet.answers.get(drafts.key_of(name))) else 0)
        for name, value in answers.items()
    ]
    assert not drafts.save(sheet, user, written).unknown
    return acts.submit(warrant, user, draft.pk, today=TODAY)


def test_an_action_that_the_plan_no_longer_holds_falls_away(plan, worker, warrant_of):
    [step] = plan()
    amend(step, worker, warrant_of(worker, step.child), **{"actions.1.what": "Ring the school"})
    tasks = dict(Task.objects.filter(step=step).values_list("what", "outcome"))
    assert tasks == {"Ring the breakfast club": "The plan no longer asks for it.", "Ring the school": ""}


MEETING = {
    "came": "Rosa, Mrs Dale", "each_child_part": "Ada drew her week.", "parents_say": "It is better.",
    "each_changed": "She eats.", "reviews_plan": "yes", "decision_why": "It helps.",
}  # fmt: skip


def test_a_meeting_prefills_the_actions_and_leads_from_the_plan(plan, open_cases, worker):
    [step] = plan()
    child = open_cases[0].pk
    draft = drafts.start(form_called("cin_meeting"), worker, about=child, children=[child], ticked=[], today=TODAY)
    sheet = Sheet(draft, TODAY)
    assert sheet.raw((None, "progress.1.action")) == "Ring the breakfast club"
    assert sheet.raw((None, "reviews_plan")) == "no"
    assert sheet.form.leads_from({child: step.involvement_id}) == {child: step.pk}


def test_a_meeting_finishes_what_is_done_and_sets_the_date_of_the_next_review(plan, record, worker, open_cases):
    [step] = plan()
    [meeting] = record(
        "cin_meeting", worker, open_cases[:1], on=datetime.date(2026, 3, 17), each_decision="goes_on",
        next_on="20/4/2026", **{"progress.1.progress": "done", "progress.1.note": "Since Monday."}, **MEETING,
    )  # fmt: skip
    assert meeting.led_from_id == step.pk
    task = Task.objects.get(step=step)
    assert (task.done_on, task.outcome) == (datetime.date(2026, 3, 17), "Since Monday.")
    assert run_of(step.child, "C33", 1).own_on == datetime.date(2026, 4, 20)
    assert not Task.objects.filter(step=meeting).exists()


@pytest.mark.parametrize(
    ("decision", "task"),
    [("step_up", "Hold the strategy discussion"), ("close", "Ask a manager to close the case"),
     ("changes", "Change the plan as the meeting decided")],
)  # fmt: skip
def test_what_a_meeting_decides_is_somebodys_to_do(plan, record, worker, open_cases, warrant_of, decision, task):
    plan()
    by = {"each_decision": decision, "each_decision_due_on": "20/3/2026"}
    rest = {"progress.1.progress": "under_way"}
    [meeting] = record("cin_meeting", worker, open_cases[:1], **by, **rest, **MEETING)
    assert Task.objects.get(step=meeting).what == task
    name = f"c{open_cases[0].pk}-decision"
    amend(meeting, worker, warrant_of(worker, open_cases[0]), **{name: "goes_on"})
    assert not Task.objects.filter(step=meeting, done_on__isnull=True).exists()
    assert CinMeetingFacts.objects.get(pk=meeting.pk).decision == "goes_on"


CLOSING = {
    "each_closure_reason": "RC7", "why": "She eats and sleeps.", "each_child_view": "I am fine.",
    "family_agrees": "yes", "family_view": "We manage.", "goes_on": "early_help", "who_helps": "Mrs Dale.",
}  # fmt: skip


def test_closing_while_something_is_owed_says_what_and_takes_a_reason_that_is_kept(
    plan, record, manager, open_cases, allocate
):
    from sightline.oversight.holding import held_on

    [step] = plan()
    owed = still_owed([step.child_id])[step.child_id]
    assert "Child in need plan of 2 March 2026 waits to be authorised" in owed
    assert "Ring the breakfast club, by 27 March 2026" in owed
    assert "See the child, by 16 March 2026" in owed
    with pytest.raises(NotReadyError) as told:
        record("case_closing", manager, open_cases[:1], **CLOSING)
    assert [one.key for one in told.value.sheet.problems] == [(None, "owed_reason")]
    [closed] = record("case_closing", manager, open_cases[:1], owed_reason="The family moved today.", **CLOSING)
    case = Involvement.objects.get(pk=step.involvement_id)
    assert (case.closed_on, case.closure_reason) == (TODAY, "RC7")
    assert CinPlanFacts.objects.get(pk=step.pk).ended_on == TODAY
    assert "See the child, by 16 March 2026" in closed.narrative["owed_reason"]
    assert closed.narrative["owed_reason"].endswith("The family moved today.")
    assert not Task.objects.filter(child=step.child_id, done_on__isnull=True).exists()
    assert not ClockRun.objects.filter(child=step.child_id, outcome="", clock__in=("C32", "C33", "C34")).exists()
    assert not held_on(TODAY).filter(child=step.child_id).exists()


def test_a_closing_entered_in_error_opens_the_case_and_its_plan_again(
    plan, record, manager, open_cases, warrant_of, system_warrant
):
    [step] = plan()
    [closed] = record("case_closing", manager, open_cases[:1], owed_reason="Moved.", **CLOSING)
    withdraw_step(system_warrant, closed, reason="The wrong child")
    assert Involvement.objects.get(pk=step.involvement_id).closed_on is None
    assert CinPlanFacts.objects.get(pk=step.pk).ended_on is None


def test_a_closing_amended_moves_the_day_and_reason_of_the_case(plan, record, manager, open_cases, system_warrant):
    [step] = plan()
    [closed] = record("case_closing", manager, open_cases[:1], owed_reason="Moved.", **CLOSING)
    name = f"c{step.child_id}-closure_reason"
    amend(closed, manager, system_warrant, **{name: "RC9", "happened_on": "17/3/2026"})
    case = Involvement.objects.get(pk=step.involvement_id)
    assert (case.closed_on, case.closure_reason) == (datetime.date(2026, 3, 17), "RC9")
    assert CinPlanFacts.objects.get(pk=step.pk).ended_on == datetime.date(2026, 3, 17)


def test_there_is_nothing_to_close_without_an_open_case(record, manager, siblings):
    with pytest.raises(NotNowError, match="no open case for Ada"):
        record("case_closing", manager, siblings[:1], **CLOSING)


def test_the_case_on_the_other_record_of_a_child_is_closed_with_all_that_hangs_on_it(
    plan, record, manager, open_cases, kept_over, system_warrant
):
    [step] = plan()
    kept = kept_over(open_cases[0])
    assert "Ring the breakfast club, by 27 March 2026" in still_owed([kept.pk])[kept.pk]
    with pytest.raises(NotReadyError):
        record("case_closing", manager, [kept], **CLOSING)
    [closed] = record("case_closing", manager, [kept], owed_reason="The family moved today.", **CLOSING)
    assert (closed.child_id, closed.involvement_id) == (kept.pk, step.involvement_id)
    assert Involvement.objects.get(pk=step.involvement_id).closed_on == TODAY
    assert CinPlanFacts.objects.get(pk=step.pk).ended_on == TODAY
    assert not Task.objects.filter(child=step.child_id, done_on__isnull=True).exists()
    assert not ClockRun.objects.filter(child__in=[kept.pk, step.child_id], outcome="").exists()
    withdraw_step(system_warrant, closed, reason="The wrong child")
    assert Involvement.objects.get(pk=step.involvement_id).closed_on is None
    assert ClockRun.objects.filter(child=kept.pk, clock="C34", outcome="").exists()


def test_a_child_of_two_records_has_one_plan_at_a_time(plan, open_cases, kept_over):
    plan()
    with pytest.raises(NotNowError, match="runs already for Ada"):
        plan([kept_over(open_cases[0])])


def test_a_plan_in_one_of_two_open_cases_is_the_one_plan(plan, open_cases, make_child, system_warrant):
    """Both records had a case when they were joined: the plan runs in the older one."""
    [step] = plan()
    other = make_child(given="Ada")
    receive_referrals(system_warrant, [Referral(child_id=other.pk, received_on=START, source="2A")])
    join(system_warrant, kept=other, duplicate=open_cases[0], reason="Recorded twice")
    with pytest.raises(NotNowError, match="runs already for Ada"):
        plan([other])
    form = form_called("cin_meeting")
    assert form.leads_from(cases_of([other.pk])) == {other.pk: step.pk}


def test_a_plan_left_running_in_a_case_closed_since_is_none(plan, open_cases, system_warrant, allocate, worker):
    [step] = plan()
    close_cases(system_warrant, [Closing(involvement_id=step.involvement_id, on=START, reason="RC7")])
    receive_referrals(system_warrant, [Referral(child_id=step.child_id, received_on=START, source="2A")])
    allocate(open_cases[0], worker, since=START)
    [new] = plan()
    assert new.involvement_id != step.involvement_id


def test_what_is_filled_in_is_known_of_all_records(plan, open_cases, kept_over, worker):
    plan()
    kept = kept_over(open_cases[0])
    draft = drafts.start(form_called("cin_meeting"), worker, about=kept.pk, children=[kept.pk], ticked=[], today=TODAY)
    assert Sheet(draft, TODAY).raw((None, "progress.1.action")) == "Ring the breakfast club"


def test_what_is_owed_costs_the_same_for_one_child_and_for_many(plan, open_cases, django_assert_max_num_queries):
    plan(open_cases)
    with django_assert_max_num_queries(6):
        assert len(still_owed([one.pk for one in open_cases])) == 2
