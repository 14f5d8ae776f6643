"""Given an assessment, when I print it or share it with the family, then they get plain words and nothing else."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PICTURES, go, picture
from tests.journeys.hands import WORDS, at_a_form, write_assessment


def both(page, no_violation):
    no_violation(page)
    no_violation(page, phone=True)


def downloaded(page, title):
    """The document with this title, when the background worker has made it."""
    link = page.locator("#documents a", has_text=title).first
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / download.value.suggested_filename
    download.value.save_as(file)
    return pypdf.PdfReader(io.BytesIO(file.read_bytes()))


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


@pytest.fixture
def assessed(page, sign_in):
    """The page of an assessment that was just submitted."""
    sign_in("Team manager")
    write_assessment(page)
    return page


def test_an_assessment_is_printed_and_shared_with_the_child(assessed, no_violation):
    page = assessed
    both(page, no_violation)
    go(page.get_by_role("link", name="In plain words, for the family"))
    page.locator("#reader-child").check()
    go(page.get_by_role("button", name="Show this"))
    expect(page.get_by_role("heading", name="What we found out about you")).to_be_visible()
    expect(page.get_by_text("Reading age: about")).to_be_visible()
    both(page, no_violation)
    picture(page, "family-child")
    page.get_by_label("A parent or carer").check()
    go(page.get_by_role("button", name="Show this"))
    expect(page.get_by_role("heading", name=re.compile("^What we found out about (?!you)"))).to_be_visible()
    assert not page.get_by_label(re.compile(r"^What .* told us$")).first.is_checked()
    page.get_by_label("What happened before", exact=True).check()
    page.get_by_label(re.compile("^Who ")).uncheck()
    go(page.get_by_role("button", name="Show this"))
    paper = page.locator(".app-paper")
    expect(paper.get_by_role("heading", name="What happened before")).to_be_visible()
    expect(paper.get_by_role("heading", name=re.compile("^Who "))).to_have_count(0)
    expect(paper).to_contain_text("A manager has not agreed this yet.")
    both(page, no_violation)
    page.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(page.get_by_role("button", name="Show this")).not_to_be_visible()
    picture(page, "family-print")
    page.emulate_media(media="screen")

    go(page.get_by_role("button", name="Make a PDF of this"))
    told = text_of(downloaded(page, "in plain words for a parent"))
    assert "What we found out about" in told and WORDS in told and "Who does" not in told
    both(page, no_violation)

    go(page.get_by_role("link", name="Record with whom it was shared").first)
    both(page, no_violation)
    go(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("link", name="Say with whom you shared it")).to_be_visible()
    page.get_by_label("Somebody else").fill("Ruth Okoro, grandmother")
    page.get_by_label("Talked through together").check()
    go(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Shared with Ruth Okoro, grandmother, talked through together")).to_be_visible()
    both(page, no_violation)
    picture(page, "documents-shared")


def test_an_entry_prints_well_and_makes_a_pdf(page, sign_in, no_violation):
    sign_in("Team manager")
    hands = at_a_form(page, "Visit")
    hands.fill_in()
    hands.press("Continue")
    hands.press("Save to the record")
    page.emulate_media(media="print")
    for gone in (".app-header", ".app-side", ".app-actions"):
        expect(page.locator(gone).first).not_to_be_visible()
    expect(page.get_by_text("Printed on")).to_be_visible()
    picture(page, "visit-print")
    page.emulate_media(media="screen")
    go(page.get_by_role("button", name="Make a PDF"))
    pdf = downloaded(page, "Visit")
    told = text_of(pdf)
    for words in ("Was the child seen? Yes", "State: Recorded", "Version: 1", WORDS):
        assert words in told, words
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    no_violation(page)
