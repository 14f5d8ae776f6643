"""My work: the children whom a person holds or stands in for, and what is owed to them, in order of date."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.roles import HOLDS_CHILDREN, Role
from sightline.desk.child.owed import with_delays
from sightline.desk.lists import ChildRow, child_rows
from sightline.desk.waiting import undertaken
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence
from sightline.record.models.periods import holding_on

CHILDREN_A_PAGE = 50
OWED_A_PAGE = 40
NEW = datetime.timedelta(days=7)
SOON = datetime.timedelta(days=7)


def home(request: Any) -> HttpResponse:
    """A worker's own work; for whoever holds no children, those within their reach."""
    context: dict[str, Any] = {"title": "My work", "may_ask": request.standing.may("faults.mine")}
    if request.standing.may("child.read"):
        context |= _own_work(request) or _reach(request) | undertaken(request.standing, [])
    return render(request, "desk/home.html", context)


home.permission = None  # type: ignore[attr-defined]


def _own_work(request: Any) -> dict[str, Any]:
    """Nothing, for somebody who neither holds children nor might."""
    standing, today = request.standing, request.standing.today
    held = held_on(today).select_related("worker", "team").order_by("child")
    away = {
        one.user_id: one
        for one in Absence.objects.filter(holding_on(today), stand_in=request.user, withdrawn=False)
        .select_related("user")
        .order_by("user__name")
    }
    everyone = list(held.filter(worker__in=[request.user.pk, *away]))
    if not everyone and not standing.roles & set(HOLDS_CHILDREN):
        return {}
    rows = child_rows(everyone, today)
    mine: list[ChildRow] = []
    theirs: dict[int, list[ChildRow]] = {user: [] for user in away}
    for allocation, row in zip(everyone, rows, strict=True):
        if allocation.worker_id in away:
            theirs[allocation.worker_id].append(row)
            for one in row.owed:
                one.standing_in_for = row.worker
        else:
            mine.append(row)
    owed = sorted((one for row in rows for one in row.owed), key=lambda one: (one.status.on, one.run.clock_id))
    names = {row.id: row.name for row in rows}
    page = Paginator(owed, OWED_A_PAGE).get_page(request.GET.get("page"))
    pressing = with_delays(page.object_list)
    for one in pressing:
        one.name = names[one.run.child_id]
    overdue = sum(one.status.key == "overdue" for one in owed)
    soon = sum(
        one.status.key != "overdue" and one.status.on is not None and one.status.on <= today + SOON for one in owed
    )
    waiting = undertaken(standing, names)
    returned, drafts = (waiting[name].in_all for name in ("returned", "drafts"))
    return waiting | {
        "own": True,
        "owed": pressing,
        "page": page,
        "mine": mine,
        "standing_in": [(absence, theirs[user]) for user, absence in away.items()],
        "new_since": today - NEW,
        "may_write": standing.may("child.write"),
        "figures": [
            {"number": overdue, "label": "overdue", "url": "#owed"},
            {"number": soon, "label": "due in the next 7 days", "url": "#owed"},
            *([{"number": returned, "label": "returned to you", "url": "#returned"}] if returned else []),
            *([{"number": drafts, "label": "draft" if drafts == 1 else "drafts", "url": "#drafts"}] if drafts else []),
            {"number": len(mine), "label": "child" if len(mine) == 1 else "children", "url": "#children"},
        ],
    }


def _reach(request: Any) -> dict[str, Any]:
    """The children of one's teams; for a data officer, everybody's: whom the relations of team and manager give."""
    standing = request.standing
    held = held_on(standing.today)
    if Role.DATA_OFFICER not in standing.roles:
        teams = {one.team_id for one in standing.appointments if one.team_id}
        held = held.filter(team__in=teams | standing.manages)
    page = Paginator(held.select_related("worker", "team").order_by("child"), CHILDREN_A_PAGE).get_page(
        request.GET.get("page")
    )
    return {"page": page, "reach": child_rows(list(page.object_list), standing.today)}
