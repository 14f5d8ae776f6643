"""Joining two records of one person, and cutting the link again. Neither record is ever changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.warrants import DeniedError, log_look, log_refusal
from sightline.clocks.acts import run_of
from sightline.clocks.declare import clock_called
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.design.templatetags.design import day, plural
from sightline.desk.child.portrait import Portrait, portrait_of
from sightline.desk.people.asking import AskForm, ask, done, who_is
from sightline.desk.people.finding import find_somebody
from sightline.record.acts import people as acts
from sightline.record.find import Match, likely_matches
from sightline.record.joined import records_of
from sightline.record.models import Person, Residence, SamePerson, Step


class JoinForm(AskForm):
    """Which record is kept, and how anybody knows that they are one person."""

    kept = forms.ChoiceField(
        label="Which record is kept?",
        help_text="Both are shown on the kept record’s page from now on. Its own facts come first.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which record is kept"},
    )
    reason = forms.CharField(
        label="How do you know that they are the same person?",
        help_text="For example: same NHS number on both, and the mother confirmed it by phone.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how you know that they are the same person"},
    )

    def __init__(self, *args: Any, pair: Sequence[Portrait], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [  # type: ignore[attr-defined]
            (str(one.person.pk), f"{side}: {one.name} ({plural(steps_of(one), 'step')})")
            for side, one in zip(("Left", "Right"), pair, strict=True)
        ]


class CutForm(AskForm):
    """How anybody knows that they are two people after all."""

    reason = forms.CharField(
        label="How do you know that they are two people?",
        help_text="For example: twins; the NHS number was entered on the wrong record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how you know that they are two people"},
    )


def steps_of(who: Portrait) -> int:
    steps = Step.objects.filter(child__in=who.records)
    return steps.exclude(state=Step.State.WITHDRAWN).count()


def _addresses(who: Portrait) -> str:
    """Where they live or lived, but for what must not be disclosed."""
    homes = Residence.objects.filter(person__in=who.records, withdrawn=False).select_related("address")
    shown = [
        "Confidential address: not shown here" if home.confidential else str(home.address)
        for home in homes.order_by("-starts_on", "-id")
    ]
    return "; ".join(dict.fromkeys(shown))


def _clocks(who: Portrait, today: Any) -> str:
    """What is owed, the most pressing first."""
    runs = [run_of(row) for row in ClockRun.objects.filter(child__in=who.records, outcome="")]
    owed = [(run, status(run, today)) for run in runs]
    owed = sorted((one for one in owed if one[1].owed and one[1].on), key=lambda one: one[1].on or today)
    return "; ".join(f"{clock_called(run.clock_id).title}, {day(state.on)}" for run, state in owed)


def side_by_side(one: Portrait, other: Portrait, today: Any) -> list[list[Any]]:
    """What both records hold, line by line."""

    def line(what: str, of: Any, *, count: bool = False) -> list[Any]:
        left, right = of(one), of(other)
        if left and left == right and not count:
            right = {"text": right, "tag": "Same", "colour": "green"}
        return [what, left, right]

    return [
        line("Name", lambda who: who.name),
        line("Other names", lambda who: ", ".join(who.other_names)),
        line("Born", lambda who: who.person.birth_date),
        line("Expected", lambda who: who.person.expected_birth_date),
        line("Who", lambda who: who.person.get_kind_display()),
        line("Sex", lambda who: {"M": "Male", "F": "Female"}.get(who.person.sex, "")),
        line("Numbers", lambda who: "; ".join(f"{i.get_scheme_display()} {i.value}" for i in who.identifiers)),
        line("Addresses", _addresses),
        line("Allocated to", _holder),
        line("Steps", steps_of, count=True),
        line("Due", lambda who: _clocks(who, today)),
    ]


def _holder(who: Portrait) -> str:
    if who.allocation is None:
        return ""
    worker = who.allocation.worker.name if who.allocation.worker else "No worker yet"
    return f"{worker}, {who.allocation.team.name}"


def _alike(who: Portrait, standing: Any) -> list[Match]:
    """Records within reach that may be another of this person's."""
    name = next((name for name in who.names if name.ends_on is None), None)
    if name is None:
        return []
    matches = likely_matches(
        name.given,
        name.family,
        who.person.birth_date or who.person.expected_birth_date,
        numbers=[one.value for one in who.identifiers],
    )
    ids = [match.person_id for match in matches if match.person_id not in who.records]
    reach = set(standing.people().filter(pk__in=ids).values_list("pk", flat=True))
    return [match for match in matches if match.person_id in reach]


def _choose_other(request: Any, who: Portrait, refused: str = "") -> HttpResponse:
    here = reverse("person_join", args=[who.records[0]])
    return find_somebody(
        request,
        who,
        title="Join two records of one person",
        intro=f"Find the other record of {who.name}. You will see both before anything is joined.",
        choose=lambda pk: f"{here}?other={pk}",
        alike=_alike(who, request.standing),
        refused=refused,
    )


@guarded("person.merge", about="person_id")
def join(request: Any, person_id: int) -> HttpResponse:
    """Find the other record, see both, choose which is kept, say why."""
    who, today = who_is(request, person_id), request.standing.today
    chosen = request.GET.get("other", "")
    if not chosen.isdigit():
        return _choose_other(request, who)
    records = records_of(int(chosen))
    if set(records) & set(who.records) and request.method == "GET":
        return _choose_other(request, who, refused="This is the same record, or one that is joined to it already.")
    try:
        warrant = request.standing.warrant("person.merge", records[0])
    except DeniedError as denied:
        log_refusal(request.user, records[0], "person_join", denied.reason)
        return _choose_other(
            request,
            who,
            refused="The other record is not within your reach, so you can’t join it. Ask a manager who answers for "
            "both, or a data officer.",
        )
    try:
        other = portrait_of(records, today=today)
    except Person.DoesNotExist:
        raise Http404 from None
    if request.method == "GET":
        log_look(warrant, records, "person_join")
    form = JoinForm(request.POST or None, today=today, pair=(who, other))

    def do() -> None:
        kept, duplicate = (who, other) if form.cleaned_data["kept"] == str(who.person.pk) else (other, who)
        reason = form.cleaned_data["reason"]
        acts.join(request.warrant, kept=kept.person, duplicate=duplicate.person, reason=reason, request=form.cited)

    try:
        if done(request, form, do, "The two records are joined. They are shown as one, and the link can be cut again."):
            return redirect(f"{reverse('person_details', args=[records_of(person_id)[0]])}#records")
    except ValueError as refusal:
        form.add_error("kept", str(refusal))
    return ask(
        request,
        who,
        form,
        template="desk/people/join.html",
        title="Join these two records?",
        columns=[{"text": "What", "hidden": True}, "Left", "Right"],
        rows=side_by_side(who, other, today),
        submit_text="Join the records",
    )


@guarded("person.merge", about="person_id")
def cut(request: Any, person_id: int, link_id: int) -> HttpResponse:
    """Cut the link: each record stands again as it was, with all that was recorded since."""
    who = who_is(request, person_id)
    about = Q(kept__in=who.records) | Q(duplicate__in=who.records)
    link = get_object_or_404(SamePerson.objects.filter(about), pk=link_id)
    if link.cut and request.method == "GET":
        raise Http404
    form = CutForm(request.POST or None, today=request.standing.today)

    def do() -> None:
        acts.cut(request.warrant, link, reason=form.cleaned_data["reason"], request=form.cited)

    if done(request, form, do, "The link is cut. Each record stands by itself again, and nothing was lost."):
        reach = request.standing.people()
        for pk in (link.kept_id, link.duplicate_id):
            if reach.filter(pk=pk).exists():
                return redirect("person_details", pk)
        return redirect("home")
    return ask(
        request,
        who,
        form,
        title="Cut the link between these records",
        intro="The two records stand by themselves again, each with everything that was recorded on it.",
        submit_text="Cut the link",
    )
