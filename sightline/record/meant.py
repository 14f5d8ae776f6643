"""What the words of a search may mean, looked up among all the words that occur in anybody's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, product
from typing import Any, NamedTuple

from sightline.record import names
from sightline.record.name_forms import forms_of
from sightline.record.names import How, Likeness
from sightline.record.sql import rows_of

_IN_TWO = Likeness(0.95, How.EXACT)  # "obrien" for "O Brien"
_INITIAL = Likeness(0.7, How.BEGINS)
_MOST_PAIRS = 6
_LONG = 6  # an initial counts for less than a word; a word of twelve letters for no more than one of six


class Condition(NamedTuple):
    """A piece of SQL about the search keys ``k``, with its parameters."""

    sql: str
    params: list[Any]


def any_of(conditions: Iterable[Condition]) -> Condition:
    return _together(" or ", conditions)


def every_of(conditions: Iterable[Condition]) -> Condition:
    return _together(" and ", conditions)


def has_any(column: str, values: Collection[str]) -> Condition:
    return Condition(f"k.{column} && %s::text[]", [list(values)])


def has_every(column: str, values: Collection[str]) -> Condition:
    return Condition(f"k.{column} @> %s::text[]", [list(values)])


def _together(joint: str, conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    if not parts:
        return Condition("false", [])
    return Condition(f"({joint.join(one.sql for one in parts)})", [p for one in parts for p in one.params])


@dataclass(frozen=True, eq=False)
class Term:
    """One word asked for: the words that it may mean, and the pairs of words that it may be, run together."""

    word: str
    alike: Mapping[str, Likeness]
    pairs: Sequence[tuple[str, str]] = ()

    @cached_property
    def is_initial(self) -> bool:
        """One or two letters: they narrow down what other words find, and find little by themselves."""
        return len(self.word) < 3

    @cached_property
    def share(self) -> int:
        """What this word counts for beside others."""
        return min(len(self.word), _LONG)

    @cached_property
    def condition(self) -> Condition:
        if self.is_initial:
            return Condition("exists (select from unnest(k.words) w where w like %s)", [f"{self.word}%"])
        ways = [has_any("words", self.alike)] if self.alike else []
        return any_of([*ways, *(has_every("words", pair) for pair in self.pairs)])

    def best(self, held: Sequence[str]) -> tuple[Likeness, tuple[str, ...]] | None:
        """How this word is best matched among ``held``, and by which of these."""
        found: tuple[Likeness, tuple[str, ...]] | None = None
        for word in held:
            likeness = self.alike.get(word)
            if likeness is None and self.is_initial and word.startswith(self.word):
                likeness = _INITIAL
            if likeness and (found is None or likeness.score > found[0].score):
                found = likeness, (word,)
        if self.pairs and (found is None or found[0].score < _IN_TWO.score):
            for pair in self.pairs:
                if pair[0] in held and pair[1] in held:
                    return _IN_TWO, pair
        return found


class Fit(NamedTuple):
    """How well a name answers what was asked. hows: each word matched, and how; missing: those that weren't."""

    score: float
    hows: Sequence[tuple[str, How]]
    missing: Sequence[str]


@dataclass(frozen=True)
class Wording:
    """The words asked for, in each way that they may be read: "mc donald" is two words or one."""

    readings: tuple[tuple[Term, ...], ...] = ((),)

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.readings[0]

    def __add__(self, other: Wording) -> Wording:
        return Wording(tuple(mine + theirs for mine, theirs in product(self.readings, other.readings)))

    @property
    def every_word(self) -> Condition:
        if all(term.is_initial for term in self.terms):  # "Bo Li" is a name, and "bo" alone too
            return every_of(
                has_every("words", [term.word]) if len(term.word) > 1 else term.condition for term in self.terms
            )
        return any_of(every_of(term.condition for term in reading) for reading in self.readings)

    @property
    def each_word(self) -> list[Condition]:
        """A condition for each word by itself, also as a part of two run together; initials are left out."""
        joined = [term for term in chain(*self.readings[1:]) if term not in self.terms]
        spoken = [term.word for term in self.terms]
        conditions = []
        for i, term in enumerate(self.terms):
            unions = {"".join(spoken[max(i - 1, 0) : i + 1]), "".join(spoken[i : i + 2])} - {term.word}
            ways = [one for one in (term, *joined) if one is term or one.word in unions]
            known = [one.condition for one in ways if one.alike or one.pairs]
            if known and not term.is_initial:
                conditions.append(any_of(known))
        return conditions

    @property
    def nearest(self) -> list[Condition]:
        """What the likeliest people have: the words as they were asked for, and for each word one of its own.

        "Hassan Husain" asks for two words that sound alike: Hassan alone must not crowd out Hassan Hussain.
        """
        conditions = [has_every("words", [term.word]) for term in self.terms]
        for term in self.terms:
            others = {other.word for other in self.terms if other is not term}
            if others & term.alike.keys():
                conditions.append(has_any("words", term.alike.keys() - others))
        return conditions

    def fit(self, held: Sequence[str]) -> Fit:
        """How well these words of a name answer, read in the way that fits best."""
        best = _fit(self.readings[0], held)
        for reading in self.readings[1:]:
            fit = _fit(reading, held)
            if fit.score > best.score:
                best = fit
        return best


def _fit(reading: Sequence[Term], held: Sequence[str]) -> Fit:
    left = list(held)
    got, whole = 0.0, 0
    hows: list[tuple[str, How]] = []
    missing: list[str] = []
    for term in reading:
        whole += term.share
        best = term.best(left)
        if best is None:
            missing.append(term.word)
            continue
        got += best[0].score * term.share
        hows.append((term.word, best[0].how))
        for word in best[1]:
            left.remove(word)
    return Fit(got / whole - 0.01 * min(len(left), 5) if whole else 0.0, hows, missing)


def wordings(*groups: Sequence[str]) -> list[Wording]:
    """Each group of words with all that they may mean, in one query for all of them."""
    joined = [["".join(pair) for pair in pairwise(group)] for group in groups]
    vocabulary = _vocabulary({*chain(*groups), *chain(*joined)})

    def term(word: str, *, forgiving: bool = True) -> Term:
        alike = names.alike(word, vocabulary)
        if not forgiving:  # "j smith" must not be "smith", misspelt
            alike = {other: one for other, one in alike.items() if one.how is not How.SPELT}
        halves = [(word[:i], word[i:]) for i in range(1, len(word))] if len(word) >= 5 else []
        pairs = [pair for pair in halves if pair[0] in vocabulary and pair[1] in vocabulary]
        return Term(word, alike, tuple(pairs[:_MOST_PAIRS]))

    made = []
    for group, unions in zip(groups, joined, strict=True):
        apart = tuple(term(word) for word in group)
        together = ((i, term(word, forgiving=False)) for i, word in enumerate(unions))
        readings = ((*apart[:i], one, *apart[i + 2 :]) for i, one in together if one.alike)
        made.append(Wording((apart, *readings)))
    return made


def _vocabulary(asked: Collection[str]) -> dict[str, str]:
    """The words in use that any of these may mean, with how they sound.

    A slip of the pen (a letter wrong, left out or put in) leaves the beginning or the end of a word as it
    was; where it sits astride the two, it is two neighbours swapped, and each such swap is asked for outright.
    """
    outright: set[str] = set(asked)
    sounds: set[str] = set()
    ways: list[Condition] = []
    for word in asked:
        if len(word) < 3:
            continue
        sounds.add(names.sound(word))
        outright |= forms_of(word)
        ways.append(Condition("word like %s", [f"{word}%"]))
        if len(word) >= 5:
            outright.update(chain(*((word[:i], word[i:]) for i in range(1, len(word)))))
        if slips := names.edits_allowed(word):
            outright.update(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
            piece = min(len(word) // 2, 3)
            lengths = [len(word) - slips, len(word) + slips]
            start, end = f"{word[:piece]}%", f"{word[::-1][:piece]}%"
            ways.append(Condition("(word like %s and length(word) between %s and %s)", [start, *lengths]))
            ways.append(Condition("(backwards like %s and length(word) between %s and %s)", [end, *lengths]))
    if not asked:
        return {}
    ways += [Condition("word = any(%s)", [list(outright)]), Condition("sound = any(%s)", [list(sounds)])]
    sql, params = any_of(ways)
    return dict(rows_of(f"select word, sound from record_searchword where {sql}", params))  # noqa: S608 - our words
