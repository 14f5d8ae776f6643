"""The invented council's staff: its service, four teams, and who works in them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sightline.access.acts import appoint, end_appointments, make_team, put_on_duty
from sightline.access.models import Team, User
from sightline.access.roles import Role
from sightline.record.names import folded
from sightline.record.warrant import Warrant
from sightline.synthetic.lives import IN_NEED, NORTH, SAFEGUARDING, SOUTH
from sightline.synthetic.people import Names

SERVICE = "Children and Families Service"
TEAMS: Mapping[str, str] = {
    NORTH: "Front Door and Assessment, North",
    SOUTH: "Front Door and Assessment, South",
    SAFEGUARDING: "Safeguarding",
    IN_NEED: "Children in Need and Disabled Children",
}
#: social workers in each team, and how many of them are newly qualified
WORKERS = {NORTH: (5, 1), SOUTH: (5, 2), SAFEGUARDING: (6, 1), IN_NEED: (6, 2)}


@dataclass(kw_only=True, eq=False)
class Worker:
    """A social worker. room: how many children they can hold, as a share of a full caseload."""

    user: User
    team: str
    room: float
    since: date
    left_on: date | None = None
    children: int = 0

    def works_on(self, day: date) -> bool:
        return self.since <= day and (self.left_on is None or day < self.left_on)


@dataclass
class Staff:
    teams: dict[str, Team] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)
    leaver: Worker | None = None
    away: Worker | None = None
    count: int = 0

    def of(self, team: str, day: date) -> list[Worker]:
        return [worker for worker in self.workers if worker.team == team and worker.works_on(day)]

    def lightest(self, team: str, day: date, children: int) -> Worker:
        """Who in a team, of those who stay, can best take some more children, as managers try to have it."""
        able = [worker for worker in self.of(team, day) if worker.left_on is None]
        return min(able, key=lambda worker: ((worker.children + children) / worker.room, worker.user.pk))


class _Hiring:
    def __init__(self, warrant: Warrant, names: Names, chance: random.Random, today: date) -> None:
        self.warrant, self.names, self.chance, self.today = warrant, names, chance, today
        self.taken: dict[str, int] = defaultdict(int)

    def hire(self, role: Role, team: Team | None, *, since: date, fte: str = "1") -> User:
        one = self.names.adult()
        given = one.given.split()[0]
        local = f"{folded(given)}.{folded(one.family)}".replace(" ", "")
        self.taken[local] += 1
        if self.taken[local] > 1:
            local += str(self.taken[local])
        user = User.objects.create_user(f"{local}@wexcombe.example", f"{given} {one.family}")
        appoint(self.warrant, user, role=role, team=team, starts_on=since, fte=Decimal(fte))
        return user

    def years_ago(self, least: float, most: float) -> date:
        return self.today - timedelta(days=int(self.chance.uniform(least, most) * 365))


def make_staff(warrant: Warrant, names: Names, chance: random.Random, today: date) -> Staff:
    """The whole service, with one worker who has left and one who is away for some weeks."""
    staff, hiring = Staff(), _Hiring(warrant, names, chance, today)
    service = make_team(warrant, SERVICE)
    hiring.hire(Role.SERVICE_MANAGER, service, since=hiring.years_ago(3, 6))
    for key, name in TEAMS.items():
        team = staff.teams[key] = make_team(warrant, name, part_of=service)
        hiring.hire(Role.TEAM_MANAGER, team, since=hiring.years_ago(3, 8))
        hiring.hire(Role.ADVANCED_PRACTITIONER, team, since=hiring.years_ago(3, 9))
        workers, newly = WORKERS[key]
        for number in range(workers):
            staff.workers.append(_worker(hiring, key, team, newly=number < newly, lately=number == workers - 1))
    staff.leaver = next(worker for worker in staff.workers if worker.team == SAFEGUARDING and worker.room > 0.9)
    staff.leaver.left_on = today - timedelta(days=36)
    end_appointments(warrant, staff.leaver.user, on=staff.leaver.left_on)
    staff.away = [worker for worker in staff.workers if worker.team == IN_NEED and worker.room > 0.6][1]
    for since in ((2, 5), (1, 3)):
        hiring.hire(Role.DATA_OFFICER, None, since=hiring.years_ago(*since))
    hiring.hire(Role.ADMINISTRATOR, None, since=hiring.years_ago(4, 7))
    for key in (NORTH, SOUTH):
        put_on_duty(warrant, staff.of(key, today)[-1].user, on=today)
    staff.count = User.objects.filter(email__endswith="@wexcombe.example").count()
    return staff


def _worker(hiring: _Hiring, key: str, team: Team, *, newly: bool, lately: bool) -> Worker:
    chance = hiring.chance
    if newly:
        since = hiring.today - timedelta(days=chance.randint(190, 330))
        user = hiring.hire(Role.NEWLY_QUALIFIED, team, since=since)
        return Worker(user=user, team=key, room=chance.uniform(0.45, 0.55), since=since)
    since = hiring.years_ago(0.4, 0.9) if lately else hiring.years_ago(2.6, 7)
    fte = "0.6" if lately and chance.random() < 0.5 else "1"
    user = hiring.hire(Role.SOCIAL_WORKER, team, since=since, fte=fte)
    return Worker(user=user, team=key, room=chance.uniform(0.8, 1.25) * float(fte), since=since)
