"""The page furniture, alone: no database, no other room. Runs with or without pytest-django."""

import datetime as dt
import itertools
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.design.settings")

import django  # noqa: E402

django.setup()

from django import forms  # noqa: E402
from django.template import Context, Template  # noqa: E402

from sightline.design.forms import DateField  # noqa: E402
from sightline.design.templatetags import design  # noqa: E402

PAGES = ("/", "/form/", "/form/?errors", "/403/", "/404/", "/500/", "/account/signed-in/")
D = dt.date


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every specimen page, drawn in a process with the tiny settings."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.design.render"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


class Outline(HTMLParser):
    """What a page is made of: its headings, ids, and anything that a strict policy would refuse."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.refused: list[str] = []
        self.points_at: list[str] = []
        self._inline = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"] or "")
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.points_at += (given.get(name) or "").split()
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"<{tag}>")
        for name, text in given.items():
            if name == "style" or name.startswith(("on", "hx-on")) or "javascript:" in (text or ""):
                self.refused.append(f"{tag} {name}={text}")
            if name in ("src", "href", "action") and re.match(r"(https?:)?//", text or ""):
                self.refused.append(f"another host: {text}")


def draw(source: str, **context: object) -> str:
    """A template that loads the design tags, drawn."""
    return Template("{% load design %}" + source).render(Context(context))


# --- Whole pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_nothing_that_the_strict_policy_refuses(pages, page):
    assert Outline(pages[page]).refused == []


@pytest.mark.parametrize("page", PAGES)
def test_headings_begin_with_one_h1_in_main_and_skip_no_level(pages, page):
    main = re.search(r"<main.*?</main>", pages[page], re.S)
    assert main
    # Banners and error summaries come before the h1 by GOV.UK's design, with an h2 of their own.
    banners = r'<div class="govuk-(notification-banner|error-summary)\b.*?</h2>'
    levels = Outline(re.sub(banners, "", main[0], flags=re.S)).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique_and_every_reference_finds_one(pages, page):
    outline = Outline(pages[page])
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.points_at) <= set(outline.ids)


def test_each_error_in_the_summary_names_its_question_and_leads_to_its_box(pages):
    html = pages["/form/?errors"]
    summary = re.search(r'class="govuk-error-summary".*?</ul>', html, re.S)[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 5
    for target in targets:
        assert re.search(rf'<(input|select|textarea)[^>]*\bid="{target}"', html), target
    assert "This field is required" not in html
    assert "Give an answer: Where?" in summary
    assert "<title>Error: " in html


def test_a_form_page_carries_its_hidden_fields_and_one_token(pages):
    html = pages["/form/"]
    form = re.search(r'<form method="post" novalidate.*?</form>', html, re.S)[0]
    assert 'name="idempotency_key"' in form
    assert form.count("csrfmiddlewaretoken") == 1
    assert 'value="5f1c"' in form


def test_someone_not_signed_in_gets_no_search_box_and_no_dialog(pages):
    assert 'role="search"' not in pages["/500/"]
    assert "<dialog" not in pages["/500/"]
    assert 'role="search"' in pages["/"]


def test_the_style_sheet_and_scripts_fetch_nothing_from_anywhere():
    built = ROOT / "build" / "static" / "sightline"
    assert built.exists(), "Build the assets first: scripts/assets.sh"
    css = (built / "sightline.css").read_text()
    assert "url(" not in css
    assert "GDS Transport" not in css
    for script in built.glob("*.js"):
        assert "sourceMappingURL" not in script.read_text()


def test_the_lock_file_records_no_address_to_fetch_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


# --- Dates -------------------------------------------------------------------------------------------


def test_a_day_is_written_without_a_leading_nought():
    assert design.day(D(2026, 5, 3)) == "3 May 2026"
    assert design.day(None) == ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 5, 3, 15, 5, tzinfo=dt.UTC), "3 May 2026 at 4:05pm"),  # summer time
        (dt.datetime(2026, 1, 3, 9, 0, tzinfo=dt.UTC), "3 January 2026 at 9am"),
        (dt.datetime(2026, 1, 3, 12, 0, tzinfo=dt.UTC), "3 January 2026 at midday"),
        (dt.datetime(2026, 1, 3, 0, 30, tzinfo=dt.UTC), "3 January 2026 at 12:30am"),
        (dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), "1 July 2026 at 12:30am"),  # tomorrow here
        (D(2026, 5, 3), "3 May 2026"),
    ],
)
def test_a_moment_is_told_in_english_time(moment, words):
    assert design.day_time(moment) == words


@pytest.mark.parametrize(
    ("born", "today", "words"),
    [
        (D(2018, 2, 28), D(2026, 2, 27), "7 years"),
        (D(2018, 2, 28), D(2026, 2, 28), "8 years"),
        (D(2008, 2, 29), D(2026, 2, 28), "17 years"),  # born on a leap day: 18 on 1 March
        (D(2008, 2, 29), D(2026, 3, 1), "18 years"),
        (D(2008, 2, 29), D(2024, 2, 29), "16 years"),
        (D(2024, 5, 15), D(2026, 5, 14), "23 months"),
        (D(2024, 5, 14), D(2026, 5, 14), "2 years"),
        (D(2026, 1, 31), D(2026, 4, 30), "12 weeks"),
        (D(2026, 1, 31), D(2026, 5, 1), "3 months"),
        (D(2026, 5, 13), D(2026, 5, 14), "1 day"),
        (D(2026, 5, 14), D(2026, 5, 14), "0 days"),
        (D(2026, 5, 15), D(2026, 5, 14), "unborn"),
        (None, D(2026, 5, 14), ""),
    ],
)
def test_an_age_is_told_as_practice_tells_it(born, today, words):
    assert design.age(born, today) == words


def test_how_far_off_a_date_is():
    today = D(2026, 5, 14)
    assert [design.relative(today + dt.timedelta(n), today) for n in (-2, -1, 0, 1, 3)] == [
        "2 days ago", "yesterday", "today", "tomorrow", "in 3 days",
    ]  # fmt: skip


def test_the_gap_between_happening_and_recording():
    assert design.recorded_after(D(2026, 5, 9), D(2026, 5, 3)) == "6 days later"
    assert design.recorded_after(D(2026, 5, 3), D(2026, 5, 3)) == ""


def test_plurals():
    assert design.plural(1, "child,children") == "1 child"
    assert design.plural(1200, "child,children") == "1,200 children"
    assert design.plural([1, 2], "visit") == "2 visits"


# --- Components --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", design.STATUSES)
def test_a_state_is_always_a_word_as_well_as_a_colour(kind):
    word, colour = design.STATUSES[kind]
    assert f"govuk-tag--{colour}" in design.status(kind)
    assert f">{word}<" in design.status(kind)


@pytest.mark.parametrize(
    "source",
    [
        "{% tag name %}",
        "{% elsewhere name %}",
        "{% value name %}",
        "{% value cell %}",
        '{% status "due" name %}',
        "{% details name %}x{% enddetails %}",
        "{% card name %}x{% endcard %}",
        "{% warning %}{{ name }}{% endwarning %}",
        "{% table name heads cells %}",
        '{% include "design/timeline.html" %}',
        '{% include "design/summary_list.html" %}',
        '{% include "design/person_banner.html" %}',
        '{% include "design/task_list.html" %}',
    ],
)
def test_a_name_with_markup_in_it_is_only_ever_text(source):
    name = "<img src=x onerror=alert(1)>"
    html = draw(
        source,
        name=name,
        heads=[name],
        cells=[[name]],
        cell={"text": name, "url": "#", "hint": name},
        rows=[{"key": name, "value": name}],
        items=[{"title": name, "when": D(2026, 5, 3), "description": name}],
        person={"name": name, "flags": [{"text": name}]},
        tasks=[{"title": name, "hint": name}],
    )
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_name_in_a_label_or_a_hint_of_a_form_is_only_ever_text():
    bad = {"label": "<img>", "help_text": "<img>"}
    choices = [("a", "<img>")]

    class Form(forms.Form):
        one = forms.CharField(**bad)
        two = forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **bad)
        three = forms.BooleanField(**bad)
        four = DateField(**bad)
        five = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=choices, **bad)

    html = draw("{% form_fields form %}", form=Form({}))
    assert "<img" not in html
    assert Outline(html).refused == []


def test_a_table_keeps_its_roles_and_labels_when_a_phone_stacks_it():
    heads = ["Child", {"text": "Days", "numeric": True}]
    html = draw("{% table 'Visits' heads rows %}", heads=heads, rows=[["Rowan", 3]])
    assert '<th scope="row" role="rowheader"' in html
    assert 'aria-hidden="true">Days</span>' in html
    assert "govuk-table__cell--numeric" in html
    assert "Nothing to show." in draw("{% table 'Visits' heads rows %}", heads=["Child"], rows=[])


def test_nothing_recorded_says_so():
    assert "Not recorded" in draw("{% value x %}", x=None)
    assert draw("{% value x %}", x=0) == "0"
    assert draw("{% value x %}", x=False) == "No"


def test_an_unborn_child_has_an_expected_date_and_an_unallocated_one_says_nobody():
    baby = {"name": "Baby", "expected": D(2026, 9, 1)}
    html = draw('{% include "design/person_banner.html" %}', person=baby)
    assert "1 September 2026 (unborn)" in html
    assert "Nobody" in html


def test_a_job_stops_asking_when_it_has_finished():
    part = '{% include "design/progress.html" %}'
    assert "hx-trigger" in draw(part, job={"id": 1, "title": "t", "url": "/j/", "done": 1, "total": 2})
    assert "hx-trigger" not in draw(part, job={"id": 1, "title": "t", "url": "/j/", "finished": True})


def test_a_date_that_is_not_real_is_answered_in_plain_words():
    class Form(forms.Form):
        when = DateField(label="When?")

    form = Form({"when_0": "31", "when_1": "2", "when_2": "2026"})
    assert form.errors["when"] == ["Enter a real date, like 27 3 2026"]
    assert Form({"when_0": "3", "when_1": "5", "when_2": "2026"}).is_valid()
    assert Form({"when_0": "3", "when_1": "", "when_2": "2026"}).errors["when"] == ["Enter the month"]


def test_of_two_dates_an_error_says_which_it_is_about():
    class Form(forms.Form):
        start = DateField(label="When did it start?")
        end = DateField(label="Last day")

    form = Form({"start_0": "31", "start_1": "2", "start_2": "2026", "end_0": "1", "end_1": "", "end_2": "2026"})
    summary = draw('{% include "gds/layout/error_summary.html" %}', form=form)
    assert "When did it start: Enter a real date, like 27 3 2026" in summary
    assert "Last day: Enter the month" in summary
