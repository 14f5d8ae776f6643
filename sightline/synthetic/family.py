"""An invented family: who is in it, how they are related, where they live, and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sightline.synthetic.episode import Episode
from sightline.synthetic.theme import Theme
from sightline.synthetic.words import band, listed

PLAIN = ("Mum", "Dad", "Nan", "Grandad")


@dataclass(eq=False, kw_only=True)
class Someone:
    """A person to put on the record. ``pk`` is empty until that is done."""

    given: str
    family: str
    sex: str
    born: date | None
    expected: date | None = None
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    upn_unknown: str = ""
    former_name: tuple[str, date] | None = None
    known_as: str = ""
    likes: dict[str, str] = field(default_factory=dict)
    pk: int = 0

    @property
    def first(self) -> str:
        return self.given.split()[0]

    def unborn_on(self, day: date) -> bool:
        return self.born is None or day < self.born

    def age_on(self, day: date) -> int:
        born = self.born or day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(kw_only=True)
class Tie:
    """``one`` is the ``kind`` of ``other``. responsible: parental responsibility, None where nobody has said."""

    one: Someone
    kind: str
    other: Someone
    since: date | None = None
    responsible: bool | None = None
    basis: str = ""


@dataclass(kw_only=True)
class Home:
    people: list[Someone]
    lines: str
    postcode: str
    since: date
    kind: str = "home"
    confidential: bool = False


@dataclass(eq=False, kw_only=True)
class Family:
    number: int
    door: str
    place: str
    theme: Theme
    episodes: list[Episode]
    children: list[Someone] = field(default_factory=list)
    adults: list[Someone] = field(default_factory=list)
    carers: list[tuple[str, Someone]] = field(default_factory=list)  # what the children call them
    ties: list[Tie] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    private: bool = False

    @property
    def open(self) -> Episode | None:
        """The episode that is open now."""
        last = self.episodes[-1]
        return None if last.closed_on or last.no_further_action else last

    def about(self, episode: Episode) -> list[Someone]:
        """The children whom an episode is about: born by then, or expected within the pregnancy."""
        day = episode.referred_on
        return [
            child
            for child in self.children
            if (child.born and child.born <= day)
            or (child.expected and child.unborn_on(day) and (child.expected - day).days <= 270)
        ]

    def slots(self, child: Someone | None, day: date) -> dict[str, str]:
        """What the braces of a sentence stand for, in this family on a day."""
        called, carer = self.carers[0]
        born = [one for one in self.children if not one.unborn_on(day)] or self.children
        shared = {"carer": called, "parent": carer.first, "place": self.place, "eldest": born[0].first}
        of = child or born[0]
        return (
            shared
            | of.likes
            | {"interest": of.likes[f"interest_{band(of.age_on(day))}"], "school": self.school(of, day)}
        )

    def school(self, child: Someone, day: date) -> str:
        age = child.age_on(day)
        return f"{self.place} " + ("Nursery" if age < 5 else "Primary School" if age < 11 else "Academy")

    def household(self, child: Someone, day: date) -> str:
        """Whom the child lives with, in words to the child."""
        them = [f"your {called.lower()}" if called in PLAIN else f"your {called}" for called, _ in self.carers]
        others = [one for one in self.children if one is not child and not one.unborn_on(day)]
        for word, sex in (("sister", "F"), ("brother", "M")):
            some = [one.first for one in others if one.sex == sex]
            if some:
                them.append(f"your {word}{'s' if len(some) > 1 else ''} {listed(some)}")
        return listed(them)
