"""Tell us what gets in your way: one form, one list."""

from __future__ import annotations

import uuid

import pytest

from sightline.access.models import Feedback
from sightline.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Amara Osei")


def test_what_is_said_is_kept_with_who_said_it_and_where(client_of, worker):
    client = client_of(worker)
    page = client.get("/feedback/", headers={"Referer": "http://testserver/search/?q=Ada+Wren"}).content.decode()
    assert 'value="/search/"' in page
    assert "Ada" not in page
    number = uuid.uuid4()
    form = {"text": "The search is slow.", "page": "/search/", "request": number}
    for _ in range(2):  # pressed twice
        assert client.post("/feedback/", form)["Location"] == "/search/"
    [said] = Feedback.objects.all()
    assert (said.user, said.page, said.text) == (worker, "/search/", "The search is slow.")


def test_nothing_said_is_nothing_kept(client_of, worker):
    page = client_of(worker).post("/feedback/", {"text": " ", "request": uuid.uuid4()}).content.decode()
    assert "Write what gets in your way" in page
    assert not Feedback.objects.exists()


def test_it_leads_to_no_other_site(client_of, worker):
    client = client_of(worker)
    for page in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        answer = client.post("/feedback/", {"text": "Slow.", "page": page, "request": uuid.uuid4()})
        assert answer["Location"] == "/"


def test_the_administrator_reads_it_and_others_do_not(client_of, worker, make_user):
    client_of(worker).post("/feedback/", {"text": "<b>Slow</b>", "page": "/", "request": uuid.uuid4()})
    assert client_of(worker).get("/feedback/all/").status_code == 403
    page = client_of(make_user(Role.ADMINISTRATOR)).get("/feedback/all/").content.decode()
    assert "Amara Osei" in page
    assert "&lt;b&gt;Slow&lt;/b&gt;" in page


def test_the_accessibility_statement_is_open_to_everybody(client):
    page = client.get("/accessibility/").content.decode()
    assert "What has not been checked" in page
