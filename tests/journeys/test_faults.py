"""Given what the census would fault in the record, each of it reaches the person who can answer, as a question."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go
from tests.journeys.hands import at_a_form

REASON = "The family is abroad, and the meeting waits for them"


@pytest.fixture(scope="module")
def asked(demo_server):
    """The whole record, asked as it is every night."""
    demo_server.command("faults", "refresh")


@pytest.fixture
def look_at(page, no_violation):
    def both() -> None:
        no_violation(page)
        no_violation(page, phone=True)

    return both


def test_a_data_officer_sees_whose_each_fault_is_and_how_old(asked, page, sign_in, look_at):
    sign_in("Data officer", at="/census/faults/")
    expect(page.get_by_role("heading", name="What the census would fault")).to_be_visible()
    look_at()
    rows = page.get_by_role("table", name="Faults").locator("tbody tr")
    first = rows.first.inner_text()
    assert re.search(r"Today|\d+ days? ago", first)
    assert re.search(r"Rule \d+", first)
    number = rows.count()
    page.get_by_label("Severity").select_option("Queries")
    with page.expect_navigation():
        page.get_by_role("button", name="Apply filters").click()
    shown = page.get_by_role("table", name="Faults").locator("tbody tr")
    assert 0 < shown.count() <= number
    assert "Error" not in shown.first.inner_text()


def sign_in_as(page, name: str, at: str = "/") -> None:
    """Sign in as one of the invented people who stand folded up under their role."""
    page.goto(f"/sign-in/?next={at}")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    go(page.get_by_role("button", name=name).first)


def whose_query(page) -> str:
    """The worker of whom a query is asked."""
    page.goto("/census/faults/?severity=query")
    for row in page.get_by_role("table", name="Faults").locator("tbody tr").all():
        name = row.locator("td").nth(2).inner_text().split("\n")[0].strip()
        if name != "The data officer":
            return name
    raise AssertionError("No query has a worker who answers for it.")


def test_a_worker_sets_a_query_aside_and_it_is_not_asked_until_its_day(asked, page, sign_in, look_at):
    sign_in("Data officer")
    name = whose_query(page)
    go(page.get_by_role("button", name="Sign out"))
    sign_in_as(page, name, "/census/questions/")
    expect(page.get_by_role("heading", name="Questions for Friday")).to_be_visible()
    look_at()
    query = page.locator("main section li").filter(has=page.get_by_text("Query", exact=True)).first
    question = query.locator("strong").first.inner_text()
    assert question.endswith("?")
    child = query.locator("xpath=ancestor::section").locator("h2 a").get_attribute("href")
    number = page.locator("main section li").count()

    page.goto(re.match(r"/person/\d+/", child)[0])
    go(page.get_by_role("link", name=re.compile("census would say")).first)
    look_at()
    card = page.locator(".govuk-summary-card").filter(has=page.get_by_role("heading", name=question, exact=True)).first
    go(card.get_by_role("link", name=re.compile("set it aside")))
    look_at()
    until = datetime.date.today() + datetime.timedelta(days=3)
    page.get_by_label("Why is it right as it is?").fill(REASON)
    for part, value in (("Day", until.day), ("Month", until.month), ("Year", until.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    go(page.locator("main form button[type=submit]"))
    assert REASON in page.locator("main").inner_text()
    expect(page.get_by_role("heading", name="Set aside, with the reason")).to_be_visible()
    look_at()
    page.goto("/census/questions/")
    assert page.locator("main section li").count() == number - 1
    assert question not in page.locator("main").inner_text() or number > 1


def test_a_step_that_would_break_a_rule_is_warned_of_and_saved_all_the_same(page, look_at):
    sign_in_as(page, "Maryam Ahmed")
    hands = at_a_form(page, "Close the case")
    hands.fill_in(closure_reason="Closed after assessment, with no further action")
    page.goto(re.sub(r"(drafts/\d+/).*", r"\1check/", page.url))
    expect(page.get_by_role("heading", name="What the census would ask once this is saved")).to_be_visible()
    look_at()
    hands.press("Save to the record")
    expect(page.get_by_text("The case is closed.")).to_be_visible()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
