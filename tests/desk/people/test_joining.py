"""Two records of one person: seen side by side, joined, shown as one, and cut again with nothing lost."""

from __future__ import annotations

import datetime
import uuid

import pytest

from sightline.access.models import Look
from sightline.record.acts import people as acts
from sightline.record.models import Act, SamePerson
from tests.desk.people.conftest import errors
from tests.record.acts.test_people import everything

pytestmark = pytest.mark.django_db
date = datetime.date


@pytest.fixture
def double(managers_desk, make_child, allocate):
    """Another record of Ada, held by the same team."""
    double = make_child(
        given="Adah", family="Wren", birth_date=date(2016, 5, 4), identifiers=[("upn", "H801200001001")]
    )
    allocate(double)
    return double


def test_records_that_look_alike_are_offered_unasked(managers_desk, double, stranger):
    page = managers_desk.get("join/")
    assert [one["match"].person_id for one in page.context["results"]] == [double.pk]


def test_both_are_seen_side_by_side_but_no_confidential_address(managers_desk, double, system_warrant):
    acts.move_home(
        system_warrant, [double], lines="Secret House", postcode="", starts_on=date(2024, 1, 1), confidential=True
    )
    acts.move_home(system_warrant, [managers_desk.child], lines="3 Elm Road", postcode="", starts_on=date(2024, 1, 1))
    page = managers_desk.get(f"join/?other={double.pk}").content.decode()
    for words in ("Ada Wren", "Adah Wren", "UPN H801200001001", "3 Elm Road", "Confidential address: not shown here"):
        assert words in page
    assert "Secret House" not in page
    assert Look.objects.filter(user=managers_desk.user, person=double, refused=False).exists()


def test_joined_they_are_one_on_the_page_and_cut_they_are_as_before(managers_desk, double):
    child = managers_desk.child
    before = everything()
    answer = managers_desk.send(f"join/?other={double.pk}", kept=str(child.pk), reason="Same mother, same birthday")
    assert answer["Location"] == f"/person/{child.pk}/details/#records"
    link = SamePerson.objects.get()
    assert (link.kept, link.duplicate, link.act.actor) == (child, double, managers_desk.user)
    page = managers_desk.get("details/").content.decode()
    assert "H801200001001" in page and "From the joined record" in page and "Same mother, same birthday" in page
    assert managers_desk.get("details/", double)["Location"] == f"/person/{child.pk}/details/"
    answer = managers_desk.send(f"cut/{link.pk}/", reason="They are twins")
    assert answer["Location"] == f"/person/{child.pk}/details/"
    assert everything() == before
    assert "H801200001001" not in managers_desk.get("details/").content.decode()
    assert "They are twins" in managers_desk.get("details/?withdrawn=1").content.decode()


def test_the_other_record_may_be_the_one_kept(managers_desk, double):
    answer = managers_desk.send(f"join/?other={double.pk}", kept=str(double.pk), reason="It has the whole history")
    assert answer["Location"] == f"/person/{double.pk}/details/#records"
    assert SamePerson.objects.get().kept == double


def test_pressing_twice_joins_once(managers_desk, double):
    answers = {
        "kept": str(managers_desk.child.pk),
        "reason": "Same mother, same birthday",
        "request": str(uuid.uuid4()),
    }
    first = managers_desk.send(f"join/?other={double.pk}", **answers)
    second = managers_desk.send(f"join/?other={double.pk}", **answers)
    assert first["Location"] == second["Location"]
    assert SamePerson.objects.count() == 1


def test_a_reason_and_a_choice_are_asked_for_and_the_reason_stays(managers_desk, double):
    page = managers_desk.send(f"join/?other={double.pk}", reason="Same “mother”")
    assert errors(page)["kept"] == ["Choose which record is kept"]
    assert "Same “mother”" in page.content.decode()
    assert "Say how" in errors(managers_desk.send(f"join/?other={double.pk}", kept=str(double.pk)))["reason"][0]


def test_a_record_joined_elsewhere_is_refused_in_words(managers_desk, double, make_child, allocate, system_warrant):
    third = make_child(given="Ida")
    allocate(third)
    acts.join(system_warrant, kept=double, duplicate=third, reason="One girl, twice recorded")
    answers = {"kept": str(managers_desk.child.pk), "reason": "Same mother, same birthday"}
    page = managers_desk.send(f"join/?other={double.pk}", **answers)
    assert "cut that link first" in errors(page)["kept"][0]


def test_the_other_record_out_of_reach_is_refused_kindly_and_the_refusal_is_kept(managers_desk, stranger):
    before = Act.objects.count()
    for answer in (
        managers_desk.get(f"join/?other={stranger.pk}"),
        managers_desk.send(f"join/?other={stranger.pk}", kept=str(stranger.pk), reason="Same mother"),
    ):
        assert answer.status_code == 403
        html = answer.content.decode()
        assert "not within your reach" in html and "Zoe" not in html
    assert Act.objects.count() == before
    assert Look.objects.filter(user=managers_desk.user, person=stranger, refused=True).exists()


def test_a_social_worker_may_not_join(desk, double):
    assert desk.get("join/").status_code == 403
    assert b"Join another record" not in desk.get("details/").content


def test_a_link_of_others_is_not_cut_through_ones_own_child(managers_desk, stranger, make_child, system_warrant):
    link = acts.join(system_warrant, kept=stranger, duplicate=make_child(), reason="One girl, twice recorded")
    assert managers_desk.get(f"cut/{link.pk}/").status_code == 404
    assert managers_desk.send(f"cut/{link.pk}/", reason="They are twins").status_code == 404
    link.refresh_from_db()
    assert not link.cut


def test_an_entry_of_the_joined_record_is_corrected_from_the_kept_page(managers_desk, double, system_warrant):
    acts.join(system_warrant, kept=managers_desk.child, duplicate=double, reason="One girl, twice recorded")
    name = double.names.get()
    managers_desk.send(f"name/{name.pk}/withdraw/", reason="Never so called")
    name.refresh_from_db()
    assert (name.withdrawn, name.person) == (True, double)
