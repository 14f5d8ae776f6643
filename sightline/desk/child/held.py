"""Who has held a child: every team and worker, from when to when, and who stood in."""

from __future__ import annotations

from typing import Any

from sightline.desk.child.portrait import Portrait
from sightline.oversight.models import Absence
from sightline.record.models.periods import holding_on


def allocations_of(who: Portrait) -> list[list[Any]]:
    """The rows of the child's page, the latest first. One query."""
    today = who.today
    held = [one for one in who.allocations if one.ends_on != one.starts_on]
    now = {one.worker_id for one in held if one.worker_id and one.holds_on(today)}
    away = Absence.objects.filter(holding_on(today), user__in=now, withdrawn=False).select_related("stand_in")
    absent = {one.user_id: one for one in away}
    found = []
    for one in held:
        worker: dict[str, Any] = {"text": one.worker.name if one.worker else "No worker"}
        if one.holds_on(today) and one.worker_id in absent:
            stand_in = absent[one.worker_id].stand_in
            worker |= {"hint": f"Away. {stand_in.name} stands in." if stand_in else "Away, and nobody stands in."}
        found.append([worker, one.team.name, one.starts_on, one.ends_on or "Now"])
    return found
