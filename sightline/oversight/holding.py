"""Who holds a child on a day: what pages ask of today, and figures of any day."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from sightline.oversight.models import Allocation
from sightline.record.models.periods import holding_on


def held_on(day: datetime.date) -> QuerySet[Allocation]:
    """The allocations that hold on a day: at most one a child.

    An event is counted to the team and worker of its own day, so a figure of last year doesn't move when a
    child changes hands this year.
    """
    return Allocation.objects.filter(holding_on(day))
