"""Where people live: moving one person or the household, and correcting where they lived."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from sightline.access.guard import guarded
from sightline.access.warrants import Standing
from sightline.design.forms import DateField
from sightline.design.templatetags.design import age, day
from sightline.desk.child.family import home_of, homes_of
from sightline.desk.child.portrait import Portrait
from sightline.desk.people.asking import ChangeForm, ask, details_url, done, who_is
from sightline.desk.people.names import SLIP
from sightline.record.acts import people as acts
from sightline.record.models import Person, Relationship, Residence

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
NOT_TO_BE_DISCLOSED = "Must not be disclosed to the family or anybody who might tell them"


@dataclass(frozen=True)
class Housemate:
    """Somebody who shares a home with the page's person. related: of the family, not only under one roof."""

    home: Residence
    label: str
    related: bool


def related_to(records: Iterable[int], *, among: Iterable[int]) -> set[int]:
    """Who among these people belongs to the family: related to the person, or to a relative of theirs."""
    among, family = set(among), set(records)
    links = set(
        Relationship.objects.filter(
            Q(person__in=among | family) & Q(other__in=among | family), withdrawn=False, ends_on__isnull=True
        )
        .exclude(kind=Relationship.Kind.PROFESSIONAL)
        .values_list("person", "other")
    )
    for _ in range(2):
        family |= {b for a, b in links if a in family} | {a for a, b in links if b in family}
    return family & among


def household(
    records: Sequence[int], home: Residence | None, *, standing: Standing, today: datetime.date
) -> list[Housemate]:
    """Who lives at this home with the person today: their family, and others there who are within reach.

    Strangers under one roof (a refuge, a hostel) are neither shown nor moved.
    """
    if home is None or home.kind != Residence.Kind.HOME:
        return []
    there = list(
        Residence.objects.filter(
            address=home.address_id, kind=Residence.Kind.HOME, withdrawn=False, ends_on__isnull=True
        )
        .exclude(person__in=records)
        .select_related("person__search_key")
        .order_by("person__birth_date", "person_id")
    )
    if not there:
        return []
    ids = [one.person_id for one in there]
    family = related_to(records, among=ids)
    reach = set(standing.people().filter(pk__in=set(ids) - family).values_list("pk", flat=True))
    return [
        Housemate(one, _label(one.person, today), one.person_id in family)
        for one in there
        if one.person_id in family | reach
    ]


def _label(person: Person, today: datetime.date) -> str:
    born = person.birth_date
    return f"{person.search_key.label}{f' ({age(born, today)})' if born else ''}"


class HomeForm(ChangeForm):
    """An address and who lives there from when. people: who may be moved or put right together."""

    never_ahead = ("starts_on", "ends_on")
    people = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    lines = forms.CharField(
        label="Address",
        help_text="One line each, without the postcode.",
        max_length=500,
        error_messages={"required": "Enter the address"},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=12,
        help_text="For example, WX4 7QT. Leave empty if it isn’t known or the address is abroad.",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="What is it?", choices=Residence.Kind, widget=forms.RadioSelect, initial="home")
    starts_on = DateField(
        label="From", required=False, help_text="The day of the move. Empty if nobody knows since when."
    )
    ends_on = DateField(label="Until", required=False, help_text="Only for an address that they have left already.")
    confidential = forms.BooleanField(label=NOT_TO_BE_DISCLOSED, required=False)

    def __init__(self, *args: Any, who: Portrait, housemates: list[Housemate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.housemates = who, housemates
        if not housemates:
            del self.fields["people"]
            return
        field = self.fields["people"]
        field.label = "Who moves?" if self.standing is None else "For whom is it put right?"
        field.choices = [(str(who.person.pk), who.name)] + [  # type: ignore[attr-defined]
            (str(one.home.person_id), one.label) for one in housemates
        ]
        field.initial = [str(who.person.pk)] + [str(one.home.person_id) for one in housemates if one.related]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.ends_after_start()
        if "people" in self.fields and not data.get("people") and "people" not in self.errors:
            self.add_error("people", "Tick at least one person.")
        code = acts.tidy_postcode(data.get("postcode") or "")
        data["postcode"] = code
        if code and not _POSTCODE.fullmatch(code):
            self.ask_whether(
                "postcode",
                "This isn’t the form of a UK postcode, like WX4 7QT: check it, or save it as it is.",
                f"Save the postcode {code} as it is",
            )
        if self.standing:
            self.changed_meanwhile(str(self.standing.address))
        return data

    def chosen(self) -> set[int]:
        """The people ticked; the page's person when nobody else could be."""
        ticked = self.cleaned_data.get("people") or [str(self.who.person.pk)]
        return {int(pk) for pk in ticked}

    def name_the_overlap(self) -> None:
        """After the database refused two homes on one day: say whose, and which other home it is."""
        errors = self.errors.get("starts_on")
        if not errors or "two homes" not in str(errors):
            return
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        homes = Residence.objects.filter(person__in=self.chosen(), kind=Residence.Kind.HOME, withdrawn=False)
        if self.standing:
            homes = homes.exclude(address=self.standing.address_id, starts_on=self.standing.starts_on)
        overlaps = Q(ends_on__isnull=True) | Q(ends_on__gt=starts) if starts else Q()
        if ends:
            overlaps &= Q(starts_on__isnull=True) | Q(starts_on__lt=ends)
        other = homes.filter(overlaps).select_related("address", "person__search_key").first()
        if other is None:
            return
        since = f"from {day(other.starts_on)}" if other.starts_on else "(since when isn’t known)"
        until = f" until {day(other.ends_on)}" if other.ends_on else ""
        self.add_error("starts_on", f"{other.person.search_key.label} has a home at {other.address} {since}{until}.")


_FIELDS = ("lines", "postcode", "kind", "starts_on", "ends_on", "confidential")


@guarded("person.correct", about="person_id")
def add(request: Any, person_id: int) -> HttpResponse:
    """Move to an address, alone or with the household; or add one from before."""
    who, today = who_is(request, person_id), request.standing.today
    home = home_of(homes_of(who.records), today)
    form = HomeForm(
        request.POST or None,
        today=today,
        who=who,
        housemates=household(who.records, home, standing=request.standing, today=today),
        initial={"confidential": bool(home and home.confidential)},
    )

    def do() -> None:
        people = [Person(pk=pk) for pk in sorted(form.chosen())]
        acts.move_home(request.warrant, people, **form.taken(*_FIELDS), request=form.cited)

    if done(request, form, do, "The address is recorded."):
        return redirect(details_url(who, "homes"))
    form.name_the_overlap()
    intro = ""
    if home:
        secret = ", which must not be disclosed" if home.confidential else ""
        intro = f"Lives now at {home.address}{secret}. That home ends on the day of the move."
    return ask(request, who, form, title="Move home, or add an address", intro=intro)


@guarded("person.correct", about="person_id")
def change(request: Any, person_id: int, residence_id: int) -> HttpResponse:
    """Put an address or its dates right, for one person or for all who were entered with it."""
    who, today = who_is(request, person_id), request.standing.today
    held = Residence.objects.select_related("address", "act__actor")
    home = get_object_or_404(held, pk=residence_id, person__in=who.records, withdrawn=False)
    housemates = [
        one
        for one in household(who.records, home, standing=request.standing, today=today)
        if home.ends_on is None and one.home.starts_on == home.starts_on
    ]
    initial = {name: getattr(home, name) for name in ("kind", "starts_on", "ends_on", "confidential")}
    initial |= {"lines": home.address.lines, "postcode": home.address.postcode}
    form = HomeForm(request.POST or None, today=today, standing=home, who=who, housemates=housemates, initial=initial)

    def do() -> None:
        chosen = form.chosen()
        homes = [one.home for one in housemates if one.home.person_id in chosen]
        homes += [home] if who.person.pk in chosen else []
        acts.correct_home(request.warrant, homes, **form.taken(*_FIELDS), request=form.cited)

    if done(request, form, do, "The address is corrected. What it said before stays in the history."):
        return redirect(details_url(who, "homes"))
    form.name_the_overlap()
    return ask(request, who, form, title="Correct an address", intro=SLIP)
