"""How every short form about a person asks: once, kindly, and without losing a word.

A form sent twice does its act once. What is odd but possible is asked about and may be ticked to stand. What
somebody else changed meanwhile is shown, never overwritten unseen. What only the database can see
(two homes on one day) is said in words on the form.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from sightline.design.forms import DateField, Helper
from sightline.design.templatetags.design import day
from sightline.desk.child.portrait import Portrait, portrait_of
from sightline.desk.unsent import keeping, sent
from sightline.forms.acts import NotNowError
from sightline.record.acts import AlreadyDone
from sightline.record.acts.people import WithdrawnError
from sightline.record.joined import records_of
from sightline.record.models import Act, Person

EARLIEST_YEAR = 1890


class AskForm(forms.Form):
    """A short form. today: the day on which it is asked, for dates that can't be in the future."""

    request = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    never_ahead: tuple[str, ...] = ()
    """The dates that can't be in the future."""

    def __init__(self, data: Any = None, *, today: datetime.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"request": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(data, **kwargs)
        self.today = today
        self.asks: dict[str, str] = {}

    @property
    def helper(self) -> Helper:
        """The layout that its fields call for, each by its kind."""
        helper = Helper()
        helper.layout = Layout(*(_laid_out(name, field) for name, field in self.fields.items()))
        return helper

    @property
    def cited(self) -> uuid.UUID | None:
        """The form's own number, by which it is done once."""
        try:
            return uuid.UUID(str(self.data.get("request")))
        except ValueError:
            return None

    def taken(self, *names: str) -> dict[str, Any]:
        """The answers with these names; to questions that were not asked, none."""
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def sent_before(self) -> bool:
        """Whether this very form was sent before, and done. Then what it asks is true already."""
        return self.cited is not None and Act.objects.filter(request=self.cited).exists()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, field in self.fields.items():
            value = data.get(name)
            if isinstance(field, DateField) and value:
                if value.year < EARLIEST_YEAR:
                    self.add_error(name, "Enter the year in four figures, like 2016")
                elif name in self.never_ahead and value > self.today:
                    self.add_error(name, f"{_called(field)} is in the future. Record it on the day or after.")
        return data

    def ends_after_start(self, starts: str = "starts_on", ends: str = "ends_on") -> None:
        first, last = self.cleaned_data.get(starts), self.cleaned_data.get(ends)
        if first and last and last < first:
            self.add_error(ends, f"The end is before the start, {day(first)}. Change one of the two.")

    def ask_whether(self, field: str, problem: str, tick: str, *, about: Any = None) -> None:
        """Something odd that may yet be true: it stands once the person has ticked that it does.

        about: the value in doubt. A tick holds for that value alone, so another slip is asked about anew.
        """
        key = f"{field}:{self.cleaned_data.get(field) if about is None else about}"
        self.asks[key] = tick
        if key not in self._ticked():
            self.add_error(field, problem)

    def _ticked(self) -> list[str]:
        return list(self.data.getlist("as_it_is")) if isinstance(self.data, QueryDict) else []

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        if self.asks:
            self.fields["as_it_is"] = forms.MultipleChoiceField(
                label="Is it right as it is?",
                choices=list(self.asks.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class ChangeForm(AskForm):
    """A form that changes what stands: it knows which version the person had before them."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, standing: Any = None, **kwargs: Any) -> None:
        act_id = standing.act_id if standing else 0
        kwargs["initial"] = {"version": act_id} | (kwargs.get("initial") or {})
        super().__init__(data, **kwargs)
        self.standing = standing

    def changed_meanwhile(self, now: str) -> None:
        """Ask once more when somebody else changed what stands. now: what they made of it."""
        held = self.standing.act_id if self.standing else 0
        if self.cleaned_data.get("version") in (None, held):
            return
        who = str(self.standing.act.actor or "Somebody") if self.standing else "Somebody"
        first = next(iter(self.visible_fields())).name
        self.add_error(
            first, f"{who} changed this while you had it open. It now says: {now}. Save again to keep yours."
        )
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(held)  # type: ignore[index]


def _called(field: forms.Field) -> str:
    """What a date is called in a sentence: its label, unless that is a question."""
    label = str(field.label or "")
    return "This date" if label.endswith("?") or not label else label


def _laid_out(name: str, field: forms.Field) -> Any:
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return Field.checkboxes(name, legend_size=Size.SMALL, small=len(field.choices) > 6)  # type: ignore[attr-defined]
    if isinstance(widget, forms.RadioSelect):
        inline = len(field.choices) <= 3 and all(  # type: ignore[attr-defined]
            len(str(choice[1])) < 16 and not getattr(choice, "hint", None)
            for choice in field.choices  # type: ignore[attr-defined]
        )
        return Field.radios(name, inline=inline, legend_size=Size.SMALL)
    if isinstance(widget, forms.CheckboxInput):
        return Field.checkbox(name)
    if isinstance(widget, forms.Textarea):
        return Field.textarea(name, rows=widget.attrs.get("rows", 4), label_size=Size.SMALL)
    return Field.text(name, field_width=widget.attrs.get("size"), label_size=Size.SMALL)


TWICE = "This was saved already, and was not done twice."

IN_WORDS: dict[str, tuple[str, str]] = {
    "name_ends_after_it_starts": ("ends_on", "The end is before the start. Change one of the two dates."),
    "name_is_not_empty": ("given", "Enter at least one of the two names."),
    "identifier_la_child_id_is_one_persons": (
        "value",
        "This LA child ID has just been given to somebody else. Check the number.",
    ),
    "identifier_is_not_empty": ("value", "Enter the number."),
    "residence_ends_after_it_starts": (
        "ends_on",
        "The end is before the start. Change one of the two dates.",
    ),
    "residence_one_home_at_a_time": (
        "starts_on",
        "Nobody has two homes on one day, and these dates overlap another home. Change them, or end the other "
        "home first. Somewhere a person is only at times is “Stays there at times”.",
    ),
    "relationship_ends_after_it_starts": (
        "ends_on",
        "The end is before the start. Change one of the two dates.",
    ),
    "relationship_is_between_two": ("kind", "This is the same person. Choose somebody else."),
    "relationship_stated_once": (
        "kind",
        "These two have a relationship recorded for these dates. Change that one instead.",
    ),
    "warning_ends_after_it_starts": ("ends_on", "The end is before the start. Change one of the two dates."),
    "absence_once_at_a_time": (
        "starts_on",
        "They are recorded as away on some of these days already. Change that absence, or choose other days.",
    ),
    "absence_ends_after_it_starts": ("ends_on", "The day of return is before the first day away."),
    "person_unborn_has_no_birth_date": (
        "birth_date",
        "An unborn child has no date of birth. Record the birth instead.",
    ),
    "same_person_joined_once": ("reason", "One of these records was joined to another just now."),
    "same_person_is_two_records": ("reason", "These are one record already."),
}
"""What the database refuses, by the name of its constraint: the field that it is about, and what to do."""


def done(request: HttpRequest, form: AskForm, do: Callable[[], Any], said: str) -> bool:
    """Do what the form was sent for. False: it was not sent, or it says why it can't be done.

    do: the act, asked for only when all answers hold. True also for a form sent twice, which is done once.
    """
    if request.method != "POST":
        return False
    if form.sent_before():
        messages.success(request, TWICE)
        return True
    if not form.is_valid():
        return False
    try:
        do()
    except AlreadyDone:
        messages.success(request, TWICE)
        return True
    except (WithdrawnError, NotNowError) as error:
        form.add_error(None, str(error))
        return False
    except IntegrityError as error:
        refused_in_words(form, error)
        return False
    messages.success(request, said)
    sent(request)
    return True


def refused_in_words(form: forms.Form, error: IntegrityError) -> None:
    """Put what the database refused on the form, in words. Raises it again if there are none for it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name not in IN_WORDS:
        raise error
    field, words = IN_WORDS[name]
    form.add_error(field if field in form.fields else None, words)


def who_is(request: Any, person_id: int) -> Portrait:
    """Who the page is about: all their joined records, read as one."""
    try:
        return portrait_of(records_of(person_id), today=request.standing.today)
    except Person.DoesNotExist:
        raise Http404 from None


def details_url(who: Portrait, fragment: str = "") -> str:
    url = reverse("person_details", args=[who.records[0]])
    return f"{url}#{fragment}" if fragment else url


def ask(
    request: Any,
    who: Portrait,
    form: AskForm,
    *,
    title: str,
    back: str = "",
    template: str = "design/form_page.html",
    **context: Any,
) -> HttpResponse:
    """The page that asks: who it is about, what is asked, and the way back."""
    back = back or details_url(who)
    return render(
        request,
        template,
        {"person": who.banner(), "form": keeping(request, form), "title": title, "back_url": back, "cancel_url": back}
        | {"back_text": "Details and corrections", "submit_text": "Save"}
        | context,
    )
