"""What the census would say of a child, and the queries about it that somebody set aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.child.pages import page_context
from sightline.desk.child.portrait import portrait_of
from sightline.desk.people.asking import AskForm, ask, done, who_is
from sightline.record.models import Person
from sightline.returns.cin.checked import CIN
from sightline.returns.cin.found import Found, year_named, years_open
from sightline.returns.cin.on_record import Said, said_of
from sightline.returns.faults import acts
from sightline.returns.faults.models import Fault, SetAside
from sightline.returns.faults.shown import Shown, shown_found


def _year(request: Any) -> int:
    """The census year that is asked about: one whose rules are held, or the one under way."""
    now = years_open(request.standing.today)[0]
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4 and CIN.first_year <= int(asked) <= now:
        return int(asked)
    return now


def _url(person_id: int, year: int) -> str:
    return f"{reverse('person_census', args=[person_id])}?year={year}"


@require_GET
@guarded("child.read", about="person_id")
def census(request: Any, person_id: int) -> HttpResponse:
    """Every fault that the rules of a census year find in this child's record, at once."""
    records, today = request.records, request.standing.today
    year = _year(request)
    if records[0] != person_id:
        return redirect(_url(records[0], year))
    portrait = portrait_of(records, today=today)
    if portrait.person.kind == Person.Kind.ADULT:
        raise Http404
    said = said_of(records[0], year, today)
    aside = list(SetAside.objects.filter(child=records[0], year=year).select_related("act__actor").order_by("-id"))
    faults = _with_what_is_kept(said, aside, today)
    context = page_context(request, portrait, "person_census", None, today)
    context |= {
        "title": "What the census would say",
        "said": said,
        "year": year,
        "year_named": year_named(year),
        "years": [(one, year_named(one)) for one in years_open(today) if one != year],
        "faults": [one for one in faults if one.aside is None],
        "aside": [one for one in faults if one.aside],
        "before": [one for one in aside if one not in [shown.aside for shown in faults]],
        "may_set_aside": request.standing.may("faults.set_aside"),
    }
    return render(request, "desk/child/census.html", context)


def _with_what_is_kept(said: Said, aside: list[SetAside], today: Any) -> list[Shown]:
    """The faults, each with the day on which it was first found and with what sets it aside."""
    since = {
        (rule, table, place): first
        for rule, table, place, first in Fault.objects.filter(
            child__in={one.person_id for one in said.found}, year=said.year, gone_on__isnull=True
        ).values_list("rule", "table", "place", "first_seen")
    }
    standing = {
        (one.rule, one.table, one.place, one.facts): one
        for one in reversed(aside)
        if not one.put_back and one.until > today
    }
    shown = shown_found(said.found)
    for one, found in zip(shown, said.found, strict=True):
        key = (found.rule.code, found.table or "", found.source)
        one.since, one.aside = since.get(key), standing.get((*key, found.facts))
    return sorted(shown, key=lambda one: (one.rule.severity, one.rule.code))


class SetAsideForm(AskForm):
    """Why a query is right as it is, and for how long."""

    reason = forms.CharField(
        label="Why is it right as it is?",
        help_text="For example: the family moved in from Kent in June, and the school there holds the number.",
        max_length=1000,
        error_messages={"required": "Say why it is right as it is"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = DateField(label="From which day should it be asked again?")

    def __init__(self, data: Any = None, *, year: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.last = acts.last_day(year)
        self.fields["until"].help_text = f"At the latest {day(self.last)}, when this census is sent."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until = data.get("until")
        if until and until <= self.today:
            self.add_error("until", "The day must be after today. Choose a later day.")
        elif until and until > self.last:
            self.add_error("until", f"The day must be {day(self.last)} or before: that census is sent then.")
        return data


@guarded("faults.set_aside", about="person_id")
def set_aside(request: Any, person_id: int) -> HttpResponse:
    """Set a query aside: a reason, and a day from which it is asked again."""
    who, today, year = who_is(request, person_id), request.standing.today, _year(request)
    form = SetAsideForm(request.POST or None, year=year, today=today)
    back = _url(who.records[0], year)
    if form.sent_before():
        return redirect(back)
    found = _named(request, said_of(who.records[0], year, today))
    if found is None:
        messages.info(request, "That query isn't there any more, so there is nothing to set aside.")
        return redirect(back)

    def do() -> None:
        acts.set_aside(
            request.warrant, found, year=year, today=today, **form.taken("reason", "until"), request=form.cited
        )

    if done(
        request, form, do, "The query is set aside. It stays on this page with your reason, and comes back on its day."
    ):
        return redirect(back)
    return ask(
        request, who, form, title="Set a query aside", caption=f"Rule {found.rule.code}", intro=found.rule.message,
        submit_text="Set aside", back=back, back_text="What the census would say",
    )  # fmt: skip


def _named(request: Any, said: Said) -> Found | None:
    """The query that the address names, if it is there. An error is none."""
    asked = request.GET
    for one in said.found:
        named = (one.rule.code, one.table or "", str(one.source))
        if one.rule.severity == "query" and named == tuple(asked.get(name, "") for name in ("rule", "table", "place")):
            return one
    return None


@require_POST
@guarded("faults.set_aside", about="person_id")
def put_back(request: Any, person_id: int) -> HttpResponse:
    """Ask a query again before its day."""
    number = request.POST.get("aside", "")
    one = get_object_or_404(
        SetAside, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, child__in=request.records
    )
    acts.put_back(request.warrant, one)
    messages.success(request, "The query is asked again.")
    return redirect(_url(request.records[0], one.year))
