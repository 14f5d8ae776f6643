"""My teams: all teams that a service manager answers for, and what has come up to their level."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.management import managed_teams
from sightline.access.models import Team
from sightline.access.roles import Role
from sightline.desk.lists import child_rows, names_of
from sightline.desk.team.pages import gap_rows
from sightline.law.local_standards import NOBODY_THERE, WITHOUT_WORKER
from sightline.oversight.caseload import over_the_ceiling
from sightline.oversight.holding import held_on
from sightline.oversight.lists import Gap, gaps_in, held_by_no_team, without_worker
from sightline.oversight.owed import overdue_by_team

CHILDREN_A_PAGE = 25


@guarded("team.read")
def teams(request: Any) -> HttpResponse:
    """The teams side by side. Whoever manages one team, and no service, goes straight to it."""
    today = request.standing.today
    mine = list(managed_teams(request.standing).order_by("name"))
    answers_for_unheld = Role.SERVICE_MANAGER in request.standing.roles
    if len(mine) == 1 and not answers_for_unheld:
        return redirect("team", mine[0].pk)
    ids = [team.pk for team in mine]
    held = held_on(today).filter(team__in=ids)
    waiting = without_worker(held.filter(worker__isnull=True).select_related("worker", "team"), today)
    gaps = gaps_in(held, today)
    up = [one for one in waiting if one.escalated]
    rows = child_rows([one.allocation for one in up], today)
    for row, wait in zip(rows, up, strict=True):
        row.since = wait.since
    context: dict[str, Any] = {
        "title": "My teams",
        "columns": [
            "Team", *({"text": text, "numeric": True} for text in
            ("Children", "Without a worker", "Nobody there", "Overdue", "Over the ceiling")),
        ],
        "rows": _team_rows(mine, held, waiting, gaps, today),
        "up": rows,
        "gaps": gap_rows([gap for gap in gaps if gap.escalated], None),
        "team_names": {team.pk: team.name for team in mine},
        "rules": (WITHOUT_WORKER.latest, NOBODY_THERE.latest),
    }  # fmt: skip
    for one in context["gaps"]:
        one["team"] = context["team_names"][one["gap"].team_id]
    if answers_for_unheld:
        page = Paginator(held_by_no_team(today), CHILDREN_A_PAGE).get_page(request.GET.get("page"))
        people = list(page.object_list)
        names = names_of(person.pk for person in people)
        context |= {
            "page": page,
            "unheld": [(person.pk, names[person.pk], person.opened_on) for person in people],
            "managed": mine,
        }
    return render(request, "desk/team/teams.html", context)


def _team_rows(
    mine: Sequence[Team], held: Any, waiting: Sequence[Any], gaps: Sequence[Gap], today: datetime.date
) -> list[list[Any]]:
    children = dict(held.values("team").annotate(n=Count("pk")).values_list("team", "n"))
    overdue = overdue_by_team(children, today)
    over = over_the_ceiling([team.pk for team in mine], today)
    rows = []
    for team in mine:
        alone = [one for one in waiting if one.allocation.team_id == team.pk]
        absent = sum(len(gap.children) for gap in gaps if gap.team_id == team.pk)
        rows.append(
            [
                {"text": team.name, "url": reverse("team", args=[team.pk])},
                children.get(team.pk, 0),
                len(alone),
                absent,
                overdue.get(team.pk, 0),
                len(over.get(team.pk, ())),
            ]
        )
    return rows
