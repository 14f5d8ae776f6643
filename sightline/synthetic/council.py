"""Wexcombe Council: an invented authority with its staff, some four hundred children and two years of work.

Everything is put on the record through the same acts as anybody's work. It is made in one database transaction
around all of those acts: killed half-way it leaves nothing behind, and is simply made again. (Making it
resumable would mean drawing every chance anew up to the place where it stopped, only to save a minute.)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from sightline.access.models import Team, User
from sightline.oversight.holding import held_on
from sightline.record.acts import people as persons
from sightline.record.acts import together
from sightline.record.models import Involvement, Person, Step
from sightline.record.warrant import Warrant, system
from sightline.synthetic import themes
from sightline.synthetic.episode import Episode
from sightline.synthetic.families import Registrar, again
from sightline.synthetic.family import Family, Home, Someone
from sightline.synthetic.laying import Case, Held, Laying
from sightline.synthetic.lives import NORTH, SOUTH, Inventor
from sightline.synthetic.managing import answer_for_a_caseload, give_stand_ins, say_why_late
from sightline.synthetic.people import Names
from sightline.synthetic.registering import register
from sightline.synthetic.staff import SERVICE, Staff, Worker, make_staff
from sightline.synthetic.tellings import PRIVATE, Teller
from sightline.synthetic.theme import Theme

Progress = Callable[[str, int, int], None]

#: each of these once, among the ordinary courses: what a demonstration must be able to show
SPECIAL = (
    ("undecided", ""), ("assessing_late", ""), ("protected_two_years", ""), ("stepped_down", ""),
    ("protected", "repeat"), ("in_need_long", "disabled"), ("protected_new", "unborn"), ("in_need", "confidential"),
    ("assessing", "unborn"), ("in_need", "born"), ("enquiring", ""), ("protected", "two"), ("protected", "one"),
    ("assessing_late", ""),
)  # fmt: skip
ORDINARY = (
    "in_need", "assessed", "assessing", "protected", "no_further_action", "in_need", "assessing", "helped",
    "protected_new", "assessed", "in_need", "assessing", "no_further_action", "in_need_long", "protected",
    "enquiring", "assessed", "in_need", "stepped_down", "helped", "assessing", "protected_long",
    "no_further_action", "assessing", "unprotected", "in_need", "escalated", "assessed", "enquired", "in_need",
    "assessing", "helped", "in_need", "assessing", "protected_once",
)  # fmt: skip
TWICE = 3  # children recorded a second time: two pairs not joined, one joined
SIZES = {1: 34, 2: 32, 3: 19, 4: 10, 5: 5}


@dataclass(frozen=True)
class Council:
    """What the invented council holds. made: whether it was made just now, or was there already."""

    made: bool
    staff: int
    children: int
    open_children: int
    without_worker: int
    adults: int
    steps: int

    def __str__(self) -> str:
        return (
            f"Wexcombe Council: {self.children:,} children ({self.open_children:,} open, {self.without_worker} of them "
            f"waiting for a worker), {self.adults:,} parents and other adults, {self.staff} staff, "
            f"{self.steps:,} entries."
        )


def council_exists() -> bool:
    return Team.objects.filter(name=SERVICE).exists()


def make_council(*, children: int = 400, seed: int = 2026, today: date, progress: Progress | None = None) -> Council:
    """Make the council, the same one for the same seed and day; where it exists already, do nothing.

    children: how many are on file, open and closed together; at least 10. progress: called with what is being
    done, how much of it is done, and out of how much.
    """
    if children < 10:
        raise ValueError("Ask for at least 10 children: fewer than that is no council.")
    if council_exists():
        return _counted(today, made=False)
    report = progress or (lambda what, done, of: None)
    with together():
        _Making(children, seed, today, report).make()
        report("Clocks and search", 0, 1)
    report("Clocks and search", 1, 1)
    return _counted(today, made=True)


def _counted(today: date, *, made: bool) -> Council:
    of_council = Person.objects.exclude(kind=Person.Kind.ADULT)
    is_open = Involvement.objects.filter(closed_on__isnull=True).values("child")
    return Council(
        made=made,
        staff=User.objects.filter(email__endswith="@wexcombe.example").count(),
        children=of_council.count(),
        open_children=of_council.filter(pk__in=is_open).count(),
        without_worker=held_on(today).filter(child__in=is_open, worker__isnull=True).count(),
        adults=Person.objects.filter(kind=Person.Kind.ADULT).count(),
        steps=Step.objects.count(),
    )


class _Making:
    def __init__(self, children: int, seed: int, today: date, progress: Progress) -> None:
        self.children, self.today, self.progress = children, today, progress
        self.warrant: Warrant = system("Making the invented council")
        self.chance = random.Random(f"council {seed} {today} {children}")
        names = Names(seed, today=today)
        self.inventor = Inventor(self.chance, today)
        self.registrar = Registrar(self.chance, names, today)
        self.teller = Teller(self.chance, today)
        self.progress("Staff", 0, 1)
        self.staff: Staff = make_staff(self.warrant, names, self.chance, today)
        self.progress("Staff", 1, 1)

    def make(self) -> None:
        families = self._families()
        self._to_court(families)
        held = self._allocations(families)
        laying = Laying(self.warrant, self.staff, self.teller, self.inventor, self.chance, self.progress)
        twice = self._recorded_twice(families)
        everyone = [*families, *(family for family, _ in twice)]
        register(self.warrant, everyone, self.progress)
        for number in range(max(len(family.episodes) for family in everyone)):
            cases = [
                Case(family, family.episodes[number], child)
                for family in everyone
                if len(family.episodes) > number
                for child in family.about(family.episodes[number])
            ]
            laying.lives(cases, held, label=("Lives", "Lives: second referrals", "Lives: third referrals")[number])
        self._join(twice)
        self._warn(families)
        self._manage(families)
        self._summarise(families, held)

    # --- families --------------------------------------------------------------------------------

    def _courses(self) -> Iterator[tuple[str, str]]:
        """The course of each family in turn, and what is special about it."""
        special, ordinary = iter(SPECIAL), cycle(ORDINARY)
        for course in special:
            yield course
            yield next(ordinary), ""
        for plain in ordinary:
            yield plain, ""

    def _families(self) -> list[Family]:
        made: list[Family] = []
        wanted = self.children - TWICE
        everyday, harmed = cycle(self._shuffled(themes.EVERYDAY)), cycle(self._shuffled(themes.HARMFUL))
        for course, special in self._courses():
            size = self.chance.choices(list(SIZES), list(SIZES.values()))[0]
            safeguarding = course.startswith("protected") or course in (
                "enquiring",
                "stepped_down",
                "escalated",
                "unprotected",
                "enquired",
            )
            theme = next(harmed) if safeguarding else next(everyday)
            theme = self._special_theme(course, special, theme)
            size = 1 if theme.alone or special == "one" else 2 if special == "two" or course == "undecided" else size
            family = self._family(len(made) + 1, course, special, theme, min(size, wanted))
            made.append(family)
            wanted -= len(family.children)
            if not wanted:
                return made
        raise AssertionError("The courses never end.")

    def _shuffled(self, some: Sequence[Theme]) -> list[Theme]:
        return self.chance.sample(list(some), len(some))

    def _special_theme(self, course: str, special: str, theme: Theme) -> Theme:
        if special in ("unborn", "born"):
            return themes.PRE_BIRTH
        if special == "confidential":
            return themes.DOMESTIC_ABUSE
        if special == "disabled" or (course in ("in_need_long", "in_need") and self.chance.random() < 0.3):
            return themes.DISABILITY
        return theme

    def _family(self, number: int, course: str, special: str, theme: Theme, size: int) -> Family:
        door = SOUTH if number % 2 else NORTH
        span = None
        if special == "unborn":
            span = (
                self.today
                - timedelta(days=self.chance.randint(*((45, 85) if course == "protected_new" else (15, 40)))),
                None,
            )
        elif special == "born":
            span = (self.today - timedelta(days=self.chance.randint(130, 170)), None)
        last = self.inventor.episode(course, theme, span, door=door)
        episodes = [*self._before(special, theme, last, door), last]
        family = self.registrar.family(
            number, theme, episodes, size=size, door=door, confidential=special == "confidential",
            before_birth=special if special in ("unborn", "born") else "",
        )  # fmt: skip
        family.episodes = [episode for episode in episodes if family.about(episode)]
        return family

    def _before(self, special: str, theme: Theme, last: Episode, door: str) -> list[Episode]:
        """Earlier episodes of the family, which are closed: for some, within twelve months of this referral."""
        if special == "repeat" or (last.protection and not special and self.chance.random() < 0.15):
            plan = last.protection
            assert plan is not None
            plan.previous = 1
            return [self.inventor.earlier("protected_once", theme, last.referred_on, again=False, door=door)]
        if special or self.chance.random() > 0.27:
            return []
        course = self.chance.choice(("no_further_action", "assessed", "assessed", "helped"))
        before = [self.inventor.earlier(course, theme, last.referred_on, again=self.chance.random() < 0.7, door=door)]
        if self.chance.random() < 0.15:
            before.insert(
                0, self.inventor.earlier("no_further_action", theme, before[0].referred_on, again=True, door=door)
            )
        return before

    def _to_court(self, families: Sequence[Family]) -> None:
        """Pre-proceedings for three children: a family of two and a family of one, where there are such."""
        for size in (2, 1):
            for family in families:
                episode = family.open
                plan = episode.protection if episode else None
                long_enough = plan and not plan.ended_on and (self.today - plan.started_on).days > 140
                if episode and long_enough and len(family.about(episode)) == size:
                    self.inventor.go_to_court(episode)
                    break

    # --- who holds them --------------------------------------------------------------------------

    def _allocations(self, families: Sequence[Family]) -> dict[int, list[Held]]:
        """Who held each episode's children, and from when; for open ones, so that no worker has far too many."""
        held: dict[int, list[Held]] = {}
        running: list[tuple[Family, Episode]] = []
        for family in families:
            for episode in family.episodes:
                if episode is family.open:
                    running.append((family, episode))
                else:
                    held[id(episode)] = [
                        Held(since=day, team=team, worker=self._anyone(team, day)) for day, team in episode.holders
                    ]
        waiting = max(1, round(self.children * 0.015) - 2)  # besides the two who are not decided on yet
        leaver = self.staff.leaver
        for family, episode in sorted(running, key=lambda pair: pair[1].holders[-1][0]):
            size = len(family.about(episode))
            moves = [Held(since=day, team=team, worker=self._anyone(team, day)) for day, team in episode.holders]
            held[id(episode)] = moves
            last = moves[-1]
            if episode.decided_on is None:
                last.worker = None
                continue
            if (
                leaver
                and leaver.left_on
                and leaver.team == last.team
                and leaver.works_on(last.since)
                and self.chance.random() < 0.22
            ):
                last.worker = leaver
                last = Held(since=leaver.left_on, team=leaver.team, worker=None)
                moves.append(last)
            elif (self.today - last.since).days > 120 and self.chance.random() < 0.12:
                changed = last.since + timedelta(days=self.chance.randint(30, 100))
                last = Held(since=changed, team=last.team, worker=None)
                moves.append(last)
            lately = (self.today - last.since).days < 40
            if waiting > 0 and size <= waiting and lately and self.chance.random() < 0.35:
                waiting -= size
                last.worker = None
                continue
            last.worker = self.staff.lightest(last.team, last.since, size)
            last.worker.children += size
        return held

    def _anyone(self, team: str, day: date) -> Worker | None:
        return self.chance.choice(self.staff.of(team, day) or [None])

    # --- once they are on the record -------------------------------------------------------------

    def _recorded_twice(self, families: Sequence[Family]) -> list[tuple[Family, Someone]]:
        """Children whom somebody recorded a second time, for a referral that led nowhere; and their first record."""
        able = [
            (family, child)
            for family in families
            for child in family.children
            if child.born and child.age_on(family.episodes[0].referred_on) >= 6 and not family.private
        ]
        chosen = self.chance.sample(able, TWICE)
        made = []
        for number, (family, child) in enumerate(chosen):
            referred = family.episodes[0].referred_on - timedelta(days=self.chance.randint(70, 200))
            episode = self.inventor.episode("no_further_action", family.theme, (referred, None), door=family.door)
            copy = again(child, self.registrar, misspelt=number != 1)
            home = family.homes[0]
            made.append(
                (
                    Family(
                        number=len(families) + number + 1, door=family.door, place=family.place, theme=family.theme,
                        episodes=[episode], children=[copy], carers=family.carers,
                        homes=[Home(people=[copy], lines=home.lines, postcode=home.postcode, since=referred)],
                    ),
                    child,
                )
            )  # fmt: skip
        return made

    def _join(self, twice: Sequence[tuple[Family, Someone]]) -> None:
        family, child = twice[0]
        persons.join(
            self.warrant, kept=Person(pk=child.pk), duplicate=Person(pk=family.children[0].pk),
            reason="The same child: the school confirmed the date of birth, the address and the parents.",
        )  # fmt: skip

    def _manage(self, families: Sequence[Family]) -> None:
        give_stand_ins(self.warrant, self.staff, self.today)
        answer_for_a_caseload(self.warrant, self.today)
        children = [child.pk for family in families if family.open for child in family.about(family.open)]
        say_why_late(self.warrant, children, random.Random(f"late {self.today}"), self.today)

    def _warn(self, families: Sequence[Family]) -> None:
        for family in families:
            since = family.episodes[-1].referred_on
            for child in family.children if family.private else ():
                self._note(child, "address", PRIVATE, since, self.today + timedelta(days=70))
            if family.open and not family.private and self.chance.random() < 0.12:
                kind, text, since, review, ended = self.teller.warning(family)
                for child in family.children:
                    self._note(child, kind, text, since, review, ended)

    def _note(self, child: Someone, kind: str, text: str, since: date, review: date, ended: date | None = None) -> None:
        note = persons.warn(self.warrant, Person(pk=child.pk), kind=kind, text=text, starts_on=since, review_on=review)
        if ended:
            persons.review_warning(self.warrant, note, review_on=None, ends_on=ended)
        elif review < self.today and self.chance.random() < 0.6:
            persons.review_warning(self.warrant, note, review_on=review + timedelta(days=182), ends_on=None)

    def _summarise(self, families: Sequence[Family], held: dict[int, list[Held]]) -> None:
        """Summaries for nearly every open child: some of this week, some that nobody has looked at for months."""
        cases = [(family, child) for family in families if family.open for child in family.about(family.open)]
        for done, (family, child) in enumerate(cases, 1):
            episode = family.open
            assert episode is not None
            if self.chance.random() < 0.91:
                days = self.chance.choice((2, 4, 6, 9, 12, 20, 27, 34, 48, 70, 95, 140))
                written = max(
                    self.today - timedelta(days=days), min(episode.referred_on + timedelta(days=9), self.today)
                )
                by_then = [one.worker for one in held[id(episode)] if one.since <= written]
                worker = by_then[-1].user.name if by_then and by_then[-1] else None
                text = self.teller.summary(family, child, written, worker=worker)
                persons.write_summary(self.warrant, Person(pk=child.pk), text=text, written_on=written)
            self.progress("Summaries", done, len(cases))
