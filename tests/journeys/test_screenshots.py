"""Pictures of the main pages, wide and on a phone, in build/screenshots: for people to look at."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import DESK, PHONE, picture

PAGES = {
    "my-work": ("Team manager", "/"),
    "search": ("Team manager", "/search/?q=sm"),
    "new-person": ("Social worker", "/person/new/"),
    "census-files": ("Data officer", "/census/"),
    "census-bring-in": ("Data officer", "/census/bring-in/"),
    "staff": ("Administrator", "/staff/"),
    "account": ("Social worker", "/account/"),
}
ABOUT_A_CHILD = ["", "chronology/", "clocks/", "details/", "history/", "documents/", "warning/add/", "home/add/"]


def take(page, name):
    for size, width in ((DESK, "desk"), (PHONE, "phone")):
        page.set_viewport_size(size)
        assert picture(page, f"{name}-{width}").stat().st_size > 5_000
    page.set_viewport_size(DESK)


@pytest.mark.parametrize("name", PAGES)
def test_screenshots_of_pages(name, page, sign_in):
    role, address = PAGES[name]
    sign_in(role)
    assert page.goto(address).status == 200
    take(page, name)


def test_screenshots_of_a_childs_pages(page, sign_in):
    sign_in("Service manager")
    child = page.locator("main tbody th a").nth(3).get_attribute("href")
    for part in ABOUT_A_CHILD:
        assert page.goto(child + part).status == 200
        take(page, f"child-{part.strip('/').replace('/', '-') or 'page'}")


def test_screenshot_of_sign_in(page):
    page.goto("/sign-in/")
    take(page, "sign-in")
