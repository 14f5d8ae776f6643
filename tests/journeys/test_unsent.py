"""Given words on a short form that only this device has, they are there when the form is opened again, whatever the
network does; and whoever types goes on undisturbed."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go
from tests.journeys.test_find_and_add import date
from tests.journeys.test_recording import answer

WORDS = "A dog that bites."
MORE = "A dog that bites, and a second one."
KIND = "Dangerous animal"
CUT_OFF = "window.fetch = async () => { throw new TypeError('no connection'); }"
"""Not a route that aborts: what a window tells the server while it closes goes past those."""
KEPT = re.compile(r"^Kept \d\d:\d\d, not sent yet$")


def words_on(page):
    return page.get_by_label("What must a worker know, and do?")


def state_of(page):
    return page.locator("[data-unsent-state]")


class Slow:
    """A network that lets nothing through to the server until it is let."""

    def __init__(self):
        self.held, self.stands_open = [], False

    def __call__(self, route):
        route.continue_() if self.stands_open else self.held.append(route)

    def let_through(self):
        self.stands_open = True
        for route in self.held:
            route.continue_()


def reopened(page, address, handle=None):
    """The form in a new window of the same browser. handle: what becomes of each telling of the server."""
    context = page.context
    page.close()
    page = context.new_page()
    if handle == CUT_OFF:
        page.add_init_script(CUT_OFF)
    elif handle:
        page.route("**/unsent/", handle)
    page.goto(address)
    return page


@pytest.fixture
def left(page, sign_in):
    """A form on which somebody wrote without a connection."""
    sign_in("Social worker")
    go(page.locator("main td a, main th a").first)
    page = reopened(page, f"{page.url}warning/add/", CUT_OFF)
    words_on(page).fill(WORDS)
    expect(state_of(page)).to_contain_text("Not kept yet: no connection")
    return page


def test_words_are_back_before_the_server_answers_and_what_is_typed_meanwhile_stays(left):
    slow = Slow()
    page = reopened(left, left.url, slow)
    expect(words_on(page)).to_have_value(WORDS)
    words_on(page).fill(MORE)
    page.wait_for_timeout(1500)
    assert len(slow.held) == 1, "the newer words wait for their turn"
    with page.expect_response(lambda told: MORE in told.request.post_data):
        slow.let_through()
    expect(state_of(page)).to_have_text(KEPT)
    expect(words_on(page)).to_have_value(MORE)
    page = reopened(page, page.url)
    expect(words_on(page)).to_have_value(MORE)
    expect(page.get_by_text("have not sent it")).to_be_visible()


def test_words_stay_on_the_device_while_the_server_cannot_be_told(left):
    page = reopened(left, left.url, CUT_OFF)
    expect(words_on(page)).to_have_value(WORDS)
    expect(state_of(page)).to_contain_text("Not kept yet: no connection")
    answer(page, "What is the warning about?", KIND)
    page = reopened(page, page.url, lambda route: route.fulfill(status=500))
    expect(words_on(page)).to_have_value(WORDS)
    expect(page.get_by_label(KIND, exact=True)).to_be_checked()
    expect(state_of(page)).to_contain_text("Not kept yet")


def send(page):
    """Send the form, while the server is told of nothing that is typed on it."""
    answer(page, "What is the warning about?", KIND)
    date(page, "Since when?", 1, 3, 2026)
    date(page, "When must it be reviewed?", 1, 3, 2090)
    go(page.get_by_role("button", name="Save", exact=True))


def test_what_was_sent_does_not_come_back(left):
    address = left.url
    send(left)
    page = reopened(left, address)
    expect(words_on(page)).to_have_value("")


def test_what_is_typed_onto_words_that_were_sent_is_sent_anew(left):
    address, number = left.url, left.locator("[name=request]").input_value()
    send(left)
    slow = Slow()
    page = reopened(left, address, slow)
    words_on(page).fill(MORE)
    slow.let_through()
    expect(state_of(page)).to_have_text(KEPT)
    expect(words_on(page)).to_have_value(MORE)
    assert uuid.UUID(page.locator("[name=request]").input_value()) != uuid.UUID(number)
