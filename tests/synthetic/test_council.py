"""What a small invented council holds."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from sightline.access.models import Appointment, User
from sightline.access.roles import Role
from sightline.clocks.acts import rebuild, run_of
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence, Allocation
from sightline.oversight.owed import delays_of, key_of, overdue_runs
from sightline.record.kinds import kind
from sightline.record.models import Act, ChildSummary, Involvement, Person, SamePerson, SearchKey, Step
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.whole_record import whole_record
from sightline.synthetic.council import Council, make_council

TODAY = datetime.date(2026, 3, 18)
BY_APPOINTMENT = ("visit", "initial_conference", "review_conference", "core_group", "cin_meeting")


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """One council of 25 children for all the tests that only read it, undone after the last of them."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        council = make_council(children=25, today=TODAY)
        try:
            yield council
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def council(made: Council, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield made


def still_open() -> set[int]:
    return set(Involvement.objects.filter(closed_on__isnull=True).values_list("child", flat=True))


def facts_of(key: str) -> list[Any]:
    return list(kind(key).facts._default_manager.select_related("step").order_by("step"))


def test_it_says_what_it_made(council: Council) -> None:
    assert council.made
    assert council.children == 25
    assert council.open_children == len(still_open()) > 10
    assert council.steps == Step.objects.count() > 300
    assert "25 children" in str(council)


def test_every_open_child_has_a_team_and_nobody_else_is_held(council: Council) -> None:
    held = held_on(TODAY)
    assert set(held.values_list("child", flat=True)) == still_open()
    assert council.without_worker == held.filter(worker__isnull=True).count()
    assert 0 < council.without_worker < 5


def test_no_advanced_practitioner_was_ever_allocated(council: Council) -> None:
    advanced = Appointment.objects.filter(role=Role.ADVANCED_PRACTITIONER).values("user")
    assert advanced.count() == 4
    assert not Allocation.objects.filter(worker__in=advanced).exists()


def test_children_are_held_only_by_social_workers_of_the_team_that_holds_them(council: Council) -> None:
    role_of: dict[Any, str] = {(held.user_id, held.team_id): held.role for held in Appointment.objects.all()}
    roles = {role_of.get((held.worker_id, held.team_id)) for held in Allocation.objects.filter(worker__isnull=False)}
    assert roles <= {Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED}


def test_staff_sign_in_to_the_demonstration_only(council: Council) -> None:
    staff = User.objects.filter(email__endswith="@wexcombe.example")
    assert staff.count() == council.staff > 30
    assert not any(user.has_usable_password() for user in staff)


def test_one_worker_has_left_and_one_is_away_for_a_while(council: Council) -> None:
    [left] = Appointment.objects.filter(ends_on__lte=TODAY)
    assert not held_on(TODAY).filter(worker=left.user).exists()
    away = Absence.objects.filter(starts_on__lte=TODAY, ends_on__gt=TODAY)
    assert sorted(one.stand_in is not None for one in away) == [False, True]


def test_some_of_what_is_late_has_its_reason(council: Council) -> None:
    late = {key_of(row) for row in overdue_runs(still_open(), TODAY)}
    explained = set(delays_of(still_open()))
    assert explained and explained < late


def test_clocks_and_search_keys_follow_from_the_record(council: Council) -> None:
    assert sum(changed for _, changed in rebuild()) == 0
    assert SearchKey.objects.count() == Person.objects.count()


def test_things_owed_stand_in_every_way(council: Council) -> None:
    found = Counter(status(run_of(row), TODAY).key for row in ClockRun.objects.all())
    assert {"due", "due_soon", "overdue", "met", "met_late", "superseded", "watched", "passed"} <= set(found)
    assert found["met"] > found["met_late"] > found["overdue"] > 0


def test_every_kind_of_step_is_there(council: Council) -> None:
    kinds = set(Step.objects.values_list("kind", flat=True))
    assert {"referral", "assessment", "enquiry", "protection_plan", "core_group", "cin_plan", *BY_APPOINTMENT} <= kinds


def test_nothing_by_appointment_falls_on_a_weekend_or_bank_holiday(council: Council) -> None:
    days = Step.objects.filter(kind__in=BY_APPOINTMENT).values_list("happened_on", flat=True)
    assert all(ENGLAND_AND_WALES.is_working_day(day) for day in set(days))


def test_entries_are_recorded_after_they_happened_some_of_them_late_and_none_in_the_future(council: Council) -> None:
    days = [(step.recorded_at.date() - step.happened_on).days for step in Step.objects.all()]
    assert min(days) == 0
    assert 0.05 < sum(3 <= late <= 20 for late in days) / len(days) < 0.2
    assert max(step.recorded_at.date() for step in Step.objects.all()) < TODAY


def test_everything_in_a_case_happened_between_its_referral_and_its_closing(council: Council) -> None:
    for step in Step.objects.select_related("involvement"):
        case = step.involvement
        assert case is not None
        assert case.child_id == step.child_id
        assert case.opened_on <= step.happened_on <= (case.closed_on or TODAY)


def test_plans_never_run_together_and_each_protection_plan_starts_at_its_conference(council: Council) -> None:
    runs: dict[int, list[tuple[datetime.date, datetime.date]]] = {}
    for facts in [*facts_of("cin_plan"), *facts_of("protection_plan")]:
        runs.setdefault(facts.step.child_id, []).append((facts.step.happened_on, facts.ended_on or datetime.date.max))
    for periods in runs.values():
        periods.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(periods))
    plans = {(facts.step.child_id, facts.step.happened_on) for facts in facts_of("protection_plan")}
    made = {
        (facts.step.child_id, facts.step.happened_on) for facts in facts_of("initial_conference") if facts.plan_made
    }
    assert plans == made != set()


def test_a_closed_case_leaves_nothing_open(council: Council) -> None:
    closed = set(Involvement.objects.filter(closed_on__isnull=False).values_list("id", flat=True))
    assert closed
    for key, end in (("assessment", "authorised_on"), ("cin_plan", "ended_on"), ("protection_plan", "ended_on")):
        assert all(getattr(facts, end) for facts in facts_of(key) if facts.step.involvement_id in closed)


def test_one_visit_to_brothers_and_sisters_is_one_occasion_and_never_two_families(council: Council) -> None:
    homes = dict(Person.objects.filter(residences__kind="home").values_list("id", "residences__address"))
    together: dict[Any, set[int]] = {}
    for child, occasion in Step.objects.filter(kind="visit").values_list("child", "occasion"):
        together.setdefault(occasion, set()).add(child)
    assert any(len(children) > 1 for children in together.values())
    assert all(len({homes[child] for child in children}) == 1 for children in together.values())


def test_summaries_are_of_differing_age_and_no_two_are_alike(council: Council) -> None:
    texts = list(ChildSummary.objects.values_list("text", flat=True))
    days = set(ChildSummary.objects.values_list("written_on", flat=True))
    assert 10 < len(texts) == len(set(texts))
    assert len(days) > 3
    assert max(days) <= TODAY
    assert not any("{" in text for text in texts)


def test_some_children_were_recorded_twice_and_one_of_them_is_joined(council: Council) -> None:
    assert SamePerson.objects.filter(cut=False).count() == 1
    birthdays = Counter(Person.objects.exclude(kind="adult").values_list("birth_date", flat=True))
    assert any(number > 1 for day, number in birthdays.items() if day)


def test_everything_was_done_by_the_system_in_acts(council: Council) -> None:
    assert set(Act.objects.values_list("actor", flat=True)) == {None}
    assert {"referral.receive", "assessment.authorise", "child.allocate", "case.close"} <= set(
        Act.objects.values_list("kind", flat=True)
    )


def test_the_census_finds_no_pupil_number_amiss(council: Council) -> None:
    whole = whole_record(TODAY.year, TODAY)
    at = [column.name for column in CIN.by_name["ChildIdentifiers"].columns].index("UPN")
    assert any(row[at] for row in whole.tables["ChildIdentifiers"])
    assert not {one.rule.code for one in whole.found} & {"1510", "1520", "1530", "1540", "1550"}


def test_a_second_time_nothing_is_made(council: Council) -> None:
    acts = Act.objects.count()
    again = make_council(children=25, today=TODAY)
    assert not again.made
    assert Act.objects.count() == acts
    assert (again.children, again.steps) == (council.children, council.steps)
