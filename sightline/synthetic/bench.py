"""A council of full size, seeded once and measured: `make bench`.

100,000 people, 10,000 open children, 1,000,000 steps, all through bulk acts. Then the pages that people
wait for, asked through the whole of Django (middleware, guard, template), one at a time; and what they save, in
:mod:`sightline.synthetic.bench_saves`.
"""

from __future__ import annotations

import datetime
import gc
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

LONG_LIFE = 500
BATCH = 250


@dataclass(frozen=True)
class Size:
    """How big the council is."""

    people: int = 100_000
    open_children: int = 10_000
    steps: int = 1_000_000
    teams: int = 40
    workers: int = 12


FULL = Size()


def scaled(scale: float) -> Size:
    """A council of a part of the full size, to try the benchmark on."""
    if scale == 1:
        return FULL
    return Size(
        people=max(int(FULL.people * scale), 400),
        open_children=max(int(FULL.open_children * scale), 40),
        steps=max(int(FULL.steps * scale), 4_000),
        teams=max(int(FULL.teams * scale), 2),
    )


@dataclass(frozen=True)
class Measured:
    """Times of one page, in milliseconds."""

    what: str
    median: float
    p95: float
    most: float
    queries: int
    budget: float | None

    @property
    def row(self) -> str:
        budget = f"{self.budget:g}" if self.budget else ""
        return f"| {self.what} | {self.median:.0f} | {self.p95:.0f} | {self.most:.0f} | {self.queries} | {budget} |"


WARM_UP = 5


def measure(what: str, ask: Callable[[int], Any], times: int, *, budget: float | None = None) -> Measured:
    """Ask ``times`` times, after a warm-up that isn't counted; and once more to count the queries.

    ask: is given a number that it never had before, from 0 up.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(WARM_UP):
        ask(n)
    taken = []
    for n in range(WARM_UP, WARM_UP + times):
        begun = time.perf_counter()
        ask(n)
        taken.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as queries:
        ask(WARM_UP + times)
    return Measured(
        what, statistics.median(taken), statistics.quantiles(taken, n=20)[-1], max(taken), len(queries), budget
    )


def seeded() -> bool:
    from sightline.record.models import Act

    return Act.objects.filter(kind="bench.seeded").exists()


def seed(progress: Callable[[str, int, int], None], size: Size = FULL) -> None:
    """Make the council. Minutes, once; the database is kept for the next time."""
    from sightline.access.acts import appoint, make_team
    from sightline.access.models import User
    from sightline.access.roles import Role
    from sightline.record.acts import act
    from sightline.record.warrant import system

    warrant = system("The benchmark")
    service = make_team(warrant, "Bench service")
    teams = []
    for number in range(size.teams):
        team = make_team(warrant, f"Bench team {number + 1}", part_of=service)
        teams.append(team)
        for role in [Role.TEAM_MANAGER] + [Role.SOCIAL_WORKER] * size.workers:
            user = User.objects.create_user(f"bench{User.objects.count()}@wexcombe.example", f"{role.label} {number}")
            appoint(warrant, user, role=role, team=team, starts_on=datetime.date(2020, 1, 1))
    officer = User.objects.create_user("officer@wexcombe.example", "Data officer")
    appoint(warrant, officer, role=Role.DATA_OFFICER, team=None, starts_on=datetime.date(2020, 1, 1))
    children = _people(warrant, size, progress)
    _lives(warrant, children, teams, size, progress)
    with act("bench.seeded", warrant):
        pass


def _people(warrant: Any, size: Size, progress: Callable[[str, int, int], None]) -> list[int]:
    """Everyone on file; the first of them are the open children."""
    from sightline.record.acts.people import NewPerson, create_people
    from sightline.synthetic.people import Names

    names, chance = Names(1), random.Random(1)
    made: list[int] = []
    today = timezone.localdate()
    while len(made) < size.people:
        some = []
        for number in range(len(made), min(len(made) + 2_000, size.people)):
            is_child = number < size.people // 2
            one = names.child() if is_child else names.adult()
            years = chance.uniform(0, 17) if is_child else chance.uniform(18, 70)
            some.append(
                NewPerson(
                    kind="child" if is_child else "adult", given=one.given, family=one.family,
                    sex=chance.choice("MF"), birth_date=today - datetime.timedelta(days=int(years * 365.25)),
                    identifiers=[("la_child_id", f"B{number:07}")] if is_child else (),
                )
            )  # fmt: skip
        made += [person.pk for person in create_people(warrant, some)]
        progress("People", len(made), size.people)
    return made[: size.open_children]


def _lives(
    warrant: Any, children: list[int], teams: list[Any], size: Size, progress: Callable[[str, int, int], None]
) -> None:
    """Each open child's pathway: about a hundred steps, laid in bulk acts; the first child's has 500."""
    from sightline.access.models import Appointment
    from sightline.oversight.acts import Holding, allocate
    from sightline.record.acts import act
    from sightline.record.acts.pathway import NewStep, lay, open_involvements
    from sightline.record.models import Involvement

    chance = random.Random(2)
    today = timezone.localdate()
    workers = {
        team.pk: list(Appointment.objects.filter(team=team, role="social_worker").values_list("user", flat=True))
        for team in teams
    }
    each = -(-(size.steps - LONG_LIFE) // (len(children) - 1))
    done = 0
    for start in range(0, len(children), BATCH):
        some = children[start : start + BATCH]
        holdings = []
        for number, child in enumerate(some):
            team = teams[(start + number) % len(teams)]
            worker = chance.choice(workers[team.pk])
            holdings.append(
                Holding(child_id=child, team_id=team.pk, worker_id=worker, starts_on=datetime.date(2025, 1, 1))
            )
        allocate(warrant, holdings)
        with act("bench.lay", warrant) as doing:
            opened = open_involvements(
                doing,
                [
                    Involvement(child_id=c, opened_on=today - datetime.timedelta(days=chance.randint(200, 900)))
                    for c in some
                ],
            )
            referrals = lay(
                doing,
                [
                    NewStep(child_id=i.child_id, kind="referral", happened_on=i.opened_on, involvement_id=i.pk,
                            facts={"source": "6", "primary_need": "N1", "no_further_action": False,
                                   "decided_on": i.opened_on})
                    for i in opened
                ],
            )  # fmt: skip
            plans = lay(
                doing,
                [
                    NewStep(child_id=r.child_id, kind="protection_plan",
                            happened_on=r.happened_on + datetime.timedelta(days=30),
                            involvement_id=r.involvement_id, led_from_id=r.pk,
                            facts={"initial_category": "NEG", "latest_category": "NEG"})
                    for r in referrals
                ],
            )  # fmt: skip
            rest: list[NewStep] = []
            for plan in plans:
                count = (LONG_LIFE if plan.child_id == children[0] else each) - 2
                rest += _visits(plan, count, chance, today)
            lay(doing, rest)
        done += len(some)
        progress("Children's pathways", done, len(children))


def _visits(plan: Any, count: int, chance: random.Random, today: datetime.date) -> Iterator[Any]:
    from sightline.record.acts.pathway import NewStep

    days = max((today - plan.happened_on).days - 1, 1)
    for number in range(count):
        on = plan.happened_on + datetime.timedelta(days=days * number // count)
        core_group = number % 4 == 3
        yield NewStep(
            child_id=plan.child_id, kind="core_group" if core_group else "visit", happened_on=on,
            involvement_id=plan.involvement_id, led_from_id=plan.pk,
            narrative={"note": f"Visit {number}: at home, well, talked about school and the week."},
            facts={} if core_group else {"seen": chance.random() < 0.95, "seen_alone": chance.random() < 0.8},
        )  # fmt: skip


def _as_if_served() -> None:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False


def browser_of(user: Any) -> Any:
    """A browser in which this user is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pages() -> list[Measured]:
    """The pages that people wait for."""
    from sightline.access.models import Team, User
    from sightline.oversight.models import Allocation
    from sightline.record.models import Involvement, SearchKey

    _as_if_served()
    chance = random.Random(3)
    worker = User.objects.filter(name__startswith="Social worker").first()
    manager = User.objects.filter(name="Team manager 0").get()
    officer = User.objects.get(email="officer@wexcombe.example")

    def get(client: Any, url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    team = Allocation.objects.filter(team__name="Bench team 1").values_list("child", flat=True)
    reach = list(team[:200])
    long_life = Involvement.objects.order_by("id").first().child_id  # type: ignore[union-attr]
    words = list(SearchKey.objects.order_by("?").values_list("label", "birth_date")[:300])
    asked = [_query(label, born, chance) for label, born in words]
    moment = timezone.now() - datetime.timedelta(seconds=5)
    then = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f%%2B0000")
    mine, ours, all_ = browser_of(worker), browser_of(manager), browser_of(officer)
    above = browser_of(_service_manager())
    our_team = Team.objects.get(name="Bench team 1").pk
    gc.freeze()  # as the server does once it has started
    return [
        measure("Search", lambda n: get(mine, f"/search/?q={asked[n % len(asked)]}"), 300, budget=50),
        measure("Child's page", lambda n: get(ours, f"/person/{reach[n % len(reach)]}/"), 200, budget=100),
        measure("Child's page, 500 entries", lambda n: get(all_, f"/person/{long_life}/"), 50, budget=100),
        measure("Chronology of 500 entries", lambda n: get(all_, f"/person/{long_life}/chronology/"), 50, budget=100),
        measure(
            "Child's page as known", lambda n: get(ours, f"/person/{reach[n % len(reach)]}/?at={then}"), 100, budget=100
        ),
        measure(
            "What the census would say of a child",
            lambda n: get(ours, f"/person/{reach[n % len(reach)]}/census/"),
            50,
            budget=100,
        ),
        measure("My work", lambda n: get(mine, "/"), 50, budget=100),
        measure("Team page", lambda n: get(ours, f"/teams/{our_team}/"), 50, budget=100),
        measure("What is late in a team", lambda n: get(ours, f"/teams/{our_team}/late/"), 50, budget=100),
        measure("All teams of a service", lambda n: get(above, "/teams/"), 50, budget=100),
        measure(
            "History of a record", lambda n: get(ours, f"/person/{reach[n % len(reach)]}/history/"), 50, budget=100
        ),
    ]


def _service_manager() -> Any:
    """Who answers for all teams; appointed here, for a council that was seeded without."""
    from sightline.access.acts import appoint
    from sightline.access.models import Team, User
    from sightline.access.roles import Role
    from sightline.record.warrant import system

    user, new = User.objects.get_or_create(email="service@wexcombe.example", defaults={"name": "Service manager"})
    if new:
        service, day = Team.objects.get(name="Bench service"), datetime.date(2020, 1, 1)
        appoint(system("The benchmark"), user, role=Role.SERVICE_MANAGER, team=service, starts_on=day)
    return user


def _query(label: str, born: datetime.date | None, chance: random.Random) -> str:
    """How people type: as it is, misspelt, turned round, a part, or with the date of birth."""
    from urllib.parse import quote_plus

    words = label.split()
    how = chance.random()
    if how < 0.3 and len(words[0]) > 4:
        cut = chance.randrange(1, len(words[0]) - 1)
        words[0] = words[0][:cut] + words[0][cut + 1 :]
    elif how < 0.5:
        words.reverse()
    elif how < 0.65:
        words = [words[-1][:4]]
    elif how < 0.8 and born:
        words.append(f"{born:%d/%m/%Y}")
    return quote_plus(" ".join(words))


def census_import(children: int = 10_000) -> dict[str, float]:
    """The import of a census file by the command, on an empty database: seconds and peak memory."""
    import psycopg
    from django.conf import settings

    from sightline.synthetic.census import write_census

    name = "sightline_bench_import"
    environment = os.environ | {"SIGHTLINE_DATABASE": name}
    host = settings.DATABASES["default"]["HOST"]
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "census.xml"
        write_census(file, children=children, seed=1)
        run = [sys.executable, "-m", "sightline.cli"]
        subprocess.run([*run, "migrate"], env=environment, check=True, capture_output=True)
        begun = time.perf_counter()
        done = subprocess.run([*run, "import", "cin", str(file)], env=environment, capture_output=True, text=True)
        took = time.perf_counter() - begun
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        size = file.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"children": children, "megabytes": size, "seconds": took, "peak": peak}


def machine() -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    python = platform.python_version()
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Python {python}, the embedded PostgreSQL"


def night() -> float:
    """Asking every rule about the whole record, as each night does: seconds of the command."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sightline.cli", "faults", "refresh"], check=True, capture_output=True)
    return time.perf_counter() - begun


def report(measured: list[Measured], imported: dict[str, float], asked: float, counts: dict[str, int]) -> str:
    """The page of the reference manual, as Markdown."""
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Server time of whole pages and whole saves (middleware, guard, queries, clocks,",
        "template), one request at a time, after a warm-up; milliseconds. The budget is for the 95th percentile.",
        "",
        f"Measured {timezone.localdate():%d %B %Y} on {machine()}. The machine's load over the last five minutes was "
        f"{os.getloadavg()[1]:.1f}; alone, the benchmark makes a load of about 1.",
        f"The council: {counts['people']:,} people, {counts['children']:,} open children, {counts['steps']:,} steps, "
        f"{counts['runs']:,} runs of clocks.",
        "",
        "| Page or save | Median | 95th percentile | Most | Queries | Budget |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(one.row for one in measured),
        "",
        "## Bringing in a census file",
        "",
        "| Children | File, MB | Seconds | Peak memory, MB | Budget |",
        "| ---: | ---: | ---: | ---: | --- |",
        f"| {imported['children']:,.0f} | {imported['megabytes']:.0f} | {imported['seconds']:.0f} "
        f"| {imported['peak']:.0f} | 60 s, 500 MB |",
        "",
        "The command alone on an empty database, on both cores; memory is the largest of its processes, the database",
        "server not counted.",
        "",
        "## Asking the rules of the whole record, as each night",
        "",
        f"`sightline faults refresh`, {counts['children']:,} open children: {asked:.0f} seconds.",
        "",
    ]
    return "\n".join(lines)


def counts() -> dict[str, int]:
    from sightline.clocks.models import ClockRun
    from sightline.record.models import Involvement, Person, Step

    return {
        "people": Person.objects.count(),
        "children": Involvement.objects.filter(closed_on__isnull=True).values("child").distinct().count(),
        "steps": Step.objects.count(),
        "runs": ClockRun.objects.count(),
    }
