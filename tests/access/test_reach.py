"""Who is within whose reach, and why."""

from __future__ import annotations

import datetime

import pytest

from sightline.access.acts import end_appointments, make_team, open_with_reason, put_on_duty
from sightline.access.models import Look, StatedReason
from sightline.access.roles import Role
from sightline.access.warrants import DeniedError, standing_of
from sightline.record.acts.people import Relation, join, relate

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 18)


def ground(user, child, today=TODAY):
    """The ground on which this user may read this child's record; None: they may not. Asked of page and list alike."""
    standing = standing_of(user, today)
    try:
        found = standing.warrant("child.read", child.pk).ground
    except DeniedError:
        found = None
    assert standing.people().filter(pk=child.pk).exists() == (found is not None)
    return found


def test_nobody_reaches_a_child_without_a_relation(make_user, make_child, allocate, team, system_warrant):
    stranger = make_user(Role.SOCIAL_WORKER, team=make_team(system_warrant, "Elsewhere"))
    child = make_child()
    assert ground(stranger, child) is None
    allocate(child)
    assert ground(stranger, child) is None


def test_the_worker_the_team_and_its_manager_reach_a_child_whom_they_hold(make_user, make_child, allocate, team):
    worker, colleague = make_user(Role.SOCIAL_WORKER, team=team), make_user(Role.ADVANCED_PRACTITIONER, team=team)
    manager = make_user(Role.TEAM_MANAGER, team=team)
    child = make_child()
    allocate(child, worker)
    assert ground(worker, child) == "Allocated worker"
    assert ground(colleague, child) == "Held by your team"
    assert ground(manager, child) == "Held by the team that you manage"


def test_a_service_manager_reaches_their_teams_and_whoever_nobody_holds(
    make_user, make_child, allocate, system_warrant
):
    service = make_team(system_warrant, "Service")
    inside = make_team(system_warrant, "Inside", part_of=service)
    outside = make_team(system_warrant, "Outside")
    manager = make_user(Role.SERVICE_MANAGER, team=service)
    ours, theirs, nobodys = make_child(), make_child(), make_child()
    allocate(ours, to=inside)
    allocate(theirs, to=outside)
    assert ground(manager, ours) == "Held by the team that you manage"
    assert ground(manager, theirs) is None
    assert "no team" in ground(manager, nobodys)


def test_reach_ends_on_the_day_that_the_allocation_or_the_appointment_does(
    make_user, make_child, allocate, team, system_warrant
):
    worker = make_user(Role.SOCIAL_WORKER, team=team)
    child = make_child()
    allocate(child, worker, since=datetime.date(2026, 1, 1))
    allocate(child, to=make_team(system_warrant, "Next"), since=datetime.date(2026, 3, 1))
    assert ground(worker, child, datetime.date(2026, 2, 28)) == "Allocated worker"
    assert ground(worker, child, datetime.date(2026, 3, 1)) is None
    other = make_child()
    allocate(other, worker)
    end_appointments(system_warrant, worker, on=TODAY)
    assert ground(worker, other) is None  # no role: no permission, whatever they held


def test_duty_reaches_everyone_that_day_and_no_other(make_user, make_child, team, system_warrant):
    worker, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    put_on_duty(system_warrant, worker, on=TODAY)
    assert ground(worker, child) == "On duty today"
    assert ground(worker, child, TODAY + datetime.timedelta(1)) is None


def test_an_administrator_manages_accounts_and_reads_no_child(make_user, make_child, allocate, team):
    administrator, child = make_user(Role.ADMINISTRATOR, team=team), make_child()
    allocate(child)
    with pytest.raises(DeniedError, match="role"):
        standing_of(administrator, TODAY).warrant("child.read", child.pk)


def test_the_family_of_a_child_in_reach_is_in_reach_and_their_other_children_are_not(
    make_user, make_child, allocate, team, system_warrant
):
    worker, child, mother, elsewhere = (
        make_user(Role.SOCIAL_WORKER, team=team),
        make_child(),
        make_child(kind="adult"),
        make_child(),
    )
    allocate(child, worker)
    relate(
        system_warrant,
        [Relation(person_id=mother.pk, other_id=c.pk, kind="mother") for c in (child, elsewhere)],
    )
    assert ground(worker, mother) == "Family of a child within your reach"
    assert ground(worker, elsewhere) is None


def test_a_joined_record_is_reached_through_either(make_user, make_child, allocate, team, system_warrant):
    worker, child, twin = make_user(Role.SOCIAL_WORKER, team=team), make_child(), make_child()
    allocate(twin, worker)
    join(system_warrant, kept=child, duplicate=twin, reason="The same child, recorded twice")
    assert standing_of(worker, TODAY).warrant("child.read", child.pk).ground == "Allocated worker"


def test_a_stated_reason_opens_a_record_for_a_while_and_is_kept(make_user, make_child, team, client_of):
    worker, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    client = client_of(worker)
    assert client.get(f"/person/{child.pk}/").status_code == 302
    assert client.post(f"/person/{child.pk}/open-with-reason/", {"reason": "x"}).status_code == 200
    assert not StatedReason.objects.exists()
    client.post(f"/person/{child.pk}/open-with-reason/", {"reason": "Their school has rung the duty line"})
    assert client.get(f"/person/{child.pk}/").status_code == 200
    look = Look.objects.filter(person=child, refused=False).last()
    assert (look.user, look.ground, look.page) == (worker, "Opened with a stated reason", "person")
    assert StatedReason.objects.get(child=child).act.reason == "Their school has rung the duty line"
    StatedReason.objects.all()  # it ends by itself: see below


def test_a_stated_reason_ends_by_itself(make_user, make_child, team, monkeypatch):
    worker, child = make_user(Role.SOCIAL_WORKER, team=team), make_child()
    standing = standing_of(worker)
    monkeypatch.setattr("sightline.access.acts.REASON_HOLDS", datetime.timedelta(0))
    open_with_reason(
        standing.warrant("child.open_with_reason"), worker, child_id=child.pk, reason="Their school has rung"
    )
    assert ground(worker, child, standing.today) is None


def test_every_look_is_kept_for_every_user_and_cannot_be_changed(make_user, make_child, allocate, team, client_of):
    from django.db import DatabaseError, transaction

    manager, child = make_user(Role.TEAM_MANAGER, team=team), make_child()
    allocate(child)
    client_of(manager).get(f"/person/{child.pk}/chronology/")
    look = Look.objects.get(person=child)
    assert (look.user, look.page, look.capacity, look.ground) == (
        manager, "chronology", "Team manager", "Held by the team that you manage",
    )  # fmt: skip
    for change in (lambda: Look.objects.update(page="x"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
