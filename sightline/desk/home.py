"""The first page: the children whom a person holds, or answers for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from sightline.clocks.acts import run_of
from sightline.clocks.engine import Outcome
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.oversight.models import Allocation
from sightline.oversight.relations import held_on
from sightline.record.models import SearchKey

CHILDREN_A_PAGE = 50


def home(request: Any) -> HttpResponse:
    """The children whom this person holds, or whom their team or teams hold, each with its most pressing date."""
    standing = request.standing
    context: dict[str, Any] = {"title": "My work", "may_search": standing.may("people.search")}
    context["may_ask"] = standing.may("faults.mine")
    if standing.may("child.read"):
        mine = held_on(standing.today).filter(worker=request.user)
        rows = mine if mine.exists() else held_on(standing.today).filter(child__in=standing.people().values("pk"))
        context["whose"] = "Children you hold" if mine.exists() else "Children within your reach"
        page = Paginator(rows.select_related("worker", "team").order_by("child"), CHILDREN_A_PAGE).get_page(
            request.GET.get("page")
        )
        context |= {"page": page, "rows": _children(list(page.object_list), standing.today)}
    return render(request, "desk/home.html", context)


home.permission = None  # type: ignore[attr-defined]


def _children(held: list[Allocation], today: Any) -> list[dict[str, Any]]:
    ids = [one.child_id for one in held]
    labels = dict(SearchKey.objects.filter(person__in=ids).values_list("person", "label"))
    born = dict(SearchKey.objects.filter(person__in=ids).values_list("person", "birth_date"))
    owed: dict[int, list[Any]] = {}
    for row in ClockRun.objects.filter(child__in=ids, outcome=Outcome.RUNNING):
        run = run_of(row)
        state = status(run, today)
        if state.owed and state.on:
            owed.setdefault(run.child_id, []).append((state.on, run.clock_id, state))
    rows = []
    for one in held:
        due = sorted(owed.get(one.child_id, []), key=lambda o: (o[0], o[1]))
        rows.append(
            {
                "id": one.child_id, "name": labels.get(one.child_id, "Name not held"), "born": born.get(one.child_id),
                "worker": one.worker.name if one.worker else "", "team": one.team.name,
                "next": due[0] if due else None, "overdue": sum(o[2].key == "overdue" for o in due),
            }
        )  # fmt: skip
    return rows
