"""Before a new record: who is likely to be the same person, and why."""

import datetime

import pytest

from sightline.record.acts import people
from sightline.record.find import likely_matches
from tests.record.finding import BORN

pytestmark = pytest.mark.django_db


def likely(given, family, born=None, **known):
    return [match.person_id for match in likely_matches(given, family, born, **known)]


def test_the_same_person_is_likely_however_they_are_taken_down(crowd, system_warrant, make_child):
    person = make_child(given="Mohammed", family="Hussain", birth_date=BORN, sex="M")
    people.add_name(system_warrant, person, kind="former", given="Mohammed", family="Okafor")
    for given, family, born in [
        ("Mohammed", "Hussain", BORN),
        ("Muhammad", "Hussein", BORN),
        ("Mo", "Husain", BORN),
        ("Hussain", "Mohammed", BORN),
        ("Mohammed", "Hussain", datetime.date(2015, 3, 5)),
        ("Mohammed", "Hussain", datetime.date(2015, 5, 13)),
        ("Mohammed", "Okafor", BORN),
        ("Mohammed", "Tremblingham", BORN),
        ("", "Hussain", BORN),
        ("Mohammed", "Hussain", None),
    ]:
        assert person.pk in likely(given, family, born), (given, family, born)


def test_the_same_whole_name_is_shown_whatever_the_date_of_birth_after_the_likelier(make_child):
    far = make_child(given="Mohammed", family="Hussain", birth_date=BORN)
    near = make_child(given="Mohamed", family="Hussain", birth_date=datetime.date(2009, 11, 20))
    assert likely("Mohammed", "Hussain", datetime.date(2009, 11, 20)) == [near.pk, far.pk]
    assert likely("Mohammed", "Hussein", datetime.date(2009, 11, 20)) == [near.pk]


def test_a_record_without_a_date_of_birth_may_be_the_same_person(make_child):
    undated = make_child(given="Mohammed", family="Hussain", birth_date=None)
    assert likely("Mohammed", "Hussain", BORN) == [undated.pk]


def test_a_number_makes_it_sure(make_child):
    person = make_child(given="Ada", family="Wren", identifiers=[("nhs_number", "943 476 5919")])
    [match] = likely_matches("Kit", "Okafor", None, numbers=["9434765919"])
    assert match.person_id == person.pk
    assert match.reasons[0] == "NHS number"
    assert likely("", "", None, numbers=["9434765919"]) == [person.pk]
    assert likely("", "", None) == []


def test_likely_matches_say_why_the_likeliest_first(make_child):
    twin = make_child(given="Ben", family="Okafor", birth_date=BORN, sex="U")
    make_child(given="Cy", family="Okafor", birth_date=BORN, sex="M")  # not a girl whose name was taken down wrongly
    same = make_child(given="Adaeze", family="Okafor", birth_date=BORN, sex="F")
    matches = likely_matches("Adaeze", "Okafur", BORN, sex="F")
    assert [match.person_id for match in matches] == [same.pk, twin.pk]
    assert matches[0].reasons == ["Name sounds like “Okafur”", "Date of birth"]
    assert matches[1].reasons == ["Part of the name sounds like “Okafur”", "Date of birth"]


def test_an_unborn_child_is_matched_by_the_expected_date(make_child):
    due = datetime.date(2026, 8, 1)
    unborn = make_child(kind="unborn", given="", family="Okafor", birth_date=None, expected_birth_date=due)
    assert likely("", "Okafor", due) == [unborn.pk]
    assert likely("Baby", "Okafor", due + datetime.timedelta(days=6)) == [unborn.pk]
