"""Given a name that I half know, when I search, then I find the person, or add them once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go

DAY, MONTH, YEAR = "Day", "Month", "Year"


def search(page, words):
    page.get_by_role("searchbox").fill(words)
    go(page.get_by_role("button", name="Search", exact=True))


def a_name(page):
    """The name of a child on the worker's list with words long enough to misspell."""
    for link in page.locator("main tbody th a").all():
        given, _, family = link.inner_text().partition(" ")
        if len(family) >= 6 and family.isascii() and family.isalpha():
            return given, family
    raise AssertionError("No child with a long family name")


def test_a_misspelt_name_turned_round_finds_the_child_and_says_why(page, sign_in, no_violation):
    sign_in("Team manager")
    given, family = a_name(page)
    search(page, f"{family[:3]}{family[4:]} {given}")
    result = page.locator("main").get_by_role("link", name=f"{given} {family}").first
    expect(result).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)
    go(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{given} {family}")


def test_nobody_found_leads_on_kindly(page, sign_in, no_violation):
    sign_in("Social worker")
    search(page, "Zzyzx Qwortle")
    expect(page.get_by_text("Nobody was found for")).to_be_visible()
    no_violation(page)
    search(page, "x")
    expect(page.get_by_text("is too little to search by")).to_be_visible()


def date(page, legend, day, month, year):
    group = page.get_by_role("group", name=legend)
    for part, value in ((DAY, day), (MONTH, month), (YEAR, year)):
        group.get_by_label(part, exact=True).fill(str(value))


def start_adding(page, given, family, kind="Child", born=(4, 5, 2018)):
    search(page, f"{given} {family}")
    go(page.get_by_role("link", name="add a new person", exact=False).first)
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Family name").fill(family)
    date(page, "Date of birth", *born)


def test_a_person_is_added_only_after_a_search(page, sign_in, no_violation):
    sign_in("Social worker")
    start_adding(page, "Quillon", "Thistledown")
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("button", name="Search before adding"))
    no_violation(page)
    go(page.get_by_role("button", name="create", exact=False))
    expect(page.get_by_role("heading", level=1)).to_have_text("Quillon Thistledown")
    search(page, "quilon thisledown")
    expect(page.locator("main").get_by_role("link", name="Quillon Thistledown")).to_be_visible()


def test_a_likely_match_is_shown_beside_what_was_typed_with_why(page, sign_in, no_violation):
    sign_in("Team manager")
    given, family = a_name(page)
    start_adding(page, given, family, born=(1, 1, 2016))
    go(page.get_by_role("button", name="Search before adding"))
    expect(page.get_by_text("Why it may be the same person:").first).to_be_visible()
    expect(page.get_by_role("button", name="None of these: create")).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)
    go(page.locator("main").get_by_role("link", name="Change what you typed"))
    assert page.get_by_label("Given names").input_value() == given


def test_an_unborn_child_is_born_in_place(page, sign_in, no_violation):
    import datetime

    sign_in("Social worker")
    expected = datetime.date.today() + datetime.timedelta(20)
    start_adding(page, "Baby", "Larkspindle", kind="Unborn child", born=(expected.day, expected.month, expected.year))
    go(page.get_by_role("button", name="Search before adding"))
    go(page.get_by_role("button", name="create", exact=False))
    address = page.url
    go(page.get_by_role("link", name="Details and corrections"))
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("link", name="birth", exact=False).first)
    today = datetime.date.today()
    date(page, "Date of birth", today.day, today.month, today.year)
    page.get_by_label("Female").check()
    page.get_by_label("Given names").fill("Fern")
    page.get_by_label("Family name").fill("Larkspindle")
    no_violation(page)
    go(page.locator("main form button[type=submit]").first)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fern Larkspindle")


@pytest.fixture
def two_records(page, sign_in):
    """One child, recorded twice by the same worker."""
    sign_in("Team manager")
    addresses = []
    for family in ("Ambledown", "Ambeldown"):
        start_adding(page, "Sorrel", family, born=(9, 9, 2017))
        go(page.get_by_role("button", name="Search before adding"))
        go(page.get_by_role("button", name="create", exact=False))
        addresses.append(page.url)
    return addresses


def test_two_records_of_one_child_are_joined_and_cut_again_with_nothing_lost(page, two_records, no_violation):
    first, second = two_records
    number = second.rstrip("/").split("/")[-1]
    page.goto(f"{first}join/?other={number}")
    if page.get_by_role("searchbox").count() > 1:
        page.locator("main").get_by_role("searchbox").fill("Sorrel Ambeldown")
        go(page.locator("main").get_by_role("button", name="Search"))
        go(page.locator("main").get_by_role("link", name="Sorrel Ambeldown", exact=False).first)
    no_violation(page)
    no_violation(page, phone=True)
    page.get_by_role("radio").first.check()
    page.get_by_label("How do you know that they are the same person?").fill(
        "Same school and birthday; mother confirmed"
    )
    go(page.locator("main form button[type=submit]").first)
    page.goto(second)
    assert "joins 2 records" in page.locator("main").inner_text()
    go(page.get_by_role("link", name="Details and corrections"))
    go(page.get_by_role("link", name="Cut", exact=False).first)
    no_violation(page)
    page.get_by_label("How do you know that they are two people?").fill("They are twins: the school rang")
    go(page.locator("main form button[type=submit]").first)
    for address, name in zip(two_records, ("Sorrel Ambledown", "Sorrel Ambeldown"), strict=True):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
