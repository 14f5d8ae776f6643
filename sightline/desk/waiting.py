"""What waits for a person: drafts, work returned to them, tasks, work to authorise."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from sightline.access.models import User
from sightline.access.warrants import Standing
from sightline.design.templatetags.design import day, plural
from sightline.desk.lists import names_of
from sightline.forms.authority import to_authorise
from sightline.forms.drafts import open_drafts
from sightline.oversight.holding import held_on
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Task

SHOWN = 30
SOON = datetime.timedelta(days=7)


def drafts_and_returned(user: User) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A person's open drafts, and those that were returned with reasons, as a list of tasks shows them. Two queries."""
    held = list(open_drafts(user)[:SHOWN])
    names = names_of(draft.about_id for draft in held)
    drafts, returned = [], []
    for draft in held:
        others = f" and {plural(len(draft.children) - 1, 'other')}" if len(draft.children) > 1 else ""
        item = {
            "title": f"{draft.title}: {names[draft.about_id]}{others}",
            "url": reverse("draft", args=[draft.about_id, draft.pk]),
            "hint": f"Started {day(draft.started_at)}",
        }
        if draft.submitted_by_id and draft.steps:
            returned.append(item | {"tag": "Returned", "colour": "orange"})
        else:
            drafts.append(item | {"tag": "Draft", "colour": "grey"})
    return drafts, returned


def tasks_for(user: User, child_ids: Iterable[int], today: datetime.date) -> list[dict[str, Any]]:
    """What a person undertook to do, or whoever holds these children does, the most pressing first. Two queries."""
    open_ones = Task.objects.filter(done_on__isnull=True).order_by("due_on", "pk")
    held = list(open_ones.filter(Q(owner=user) | Q(owner__isnull=True, child__in=child_ids))[:SHOWN])
    names = names_of(task.child_id for task in held)
    return [
        {
            "title": f"{names[task.child_id]}: {task.what}",
            "url": reverse("task_done", args=[task.child_id, task.pk]),
            "hint": f"By {day(task.due_on)}",
            "status": "overdue" if task.due_on < today else "due_soon" if task.due_on <= today + SOON else "due",
        }
        for task in held
    ]


def authorise_for(standing: Standing, team_id: int, today: datetime.date) -> list[dict[str, Any]]:
    """The work on children of one team that waits for this manager, the oldest first. Two queries."""
    ours = held_on(today).filter(team=team_id).values("child")
    steps = list(to_authorise(standing).filter(child__in=ours)[:SHOWN])
    names = names_of(step.child_id for step in steps)
    return [
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
