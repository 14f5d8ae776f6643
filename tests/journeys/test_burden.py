"""What recording costs: fields, clicks and waiting, counted in a browser. They may not rise without a reason.

``make burden`` counts anew and writes docs/reference/burden.md; the journey by itself holds the page to its word.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from sightline.synthetic.bench import machine
from tests.conftest import CHECKOUT
from tests.journeys.conftest import DESK, go
from tests.journeys.hands import Hands, at_a_form, write_assessment

PAGE = CHECKOUT / "docs/reference/burden.md"
MANUAL = """\
# The burden of recording

Written by `make burden`, which does each of these in a browser on the invented council. Each figure here may fall,
and rises only with a reason: `make test` fails when there are more fields or clicks than stand here.

| Journey | Fields | Clicks | Seconds | What is counted |
| --- | ---: | ---: | ---: | --- |
{rows}

- **Fields**: questions that must be answered before it can go on the record, a choice or a date each as one. What is
  filled in already (today’s date, the children of the family, parents, ethnicity) is not among them, nor what may
  stay empty.
- **Clicks**: links and buttons, from the child’s page to the entry on the record. Choosing an answer is a field.
- **Seconds**: what the server and the page take: from each click until the page that it leads to has loaded, added
  up. Thinking and typing are not in it; nor is saving, field by field, which goes on while one writes.

{when} The machine’s load over the last five minutes was {load:.1f}.
"""
counted: dict[str, tuple[str, Hands]] = {}


def recorded(page, form, submit="Save to the record", **found):
    """A short form from the child's page to the record, answered with what it can't do without."""
    hands = at_a_form(page, form, **found)
    hands.fill_in()
    hands.press("Continue")
    hands.press(submit)
    expect(page.get_by_role("heading", level=1)).to_contain_text(form)
    return hands


def count(name, counts, hands):
    counted[name] = (counts, hands)


def test_a_contact(page, sign_in):
    sign_in("Team manager")
    count("Contact", "from the page of a child who is known, one child", recorded(page, "Contact", children=1))


ON_DUTY = """
import django; django.setup()
from django.utils import timezone
from sightline.access.models import Duty
from sightline.record.models import Person
print(Duty.objects.filter(on=timezone.localdate(), withdrawn=False).first().user.name)
children = Person.objects.filter(kind="child").exclude(involvements__closed_on=None).order_by("id")
for pk in children.values_list("pk", flat=True)[:10]:
    print(f"/person/{pk}/")
"""
"""Who is on duty in the invented council, and children whose cases are closed."""


@pytest.fixture
def on_duty(page, sign_in, demo_server):
    run = [sys.executable, "-c", ON_DUTY]
    environment = demo_server.environment | {"DJANGO_SETTINGS_MODULE": "sightline.config.settings"}
    told = subprocess.run(run, env=environment, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    name, *closed = told.split("\n")
    page.goto("/sign-in/?next=/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    go(page.get_by_role("button", name=name).first)
    return [address for address in closed if address]


def test_a_referral(page, on_duty):
    hands = recorded(page, "Referral", children=1, among=on_duty)
    count("Referral", "from the page of a child who was known before, one child", hands)


@pytest.mark.parametrize(("children", "name"), [(1, "Visit, one child"), (3, "Visit, three children")])
def test_a_visit(page, sign_in, children, name):
    sign_in("Service manager")
    what = "where, seen, seen alone (each child), the note"
    count(name, what, recorded(page, "Visit", children=children))


def test_an_assessment_and_a_managers_word_on_it(page, sign_in, browser, demo_server):
    sign_in("Team manager")
    hands, step = write_assessment(page, children=1, parents=2)
    count("Assessment", "started, written and submitted: one child, two parents, one worry", hands)
    above = browser.new_context(viewport=DESK, base_url=demo_server.url).new_page()
    above.goto("/sign-in/")
    go(above.get_by_role("heading", name="Service manager", exact=True).locator("xpath=following::button[1]"))
    above.goto(step)
    word = Hands(above)
    word.press("Authorise or return")
    word.choose("Authorise it")
    word.press("Save the decision")
    expect(above.locator(".govuk-tag", has_text="Authorised")).to_be_visible()
    above.context.close()
    count("Authorise an assessment", "from the assessment’s page", word)


def test_the_burden_stands_on_its_page_and_has_not_risen():
    assert counted, "Run this file whole: its journeys do the counting"
    if os.environ.get("BURDEN") == "write":
        PAGE.write_text(_page())
    held = {
        row[0]: (int(row[1]), int(row[2]))
        for row in re.findall(r"^\| ([^|]+?) \| (\d+) \| (\d+) \|", PAGE.read_text(), re.M)
    }
    risen = {
        name: (held.get(name), hands.fields, hands.clicks)
        for name, (_, hands) in counted.items()
        if name not in held or hands.fields > held[name][0] or hands.clicks > held[name][1]
    }
    assert not risen, f"Cut it again, or say why and run 'make burden': {risen}"


def _page() -> str:
    rows = [
        f"| {name} | {hands.fields} | {hands.clicks} | {hands.seconds:.1f} | {what} |"
        for name, (what, hands) in counted.items()
    ]
    when = f"Counted {datetime.date.today():%d %B %Y} on {machine()}."
    return MANUAL.format(rows="\n".join(rows), when=when, load=os.getloadavg()[1])
