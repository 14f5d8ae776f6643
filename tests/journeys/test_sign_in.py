"""Given a worker with words on the page, when the session ends, then signing in again loses none of them.

And: a worker sets up an authenticator app and a passkey, and signs in with each.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.conftest import CHECKOUT, copy_of_template
from tests.journeys.conftest import DESK, Server

WORDS = "She asked when she could see her brother again."
PASSWORD = "orchard kettle marble"
AGE_SESSIONS = """
import sys, django
django.setup()
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session["last_seen"] = session.get("last_seen", 0) - int(sys.argv[1])
    session.save()
"""


@pytest.fixture
def time_goes_by(page: Any, demo_server: Any) -> Any:
    """``time_goes_by(1100)``: for the server's sessions and for the browser, with nobody at work."""
    page.clock.install()

    def go(seconds: int) -> None:
        environment = demo_server.environment | {"DJANGO_SETTINGS_MODULE": "sightline.config.settings"}
        command = [sys.executable, "-c", AGE_SESSIONS, str(seconds)]
        subprocess.run(command, env=environment, cwd=CHECKOUT, check=True, capture_output=True)
        page.clock.fast_forward(seconds * 1000)

    return go


def write(page: Any) -> None:
    page.goto("/feedback/")
    page.get_by_label("What gets in your way?").fill(WORDS)


def written(page: Any) -> str:
    return page.get_by_label("What gets in your way?").input_value()


def name_of(page: Any) -> str:
    return page.locator(".app-header__account a").inner_text().removeprefix("Your account: ").strip()


def test_a_warning_comes_and_staying_signed_in_costs_nothing(page, sign_in, time_goes_by, no_violation):
    sign_in("Social worker")
    write(page)
    time_goes_by(1110)
    warning = page.locator("#session-warning")
    warning.wait_for(state="visible")
    no_violation(page)
    warning.get_by_role("button", name="Stay signed in").click()
    warning.wait_for(state="hidden")
    time_goes_by(600)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("Thank you.").is_visible()


def test_when_the_session_ends_one_signs_in_over_the_page_and_carries_on(page, sign_in, time_goes_by, no_violation):
    sign_in("Social worker")
    write(page)
    me = name_of(page)
    time_goes_by(1201)
    over = page.locator("#session-over")
    over.wait_for(state="visible")
    door = page.frame_locator("iframe")
    door.get_by_role("button", name=f"Sign in as {me}").wait_for()
    no_violation(page)
    no_violation(page, phone=True)
    door.get_by_role("button", name=f"Sign in as {me}").click()
    over.wait_for(state="hidden")
    assert written(page) == WORDS
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("Thank you.").is_visible()


def test_somebody_else_signing_in_over_the_page_does_not_carry_on_with_it(page, sign_in, time_goes_by):
    sign_in("Social worker")
    write(page)
    time_goes_by(1201)
    page.locator("#session-over").wait_for(state="visible")
    door = page.frame_locator("iframe")
    door.locator("section", has=page.get_by_role("heading", name="Administrator")).get_by_role("button").first.click()
    page.get_by_text("Somebody else is signed in").wait_for(state="visible")
    assert page.locator("#session-over").is_visible()
    assert written(page) == WORDS


# --- With a password: as on a council's own server, but on this machine -------------------------------


@pytest.fixture(scope="module")
def council_server() -> Iterator[Server]:
    """Sightline with real sign-in, and one worker who may use it."""
    database = "sightline_journeys_sign_in"
    copy_of_template(database)
    server = Server(SIGHTLINE_DEMO="0", SIGHTLINE_DATABASE=database)
    server.command(
        "staff", "add", "Amara Osei", "amara.osei@wexcombe.example",
        "--role", "social_worker", "--team", "Hill", "--password", PASSWORD,
    )  # fmt: skip
    with server.log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sightline.cli", "serve", "--port", str(server.port), "--workers", "1"],
            env=server.environment, cwd=CHECKOUT, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{server.url}/healthy/", timeout=2).close()
            break
        except OSError:
            time.sleep(0.3)
    yield server
    process.send_signal(2)
    process.wait(timeout=60)


@pytest.fixture
def own_page(browser: Any, council_server: Server) -> Iterator[Any]:
    """A browser window on that server, by a name that passkeys accept, with a device that holds passkeys."""
    context = browser.new_context(viewport=DESK, base_url=council_server.url.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()
    assert not complaints, complaints


def with_password(page: Any) -> None:
    page.get_by_label("Email address").fill("amara.osei@wexcombe.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_a_worker_sets_up_an_app_and_a_passkey_and_signs_in_with_each(own_page, no_violation):
    page = own_page
    page.goto("/account/")
    no_violation(page)
    no_violation(page, phone=True)
    with_password(page)
    page.get_by_role("link", name="Set up authenticator app").click()
    no_violation(page)
    no_violation(page, phone=True)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", name="Recovery codes").is_visible()
    no_violation(page)
    recovery = page.locator("ul code").first.inner_text()

    page.goto("/account/2fa/webauthn/add/")
    no_violation(page)
    page.get_by_label("Name of this passkey").fill("Work phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/")
    assert page.get_by_text("Work phone").first.is_visible()
    no_violation(page)
    no_violation(page, phone=True)

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: url.endswith("/") and "login" not in url)
    assert name_of(page) == "Amara Osei"

    page.get_by_role("button", name="Sign out").click()
    with_password(page)
    assert page.get_by_role("heading", name="Show that it is you").is_visible()
    no_violation(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_text("That code is not right").first.is_visible()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert name_of(page) == "Amara Osei"

    write(page)  # and when the session ends, the same over a page
    page.context.clear_cookies(name="sessionid")
    page.evaluate("sightline.fetch('/account/session/')")
    door = page.frame_locator("iframe")
    with_password(door)
    door.get_by_role("button", name="Use a passkey instead").click()
    page.locator("#session-over").wait_for(state="hidden")
    assert written(page) == WORDS
