"""The pictures of the how-to pages, as `make screenshots` takes them: small, of the invented council, into docs/images.

By itself this writes into build/screenshots, like every other picture.
"""

from __future__ import annotations

import os
import re
import shutil

import pytest

from tests.conftest import CHECKOUT
from tests.journeys.conftest import PICTURES, go
from tests.journeys.hands import at_a_form, sections

SIZE = {"width": 1080, "height": 760}
LARGEST = 150_000
CHOSEN = (
    "my-work", "visit", "assessment", "for-the-family", "staff", "own-questions", "my-team", "front-door", "contact",
    "cin-plan", "case-closing", "childs-page",
)  # fmt: skip


def keep(page, name, *, at=None):
    """A picture of what a reader sees first, or of the page from one element on."""
    page.set_viewport_size(SIZE)
    page.evaluate("window.scrollTo(0, 0)")
    if at is not None:
        at.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 120)")
    page.wait_for_timeout(200)
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"howto-{name}.png"
    page.screenshot(path=file)
    assert file.stat().st_size <= LARGEST, f"{name}: {file.stat().st_size:,} bytes"


def test_a_social_workers_day(page, sign_in):
    sign_in("Social worker")
    keep(page, "my-work")
    visit = at_a_form(page, "Visit")
    keep(page, "visit")
    visit.fill_in()
    go(page.get_by_role("button", name="Come back later"))

    sign_in("Team manager")
    hands = at_a_form(page, "Start an assessment")
    hands.press("Continue")
    hands.press("Save to the record")
    hands.press("Write it")
    hands.fill_in(
        outcome="Child in need plan",
        words_of_the_child="I like it when Gran comes. I do not like the shouting at night.",
        day_in_the_life="You get up on your own and walk to school. After school you go to Gran.",
    )
    keep(page, "assessment")
    sections(hands)
    hands.press("Submit to be authorised")
    hands.press("In plain words, for the family")
    keep(page, "for-the-family", at=page.locator("h1"))


def test_a_childs_page(page, sign_in):
    sign_in("Social worker")
    go(page.locator("main tbody th a").first)
    keep(page, "childs-page")


def test_a_managers_team(page, sign_in):
    sign_in("Team manager")
    go(page.get_by_role("link", name="My team", exact=True))
    keep(page, "my-team")


def test_the_front_door_and_a_child_in_need(page, sign_in):
    sign_in("Team manager")
    go(page.get_by_role("link", name="Front door", exact=True))
    keep(page, "front-door")
    for form, name in (
        ("Contact", "contact"),
        ("Child in need plan", "cin-plan"),
        ("Close the case", "case-closing"),
    ):
        at_a_form(page, form)
        keep(page, name)
        go(page.get_by_role("button", name="Come back later"))


def test_an_administrator(page, sign_in):
    sign_in("Administrator")
    go(page.get_by_role("link", name="Staff", exact=True))
    keep(page, "staff")
    go(page.get_by_role("link", name="Forms", exact=True))
    go(page.get_by_role("link", name="Visit", exact=True))
    keep(page, "own-questions")


def test_the_chosen_pictures_stand_in_the_manual():
    """With ``PICTURES=keep`` (make screenshots) the pictures just taken replace those of the manual."""
    if os.environ.get("PICTURES") == "keep":
        for name in CHOSEN:
            shutil.copyfile(PICTURES / f"howto-{name}.png", CHECKOUT / f"docs/images/{name}.png")
    for name in CHOSEN:
        file = CHECKOUT / f"docs/images/{name}.png"
        assert file.exists() and file.stat().st_size <= LARGEST, name


@pytest.mark.parametrize("page_of_manual", sorted((CHECKOUT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_every_picture_and_page_that_the_manual_points_to_is_there(page_of_manual):
    for target in re.findall(r"\]\(([^)#\s]+)", page_of_manual.read_text()):
        if "://" not in target:
            assert (page_of_manual.parent / target).exists(), f"{page_of_manual.name} points to {target}"
