"""The session: how long it lasts, who it belongs to, and the ways in that the demo has."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from sightline.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Amara Osei")


@pytest.fixture
def at_work(client_of, worker):
    """A browser in which the worker has just opened a page."""
    client = client_of(worker)
    assert client.get("/").status_code == 200
    return client


def idle(client, seconds):
    session = client.session
    session["last_seen"] = int(time.time()) - seconds
    session.save()


def seen(client):
    return int(time.time()) - client.session["last_seen"]


# --- Time-out ---------------------------------------------------------------------------------------


def test_a_session_unused_for_too_long_ends_on_the_server(at_work, settings):
    key = at_work.cookies["sessionid"].value
    idle(at_work, settings.IDLE_SECONDS)
    answer = at_work.get("/feedback/?from=here")
    assert answer["Location"] == "/account/login/?next=/feedback/%3Ffrom%3Dhere"
    assert not Session.objects.filter(session_key=key).exists()
    page = at_work.get(answer["Location"]).content.decode()
    assert "You were signed out because you had not used Sightline for a while." in page


def test_a_session_in_use_goes_on(at_work, settings):
    for _ in range(3):
        idle(at_work, settings.IDLE_SECONDS - 5)
        assert at_work.get("/").status_code == 200
        assert seen(at_work) < 5


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
def test_a_part_of_a_page_gets_401_so_that_its_page_can_ask_for_sign_in(at_work, settings, headers):
    idle(at_work, settings.IDLE_SECONDS)
    assert at_work.get("/", headers=headers).status_code == 401


def test_a_form_sent_too_late_leads_back_to_its_page_and_says_that_nothing_was_saved(at_work, settings):
    idle(at_work, settings.IDLE_SECONDS)
    answer = at_work.post("/feedback/", {"text": "Too late"}, headers={"Referer": "http://testserver/feedback/"})
    assert answer["Location"] == "/account/login/?next=/feedback/"
    assert "What you sent was not saved" in at_work.get(answer["Location"]).content.decode()


def test_a_form_sent_from_elsewhere_does_not_lead_there(client):
    answer = client.post("/feedback/", headers={"Referer": "https://elsewhere.example/trap/"})
    assert answer["Location"] == "/account/login/?next=/"


def test_the_session_is_written_at_most_once_a_minute(at_work):
    idle(at_work, 30)
    at_work.get("/")
    assert seen(at_work) >= 30
    idle(at_work, 61)
    at_work.get("/")
    assert seen(at_work) < 5


def test_a_page_following_a_job_on_its_own_is_not_a_person_at_work(at_work):
    idle(at_work, 600)
    at_work.get("/", headers={"HX-Request": "true", "HX-Trigger": "job-7"})
    assert seen(at_work) >= 600
    at_work.get("/", headers={"HX-Request": "true", "HX-Trigger": "site-search"})
    assert seen(at_work) < 5


# --- What an open page asks -------------------------------------------------------------------------


def test_asking_how_long_the_session_lasts_does_not_make_it_last_longer(at_work, worker, settings):
    idle(at_work, 600)
    for _ in range(2):
        said = at_work.get("/account/session/").json()
        assert settings.IDLE_SECONDS - 605 < said["seconds"] <= settings.IDLE_SECONDS - 600
    assert said["user"] == str(worker.pk)
    assert len(said["csrf"]) == 64


def test_staying_signed_in_makes_it_last_longer(worker, settings):
    client = Client(enforce_csrf_checks=True)  # a page open over a new sign-in has the old token
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    idle(client, 600)
    assert client.post("/account/session/").json()["seconds"] == settings.IDLE_SECONDS
    idle(client, 10)
    client.post("/account/session/")
    assert seen(client) < 5


def test_when_it_is_over_the_answer_is_401_and_never_a_redirect(at_work, settings):
    idle(at_work, settings.IDLE_SECONDS)
    for method in (at_work.get, at_work.post):
        assert method("/account/session/").status_code == 401


def test_another_person_signed_in_over_the_page_is_told_apart(at_work, worker, make_user):
    other = make_user(Role.DATA_OFFICER)
    page = at_work.get("/").content.decode()
    assert f'data-user="{worker.pk}"' in page
    at_work.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert at_work.get("/account/session/").json()["user"] == str(other.pk)


def test_pages_name_the_sign_in_that_can_be_shown_over_them(at_work):
    assert 'data-sign-in-url="/account/login/?over=1&amp;next=/account/signed-in/"' in at_work.get("/").content.decode()


def test_sign_in_over_a_page_has_no_header_or_menu_and_ends_by_telling_the_page(client, at_work):
    for asked in ({"query_params": {"over": "1"}}, {"headers": {"Sec-Fetch-Dest": "iframe"}}):
        page = client.get("/account/login/", **asked).content.decode()
        assert "app-frame" in page
        assert "app-header" not in page
    assert client.get("/account/signed-in/").status_code == 302
    assert "data-signed-in" in at_work.get("/account/signed-in/").content.decode()


def test_what_was_seen_is_kept_by_nobody_on_the_way(at_work):
    control = at_work.get("/")["Cache-Control"]
    assert "private" in control
    assert "no-cache" in control


# --- Signing out ------------------------------------------------------------------------------------


def test_signing_out_ends_the_session(at_work):
    key = at_work.cookies["sessionid"].value
    assert at_work.get("/account/sign-out/").status_code == 200  # asks: a link or an image signs nobody out
    answer = at_work.post("/account/sign-out/", follow=True)
    assert answer.redirect_chain == [("/account/login/", 302)]
    assert "You are signed out." in answer.content.decode()
    assert not Session.objects.filter(session_key=key).exists()
    assert at_work.get("/").status_code == 302


def test_a_person_whose_account_is_closed_is_out_at_once(at_work, worker):
    worker.is_active = False
    worker.save()
    assert at_work.get("/").status_code == 302


# --- The demo ---------------------------------------------------------------------------------------


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_outside_the_demo_nobody_signs_in_without_a_password(client, worker):
    assert client.get("/sign-in/").status_code == 404
    assert client.post("/sign-in/", {"user": worker.pk}).status_code == 404
    assert client.get("/account/session/").status_code == 401


def test_in_the_demo_one_chooses_a_person_by_role_and_team(client, worker, team, demo):
    assert client.get("/account/login/?next=/feedback/")["Location"] == "/sign-in/?next=%2Ffeedback%2F"
    page = client.get("/sign-in/?next=/feedback/").content.decode()
    for words in ("Social worker", "Amara Osei", str(team), 'value="/feedback/"'):
        assert words in page
    assert "Team manager" not in page  # nobody holds that role here
    assert client.post("/sign-in/", {"user": worker.pk, "next": "/feedback/"})["Location"] == "/feedback/"
    assert client.get("/account/session/").json()["user"] == str(worker.pk)


def test_the_demo_list_in_a_frame_goes_on_for_whoever_has_signed_in_meanwhile(client, worker, demo):
    over = "/sign-in/?over=1&next=/account/signed-in/"
    assert "app-frame" in client.get(over).content.decode()
    client.post("/sign-in/", {"user": worker.pk})
    assert client.get(over)["Location"] == "/account/signed-in/"
    assert over.replace("&", "&amp;") in client.get("/").content.decode()


@pytest.mark.parametrize("user", ["", "nobody", "0", "99999999999999999999", "٣"])
def test_the_demo_signs_in_nobody_who_is_not_there(client, demo, user):
    assert client.post("/sign-in/", {"user": user}).status_code == 404


def test_the_demo_leads_to_no_other_site(client, worker, demo):
    answer = client.post("/sign-in/", {"user": worker.pk, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
