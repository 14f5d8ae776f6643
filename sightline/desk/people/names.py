"""The names by which a person is or was known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.asking import ChangeForm, ask, details_url, done, who_is
from sightline.record.acts import people as acts
from sightline.record.models import PersonName


class NameForm(ChangeForm):
    """A name with its dates. held: the legal names that stand now."""

    never_ahead = ("starts_on", "ends_on")
    given = forms.CharField(label="Given names", required=False, max_length=200)
    family = forms.CharField(label="Family name", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="What kind of name is it?", choices=PersonName.Kind, widget=forms.RadioSelect, initial="legal"
    )
    starts_on = DateField(label="From", required=False, help_text="Leave empty if it has always been so.")
    ends_on = DateField(
        label="Until", required=False, help_text="The first day on which it no longer held. Empty if it still does."
    )

    def __init__(self, *args: Any, held: list[PersonName] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held or []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("given", "").strip() or data.get("family", "").strip()):
            self.add_error("given", "Enter at least one of the two names.")
        self.ends_after_start()
        if data.get("kind") == PersonName.Kind.LEGAL and data.get("ends_on") is None and not self.standing:
            self._one_legal_name_at_a_time(data)
        if self.standing:
            self.changed_meanwhile(str(self.standing))
        return data

    def _one_legal_name_at_a_time(self, data: dict[str, Any]) -> None:
        starts = data.get("starts_on")
        for name in self.held:
            if starts is None and "starts_on" not in self.errors:
                self.add_error(
                    "starts_on",
                    f"Say from when: the legal name held now, {name}, ends on that day. If {name} is a slip, "
                    "go back and change it instead.",
                )
                return
            if starts and name.starts_on and starts < name.starts_on:
                self.add_error(
                    "ends_on", f"Say until when: {name} has been the legal name since {day(name.starts_on)}."
                )
                return


_FIELDS = ("kind", "given", "family", "starts_on", "ends_on")
SLIP = (
    "Use this to put a slip right. If it was true and changed, end it and add a new one; "
    "if it was never this person’s, withdraw it."
)


@guarded("person.correct", about="person_id")
def add(request: Any, person_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    held = [name for name in who.names if name.kind == PersonName.Kind.LEGAL and name.ends_on is None]
    form = NameForm(request.POST or None, today=request.standing.today, held=held)

    def do() -> None:
        acts.add_name(request.warrant, who.person, **form.taken(*_FIELDS), request=form.cited)

    if done(request, form, do, "The name is added."):
        return redirect(details_url(who, "names"))
    intro = f"A new legal name ends the one held now ({held[0]})." if held else ""
    return ask(request, who, form, title="Add a name", intro=intro)


@guarded("person.correct", about="person_id")
def change(request: Any, person_id: int, name_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    name = get_object_or_404(
        PersonName.objects.select_related("act__actor"), pk=name_id, person__in=who.records, withdrawn=False
    )
    initial = {field: getattr(name, field) for field in _FIELDS}
    form = NameForm(request.POST or None, today=request.standing.today, standing=name, initial=initial)

    def do() -> None:
        acts.correct_entry(request.warrant, name, request=form.cited, **form.taken(*_FIELDS))

    if done(request, form, do, "The name is corrected. What it said before stays in the history."):
        return redirect(details_url(who, "names"))
    return ask(request, who, form, title="Correct a name", intro=SLIP)
