"""The record as it was known: committed for real, because history is told by the clock on the wall."""

from __future__ import annotations

import datetime
import time

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from sightline.clocks.facts import gather
from sightline.record.acts.people import NewPerson, add_name, correct_person, create_people, join
from sightline.record.as_known import as_known, settled
from sightline.record.history import kept_models
from sightline.record.models import Person, PersonName, Step
from sightline.record.warrant import system
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals
from tests.conftest import copy_of_template, drop_database

WARRANT = system("a test")


@pytest.fixture(scope="module")
def database_of_their_own(django_db_setup, django_db_blocker):
    """Writes here stay, so they go to a database that no other test reads."""
    name = f"{connection.settings_dict['NAME']}_committed"
    with django_db_blocker.unblock():
        copy_of_template(name)
    yield name
    drop_database(name)


@pytest.fixture
def committed(database_of_their_own, django_db_blocker):
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = database_of_their_own
        yield
        connection.close()
        connection.settings_dict["NAME"] = before


def a_moment():
    time.sleep(0.002)
    now = timezone.now()
    time.sleep(0.002)
    return now


def test_the_record_is_read_as_it_stood_at_each_moment(committed):
    before = a_moment()
    [child] = create_people(WARRANT, [NewPerson(kind="child", given="Ada", family="Wren", sex="U")])
    created = a_moment()
    correct_person(WARRANT, child, sex="F")
    corrected = a_moment()
    add_name(WARRANT, child, kind="known_as", given="Addie", family="Wren")

    def seen(at):
        with as_known(at):
            return (
                list(Person.objects.filter(pk=child.pk).values_list("sex", flat=True)),
                list(PersonName.objects.filter(person=child).order_by("id").values_list("given", flat=True)),
            )

    assert seen(before) == ([], [])
    assert seen(created) == (["U"], ["Ada"])
    assert seen(corrected) == (["F"], ["Ada"])
    assert seen(None) == (["F"], ["Ada", "Addie"])
    assert seen(a_moment()) == seen(None)


def test_the_clocks_are_those_of_what_was_known(committed):
    [child] = create_people(WARRANT, [NewPerson(kind="child", given="Bo", family="Wren")])
    [referral] = receive_referrals(
        WARRANT, [Referral(child_id=child.pk, received_on=datetime.date(2026, 3, 2), source="6")]
    )
    undecided = a_moment()
    decide_referrals(
        WARRANT,
        [referral],
        on=datetime.date(2026, 3, 3),
        no_further_action=True,
        acknowledged_on=datetime.date(2026, 3, 3),
    )
    with as_known(undecided):
        [facts] = gather([child.pk])
        assert facts.steps("referral")[0]["decided_on"] is None
    [facts] = gather([child.pk])
    assert facts.steps("referral")[0]["decided_on"] == datetime.date(2026, 3, 3)


def test_a_join_made_later_is_not_known_before(committed):
    one, two = create_people(WARRANT, [NewPerson(kind="child", given="Cy", family="Wren") for _ in range(2)])
    receive_referrals(WARRANT, [Referral(child_id=two.pk, received_on=datetime.date(2026, 3, 2), source="6")])
    apart = a_moment()
    join(WARRANT, kept=one, duplicate=two, reason="Same school, same birthday")
    with as_known(apart):
        assert [len(f.steps("referral")) for f in gather([one.pk])] == [0]
    assert [len(f.steps("referral")) for f in gather([one.pk])] == [1]


def test_the_view_of_each_table_has_its_columns_and_equals_it_now(committed):
    now = a_moment()
    for tracked, _ in kept_models():
        fields = [f.attname for f in tracked._meta.concrete_fields]
        live = sorted(tracked.objects.values_list(*fields), key=repr)
        with as_known(now):
            known = sorted(tracked.objects.values_list(*fields), key=repr)
        assert known == live, tracked


def test_nothing_can_be_written_to_the_past(committed):
    with pytest.raises(DatabaseError), as_known(a_moment()):
        Step.objects.update(kind="x")


def test_the_search_path_is_the_records_own_again_afterwards(committed):
    with as_known(a_moment()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("show search_path")
        assert "as_known" not in cursor.fetchone()[0]


def test_an_instant_is_settled_only_before_every_act_under_way(committed):
    from sightline.config import embedded

    assert settled() <= timezone.now()
    import psycopg

    with psycopg.connect(
        host=connection.settings_dict["HOST"], user=embedded.APPLICATION, dbname=connection.settings_dict["NAME"]
    ) as other:
        other.execute("select 1")
        begun = other.execute("select now()").fetchone()[0]
        assert settled() < begun
