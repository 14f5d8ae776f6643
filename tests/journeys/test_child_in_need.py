"""Given a child in need, a plan is made, a meeting looks at it, and a manager closes the case, told what is owed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, go, picture
from tests.journeys.test_find_and_add import date
from tests.journeys.test_recording import answer, children_of, saved

AGREED = "Breakfast every day, and somebody at home after school."


def without_plan(page):
    """A child within reach with an open case and no plan."""
    for child in children_of(page):
        page.goto(child)
        said = page.locator("body").inner_text()[:900]
        if "Being assessed" in said or "Open" in said:
            return child
    raise AssertionError("Every child within reach has a plan")


def only(page, child):
    """The form is about this child alone."""
    group = page.get_by_role("group", name="Which children is this about?")
    if group.count():
        number = re.search(r"\d+", child)[0]
        for box in group.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") == number)
        saved(page)


def put_on_record(page):
    go(page.get_by_role("button", name="Continue", exact=True))
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    go(page.locator("main form button[type=submit]").first)


def shown(page, label):
    return next(one for one in page.get_by_label(label, exact=False).all() if one.is_visible())


def test_a_plan_a_meeting_and_the_closing_of_a_case_while_something_is_owed(page, sign_in, no_violation):
    sign_in("Team manager")
    child = without_plan(page)
    go(page.get_by_role("button", name="Child in need plan", exact=True))
    only(page, child)
    shown(page, "What must change for this child?").fill(AGREED)
    shown(page, "What does the child want").fill("“I want it quiet.”")
    page.get_by_label("What does each parent say about the plan?", exact=False).fill("Both agree.")
    page.get_by_label("What will be done?", exact=False).fill("Ring the breakfast club")
    page.get_by_label("Who does it?", exact=False).fill("The school")
    date(page, "By when?", 1, 12, 2030)
    page.get_by_label("How will we know that it helped the child?", exact=False).fill("The child has eaten.")
    page.get_by_label("What happens if it doesn’t get better", exact=False).fill("A strategy discussion.")
    shown(page, "At most how many days").fill("14")
    saved(page)
    no_violation(page)
    picture(page, "cin_plan_form")
    put_on_record(page)
    expect(page.get_by_text("Visits at least every 14 days.")).to_be_visible()
    expect(page.get_by_text("Waits to be authorised")).to_be_visible()
    no_violation(page)
    picture(page, "cin_plan")

    page.goto(child)
    go(page.get_by_role("button", name="Child in need meeting", exact=True))
    only(page, child)
    page.get_by_label("Who came, and what are they to the child?", exact=False).fill("Both parents, Mrs Dale (school)")
    shown(page, "How did the child take part").fill("Drew the week.")
    page.get_by_label("What do the parents say?", exact=False).fill("It is better.")
    shown(page, "What has changed for this child").fill("Eats every day.")
    expect(page.get_by_label("Action", exact=True).first).to_have_value("Ring the breakfast club")
    answer(page, "How does it stand?", "Done")
    decision = next(g for g in page.get_by_role("group", name="Decision", exact=True).all() if g.is_visible())
    decision.get_by_label("The case can be closed", exact=True).check()
    due = page.get_by_role("group", name="By when is it done?").filter(visible=True).first
    expect(due).to_be_visible()
    for part, value in (("Day", 1), ("Month", 12), ("Year", 2030)):
        due.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Why?", exact=False).fill("Safe and cared for.")
    saved(page)
    page.set_viewport_size(PHONE)
    no_violation(page)
    picture(page, "cin_meeting_form")
    page.set_viewport_size(DESK)
    put_on_record(page)
    expect(page.get_by_text("The case can be closed, by 1 December 2030.")).to_be_visible()
    no_violation(page)

    sign_in("Service manager")
    page.goto(child)
    go(page.get_by_role("button", name="Close the case", exact=True))
    only(page, child)
    expect(page.get_by_text("Ask a manager to close the case, by 1 December 2030").first).to_be_visible()
    reason = next(g for g in page.get_by_role("group", name="Reason", exact=True).all() if g.is_visible())
    reason.get_by_label("Services ended for another reason", exact=False).check()
    page.get_by_label("What has changed for the children", exact=False).fill("Safe and cared for.")
    shown(page, "What does the child say about it").fill("“I am fine.”")
    answer(page, "Does the family agree?", "Yes")
    page.get_by_label("What do they say, in their own words?", exact=False).fill("We manage.")
    answer(page, "What goes on after this?", "Universal services only")
    page.get_by_label("Who is there for them", exact=False).fill("Mrs Dale at school.")
    saved(page)
    go(page.get_by_role("button", name="Continue", exact=True))
    expect(page.get_by_text("Something is still owed").first).to_be_visible()
    no_violation(page)
    picture(page, "case_closing")
    if not page.get_by_label("If something is still owed", exact=False).count():
        go(page.get_by_role("link", name="Something is still owed", exact=False).first)
    page.get_by_label("If something is still owed", exact=False).fill("The family moves today.")
    saved(page)
    put_on_record(page)
    expect(page.get_by_text("The family moves today.")).to_be_visible()
    expect(page.get_by_text("Owed when it was closed", exact=False)).to_be_visible()
    no_violation(page)
    page.goto(child)
    expect(page.get_by_text("Closed", exact=True).first).to_be_visible()
