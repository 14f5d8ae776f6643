"""The style guide: every component on one page, with invented people, to look at and to test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.design.forms import DateField, Helper

TODAY = dt.date(2026, 5, 14)
DUE = [
    ("Core group", "Every 6 weeks", dt.date(2026, 5, 12), -2, "overdue"),
    ("Visit", "Local: every 10 working days", dt.date(2026, 5, 18), 4, "due_soon"),
    ("Review conference", "Within 3 months of the first", dt.date(2026, 6, 1), 18, "due"),
    ("Assessment", "45 working days", dt.date(2026, 3, 9), 0, "met"),
    ("First conference", "15 working days", dt.date(2026, 3, 2), 3, "met_late"),
    ("Health assessment", "20 working days", None, None, "not_held"),
]


class Message(str):
    """Stands for a django message."""

    level_tag: str

    def __new__(cls, level_tag: str, text: str) -> Message:
        made = super().__new__(cls, text)
        made.level_tag = level_tag
        return made


class VisitForm(forms.Form):
    """An invented form with each kind of field."""

    happened = DateField(label="When was the visit?", help_text="For example, 27 3 2026")
    place = forms.CharField(label="Where?", max_length=60)
    kind = forms.ChoiceField(
        label="What kind of visit was it?",
        choices=[("", "Choose one"), ("planned", "Planned"), ("duty", "Unplanned")],
    )
    seen = forms.ChoiceField(
        label="Was Rowan seen alone?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    present = forms.MultipleChoiceField(
        label="Who else was there?",
        help_text="Tick everybody in the home.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Maya Ashdown (mother)"), ("2", "Fern Ashdown (sister, 6)")],
        required=False,
    )
    account = forms.CharField(
        label="What did you see, and what does it mean for Rowan?",
        help_text="Rowan’s own words first.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, initial="5f1c", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = Helper()
        self.helper.layout = Layout(
            "happened",
            "place",
            "kind",
            Field.radios("seen", inline=True, legend_size=Size.SMALL),
            Field.checkboxes("present", legend_size=Size.SMALL),
            Field.textarea("account", max_characters=4000, label_size=Size.SMALL),
        )


def furniture(request: HttpRequest) -> dict[str, Any]:
    """What the site's context processors will give every page, invented."""
    return {
        "authority": "Invented County Council",
        "demo": True,
        "user": SimpleNamespace(is_authenticated=True, pk=42, get_full_name="Priya Nair", get_username="priya.nair"),
        "navigation": [
            {"text": "My work", "url": "#work", "current": True},
            {"text": "Team", "url": "#team", "current": False},
            {"text": "Front door", "url": "#door", "current": False},
            {"text": "Oversight", "url": "#oversight", "current": False},
            {"text": "Figures", "url": "#figures", "current": False},
            {"text": "Audits", "url": "#audits", "current": False},
        ],
        "today": TODAY,
    }


def form_page(request: HttpRequest) -> HttpResponse:
    """The standard page with one form; `?errors` shows it sent in empty."""
    data: Mapping[str, Any] | None = request.POST if request.method == "POST" else None
    if "errors" in request.GET:
        data = {}
    context = furniture(request) | {
        "form": VisitForm(data),
        "title": "Record a visit",
        "caption": "Rowan Ashdown",
        "intro": "Saving starts the clock for the next visit: by 11 June 2026.",
        "cancel_url": "#rowan",
        "back_url": "#rowan",
    }
    return render(request, "design/form_page.html", context)


def specimen(request: HttpRequest) -> HttpResponse:
    """Every component, on a child's page."""
    context = furniture(request) | {
        "title": "Specimen of every component",
        "as_known": dt.datetime(2026, 5, 1, 16, 0, tzinfo=dt.UTC),
        "as_known_clear_url": "#now",
        "breadcrumbs": [{"text": "My work", "url": "#work"}, {"text": "Rowan Ashdown", "url": "#rowan"}],
        "messages": [
            Message("success", "The visit is recorded. The next one is due by 11 June 2026."),
        ],
        "person": {
            "name": "Rowan Ashdown",
            "url": "#rowan",
            "also_known_as": "Ro",
            "status": "Child protection plan",
            "born": dt.date(2018, 2, 28),
            "identifiers": [{"label": "ID", "value": "100 482"}, {"label": "NHS", "value": "999 000 1234"}],
            "interpreter": "Polish, for Rowan’s mother",
            "worker": {"name": "Priya Nair", "team": "North Safeguarding", "url": "#priya"},
            "flags": [
                {"text": "Do not share the address", "level": "danger"},
                {"text": "Visit in pairs", "level": "warning"},
                {"text": "Three brothers and sisters on file", "level": "info"},
            ],
        },
        "side_navigation": [
            {"text": "Summary", "url": "#summary", "current": True},
            {"text": "Chronology", "url": "#chronology"},
            {"text": "What is due", "url": "#due", "count": 3},
            {"text": "Family and network", "url": "#family"},
            {"text": "Plans", "url": "#plans"},
            {"text": "Documents", "url": "#documents"},
            {"text": "Who has looked", "url": "#looked"},
        ],
        "figures": [
            {"number": 17, "label": "children with you", "url": "#a"},
            {"number": 2, "label": "visits overdue", "url": "#b", "status": "overdue"},
            {"number": "94%", "label": "visits in time", "url": "#c", "hint": "31 of 33 in April"},
        ],
        "facts": [
            {"key": "Plan began", "value": dt.date(2026, 3, 2)},
            {"key": "Category", "value": "Neglect", "url": "#change"},
            {"key": "School", "value": {"text": "Hollow Lane Primary", "elsewhere": "Mosaic"}},
            {"key": "Ethnicity", "value": None, "url": "#change", "change": "Record"},
        ],
        "columns": ["Due", "Rule", "By", {"text": "Days", "numeric": True}, "State"],
        "due": [
            [{"text": what, "url": "#due"}, rule, by, days, {"status": state}] for what, rule, by, days, state in DUE
        ],
        "chronology": [
            {
                "title": "Visit at home",
                "url": "#1",
                "when": dt.datetime(2026, 5, 3, 15, 5, tzinfo=dt.UTC),
                "recorded": dt.date(2026, 5, 9),
                "who": "Priya Nair, social worker",
                "description": "Rowan was seen alone. “I like it when Mum cooks.”\n\nThe house was warm.",
            },
            {
                "title": "Police notification",
                "when": dt.date(2026, 4, 21),
                "who": "Invented Constabulary",
                "elsewhere": "MASH",
                "description": "Called by a neighbour at night. No injury.",
            },
            {
                "title": "Telephone call from school",
                "when": dt.date(2026, 4, 2),
                "recorded": dt.date(2026, 4, 2),
                "who": "Sam Idowu, duty worker",
                "withdrawn": "written on the wrong child",
                "description": "Absent for three days.",
            },
            {
                "title": "First child protection conference",
                "url": "#4",
                "when": dt.date(2026, 3, 2),
                "status": "met_late",
            },
        ],
        "tasks": [
            {"title": "Rowan’s story", "url": "#s", "done": True},
            {
                "title": "Health",
                "url": "#h",
                "hint": "The health visitor has not yet replied",
                "status": "due",
                "detail": "in 3 days",
            },
            {"title": "Manager’s decision", "tag": "Cannot start yet", "colour": "grey"},
        ],
        "job": {
            "id": 7,
            "title": "Children in need census 2025 to 2026",
            "done": 1240,
            "total": 3100,
            "url": "#job",
        },
        "job_new": {
            "id": 8,
            "title": "Checking every child’s record",
            "url": "#job",
            "message": "Waiting to start",
        },
        "job_done": {"id": 9, "title": "Invented council", "done": 1, "total": 1, "finished": True},
        "page": Paginator(range(1, 431), 20).page(7),
        "form": None,
    }
    return render(request, "design/specimen.html", context)
