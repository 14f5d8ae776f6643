"""Who is there for a worker's children on a day: the worker, whoever stands in for them, or nobody."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sightline.access.models import Appointment
from sightline.access.roles import HOLDS_CHILDREN
from sightline.law.due import short_date
from sightline.oversight.models import Absence
from sightline.record.models.periods import holding_on


@dataclass(frozen=True)
class Presence:
    """Some workers and those who stand in for them, as they are on a day.

    here: who holds a post in which they may hold children. left: the day on which the last such post of
    somebody ended. away: the absences that hold, by worker.
    """

    day: datetime.date
    here: frozenset[int]
    left: dict[int, datetime.date]
    away: dict[int, Absence]

    def is_there(self, user_id: int) -> bool:
        return user_id in self.here and user_id not in self.away

    def holder(self, worker_id: int) -> int | None:
        """Who is there for this worker's children. None: nobody."""
        if self.is_there(worker_id):
            return worker_id
        absence = self.away.get(worker_id)
        stand_in = absence.stand_in_id if absence else None
        return stand_in if stand_in and self.is_there(stand_in) else None

    def gap(self, worker_id: int, name: str) -> tuple[str, datetime.date | None] | None:
        """Why nobody is there for this worker's children, and since when. None: somebody is."""
        if self.holder(worker_id):
            return None
        absence = self.away.get(worker_id)
        if absence is None:
            left = self.left.get(worker_id)
            return (f"{name} left on {short_date(left)}" if left else f"{name} holds no post in any team"), left
        since = absence.starts_on
        assert since is not None
        words = f"{name} has been away since {short_date(since)}"
        if absence.stand_in_id is None:
            return f"{words} and nobody stands in", since
        theirs = self.away.get(absence.stand_in_id)
        lapsed = theirs.starts_on if theirs else self.left.get(absence.stand_in_id)
        why = "is away too" if theirs else "has left"
        return f"{words}, and {absence.stand_in}, who stood in, {why}", max(since, lapsed or since)


def presence(worker_ids: Iterable[int], day: datetime.date) -> Presence:
    """Ask of some workers, and of whoever stands in for them, whether they are there on a day. Two queries.

    Who is away on a day is a short list, and is read whole.
    """
    workers = set(worker_ids)
    absences = Absence.objects.filter(holding_on(day), withdrawn=False).select_related("stand_in")
    all_away = {one.user_id: one for one in absences}
    stand_ins = {all_away[user].stand_in_id for user in workers & all_away.keys()} - workers - {None}
    away = {user: one for user, one in all_away.items() if user in workers | stand_ins}
    here: set[int] = set()
    ended: dict[int, list[datetime.date]] = defaultdict(list)
    posts = Appointment.objects.filter(user__in=workers | stand_ins, role__in=HOLDS_CHILDREN, starts_on__lte=day)
    for user, ends_on in posts.values_list("user", "ends_on"):
        if ends_on is None or ends_on > day:
            here.add(user)
        else:
            ended[user].append(ends_on)
    left = {user: max(days) for user, days in ended.items() if user not in here}
    return Presence(day, frozenset(here), left, away)
