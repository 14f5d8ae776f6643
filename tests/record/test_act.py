"""Nothing enters the record but through an act, and nothing leaves it."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from sightline.record.acts import AlreadyDone, NestedActError, act
from sightline.record.acts.people import NewPerson, create_people, new_people
from sightline.record.history import kept_models
from sightline.record.models import Act, Person, PersonName

pytestmark = pytest.mark.django_db
KEPT = [tracked for tracked, _ in kept_models()]


def refused(sql: str) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


def test_the_application_is_not_the_owner():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, (select count(*) from pg_class where relowner = current_user::regrole)")
        assert cursor.fetchone() == ("sightline_app", 0)


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.db_table)
def test_every_kept_table_refuses_a_write_outside_an_act(model):
    column = model._meta.pk.column
    said = refused(f'update "{model._meta.db_table}" set "{column}" = "{column}"')
    assert "only within an act" in said


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.db_table)
def test_every_kept_table_refuses_deletion_even_within_an_act(model, system_warrant):
    with act("person.create", system_warrant):
        assert "permission denied" in refused(f'delete from "{model._meta.db_table}"')
        assert "permission denied" in refused(f'truncate "{model._meta.db_table}" cascade')


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.db_table)
@pytest.mark.parametrize(
    "verb", ["update {} set pgh_label = pgh_label", "delete from {}", "insert into {} select * from {}"]
)
def test_history_is_out_of_the_applications_hands(model, verb):
    [event] = [event for tracked, event in kept_models() if tracked is model]
    table = f'"{event._meta.db_table}"'
    assert "permission denied" in refused(verb.format(table, table))


def test_naming_an_old_act_does_not_open_the_record(make_child):
    child = make_child()
    said = refused(
        "select set_config('sightline.act', '999999999', true); "
        f"update record_person set sex = 'F' where id = {child.pk}"
    )
    assert "only within an act" in said


def test_an_act_says_who_when_and_why(make_user):
    from sightline.access.roles import Role
    from sightline.access.warrants import standing_of

    user = make_user(Role.SOCIAL_WORKER)
    warrant = standing_of(user).warrant("person.create")
    [person] = create_people(warrant, [NewPerson(kind="child", given="Ada", family="Wren")])
    made = Person.objects.get(pk=person.pk).act
    assert (made.kind, made.actor, made.capacity, made.ground) == ("person.create", user, "Social worker", "Role")


def test_acts_do_not_nest(system_warrant):
    with act("person.create", system_warrant), pytest.raises(NestedActError), act("person.correct", system_warrant):
        pass


def test_what_fails_inside_an_act_leaves_nothing(system_warrant):
    before = (Act.objects.count(), Person.objects.count())
    with pytest.raises(ValueError), act("person.create", system_warrant) as doing:
        new_people(doing, [NewPerson(kind="child", given="Ada", family="Wren")])
        raise ValueError
    assert (Act.objects.count(), Person.objects.count()) == before


def test_the_same_form_sent_twice_is_done_once(system_warrant):
    request = uuid.uuid4()
    create_people(system_warrant, [NewPerson(kind="child", given="Ada", family="Wren")], request=request)
    with pytest.raises(AlreadyDone):
        create_people(system_warrant, [NewPerson(kind="child", given="Ada", family="Wren")], request=request)
    assert PersonName.objects.filter(given="Ada", family="Wren").count() == 1


def test_a_bulk_update_in_raw_sql_is_kept_row_by_row(make_child, system_warrant):
    children = [make_child(), make_child()]
    with act("person.correct", system_warrant) as doing, connection.cursor() as cursor:
        cursor.execute("update record_person set ethnicity = 'WBRI' where id = any(%s)", [[c.pk for c in children]])
    for child in children:
        assert list(child.history.order_by("pgh_id").values_list("ethnicity", "act_id")) == [
            ("", child.history.order_by("pgh_id").first().act_id),
            ("WBRI", doing.act.pk),
        ]


def test_an_update_that_changes_nothing_leaves_no_version(make_child, system_warrant):
    child = make_child()
    with act("person.correct", system_warrant):
        Person.objects.filter(pk=child.pk).update(birth_date=datetime.date(2016, 5, 4))
    assert child.history.count() == 1
    assert Person.objects.get(pk=child.pk).act.kind == "person.create"
