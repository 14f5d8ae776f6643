"""Given a census file from the case system before, when I bring it in, then its children are on the record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sightline.synthetic.census import write_census
from tests.journeys.conftest import go


@pytest.fixture
def census(tmp_path):
    file = tmp_path / "census.xml"
    write_census(file, children=60, seed=77)
    return file


def bring_in(page, file):
    page.goto("/census/")
    go(page.get_by_role("button", name="Bring in a census file"))
    page.get_by_label("Census file").set_input_files(file)
    go(page.locator("main form button[type=submit]"))


def test_a_file_becomes_childrens_records_that_explain_themselves(page, sign_in, census, demo_server, no_violation):
    sign_in("Data officer")
    page.goto("/census/bring-in/")
    no_violation(page)
    no_violation(page, phone=True)
    bring_in(page, census)
    address = page.url
    page.goto("about:blank")  # the page is closed; the work goes on
    page.goto(address)
    page.get_by_role("heading", name="What became of it").wait_for(timeout=60_000)
    assert "60 children in the file" in page.locator("main").inner_text()
    no_violation(page)
    no_violation(page, phone=True)
    page.goto("/census/")
    no_violation(page)

    number = census.read_text().split("<LAchildID>")[1].split("<")[0]
    page.get_by_role("searchbox").fill(number)
    go(page.get_by_role("button", name="Search", exact=True))
    go(page.locator("main").get_by_role("link", name=number, exact=False).first)
    go(page.get_by_role("link", name="Clocks", exact=True))
    expect(page.get_by_text("Why this date?").first).to_be_visible()
    go(page.get_by_role("link", name="Chronology", exact=True))
    expect(page.get_by_text("As recorded elsewhere").first).to_be_visible()
    go(page.get_by_role("link", name="History of the record"))
    expect(page.get_by_text("Brought in from a census file").first).to_be_visible()

    again = demo_server.command("import", "cin", str(census), check=False)
    assert again.returncode == 0, again.stdout + again.stderr
    bring_in(page, census)
    assert "This very file was received before" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.xml", b"<Message><Header></Message>", "line 1"),
        ("sheet.xml", b"PK\x03\x04 a spreadsheet", "Nothing was brought in"),
        ("empty.xml", b"", "empty"),
        ("bomb.xml", b'<!DOCTYPE m [<!ENTITY a "aaaa">]><Message>&a;</Message>', "Nothing was brought in"),
    ],
)
def test_a_file_that_is_no_census_is_refused_kindly(name, content, said, page, sign_in, tmp_path, no_violation):
    file = tmp_path / name
    file.write_bytes(content)
    sign_in("Data officer")
    bring_in(page, file)
    assert page.get_by_role("alert").is_visible() and said in page.locator("main").inner_text()
    no_violation(page)


def test_others_may_not_bring_in_a_file(page, sign_in):
    sign_in("Social worker")
    assert page.goto("/census/bring-in/").status == 403
