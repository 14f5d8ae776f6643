"""Given a child whom I hold, when I open their page, then I understand at once what matters and what is due."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import go


@pytest.fixture
def child_page(page, sign_in):
    """The page of a child on a child protection plan, opened by a worker from their work."""
    sign_in("Service manager")
    links = page.locator("main tbody th a")
    addresses = [link.get_attribute("href") for link in links.all()]
    for address in addresses:
        page.goto(address)
        if page.locator(".app-person").get_by_text("Child protection plan").count():
            return page
    raise AssertionError("No child of this team is on a child protection plan")


def test_a_due_date_explains_itself(child_page, no_violation):
    page = child_page
    expect(page.get_by_role("heading", name="What is due")).to_be_visible()
    go(page.get_by_text("All clocks, met ones too"))
    page.get_by_text("Why this date?").first.click()
    why = page.locator("details[open]").first
    expect(why.get_by_text("The limit is")).to_be_visible()
    expect(why.get_by_text("Counted").first).to_be_visible()
    no_violation(page)
    no_violation(page, phone=True)


def test_the_page_reads_well_wide_and_on_a_phone(child_page, no_violation):
    page = child_page
    for heading in ("Summary", "What is due", "Family and network", "Warning notes", "Chronology"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    for details in page.locator("main details").all():
        details.evaluate("element => element.open = true")
    no_violation(page)
    no_violation(page, phone=True)


def test_every_step_is_one_click_away(child_page, no_violation):
    page = child_page
    go(page.get_by_role("link", name="Chronology", exact=True).first)
    no_violation(page)
    no_violation(page, phone=True)
    title = page.locator(".moj-timeline__title a").first
    words = title.inner_text()
    go(title)
    assert page.get_by_role("heading", level=1).inner_text().startswith(words)
    no_violation(page)
    no_violation(page, phone=True)


def test_the_chronology_narrows_to_a_kind(child_page):
    page = child_page
    go(page.get_by_role("link", name="Chronology", exact=True).first)
    page.get_by_text("Kinds of entry").first.click()
    page.get_by_label("Visit", exact=True).check()
    go(page.get_by_role("button", name="Apply filters"))
    titles = set(page.locator(".moj-timeline__title").all_inner_texts())
    assert titles <= {"Visit"}
    go(page.get_by_role("link", name="Clear filters"))
    assert len(set(page.locator(".moj-timeline__title").all_inner_texts())) > 1


def test_the_chronology_is_made_into_a_pdf_in_the_background(child_page, no_violation):
    import pypdf

    page = child_page
    name = page.get_by_role("heading", level=1).inner_text()
    go(page.get_by_role("link", name="Chronology", exact=True).first)
    go(page.get_by_role("button", name="Make a PDF of these entries"))
    link = page.locator("#documents a", has_text="Chronology").first
    link.wait_for(timeout=30_000)
    no_violation(page)
    with page.expect_download() as download:
        link.click()
    pdf = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert name in pdf.pages[0].extract_text()


def test_the_page_prints_without_its_furniture(child_page):
    page = child_page
    page.emulate_media(media="print")
    expect(page.locator(".app-header")).not_to_be_visible()
    expect(page.locator(".app-side")).not_to_be_visible()
    expect(page.locator(".app-person")).to_be_visible()
    expect(page.get_by_text("Printed on")).to_be_visible()


def test_history_says_who_did_what(child_page, no_violation):
    page = child_page
    go(page.get_by_role("link", name="History of the record"))
    page.get_by_text("What it changed").first.click()
    no_violation(page)
    no_violation(page, phone=True)


def test_a_record_out_of_reach_opens_with_a_stated_reason(page, sign_in, no_violation):
    sign_in("Team manager")
    ours = {link.get_attribute("href") for link in page.locator("main tbody th a").all()}
    for number in range(1, 400):
        if f"/person/{number}/" in ours:
            continue
        page.goto(f"/person/{number}/")
        if "open-with-reason" in page.url:
            break
    no_violation(page)
    page.get_by_label("Why do you need to open this record?").fill("Their school has rung the duty line")
    go(page.get_by_role("button", name="Open the record"))
    assert page.url.endswith(f"/person/{number}/")
    expect(page.locator(".app-person")).to_be_visible()
