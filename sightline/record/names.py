"""Names: how one is folded so that it is found however it is spelt, and how alike two words are."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import jellyfish
from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import extract_iter

from sightline.record.name_forms import forms_of

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼʻ]")

# Spellings of one sound, levelled before Metaphone: it hears English, and these names come from everywhere.
_LEVELLED = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^mac(?=[bcdfghjklmnpqrstvwxz])", "mc"),  # MacDonald, McDonald
        (r"sz", "s"),  # Szymon, Simon
        (r"cz", "ch"),  # Czarnecki, Charnecki
        (r"rz", "z"),  # Grzegorz
        (r"(?<=[kgdt])h", ""),  # Khalid, Dhillon, Thomas: Kalid, Dillon, Tomas
        (r"^chl", "kl"),  # Chloe, Khloe
        (r"w(?=[aeiouy])", "v"),  # Kowalski, Kovalski
        (r"^y(?=[aeiou])", "j"),  # Yakub, Jakub
        (r"(?<=.)y", "i"),  # Ayesha, Aiesha
        (r"^[aeiou]+", "a"),  # Ibrahim, Ebrahim; Usman, Osman
    )
]


def folded(text: str) -> str:
    """Lower case, no accents, Latin letters, one space between words: "O’Brien-Nuñez" is "obrien nunez"."""
    plain = anyascii(_APOSTROPHES.sub("", text)).lower()
    return _NOT_A_LETTER.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def words(text: str) -> list[str]:
    return folded(text).split()


def sound(word: str) -> str:
    """How a folded word sounds: "smyth" and "smith" are one, and so are "kowalski" and "kovalsky"."""
    level = word
    for pattern, plain in _LEVELLED:
        level = pattern.sub(plain, level)
    return jellyfish.metaphone(level) or word


def code(text: str) -> str:
    """An identifier or a postcode without spaces, case or punctuation."""
    return folded(text).replace(" ", "")


def full(given: str, family: str) -> str:
    return f"{given} {family}".strip()


def unique(items: Iterable[str]) -> list[str]:
    return sorted(set(items))


class How(enum.IntEnum):
    """How one word matches another, the surest way first."""

    EXACT = 0
    BEGINS = 1
    FORM = 2
    SOUND = 3
    SPELT = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two words are, from 0 to 1, and in what way."""

    score: float
    how: How


EXACT = Likeness(1.0, How.EXACT)
_SOUNDS_AT_LEAST = 0.65  # Metaphone alone hears "Lee" in "Lily"; the letters must agree a little too


def edits_allowed(word: str) -> int:
    """How many slips of the pen are forgiven in a word: none in a short one, two in a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def alike(asked: str, held: Mapping[str, str], *, most: int = 40) -> dict[str, Likeness]:
    """The words among ``held`` (each with its sound) that ``asked`` may mean, at most ``most`` of them."""
    if len(asked) < 3:
        return {asked: EXACT} if asked in held else {}
    heard, forms = sound(asked), forms_of(asked)
    found: dict[str, Likeness] = {}
    for word, edits, _ in extract_iter(asked, held.keys(), scorer=OSA.distance, score_cutoff=edits_allowed(asked)):
        if edits and len(word) >= 4:
            found[word] = Likeness(1 - edits / max(len(asked), len(word)), How.SPELT)
    for word, sounds in held.items():
        if sounds == heard and len(word) >= 3:
            letters = JaroWinkler.similarity(asked, word)
            if letters >= _SOUNDS_AT_LEAST:
                _keep_surer(found, word, Likeness(0.6 + 0.3 * letters, How.SOUND))
        if word.startswith(asked):
            _keep_surer(found, word, Likeness(0.75 + 0.2 * len(asked) / len(word), How.BEGINS))
        if word in forms:
            _keep_surer(found, word, Likeness(0.85, How.FORM))
    if asked in held:
        found[asked] = EXACT
    best = sorted(found.items(), key=lambda pair: (-pair[1].score, pair[0]))[:most]
    return dict(best)


def _keep_surer(found: dict[str, Likeness], word: str, new: Likeness) -> None:
    if word not in found or found[word].score < new.score:
        found[word] = new
