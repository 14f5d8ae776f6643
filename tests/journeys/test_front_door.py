"""Given a contact about two children whom nobody knows yet, it is recorded, decided and becomes a referral that is
decided; and when somebody rings again, what came before stands on the form."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import go, picture
from tests.journeys.test_find_and_add import date
from tests.journeys.test_recording import answer, saved

WORRY = "Both came to school in wet clothes and hungry, on three days of this week."


def add_child(page, given, born, *, relate=False):
    """Add a child after looking for them; with ``relate``, from the form of the contact itself."""
    if not relate:
        page.goto("/front-door/")
        go(page.get_by_role("link", name="look for them, and add them"))
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Family name").fill("Quillfeather")
    page.get_by_label("Child", exact=True).check()
    date(page, "Date of birth", *born)
    go(page.get_by_role("button", name="Search before adding"))
    go(page.get_by_role("button", name="create", exact=False))


def fill_contact(page):
    page.get_by_label("Who made the contact?", exact=False).select_option("2A")
    page.get_by_label("Their name, what they are to the child", exact=False).first.fill("Mrs Dale, head of year")
    answer(page, "How did it come in?", "By telephone")
    page.get_by_label("What is worrying?", exact=False).fill(WORRY)
    for group in page.get_by_role("group", name="Is the child in danger now?", exact=True).all():
        if group.is_visible():
            group.get_by_label("No", exact=True).check()
    answer(page, "Which threshold do you think it meets?", "Child in need (section 17)")
    answer(page, "Does the family know, and do they agree?", "They know and agree")


def decide(page, outcome, threshold="Child in need (section 17)", why="The school has told us before, and it goes on."):
    answer(page, "What do you decide?", outcome)
    answer(page, "Which threshold does it meet?", threshold)
    page.get_by_label("Why?", exact=True).fill(why)


def half_written_and_back(page, no_violation):
    """Leave a half-written decision, then lose the network in the middle of another sentence: all of it is there."""
    address, why = page.url, page.get_by_label("Why?", exact=True)
    answer(page, "What do you decide?", "Referral")
    why.fill("The school has told us before.")
    kept = page.locator("[data-unsent-state]")
    expect(kept).to_have_text(re.compile(r"^Kept \d\d:\d\d, not sent yet$"))
    page.goto("/")
    page.goto(address)
    expect(page.get_by_text("have not sent it")).to_be_visible()
    expect(why).to_have_value("The school has told us before.")
    expect(page.get_by_role("group", name="What do you decide?").get_by_label("Referral", exact=True)).to_be_checked()
    no_violation(page, phone=True)
    picture(page, "unsent")
    page.context.set_offline(True)
    why.fill("The school has told us before, twice.")
    expect(kept).to_contain_text("Not kept yet: no connection")
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Why?", exact=True)).to_have_value("The school has told us before, twice.")
    return page


def test_a_contact_about_two_children_becomes_a_referral_that_is_decided(page, sign_in, no_violation):
    sign_in("Service manager")
    add_child(page, "Maia", (4, 5, 2016))
    child = re.sub(r".*(/person/\d+/).*", r"\1", page.url)
    go(page.get_by_role("button", name="Contact", exact=True))
    address = page.url
    page.get_by_label("What is worrying?", exact=False).fill(WORRY)
    saved(page)
    go(page.get_by_role("link", name="Look for them, and add them"))
    add_child(page, "Leo", (9, 2, 2019), relate=True)
    page.locator("main select[name=kind]").select_option("sibling")
    go(page.locator("main form button[type=submit]").first)
    page.goto(address)
    expect(page.get_by_label("Leo Quillfeather")).to_be_checked()
    expect(page.get_by_label("What is worrying?", exact=False)).to_have_value(WORRY)
    fill_contact(page)
    saved(page)
    no_violation(page)
    no_violation(page, phone=True)
    picture(page, "contact_form")
    go(page.get_by_role("button", name="Continue", exact=True))
    expect(page.get_by_text("Starts: decision on a contact", exact=False).first).to_be_visible()
    go(page.get_by_role("button", name="Save to the record"))

    page.goto("/front-door/")
    row = page.get_by_role("row").filter(has_text="Maia Quillfeather")
    expect(row).to_contain_text("Leo Quillfeather")
    no_violation(page)
    no_violation(page, phone=True)
    picture(page, "front_door")
    go(row.get_by_role("link", name="Decide"))
    no_violation(page)
    page = half_written_and_back(page, no_violation)
    decide(page, "Referral")
    go(page.get_by_role("button", name="Save the decision"))
    expect(page.get_by_text("Choose the primary need").first).to_be_visible()
    no_violation(page)
    picture(page, "contact_decide")
    page.get_by_label("Primary need", exact=False).select_option("N1")
    expect(page.get_by_label("Why?", exact=True)).to_have_value(re.compile("goes on"))
    go(page.get_by_role("button", name="Save the decision"))

    expect(page.get_by_role("heading", name="Decide: referral")).to_be_visible()
    expect(page.get_by_text(WORRY)).to_be_visible()
    decide(page, "Child and family assessment")
    answer(page, "Has the referrer been told?", "By telephone")
    group = page.get_by_role("group", name="When were they told?")
    when = page.get_by_role("group", name="When did you decide?")
    for part in ("Day", "Month", "Year"):
        group.get_by_label(part, exact=True).fill(when.get_by_label(part, exact=True).input_value())
    no_violation(page, phone=True)
    go(page.get_by_role("button", name="Save the decision"))
    expect(page.get_by_text("Child and family assessment. Referred by: School.")).to_be_visible()
    expect(page.get_by_role("button", name="Start the assessment")).to_be_visible()
    no_violation(page)
    picture(page, "referral_decided")
    for one in ("Maia", "Leo"):
        page.goto("/front-door/")
        expect(page.get_by_role("row").filter(has_text=f"{one} Quillfeather")).to_have_count(0)
    page.goto(child)
    expect(page.get_by_text("Being assessed").or_(page.get_by_text("Open")).first).to_be_visible()


def test_a_repeated_contact_shows_those_that_led_to_nothing(page, sign_in, no_violation):
    sign_in("Service manager")
    add_child(page, "Fern", (1, 1, 2015))
    child = re.sub(r".*(/person/\d+/).*", r"\1", page.url)
    for time in (1, 2):
        page.goto(child)
        go(page.get_by_role("button", name="Contact", exact=True))
        if time == 2:
            expect(page.get_by_text("information and advice, and no further action", exact=False)).to_be_visible()
        fill_contact(page)
        go(page.get_by_role("button", name="Continue", exact=True))
        go(page.get_by_role("button", name="Save to the record"))
        go(page.get_by_role("button", name="Decide", exact=True))
        decide(page, "Information and advice, and no further action", "Universal services are enough")
        go(page.get_by_role("button", name="Save the decision"))
        if time == 2:
            expect(page.get_by_text("Say what they tell together").first).to_be_visible()
            no_violation(page)
            page.get_by_label("What do the earlier contacts tell", exact=False).fill("The same worry, twice.")
            go(page.get_by_role("button", name="Save the decision"))
        expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    expect(page.get_by_text("information and advice, and no further action", exact=False).first).to_be_visible()
    no_violation(page, phone=True)
    go(page.get_by_role("link", name="Record that the referrer was told"))
    page.get_by_label("Can’t be told", exact=False).check()
    no_violation(page)
    go(page.locator("main form button[type=submit]").first)
    expect(page.get_by_text("The referrer can’t be told.").first).to_be_visible()
