"""Caseloads: how many children and families a worker holds, beside the ceiling for their role and hours."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from sightline.access.models import Appointment, User
from sightline.access.roles import HOLDS_CHILDREN, Role
from sightline.law.local_standards import CEILINGS
from sightline.oversight.families import families
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence, CaseloadOverride
from sightline.record.models.periods import holding_on


@dataclass(frozen=True)
class Load:
    """One worker's load on a day.

    children: those allocated to them. standing_in: those of colleagues for whom they stand in, which do not count
    to the ceiling but are shown beside it. ceiling: for their role, times their full-time equivalent.
    """

    worker: User
    role: str
    fte: Decimal
    ceiling: int
    children: int = 0
    families: int = 0
    standing_in: int = 0
    override: CaseloadOverride | None = None

    @property
    def over(self) -> int:
        """By how many children the worker is over the ceiling."""
        return max(0, self.children - self.ceiling)

    def with_children(self, number: int) -> Load:
        """The same worker with this many children."""
        return Load(self.worker, self.role, self.fte, self.ceiling, number, self.families, self.standing_in)


def caseloads(
    day: datetime.date, *, teams: Iterable[int] | None = None, workers: Iterable[int] | None = None
) -> dict[int, Load]:
    """The load of everybody who may hold children on a day, in some teams or by name; in order of name. Five queries.

    A worker's children count wherever they hold them; so do their hours.
    """
    posts = Appointment.objects.filter(holding_on(day), role__in=HOLDS_CHILDREN)
    if teams is not None:
        posts = posts.filter(user__in=posts.filter(team__in=teams).values("user"))
    if workers is not None:
        posts = posts.filter(user__in=workers)
    posts_of: dict[int, list[Appointment]] = defaultdict(list)
    for post in posts.select_related("user").order_by("user__name", "user", "starts_on"):
        posts_of[post.user_id].append(post)
    children: dict[int, list[int]] = defaultdict(list)
    stood_in_for = dict(
        Absence.objects.filter(holding_on(day), stand_in__in=posts_of, withdrawn=False).values_list("user", "stand_in")
    )
    held = held_on(day).filter(worker__in=posts_of.keys() | stood_in_for.keys())
    for worker, child in held.values_list("worker", "child"):
        children[worker].append(child)
    family_of = families(child for some in children.values() for child in some)
    overrides = {
        one.worker_id: one
        for one in CaseloadOverride.objects.filter(worker__in=posts_of).select_related("act__actor").order_by("pk")
    }
    standing_in: dict[int, int] = defaultdict(int)
    for away, stand_in in stood_in_for.items():
        standing_in[stand_in] += len(children[away])
    return {
        user: Load(
            worker=some[0].user,
            role=Role(some[0].role).label,
            fte=sum((post.fte for post in some), Decimal(0)),
            ceiling=sum(CEILINGS[post.role].of(post.fte) for post in some),
            children=len(children[user]),
            families=len({family_of[child] for child in children[user]}),
            standing_in=standing_in[user],
            override=overrides.get(user),
        )
        for user, some in posts_of.items()
    }


def over_ceiling(new: Mapping[int, Iterable[int]], day: datetime.date) -> list[Load]:
    """Of workers to whom these children would be allocated, those who would then hold more than the ceiling."""
    loads = caseloads(day, workers=new)
    held: dict[int, set[int]] = defaultdict(set)
    for worker, child in held_on(day).filter(worker__in=new).values_list("worker", "child"):
        held[worker].add(child)
    after = [load.with_children(len(held[user].union(new[user]))) for user, load in loads.items()]
    return [load for load in after if load.over and load.children > len(held[load.worker.pk])]


def over_the_ceiling(teams: Iterable[int], day: datetime.date) -> dict[int, set[int]]:
    """The workers of each team who hold more children than their ceiling. Two queries, however many there are."""
    wanted = set(teams)
    posts = Appointment.objects.filter(holding_on(day), role__in=HOLDS_CHILDREN)
    theirs = posts.filter(team__in=wanted).values("user")
    ceilings: dict[int, int] = defaultdict(int)
    team_of: dict[int, set[int]] = defaultdict(set)
    for user, team, role, fte in posts.filter(user__in=theirs).values_list("user", "team", "role", "fte"):
        ceilings[user] += CEILINGS[role].of(fte)
        if team in wanted:
            team_of[user].add(team)
    held = held_on(day).filter(worker__in=theirs).values("worker").annotate(n=Count("pk")).values_list("worker", "n")
    found: dict[int, set[int]] = defaultdict(set)
    for worker, children in held:
        if children > ceilings[worker]:
            for team in team_of[worker]:
                found[team].add(worker)
    return dict(found)
