"""Finding a person by whatever is known of them, and finding out that they are on file already.

In three strokes, so that a hundred thousand people are searched in some milliseconds:

1. each word asked for is looked up among the words that occur in names, not among people: what it may mean
   begins with it, sounds like it, is a form of the same name, or is a slip of the pen away
   (:mod:`sightline.record.meant`);
2. then the people who bear one of those for *every* word and answer every date, number and postcode; only if
   there are next to none, those who answer all but one of them, then any;
3. these, some hundred at most, are weighed one by one, and each is told why they were found.

Joined records are one person: the kept record is found by the names and numbers of all of them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from sightline.record import names
from sightline.record.asked import Part, born_on, identifiers, is_identifier, read
from sightline.record.meant import Condition, Fit, Wording, any_of, every_of, has_any, wordings
from sightline.record.models import PersonName
from sightline.record.names import How
from sightline.record.sql import rows_of

CANDIDATES = 100
"""How many people are weighed at most. What more than these answer needs another word."""
TOO_FEW = 3
"""With fewer than this who answer everything, those who answer a part of it are shown too."""
WORTH_SHOWING, LIKELY, SURE = 35, 65, 96


@dataclass(frozen=True)
class Match:
    """A person found. score: 0 to 100, for the order only. reasons: why, in words, the weightiest first.

    birth_date: of an unborn child the expected one. other_names: what else they are or were called.
    records: the ids of all their records, where several are joined.
    """

    person_id: int
    label: str
    score: int
    reasons: list[str]
    birth_date: datetime.date | None
    kind: str
    other_names: list[str]
    death_date: datetime.date | None = None
    records: Sequence[int] = ()


@dataclass(frozen=True)
class Found:
    """Who was found, the likeliest first. more: there are others. too_short, unreal: why there may be none."""

    results: list[Match]
    more: bool = False
    too_short: bool = False
    unreal: Sequence[str] = ()


@dataclass
class _Person:
    """A person who may be meant, by their search key; what speaks for them is added as they are weighed."""

    person_id: int
    label: str
    names: list[str]
    words: list[str]
    codes: list[str]
    birth_date: datetime.date | None
    kind: str
    sex: str
    death_date: datetime.date | None
    joined: list[int]
    score: int = 0
    name: str = ""
    fit: Fit | None = None
    numbers: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def by_other_name(self) -> bool:
        """Found by a name that is not the one they go by."""
        return bool(self.name) and self.name != self.names[0]


def find(text: str, *, today: datetime.date, limit: int = 25) -> Found:
    """Find people by a name, a date of birth, a number, a postcode, or any of these together."""
    asked = read(text, today=today)
    if asked.too_short:
        return Found([], too_short=True, unreal=asked.unreal)
    (said,) = wordings(asked.words)
    parts = [has_any("codes", part.keys) for part in asked.parts]
    nearest = said.nearest
    nearest += [one for part in asked.parts if part.date for one in (has_any("codes", part.keys), _about(part.date))]

    def weigh(person: _Person) -> int:
        shares = [_part(person, part) for part in asked.parts]
        if said.terms:
            shares.append(_name(person, said))
        return max(round(100 * sum(shares) / len(shares)), SURE if person.numbers else 0)

    everything = every_of([said.every_word, *parts] if said.terms else parts)
    found = _weighed(_people(everything, nearest=nearest), weigh)
    each = [*said.each_word, *parts]
    for some in dict.fromkeys((len(each), len(each) - 1, 1)):  # all that can be answered, all but one, any
        if len(found) < TOO_FEW and 0 < some < len(said.terms) + len(parts):
            known = {person.person_id for person in found}
            several = any_of(every_of(chosen) for chosen in combinations(each, some))
            partly = _weighed(_people(several, nearest=nearest), weigh)
            found += [one for one in partly if one.score >= WORTH_SHOWING and one.person_id not in known]
    return Found(_matches(found[:limit]), more=len(found) > limit, unreal=asked.unreal)


def likely_matches(
    given: str,
    family: str,
    birth_date: datetime.date | None,
    *,
    sex: str = "",
    numbers: Iterable[str] = (),
    limit: int = 10,
) -> list[Match]:
    """People on file who may be the one about to be added: asked before a new record is made.

    birth_date: or the expected one. numbers: any identifiers known. Half of the name with the same date of
    birth may well be the same one; the very same whole name is always shown, since it is as easy to mistake a
    date as a name.
    """
    called, surname = wordings(names.words(given), names.words(family))
    whole = called + surname
    born = born_on(birth_date) if birth_date else None
    known = Part({key: why for number in numbers for key, why in identifiers(names.code(number)).items()})
    either = any_of(whole.each_word)
    ways = [has_any("codes", known.keys)]
    nearest = whole.nearest
    if called.terms and surname.terms:
        ways.append(every_of([any_of(called.each_word), any_of(surname.each_word)]))
    elif born is None:
        ways.append(either)
    if born and birth_date:
        ways.append(every_of([has_any("codes", born.keys), either]))
        nearest += [has_any("codes", born.keys), _about(birth_date)]

    def weigh(person: _Person) -> int:
        _part(person, known)
        _name(person, whole)
        shares = [(0.3, _best_fit(person, said)[0].score) for said in (called, surname) if said.terms]
        if born and person.birth_date:
            shares.append((0.4, _part(person, born)))
        sure = sum(weight * share for weight, share in shares) / (sum(weight for weight, _ in shares) or 1)
        if born and not person.birth_date:
            sure *= 0.9
        if {sex, person.sex} == {"M", "F"}:
            sure *= 0.93
        if called.terms and surname.terms and person.fit and person.fit.score >= 1:
            sure = max(sure, LIKELY / 100)
        return max(round(100 * sure), SURE if person.numbers else 0)

    people = _weighed(_people(any_of(ways), nearest=nearest), weigh)
    return _matches([one for one in people if one.score >= LIKELY][:limit])


def _people(condition: Condition, *, nearest: Sequence[Condition]) -> list[_Person]:
    """Those for whom the condition holds, at most ``CANDIDATES``: first those for whom most of ``nearest`` do."""
    rank = " + ".join(f"({one.sql})::int" for one in nearest)
    sql = f"""
        select found.*, person.kind, person.sex, person.death_date, array(
            select duplicate_id from record_sameperson where kept_id = person.id and not cut order by id
        )
        from (
            select k.person_id, k.label, k.names, k.words, k.codes, k.birth_date from record_searchkey k
            where {condition.sql} order by {f"{rank} desc, " if rank else ""}k.label, k.person_id limit {CANDIDATES}
        ) found
        join record_person person on person.id = found.person_id
    """  # noqa: S608 - pieces of our own; all that was typed is a parameter
    params = [*condition.params, *(param for one in nearest for param in one.params)]
    return [_Person(*row) for row in rows_of(sql, params)]


def _about(day: datetime.date) -> Condition:
    """Born within a year of the day."""
    return Condition("coalesce(abs(k.birth_date - %s) < 366, false)", [day])


def _weighed(people: list[_Person], weigh: Callable[[_Person], int]) -> list[_Person]:
    for person in people:
        person.score = weigh(person)
    return sorted(people, key=lambda one: (-one.score, one.by_other_name, one.label.casefold(), one.person_id))


def _best_fit(person: _Person, said: Wording) -> tuple[Fit, str]:
    """How well one of a person's names fits, and which; or, a little less well, words from several of them."""
    best, which = Fit(0.0, (), ()), ""
    for name in person.names:
        fit = said.fit(name.split())
        if fit.score > best.score:
            best, which = fit, name
    if (best.missing and len(person.names) > 1) or not which:
        together = said.fit(person.words)
        if together.score - 0.03 > best.score:
            return together._replace(score=together.score - 0.03), ""
    return best, which


def _name(person: _Person, said: Wording) -> float:
    person.fit, person.name = _best_fit(person, said)
    return person.fit.score


def _part(person: _Person, part: Part) -> float:
    """How well a person answers a date, a number or a postcode; the reason is noted on them."""
    answers = [(part.keys[code], code) for code in person.codes if code in part.keys]
    if not answers:
        share, reason = _nearly(part.date, person.birth_date)
        if reason:
            person.others.append(reason)
        return share
    (share, reason), code = max(answers)
    (person.numbers if is_identifier(code) else person.others).append(reason)
    return share


def _nearly(asked: datetime.date | None, held: datetime.date | None) -> tuple[float, str]:
    """A date of birth with its day, its month or its year taken down wrongly, or within a fortnight."""
    if asked is None or held is None:
        return 0.0, ""
    same = (asked.day == held.day) + (asked.month == held.month) + (asked.year == held.year)
    if abs((asked - held).days) <= 14 or (same == 2 and abs(asked.year - held.year) <= 10):
        return 0.5, f"Date of birth close to {asked.day} {asked:%B %Y}"
    return 0.0, ""


class _Name(NamedTuple):
    person_id: int
    kind: str
    given: str
    family: str
    ends_on: datetime.date | None

    def __str__(self) -> str:
        return names.full(self.given, self.family)


def _matches(people: Sequence[_Person]) -> list[Match]:
    """What is shown of those found: one query however many they are."""
    kept_of = {record: one.person_id for one in people for record in (one.person_id, *one.joined)}
    rows = PersonName.objects.filter(person__in=kept_of, withdrawn=False).order_by("id")
    held: dict[int, list[_Name]] = defaultdict(list)
    for row in rows.values_list("person_id", "kind", "given", "family", "ends_on"):
        held[kept_of[row[0]]].append(_Name(*row))
    return [
        Match(
            person_id=one.person_id,
            label=one.label,
            score=one.score,
            reasons=[*one.numbers, *_why_by_name(one, held[one.person_id]), *one.others],
            birth_date=one.birth_date,
            kind=one.kind,
            other_names=list(dict.fromkeys(str(name) for name in held[one.person_id] if str(name) != one.label)),
            death_date=one.death_date,
            records=[one.person_id, *one.joined],
        )
        for one in people
    ]


_IN_WORDS = {
    How.BEGINS: "begins with",
    How.FORM: "is a form of",
    How.SOUND: "sounds like",
    How.SPELT: "is spelt like",
}


def _why_by_name(person: _Person, held: Sequence[_Name]) -> list[str]:
    """Why a name was found, in words: "Name sounds like “Smyth”", "Also known as Kit Okafor"."""
    if person.fit is None or not person.fit.hows:
        return []
    how_of = dict(person.fit.hows)
    ways = " and ".join(f"{words} {_quoted(how_of, how)}" for how, words in _IN_WORDS.items() if how in how_of.values())
    other = next((one for one in held if names.folded(str(one)) == person.name), None)
    if other and person.by_other_name:
        former = other.kind == PersonName.Kind.FORMER or other.ends_on is not None
        lead = f"{'Formerly' if former else 'Also known as'} {other}"
        return [f"{lead}, which {ways}" if ways else lead]
    if person.fit.missing:
        return [f"Part of the name {ways}" if ways else f"Part of the name: {_quoted(how_of, How.EXACT)}"]
    return [f"Name {ways}" if ways else "Name"]


def _quoted(how_of: Mapping[str, How], how: How) -> str:
    return " and ".join(f"“{word.capitalize()}”" for word, one in how_of.items() if one is how)
