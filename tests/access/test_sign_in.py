"""Signing in: with a password, a second factor, single sign-on; what is refused, and how."""

from __future__ import annotations

import http.server
import json
import logging
import re
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.urls import URLResolver, get_resolver

from sightline.access.acts import start_over
from sightline.access.roles import Role
from sightline.access.sign_in import NOT_RIGHT, TOO_MANY

pytestmark = pytest.mark.django_db

PASSWORD = "orchard kettle marble"
LOGIN = "/account/login/"


@pytest.fixture
def worker(make_user, team):
    user = make_user(Role.SOCIAL_WORKER, team=team, name="Amara Osei")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def real(settings):
    """As on a named DATABASE_URL."""
    settings.LOCAL = False
    settings.DEMO = False


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user if isinstance(user, str) else user.email, "password": password, **more})


def code_of(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def set_up_app(client):
    """Set up an authenticator app as a person does; its secret."""
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    return secret


def is_in(client):
    return client.get("/account/session/").status_code == 200


# --- Passwords --------------------------------------------------------------------------------------


def test_the_right_password_signs_in_and_leads_to_where_one_was_going(client, worker):
    assert client.get("/feedback/")["Location"] == f"{LOGIN}?next=/feedback/"
    answer = sign_in(client, worker.email.upper(), next="/feedback/")
    assert answer["Location"] == "/feedback/"
    assert is_in(client)


def test_signing_in_never_leads_to_another_site(client, worker):
    assert sign_in(client, worker, next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_password_an_unknown_address_and_a_closed_account_are_refused_alike(worker, make_user):
    closed = make_user(Role.SOCIAL_WORKER)
    closed.set_password(PASSWORD)
    closed.is_active = False
    closed.save()
    pages = set()
    for email, password in [(worker.email, "wrong"), ("nobody@wexcombe.example", PASSWORD), (closed.email, PASSWORD)]:
        client = Client()
        answer = sign_in(client, email, password)
        assert answer.status_code == 200
        assert not is_in(client)
        text = answer.content.decode().replace(email, "")
        pages.add(re.sub(r"\w{64}", "", text))  # each page's own token
    assert len(pages) == 1
    assert NOT_RIGHT in pages.pop()


def test_after_five_failed_tries_one_waits_and_others_do_not(client, worker, make_user):
    for _ in range(5):
        assert NOT_RIGHT in sign_in(client, worker, "wrong").content.decode()
    assert TOO_MANY in sign_in(client, worker).content.decode()
    assert not is_in(client)
    other = make_user(Role.SOCIAL_WORKER)
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(client, other).status_code == 302


def test_an_unknown_address_has_its_limit_too(client):
    for _ in range(5):
        sign_in(client, "nobody@wexcombe.example", "wrong")
    assert TOO_MANY in sign_in(client, "nobody@wexcombe.example", "wrong").content.decode()


def test_tries_are_counted_in_the_database_so_that_every_web_process_counts_them(client, worker):
    sign_in(client, worker, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from access_limits where cache_key like '%%login_failed%%'")
        assert cursor.fetchone()[0] > 0


def test_too_many_from_one_place_are_asked_kindly_to_wait(client, worker, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, worker, "wrong")
    answer = sign_in(client, worker)
    assert answer.status_code == 429
    assert "Wait 5 minutes, then try again" in answer.content.decode()


def test_nothing_secret_is_logged(client, worker, caplog, real):
    caplog.set_level(logging.DEBUG)
    sign_in(client, worker, "a wrong password")
    sign_in(client, worker)
    secret = set_up_app(client)
    client.post("/account/sign-out/")
    sign_in(client, worker)
    client.post("/account/2fa/authenticate/", {"code": "918273"})
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    for word in ("a wrong password", PASSWORD, secret, "918273"):
        assert word not in logged


def test_changing_the_password_ends_other_sessions(client, worker):
    elsewhere = Client()
    sign_in(elsewhere, worker)
    sign_in(client, worker)
    new = "lantern river thimble"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert (
        "at least 12 characters"
        in client.post(
            "/account/password/change/", form | {"password1": "short", "password2": "short"}
        ).content.decode()
    )
    assert client.post("/account/password/change/", form)["Location"] == "/account/"
    assert is_in(client)
    assert not is_in(elsewhere)


def test_whoever_cannot_get_in_starts_over_with_a_link_that_works_once(client, worker, system_warrant, real):
    sign_in(client, worker)
    set_up_app(client)
    link = start_over(system_warrant, worker)
    assert not is_in(client)
    assert not Authenticator.objects.filter(user=worker).exists()
    assert NOT_RIGHT in sign_in(client, worker).content.decode()

    new = "lantern river thimble"
    page = client.get(link, follow=True)
    assert "Choose a password" in page.content.decode()
    [(address, _)] = page.redirect_chain
    assert link.split("-")[-1].strip("/") not in address
    answer = client.post(address, {"password1": new, "password2": new}, follow=True)
    assert "Your password is saved" in answer.content.decode()
    assert sign_in(client, worker, new).status_code == 302
    assert "This link has ended" in Client().get(link, follow=True).content.decode()


# --- Second factors ---------------------------------------------------------------------------------


def test_on_a_real_record_nothing_opens_before_a_second_factor_is_set_up(client, worker, real):
    sign_in(client, worker)
    for page in ("/", "/account/", "/feedback/", "/account/password/change/", "/account/2fa/totp/deactivate/"):
        assert client.get(page).get("Location") == "/account/2fa/totp/activate/", page
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert client.session["mfa.totp.secret"] in page
    assert 'src="data:image/svg+xml' in page
    assert "Main menu" not in page
    assert client.get("/account/2fa/webauthn/add/").status_code == 200
    assert is_in(client)
    set_up_app(client)
    assert client.get("/").status_code == 200


def test_the_last_second_factor_removed_another_is_set_up_at_once(client, worker, real):
    sign_in(client, worker)
    set_up_app(client)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert client.get("/")["Location"] == "/account/2fa/totp/activate/"


def test_on_a_laptop_or_in_the_demo_none_is_asked_for(client, worker, settings):
    sign_in(client, worker)
    assert client.get("/").status_code == 200
    settings.LOCAL, settings.DEMO = False, True
    assert client.get("/").status_code == 200


def test_the_second_factor_is_asked_for_at_each_sign_in(client, worker, real):
    sign_in(client, worker)
    secret = set_up_app(client)
    client.post("/account/sign-out/")

    assert sign_in(client, worker, next="/feedback/")["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    assert client.get("/")["Location"].startswith(LOGIN)
    assert "That code is not right" in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    code = code_of(secret)
    assert client.post("/account/2fa/authenticate/", {"code": code})["Location"] == "/feedback/"
    assert is_in(client)


def test_a_code_works_once(client, worker, real, monkeypatch):
    sign_in(client, worker)
    secret = set_up_app(client)
    client.post("/account/sign-out/")
    code = code_of(secret)
    thief = Client()
    for browser in (client, thief):
        sign_in(browser, worker)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    # allauth itself forgets a used code after 30 seconds, while the clock's tolerance keeps it valid for longer
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
    thief.post("/account/2fa/authenticate/", {"code": code})
    assert not is_in(thief)


def test_after_five_wrong_codes_one_waits(client, worker, real):
    sign_in(client, worker)
    secret = set_up_app(client)
    client.post("/account/sign-out/")
    sign_in(client, worker)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert TOO_MANY in client.post("/account/2fa/authenticate/", {"code": code_of(secret)}).content.decode()
    assert not is_in(client)


def test_a_recovery_code_works_once(client, worker, real):
    sign_in(client, worker)
    set_up_app(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    code = re.search(r"<code>(\d{8})</code>", page).group(1)
    for expected in (True, False):
        client.post("/account/sign-out/")
        sign_in(client, worker)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(client) is expected


def test_what_changes_sign_in_asks_for_the_password_again_once_some_time_has_passed(client, worker):
    sign_in(client, worker)
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    again = client.get("/account/2fa/totp/activate/")["Location"]
    assert again.startswith("/account/reauthenticate/")
    assert "That password is not right" in client.post(again, {"password": "wrong"}).content.decode()
    assert client.post(again, {"password": PASSWORD})["Location"] == "/account/2fa/totp/activate/"


def test_the_account_page_says_who_one_is_and_how_one_signs_in(client, worker, team):
    sign_in(client, worker)
    set_up_app(client)
    page = client.get("/account/").content.decode()
    for words in ("Amara Osei", worker.email, f"Social worker, {team}", "since 1 January 2020", "10 codes left"):
        assert words in page


# --- Single sign-on ---------------------------------------------------------------------------------


@pytest.fixture
def identity_provider(settings):
    """A council's own sign-in service, as small as one can be; set ``email`` to who is signing in there."""

    class Provider(http.server.BaseHTTPRequestHandler):
        email = ""

        def do_GET(self):
            home = f"http://127.0.0.1:{self.server.server_port}"
            answers = {
                "/.well-known/openid-configuration": {
                    "issuer": home, "authorization_endpoint": f"{home}/authorize", "token_endpoint": f"{home}/token",
                    "userinfo_endpoint": f"{home}/userinfo", "jwks_uri": f"{home}/keys",
                },
                "/userinfo": {"sub": f"sub-{Provider.email}", "email": Provider.email, "name": "From the council"},
                "/token": {"access_token": "opaque", "token_type": "bearer"},
            }  # fmt: skip
            body = json.dumps(answers[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "council", "name": "your council account", "client_id": "sightline", "secret": "shared",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield Provider
    server.shutdown()
    server.server_close()


def come_back_from_council(client, **asked):
    answer = client.post("/account/oidc/council/login/", asked)
    away = parse_qs(urlsplit(answer["Location"]).query)
    assert away["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/council/login/callback/", {"code": "given", "state": away["state"][0]})


def test_single_sign_on_opens_the_account_with_that_address_and_needs_no_second_factor_here(
    client, worker, identity_provider, real
):
    identity_provider.email = worker.email
    assert "Sign in with your council account" in client.get(LOGIN).content.decode()
    assert come_back_from_council(client, next="/feedback/")["Location"] == "/feedback/"
    assert client.get("/account/session/").json()["user"] == str(worker.pk)
    assert client.get("/").status_code == 200


def test_single_sign_on_makes_no_account(client, identity_provider, django_user_model):
    identity_provider.email = "stranger@wexcombe.example"
    answer = come_back_from_council(client)
    assert answer.status_code == 403
    assert "You have no account here" in answer.content.decode()
    assert not django_user_model.objects.filter(email="stranger@wexcombe.example").exists()


def test_single_sign_on_does_not_open_a_closed_account(client, worker, identity_provider):
    identity_provider.email = worker.email
    come_back_from_council(client)
    worker.is_active = False
    worker.save()
    client = Client()
    assert come_back_from_council(client)["Location"] == LOGIN
    assert not is_in(client)


def test_nobody_ties_another_identity_to_their_account(client, worker, make_user, identity_provider):
    sign_in(client, worker)
    identity_provider.email = "someone.else@wexcombe.example"
    assert come_back_from_council(client, process="connect")["Location"] == "/account/"
    other = Client()
    assert come_back_from_council(other).status_code == 403


def test_without_single_sign_on_its_pages_do_not_exist(client):
    assert "council account" not in client.get(LOGIN).content.decode()
    assert client.post("/account/oidc/council/login/").status_code == 404


# --- What exists ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/x/", "inactive/", "3rdparty/", "3rdparty/signup/",
     "password/reset/", "password/reset/done/", "login/code/", "2fa/webauthn/signup/", "logout/"],
)  # fmt: skip
def test_pages_that_sightline_does_not_have_are_not_there(client, worker, path):
    assert client.get(f"/account/{path}").status_code == 404
    sign_in(client, worker)
    assert client.get(f"/account/{path}").status_code == 404


def views(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        else:
            yield entry


def test_every_page_of_sign_in_is_in_our_own_words():
    on_the_account_page = {"mfa_index", "mfa_list_webauthn"}
    for entry in views():
        template = getattr(getattr(entry.callback, "view_class", None), "template_name", None)
        if template and not template.endswith(".txt") and entry.name not in on_the_account_page:
            assert "sightline/access/templates" in get_template(template).origin.name, template


def test_only_these_pages_are_open_to_whoever_has_not_signed_in():
    opened = {entry.name for entry in views() if not getattr(entry.callback, "login_required", True)}
    assert opened == {
        "account_login", "account_logout", "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
        "socialaccount_login_cancelled", "session_check", "demo_sign_in", "accessibility", "healthy",
    }  # fmt: skip


def test_sign_in_can_be_shown_in_our_own_frames_only_and_writes_no_script_into_the_page(client):
    answer = client.get(LOGIN)
    policy = answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", answer.content.decode(), re.S):
        assert "src=" in attributes or 'type="application/json"' in attributes, body
    assert "style=" not in answer.content.decode()
