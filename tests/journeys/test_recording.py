"""Given a worker with words on a form, whatever happens to the browser, the line, the session or the server, they stay.

And: two people on one draft; an assessment by keyboard alone; a visit on a phone.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import CHECKOUT
from tests.journeys.conftest import ARGUMENTS, DESK, PHONE, go, picture
from tests.journeys.test_sign_in import name_of

NOTE = "What did you see and hear"
WORDS = "The flat was warm. She showed me her drawings and asked about her brother."


def children_of(page: Any) -> list[str]:
    page.goto("/")
    links = [link.get_attribute("href") for link in page.locator("main a").all()]
    return list(dict.fromkeys(link for link in links if link and re.fullmatch(r"/person/\d+/", link)))


def begin(page: Any, *, children: int = 1, form: str = "Visit") -> str:
    """Start recording about a child of a family with that many open cases; returns the child's page."""
    for child in children_of(page):
        page.goto(child)
        if not page.get_by_role("button", name=form, exact=True).count():
            continue
        go(page.get_by_role("button", name=form, exact=True))
        if max(page.locator("fieldset.app-recording__child[data-shown=yes]").count(), 1) >= children:
            return child
        go(page.get_by_role("button", name="Come back later"))
    raise AssertionError(f"No family with {children} children within reach")


def saved(page: Any) -> None:
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=40_000)


def answer(page: Any, question: str, choice: str, *, among: Any = None) -> None:
    (among or page).get_by_role("group", name=question, exact=True).get_by_label(choice, exact=True).check()


def fill_visit(page: Any) -> None:
    """Everything that a visit asks, of each child on the form."""
    answer(page, "Where was it?", "At home")
    for group in page.get_by_role("group", name="Was the child seen?", exact=True).all():
        group.get_by_label("Yes", exact=True).check()
    saved(page)
    alone = page.get_by_role("group", name="Was the child seen alone?", exact=True)
    expect(alone.first).to_be_visible()
    for group in alone.all():
        group.get_by_label("Yes", exact=True).check()


def test_a_visit_from_the_childs_page_to_the_chronology(page, sign_in, no_violation):
    sign_in("Team manager")
    child = begin(page)
    no_violation(page)
    go(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    no_violation(page)
    fill_visit(page)
    page.get_by_label(NOTE).fill(WORDS)
    saved(page)
    go(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="What saving starts and stops")).to_be_visible()
    no_violation(page)
    go(page.get_by_role("button", name="Save to the record"))
    expect(page.get_by_text(WORDS)).to_be_visible()
    no_violation(page)
    page.goto(f"{child}chronology/")
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_killing_the_browser_loses_nothing(page, sign_in, demo_server, playwright_alone):
    """The browser's process is killed while its reader types; another browser finds the words."""
    chromium, kill = playwright_alone
    other = chromium.new_context(viewport=DESK, base_url=demo_server.url).new_page()
    other.goto("/sign-in/")
    go(other.get_by_role("heading", name="Team manager", exact=True).locator("xpath=following::button[1]"))
    begin(other)
    address = other.url
    other.get_by_label(NOTE).press_sequentially(WORDS, delay=20)
    other.wait_for_timeout(1_500)
    kill()
    sign_in("Team manager")
    page.goto(address)
    expect(page.get_by_label(NOTE)).to_have_value(WORDS)
    page.goto(re.sub(r"drafts/.*", "", address))
    expect(page.get_by_role("link", name="Go on with the draft: Visit").first).to_be_visible()


@pytest.fixture
def playwright_alone(browser: Any, tmp_path: Any) -> Any:
    """A second browser with a process of its own, and the way to kill it."""
    before = set(_chromiums())
    second = browser.browser_type.launch(executable_path=_executable(), args=ARGUMENTS)
    mine = [pid for pid in _chromiums() if pid not in before]
    assert mine

    def kill() -> None:
        for pid in mine:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    yield second, kill
    kill()


def _chromiums() -> list[int]:
    """The processes that this test run's own browsers started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"playwright" in (entry / "cmdline").read_bytes() and _is_ours(int(entry.name)):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _is_ours(pid: int) -> bool:
    while pid > 1:
        if pid == os.getpid():
            return True
        status = Path(f"/proc/{pid}/stat").read_text()
        pid = int(status.rpartition(")")[2].split()[1])
    return False


def _executable() -> str:
    known = os.environ.get("CHROMIUM")
    if known:
        return known
    found = subprocess.run([str(CHECKOUT / "scripts/chromium.sh")], check=True, capture_output=True, text=True)
    return found.stdout.strip().splitlines()[-1]


def test_losing_the_network_keeps_the_words_on_the_device_and_says_so(page, sign_in):
    sign_in("Team manager")
    begin(page)
    saved(page)
    page.context.set_offline(True)
    page.get_by_label(NOTE).fill(WORDS)
    expect(page.locator("[data-save-state]")).to_contain_text("Not saved yet: no connection")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.get_by_label(NOTE)).to_have_value(WORDS)


def test_words_that_were_never_sent_come_back_with_the_page(page, sign_in):
    """The line is gone, and the page is closed before it returns."""
    sign_in("Team manager")
    begin(page)
    address = page.url
    page.context.set_offline(True)
    page.get_by_label(NOTE).fill(WORDS)
    expect(page.locator("[data-save-state]")).to_contain_text("Not saved yet")
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(address)
    expect(other.get_by_label(NOTE)).to_have_value(WORDS)
    saved(other)
    assert other.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('sightline-draft')).length") == 0


def test_the_session_ends_in_mid_form(page, sign_in):
    sign_in("Team manager")
    begin(page)
    me = name_of(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label(NOTE).fill(WORDS)
    over = page.locator("#session-over")
    over.wait_for(state="visible")
    expect(page.locator("[data-save-state]")).to_contain_text("sign in again")
    page.frame_locator("iframe").get_by_role("button", name=f"Sign in as {me}").click()
    over.wait_for(state="hidden")
    saved(page)
    page.reload()
    expect(page.get_by_label(NOTE)).to_have_value(WORDS)


def test_the_server_is_killed_in_mid_form(page, sign_in, demo_server):
    """Every web process is stopped; what was typed goes out when the server is back."""
    sign_in("Team manager")
    begin(page)
    address = page.url
    page.get_by_label(NOTE).fill(WORDS)
    saved(page)
    demo_server.__exit__()
    page.get_by_label(NOTE).fill(f"{WORDS} And then she laughed.")
    expect(page.locator("[data-save-state]")).to_contain_text("Not saved yet")
    demo_server.__enter__()
    saved(page)
    page.goto(address)
    expect(page.get_by_label(NOTE)).to_have_value(f"{WORDS} And then she laughed.")


def test_two_browsers_on_one_draft(page, sign_in, browser, demo_server, no_violation):
    sign_in("Team manager")
    begin(page)
    me, address = name_of(page), page.url
    other = browser.new_context(viewport=DESK, base_url=demo_server.url).new_page()
    other.goto("/sign-in/")
    buttons = other.get_by_role("heading", name="Service manager", exact=True).locator("xpath=following::button[1]")
    go(buttons)
    them = name_of(other)
    other.goto(address)
    page.get_by_label(NOTE).fill("The flat was warm.")
    answer(other, "Where was it?", "At home")
    saved(page)
    saved(other)
    other.get_by_label(NOTE).fill("The flat was cold.")
    clash = other.locator(".app-clash")
    expect(clash).to_contain_text("Two people wrote here")
    for text in ("The flat was warm.", "The flat was cold.", me, them):
        expect(clash).to_contain_text(text)
    no_violation(other)
    go(clash.get_by_role("button", name="Keep both"))
    expect(other.get_by_label(NOTE)).to_have_value("The flat was warm.\n\nThe flat was cold.")
    page.reload()
    expect(page.get_by_role("group", name="Where was it?").get_by_label("At home")).to_be_checked()
    expect(page.get_by_label(NOTE)).to_have_value("The flat was warm.\n\nThe flat was cold.")
    other.context.close()


def test_a_visit_to_a_family_on_a_phone(page, sign_in, no_violation):
    sign_in("Team manager")
    page.set_viewport_size(PHONE)
    begin(page, children=2)
    fill_visit(page)
    page.get_by_label(NOTE).fill(WORDS)
    saved(page)
    no_violation(page, phone=True)
    page.set_viewport_size(PHONE)
    picture(page, "visit-phone")
    go(page.get_by_role("button", name="Continue"))
    no_violation(page, phone=True)
    page.set_viewport_size(PHONE)
    go(page.get_by_role("button", name="Save to the record"))
    expect(page.get_by_text("Recorded together with")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_without_a_script_the_same_form_works(browser, demo_server):
    context = browser.new_context(viewport=DESK, base_url=demo_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    go(page.get_by_role("heading", name="Team manager", exact=True).locator("xpath=following::button[1]"))
    begin(page)
    answer(page, "Where was it?", "At home")
    for group in page.get_by_role("group", name="Was the child seen?", exact=True).all():
        group.get_by_label("Yes", exact=True).check()
    for group in page.get_by_role("group", name="Was the child seen alone?", exact=True).all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_label(NOTE).fill(WORDS)
    go(page.get_by_role("button", name="Continue"))
    go(page.get_by_role("button", name="Save to the record"))
    expect(page.get_by_text(WORDS)).to_be_visible()
    context.close()


# --- An assessment, by keyboard alone ---------------------------------------------------------------------


class Keyboard:
    """Somebody who has no mouse: goes from one thing to the next with Tab, and presses."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, is_it: str, *, most: int = 250) -> None:
        """Tab until the thing with the focus answers to this script. Fails where Tab never comes to it."""
        for _ in range(most):
            if self.page.evaluate(f"(() => {{ const e = document.activeElement; return {is_it}; }})()"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {is_it} on {self.page.url}")

    def button(self, name: str) -> None:
        self.to(f"e.matches('button, a.govuk-button') && e.innerText.trim() === {name!r}")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def section(self) -> None:
        """Answer everything on the page as one comes to it: text, choices with arrows and space, dates."""
        self.page.evaluate("document.querySelector('#main-content').focus()")
        self.to("!!e.closest('form[data-draft]')")
        for _ in range(400):
            state = self.page.evaluate(
                """(() => { const e = document.activeElement; const place = e.closest('[data-field]');
                return { tag: e.tagName, type: e.type, text: e.innerText?.trim(), name: place?.dataset.field ?? '',
                         inDetails: !!e.closest('details'), value: e.value,
                         checked: !!place?.querySelector('input:checked'),
                         foot: e.innerText?.trim() === 'Save and continue' }; })()"""
            )
            if state["foot"]:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            if not state["inDetails"] and state["name"]:
                self._answer(state)
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach the button that goes on")

    def _answer(self, state: dict[str, Any]) -> None:
        if state["tag"] == "TEXTAREA" or (state["type"] == "text" and not state["value"]):
            self.page.keyboard.type("In their words.")
        elif state["type"] == "radio" and not state["checked"]:
            self.page.keyboard.press("Space")
            expect(self.page.locator("[data-save-state]")).not_to_have_text("Saving…", timeout=20_000)
        elif state["type"] == "checkbox" and not state["checked"]:
            self.page.keyboard.press("Space")
        elif state["tag"] == "SELECT" and not state["value"]:
            self.page.keyboard.press("ArrowDown")


def test_an_assessment_by_keyboard_alone_and_a_manager_returns_and_authorises_it(
    page, sign_in, browser, demo_server, no_violation
):
    sign_in("Team manager")
    child = begin(page, form="Start an assessment")
    keys = Keyboard(page)
    keys.button("Continue")
    no_violation(page)
    keys.button("Save to the record")
    step = page.url
    keys.button("Write it")
    for _ in range(6):
        no_violation(page)
        keys.section()
    assert page.url.endswith("/check/"), page.url
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert not page.get_by_role("heading", name="There is a problem").count(), page.locator("#problems").inner_text()
    no_violation(page)
    keys.button("Submit to be authorised")
    expect(page.get_by_text("Waits to be authorised")).to_be_visible()
    expect(page.locator(".app-owed__what", has_text="45 days from its start")).to_be_visible()

    above = browser.new_context(viewport=DESK, base_url=demo_server.url).new_page()
    above.goto("/sign-in/")
    go(above.get_by_role("heading", name="Service manager", exact=True).locator("xpath=following::button[1]"))
    above.goto(step)
    go(above.get_by_role("button", name="Authorise or return"))
    no_violation(above)
    above.get_by_label("Return it with reasons").check()
    go(above.get_by_role("button", name="Save the decision"))
    expect(above.get_by_role("link", name="Say what is to be done")).to_be_visible()
    above.get_by_label("Your comment, or what is to be done first").fill("What does the father say?")
    go(above.get_by_role("button", name="Save the decision"))

    page.goto(child)
    go(page.get_by_role("link", name="Go on with the draft: Child and family assessment").first)
    expect(page.get_by_text("What does the father say?")).to_be_visible()
    expect(page.locator("textarea").first).to_have_value("In their words.")
    page.goto(f"{page.url}check/")
    go(page.get_by_role("button", name="Submit to be authorised"))
    above.goto(step)
    go(above.get_by_role("button", name="Authorise or return"))
    above.get_by_label("Authorise it").check()
    go(above.get_by_role("button", name="Save the decision"))
    expect(above.locator(".govuk-tag", has_text="Authorised")).to_be_visible()
    no_violation(above)
    no_violation(above, phone=True)
    amended_and_read_side_by_side(page, above, step, no_violation)
    above.context.close()


def amended_and_read_side_by_side(page, above, step, no_violation):
    """The authorised assessment is amended: whoever authorises it sees that it is, why, and what it changes."""
    page.goto(step)
    go(page.get_by_role("link", name="Amend", exact=True))
    page.get_by_label("Why is it amended?").fill("The father has been heard since")
    go(page.get_by_role("button", name="Continue"))
    page.goto(re.sub(r"(drafts/\d+/).*", r"\1child/", page.url))
    page.locator("textarea:visible").first.fill("He says he will ring every Sunday.")
    saved(page)
    page.goto(re.sub(r"(drafts/\d+/).*", r"\1check/", page.url))
    go(page.get_by_role("button", name="Submit to be authorised"))
    expect(page.get_by_text("This version waits to be authorised.")).to_be_visible()
    expect(page.get_by_role("link", name="Authorise or return")).to_have_count(0)
    above.goto(step)
    go(above.get_by_role("button", name="Authorise or return"))
    expect(above.get_by_text("The father has been heard since")).to_be_visible()
    expect(above.get_by_role("listitem").filter(has_text="In their words.")).to_contain_text("ring every Sunday")
    no_violation(above)
    picture(above, "authorise-amendment")
    go(above.get_by_role("link", name="Read the version before"))
    expect(above.get_by_text("He says he will ring every Sunday.")).to_have_count(0)


def test_a_recorded_visit_is_amended_and_then_withdrawn(page, sign_in, no_violation):
    sign_in("Team manager")
    begin(page)
    fill_visit(page)
    page.get_by_label(NOTE).fill(WORDS)
    saved(page)
    go(page.get_by_role("button", name="Continue"))
    go(page.get_by_role("button", name="Save to the record"))
    step = page.url
    go(page.get_by_role("link", name="Amend"))
    no_violation(page)
    page.get_by_label("Why is it amended?").fill("It was at school")
    go(page.get_by_role("button", name="Continue"))
    answer(page, "Where was it?", "At school or nursery")
    saved(page)
    go(page.get_by_role("button", name="Continue"))
    go(page.get_by_role("button", name="Save to the record"))
    expect(page.get_by_text("Child seen alone, at school or nursery.")).to_be_visible()
    expect(page.get_by_text("Amended on").filter(has_text="It was at school")).to_be_visible()
    no_violation(page)
    go(page.get_by_role("link", name="Read the version before"))
    expect(page.get_by_text("Child seen alone, at home.")).to_be_visible()
    expect(page.get_by_role("link", name="Amend", exact=True)).to_have_count(0)
    no_violation(page)
    no_violation(page, phone=True)
    picture(page, "version-before")
    go(page.get_by_role("link", name="History of the record"))
    expect(page.get_by_text("Reason: It was at school").first).to_be_visible()
    page.goto(step)
    go(page.get_by_role("link", name="Withdraw"))
    page.get_by_label("Why is it withdrawn?").fill("Entered twice")
    go(page.get_by_role("button", name="Withdraw it"))
    expect(page.get_by_text("Withdrawn: Entered twice")).to_be_visible()
    no_violation(page)


def test_what_was_recorded_on_the_wrong_child_is_moved_with_a_trace(page, sign_in, no_violation):
    sign_in("Team manager")
    wrong = begin(page, form="Case note")
    page.get_by_label("What happened", exact=False).first.fill(WORDS)
    saved(page)
    go(page.get_by_role("button", name="Continue"))
    go(page.get_by_role("button", name="Save to the record"))
    step = page.url
    page.goto(next(child for child in children_of(page) if child != wrong))
    right, number = page.url, page.locator("dt", has_text="LA child ID").locator("xpath=following::dd[1]").inner_text()
    page.goto(step)
    go(page.get_by_role("link", name="Move to another child"))
    no_violation(page)
    no_violation(page, phone=True)
    page.get_by_label("Or another child, by LA child ID").fill(number)
    page.get_by_label("What went wrong?").fill("Two records were open, and it went on the other one")
    go(page.get_by_role("button", name="Move it"))
    expect(page.get_by_text("Withdrawn: Recorded on the wrong child.", exact=False)).to_be_visible()
    no_violation(page)
    go(page.get_by_role("link", name="see it there"))
    assert page.url.startswith(right)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Moved here from another child’s record")).to_be_visible()


def test_an_administrators_own_questions(page, sign_in, no_violation):
    sign_in("Administrator")
    go(page.get_by_role("link", name="Forms"))
    no_violation(page)
    go(page.get_by_role("link", name="Case note"))
    no_violation(page)
    no_violation(page, phone=True)
    started = time.monotonic()
    page.get_by_label("What is asked?").fill("Was an interpreter there?")
    page.get_by_label("Yes or no").check()
    page.get_by_role("group", name="In which part of the form?").get_by_role("radio").first.check()
    page.get_by_label("Why is it asked").fill("The interpreting budget; read by the service manager each month")
    go(page.get_by_role("button", name="Publish a new version with it"))
    expect(page.get_by_text("Was an interpreter there?").first).to_be_visible()
    assert time.monotonic() - started < 60
