"""Allocating children: one, several, or a family together, to a worker whose load stands beside the name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.management import managed_teams
from sightline.access.models import Team
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day, plural
from sightline.desk.lists import Names, names_of
from sightline.desk.people.asking import TWICE, AskForm, done
from sightline.desk.unsent import keeping
from sightline.oversight import acts
from sightline.oversight.caseload import Load, caseloads, over_ceiling
from sightline.oversight.families import kin_of
from sightline.oversight.holding import held_on
from sightline.oversight.lists import open_cases
from sightline.oversight.models import Allocation
from sightline.oversight.owed import kept_records
from sightline.oversight.presence import presence
from sightline.record.models import Person

NOBODY, ELSEWHERE = "nobody", "elsewhere"
AT_ONCE = 100
A_WHILE = datetime.timedelta(days=92)
WHY = ("reason", "review_on_0", "review_on_1", "review_on_2")
"""The boxes in which it is said why a worker may hold more than the ceiling."""


class AllocateForm(AskForm):
    """Which children, to whom, from when; and, over a ceiling, why."""

    child = forms.TypedMultipleChoiceField(
        label="Which children?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child"},
    )
    worker = forms.ChoiceField(
        label="To whom?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a worker, or the team’s list"},
    )
    to_team = forms.ChoiceField(
        label="If they go to another team, which?", required=False, help_text="They stand on its list without a worker."
    )
    starts_on = DateField(label="From which day?")
    reason = forms.CharField(
        label="Why may this worker hold more than the ceiling?",
        help_text="For example: the family has worked with them before, and two cases close this week.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    review_on = DateField(label="When will you look at this caseload again?", required=False)

    def leave_out_why(self) -> None:
        """Only whoever goes over a ceiling is asked why; what somebody wrote of it already stays before them."""
        if not any(self.data.get(name) for name in WHY):
            del self.fields["reason"], self.fields["review_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("worker") == ELSEWHERE and not data.get("to_team"):
            self.add_error("to_team", "Choose the team that takes them.")
        start = data.get("starts_on")
        if start and start > self.today + A_WHILE:
            self.add_error("starts_on", "This is more than three months ahead. Choose an earlier day.")
        load = self._over(data)
        if load:
            self._ask_why(load, data)
        elif "review_on" not in self.errors:
            self.leave_out_why()
        return data

    def _over(self, data: dict[str, Any]) -> Load | None:
        """The load of the worker chosen, if this would put it over the ceiling."""
        worker, children, start = (data.get(name) for name in ("worker", "child", "starts_on"))
        if not (worker and children and start and worker.isdecimal()):
            return None
        return next(iter(over_ceiling({int(worker): children}, max(start, self.today))), None)

    def _ask_why(self, load: Load, data: dict[str, Any]) -> None:
        review = data.get("review_on")
        if not data.get("reason"):
            words = f"{load.worker.name} would hold {load.children}, over their ceiling of {load.ceiling}."
            self.add_error("worker", f"{words} Choose somebody else, or say below why they may.")
            self.add_error("reason", "Say why this worker may hold more than the ceiling.")
        if review is None and "review_on" not in self.errors:
            self.add_error("review_on", "Say when you will look at this caseload again.")
        elif review and review <= self.today:
            self.add_error("review_on", "This must be after today. Choose a later day.")


@dataclass
class Asked:
    """The children whom the page is about: those chosen, and their brothers and sisters."""

    chosen: list[int]
    kin: list[int]
    names: Names
    held: dict[int, Allocation]

    def choices(self) -> list[Choice]:
        return [Choice(str(pk), self.names[pk], hint=self._hint(pk)) for pk in (*self.chosen, *self.kin)]

    def _hint(self, pk: int) -> str:
        one = self.held.get(pk)
        where = (
            "Held by no team" if one is None else f"{one.worker.name if one.worker else 'No worker'}, {one.team.name}"
        )
        return f"Brother or sister. {where}" if pk in self.kin else where

    def ticked(self) -> list[str]:
        """Those chosen, and their brothers and sisters who are held alike: a family is allocated together."""
        alike = {self._holder(pk) for pk in self.chosen}
        return [str(pk) for pk in self.chosen] + [str(pk) for pk in self.kin if self._holder(pk) in alike]

    def _holder(self, pk: int) -> tuple[int, int | None] | None:
        one = self.held.get(pk)
        return (one.team_id, one.worker_id) if one else None


def _asked(request: Any, today: datetime.date) -> Asked:
    """Whom the address names, as far as they are within reach."""
    given = request.GET
    ids = {int(pk) for pk in given.getlist("child") if pk.isdecimal() and len(pk) < 19}
    of, team = (given.get(name, "") for name in ("of", "team"))
    if of.isdecimal() and team.isdecimal() and len(of + team) < 19:
        rows = held_on(today).filter(worker=of, team=team)
        ids |= set(rows.values_list("child", flat=True))
    ids = set(list(kept_records(ids).values())[:AT_ONCE])
    kin = set(kept_records(kin_of(ids)).values()) - ids
    kin &= set(open_cases(today).filter(child__in=kin).values_list("child", flat=True))
    reached = request.standing.reached(ids | kin)
    children = set(Person.objects.filter(pk__in=reached).exclude(kind=Person.Kind.ADULT).values_list("pk", flat=True))
    held = held_on(today).filter(child__in=children).select_related("worker", "team")
    names = names_of(children)
    order = lambda pk: (names[pk], pk)  # noqa: E731
    return Asked(
        sorted(ids & children, key=order), sorted(kin & children, key=order), names, {one.child_id: one for one in held}
    )


def _team(request: Any, asked: Asked, mine: Sequence[Team]) -> Team:
    """Whose workers are offered: the team of the address, else the one that holds the children."""
    wanted = request.GET.get("team", "")
    holders = [asked.held[pk].team_id for pk in asked.chosen if pk in asked.held]
    for team_id in ([int(wanted)] if wanted.isdecimal() else []) + holders:
        for team in mine:
            if team.pk == team_id:
                return team
    return mine[0]


def _worker_choices(team: Team, today: datetime.date) -> list[Choice]:
    loads = caseloads(today, teams=[team.pk])
    present = presence(loads, today)
    choices = []
    for pk, load in sorted(loads.items(), key=lambda pair: (pair[1].children - pair[1].ceiling, pair[1].worker.name)):
        absence = present.away.get(pk)
        away = ""
        if absence:
            away = f" Away until {day(absence.ends_on)}." if absence.ends_on else " Away."
        choices.append(Choice(str(pk), load.worker.name, hint=_said(load) + away))
    if choices:
        choices[-1].divider = "or"
    choices.append(Choice(NOBODY, f"No worker yet: the list of {team.name}"))
    choices.append(Choice(ELSEWHERE, "Another team"))
    return choices


def _said(load: Load) -> str:
    hours = "" if load.fte == 1 else f", {load.fte.normalize():f} FTE"
    more = f" Stands in for {load.standing_in} more." if load.standing_in else ""
    held = f"{plural(load.children, 'child,children')} of {plural(load.families, 'family,families')}"
    return f"{load.role}{hours}: {held}, ceiling {load.ceiling}.{more}"


@guarded("child.allocate")
def allocate(request: Any) -> HttpResponse:
    """Choose the worker; the load of each stands beside the name, and going over a ceiling asks why."""
    today = request.standing.today
    if request.method == "POST" and AllocateForm(request.POST, today=today).sent_before():
        messages.success(request, TWICE)
        return redirect("teams")
    mine = list(managed_teams(request.standing).order_by("name"))
    if not mine:
        raise Http404
    asked = _asked(request, today)
    if not asked.chosen:
        raise Http404
    team = _team(request, asked, mine)
    form = AllocateForm(request.POST or None, today=today, initial={"child": asked.ticked(), "starts_on": today})
    _offer(form, asked, team, today)

    def do() -> None:
        _allocate(request, form, team)

    try:
        if done(request, form, do, _told(form, asked, team)):
            return redirect("team", team.pk)
    except (acts.CannotHoldError, acts.OverCeilingError) as refusal:
        form.add_error("worker", str(refusal))
    keeping(request, form)
    if request.method != "POST":
        form.leave_out_why()
    back = reverse("team", args=[team.pk])
    context = {
        "title": "Allocate", "caption": team.name, "form": form, "back_url": back, "cancel_url": back,
        "back_text": team.name, "submit_text": "Allocate", "others": _others(request, mine, team),
    }  # fmt: skip
    return render(request, "desk/team/allocate.html", context)


def _offer(form: AllocateForm, asked: Asked, team: Team, today: datetime.date) -> None:
    offered: dict[str, Iterable[Any]] = {
        "child": asked.choices(),
        "worker": _worker_choices(team, today),
        "to_team": [("", "")]
        + [(str(pk), name) for pk, name in Team.objects.exclude(pk=team.pk).order_by("name").values_list("pk", "name")],
    }
    for name, choices in offered.items():
        form.fields[name].choices = choices  # type: ignore[attr-defined]


def _allocate(request: Any, form: AllocateForm, team: Team) -> None:
    data = form.cleaned_data
    chosen = data["worker"]
    worker = int(chosen) if chosen.isdecimal() else None
    team_id = int(data["to_team"]) if chosen == ELSEWHERE else team.pk
    overrides = []
    if worker and data.get("reason"):
        overrides = [acts.Override(worker_id=worker, reason=data["reason"], review_on=data["review_on"])]
    acts.allocate(
        request.standing.warrant("child.allocate", data["child"][0]),
        [
            acts.Holding(child_id=child, team_id=team_id, worker_id=worker, starts_on=data["starts_on"])
            for child in data["child"]
        ],
        overrides=overrides,
        request=form.cited,
    )


def _told(form: AllocateForm, asked: Asked, team: Team) -> str:
    """What is said once it is done."""
    if not form.is_bound:
        return ""
    children = [int(pk) for pk in form.data.getlist("child") if pk.isdecimal()] if hasattr(form.data, "getlist") else []
    who = asked.names[children[0]] if children else "The child"
    if len(children) > 1:
        who += f" and {plural(len(children) - 1, 'other')}"
    verb = "is" if len(children) == 1 else "are"
    names = {str(choice[0]): str(choice[1]) for choice in form.fields["worker"].choices}  # type: ignore[attr-defined]
    chosen = str(form.data.get("worker"))
    if chosen.isdecimal():
        return f"{who} {verb} allocated to {names.get(chosen, 'the worker')}."
    return f"{who} {verb} on {'the other team’s list' if chosen == ELSEWHERE else f'the list of {team.name}'}."


def _others(request: Any, mine: Sequence[Team], team: Team) -> list[dict[str, str]]:
    """The same children, with the workers of another team that the manager answers for."""
    found = []
    for other in mine:
        query = request.GET.copy()
        if "of" not in query:
            query["team"] = str(other.pk)
            found.append({"text": other.name, "url": f"?{query.urlencode()}"})
    return [one for one in found if one["text"] != team.name]
