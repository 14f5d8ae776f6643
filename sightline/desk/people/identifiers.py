"""The numbers that others know a person by: NHS number, UPN, local identifiers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from sightline.access.guard import guarded
from sightline.access.warrants import Standing
from sightline.design.templatetags.design import day
from sightline.desk.child.portrait import Portrait
from sightline.desk.people.asking import AskForm, ChangeForm, ask, details_url, done, who_is
from sightline.desk.people.names import SLIP
from sightline.law.identifiers import nhs_number_problem, tidy, upn_problem
from sightline.record.acts import people as acts
from sightline.record.models import Identifier

Scheme = Identifier.Scheme
EXAMPLES = "For example, NHS number 943 476 5919, or UPN H801200001001."
_PROBLEM = {Scheme.NHS: nhs_number_problem, Scheme.UPN: upn_problem, Scheme.FORMER_UPN: upn_problem}


def tidied(scheme: str, value: str) -> str:
    """A number as it is kept: without spaces where its makers write none."""
    return tidy(value) if scheme in _PROBLEM else value.strip()


def check_digits(form: AskForm, *, scheme: str, value: str, field: str = "value") -> None:
    """Ask about a number that fails the check it carries within it."""
    problem = _PROBLEM[Scheme(scheme)](value) if scheme in _PROBLEM else ""
    if problem:
        form.ask_whether(
            field,
            f"{problem}: check it, or save it as it is.",
            f"Save {Scheme(scheme).label} {value} as it is",
            about=f"check {value}",
        )


def check_whose(
    form: AskForm, *, scheme: str, value: str, standing: Standing, own: list[int], field: str = "value"
) -> None:
    """Say whose number it is already. own: the records of the person to whom it is given."""
    label = Scheme(scheme).label
    others = Identifier.objects.filter(scheme=scheme, value=value, withdrawn=False).exclude(person__in=own)
    other = others.select_related("person__search_key").first()
    if other is None:
        return
    if not standing.people().filter(pk=other.person_id).exists():
        whose = "somebody else, whose record is not within your reach"
    else:
        born = other.person.birth_date
        whose = f"{other.person.search_key.label}{f', born {day(born)}' if born else ''}"
    if scheme == Scheme.LA_CHILD_ID:
        form.add_error(field, f"This LA child ID belongs to {whose}. Check the number.")
    else:
        form.ask_whether(
            field,
            f"This {label} belongs to {whose}. Check it: the two may be one person.",
            f"{label} {value} is on both records",
            about=f"other {value}",
        )


class IdentifierForm(ChangeForm):
    """One number of one scheme."""

    scheme = forms.ChoiceField(
        label="Which number is it?",
        choices=Scheme,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which number it is"},
    )
    value = forms.CharField(
        label="Number",
        max_length=60,
        help_text=EXAMPLES,
        widget=forms.TextInput(attrs={"size": 20}),
        error_messages={"required": "Enter the number"},
    )

    def __init__(self, *args: Any, by: Standing, own: list[int], held: list[Identifier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.own = by, own
        self.held = [one for one in held if not self.standing or one.pk != self.standing.pk]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        scheme, value = data.get("scheme"), data.get("value")
        if not scheme or not value:
            return data
        data["value"] = value = tidied(scheme, value)
        held = [one for one in self.held if one.scheme == scheme]
        if any(one.value == value for one in held):
            self.add_error("value", f"This {Scheme(scheme).label} is held already.")
            return data
        if held and scheme == Scheme.LA_CHILD_ID:
            self.add_error(
                "scheme",
                f"LA child ID {held[0].value} is held. Correct that one, or record this as an ID in an earlier system.",
            )
        elif held and scheme == Scheme.NHS:
            self.ask_whether(
                "value",
                f"NHS number {held[0].value} is held. If one of the two is wrong, withdraw it.",
                f"Both are right: keep {value} as well",
                about=f"second {value}",
            )
        check_digits(self, scheme=scheme, value=value)
        check_whose(self, scheme=scheme, value=value, standing=self.by, own=self.own)
        if self.standing:
            self.changed_meanwhile(f"{self.standing.get_scheme_display()} {self.standing.value}")
        return data


@guarded("person.correct", about="person_id")
def add(request: Any, person_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    form = _form(request, who)

    def do() -> None:
        acts.add_identifier(request.warrant, who.person, **form.taken("scheme", "value"), request=form.cited)

    if done(request, form, do, "The number is added."):
        return redirect(details_url(who, "identifiers"))
    upn = next((one.value for one in who.identifiers if one.scheme == Scheme.UPN), "")
    intro = f"A new UPN makes the one held now, {upn}, a former UPN." if upn else ""
    return ask(request, who, form, title="Add an identifier", intro=intro)


@guarded("person.correct", about="person_id")
def change(request: Any, person_id: int, identifier_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    held = Identifier.objects.select_related("act__actor")
    identifier = get_object_or_404(held, pk=identifier_id, person__in=who.records, withdrawn=False)
    form = _form(request, who, identifier)

    def do() -> None:
        acts.correct_entry(request.warrant, identifier, request=form.cited, **form.taken("scheme", "value"))

    if done(request, form, do, "The number is corrected. What it said before stays in the history."):
        return redirect(details_url(who, "identifiers"))
    return ask(request, who, form, title="Correct an identifier", intro=SLIP)


def _form(request: Any, who: Portrait, standing: Identifier | None = None) -> IdentifierForm:
    return IdentifierForm(
        request.POST or None,
        today=request.standing.today,
        by=request.standing,
        own=list(who.records),
        held=who.identifiers,
        standing=standing,
        initial={"scheme": standing.scheme, "value": standing.value} if standing else {},
    )
