"""Moving home with the household, and never moving a stranger who lives under the same roof."""

from __future__ import annotations

import datetime

import pytest

from sightline.record.acts import people as acts
from sightline.record.models import Residence
from tests.desk.people.conftest import errors

pytestmark = pytest.mark.django_db
date = datetime.date


@pytest.fixture
def family(desk, make_child, system_warrant):
    """Ada lives with her mother, and with a brother known to the record only through their mother."""
    ruth = make_child(kind="adult", given="Ruth", family="Wren", birth_date=date(1990, 2, 3))
    ben = make_child(given="Ben", family="Fox", birth_date=date(2020, 1, 1))
    acts.relate(
        system_warrant,
        [acts.Relation(person_id=ruth.pk, other_id=child.pk, kind="mother") for child in (desk.child, ben)],
    )
    acts.move_home(
        system_warrant, [desk.child, ruth, ben], lines="3 Elm Road", postcode="WX4 7QT", starts_on=date(2024, 1, 1)
    )
    return ruth, ben


NEW = {"lines": "9 Oak Road\nWexcombe", "postcode": "wx12ab", "kind": "home", "starts_on": date(2025, 6, 1)}


def lives(person):
    home = Residence.objects.select_related("address").get(person=person, ends_on__isnull=True, withdrawn=False)
    return str(home.address)


def test_the_family_is_ticked_and_moves_together(desk, family):
    ruth, ben = family
    form = desk.get("home/add/").context["form"]
    assert set(form["people"].value()) == {str(desk.child.pk), str(ruth.pk), str(ben.pk)}
    desk.send("home/add/", people=form["people"].value(), **NEW)
    assert {lives(one) for one in (desk.child, ruth, ben)} == {"9 Oak Road, Wexcombe, WX1 2AB"}
    ended = Residence.objects.filter(address__lines="3 Elm Road").values_list("ends_on", flat=True)
    assert set(ended) == {date(2025, 6, 1)}


def test_one_may_move_alone(desk, family):
    ruth, _ = family
    desk.send("home/add/", people=[str(desk.child.pk)], **NEW)
    assert lives(ruth) == "3 Elm Road, WX4 7QT"
    assert lives(desk.child).startswith("9 Oak Road")


def test_somebody_must_move(desk, family):
    page = desk.send("home/add/", **NEW)
    assert "Tick at least one" in errors(page)["people"][0]
    assert "9 Oak Road\nWexcombe" in page.content.decode()


def test_strangers_under_one_roof_are_neither_shown_nor_moved(desk, family, stranger, system_warrant):
    acts.move_home(system_warrant, [stranger], lines="3 Elm Road", postcode="WX4 7QT", starts_on=date(2024, 5, 1))
    page = desk.get("home/add/")
    assert "Zoe" not in page.content.decode()
    assert "Zoe" not in desk.get("details/").content.decode()
    refused = desk.send("home/add/", people=[str(desk.child.pk), str(stranger.pk)], **NEW)
    assert "people" in errors(refused)
    assert lives(stranger) == "3 Elm Road, WX4 7QT"


def test_a_housemate_in_reach_is_shown_and_not_ticked(desk, family, make_child, allocate, system_warrant):
    lodger = make_child(given="Lou", family="Sand")
    allocate(lodger, desk.user)
    acts.move_home(system_warrant, [lodger], lines="3 Elm Road", postcode="WX4 7QT", starts_on=date(2024, 5, 1))
    form = desk.get("home/add/").context["form"]
    assert str(lodger.pk) in dict(form.fields["people"].choices)
    assert str(lodger.pk) not in form["people"].value()


def test_a_confidential_home_is_followed_by_a_confidential_home_unless_unticked(desk, system_warrant):
    acts.move_home(
        system_warrant, [desk.child], lines="Refuge", postcode="", starts_on=date(2024, 1, 1), confidential=True
    )
    page = desk.get("home/add/")
    assert page.context["form"]["confidential"].value() is True
    assert "must not be disclosed" in page.content.decode()


def test_two_homes_on_one_day_are_said_in_words_with_the_other_home(desk, family):
    page = desk.send("home/add/", people=[str(desk.child.pk)], **(NEW | {"starts_on": date(2020, 1, 1)}))
    said = errors(page)["starts_on"]
    assert said[0].startswith("Nobody has two homes on one day")
    assert said[1] == "Ada Wren has a home at 3 Elm Road, WX4 7QT from 1 January 2024."
    assert "9 Oak Road" in page.content.decode()
    assert Residence.objects.filter(person=desk.child).count() == 1


def test_a_home_from_before_is_added_with_its_end(desk, family):
    desk.send(
        "home/add/", people=[str(desk.child.pk)], **(NEW | {"starts_on": date(2020, 1, 1), "ends_on": date(2024, 1, 1)})
    )
    assert Residence.objects.filter(person=desk.child).count() == 2
    assert lives(desk.child) == "3 Elm Road, WX4 7QT"


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"lines": ""}, "lines", "Enter the address"),
        ({"postcode": "nowhere"}, "postcode", "check it, or save it as it is"),
        ({"starts_on": date.today() + datetime.timedelta(9)}, "starts_on", "in the future"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on", "before the start, 1 June 2025"),
    ],
)
def test_what_is_wrong_is_said(desk, answers, field, said):
    assert said in errors(desk.send("home/add/", **(NEW | answers)))[field][0]
    assert not Residence.objects.exists()


def test_an_address_is_put_right_for_all_who_came_with_it(desk, family):
    ruth, ben = family
    home = Residence.objects.get(person=desk.child)
    form = desk.get(f"home/{home.pk}/").context["form"]
    assert form["lines"].value() == "3 Elm Road"
    desk.send(
        f"home/{home.pk}/", people=form["people"].value(), version=home.act_id, lines="33 Elm Road",
        postcode="WX4 7QT", kind="home", starts_on=date(2024, 1, 1),
    )  # fmt: skip
    assert {lives(one) for one in (desk.child, ruth, ben)} == {"33 Elm Road, WX4 7QT"}
    assert list(home.history.order_by("pgh_id").values_list("address__lines", flat=True)) == [
        "3 Elm Road",
        "33 Elm Road",
    ]


def test_a_home_is_ended_and_withdrawn(desk, family):
    home = Residence.objects.get(person=desk.child)
    desk.send(f"home/{home.pk}/end/", ends_on=date(2025, 1, 1))
    home.refresh_from_db()
    assert home.ends_on == date(2025, 1, 1)
    desk.send(f"home/{home.pk}/withdraw/", reason="She never lived there")
    home.refresh_from_db()
    assert home.withdrawn
