"""Given a team that I manage, when a child waits, a worker is away or a thing is late, then I see it and act."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go

TEAM = "Children in Need and Disabled Children"


def both(page, no_violation):
    no_violation(page)
    no_violation(page, phone=True)


def become(page, name):
    """Sign in as this person, wherever on the list of the invented council they stand."""
    page.goto("/sign-in/?next=/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    go(page.get_by_role("button", name=name).first)


@pytest.fixture
def team_page(page, sign_in, no_violation):
    """The page of one team, as the service manager comes to it."""
    sign_in("Service manager")
    go(page.get_by_role("link", name="My teams", exact=True))
    both(page, no_violation)
    go(page.get_by_role("link", name=TEAM, exact=True))
    both(page, no_violation)
    return page


def test_a_manager_allocates_over_the_ceiling_with_an_override(team_page, demo_server, no_violation):
    page = team_page
    demo_server.command(
        "staff", "add", "Pat Low", "pat.low@wexcombe.example", "--role", "social_worker", "--team", TEAM,
        "--fte", "0.05", "--password", "a long enough phrase",
    )  # fmt: skip
    go(page.locator(".app-side").get_by_role("link", name="Children", exact=True))
    both(page, no_violation)
    page.get_by_label("Choose").first.check()
    go(page.get_by_role("button", name="Allocate those chosen"))
    both(page, no_violation)
    page.get_by_label("Pat Low").check()
    go(page.get_by_role("button", name="Allocate", exact=True))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Pat Low")).to_be_checked()
    both(page, no_violation)
    page.get_by_label("Why may this worker hold more than the ceiling?").fill("Pat knows this family well")
    review = page.get_by_role("group", name="When will you look at this caseload again?")
    for box, value in zip(("Day", "Month", "Year"), ("1", "12", "2031"), strict=True):
        review.get_by_label(box).fill(value)
    go(page.get_by_role("button", name="Allocate", exact=True))
    expect(page.get_by_text("allocated to Pat Low")).to_be_visible()
    expect(page.get_by_text("Pat knows this family well")).to_be_visible()
    both(page, no_violation)


def test_a_worker_goes_away_and_a_colleague_sees_their_children(team_page, no_violation):
    page = team_page
    expect(page.get_by_text("nobody stands in").first).to_be_visible()
    who = page.get_by_text("has been away since").first.inner_text().split(" has been away")[0].split("\n")[-1].strip()
    go(page.get_by_role("link", name="Name who stands in").first)
    both(page, no_violation)
    stand_in = page.get_by_label("If somebody else stands in, who?")
    colleague = stand_in.locator("option").nth(1).inner_text().split(" (")[0]
    stand_in.select_option(index=1)
    go(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("It is changed.")).to_be_visible()
    both(page, no_violation)
    become(page, colleague)
    expect(page.get_by_role("heading", name="Standing in for")).to_be_visible()
    expect(page.get_by_text(who.removeprefix("Warning")).first).to_be_visible()
    both(page, no_violation)


def test_a_lateness_gets_its_reason_and_stays_late(page, sign_in, no_violation):
    sign_in("Service manager")
    go(page.get_by_role("link", name="My teams", exact=True))
    for link in [one.get_attribute("href") for one in page.locator("main tbody th a[href^='/teams/']").all()]:
        page.goto(f"{link}late/")
        if page.get_by_role("link", name="Say why").count():
            break
    both(page, no_violation)
    go(page.get_by_role("link", name="Say why").first)
    both(page, no_violation)
    page.get_by_label("Waiting for another agency or an expert").check()
    page.get_by_label("What happened?").fill("The clinic moved the appointment twice")
    go(page.get_by_role("button", name="Save"))
    told = page.locator(".app-owed__item", has_text="The clinic moved the appointment twice")
    expect(told.get_by_text("Overdue")).to_be_visible()
    both(page, no_violation)


def test_my_work_reads_well_wide_and_on_a_phone(page, sign_in, no_violation):
    sign_in("Service manager")
    row = page.locator("main tbody tr").filter(has_not_text="No worker yet").filter(has_text="See the child").first
    become(page, row.locator("td .app-table__value").first.inner_text().split("\n")[0])
    expect(page.get_by_role("heading", name="What is owed")).to_be_visible()
    both(page, no_violation)
    page.get_by_text("Why this date?").first.click()
    expect(page.get_by_text("The limit is").first).to_be_visible()
    no_violation(page)
