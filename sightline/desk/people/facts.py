"""The facts that stand on the person: sex, birth and death, ethnicity, disability; birth itself; the summary."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.ages import check_birth, check_expected
from sightline.desk.people.asking import AskForm, ChangeForm, ask, details_url, done, who_is
from sightline.law import cin_codes
from sightline.law.code_sets import CodeSet, collection_year
from sightline.record.acts import people as acts
from sightline.record.models import ChildSummary, Identifier, Person

SEXES = [("F", "Female"), ("M", "Male"), ("U", "Not known yet")]
LONGEST_SUMMARY = 2000
NEAR_ENOUGH = 120
"""Days between the birth and the day on which it was expected, beyond which one of the two is likely a slip."""


def choices_of(codes: CodeSet, today: datetime.date, *held: str) -> list[tuple[str, str]]:
    """The codes to choose from this year; a code held from another year stays to be chosen."""
    year = min(max(collection_year(today), codes.first_year), codes.last_year)
    choices = codes.choices(year)
    known = {code for code, _ in choices}
    old = {code.code: code.label for code in codes.codes}
    return choices + [(code, old.get(code, code)) for code in held if code and code not in known]


class FactsForm(ChangeForm):
    """What the census asks of every child, and what every page shows. An adult or unborn child has fewer."""

    never_ahead = ("birth_date", "death_date")
    kind = forms.ChoiceField(
        label="Who is this?",
        choices=[("child", "Child"), ("adult", "Adult")],
        widget=forms.RadioSelect,
    )
    sex = forms.ChoiceField(label="Sex", choices=SEXES, widget=forms.RadioSelect)
    birth_date = DateField(
        label="Date of birth", required=False, help_text="Like 27 3 2016. Leave empty if it isn’t known."
    )
    expected_birth_date = DateField(label="Expected date of birth", required=False)
    death_date = DateField(label="Date of death", required=False)
    ethnicity = forms.ChoiceField(
        label="Ethnicity", required=False, help_text="As they say themselves, or their family does."
    )
    disabilities = forms.MultipleChoiceField(label="Disability", required=False, widget=forms.CheckboxSelectMultiple)
    upn_unknown = forms.ChoiceField(label="Why no UPN is held", required=False)

    def __init__(self, *args: Any, has_upn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, today = self.standing, self.today
        asked = {
            Person.Kind.UNBORN: ("expected_birth_date", "death_date"),
            Person.Kind.ADULT: ("kind", "sex", "birth_date", "death_date", "ethnicity"),
        }.get(person.kind, tuple(name for name in self.fields if name != "expected_birth_date"))
        for name in list(self.fields):
            if name not in (*asked, "request", "version") or (name == "upn_unknown" and has_upn):
                del self.fields[name]
        if person.kind == Person.Kind.UNBORN:
            self.fields["death_date"].label = "If the pregnancy was lost, when?"
        self._choose("ethnicity", cin_codes.ETHNICITY, person.ethnicity, nothing="Not recorded yet")
        self._choose("upn_unknown", cin_codes.UPN_UNKNOWN, person.upn_unknown, nothing="No reason recorded")
        if "disabilities" in self.fields:
            self.fields["disabilities"].choices = choices_of(  # type: ignore[attr-defined]
                cin_codes.DISABILITY, today, *person.disabilities
            )

    def _choose(self, name: str, codes: CodeSet, held: str, *, nothing: str) -> None:
        if name in self.fields:
            choices = [("", nothing), *choices_of(codes, self.today, held)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("birth_date") and "birth_date" not in self.errors:
            check_birth(self, "birth_date", data.get("kind") or self.standing.kind)
        if data.get("expected_birth_date") and "expected_birth_date" not in self.errors:
            check_expected(self, "expected_birth_date")
        self.ends_after_start("birth_date", "death_date")
        chosen = data.get("disabilities") or []
        if "NONE" in chosen and len(chosen) > 1:
            self.add_error("disabilities", "“No disability” stands alone: untick it, or untick the others.")
        self.changed_meanwhile(_told(self.standing))
        return data


def _told(person: Person) -> str:
    born = day(person.birth_date) or "not known"
    ethnicity = cin_codes.ETHNICITY.label(person.ethnicity) if person.ethnicity else "not recorded"
    return f"born {born}, sex {dict(SEXES)[person.sex].lower()}, ethnicity {ethnicity}"


@guarded("person.correct", about="person_id")
def facts(request: Any, person_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    person = Person.objects.select_related("act__actor").get(pk=who.person.pk)
    names = ("kind", "sex", "birth_date", "expected_birth_date", "death_date", "ethnicity", "disabilities")
    initial = {name: getattr(person, name) for name in (*names, "upn_unknown")}
    form = FactsForm(
        request.POST or None,
        today=request.standing.today,
        standing=person,
        has_upn=any(one.scheme == Identifier.Scheme.UPN for one in who.identifiers),
        initial=initial,
    )

    def do() -> None:
        acts.correct_person(request.warrant, person, request=form.cited, **form.taken(*initial))

    if done(request, form, do, "The facts are saved. What they said before stays in the history."):
        return redirect(details_url(who, "facts"))
    return ask(request, who, form, title="Basic facts")


class BirthForm(AskForm):
    """An unborn child is born."""

    never_ahead = ("birth_date",)
    birth_date = DateField(label="Date of birth", help_text="Like 27 3 2026.")
    sex = forms.ChoiceField(
        label="Sex",
        choices=SEXES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the sex, or “Not known yet”"},
    )
    given = forms.CharField(
        label="Given names", required=False, max_length=200, help_text="Leave empty if not named yet."
    )
    family = forms.CharField(label="Family name", required=False, max_length=200)

    def __init__(self, *args: Any, expected: datetime.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        born = data.get("birth_date")
        if (
            born
            and self.expected
            and "birth_date" not in self.errors
            and abs((born - self.expected).days) > NEAR_ENOUGH
        ):
            self.ask_whether(
                "birth_date",
                f"The birth was expected on {day(self.expected)}, more than four months from this date: check "
                "it, or save it as it is.",
                f"The child was born on {day(born)}",
            )
        return data


@guarded("person.correct", about="person_id")
def birth(request: Any, person_id: int) -> HttpResponse:
    """The same person, the same history: an unborn child becomes a child."""
    who = who_is(request, person_id)
    form = BirthForm(
        request.POST or None,
        today=request.standing.today,
        expected=who.person.expected_birth_date,
        initial={field: getattr(who.names[0], field) for field in ("given", "family")} if who.names else {},
    )
    if who.person.kind != Person.Kind.UNBORN and not form.sent_before():
        return redirect(details_url(who, "facts"))

    def do() -> None:
        born_on = form.cleaned_data["birth_date"]
        named = form.taken("sex", "given", "family")
        acts.convert_at_birth(request.warrant, who.person, born_on=born_on, **named, request=form.cited)

    if done(request, form, do, "The birth is recorded. Everything recorded before birth stays on this page."):
        return redirect("person", who.records[0])
    intro = (
        "Everything recorded before birth stays. If more than one child was born, record the first here and add "
        "the others as new people."
    )
    return ask(request, who, form, title="Record the birth", intro=intro)


class SummaryForm(ChangeForm):
    """What the next worker must understand at once."""

    text = forms.CharField(
        label="What must the next person understand at once?",
        help_text="Who the child is, why we are involved, what worries us, what is going well, what comes next. "
        "A few sentences.",
        max_length=LONGEST_SUMMARY,
        error_messages={"required": "Write the summary"},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.changed_meanwhile(f"“{self.standing.text}”" if self.standing else "")
        return data


@guarded("child.write", about="person_id")
def summary(request: Any, person_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    if who.person.kind == Person.Kind.ADULT:
        raise Http404
    held = ChildSummary.objects.filter(child=who.person).select_related("act__actor").first()
    shown = held or who.summary
    form = SummaryForm(
        request.POST or None,
        today=request.standing.today,
        standing=held,
        initial={"text": shown.text if shown else ""},
    )

    def do() -> None:
        acts.write_summary(request.warrant, who.person, **form.taken("text"), request=form.cited)

    if done(request, form, do, "The summary is saved. The one before it stays in the history."):
        return redirect("person", who.records[0])
    back = {"back": f"/person/{who.records[0]}/", "back_text": "Back"}
    return ask(request, who, form, title="Summary", **back)
