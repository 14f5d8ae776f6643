"""After any sequence of acts no open child is out of sight: reckoned child by child, without the SQL of the lists."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.access.acts import appoint, end_appointments
from sightline.access.models import Appointment
from sightline.access.roles import Role
from sightline.clocks.acts import run_of
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.oversight.acts import (
    CannotHoldError,
    CannotStandInError,
    Closing,
    Holding,
    allocate,
    close_cases,
    cover,
    end_absence,
    record_absence,
    reopen_cases,
    withdraw_absence,
)
from sightline.oversight.holding import held_on
from sightline.oversight.lists import held_by_no_team, nobody_there, nothing_next, without_worker
from sightline.oversight.models import Absence, Allocation
from sightline.record.models import Involvement
from sightline.stages.child_in_need.acts import CinPlan, start_plans
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
VERBS = [
    "receive", "accept", "turn_away", "plan", "allocate", "list", "away", "stand_in", "back", "never_away", "leave",
    "return", "close", "reopen",
]  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(0, 1), st.sampled_from([-20, -4, -1, 0, 1, 5])),
    max_size=12,
)


def there(user_id, day):
    """Whether somebody holds a post and isn't away, row by row."""
    posts = [p for p in Appointment.objects.filter(user=user_id) if p.holds_on(day)]
    return bool(posts) and not [a for a in Absence.objects.filter(user=user_id, withdrawn=False) if a.holds_on(day)]


def attended(allocation, day):
    if allocation.worker_id is None:
        return False
    if there(allocation.worker_id, day):
        return True
    away = [a for a in Absence.objects.filter(user=allocation.worker_id, withdrawn=False) if a.holds_on(day)]
    return any(a.stand_in_id and there(a.stand_in_id, day) for a in away)


def has_next_date(child):
    runs = [status(run_of(row), TODAY) for row in ClockRun.objects.filter(child=child, outcome="")]
    return any(one.owed and one.on for one in runs)


def do(w, verb, child, worker, other, on, team):
    case = Involvement.objects.filter(child=child).order_by("-pk").first()
    referral = child.steps.filter(kind="referral").order_by("-pk").first()
    absence = Absence.objects.filter(user=worker, withdrawn=False).order_by("-pk").first()
    past = min(on, TODAY)
    if verb == "receive":
        receive_referrals(w, [Referral(child_id=child.pk, received_on=past, source="6")])
    elif verb in ("accept", "turn_away") and referral:
        decide_referrals(w, [referral], on=past, no_further_action=verb == "turn_away", acknowledged_on=past)
    elif verb == "plan" and case:
        start_plans(w, [CinPlan(child_id=child.pk, started_on=past, involvement_id=case.pk)])
    elif verb in ("allocate", "list"):
        who = worker.pk if verb == "allocate" else None
        allocate(w, [Holding(child_id=child.pk, team_id=team.pk, worker_id=who, starts_on=on)])
    elif verb in ("away", "stand_in"):
        if absence is None or (absence.ends_on and absence.ends_on <= on):
            record_absence(w, worker, starts_on=on, stand_in=other if verb == "stand_in" else None)
        elif verb == "stand_in" and absence.ends_on is None:
            cover(w, absence, stand_in=other, on=on)
    elif verb == "back" and absence and absence.starts_on < on:
        if absence.ends_on is None:
            end_absence(w, absence, on=on)
    elif verb == "never_away" and absence:
        withdraw_absence(w, absence)
    elif verb == "leave":
        end_appointments(w, worker, on=on)
    elif (
        verb == "return"
        and not there(worker.pk, on)
        and not Appointment.objects.filter(user=worker, ends_on__isnull=True).exists()
    ):
        last = max(p.ends_on for p in Appointment.objects.filter(user=worker))
        appoint(w, worker, role=Role.SOCIAL_WORKER, team=team, starts_on=max(on, last))
    elif verb == "close" and case and case.closed_on is None:
        close_cases(w, [Closing(involvement_id=case.pk, on=max(past, case.opened_on), reason="RC7")])
    elif verb == "reopen" and case and case.closed_on:
        reopen_cases(w, [case.pk], reason="Closed in error")


@given(life=acts)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_open_child_has_somebody_and_a_date_or_stands_on_a_list(
    life, system_warrant, make_child, make_user, team
):
    with transaction.atomic():
        workers = [make_user(Role.SOCIAL_WORKER, team=team, name=name) for name in ("Ann", "Bo")]
        children = [make_child(given=f"Child {n}") for n in range(2)]
        for child, worker in zip(children, workers, strict=True):
            do(system_warrant, "receive", child, worker, worker, TODAY - datetime.timedelta(30), team)
            do(system_warrant, "allocate", child, worker, worker, TODAY - datetime.timedelta(25), team)
        for verb, which, who, days in life:
            on = TODAY + datetime.timedelta(days)
            with contextlib.suppress(CannotHoldError, CannotStandInError):
                do(system_warrant, verb, children[which], workers[who], workers[1 - who], on, team)
        held = held_on(TODAY).select_related("worker", "team")
        listed = {
            "no team": {person.pk for person in held_by_no_team(TODAY)},
            "no worker": {one.allocation.child_id for one in without_worker(held, TODAY)},
            "nobody there": {child for gap in nobody_there(held, TODAY) for child in gap.children},
            "nothing next": {one.child_id for one in nothing_next(held, TODAY)},
        }
        for child in children:
            holding = [a for a in Allocation.objects.filter(child=child) if a.holds_on(TODAY)]
            is_open = any(
                case.opened_on <= TODAY and (case.closed_on is None or case.closed_on > TODAY)
                for case in Involvement.objects.filter(child=child)
            )
            assert len(holding) <= 1
            on = {name for name, found in listed.items() if child.pk in found}
            if not is_open:
                assert not on & {"no team", "nothing next"}
                continue
            wanted = set()
            if not holding:
                wanted.add("no team")
            else:
                if holding[0].worker_id is None:
                    wanted.add("no worker")
                elif not attended(holding[0], TODAY):
                    wanted.add("nobody there")
                if not has_next_date(child):
                    wanted.add("nothing next")
            assert on == wanted
        transaction.set_rollback(True)
