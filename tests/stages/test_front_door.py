"""Contacts and referrals: taken, decided, told; what came before; and the clocks that run until then."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from sightline.access.acts import put_on_duty
from sightline.access.roles import Role
from sightline.clocks.models import ClockRun
from sightline.forms.acts import NotNowError, NotReadyError, withdraw_step
from sightline.record.models import Involvement, Step, Task
from sightline.stages.front_door.acts import Decision, decide_contacts, decide_referrals, tell_referrer
from sightline.stages.front_door.earlier import bearings, earlier_of, re_referral
from sightline.stages.front_door.models import ContactFacts, ReferralFacts
from tests.stages.conftest import TODAY

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def told(outcome: str, threshold: str = "in_need") -> Decision:
    return Decision(outcome=outcome, threshold=threshold, rationale="The school has told us before.")


def running(child, clock):
    return ClockRun.objects.filter(child=child, clock=clock, outcome="")


def test_one_contact_about_two_children_is_one_occasion_and_starts_a_clock_for_each(contact, worker, siblings):
    steps = contact(worker, siblings)
    assert [step.child_id for step in steps] == [one.pk for one in siblings]
    assert len({step.occasion for step in steps}) == 1
    assert all(step.involvement_id is None for step in steps)
    [run] = running(siblings[0], "C02")
    assert run.local_on == datetime.date(2026, 3, 19)
    assert not running(siblings[0], "C03").exists()


def test_danger_asks_for_an_answer_the_same_day(contact, worker, siblings):
    contact(worker, siblings[:1], each_immediate_danger="yes")
    [run] = running(siblings[0], "C03")
    assert run.statutory_on == TODAY


def test_a_contact_belongs_to_no_closed_case(contact, worker, siblings, system_warrant):
    from sightline.oversight.acts import Closing, close_cases
    from sightline.stages.front_door.acts import Referral, receive_referrals

    [old] = receive_referrals(
        system_warrant, [Referral(child_id=siblings[0].pk, received_on=days_ago(700), source="6")]
    )
    close_cases(system_warrant, [Closing(involvement_id=old.involvement_id, on=days_ago(500), reason="RC7")])
    from sightline.oversight.acts import Holding, allocate
    from sightline.oversight.models import Allocation

    team = Allocation.objects.filter(child=siblings[0]).latest("pk").team_id
    allocate(
        system_warrant,
        [Holding(child_id=siblings[0].pk, team_id=team, worker_id=worker.pk, starts_on=days_ago(10))],
    )
    [step] = contact(worker, siblings[:1])
    assert step.involvement_id is None
    assert running(siblings[0], "C02").exists()


def test_a_referral_from_a_contact_keeps_its_day_and_source_and_opens_a_case_for_each(
    contact, worker, manager, siblings, warrant_of
):
    steps = contact(worker, siblings, on=days_ago(1))
    referrals = decide_contacts(
        warrant_of(manager, siblings[0], "front_door.decide"), steps, told("referral"), on=TODAY, primary_need="N1"
    )
    assert [one.led_from_id for one in referrals] == [one.pk for one in steps]
    for referral in referrals:
        facts = ReferralFacts.objects.get(pk=referral.pk)
        assert (facts.source, facts.primary_need, facts.decided_on) == ("6", "N1", None)
        case = Involvement.objects.get(pk=referral.involvement_id)
        assert case.opened_on == days_ago(1)
    assert not running(siblings[0], "C02").exists()
    assert running(siblings[0], "C01").exists()


def test_a_strategy_discussion_at_once_is_a_decided_referral_and_a_task_for_today(
    contact, worker, manager, siblings, warrant_of
):
    steps = contact(worker, siblings[:1])
    warrant = warrant_of(manager, siblings[0], "front_door.decide")
    [referral] = decide_contacts(
        warrant, steps, told("strategy", "harm"), on=TODAY, primary_need="N1", told_on=TODAY, told_how="call"
    )
    facts = ReferralFacts.objects.get(pk=referral.pk)
    assert (facts.outcome, facts.no_further_action, facts.acknowledged_on) == ("strategy", False, TODAY)
    assert facts.decided_by == manager
    assert Task.objects.get(step=referral).due_on == TODAY
    assert not running(siblings[0], "C01").exists()


def test_on_an_open_case_a_contact_joins_it_and_no_referral_is_taken(
    contact, record, worker, manager, siblings, warrant_of
):
    [referral] = record("referral", worker, siblings[:1], on=days_ago(1), **REFERRED)
    with pytest.raises(NotNowError, match="open case for Ada"):
        record("referral", worker, siblings[:1], **REFERRED)
    [step] = contact(worker, siblings[:1])
    decide_contacts(warrant_of(manager, siblings[0], "front_door.decide"), [step], told("open_case"), on=TODAY)
    step.refresh_from_db()
    assert step.involvement_id == referral.involvement_id
    assert Step.objects.filter(child=siblings[0], kind="referral").count() == 1


REFERRED = {
    "source": "2A", "who": "Mrs Dale", "how": "call", "what_is_worrying": "Hungry.", "each_immediate_danger": "no",
    "each_primary_need": "N1", "family_knows": "agree",
}  # fmt: skip


def test_an_open_case_on_the_other_record_of_a_child_is_theirs(
    contact, record, worker, manager, siblings, warrant_of, kept_over
):
    [referral] = record("referral", worker, siblings[:1], on=days_ago(1), **REFERRED)
    kept = kept_over(siblings[0])
    with pytest.raises(NotNowError, match="open case for Ada"):
        record("referral", worker, [kept], **REFERRED)
    assert "Has an open case: new information on it is a contact, and no referral." in [
        one.words for one in bearings([kept.pk], TODAY, None)
    ]
    [step] = contact(worker, [kept])
    assert (step.child_id, step.involvement_id) == (kept.pk, referral.involvement_id)
    warrant = warrant_of(manager, kept, "front_door.decide")
    assert decide_contacts(warrant, [step], told("referral"), on=TODAY, primary_need="N1") == []
    assert Involvement.objects.count() == 1


def test_a_contact_from_before_the_case_on_the_other_record_is_put_with_that_case(
    contact, record, worker, manager, siblings, warrant_of, kept_over
):
    ada, tom = siblings
    kept = kept_over(ada)
    [step] = contact(worker, [kept])
    with_case = record("referral", worker, [ada], **REFERRED)[0].involvement_id
    assert step.involvement_id is None
    decide_contacts(warrant_of(manager, kept, "front_door.decide"), [step], told("open_case"), on=TODAY)
    step.refresh_from_db()
    assert step.involvement_id == with_case
    [other] = contact(worker, [tom])
    assert other.involvement_id is None


def test_no_further_action_closes_the_case_and_who_held_the_child_holds_them_no_longer(
    record, worker, manager, siblings, warrant_of
):
    from sightline.oversight.holding import held_on

    [referral] = record(
        "referral", worker, siblings[:1], source="2A", who="Mrs Dale", how="call", what_is_worrying="Hungry.",
        each_immediate_danger="no", each_primary_need="N1", family_knows="agree",
    )  # fmt: skip
    warrant = warrant_of(manager, siblings[0], "front_door.decide")
    decide_referrals(warrant, [referral], on=TODAY, no_further_action=True, decision=told("no_action", "universal"))
    assert Involvement.objects.get(pk=referral.involvement_id).closed_on == TODAY
    assert not held_on(TODAY).filter(child=siblings[0]).exists()


def test_the_clock_of_a_referral_stops_when_decided_and_told_or_when_nobody_can_be_told(
    record, worker, manager, siblings, warrant_of
):
    referrals = record(
        "referral", worker, siblings, source="9", who="No name given", how="call", what_is_worrying="Hungry.",
        each_immediate_danger="no", each_primary_need="N1", family_knows="not_yet", family_knows_why="Today",
    )  # fmt: skip
    warrant = warrant_of(manager, siblings[0], "front_door.decide")
    decide_referrals(warrant, referrals, on=TODAY, no_further_action=False, decision=told("assessment"))
    assert running(siblings[0], "C01").exists()
    tell_referrer(warrant, referrals, on=None, how="cannot")
    assert not running(siblings[0], "C01").exists()
    assert not running(siblings[1], "C01").exists()


def test_earlier_contacts_without_action_are_shown_and_a_withdrawn_one_is_not(
    contact, worker, manager, siblings, warrant_of
):
    warrant = warrant_of(manager, siblings[0], "front_door.decide")
    for days in (60, 30, 10):
        [step] = contact(worker, siblings[:1], on=days_ago(days))
        decide_contacts(warrant, [step], told("information", "universal"), on=days_ago(days))
    child = siblings[0].pk
    before = earlier_of([child], TODAY)[child]
    assert [one.step.happened_on for one in before] == [days_ago(10), days_ago(30), days_ago(60)]
    assert all(one.no_action for one in before)
    said = [one.words for one in bearings([child], TODAY, None)]
    assert said[0] == "3 times in 12 months without action. Read them together."
    withdraw_step(warrant_of(worker, siblings[0]), step, reason="Entered twice")
    assert len(earlier_of([child], TODAY)[child]) == 2


def test_what_came_before_costs_the_same_for_one_child_and_for_many(
    contact, worker, siblings, django_assert_max_num_queries
):
    contact(worker, siblings)
    with django_assert_max_num_queries(5):
        assert len(earlier_of([one.pk for one in siblings], TODAY)) == 2


@pytest.mark.parametrize(("days", "counts"), [(1, True), (365, True), (366, False)])
def test_a_re_referral_is_counted_from_the_date_of_the_last_referral(days, counts, siblings, system_warrant):
    from sightline.stages.front_door.acts import Referral, receive_referrals

    last = TODAY - datetime.timedelta(days=days)
    receive_referrals(system_warrant, [Referral(child_id=siblings[0].pk, received_on=last, source="6")])
    before = earlier_of([siblings[0].pk], TODAY).get(siblings[0].pk, [])
    assert (re_referral(TODAY, before) == last) is counts
    assert re_referral(last, before) is None


def test_a_contact_asks_whether_the_child_is_in_danger_of_each_child(contact, worker, siblings):
    with pytest.raises(NotReadyError) as told:
        contact(worker, siblings, each_immediate_danger="")
    assert {field.key for field in told.value.sheet.problems} == {(one.pk, "immediate_danger") for one in siblings}


# --- Pages ---------------------------------------------------------------------------------------------


def decide_page(step):
    return reverse("step_decide", args=[step.child_id, step.pk])


ANSWERS = {"threshold": "in_need", "rationale": "As before.", "on_0": "18", "on_1": "3", "on_2": "2026", "told_how": ""}


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    """The pages ask on the day of these tests."""
    import sightline.access.warrants as warrants

    monkeypatch.setattr(warrants.timezone, "localdate", lambda: TODAY)


def test_a_manager_decides_about_one_child_and_then_the_other(contact, worker, manager, siblings, client_of):
    ada, tom = contact(worker, siblings)
    client = client_of(manager)
    page = client.get(decide_page(ada))
    assert b"Shouting in the night." in page.content
    client.post(decide_page(ada), ANSWERS | {"outcome": "early_help", "children": [ada.child_id]})
    assert ContactFacts.objects.get(pk=ada.pk).outcome == "early_help"
    assert ContactFacts.objects.get(pk=tom.pk).decided_on is None
    answer = client.post(decide_page(tom), ANSWERS | {"outcome": "referral"})
    assert "Choose the primary need" in answer.content.decode()
    assert "As before." in answer.content.decode()
    answer = client.post(decide_page(tom), ANSWERS | {"outcome": "referral", "primary_need": "N1"})
    referral = Step.objects.get(kind="referral", child=tom.child_id)
    assert answer["Location"] == decide_page(referral)
    answer = client.get(decide_page(referral))
    assert b"Shouting in the night." in answer.content


def test_the_page_of_a_decision_knows_the_case_on_the_other_record(
    contact, record, worker, manager, siblings, client_of, kept_over
):
    record("referral", worker, siblings[:1], **REFERRED)
    [step] = contact(worker, [kept_over(siblings[0])])
    sent = ANSWERS | {"outcome": "referral", "primary_need": "N1"}
    assert "There is an open case for Ada Wren" in client_of(manager).post(decide_page(step), sent).content.decode()
    assert client_of(manager).post(decide_page(step), sent | {"outcome": "open_case"}).status_code == 302
    assert ContactFacts.objects.get(pk=step.pk).outcome == "open_case"


def test_pressing_twice_makes_one_referral(contact, worker, manager, siblings, client_of):
    [step] = contact(worker, siblings[:1])
    sent = ANSWERS | {"outcome": "referral", "primary_need": "N1", "request": "6a51fb30-70a5-4f0e-8d4c-0f1fd2dfb4a1"}
    for _ in range(2):
        assert client_of(manager).post(decide_page(step), sent).status_code == 302
    assert Step.objects.filter(kind="referral", child=step.child_id).count() == 1


def test_a_worker_does_not_decide_and_an_advanced_practitioner_only_on_duty(
    contact, worker, siblings, make_user, team, client_of, system_warrant
):
    [step] = contact(worker, siblings[:1])
    assert client_of(worker).get(decide_page(step)).status_code == 403
    practitioner = make_user(Role.ADVANCED_PRACTITIONER, team=team)
    assert client_of(practitioner).get(decide_page(step)).status_code == 403
    put_on_duty(system_warrant, practitioner, on=TODAY)
    assert client_of(practitioner).get(decide_page(step)).status_code == 200


def test_no_action_again_asks_what_the_contacts_tell_together(
    contact, worker, manager, siblings, client_of, warrant_of
):
    [first] = contact(worker, siblings[:1], on=days_ago(20))
    warrant = warrant_of(manager, siblings[0], "front_door.decide")
    decide_contacts(warrant, [first], told("information", "universal"), on=days_ago(20))
    [step] = contact(worker, siblings[:1])
    client = client_of(manager)
    sent = ANSWERS | {"outcome": "information", "threshold": "universal"}
    assert "Say what they tell together" in client.post(decide_page(step), sent).content.decode()
    client.post(decide_page(step), sent | {"cumulative_view": "The same quarrel, worse each time."})
    assert ContactFacts.objects.get(pk=step.pk).cumulative_view == "The same quarrel, worse each time."


def test_the_list_shows_danger_first_then_the_oldest_and_only_what_is_in_reach(
    contact, worker, manager, siblings, make_child, make_user, allocate, client_of, system_warrant,
    django_assert_max_num_queries,
):  # fmt: skip
    from sightline.access.acts import make_team

    contact(worker, siblings[:1], on=days_ago(2))
    contact(worker, siblings[1:], each_immediate_danger="yes")
    stranger = make_child(given="Far", family="Distant")
    allocate(stranger, to=make_team(system_warrant, "Another team"))
    far = make_user(Role.SERVICE_MANAGER, team=None)
    put_on_duty(system_warrant, far, on=TODAY)
    contact(far, [stranger])
    client = client_of(manager)
    with django_assert_max_num_queries(40):
        page = client.get(reverse("front_door")).content.decode()
    assert page.index("Tom Wren") < page.index("Ada Wren")
    assert "Far Distant" not in page
    assert "In danger now" in page
    assert "Far Distant" in client_of(far).get(reverse("front_door")).content.decode()
