"""How hard a text is to read, and which of its sentences are the hardest.

Two reckonings, each turned into the age at which a person usually reads so much (a school grade of the United
States and 5 years):

* Flesch-Kincaid, which counts words in a sentence and syllables in a word: Kincaid, Fishburne, Rogers and
  Chissom, Derivation of new readability formulas for Navy enlisted personnel (Research Branch Report 8-75, 1975);
* FORCAST, which counts short words only, so that it holds for lists and headings too: Caylor, Sticht, Fox and
  Ford, Methodologies for determining reading requirements of military occupational specialties (HumRRO, 1973).

Neither knows what a word means: a short word can be jargon, and a long one a child's favourite. GOV.UK writes
for a reading age of 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

YOUNGEST = 5
ENOUGH_WORDS = 100
"""On fewer words than these the figure is a guess, and said to be one."""
SHORT = 6
"""A sentence with fewer words than these is never called hard: one long word would carry it."""

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-z]+)*|\d+(?:[.,:/]\d+)*")
_ABBREVIATED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|St|Rd|No|e\.g|i\.e|etc|a\.m|p\.m|vs)\.", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")

#: words that the rules below would count wrongly
_COUNTED = {
    "advice": 2, "area": 3, "areas": 3, "business": 2, "does": 1, "element": 3, "evening": 2, "every": 2,
    "everybody": 4, "everyone": 3, "everything": 3, "fluid": 2, "goes": 1, "hundred": 2, "idea": 3, "ideas": 3,
    "maybe": 2, "naked": 2, "poem": 2, "real": 1, "reality": 4, "ruin": 2, "shoes": 1, "someone": 2,
    "something": 2, "sometimes": 2, "somewhere": 2, "suicide": 3, "supplement": 3, "implement": 3, "theatre": 3,
    "video": 3, "videos": 3, "wednesday": 2, "whatever": 3, "therefore": 2, "police": 2, "violent": 3,
}  # fmt: skip
_SUFFIX = re.compile(r"(?<=[^aeiou])e(?=(?:ment|ful|fully|ly|less|ness|ty|work|guard|guarding|guarded|body|time)s?$)")
_APART = re.compile(
    r"(?<![ct])ia(?!ge|(?<=lia)ns?$)|(?<=t)iat|(?<![ctgsxl])io(?!ur)|(?<=[^l]l)io|iu|(?<![gs])ua|uou"
    r"|(?<!t)(?<![in]c)ie(?=ts?$|ty|n[ct])|(?<!g)ue(?=nt|ls?$)|(?<=[aeiouy])ing|creat(?!ur)|ism(?=s?$)"
)
"""Two vowels beside one another that are said apart: vi-olence, usu-al, qui-et, be-ing."""


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables a word has, by rule: right for nearly every word that is common."""
    plain = re.sub(r"[’`]", "'", word.lower())
    if plain[0].isdigit():
        return sum(letter.isdigit() for letter in plain)
    extra = 1 if re.search(r"[^aeiourl]n't$", plain) else 0
    plain = re.sub(r"[^a-z]", "", plain.split("'")[0].removesuffix("n") if extra else plain.replace("'", ""))
    if plain in _COUNTED:
        return _COUNTED[plain] + extra
    plain = re.sub(r"(?<=[aeiou])y(?=[aeiou])", "j", plain.replace("qu", "kw"))
    count = len(re.findall(r"[aeiouy]+", plain)) + len(_APART.findall(plain)) + extra
    silent = (
        (re.search(r"[^aeiouy]e$", plain) and not re.search(r"[^aeiouy]le$", plain))
        or (re.search(r"[^aeiouysxzcg]es$", plain) and not re.search(r"(?:[^aeiouy]l|[cs]h)es$", plain))
        or re.search(r"[^aeiouytd]ed$", plain)
    )  # fmt: skip
    if silent:
        count -= 1
    found = _SUFFIX.search(plain)
    if found and re.search(r"[aeiouy]", plain[: found.start()]):
        count -= 1
    return max(count, 1)


@dataclass(frozen=True)
class Sentence:
    """One sentence, and how hard it is alone."""

    text: str
    words: int
    syllables: int

    @property
    def age(self) -> int:
        return _age(_grade(self.words, 1, self.syllables))


@dataclass(frozen=True)
class Reading:
    """How hard a text is. short_words: those of one syllable."""

    sentences: tuple[Sentence, ...]
    words: int
    syllables: int
    short_words: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade."""
        return _grade(self.words, len(self.sentences), self.syllables)

    @property
    def age(self) -> int:
        """The reading age by Flesch-Kincaid, in years."""
        return _age(self.grade)

    @property
    def forcast_age(self) -> int:
        """The reading age by FORCAST: 25 less a tenth of the short words in a sample of 150."""
        return max(round(25 - self.short_words / self.words * 15), YOUNGEST) if self.words else YOUNGEST

    @property
    def is_sure(self) -> bool:
        return self.words >= ENOUGH_WORDS

    def hardest(self, most: int = 3, *, above: int) -> list[Sentence]:
        """The sentences that are harder than an age, the hardest first."""
        hard = [one for one in self.sentences if one.words >= SHORT and one.age > above]
        return sorted(hard, key=lambda one: (-one.age, -one.words))[:most]


def reading_of(texts: Iterable[str]) -> Reading:
    """Read texts: each line ends a sentence, as a full stop does."""
    sentences, short = [], 0
    for text in texts:
        for written in sentences_of(text):
            words = [found.group() for found in _WORD.finditer(written)]
            if not words:
                continue
            counts = [syllables(word) for word in words]
            sentences.append(Sentence(written, len(words), sum(counts)))
            short += counts.count(1)
    total = sum(one.words for one in sentences)
    return Reading(tuple(sentences), total, sum(one.syllables for one in sentences), short)


def sentences_of(text: str) -> list[str]:
    found = []
    for line in text.splitlines():
        kept = _ABBREVIATED.sub(lambda one: one.group().replace(".", "\0"), line)
        found += [part.replace("\0", ".").strip() for part in _END.split(kept)]
    return [one for one in found if one]


def _grade(words: int, sentences: int, count: int) -> float:
    if not words:
        return 0.0
    return 0.39 * words / sentences + 11.8 * count / words - 15.59


def _age(grade: float) -> int:
    return max(round(grade + 5), YOUNGEST)
