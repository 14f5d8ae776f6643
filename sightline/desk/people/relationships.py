"""Family and network: who a person is to somebody else, from when, and whether they hold parental responsibility."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.warrants import DeniedError, log_refusal
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.child.family import INVERSE, names_of
from sightline.desk.child.portrait import Portrait
from sightline.desk.people.asking import AskForm, ChangeForm, ask, details_url, done, who_is
from sightline.desk.people.finding import find_somebody
from sightline.desk.people.names import SLIP
from sightline.record.acts import people as acts
from sightline.record.joined import records_of
from sightline.record.models import Person, Relationship

Kind = Relationship.Kind
OF = "of:"
"""Before a kind: the page's person is the mother of the other, not the other way round."""

BASES = (
    "Mother, from birth",
    "Married to the mother, or her civil partner",
    "Father named on the birth certificate (since 1 December 2003)",
    "Second female parent",
    "Parental responsibility agreement",
    "Parental responsibility order",
    "Child arrangements order",
    "Special guardianship order",
    "Adoption order",
    "Appointed guardian",
    "Another basis",
)
_YES, _NO, _NOT_KNOWN = "yes", "no", "not_known"
_HELD = {_YES: True, _NO: False, _NOT_KNOWN: None}


class ResponsibilityFields(AskForm):
    """Dates and parental responsibility: the same for a new relationship and one put right."""

    starts_on = DateField(
        label="From", required=False, help_text="Leave empty if it has been so from birth, or nobody knows."
    )
    responsibility = forms.ChoiceField(
        label="Does the adult have parental responsibility for the child?",
        choices=[(_YES, "Yes"), (_NO, "No"), (_NOT_KNOWN, "Not known")],
        widget=forms.RadioSelect,
        initial=_NOT_KNOWN,
        help_text="Leave “Not known” for anybody but an adult and a child.",
    )
    basis = forms.ChoiceField(
        label="If yes, on what basis?",
        required=False,
        choices=[("", "Not known"), *((basis, basis) for basis in BASES)],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("basis") and data.get("responsibility") != _YES:
            self.add_error("basis", "There is a basis only where the answer above is Yes. Change one of the two.")
        return data

    def responsibility_fields(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "starts_on": data["starts_on"],
            "parental_responsibility": _HELD[data["responsibility"]],
            "parental_responsibility_basis": data["basis"],
        }


class RelationshipForm(ResponsibilityFields):
    """Who the other person is to the page's person, or the other way round."""

    never_ahead = ("starts_on",)
    kind = forms.ChoiceField(label="How are they related?", error_messages={"required": "Choose how they are related"})
    field_order = ("request", "kind", "starts_on", "responsibility", "basis")

    def __init__(self, *args: Any, who: Portrait, other: Person, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who, self.other, self.label = who, other, label
        theirs = (f"{label} is {of(who.name)}…", [(kind.value, kind.label.lower()) for kind in Kind])
        ours = (
            f"{who.name} is {of(label)}…",
            [(OF + kind.value, kind.label.lower()) for kind in Kind if kind.value in INVERSE],
        )
        younger = other.kind != Person.Kind.ADULT and who.person.kind == Person.Kind.ADULT
        groups = [ours, theirs] if younger else [theirs, ours]
        self.fields["kind"].choices = [("", "Choose one"), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        others = records_of(self.other.pk)
        if set(others) & set(self.who.records):
            self.add_error(None, "This is the same person. Choose somebody else.")
            return data
        starts = data.get("starts_on")
        held = Relationship.objects.filter(
            Q(person__in=self.who.records, other__in=others) | Q(person__in=others, other__in=self.who.records),
            withdrawn=False,
        ).exclude(ends_on__isnull=False, **({"ends_on__lte": starts} if starts else {"pk": 0}))
        if standing := held.first():
            names = names_of({standing.person_id, standing.other_id})
            until = f" until {day(standing.ends_on)}" if standing.ends_on else ""
            self.add_error(
                "kind",
                f"{names.get(standing.person_id)} is on the record as the {standing.get_kind_display().lower()} of "
                f"{names.get(standing.other_id)}{until}. Correct or end that relationship instead.",
            )
        return data

    def relation(self) -> acts.Relation:
        kind, one, other = self.cleaned_data["kind"], self.other.pk, self.who.person.pk
        if kind.startswith(OF):
            kind, one, other = kind.removeprefix(OF), other, one
        return acts.Relation(person_id=one, other_id=other, kind=kind, **self.responsibility_fields())


class CorrectRelationshipForm(ChangeForm, ResponsibilityFields):
    """The same two people: what one is to the other, the dates, and responsibility."""

    never_ahead = ("starts_on", "ends_on")
    kind = forms.ChoiceField(choices=Kind)
    ends_on = DateField(
        label="Until", required=False, help_text="The first day on which it no longer held. Empty if it still does."
    )
    field_order = ("request", "version", "kind", "starts_on", "ends_on", "responsibility", "basis")

    def __init__(self, *args: Any, names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = f"{names[0]} is {of(names[1])}…"
        basis = self.standing.parental_responsibility_basis
        if basis and basis not in BASES:
            self.fields["basis"].choices = [*self.fields["basis"].choices, (basis, basis)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.ends_after_start()
        self.changed_meanwhile(self.standing.get_kind_display())
        return data


def of(name: str) -> str:
    """A name as an owner: "Sam Wren’s", "Miles’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


@guarded("person.correct", about="person_id")
def add(request: Any, person_id: int) -> HttpResponse:
    """First find the other person, then say what they are to each other."""
    who = who_is(request, person_id)
    chosen = request.GET.get("other", "")
    if not chosen.isdigit():
        return _find_relative(request, who)
    other = Person.objects.filter(pk=records_of(int(chosen))[0]).first()
    if other is None:
        raise Http404
    try:
        request.standing.warrant("person.correct", other.pk)
    except DeniedError as denied:
        log_refusal(request.user, other.pk, "relationship_add", denied.reason)
        return _find_relative(request, who, out_of_reach=other.pk)
    label = names_of({other.pk}).get(other.pk, "Name not held")
    form = RelationshipForm(request.POST or None, today=request.standing.today, who=who, other=other, label=label)

    def do() -> None:
        acts.relate(request.warrant, [form.relation()], request=form.cited)

    if done(request, form, do, "The relationship is added."):
        return redirect(details_url(who, "relationships"))
    born = other.birth_date or other.expected_birth_date
    return ask(
        request,
        who,
        form,
        title=f"{who.name} and {label}",
        intro=f"{label}, {other.get_kind_display().lower()}{f', born {day(born)}' if other.birth_date else ''}.",
    )


def _find_relative(request: Any, who: Portrait, *, out_of_reach: int | None = None) -> HttpResponse:
    """First find the other person. A relationship brings an adult within reach, so it takes reach to make one."""
    here = reverse("relationship_add", args=[who.records[0]])
    refused = "The other record is not within your reach. Open it with a reason, then come back and choose them again."
    return find_somebody(
        request,
        who,
        title="Add a relationship",
        intro=f"First find the person who is related to {who.name}.",
        choose=lambda pk: f"{here}?other={pk}",
        relate_to=who.records[0],
        refused=refused if out_of_reach else "",
        refused_url=reverse("open_with_reason", args=[out_of_reach]) if out_of_reach else "",
    )


@guarded("person.correct", about="person_id")
def change(request: Any, person_id: int, relationship_id: int) -> HttpResponse:
    who = who_is(request, person_id)
    link = get_object_or_404(
        Relationship.objects.select_related("act__actor").filter(
            Q(person__in=who.records) | Q(other__in=who.records), withdrawn=False
        ),
        pk=relationship_id,
    )
    names = names_of({link.person_id, link.other_id})
    form = CorrectRelationshipForm(
        request.POST or None,
        today=request.standing.today,
        standing=link,
        names=(names.get(link.person_id, "Name not held"), names.get(link.other_id, "Name not held")),
        initial={
            "kind": link.kind,
            "starts_on": link.starts_on,
            "ends_on": link.ends_on,
            "responsibility": next(k for k, held in _HELD.items() if held is link.parental_responsibility),
            "basis": link.parental_responsibility_basis,
        },
    )

    def do() -> None:
        new = form.responsibility_fields() | form.taken("kind", "ends_on")
        acts.correct_entry(request.warrant, link, request=form.cited, **new)

    if done(request, form, do, "The relationship is corrected. What it said before stays in the history."):
        return redirect(details_url(who, "relationships"))
    return ask(request, who, form, title="Correct a relationship", intro=SLIP)
