"""The lists on which a child stands until somebody acts, and who is there for whom."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from sightline.access.acts import end_appointments, make_team
from sightline.access.roles import Role
from sightline.access.warrants import DeniedError, standing_of
from sightline.oversight.acts import (
    CannotStandInError,
    cover,
    end_absence,
    record_absence,
    withdraw_absence,
)
from sightline.oversight.holding import held_on
from sightline.oversight.lists import held_by_no_team, nobody_there, nothing_next, without_worker
from sightline.oversight.presence import presence
from sightline.record.acts.people import join
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - datetime.timedelta(days)


def held():
    return held_on(TODAY).select_related("worker", "team")


def refer(warrant, child, day=TODAY):
    [step] = receive_referrals(warrant, [Referral(child_id=child.pk, received_on=day, source="6")])
    return step


@pytest.fixture
def ann(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ann Lee")


@pytest.fixture
def bo(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Bo Ek")


@pytest.fixture
def child(make_child, allocate, ann):
    one = make_child()
    allocate(one, ann, since=ago(60))
    return one


def test_a_child_waits_from_the_day_they_last_had_a_worker(make_child, allocate, ann, team, system_warrant):
    other = make_team(system_warrant, "Next team")
    child = make_child()
    allocate(child, ann, since=ago(60))
    allocate(child, since=ago(20))
    allocate(child, to=other, since=ago(2))  # from one list to another: no new start
    [waiting] = without_worker(held(), TODAY)
    assert (waiting.since, waiting.escalated) == (ago(20), True)
    fresh = make_child(given="Fresh")
    allocate(fresh, since=TODAY)
    assert [one.escalated for one in without_worker(held(), TODAY)] == [True, False]


def test_a_worker_who_is_away_with_nobody_standing_in_is_a_gap_at_once(child, ann, bo, system_warrant):
    assert nobody_there(held(), TODAY) == []
    absence = record_absence(system_warrant, ann, starts_on=TODAY, ends_on=TODAY + datetime.timedelta(7))
    [gap] = nobody_there(held(), TODAY)
    assert (gap.children, gap.since, gap.escalated) == ([child.pk], TODAY, False)
    assert "Ann Lee has been away" in gap.why and "nobody stands in" in gap.why
    cover(system_warrant, absence, stand_in=bo, on=TODAY)
    assert nobody_there(held(), TODAY) == []
    later = TODAY + datetime.timedelta(7)
    assert presence([ann.pk], later).holder(ann.pk) == ann.pk  # back


def test_after_some_working_days_the_gap_is_the_next_levels_too(child, ann, system_warrant):
    record_absence(system_warrant, ann, starts_on=ago(7))
    [gap] = nobody_there(held(), TODAY)
    assert gap.escalated


def test_a_stand_in_who_is_away_too_or_has_left_stands_in_for_nobody(child, ann, bo, system_warrant):
    record_absence(system_warrant, ann, starts_on=ago(9), stand_in=bo)
    record_absence(system_warrant, bo, starts_on=ago(2), ends_on=TODAY + datetime.timedelta(1))
    [gap] = nobody_there(held(), TODAY)
    assert gap.since == ago(2) and "Bo Ek, who stood in, is away too" in gap.why
    end_appointments(system_warrant, bo, on=ago(1))
    [gap] = nobody_there(held(), TODAY + datetime.timedelta(1))
    assert "has left" in gap.why


def test_a_worker_who_leaves_is_a_gap_until_somebody_stands_in(child, ann, bo, system_warrant):
    end_appointments(system_warrant, ann, on=ago(3))
    [gap] = nobody_there(held(), TODAY)
    assert gap.since == ago(3) and "Ann Lee left on" in gap.why
    record_absence(system_warrant, ann, starts_on=ago(3), stand_in=bo)
    assert nobody_there(held(), TODAY) == []


def test_only_a_colleague_who_holds_children_stands_in(ann, make_user, team, system_warrant):
    advanced = make_user(Role.ADVANCED_PRACTITIONER, team=team)
    for who in (ann, advanced):
        with pytest.raises(CannotStandInError):
            record_absence(system_warrant, ann, starts_on=TODAY, stand_in=who)


def test_another_stand_in_from_a_day_leaves_what_was_before(ann, bo, make_user, team, system_warrant):
    from sightline.oversight.models import Absence

    cy = make_user(Role.SOCIAL_WORKER, team=team)
    first = record_absence(system_warrant, ann, starts_on=ago(10), stand_in=bo)
    cover(system_warrant, first, stand_in=cy, on=TODAY)
    assert [presence([ann.pk], day).holder(ann.pk) for day in (ago(10), ago(1), TODAY)] == [bo.pk, bo.pk, cy.pk]
    assert Absence.objects.count() == 2


def reaches(user, child, day=TODAY):
    try:
        return standing_of(user, day).warrant("child.read", child.pk).ground
    except DeniedError:
        return None


def test_a_stand_in_reaches_the_children_while_they_stand_in(child, ann, make_user, system_warrant):
    elsewhere = make_user(Role.SOCIAL_WORKER, team=make_team(system_warrant, "Elsewhere"))
    assert reaches(elsewhere, child) is None
    back = TODAY + datetime.timedelta(5)
    absence = record_absence(system_warrant, ann, starts_on=TODAY, ends_on=back, stand_in=elsewhere)
    assert reaches(elsewhere, child) == "Standing in for a colleague who is away"
    assert standing_of(elsewhere, TODAY).people().filter(pk=child.pk).exists()
    assert reaches(elsewhere, child, ago(1)) is None and reaches(elsewhere, child, back) is None
    withdraw_absence(system_warrant, absence)
    assert reaches(elsewhere, child) is None


def test_an_absence_ends_on_the_day_they_are_back(child, ann, system_warrant):
    absence = record_absence(system_warrant, ann, starts_on=ago(9))
    end_absence(system_warrant, absence, on=TODAY)
    assert nobody_there(held(), TODAY) == []


def test_an_open_child_whom_no_team_holds_is_on_a_list(make_child, team, allocate, system_warrant):
    child, twin = make_child(), make_child()
    refer(system_warrant, child, ago(4))
    refer(system_warrant, twin, ago(8))
    join(system_warrant, kept=child, duplicate=twin, reason="The same child, recorded twice")
    [found] = held_by_no_team(TODAY)
    assert found.pk == child.pk
    allocate(twin)
    assert not held_by_no_team(TODAY).exists()


def test_an_open_child_to_whom_nothing_is_owed_is_on_a_list(child, system_warrant):
    assert nothing_next(held(), TODAY) == []  # no case is open
    step = refer(system_warrant, child, ago(4))
    assert nothing_next(held(), TODAY) == []  # the decision is owed
    decide_referrals(system_warrant, [step], on=TODAY, no_further_action=False, acknowledged_on=TODAY)
    [stuck] = nothing_next(held(), TODAY)
    assert stuck.child_id == child.pk


def test_lists_take_as_many_queries_for_many_as_for_one(make_child, allocate, ann, django_assert_max_num_queries):
    for n in range(12):
        allocate(make_child(given=f"Child {n}"), ann if n % 2 else None)
    rows = list(held())
    with django_assert_max_num_queries(1):
        without_worker(rows, TODAY)
    with django_assert_max_num_queries(3):
        nobody_there(rows, TODAY)
    with django_assert_max_num_queries(6):
        nothing_next(held(), TODAY)
