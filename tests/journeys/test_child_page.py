"""Given a child whom I hold, when I open their page, then I understand at once what matters and what is due."""

from __future__ import annotations

import io

import pytest


@pytest.fixture
def child_page(page, sign_in):
    """The page of a child on a child protection plan, opened by a worker from their work."""
    sign_in("Team manager")
    links = page.locator("main tbody th a")
    addresses = [link.get_attribute("href") for link in links.all()]
    for address in addresses:
        page.goto(address)
        if page.locator(".app-person").get_by_text("Child protection plan").count():
            return page
    raise AssertionError("No child of this team is on a child protection plan")


def test_a_due_date_explains_itself(child_page, no_violation):
    page = child_page
    assert page.get_by_role("heading", name="What is due").is_visible()
    page.get_by_text("All clocks, met ones too").click()
    page.get_by_text("Why this date?").first.click()
    why = page.locator("details[open]").first
    assert why.get_by_text("The limit is").is_visible()
    assert why.get_by_text("Counted").first.is_visible()
    no_violation(page)
    no_violation(page, phone=True)


def test_the_page_reads_well_wide_and_on_a_phone(child_page, no_violation):
    page = child_page
    for heading in ("Summary", "What is due", "Family and network", "Warning notes", "Chronology"):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible(), heading
    for details in page.locator("main details").all():
        details.evaluate("element => element.open = true")
    no_violation(page)
    no_violation(page, phone=True)


def test_every_step_is_one_click_away(child_page, no_violation):
    page = child_page
    page.get_by_role("link", name="Chronology", exact=True).first.click()
    no_violation(page)
    no_violation(page, phone=True)
    title = page.locator(".moj-timeline__title a").first
    words = title.inner_text()
    title.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(words)
    no_violation(page)
    no_violation(page, phone=True)


def test_the_chronology_narrows_to_a_kind(child_page):
    page = child_page
    page.get_by_role("link", name="Chronology", exact=True).first.click()
    page.get_by_text("Kinds of entry").first.click()
    page.get_by_label("Visit", exact=True).check()
    page.get_by_role("button", name="Apply filters").click()
    titles = set(page.locator(".moj-timeline__title").all_inner_texts())
    assert titles <= {"Visit"}
    page.get_by_role("link", name="Clear filters").click()
    assert len(set(page.locator(".moj-timeline__title").all_inner_texts())) > 1


def test_the_chronology_is_made_into_a_pdf_in_the_background(child_page, no_violation):
    import pypdf

    page = child_page
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Chronology", exact=True).first.click()
    page.get_by_role("button", name="Make a PDF of these entries").click()
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
    assert not page.locator(".app-header").is_visible()
    assert not page.locator(".app-side").is_visible()
    assert page.locator(".app-person").is_visible()
    assert page.get_by_text("Printed on").is_visible()


def test_history_says_who_did_what(child_page, no_violation):
    page = child_page
    page.get_by_role("link", name="History of the record").click()
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
    page.get_by_role("button", name="Open the record").click()
    assert page.url.endswith(f"/person/{number}/")
    assert page.locator(".app-person").is_visible()
