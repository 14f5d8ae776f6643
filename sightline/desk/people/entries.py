"""Ending what no longer holds, and withdrawing what was entered in error: the same for every dated fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.child.family import names_of
from sightline.desk.people.asking import AskForm, ask, details_url, done, who_is
from sightline.record.acts import people as acts
from sightline.record.models import Identifier, PersonName, Relationship, Residence, WarningNote


def _relationship_in_words(link: Any) -> str:
    names = names_of({link.person_id, link.other_id})
    one, other = names.get(link.person_id, "Name not held"), names.get(link.other_id, "name not held")
    return f"{one}: {link.get_kind_display().lower()} of {other}"


@dataclass(frozen=True)
class Sort:
    """One sort of dated fact: what it is called, where it stands on the details page, and it in words.

    part: the name of the part of an address that holds its id.
    """

    part: str
    model: type[acts.Withdrawable]
    called: str
    fragment: str
    in_words: Callable[[Any], str]


SORTS: dict[str, Sort] = {
    "name": Sort("name_id", PersonName, "name", "names", lambda e: f"{e}, {e.get_kind_display().lower()}"),
    "identifier": Sort(
        "identifier_id", Identifier, "identifier", "identifiers", lambda e: f"{e.get_scheme_display()} {e.value}"
    ),
    "home": Sort(
        "residence_id", Residence, "address", "homes", lambda e: f"{e.address}, {e.get_kind_display().lower()}"
    ),
    "relationship": Sort("relationship_id", Relationship, "relationship", "relationships", _relationship_in_words),
    "warning": Sort(
        "warning_id", WarningNote, "warning note", "warnings", lambda e: f"{e.get_kind_display()}. {e.text}"
    ),
}


class EndForm(AskForm):
    """The day on which something ceased to hold."""

    never_ahead = ("ends_on",)
    ends_on = DateField(label="When did it end?", help_text="The first day on which it no longer held, like 27 3 2026.")

    def __init__(self, *args: Any, entry: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        starts, ends = self.entry.starts_on, data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", f"It started on {day(starts)}, so it can’t have ended before. Check the date.")
        return data


class WithdrawForm(AskForm):
    """Why something was never so."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="For example: entered on the wrong child. It stays in the history with your reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn"},
    )


def _entry(request: Any, records: Any, what: str, entry_id: int) -> Any:
    """The entry if it is about this person; 404 otherwise. A relationship is about both its people.

    A withdrawn one has no page; sent twice, though, the form finds it and the act says that it is done.
    """
    sort = SORTS[what]
    about = Q(person__in=records)
    if sort.model is Relationship:
        about |= Q(other__in=records)
    rows: Any = sort.model._default_manager.filter(about)
    if request.method == "GET":
        rows = rows.filter(withdrawn=False)
    return get_object_or_404(rows, pk=entry_id)


def _end(request: Any, person_id: int, what: str, entry_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    sort, entry = SORTS[what], _entry(request, who.records, what, entry_id)
    form = EndForm(
        request.POST or None,
        today=request.standing.today,
        entry=entry,
        initial={"ends_on": entry.ends_on or request.standing.today},
    )

    def do() -> None:
        acts.end_entry(request.warrant, entry, on=form.cleaned_data["ends_on"], request=form.cited)

    if done(request, form, do, f"The {sort.called} is ended."):
        return redirect(details_url(who, sort.fragment))
    return ask(
        request,
        who,
        form,
        title=f"End this {sort.called}",
        intro=f"{sort.in_words(entry)}.",
        submit_text="End it",
    )


def _withdraw(request: Any, person_id: int, what: str, entry_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    sort, entry = SORTS[what], _entry(request, who.records, what, entry_id)
    form = WithdrawForm(request.POST or None, today=request.standing.today)

    def do() -> None:
        acts.withdraw_entry(request.warrant, entry, reason=form.cleaned_data["reason"], request=form.cited)

    if done(request, form, do, f"The {sort.called} is withdrawn. It stays in the history with your reason."):
        return redirect(details_url(who, sort.fragment))
    return ask(
        request,
        who,
        form,
        title=f"Withdraw this {sort.called}",
        intro=f"{sort.in_words(entry)}.",
        submit_text="Withdraw it",
    )


def _page(do: Callable[..., HttpResponse], what: str, permission: str) -> Callable[..., HttpResponseBase]:
    def page(request: Any, person_id: int, **parts: int) -> HttpResponseBase:
        return do(request, person_id, what, parts[SORTS[what].part])

    page.__name__ = f"{what}{do.__name__}"
    return guarded(permission, about="person_id")(page)


end_name = _page(_end, "name", "person.correct")
end_home = _page(_end, "home", "person.correct")
end_relationship = _page(_end, "relationship", "person.correct")
withdraw = {what: _page(_withdraw, what, "child.write" if what == "warning" else "person.correct") for what in SORTS}
