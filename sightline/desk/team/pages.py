"""A team's pages: what needs a manager now, what is late, the children, the workers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.management import managed_teams
from sightline.access.models import Team
from sightline.access.roles import Role
from sightline.design.templatetags.design import day
from sightline.desk.child.owed import Owed, with_delays
from sightline.desk.lists import child_rows, names_of, shown
from sightline.desk.waiting import authorise_for
from sightline.law.local_standards import NOBODY_THERE, WITHOUT_WORKER
from sightline.oversight.caseload import Load, caseloads, over_the_ceiling
from sightline.oversight.holding import held_on
from sightline.oversight.lists import Gap, gaps_in, nothing_next, without_worker
from sightline.oversight.models import Absence
from sightline.oversight.owed import joined_records, kept_records_of, overdue_runs
from sightline.oversight.presence import Presence, presence
from sightline.record.models.periods import holding_on

LATE_A_PAGE = 40
CHILDREN_A_PAGE = 60


def managed_team(request: Any, team_id: int) -> Team:
    """The team of the address; there is no such page for whoever doesn't answer for it."""
    team = managed_teams(request.standing).filter(pk=team_id).first()
    if team is None:
        raise Http404
    return team


def team_context(request: Any, team: Team, section: str, title: str) -> dict[str, Any]:
    """What every page of a team shows."""
    links = [("Now", "team"), ("What is late", "team_late"), ("Children", "team_children"), ("Workers", "team_workers")]
    return {
        "team": team,
        "title": title,
        "back_url": reverse("teams") if Role.SERVICE_MANAGER in request.standing.roles else "",
        "back_text": "My teams",
        "label": "This team",
        "side_navigation": [
            {"text": text, "url": reverse(name, args=[team.pk]), "current": name == section} for text, name in links
        ],
    }


@guarded("team.read")
def team(request: Any, team_id: int) -> HttpResponse:
    """What needs the manager now: children without a worker, nobody there, nothing next, work to authorise."""
    one, today = managed_team(request, team_id), request.standing.today
    held = held_on(today).filter(team=one)
    waiting = without_worker(held.filter(worker__isnull=True).select_related("worker", "team"), today)
    gaps = gaps_in(held, today)
    stuck = [row for row in nothing_next(held, today) if row.worker_id]
    rows = child_rows([row.allocation for row in waiting] + stuck, today)
    for row, wait in zip(rows, waiting, strict=False):
        row.since, row.escalated = wait.since, wait.escalated
    late = overdue_runs(kept_records_of(held), today).count()
    waiting_for_us = authorise_for(request.standing, one.pk, today)
    beyond = over_the_ceiling([one.pk], today).get(one.pk)
    over = list(caseloads(today, workers=beyond).values()) if beyond else []
    context = team_context(request, one, "team", one.name) | {
        "to_authorise": waiting_for_us,
        "waiting": rows[: len(waiting)],
        "stuck": rows[len(waiting) :],
        "gaps": gap_rows(gaps, one),
        "over": over_rows(over, today),
        "over_columns": ["Worker", "Children", "Why", "Look again on"],
        "rules": (WITHOUT_WORKER.latest, NOBODY_THERE.latest),
        "figures": [
            {"number": len(waiting), "label": "without a worker", "url": "#waiting"},
            {"number": sum(len(gap.children) for gap in gaps), "label": "with nobody there", "url": "#gaps"},
            {"number": late, "label": "things overdue", "url": reverse("team_late", args=[one.pk])},
            {"number": waiting_for_us.in_all, "label": "to authorise", "url": "#authorise"},
            {"number": len(over), "label": "over the ceiling", "url": "#over"},
            {"number": held.count(), "label": "children", "url": reverse("team_children", args=[one.pk])},
        ],
    }
    return render(request, "desk/team/now.html", context)


def gap_rows(gaps: Sequence[Gap], team: Team | None) -> list[dict[str, Any]]:
    """Each gap with what to do about it."""
    return [
        {
            "gap": gap,
            "allocate_url": f"{reverse('allocate')}?team={gap.team_id}&of={gap.worker_id}",
            "cover_url": f"{reverse('absence_add')}?team={gap.team_id}&worker={gap.worker_id}",
        }
        for gap in gaps
    ]


def over_rows(loads: Sequence[Load], today: datetime.date) -> list[list[Any]]:
    """Workers over the ceiling: by how much, why, and when that is looked at again."""
    rows = []
    for load in loads:
        why: Any = "No reason given"
        review: Any = "–"
        if load.override:
            by = load.override.act.actor.name if load.override.act.actor else load.override.act.capacity
            why = {"text": load.override.reason, "hint": f"{by}, {day(load.override.act.at)}"}
            review = load.override.review_on
            if review < today:
                review = {"text": review, "status": "overdue"}
        rows.append([load.worker.name, f"{load.children} of {load.ceiling}", why, review])
    return rows


@guarded("team.read")
def late(request: Any, team_id: int) -> HttpResponse:
    """Everything overdue in a team, the longest late first, with the reason given or that there is none."""
    one, today = managed_team(request, team_id), request.standing.today
    held = held_on(today).filter(team=one)
    page = Paginator(overdue_runs(kept_records_of(held), today), LATE_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    records = joined_records(row.child_id for row in rows)
    holders = held.filter(child__in={record for some in records.values() for record in some})
    worker = dict(holders.values_list("child", "worker__name"))
    owed: list[Owed] = with_delays(shown(rows, today, names_of(row.child_id for row in rows)))
    for item in owed:
        names = (worker[record] for record in sorted(records[item.run.child_id]) if record in worker)
        item.worker = next(names, None) or "No worker yet"
    context = team_context(request, one, "team_late", f"What is late in {one.name}")
    context |= {"owed": owed, "page": page, "may_write": request.standing.may("child.write")}
    return render(request, "desk/team/late.html", context)


@guarded("team.read")
def children(request: Any, team_id: int) -> HttpResponse:
    """The children whom a team holds, all or one worker's, to look at or to allocate."""
    one, today = managed_team(request, team_id), request.standing.today
    held = held_on(today).filter(team=one).select_related("worker", "team")
    whose = request.GET.get("worker", "")
    if whose.isdecimal():
        held = held.filter(worker=int(whose) or None) if int(whose) else held.filter(worker__isnull=True)
    page = Paginator(held.order_by("worker__name", "child"), CHILDREN_A_PAGE).get_page(request.GET.get("page"))
    workers = held_on(today).filter(team=one, worker__isnull=False).values_list("worker", "worker__name")
    context = team_context(request, one, "team_children", f"Children of {one.name}")
    context |= {
        "rows": child_rows(list(page.object_list), today),
        "page": page,
        "whose": whose,
        "workers": [("", "Everybody"), ("0", "No worker yet")]
        + [(str(pk), name) for pk, name in workers.distinct().order_by("worker__name")],
    }
    return render(request, "desk/team/children.html", context)


@guarded("team.read")
def workers(request: Any, team_id: int) -> HttpResponse:
    """Each worker's load beside the ceiling; who is away, or will be, and who stands in."""
    one, today = managed_team(request, team_id), request.standing.today
    loads = caseloads(today, teams=[one.pk])
    present = presence(loads, today)
    away = (
        Absence.objects.filter(holding_on(today), user__in=loads, withdrawn=False)
        | Absence.objects.filter(user__in=loads, withdrawn=False, starts_on__gt=today)
    ).select_related("user", "stand_in")
    context = team_context(request, one, "team_workers", f"Workers of {one.name}") | {
        "columns": [
            "Worker", {"text": "FTE", "numeric": True}, {"text": "Children", "numeric": True},
            {"text": "Families", "numeric": True}, {"text": "Ceiling", "numeric": True}, "Notes",
        ],
        "rows": [_load_row(load, present, one, today) for load in loads.values()],
        "absences": [
            [
                absence.user.name,
                absence.starts_on,
                absence.ends_on or "Not known",
                absence.stand_in.name if absence.stand_in else {"tag": "Nobody", "colour": "red"},
                {"text": "Change", "url": reverse("absence", args=[absence.pk])},
            ]
            for absence in away.order_by("starts_on", "pk")
        ],
        "absence_columns": ["Worker", "From", "Back on", "Stands in", {"text": "Changes", "hidden": True}],
    }  # fmt: skip
    return render(request, "desk/team/workers.html", context)


def _load_row(load: Load, present: Presence, team: Team, today: datetime.date) -> list[Any]:
    notes: dict[str, Any] = {"text": "–"}
    if load.over:
        notes = {"tag": f"{load.over} over the ceiling", "colour": "red"}
        if load.override:
            notes["hint"] = f"{load.override.reason} To be looked at again on {day(load.override.review_on)}."
    elif load.children == load.ceiling:
        notes = {"tag": "At the ceiling", "colour": "yellow"}
    absence = present.away.get(load.worker.pk)
    if absence:
        who = f"{absence.stand_in.name} stands in" if absence.stand_in else "Nobody stands in"
        until = f" until {day(absence.ends_on)}" if absence.ends_on else ""
        notes = notes | {"hint": f"Away{until}. {who}."} if load.over else {"text": f"Away{until}", "hint": f"{who}."}
    if load.standing_in:
        notes = notes | {"hint": f"Stands in for {load.standing_in} more."}
    url = f"{reverse('team_children', args=[team.pk])}?worker={load.worker.pk}"
    name = {"text": load.worker.name, "url": url, "hint": load.role}
    return [name, f"{load.fte.normalize():f}", load.children, load.families, load.ceiling, notes]
