"""Given a record that changed, when I ask what was known before, then I see the page as it stood."""

from __future__ import annotations

import datetime
import time

from playwright.sync_api import expect

from tests.journeys.conftest import go


def test_a_warning_added_today_was_not_known_a_minute_before(page, sign_in, no_violation):
    sign_in("Social worker")
    go(page.locator("main tbody th a").first)
    address = page.url
    time.sleep(1.1)
    before = datetime.datetime.now(datetime.UTC)
    time.sleep(1.1)
    go(page.get_by_role("link", name="Add a warning note"))
    no_violation(page)
    no_violation(page, phone=True)
    page.get_by_label("Dangerous animal").check()
    page.get_by_label("What must a worker know, and do?").fill("A large dog, loose in the garden.")
    today = datetime.date.today()
    for legend, on in (("Since when?", today), ("When must it be reviewed?", today + datetime.timedelta(90))):
        group = page.get_by_role("group", name=legend)
        for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            group.get_by_label(part, exact=True).fill(str(value))
    go(page.locator("main form button[type=submit]").first)
    page.goto(address)
    expect(page.locator("main").get_by_text("A large dog, loose in the garden.").first).to_be_visible()
    page.goto(f"{address}?at={before:%Y-%m-%dT%H:%M:%S.%f}%2B0000")
    expect(page.get_by_text("As known on").first).to_be_visible()
    assert page.get_by_text("A large dog").count() == 0
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("link", name="See the record as it is now"))
    expect(page.locator("main").get_by_text("A large dog, loose in the garden.").first).to_be_visible()


def test_a_day_before_the_record_began(page, sign_in, no_violation):
    sign_in("Social worker")
    go(page.locator("main tbody th a").first)
    page.get_by_text("See this page as it was known on a past day").click()
    for part, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        page.get_by_label(part, exact=True).fill(value)
    go(page.get_by_role("button", name="See the page as it was known"))
    expect(page.get_by_role("heading", name="Not known then")).to_be_visible()
    no_violation(page)
