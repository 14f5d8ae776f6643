"""What is still owed to a child: asked before a case is closed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sightline.clocks.acts import run_of
from sightline.clocks.declare import Kind, clock_called
from sightline.clocks.models import ClockRun
from sightline.forms.declare import Bearing
from sightline.forms.models import Draft
from sightline.law.due import short_date as day
from sightline.record.joined import asked_by_record
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step, Task

_OWED = (Kind.DEADLINE, Kind.INTERVAL)
_RUNS = {"protection_plan": "protectionplanfacts__ended_on__isnull"}
CLOSING = "case_closing"


def still_owed(child_ids: Sequence[int]) -> dict[int, list[str]]:
    """For each child, in words: plans that run, work that waits, what the clocks ask for, tasks, and drafts.

    What the closing itself ends (the child in need plan, and the clocks that hang on it) is owed too: a visit or a
    review that is due is better done first. Asked of all records of a child where several are joined. Six queries.
    """
    asked = asked_by_record(child_ids)
    found: dict[int, list[str]] = defaultdict(list)

    def owe(record: int, what: str) -> None:
        for child in asked[record]:
            found[child].append(what)

    steps = Step.objects.filter(child__in=asked)
    for key, running in _RUNS.items():
        for step in steps.filter(kind=key, **{running: True}).exclude(state=Step.State.WITHDRAWN):
            owe(step.child_id, f"{kind_of(key).title} runs: a conference ends it first")
    for step in steps.filter(state__in=(Step.State.SUBMITTED, Step.State.RETURNED)):
        waits = "waits to be authorised" if step.state == Step.State.SUBMITTED else "was returned, not submitted again"
        owe(step.child_id, f"{kind_of(step.kind).title} of {day(step.happened_on)} {waits}")
    for row in ClockRun.objects.filter(child__in=asked, outcome=""):
        run = run_of(row)
        clock = clock_called(run.clock_id)
        if clock.kind in _OWED and run.due_on:
            owe(row.child_id, f"{clock.awaits}, by {day(run.due_on)}")
    for task in Task.objects.filter(child__in=asked, done_on__isnull=True).order_by("due_on"):
        owe(task.child_id, f"{task.what}, by {day(task.due_on)}")
    drafts = Draft.objects.filter(children__overlap=list(asked), state=Draft.State.OPEN)
    for draft in drafts.exclude(form=CLOSING).select_related("started_by"):
        for child in set().union(*(asked.get(record, ()) for record in draft.children)):
            found[child].append(f"A draft by {draft.started_by.name}: {draft.title.lower()}")
    return found


def bearings(children: Sequence[int], on: datetime.date, step: Step | None) -> list[Bearing]:
    """What is owed, for whoever is about to close. A closing on the record keeps what was owed that day itself."""
    if step is not None:
        return []
    owed = still_owed(children)
    return [Bearing(child, one, "Still owed:") for child in children for one in owed.get(child, [])]


def needs_reason(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """To close while something is owed takes a reason."""
    if answers.get("owed_reason") or not still_owed([answers["child_id"]]):
        return []
    return [
        ("owed_reason", "Something is still owed: it is listed above. Do it first, or say why you close without it.")
    ]
