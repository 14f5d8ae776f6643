"""Who may hold a child, from when, and how many: the acts of allocation."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.access.acts import appoint, end_appointments, make_team
from sightline.access.management import line_managers, managed_teams
from sightline.access.roles import HOLDS_CHILDREN, Role
from sightline.access.warrants import standing_of
from sightline.law.local_standards import CEILINGS
from sightline.oversight.acts import (
    CannotHoldError,
    Closing,
    Holding,
    OverCeilingError,
    Override,
    allocate,
    close_cases,
    reopen_cases,
)
from sightline.oversight.caseload import caseloads, over_the_ceiling
from sightline.oversight.holding import held_on
from sightline.oversight.models import Allocation, CaseloadOverride
from sightline.record.acts.people import Relation, relate
from sightline.record.warrant import Warrant
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals

pytestmark = pytest.mark.django_db
D = datetime.date
TODAY = timezone.localdate()


@pytest.fixture
def manager(make_user, team):
    return make_user(Role.TEAM_MANAGER, team=team, name="Mo Hill")


@pytest.fixture
def as_manager(manager):
    return Warrant(manager.pk, "Team manager", "Held by the team that you manage")


def hold(child, worker, team, since):
    return Holding(child_id=child.pk, team_id=team.pk, worker_id=worker and worker.pk, starts_on=since)


def holder_on(child, day):
    return held_on(day).filter(child=child).values_list("worker__name", "team__name").first()


def refer(warrant, child, day=TODAY):
    [step] = receive_referrals(warrant, [Referral(child_id=child.pk, received_on=day, source="6")])
    return step


def test_who_held_a_child_is_asked_of_any_day(make_user, make_child, team, system_warrant):
    ann, bo = (make_user(Role.SOCIAL_WORKER, team=team, name=name) for name in ("Ann", "Bo"))
    child = make_child()
    for worker, since in ((ann, D(2025, 1, 10)), (bo, D(2025, 6, 1)), (None, D(2025, 9, 1))):
        allocate(system_warrant, [hold(child, worker, team, since)])
    asked = [D(2025, 1, 9), D(2025, 1, 10), D(2025, 5, 31), D(2025, 6, 1), D(2025, 8, 31), D(2025, 9, 1)]
    assert [holder_on(child, day) and holder_on(child, day)[0] for day in asked] == [
        None, "Ann", "Ann", "Bo", "Bo", None,
    ]  # fmt: skip
    assert holder_on(child, D(2025, 9, 1)) == (None, "Test team")


def test_a_holding_put_in_before_a_later_one_ends_when_that_begins(make_user, make_child, team, system_warrant):
    ann, bo = (make_user(Role.SOCIAL_WORKER, team=team, name=name) for name in ("Ann", "Bo"))
    child = make_child()
    allocate(system_warrant, [hold(child, ann, team, D(2025, 6, 1))])
    allocate(system_warrant, [hold(child, bo, team, D(2025, 1, 1))])
    assert [holder_on(child, day)[0] for day in (D(2025, 5, 31), D(2025, 6, 1))] == ["Bo", "Ann"]


def test_what_is_so_already_is_not_written_again(make_user, make_child, team, system_warrant):
    ann, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    for day in (D(2025, 1, 1), D(2025, 3, 1)):
        allocate(system_warrant, [hold(child, ann, team, day)])
    assert Allocation.objects.get(child=child).starts_on == D(2025, 1, 1)


@pytest.mark.parametrize(
    "role", [Role.ADVANCED_PRACTITIONER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.ADMINISTRATOR, Role.DATA_OFFICER]
)
def test_only_a_social_worker_can_be_a_childs_worker(role, make_user, make_child, team, system_warrant):
    with pytest.raises(CannotHoldError, match="Advanced practitioners and managers hold no children"):
        allocate(system_warrant, [hold(make_child(), make_user(role, team=team), team, TODAY)])
    assert not Allocation.objects.exists()


def test_nobody_holds_children_for_another_team_or_outside_their_post(make_user, make_child, team, system_warrant):
    ann = make_user(Role.SOCIAL_WORKER, team=make_team(system_warrant, "Elsewhere"), since=D(2025, 1, 1))
    with pytest.raises(CannotHoldError):
        allocate(system_warrant, [hold(make_child(), ann, team, TODAY)])
    late = make_user(Role.SOCIAL_WORKER, team=team, since=D(2025, 6, 1))
    with pytest.raises(CannotHoldError):
        allocate(system_warrant, [hold(make_child(), late, team, D(2025, 5, 31))])
    end_appointments(system_warrant, late, on=D(2025, 8, 1))
    with pytest.raises(CannotHoldError):
        allocate(system_warrant, [hold(make_child(), late, team, D(2025, 8, 1))])


def test_each_role_that_holds_children_has_a_ceiling_and_no_other():
    assert set(CEILINGS) == set(HOLDS_CHILDREN)
    assert CEILINGS["newly_qualified"].children < CEILINGS["social_worker"].children
    assert CEILINGS["social_worker"].of(Decimal("0.6")) == 10


@pytest.fixture
def full(make_user, make_child, team, system_warrant):
    """A worker at 0.5 whole-time, with as many children as the ceiling allows."""
    ann = make_user(Role.NEWLY_QUALIFIED, name="Ann Lee")
    appoint(system_warrant, ann, role=Role.SOCIAL_WORKER, team=team, starts_on=D(2024, 1, 1), fte=Decimal("0.5"))
    end_appointments(system_warrant, ann, on=D(2024, 1, 1))
    appoint(system_warrant, ann, role=Role.SOCIAL_WORKER, team=team, starts_on=D(2024, 1, 2), fte=Decimal("0.5"))
    children = [make_child() for _ in range(9)]
    allocate(system_warrant, [hold(child, ann, team, D(2025, 1, 1)) for child in children])
    return ann


def test_over_the_ceiling_a_manager_says_why_and_until_when(full, make_child, team, as_manager):
    one, two = make_child(), make_child()
    with pytest.raises(OverCeilingError, match="Ann Lee 10 \\(ceiling 9\\)"):
        allocate(as_manager, [hold(one, full, team, TODAY)])
    assert not held_on(TODAY).filter(child=one).exists()
    why = Override(worker_id=full.pk, reason="She knows the family", review_on=TODAY + datetime.timedelta(14))
    allocate(as_manager, [hold(one, full, team, TODAY)], overrides=[why])
    kept = CaseloadOverride.objects.get()
    assert (kept.worker, kept.children, kept.ceiling, kept.reason) == (full, 10, 9, "She knows the family")
    assert kept.act.actor_id == as_manager.actor_id
    assert caseloads(TODAY, teams=[team.pk])[full.pk].over == 1
    assert over_the_ceiling([team.pk], TODAY) == {team.pk: {full.pk}}
    with pytest.raises(OverCeilingError):  # one reason is for one allocation
        allocate(as_manager, [hold(two, full, team, TODAY)])


def test_dating_an_allocation_back_goes_round_no_ceiling(full, make_child, team, as_manager):
    with pytest.raises(OverCeilingError):
        allocate(as_manager, [hold(make_child(), full, team, D(2024, 6, 1))])


def test_children_already_held_may_be_named_again_at_the_ceiling(full, team, as_manager):
    child = held_on(TODAY).filter(worker=full).first().child
    allocate(as_manager, [hold(child, full, team, TODAY)])
    assert held_on(TODAY).filter(worker=full).count() == 9


def test_a_caseload_counts_children_and_families(make_user, make_child, team, system_warrant):
    ann = make_user(Role.SOCIAL_WORKER, team=team)
    one, two, three, four, mother = *(make_child() for _ in range(4)), make_child(kind="adult")
    relate(system_warrant, [Relation(person_id=mother.pk, other_id=c.pk, kind="mother") for c in (one, two)])
    relate(system_warrant, [Relation(person_id=two.pk, other_id=three.pk, kind="half_sibling")])
    allocate(system_warrant, [hold(child, ann, team, TODAY) for child in (one, two, three, four)])
    load = caseloads(TODAY, teams=[team.pk])[ann.pk]
    assert (load.children, load.families, load.ceiling, load.over) == (4, 2, 18, 0)


def test_caseloads_take_as_many_queries_for_many_as_for_one(full, make_user, team, django_assert_num_queries):
    for _ in range(5):
        make_user(Role.SOCIAL_WORKER, team=team)
    with django_assert_num_queries(5):
        caseloads(TODAY, teams=[team.pk])


def test_nobody_is_their_own_manager(make_user, team, manager, system_warrant):
    worker = make_user(Role.SOCIAL_WORKER, team=team)
    assert line_managers(worker.pk, TODAY) == {manager.pk}
    assert line_managers(manager.pk, TODAY) == set()
    with pytest.raises(ValueError, match="own manager"):
        appoint(system_warrant, manager, role=Role.SOCIAL_WORKER, team=None, starts_on=TODAY, line_manager=manager)
    with pytest.raises(ValueError, match="own manager"):  # by way of another
        appoint(system_warrant, manager, role=Role.SOCIAL_WORKER, team=None, starts_on=TODAY, line_manager=worker)


def test_the_manager_of_the_service_answers_for_the_managers_of_its_teams(make_user, system_warrant):
    service = make_team(system_warrant, "Service")
    inside = make_team(system_warrant, "Inside", part_of=service)
    head, manager = make_user(Role.SERVICE_MANAGER, team=service), make_user(Role.TEAM_MANAGER, team=inside)
    assert line_managers(manager.pk, TODAY) == {head.pk}
    assert set(managed_teams(standing_of(head, TODAY))) == {service, inside}
    assert set(managed_teams(standing_of(manager, TODAY))) == {inside}


def test_however_a_case_is_closed_nobody_holds_the_child(make_user, make_child, team, system_warrant):
    ann, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    step = refer(system_warrant, child)
    allocate(system_warrant, [hold(child, ann, team, TODAY - datetime.timedelta(3))])
    allocate(system_warrant, [hold(child, None, team, TODAY + datetime.timedelta(30))])
    close_cases(system_warrant, [Closing(involvement_id=step.involvement_id, on=TODAY, reason="RC7")])
    for ahead in (0, 31):
        assert not held_on(TODAY + datetime.timedelta(ahead)).filter(child=child).exists()
    assert held_on(TODAY - datetime.timedelta(1)).filter(child=child).exists()


def test_a_child_with_another_case_open_is_still_held(make_child, team, system_warrant, allocate):
    child = make_child()
    first, _second = refer(system_warrant, child), refer(system_warrant, child)
    allocate(child)
    close_cases(system_warrant, [Closing(involvement_id=first.involvement_id, on=TODAY, reason="RC7")])
    assert held_on(TODAY).filter(child=child).exists()


def test_a_case_opened_again_stands_on_the_list_of_the_team_that_had_it(make_user, make_child, team, system_warrant):
    ann, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    step = refer(system_warrant, child)
    allocate(system_warrant, [hold(child, ann, team, D(2025, 1, 1))])
    close_cases(system_warrant, [Closing(involvement_id=step.involvement_id, on=TODAY, reason="RC7")])
    with pytest.raises(ValueError, match="why"):
        reopen_cases(system_warrant, [step.involvement_id], reason=" ")
    reopen_cases(system_warrant, [step.involvement_id], reason="Closed on the wrong child")
    assert holder_on(child, TODAY) == (None, "Test team")


def test_a_referral_with_no_further_action_leaves_nothing_open(make_user, make_child, team, system_warrant, allocate):
    child = make_child()
    step = refer(system_warrant, child)
    allocate(child, since=TODAY)
    decide_referrals(system_warrant, [step], on=TODAY, no_further_action=True)
    step.involvement.refresh_from_db()
    assert step.involvement.closed_on == TODAY
    assert not held_on(TODAY).filter(child=child).exists()


def test_the_database_too_refuses_a_reason_that_is_empty(full):
    from sightline.record.acts import act
    from sightline.record.warrant import system

    with pytest.raises(IntegrityError), transaction.atomic(), act("child.allocate", system("a test")):
        CaseloadOverride.objects.create(worker=full, children=10, ceiling=9, reason="", review_on=TODAY)
