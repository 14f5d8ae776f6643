"""What is typed on a short form and not sent is there when the page is opened again, and gone once it is sent."""

from __future__ import annotations

import datetime
import json
import random
import uuid

import pytest
from django.test import Client

from sightline.desk.team.allocating import AT_ONCE
from sightline.desk.team.pages import CHILDREN_A_PAGE
from sightline.forms.models import Unsent

pytestmark = pytest.mark.django_db
WORDS = "A dog that bites, in the <yard>."


def keep(desk, page, number, client=None, user=None, **values):
    sent = {"user": user or desk.user.pk, "page": page, "request": str(number), "values": values}
    return (client or desk.client).post("/unsent/", json.dumps(sent), content_type="application/json")


def test_words_come_back_unjudged_and_can_be_put_away(desk):
    page, number = desk.url("warning/add/"), uuid.uuid4()
    kept = keep(desk, page, number, text=[WORDS], starts_on_0=["31"], starts_on_1=["2"], csrfmiddlewaretoken=["x"])
    assert "at" in kept.json()
    again = desk.get("warning/add/")
    assert "A dog that bites, in the &lt;yard&gt;." in again.content.decode()
    assert str(number) in again.content.decode()
    assert 'value="31"' in again.content.decode()
    assert "There is a problem" not in again.content.decode()
    assert "have not sent it" in again.content.decode()
    assert "csrfmiddlewaretoken" not in Unsent.objects.get().values
    answer = desk.client.post("/unsent/", {"afresh": page})
    assert answer["Location"] == page
    assert "A dog" not in desk.get("warning/add/").content.decode()


def test_a_later_state_takes_the_place_of_an_earlier_one(desk):
    page, number = desk.url("warning/add/"), uuid.uuid4()
    keep(desk, page, number, text=["A dog"])
    keep(desk, page, number, text=["A dog that bites"])
    assert Unsent.objects.get().values == {"text": ["A dog that bites"]}


def test_what_was_sent_is_not_kept_nor_brought_back(desk):
    page, number = desk.url("warning/add/"), uuid.uuid4()
    keep(desk, page, number, text=[WORDS])
    sent = desk.send(
        "warning/add/",
        request=str(number),
        text=WORDS,
        kind="other",
        starts_on=desk.today,
        review_on=desk.today + datetime.timedelta(30),
    )
    assert sent.status_code == 302, sent.content.decode()
    assert not Unsent.objects.exists()
    assert keep(desk, page, number, text=["late"]).json() == {"sent": True}
    assert not Unsent.objects.exists()


def test_words_are_nobody_elses(desk, make_user, team):
    from sightline.access.roles import Role

    page, number = desk.url("warning/add/"), uuid.uuid4()
    keep(desk, page, number, text=[WORDS])
    other = make_user(Role.SOCIAL_WORKER, team=team)
    client = Client()
    client.force_login(other)
    assert WORDS[:12] not in client.get(page).content.decode()
    assert keep(desk, page, number, client=client, text=["mine"]).status_code == 409
    assert keep(desk, page, number, client=Client(), text=["mine"]).status_code in (302, 401)
    assert Unsent.objects.get().user == desk.user


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b"\xff"],
)
def test_what_cannot_be_read_is_refused(desk, body):
    assert desk.client.post("/unsent/", body, content_type="application/json").status_code == 400


def test_more_than_any_form_holds_is_refused(desk):
    assert keep(desk, desk.url("warning/add/"), uuid.uuid4(), text=["x" * 300_000]).status_code == 400
    assert keep(desk, "/" + "x" * 2_000, uuid.uuid4(), text=["x"]).status_code == 400
    assert keep(desk, "/" + "é" * 1_000, uuid.uuid4(), text=["x"]).status_code == 400


@pytest.mark.parametrize(("children", "digits"), [(CHILDREN_A_PAGE, 19), (AT_ONCE, 10)])
def test_the_address_of_as_many_children_as_are_allocated_at_once_is_kept(desk, children, digits):
    chance = random.Random(7)
    ids = [chance.randrange(10 ** (digits - 1), 10**digits) for _ in range(children)]
    page = "/allocate/?team=1&" + "&".join(f"child={pk}" for pk in ids)
    assert "at" in keep(desk, page, uuid.uuid4(), reason=[WORDS]).json()
    assert Unsent.objects.get().page == page


def test_starting_afresh_leads_nowhere_else(desk):
    assert desk.client.post("/unsent/", {"afresh": "https://elsewhere.example/"})["Location"] == "/"
