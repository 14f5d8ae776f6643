"""Given a fresh machine, when somebody starts the demo, then the invented people are there by role."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sightline.access.roles import Role
from tests.journeys.conftest import go


def test_the_invented_people_are_listed_by_role(page, no_violation):
    page.goto("/")
    assert "/sign-in/" in page.url
    for role in Role:
        expect(page.get_by_role("heading", name=role.label, exact=True)).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)


@pytest.mark.parametrize("role", Role, ids=lambda r: r.value)
def test_each_of_them_signs_in_to_their_own_work_and_out_again(role, page, sign_in, no_violation):
    sign_in(role.label)
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("button", name="Sign out"))
    page.goto("/")
    assert "/sign-in/" in page.url


def test_an_administrator_sees_staff_and_no_child(page, sign_in, no_violation):
    sign_in("Administrator")
    go(page.get_by_role("link", name="Staff"))
    expect(page.get_by_role("heading", name="Staff")).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)
    assert page.goto("/person/1/").status == 403


def test_every_page_finds_its_way_when_there_is_none(page, sign_in, no_violation):
    sign_in("Data officer")
    assert page.goto("/person/99999999/").status == 404
    no_violation(page)
