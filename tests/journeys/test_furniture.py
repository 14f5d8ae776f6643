"""The furniture in a browser: axe, phone width, the policy, and the time-out dialog that loses nothing."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site():
    """The specimen pages, served for as long as these tests run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "django", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"],
        cwd=ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.design.settings"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/500/").close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


@pytest.fixture
def page(browser):
    """A page that fails the test if the policy refuses anything or a script breaks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield made
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", [1280, 375, 320])
@pytest.mark.parametrize("path", ["/", "/form/", "/form/?errors", "/403/", "/404/", "/500/"])
def test_axe_finds_nothing_and_nothing_is_cut_off(site, page, path, width):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site + path)
    faults = [(v["id"], [n["html"] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_signing_in_again_over_the_page_loses_nothing(site, page):
    page.goto(f"{site}/form/")
    page.fill("[name=place]", "At the kitchen table")
    before = page.input_value("form[novalidate] [name=csrfmiddlewaretoken]")
    page.request.get(f"{site}/end/")
    assert page.evaluate("sightline.fetch('/account/session/').then(answer => answer.status)") == 401
    dialog = page.locator("#session-over")
    dialog.wait_for(state="visible")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert dialog.is_visible()
    page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    dialog.wait_for(state="hidden")
    assert page.input_value("[name=place]") == "At the kitchen table"
    tokens = set(page.eval_on_selector_all("[name=csrfmiddlewaretoken]", "all => all.map(x => x.value)"))
    assert len(tokens) == 1
    assert before not in tokens
    assert tokens.pop() in page.get_attribute("body", "hx-headers")


def test_somebody_else_signing_in_does_not_carry_on_with_the_page(site, page):
    page.goto(f"{site}/form/")
    page.request.get(f"{site}/end/")
    page.evaluate("sightline.fetch('/account/session/')")
    page.locator("#session-over").wait_for(state="visible")
    other = {"seconds": 1200, "user": "7", "csrf": "x"}
    page.route("**/account/session/", lambda route: route.fulfill(json=other))
    page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    page.get_by_text("Somebody else is signed in").wait_for(state="visible")
    assert page.locator("#session-over").is_visible()


def test_a_warning_comes_two_minutes_before_and_staying_lengthens_the_session(site, page):
    sent: list[str] = []

    def answer(route):
        sent.append(route.request.method)
        seconds = 1200 if route.request.method == "POST" else 110
        route.fulfill(json={"seconds": seconds, "user": "42", "csrf": "x"})

    page.route("**/account/session/", answer)
    page.clock.install()
    page.goto(f"{site}/form/")
    page.clock.fast_forward(1000 * 1000)
    assert sent == []
    page.clock.fast_forward(90 * 1000)
    page.clock.run_for(3000)
    page.locator("#session-warning").wait_for(state="visible")
    page.get_by_role("button", name="Stay signed in").click()
    page.locator("#session-warning").wait_for(state="hidden")
    assert sent == ["GET", "POST"]


def test_a_form_is_not_sent_into_a_session_that_has_ended(site, page):
    page.clock.install()
    page.goto(f"{site}/form/")
    page.fill("[name=place]", "On the doorstep")
    page.request.get(f"{site}/end/")
    page.clock.set_system_time("2099-01-01")
    page.get_by_role("button", name="Save and continue").click()
    page.locator("#session-over").wait_for(state="visible")
    assert page.input_value("[name=place]") == "On the doorstep"
    # Signed in again, the form goes by itself, and is let in: here it comes back for its other answers.
    with page.expect_navigation():
        page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    assert page.input_value("[name=place]") == "On the doorstep"
    assert page.get_by_text("There is a problem").is_visible()


def test_everything_is_there_without_a_script(site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    made = context.new_page()
    made.goto(site)
    assert made.get_by_role("link", name="Front door").is_visible()
    assert made.get_by_role("button", name="Search").is_visible()
    assert not made.locator("dialog").first.is_visible()
    context.close()
