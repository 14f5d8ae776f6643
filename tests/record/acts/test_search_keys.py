"""What people are found by follows what becomes of their records: joined, withdrawn, born, and made anew."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.record.acts import act, people, search_keys
from sightline.record.models import SearchKey, SearchWord
from sightline.synthetic.people import Names
from tests.record.finding import BORN, TODAY, first, found, reasons

pytestmark = pytest.mark.django_db


def test_joined_records_are_one_person_found_by_the_names_and_numbers_of_both(system_warrant, make_child):
    kept = make_child(given="Ada", family="Wren", identifiers=[("la_child_id", "1")])
    other = make_child(given="Kit", family="Okafor", birth_date=BORN, identifiers=[("la_child_id", "2")])
    link = people.join(system_warrant, kept=kept, duplicate=other, reason="Same mother, same day")
    for asked in ("ada wren", "kit okafor", "1", "2", "3/5/2015"):
        assert found(asked) == [kept.pk]
    assert reasons("kit okafor") == ["Also known as Kit Okafor"]
    assert first("wren").other_names == ["Kit Okafor"]
    people.add_name(system_warrant, other, kind="alias", given="Kitty", family="Bello")
    assert found("bello") == [kept.pk]  # what is added to either is the person's
    people.cut(system_warrant, link, reason="Two people after all")
    assert found("ada wren") == found("1") == [kept.pk]
    assert found("kit okafor") == found("bello") == found("2") == [other.pk]


def test_a_joined_record_still_has_its_label(system_warrant, make_child):
    kept, other = make_child(given="Ada"), make_child(given="Kit", family="Okafor")
    people.join(system_warrant, kept=kept, duplicate=other, reason="Same mother, same day")
    assert SearchKey.objects.get(pk=other.pk).label == "Kit Okafor"
    assert SearchKey.objects.get(pk=kept.pk).label == "Ada Wren"


def test_what_was_withdrawn_finds_nobody(system_warrant, make_child):
    child = make_child(given="Ada", family="Wren")
    alias = people.add_name(system_warrant, child, kind="alias", given="Kit", family="Okafor")
    number = people.add_identifier(system_warrant, child, scheme="nhs_number", value="9434765919")
    [home] = people.move_home(system_warrant, [child], lines="1 Row", postcode="ZZ1 2AB", starts_on=None)
    asked = ("okafor", "9434765919", "zz1 2ab")
    assert [found(text) for text in asked] == [[child.pk]] * 3
    for entry in (alias, number, home):
        people.withdraw_entry(system_warrant, entry, reason="Entered for the wrong child")
    assert [found(text) for text in asked] == [[]] * 3
    assert first("wren").other_names == []


def test_a_child_is_found_by_both_names_and_dates_once_born(system_warrant, make_child):
    due, born = datetime.date(2026, 3, 20), datetime.date(2026, 3, 11)
    child = make_child(kind="unborn", given="Baby", family="Okafor", birth_date=None, expected_birth_date=due)
    child.refresh_from_db()
    people.convert_at_birth(system_warrant, child, born_on=born, sex="F", given="Ada", family="Okafor")
    assert first("ada okafor").label == "Ada Okafor"
    assert first("ada okafor").kind == "child"
    assert first("11/3/2026").birth_date == born
    assert reasons("baby okafor") == ["Formerly Baby Okafor"]
    assert reasons("20/3/2026") == ["Expected date of birth"]
    assert found("unborn") == []


def test_two_acts_on_one_person_follow_one_another(system_warrant, make_child):
    """The second waits for the first before it reads, or its keys would lack what the first added."""
    child = make_child()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        people.add_name(system_warrant, child, kind="alias", given="Kit", family="Okafor")
    said = [query["sql"] for query in queries]
    lock = next(i for i, sql in enumerate(said) if "record_searchkey" in sql and "for update" in sql.lower())
    read = next(i for i, sql in enumerate(said) if sql.startswith("SELECT") and 'FROM "record_personname"' in sql)
    assert lock < read


def test_a_rebuild_finds_nothing_to_change(system_warrant, crowd):
    kept, other = crowd[:2]
    people.join(system_warrant, kept=kept, duplicate=other, reason="Same mother, same day")
    progress = list(search_keys.rebuild(chunk=50))
    assert [done for done, _ in progress] == [50, 50, 50, 50]
    assert [changed for _, changed in progress] == [0, 0, 0, 0]


def test_a_rebuild_makes_good_what_was_lost(crowd):
    lost, changed = crowd[0].pk, crowd[1].pk
    SearchKey.objects.filter(pk=lost).delete()
    SearchKey.objects.filter(pk=changed).update(words=["tremblingham"])
    SearchWord.objects.all().delete()
    SearchWord.objects.create(word="tremblingham", backwards="mahgnilbmert", sound="TRMBLNHM")
    SearchWord.objects.create(word="smith", backwards="htims", sound="XYZ")
    assert max(changed for _, changed in search_keys.rebuild()) >= 2
    assert not SearchWord.objects.filter(sound="XYZ").exists()
    assert not SearchWord.objects.filter(word="tremblingham").exists()
    assert SearchWord.objects.count() > 50
    assert all(changed == 0 for _, changed in search_keys.rebuild())
    assert {lost, changed} <= set(SearchKey.objects.values_list("pk", flat=True))


def test_keys_of_many_are_made_in_as_many_queries_as_of_one(system_warrant):
    def queries(count):
        names = Names("count", today=TODAY)
        new = [people.NewPerson(kind="child", given=names.given_name("F"), family="Wren") for _ in range(count)]
        with act("person.create", system_warrant) as doing:
            made = people.new_people(doing, new)
            with CaptureQueriesContext(connection) as asked:
                search_keys.renew([person.pk for person in made])
        return len(asked)

    assert queries(1) == queries(100) <= 16
