"""Names: how one is shown, and how it is folded so that it is found however it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable

import jellyfish
from anyascii import anyascii

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")


def folded(text: str) -> str:
    """Lower case, no accents, Latin letters, one space between words: "O’Brien-Nuñez" is "obrien nunez"."""
    plain = anyascii(_APOSTROPHES.sub("", text)).lower()
    return _NOT_A_LETTER.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def words(text: str) -> list[str]:
    return folded(text).split()


def trigrams(word: str) -> list[str]:
    """The three-letter runs of a word, with its beginning marked: "ann" gives "  a", " an", "ann", "nn "."""
    padded = f"  {word} "
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def sound(word: str) -> str:
    """How a word sounds (Metaphone): "smyth" and "smith" are one."""
    return str(jellyfish.metaphone(word)) or word


def code(text: str) -> str:
    """An identifier or a postcode without spaces or case."""
    return _NOT_A_LETTER.sub("", text.lower())


def full(given: str, family: str) -> str:
    return f"{given} {family}".strip()


def unique(items: Iterable[str]) -> list[str]:
    return sorted(set(items))
