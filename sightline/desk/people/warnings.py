"""Warning notes: what a worker must know before they knock. None stands without a day of review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.asking import AskForm, ask, details_url, done, who_is
from sightline.record.acts import people as acts
from sightline.record.models import WarningNote

KEEP, END = "keep", "end"


class WarningForm(AskForm):
    """A danger, in words that help the next person at the door."""

    never_ahead = ("starts_on",)
    kind = forms.ChoiceField(
        label="What is the warning about?",
        choices=WarningNote.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the warning is about"},
    )
    text = forms.CharField(
        label="What must a worker know, and do?",
        help_text="For example: large dog, loose in the yard. Ring first; Ms Wren will shut it in.",
        max_length=1000,
        error_messages={"required": "Say what a worker must know"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = DateField(label="Since when?", help_text="The day on which it became known, like 27 3 2026.")
    review_on = DateField(label="When must it be reviewed?", help_text="The warning stays until somebody ends it.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        review = data.get("review_on")
        if review and review <= self.today:
            self.add_error("review_on", "The review must be after today. Choose a later day.")
        return data


class ReviewForm(AskForm):
    """Somebody looked again: the warning stands for another while, or is over."""

    decision = forms.ChoiceField(
        label="What is decided?",
        choices=[(KEEP, "It still stands: keep it"), (END, "It is over: end it today")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is kept or ended"},
    )
    review_on = DateField(label="If it is kept, when is the next review?", required=False)
    reason = forms.CharField(
        label="What did you find?",
        help_text="For example: the dog was rehomed in May, seen at the visit on 3 June.",
        max_length=1000,
        error_messages={"required": "Say what you found"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        review = data.get("review_on")
        if data.get("decision") == KEEP and "review_on" not in self.errors:
            if review is None:
                self.add_error("review_on", "Say when it must be reviewed again.")
            elif review <= self.today:
                self.add_error("review_on", "The next review must be after today. Choose a later day.")
        return data


def _in_six_months(today: Any) -> Any:
    month = (today.month + 5) % 12 + 1
    return today.replace(year=today.year + (today.month > 6), month=month, day=min(today.day, 28))


@guarded("child.write", about="person_id")
def add(request: Any, person_id: int) -> HttpResponse:
    who, today = who_is(request, person_id), request.standing.today
    initial = {"starts_on": today, "review_on": _in_six_months(today)}
    form = WarningForm(request.POST or None, today=today, initial=initial)

    def do() -> None:
        new = form.taken("kind", "text", "starts_on", "review_on")
        acts.warn(request.warrant, who.person, **new, request=form.cited)

    if done(request, form, do, "The warning note is added. It stands at the head of every page about this person."):
        return redirect(details_url(who, "warnings"))
    return ask(request, who, form, title="Add a warning note")


@guarded("child.write", about="person_id")
def review(request: Any, person_id: int, warning_id: int) -> HttpResponse:
    who, today = who_is(request, person_id), request.standing.today
    note = get_object_or_404(WarningNote, pk=warning_id, person__in=who.records, withdrawn=False)
    form = ReviewForm(request.POST or None, today=today, initial={"review_on": _in_six_months(today)})

    def do() -> None:
        kept = form.cleaned_data["decision"] == KEEP
        acts.review_warning(
            request.warrant,
            note,
            review_on=form.cleaned_data["review_on"] if kept else None,
            ends_on=None if kept else max(today, note.starts_on or today),
            reason=form.cleaned_data["reason"],
            request=form.cited,
        )

    if done(request, form, do, "The review is recorded."):
        return redirect(details_url(who, "warnings"))
    due = f"Review {'was' if note.review_on < today else 'is'} due {day(note.review_on)}."
    intro = f"{note.get_kind_display()}: {note.text} {due}"
    return ask(request, who, form, title="Review this warning note", intro=intro)
