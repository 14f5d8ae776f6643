"""What waits for a person: work returned to them, drafts, tasks, work to authorise."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from sightline.access.warrants import Standing
from sightline.design.templatetags.design import day, plural
from sightline.desk.lists import Names, names_of
from sightline.forms.authority import to_authorise
from sightline.forms.drafts import open_drafts
from sightline.forms.models import Draft
from sightline.oversight.holding import held_on
from sightline.oversight.owed import joined_records
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step, Task

Row = TypeVar("Row", bound=Model)

SHOWN = 30
SOON = datetime.timedelta(days=7)
OUT_OF_REACH = "a child no longer within your reach"
ON_THEIR_PAGE = "Whoever works with the child now finds it on the child’s page."


@dataclass(frozen=True)
class Waiting:
    """What waits: the first of it, as a list of tasks shows it, and how much there is in all."""

    items: list[dict[str, Any]]
    in_all: int


def undertaken(standing: Standing, child_ids: Iterable[int]) -> dict[str, Waiting]:
    """What waits for a person by name: work returned to them, longest ago first; their drafts, the latest first; and
    tasks, the most pressing first, theirs or of whoever holds these children. As many queries for many as for one.

    Who holds a child changes, and a draft or a task stays its owner's: a child out of reach is not named.
    """
    mine = open_drafts(standing.user)
    returned, returned_in_all = _first(mine.filter(submitted_by__isnull=False).order_by("submitted_at", "pk"))
    drafts, drafts_in_all = _first(mine.filter(submitted_by__isnull=True))
    theirs = Q(owner=standing.user) | Q(owner__isnull=True, child__in=child_ids)
    tasks, tasks_in_all = _first(Task.objects.filter(theirs, done_on__isnull=True).order_by("due_on", "pk"))
    about = {pk for draft in [*returned, *drafts] for pk in draft.children} | {task.child_id for task in tasks}
    within = _within(standing, about)
    names = names_of(within)

    def of(rows: Iterable[Draft], tag: str, colour: str) -> list[dict[str, Any]]:
        return [_draft(one, within, names) | {"tag": tag, "colour": colour} for one in rows]

    return {
        "returned": Waiting(of(returned, "Returned", "orange"), returned_in_all),
        "drafts": Waiting(of(drafts, "Draft", "grey"), drafts_in_all),
        "tasks": Waiting([_task(one, within, names, standing.today) for one in tasks], tasks_in_all),
    }


def authorise_for(standing: Standing, team_id: int, today: datetime.date) -> Waiting:
    """The work on children of one team that waits for this manager, the oldest first. Three queries."""
    ours = held_on(today).filter(Q(child=OuterRef("child")) | Q(child=OuterRef("kept")), team=team_id)
    every = list(to_authorise(standing).filter(Exists(ours)).values_list("pk", flat=True))
    steps = Step.objects.filter(pk__in=every[:SHOWN]).select_related("worker", "act").order_by("act_id", "id")
    names = names_of(step.child_id for step in steps)
    items = [
        {
            "title": f"{kind_of(step.kind).title}: {names[step.child_id]}",
            "url": reverse("step_authorise", args=[step.child_id, step.pk]),
            "hint": f"{step.worker.name if step.worker else 'Nobody named'}, "
            f"submitted {day(timezone.localtime(step.act.at))}",
            "tag": "To authorise",
            "colour": "blue",
        }
        for step in steps
    ]
    return Waiting(items, len(every))


def _first(rows: QuerySet[Row]) -> tuple[list[Row], int]:
    """The first of these rows, and how many there are in all: counted only where they are not all shown."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], len(found) if len(found) <= SHOWN else rows.count()


def _within(standing: Standing, child_ids: Collection[int]) -> set[int]:
    """Those of these children who are within reach, by any of their records."""
    if not child_ids:
        return set()
    records = joined_records(child_ids)
    reached = standing.reached(set().union(*records.values()))
    return {child for child in child_ids if records[child] & reached}


def _draft(draft: Draft, within: set[int], names: Names) -> dict[str, Any]:
    """A draft on the list. It opens for whoever reaches every child of it."""
    others = f" and {plural(len(draft.children) - 1, 'other')}" if len(draft.children) > 1 else ""
    named = draft.about_id in within
    item = {
        "title": f"{draft.title}: {names[draft.about_id] if named else OUT_OF_REACH}{others}",
        "hint": f"Started {day(draft.started_at)}",
    }
    if within.issuperset(draft.children):
        return item | {"url": reverse("draft", args=[draft.about_id, draft.pk])}
    also = f" Also about {OUT_OF_REACH}." if named else ""
    return item | {"hint": f"{item['hint']}.{also} {ON_THEIR_PAGE}"}


def _task(task: Task, within: set[int], names: Names, today: datetime.date) -> dict[str, Any]:
    """A task on the list. What is to do may name the child, so out of reach it isn't told either."""
    item = {
        "hint": f"By {day(task.due_on)}",
        "status": "overdue" if task.due_on < today else "due_soon" if task.due_on <= today + SOON else "due",
    }
    if task.child_id not in within:
        return item | {"title": OUT_OF_REACH.capitalize(), "hint": f"{item['hint']}. {ON_THEIR_PAGE}"}
    url = reverse("task_done", args=[task.child_id, task.pk])
    return item | {"title": f"{names[task.child_id]}: {task.what}", "url": url}
