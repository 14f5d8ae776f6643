"""Given the record, when a data officer asks for the census, then there is a file that its own checker can read."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, go


def test_the_census_is_made_on_the_page_and_its_file_is_checked_by_the_command(
    page, sign_in, demo_server, no_violation, tmp_path
):
    sign_in("Data officer", at="/census/returns/")
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("link", name="Produce the census").or_(page.get_by_role("button", name="Produce the census")))
    no_violation(page)
    no_violation(page, phone=True)
    go(page.get_by_role("button", name="Produce", exact=True))
    page.get_by_role("heading", name="Control totals").wait_for(timeout=60_000)
    no_violation(page)
    no_violation(page, phone=True)
    page.set_viewport_size(PHONE)
    number = page.get_by_role("table").first.locator("tbody tr").first.locator("td").last.bounding_box()
    assert number["x"] + number["width"] <= PHONE["width"]  # the totals are there to be read
    page.set_viewport_size(DESK)
    told = page.locator("main").inner_text()
    children = re.search(r"(\d+) children in the file", told)
    assert children and int(children[1]) > 0
    expect(page.get_by_role("heading", name="What the check found")).to_be_visible()

    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the check report").click()
    report = tmp_path / "check.html"
    coming.value.save_as(report)
    assert "<html" in report.read_text("utf-8")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the file (XML)").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.read_text("utf-8").count("<Child>") == int(children[1])

    checked = demo_server.command("check", str(file), check=False)
    assert checked.returncode in (0, 1), checked.stderr
    assert "Rule" in checked.stdout or "No faults" in checked.stdout
