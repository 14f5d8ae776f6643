"""Recording that a worker is away or has left, and who stands in."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.management import managed_teams
from sightline.access.models import Team, User
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.asking import AskForm, done
from sightline.desk.unsent import keeping
from sightline.oversight import acts
from sightline.oversight.caseload import Load, caseloads
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence

COVER, BACK, ERROR = "cover", "back", "error"


def _stand_ins(loads: dict[int, Load], *, but: int | None = None) -> list[tuple[str, str]]:
    return [("", "Nobody yet")] + [
        (str(pk), f"{load.worker.name} ({load.children} of {load.ceiling} children)")
        for pk, load in loads.items()
        if pk != but
    ]


class AbsenceForm(AskForm):
    """Who is away, from when to when, and who is there for their children."""

    worker = forms.ChoiceField(label="Who is away?", error_messages={"required": "Choose who is away"})
    starts_on = DateField(label="From which day?")
    ends_on = DateField(
        label="On which day are they back?",
        required=False,
        help_text="Leave it empty if nobody knows yet, or if they have left.",
    )
    stand_in = forms.ChoiceField(
        label="Who stands in?",
        required=False,
        help_text="They see the children, and what is owed to them, on their own page until then.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", f"This must be after the first day away, {day(start)}.")
        if data.get("stand_in") and data["stand_in"] == data.get("worker"):
            self.add_error("stand_in", "Nobody stands in for themselves. Choose a colleague.")
        return data


class ChangeForm(AskForm):
    """Somebody else stands in, the day of return is known or changes, or it was recorded in error."""

    what = forms.ChoiceField(
        label="What has changed?",
        choices=[
            (COVER, "Somebody else stands in"),
            (BACK, "They are back, or the day of return is another"),
            (ERROR, "It was recorded in error: take it back"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what has changed"},
    )
    stand_in = forms.ChoiceField(label="If somebody else stands in, who?", required=False)
    on = DateField(
        label="From which day?",
        required=False,
        help_text="The first day of the new stand-in, or the first day back. Empty: nobody knows when they are back.",
    )

    def __init__(self, *args: Any, absence: Absence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absence = absence

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        what, on = data.get("what"), data.get("on")
        if what == COVER and not on and "on" not in self.errors:
            self.add_error("on", "Say from which day.")
        if what in (COVER, BACK) and on and self.absence.starts_on:
            if on < self.absence.starts_on or (what == BACK and on == self.absence.starts_on):
                self.add_error("on", f"They are away from {day(self.absence.starts_on)}. Choose a day after it.")
            elif what == COVER and self.absence.ends_on and on >= self.absence.ends_on:
                self.add_error("on", f"They are back on {day(self.absence.ends_on)}. Choose a day before it.")
        return data


def _team(request: Any) -> Team:
    """The team of the address, or else the first that the manager answers for."""
    mine = managed_teams(request.standing).order_by("name")
    asked = request.GET.get("team", "")
    team = mine.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else mine.first()
    if team is None:
        raise Http404
    return team


def _workers(team: Team, loads: dict[int, Load], today: datetime.date) -> list[tuple[str, str]]:
    """Whoever is in the team, and whoever still holds a child of it."""
    names = {pk: load.worker.name for pk, load in loads.items()}
    held = held_on(today).filter(team=team, worker__isnull=False)
    names |= dict(held.values_list("worker", "worker__name"))
    return [("", "")] + [(str(pk), name) for pk, name in sorted(names.items(), key=lambda one: one[1])]


@guarded("absence.record")
def add(request: Any) -> HttpResponse:
    team, today = _team(request), request.standing.today
    loads = caseloads(today, teams=[team.pk])
    initial = {"worker": request.GET.get("worker", ""), "starts_on": today}
    standing = Absence.objects.filter(user=initial["worker"] or None, withdrawn=False, starts_on__lte=today)
    for absence in standing.order_by("-starts_on")[:1] if initial["worker"].isdecimal() else ():
        if absence.holds_on(today) and request.method == "GET":
            return redirect("absence", absence.pk)
    form = AbsenceForm(request.POST or None, today=today, initial=initial)
    form.fields["worker"].choices = _workers(team, loads, today)  # type: ignore[attr-defined]
    form.fields["stand_in"].choices = _stand_ins(loads)  # type: ignore[attr-defined]

    def do() -> None:
        data = form.cleaned_data
        acts.record_absence(
            request.warrant,
            User.objects.get(pk=data["worker"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            stand_in=User.objects.get(pk=data["stand_in"]) if data["stand_in"] else None,
            request=form.cited,
        )

    covered = form.data.get("stand_in") if form.is_bound else ""
    said = "It is recorded." if covered else "It is recorded. Nobody stands in: their children are on your list."
    try:
        if done(request, form, do, said):
            return redirect("team_workers", team.pk)
    except acts.CannotStandInError as refusal:
        form.add_error("stand_in", str(refusal))
    return _page(request, form, team, "Somebody is away")


@guarded("absence.record")
def change(request: Any, absence_id: int) -> HttpResponse:
    today = request.standing.today
    absence = get_object_or_404(Absence.objects.select_related("user", "stand_in"), pk=absence_id, withdrawn=False)
    teams = managed_teams(request.standing)
    loads = caseloads(today, teams=list(teams.values_list("pk", flat=True)))
    team = (
        teams.filter(appointments__user=absence.user).first()
        or teams.filter(pk__in=held_on(today).filter(worker=absence.user).values("team")).first()
    )
    if team is None:
        raise Http404
    initial = {"stand_in": absence.stand_in_id or "", "on": today, "what": "" if absence.stand_in else COVER}
    form = ChangeForm(request.POST or None, today=today, initial=initial, absence=absence)
    form.fields["stand_in"].choices = _stand_ins(loads, but=absence.user_id)  # type: ignore[attr-defined]

    def do() -> None:
        data = form.cleaned_data
        if data["what"] == ERROR:
            acts.withdraw_absence(request.warrant, absence, request=form.cited)
        elif data["what"] == BACK:
            acts.end_absence(request.warrant, absence, on=data["on"], request=form.cited)
        else:
            stand_in = User.objects.get(pk=data["stand_in"]) if data["stand_in"] else None
            acts.cover(request.warrant, absence, stand_in=stand_in, on=data["on"], request=form.cited)

    try:
        if done(request, form, do, "It is changed."):
            return redirect("team_workers", team.pk)
    except acts.CannotStandInError as refusal:
        form.add_error("stand_in", str(refusal))
    until = f"back on {day(absence.ends_on)}" if absence.ends_on else "with no day of return"
    who = f"{absence.stand_in.name} stands in" if absence.stand_in else "nobody stands in"
    intro = f"{absence.user.name} is away from {day(absence.starts_on)}, {until}; {who}."
    return _page(request, form, team, f"{absence.user.name} is away", intro=intro)


def _page(request: Any, form: AskForm, team: Team, title: str, **more: Any) -> HttpResponse:
    back = reverse("team_workers", args=[team.pk])
    context = {
        "title": title, "caption": team.name, "form": keeping(request, form), "back_url": back, "cancel_url": back,
        "back_text": f"Workers of {team.name}", "submit_text": "Save",
    }  # fmt: skip
    return render(request, "design/form_page.html", context | more)
