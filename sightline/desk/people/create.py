"""Adding a person, only after a search.

The first page asks who it is. The second shows who is on the record already and may be the same person,
beside what was typed, and only there can a record be made. What it makes is what was searched for: the
details are signed together with whoever searched.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.warrants import Standing
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.ages import check_birth, check_expected
from sightline.desk.people.asking import AskForm, refused_in_words
from sightline.desk.people.facts import SEXES
from sightline.desk.people.finding import born
from sightline.desk.people.identifiers import EXAMPLES, check_digits, check_whose, tidied
from sightline.record import names
from sightline.record.acts import AlreadyDone
from sightline.record.acts.people import NewPerson, create_people
from sightline.record.asked import read
from sightline.record.find import Match, likely_matches
from sightline.record.models import Act, Identifier, Person

SALT = "sightline.new_person"
SEARCH_HOLDS = datetime.timedelta(hours=1)
"""How long a search stands: after that somebody else may have added the person, so it is made again."""


class NewPersonForm(AskForm):
    """Who the person is, as far as anybody knows yet."""

    kind = forms.ChoiceField(
        label="Who is it?",
        choices=[("child", "Child"), ("unborn", "Unborn child"), ("adult", "Adult")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is: a child, an unborn child or an adult"},
    )
    given = forms.CharField(label="Given names", required=False, max_length=200)
    family = forms.CharField(label="Family name", required=False, max_length=200)
    birth_date = DateField(
        label="Date of birth",
        required=False,
        help_text="For an unborn child, the date on which the birth is expected. For example, 27 3 2016.",
    )
    birth_unknown = forms.BooleanField(label="The date is not known yet", required=False)
    sex = forms.ChoiceField(label="Sex", choices=SEXES, widget=forms.RadioSelect, initial="U")
    scheme = forms.ChoiceField(
        label="A number that they are known by, if you have one",
        required=False,
        choices=[("", "None known"), *Identifier.Scheme.choices],
    )
    number = forms.CharField(
        label="Number", required=False, max_length=60, help_text=EXAMPLES, widget=forms.TextInput(attrs={"size": 20})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind, date = data.get("kind"), data.get("birth_date")
        unborn = kind == Person.Kind.UNBORN
        if date and data.get("birth_unknown"):
            self.add_error("birth_unknown", "There is a date above. Untick this, or empty the date.")
        elif date and unborn:
            check_expected(self, "birth_date")
        elif date and date > self.today:
            self.add_error(
                "birth_date", "The date of birth is in the future. If the child isn’t born, choose Unborn child."
            )
        elif date and kind:
            check_birth(self, "birth_date", kind)
        elif not date and not data.get("birth_unknown") and "birth_date" not in self.errors:
            what = "the expected date" if unborn else "a date of birth"
            self.add_error("birth_date", f"Enter {what}, or tick that it is not known yet.")
        scheme, number = data.get("scheme"), data.get("number")
        if number and not scheme:
            self.add_error("scheme", "Say which number it is.")
        elif scheme and not number:
            self.add_error("number", "Enter the number, or choose “None known”.")
        elif scheme and number:
            data["number"] = number = tidied(scheme, number)
            check_digits(self, scheme=scheme, value=number, field="number")
        if not (unborn or date or number or data.get("given") or data.get("family")):
            self.add_error("given", "Enter a name, a date of birth or a number: by something they must be found again.")
        return data

    def details(self) -> dict[str, str]:
        """What was typed, by which the search was made: the part that is signed."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("kind", "given", "family", "sex", "scheme", "number")}
        return kept | {"birth_date": data["birth_date"].isoformat() if data["birth_date"] else ""}

    def new_person(self) -> NewPerson:
        data = self.cleaned_data
        unborn = data["kind"] == Person.Kind.UNBORN
        return NewPerson(
            kind=data["kind"],
            given=data["given"],
            family=data["family"],
            sex=data["sex"],
            birth_date=None if unborn else data["birth_date"],
            expected_birth_date=data["birth_date"] if unborn else None,
            identifiers=[(data["scheme"], data["number"])] if data["number"] else [],
        )


@dataclass(frozen=True)
class Beside:
    """One who may be the same person, line by line beside what was typed."""

    match: Match
    url: str
    in_reach: bool
    lines: list[list[Any]]


def typed_in_search(text: str, *, today: datetime.date) -> dict[str, Any]:
    """What a search says about somebody new: the words are names, a date is that of birth."""
    asked = read(text, today=today)
    words = [word for word in text.split() if names.folded(word) and not any(c.isdigit() for c in word)]
    words = [word for word in words if set(names.words(word)) <= set(asked.words)]
    date = next((part.date for part in asked.parts if part.date), None)
    return {"given": " ".join(words[:-1]), "family": words[-1] if words else "", "birth_date": date}


def _beside(data: dict[str, Any], matches: list[Match], *, standing: Standing, relate_to: str) -> list[Beside]:
    ids = [match.person_id for match in matches]
    reach = (
        standing.people()
        .filter(pk__in=ids)
        .prefetch_related(Prefetch("identifiers", Identifier.objects.filter(withdrawn=False).order_by("scheme", "id")))
    )
    held = {person.pk: person for person in reach}
    name = f"{data['given']} {data['family']}".strip()
    typed = Match(0, name, 0, [], data["birth_date"], data["kind"], [])
    number = f"{Identifier.Scheme(data['scheme']).label} {data['number']}" if data["number"] else ""
    besides = []
    for match in matches:
        person = held.get(match.person_id)
        lines = [["Name", name or "Not known", _held(name, match.label)]]
        if match.other_names:
            lines.append(["Also called", "–", ", ".join(match.other_names)])
        lines += [
            ["Born", born(typed), _held(born(typed) if data["birth_date"] else "", born(match))],
            ["Who", Person.Kind(data["kind"]).label, _held(data["kind"], Person.Kind(match.kind).label)],
        ]
        if person:
            sexes = dict(SEXES)
            lines.append(["Sex", sexes[data["sex"]], _held(sexes[data["sex"]], sexes[person.sex])])
        numbers = [f"{one.get_scheme_display()} {one.value}" for one in person.identifiers.all()] if person else []
        if number or numbers:
            shown = ", ".join(numbers) or ("None held" if person else "Not shown")
            lines.append(["Number", number or "None known", _held("", shown, same=number in numbers)])
        url = reverse("person", args=[match.person_id])
        if relate_to:
            url = f"{reverse('relationship_add', args=[relate_to])}?other={match.person_id}"
        besides.append(Beside(match, url, person is not None, lines))
    return besides


def _held(typed: str, held: str, *, same: bool = False) -> dict[str, str]:
    """What the record says, marked where it is what was typed."""
    same = same or bool(typed and names.folded(typed) == names.folded(held))
    return {"text": held} | ({"tag": "Same", "colour": "green"} if same else {})


def _signed(form: NewPersonForm, user_id: int) -> str:
    return signing.dumps({"by": user_id, "details": form.details()}, salt=SALT)


def _searched(form: NewPersonForm, token: str, user_id: int) -> bool:
    """Whether this user made the search with these very details, and not long ago."""
    try:
        signed = signing.loads(token, salt=SALT, max_age=SEARCH_HOLDS)
    except signing.BadSignature:
        return False
    return bool(signed == {"by": user_id, "details": form.details()})


@guarded("person.create")
def new_person(request: Any) -> HttpResponse:
    """Ask who it is; show who may be the same; make a record only of what was searched for."""
    typed = request.POST if request.method == "POST" else request.GET
    relate_to = typed.get("relate_to", "")
    relate_to = relate_to if relate_to.isdigit() else ""
    if request.method == "POST" or "search" in typed:
        form = NewPersonForm(typed, today=request.standing.today)
        if not form.is_valid():
            return _ask_who(request, form, relate_to)
        if request.method == "GET":
            return _show_likely(request, form, relate_to)
        if not _searched(form, typed.get("searched", ""), request.user.pk):
            messages.warning(request, "Look once more who is on the record already, then create.")
            return redirect(f"{reverse('new_person')}?{_query(form, relate_to)}")
        return _create(request, form, relate_to) or _ask_who(request, form, relate_to)
    form = NewPersonForm(today=request.standing.today, initial=_initial(request))
    return _ask_who(request, form, relate_to)


def _initial(request: Any) -> dict[str, Any]:
    """What the address says of the person already: a search, or the fields themselves."""
    if "q" in request.GET:
        return typed_in_search(request.GET["q"], today=request.standing.today)
    data = request.GET.copy()
    try:
        birth = datetime.date.fromisoformat(data.get("birth_date", ""))
        data.update({"birth_date_0": birth.day, "birth_date_1": birth.month, "birth_date_2": birth.year})
    except ValueError:
        pass
    form = NewPersonForm(data, today=request.standing.today)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value and name != "request"}


def _query(form: NewPersonForm, relate_to: str, *, search: bool = True) -> str:
    """What was typed, as an address: nothing is lost going to and fro."""
    query = QueryDict(mutable=True)
    typed: Any = form.data
    for name in typed:
        if name not in ("csrfmiddlewaretoken", "searched", "request", "search", "relate_to"):
            query.setlist(name, typed.getlist(name))
    for name, value in (("relate_to", relate_to), ("search", "1" if search else "")):
        if value:
            query[name] = value
    return query.urlencode()


def _ask_who(request: Any, form: NewPersonForm, relate_to: str) -> HttpResponse:
    back = reverse("relationship_add", args=[relate_to]) if relate_to else reverse("home")
    context = {
        "form": form,
        "title": "Add a person",
        "relate_to": relate_to,
        "back_url": back,
        "ticked": request.GET.getlist("as_it_is") if not form.is_bound else [],
    }
    return render(request, "desk/people/new.html", context)


def _show_likely(request: Any, form: NewPersonForm, relate_to: str) -> HttpResponse:
    data = form.cleaned_data
    matches = likely_matches(
        data["given"],
        data["family"],
        data["birth_date"],
        sex=data["sex"],
        numbers=[data["number"]] if data["number"] else [],
    )
    context = {
        "title": "Is it one of these?" if matches else "Nobody on the record looks like this person",
        "besides": _beside(data, matches, standing=request.standing, relate_to=relate_to),
        "columns": [{"text": "What", "hidden": True}, "You typed", "On the record"],
        "typed": _typed(data),
        "searched": _signed(form, request.user.pk),
        "query": [(name, value) for name, values in QueryDict(_query(form, relate_to)).lists() for value in values],
        "request_id": form.initial["request"],
        "back_url": f"{reverse('new_person')}?{_query(form, relate_to, search=False)}",
        "back_text": "Change what you typed",
        "relate_to": relate_to,
    }
    return render(request, "desk/people/new_matches.html", context)


def _typed(data: dict[str, Any]) -> list[dict[str, Any]]:
    unborn = data["kind"] == Person.Kind.UNBORN
    rows = [
        {"key": "Name", "value": f"{data['given']} {data['family']}".strip() or "Not known"},
        {"key": "Expected" if unborn else "Born", "value": day(data["birth_date"]) or "Not known yet"},
        {"key": "Who", "value": Person.Kind(data["kind"]).label},
        {"key": "Sex", "value": dict(SEXES)[data["sex"]]},
    ]
    if data["number"]:
        rows.append({"key": Identifier.Scheme(data["scheme"]).label, "value": data["number"]})
    return rows


def _create(request: Any, form: NewPersonForm, relate_to: str) -> HttpResponse | None:
    """Make the record and go on to it; None when the database refused, and the form says why."""

    data = form.cleaned_data
    if data["scheme"] == Identifier.Scheme.LA_CHILD_ID:
        check_whose(
            form, scheme=data["scheme"], value=data["number"], standing=request.standing, own=[], field="number"
        )
        if form.errors and not Act.objects.filter(request=form.cited).exists():
            return None
    try:
        [person] = create_people(request.warrant, [form.new_person()], request=form.cited)
        person_id = person.pk
        messages.success(request, "The record is created.")
    except AlreadyDone as done:
        person_id = Person.objects.filter(history__act=done.act).values_list("pk", flat=True)[0]
        messages.success(request, "The record was created already: nothing was done twice.")
    except IntegrityError as error:
        refused_in_words(form, error)
        return None
    if relate_to:
        return redirect(f"{reverse('relationship_add', args=[relate_to])}?{urlencode({'other': person_id})}")
    return redirect("person", person_id)
