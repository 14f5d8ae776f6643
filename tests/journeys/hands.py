"""Somebody at work on the pages, whose fields, clicks and waiting are counted."""

from __future__ import annotations

import datetime
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.conftest import go

WORDS = "She hides when they shout. Her gran comes when she rings."


@dataclass
class Hands:
    """Counts what a person does. fields: answered by them, what was filled in already not among them. clicks: on
    links and buttons. seconds: from each click to the page that it led to, whole.
    """

    page: Any
    answered: set[str] = field(default_factory=set)
    clicks: int = 0
    seconds: float = 0.0

    @property
    def fields(self) -> int:
        return len(self.answered)

    def press(self, name: str) -> None:
        """Press a button, or follow a link, that leads to another page."""
        page = self.page
        where = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
        where = where.filter(visible=True).first
        begun = time.perf_counter()
        go(where)
        self.seconds += time.perf_counter() - begun
        self.clicks += 1

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()
        self.answered.add(label)

    def fill_in(self, **given: str) -> None:
        """Answer what the form on the page cannot do without, and no more. given: answers by question, where the first
        choice won't do.
        """
        page = self.page
        start = page.url
        draft = re.sub(r"(drafts/\d+/).*", r"\1", start)
        for _ in range(8):
            page.goto(f"{draft}check/")
            wanted = page.locator("#problems a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
            if not wanted:
                break
            for href in dict.fromkeys(wanted):
                self._answer(f"{page.url.split('/person/')[0]}{href}" if href.startswith("/") else href, given)
        else:
            raise AssertionError(f"The form asks on and on: {page.locator('#problems').inner_text()}")
        page.goto(start)

    def _answer(self, address: str, given: dict[str, str]) -> None:
        page = self.page
        where, _, fragment = address.partition("#")
        if page.url != where:
            page.goto(where)
        place = page.locator(f"[id='{fragment}']").locator("xpath=ancestor-or-self::*[@data-field][1]")
        name = place.get_attribute("data-field")
        self.answered.add(name)
        key = re.sub(r"^c\d+-", "", name)
        self._write(place, key, given)
        self._saved()

    def _saved(self) -> None:
        """Wait until the server has it, because what is asked next may hang on it. An answer that misses this comes
        with the next page, and isn't counted twice.
        """
        state = self.page.locator("[data-save-state]")
        for _ in range(100):
            self.page.wait_for_timeout(300)
            if re.fullmatch(r"Saved \d\d:\d\d", state.inner_text().strip()):
                return
        raise AssertionError(f"Not saved: {state.inner_text()}")

    def _write(self, place: Any, key: str, given: dict[str, str]) -> None:
        match place.get_attribute("data-kind"):
            case "one" | "some":
                choices = place.locator("input[type=radio], input[type=checkbox]")
                wanted = place.get_by_label(given[key], exact=True) if key in given else choices.first
                wanted.check()
            case "date":
                today = datetime.date.today()
                boxes = place.locator(":scope > fieldset > .govuk-date-input input")
                for box, value in zip(boxes.all(), (today.day, today.month, today.year), strict=True):
                    box.fill(str(value))
            case "list":
                place.locator("select").first.select_option(index=1)
            case _:
                box = place.locator("textarea, input").first
                box.fill(given.get(key) or ("14" if box.get_attribute("inputmode") == "numeric" else WORDS))


def my_children(page: Any) -> list[str]:
    """The pages of the children on the page of whoever is signed in."""
    page.goto("/")
    links = [link.get_attribute("href") for link in page.locator("main a").all()]
    return list(dict.fromkeys(link for link in links if link and re.fullmatch(r"/person/\d+/", link)))


def at_a_form(
    page: Any, form: str, *, children: int | None = None, parents: int | None = None, among: list[str] | None = None
) -> Hands:
    """Somebody who has just opened a form about a child, of a family with so many open cases and parents.

    among: the pages of the children to try; otherwise those on the reader's own page.
    """
    for child in among or my_children(page):
        page.goto(child)
        if not page.get_by_role("button", name=form, exact=True).count():
            continue
        if parents is not None and not _has_parents(page, parents):
            continue
        hands = Hands(page)
        hands.press(form)
        chosen = page.locator("[data-field='children'] input[type=checkbox]:checked")
        if children is None or max(chosen.count(), 1) == children:
            return hands
        go(page.get_by_role("button", name="Come back later"))
    raise AssertionError(f"No child within reach for {form}, {children} children, {parents} parents")


def _has_parents(page: Any, number: int) -> bool:
    told = page.locator("section, main").filter(has=page.get_by_role("heading", name="Family and network")).last
    return len(re.findall(r"\b(?:Mother|Father|Parent|Step-parent)\b", told.inner_text())) == number


def sections(hands: Hands) -> None:
    """From section to section of a long form, to its check."""
    while "/check/" not in hands.page.url:
        hands.press("Save and continue")


def write_assessment(page: Any, **found: Any) -> tuple[Hands, str]:
    """Start an assessment, write what it cannot do without, and submit it. Returns the address of the entry."""
    hands = at_a_form(page, "Start an assessment", **found)
    hands.press("Continue")
    hands.press("Save to the record")
    hands.press("Write it")
    hands.fill_in(outcome="Child in need plan")
    sections(hands)
    hands.press("Submit to be authorised")
    return hands, page.url
