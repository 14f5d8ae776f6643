"""Faults night after night: their age, who answers for them, and queries set aside."""

from __future__ import annotations

import datetime

import pytest

from sightline.access.roles import Role
from sightline.access.warrants import standing_of
from sightline.record.acts import act
from sightline.record.models import Person, Step
from sightline.returns.cin.found import rules, years_open
from sightline.returns.cin.on_record import said_of
from sightline.returns.faults.acts import NotAQueryError, last_day, put_back, refresh, set_aside
from sightline.returns.faults.models import Fault, FaultsRun, SetAside
from sightline.returns.faults.owners import owned_by, owners, standing_faults
from sightline.returns.faults.questions import OF_FIELD, OF_RULE, question

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def night(today: datetime.date) -> None:
    list(refresh(today))


def give_ethnicity(warrant, child, code):
    with act("person.correct", warrant) as doing:
        Person.objects.filter(pk=child.pk).update(ethnicity=code)
        doing.touch(child.pk)


def found_of(child, code, today):
    return next(one for one in said_of(child.pk, years_open(today)[0], today).found if one.rule.code == code)


def test_a_fault_keeps_its_first_day_goes_and_comes_back_as_a_new_one(make_faulty, system_warrant, today):
    child = make_faulty()
    ethnicity = Fault.objects.filter(child=child, rule="4220", year=years_open(today)[0])
    night(today - 2 * DAY)
    night(today - DAY)
    one = ethnicity.get()
    assert (one.first_seen, one.last_seen, one.gone_on) == (today - 2 * DAY, today - DAY, None)
    give_ethnicity(system_warrant, child, "WBRI")
    night(today)
    one.refresh_from_db()
    assert (one.last_seen, one.gone_on) == (today - DAY, today)
    give_ethnicity(system_warrant, child, "")
    night(today)
    assert ethnicity.filter(gone_on=None).get().first_seen == today
    assert ethnicity.count() == 2


def test_a_second_night_changes_nothing(make_faulty, today):
    make_faulty()
    night(today)
    before = list(Fault.objects.order_by("pk").values())
    night(today)
    assert list(Fault.objects.order_by("pk").values()) == before
    run = FaultsRun.objects.filter(year=years_open(today)[0]).last()
    assert run.children == 1
    assert run.could_not == {"100": "Header is missing"}


def test_the_night_asks_as_often_for_many_children_as_for_one(make_faulty, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_faulty()
    with CaptureQueriesContext(connection) as one:
        night(today)
    for _ in range(6):
        make_faulty()
    with CaptureQueriesContext(connection) as many:
        night(today)
    assert len(many) <= len(one) + 3 * len(years_open(today))


def test_the_worker_answers_then_the_manager_then_the_data_officer(make_faulty, make_user, allocate, team, today):
    worker = make_user(Role.SOCIAL_WORKER, team=team)
    manager = make_user(Role.TEAM_MANAGER, team=team)
    officer = make_user(Role.DATA_OFFICER)
    theirs, unallocated, nobodys = make_faulty(), make_faulty(), make_faulty()
    allocate(theirs, worker)
    allocate(unallocated)
    night(today)

    def answers_for(user):
        mine = standing_faults(today).filter(owned_by(standing_of(user, today)), rule="4220")
        return set(mine.filter(year=years_open(today)[0]).values_list("child", flat=True))

    assert answers_for(worker) == {theirs.pk}
    assert answers_for(manager) == {unallocated.pk}
    assert answers_for(officer) == {nobodys.pk}
    names = {pk: one.name for pk, one in owners([theirs.pk, unallocated.pk, nobodys.pk], today).items()}
    assert names == {theirs.pk: worker.name, unallocated.pk: manager.name, nobodys.pk: "The data officer"}


def test_every_fault_has_one_owner_even_where_a_team_has_no_manager(make_faulty, make_user, allocate, today):
    officer = make_user(Role.DATA_OFFICER)
    allocate(make_faulty())
    night(today)
    everything = standing_faults(today)
    assert everything.exists()
    assert everything.filter(owned_by(standing_of(officer, today))).count() == everything.count()


@pytest.fixture
def set_a_query_aside(make_faulty, system_warrant, today):
    child, year = make_faulty(), years_open(today)[0]
    night(today)
    aside = set_aside(
        system_warrant, found_of(child, "8670Q", today), year=year, reason="The court asked us to wait",
        until=today + 10 * DAY, today=today,
    )  # fmt: skip
    return child, aside


def is_aside(child, today):
    year = years_open(today)[0]
    return standing_faults(today).get(child=child, rule="8670Q", year=year).aside


def test_a_query_set_aside_comes_back_on_its_day(set_a_query_aside, today):
    child, _ = set_a_query_aside
    assert is_aside(child, today)
    assert is_aside(child, today + 9 * DAY)
    assert not standing_faults(today + 10 * DAY).filter(child=child, rule="8670Q", aside=True).exists()


def test_a_query_set_aside_comes_back_when_the_facts_change(set_a_query_aside, system_warrant, today):
    child, _ = set_a_query_aside
    step = Step.objects.get(child=child, kind="assessment")
    with act("assessment.correct", system_warrant) as doing:
        Step.objects.filter(pk=step.pk).update(happened_on=step.happened_on - DAY)
        doing.touch(child.pk)
    night(today)
    assert not is_aside(child, today)


def test_another_fact_of_the_child_leaves_it_aside(set_a_query_aside, system_warrant, today):
    child, _ = set_a_query_aside
    give_ethnicity(system_warrant, child, "WBRI")
    night(today)
    assert is_aside(child, today)


def test_a_query_is_asked_again_before_its_day_and_both_are_kept(set_a_query_aside, system_warrant, today):
    child, aside = set_a_query_aside
    put_back(system_warrant, aside)
    assert not is_aside(child, today)
    kept = SetAside.objects.get(pk=aside.pk)
    assert (kept.put_back, kept.reason) == (True, "The court asked us to wait")
    assert kept.history.count() == 2


def test_an_error_is_never_set_aside_nor_a_query_beyond_its_census(make_faulty, system_warrant, today):
    child, year = make_faulty(), years_open(today)[0]
    say = {"year": year, "reason": "Because", "today": today}
    with pytest.raises(NotAQueryError):
        set_aside(system_warrant, found_of(child, "4220", today), until=today + DAY, **say)
    query = found_of(child, "8670Q", today)
    for until in (today, last_day(year) + DAY):
        with pytest.raises(ValueError, match="set aside until"):
            set_aside(system_warrant, query, until=until, **say)
    assert not SetAside.objects.exists()


def test_every_rule_asks_a_question_of_its_own_or_of_its_field():
    for rule in rules().values():
        assert question(rule).endswith("?"), rule.code
    assert OF_RULE.keys() <= rules().keys()
    assert OF_FIELD.keys() <= {column for rule in rules().values() for _, column in rule.fields}


def test_the_night_is_on_the_timetable():
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    assert "faults.refresh" in {task.task.name for task in app.periodic_registry.periodic_tasks.values()}


def test_what_is_set_aside_is_written_only_within_an_act(set_a_query_aside):
    from django.db import InternalError, ProgrammingError, transaction

    _, aside = set_a_query_aside
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        SetAside.objects.filter(pk=aside.pk).update(reason="Another reason")
