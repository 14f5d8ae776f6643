"""One page with everything held about who a person is."""

from __future__ import annotations

import datetime

import pytest

from sightline.record.acts import people as acts

pytestmark = pytest.mark.django_db
date = datetime.date


@pytest.fixture
def much(desk, make_child, system_warrant):
    """A child with some of everything, a brother with as much, ended and withdrawn entries too."""
    ruth = make_child(kind="adult", given="Ruth", family="Wren")
    for number in range(6):
        acts.add_name(system_warrant, desk.child, kind="alias", given=f"Alias{number}", family="Wren")
        acts.add_identifier(system_warrant, desk.child, scheme="former_upn", value=f"H80120000100{number}")
        brother = make_child(given=f"Brother{number}", family="Wren")
        day = date(2020 + number, 1, 1)
        acts.move_home(
            system_warrant, [desk.child, ruth, brother], lines=f"{number} Elm Road", postcode="", starts_on=day
        )
        acts.relate(system_warrant, [acts.Relation(person_id=brother.pk, other_id=desk.child.pk, kind="sibling")])
        acts.warn(system_warrant, desk.child, kind="other", text=f"Warning {number}", starts_on=day, review_on=day)
    acts.relate(system_warrant, [acts.Relation(person_id=ruth.pk, other_id=desk.child.pk, kind="mother")])
    acts.write_summary(system_warrant, desk.child, text="Ada in a few words")
    name = desk.child.names.get(given="Alias3")
    acts.withdraw_entry(system_warrant, name, reason="Her cousin’s name")


def test_everything_held_is_shown_with_ended_entries_and_the_way_to_change_each(desk, much):
    page = desk.get("details/").content.decode()
    for words in (
        "Alias0",
        "H801200001000",
        "0 Elm Road",
        "1 January 2021",
        "Brother5 Wren",
        "Mother",
        "Warning 2",
        "Ada in a few words",
    ):
        assert words in page, words
    for name in ("name/add", "identifier/add", "home/add", "relationship/add", "warning/add", "facts", "summary"):
        assert f"/person/{desk.child.pk}/{name}/" in page, name
    for alias in desk.child.names.filter(withdrawn=False):
        assert f"/name/{alias.pk}/withdraw/" in page
    assert "Overdue" in page


def test_withdrawn_entries_are_shown_on_asking_with_who_and_why(desk, much):
    page = desk.get("details/").content.decode()
    assert "Alias3" not in page.split("<main")[1] and "1 withdrawn entry not shown" in page
    page = desk.get("details/?withdrawn=1").content.decode()
    assert "Alias3" in page and "Her cousin’s name" in page and "Withdrawn by System" in page


def test_each_change_link_says_to_a_screen_reader_what_it_changes(desk, much):
    page = desk.get("details/").content.decode()
    assert 'Withdraw<span class="govuk-visually-hidden"> the name Alias0 Wren</span>' in page


def test_the_page_asks_the_database_no_more_for_a_large_family(desk, much, django_assert_max_num_queries):
    desk.get("details/")
    with django_assert_max_num_queries(30):
        desk.get("details/")


def test_every_form_page_opens(desk, much):
    name, identifier = desk.child.names.first(), desk.child.identifiers.first()
    home, warning = desk.child.residences.first(), desk.child.warnings.first()
    link = desk.child.relationships_from_others.first()
    for path in (
        "facts/", "summary/", "name/add/", f"name/{name.pk}/", f"name/{name.pk}/end/", f"name/{name.pk}/withdraw/",
        "identifier/add/", f"identifier/{identifier.pk}/", f"identifier/{identifier.pk}/withdraw/", "home/add/",
        f"home/{home.pk}/", f"home/{home.pk}/end/", f"home/{home.pk}/withdraw/", "relationship/add/",
        f"relationship/{link.pk}/", f"relationship/{link.pk}/end/", f"relationship/{link.pk}/withdraw/", "warning/add/",
        f"warning/{warning.pk}/review/", f"warning/{warning.pk}/withdraw/",
    ):  # fmt: skip
        page = desk.get(path)
        assert page.status_code == 200, path
        assert b'name="request"' in page.content or path == "relationship/add/", path
