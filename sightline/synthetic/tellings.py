"""What is written down about an invented family: referrals, visits, warnings and summaries."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.synthetic.episode import Episode
from sightline.synthetic.family import Family, Someone
from sightline.synthetic.lives import OUT_OF_HOURS
from sightline.synthetic.summaries import summary
from sightline.synthetic.words import (
    BABY,
    NEXT,
    NOT_ALONE,
    NOT_BORN,
    NOT_SEEN,
    PLACES,
    SAYINGS,
    SHOWN,
    TOO_YOUNG,
    Picker,
    band,
    filled,
    listed,
)

KIN = {"Mum": "their mother", "Dad": "their father", "Nan": "their grandmother"}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one visit found of one child."""

    seen: bool
    alone: bool | None = None
    why_not_alone: str = ""
    words: str = ""
    note: str = ""


def _unless(sentences: Sequence[str], word: str, fits: bool) -> tuple[str, ...]:
    """The sentences; without those that hold a word, where it doesn't fit."""
    return tuple(one for one in sentences if fits or word not in one)


class Teller:
    """Writes for every family, and says no sentence again until all the others have been said."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance, self.today, self.say = chance, today, Picker(chance)
        self.written: set[str] = set()

    def referral(self, family: Family, episode: Episode) -> tuple[str, str]:
        """The source's code, and what was worrying."""
        day, about = episode.referred_on, family.about(episode)
        at_school = any(child.age_on(day) >= 5 for child in about)
        fitting = [one for one in episode.theme.referrals if at_school or "{school}" not in one[1]]
        if not CALENDAR.is_working_day(day):
            fitting = [one for one in fitting if one[0] in OUT_OF_HOURS] or fitting
        said = self.say(tuple(text for _, text in fitting))
        source, text = next(one for one in fitting if one[1] == said)
        oldest = next((child for child in about if child.age_on(day) >= 5), about[0])
        slots = family.slots(oldest, day) | {
            "names": listed([child.first for child in about if not child.unborn_on(day)] or ["the baby"]),
            "was": "were" if len(about) > 1 else "was",
            "parent": KIN.get(family.carers[0][0], "their mother"),
            "eldest": oldest.first,
        }
        return source, filled(text, slots)

    def visit(self, family: Family, episode: Episode, day: date, children: list[Someone]) -> list[Seen]:
        """One visit to a family, as it is told for each child."""
        slots = family.slots(None, day)
        pupils = any(child.age_on(day) >= 4 for child in children)
        if self.chance.random() < 0.05:
            missed = filled(self.say(_unless(NOT_SEEN, "school", pupils)), slots)
            return [Seen(seen=False, note=missed) for _ in children]
        little = any(child.age_on(day) < 5 for child in children)
        places = _unless(_unless(PLACES, "school", pupils), "health visitor", little)
        shared = f"{self.say(places)} {self.say(tuple(episode.theme.notes))}"
        if self.chance.random() < 0.7:
            shared += f" {self.say(_unless(NEXT, 'School', pupils))}"
        return [self._one(family, child, day, filled(shared, slots), len(children) > 1) for child in children]

    def _one(self, family: Family, child: Someone, day: date, shared: str, together: bool) -> Seen:
        slots, age = family.slots(child, day), child.age_on(day)
        if child.unborn_on(day):
            return Seen(seen=True, alone=False, why_not_alone=NOT_BORN, note=shared)
        if self.chance.random() < 0.03:
            return Seen(seen=False, note=filled(self.say(_unless(NOT_SEEN, "school", age >= 4)), slots))
        if age < 2:
            note = f"{shared} {filled(self.say(BABY), slots)}"
            return Seen(seen=True, alone=False, why_not_alone=TOO_YOUNG, note=note)
        alone = self.chance.random() < (0.55 if age < 5 else 0.84)
        reasons = _unless(_unless(NOT_ALONE, "school", age >= 5), "Brothers", together)
        why = "" if alone else filled(self.say(reasons), slots)
        shown = f" {filled(self.say(SHOWN[band(age)]), slots)}" if self.chance.random() < 0.3 else ""
        words = self._words(SAYINGS[band(age)], slots) if self.chance.random() < 0.93 else ""
        return Seen(seen=True, alone=alone, why_not_alone=why, words=words, note=shared + shown)

    def _words(self, among: Sequence[str], slots: dict[str, str]) -> str:
        """One or two things that a child said: not, word for word, what any child said before, where that can be."""
        words = ""
        for _ in range(12):
            some = [self.say(among)] if self.chance.random() < 0.4 else [self.say(among), self.say(among)]
            words = " ".join(filled(one, slots) for one in some)
            if words not in self.written and len(set(some)) == len(some):
                break
        self.written.add(words)
        return words

    def summary(self, family: Family, child: Someone, day: date, *, worker: str | None) -> str:
        """The summary as it would be written on a day."""
        episode = family.open
        assert episode is not None
        stage, since = episode.stage_on(day)
        if stage in ("assessment", "enquiry", "in_need", "protection") and worker is None:
            stage = "unallocated"
        slots = family.slots(child, day) | {"worker": worker or "", "household": family.household(child, day)}
        return summary(
            self.say, episode.theme, slots, stage=stage, since=since, band=band(child.age_on(day)),
            expected=child.expected if child.unborn_on(day) else None, private=family.private,
            in_court=bool(episode.court and episode.court.began_on <= day), known_before=len(family.episodes) > 1,
            category=episode.protection.category if episode.protection else "",
        )  # fmt: skip

    def warning(self, family: Family) -> tuple[str, str, date, date, date | None]:
        """A warning note: kind, text, from when, when to review it, and when it ended if it has."""
        kind, text = self.chance.choice(WARNINGS)
        since = max(family.episodes[-1].referred_on, self.today - timedelta(days=300)) + timedelta(
            days=self.chance.randint(0, 20)
        )
        since = min(since, self.today - timedelta(days=1))
        review = since + timedelta(days=self.chance.choice((60, 90, 120, 182)))
        ended = review if review < self.today and self.chance.random() < 0.4 else None
        return kind, filled(text, family.slots(None, self.today)), since, review, ended


WARNINGS = (
    ("staff", "Two workers to visit together. A visitor to the home was threatening at the door; {parent} was not."),
    ("staff", "Agree visits by phone first. {parent} finds unexpected callers very hard and has told us what helps."),
    (
        "violence",
        "A former partner may come to the address in spite of an order. Ring 999 if he does; "
        "{parent} has a safety plan.",
    ),
    ("violence", "Domestic abuse at this address. Speak with {parent} alone, and leave no messages on the landline."),
    ("animal", "Large dog, not always shut away. Ask for it to be put in the garden before you go in."),
    ("animal", "Two dogs in the yard. Use the front door."),
    ("health", "{parent} has seizures. The plan is on the kitchen wall."),
    ("health", "A child in the family has a serious nut allergy: bring no food on visits."),
    (
        "person",
        "A person who poses a risk to children is known to visit. See the safety plan for who may be in the home.",
    ),
)
PRIVATE = (
    "The address must not be given to anyone outside this service, nor to the wider family. "
    "Check letters before they are posted."
)
