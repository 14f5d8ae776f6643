"""What never goes to a family, whatever somebody ticks: a passage marked so, and an address not to be disclosed.

A passage between [[ and ]] stays in the record and is left out of what the family gets. An address that any of
the family's records holds as not to be disclosed (now or earlier) is taken out wherever it stands in the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from sightline.record.models import Address, PersonName, Relationship, Residence

TAKEN_OUT = "(address not given)"
_MARKED = re.compile(r"\[\[.*?(?:\]\]|\Z)", re.DOTALL)
_ENDINGS = {
    "road": "rd", "street": "st", "avenue": "ave?", "lane": "ln", "close": "cl", "drive": "dr", "court": "ct",
    "crescent": "cres", "place": "pl", "terrace": "terr?", "gardens": "gdns", "square": "sq", "flat": "apartment",
}  # fmt: skip
_NUMBER = r"(?:(?:flat|apartment|unit)\s+\w+[\s,]+)?(?:\d+\w?[\s,]+)?"


def without_marked(text: str) -> str:
    """The text without the passages that are marked. One that isn't closed is left out to the end."""
    left = _MARKED.sub("", text)
    return re.sub(r"[ \t]{2,}", " ", re.sub(r"\s+([.,;:!?])", r"\1", left)).strip() if left != text else text


def kin_of(records: Sequence[int]) -> set[int]:
    """Everybody of the child's family and network, and their families: those whose homes and names may be told."""
    links = Relationship.objects.filter(withdrawn=False)
    family = links.exclude(kind=Relationship.Kind.PROFESSIONAL)
    near = _related(links, records) | set(records)
    return near | _related(family, near)


def _related(links: QuerySet[Relationship], ids: Iterable[int]) -> set[int]:
    among = set(ids)
    pairs = links.filter(Q(person__in=among) | Q(other__in=among)).values_list("person", "other")
    return {one for pair in pairs for one in pair}


@dataclass(frozen=True)
class Addresses:
    """Addresses that must not be disclosed, as they may be written."""

    held: tuple[Address, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        ways = sorted({way for address in self.held for way in _ways(address)}, key=len, reverse=True)
        return re.compile("|".join(rf"(?<!\w){way}(?!\w)" for way in ways), re.IGNORECASE) if ways else None

    def out_of(self, text: str) -> str:
        """The text with these addresses taken out. Parts of one that stand together are taken out as one."""
        if self._pattern is None:
            return text
        taken = self._pattern.sub(TAKEN_OUT, text)
        return re.sub(rf"{re.escape(TAKEN_OUT)}(?:[\s,]*{re.escape(TAKEN_OUT)})+", TAKEN_OUT, taken)


def undisclosed(kin: Iterable[int]) -> Addresses:
    """Where any of these people lives or lived, and the family must not know it. A place not to be disclosed for one
    is not disclosed for any.
    """
    rows = Residence.objects.filter(person__in=set(kin), confidential=True, withdrawn=False).select_related("address")
    return Addresses(tuple({row.address_id: row.address for row in rows}.values()))


def _ways(address: Address) -> Iterable[str]:
    """The parts of an address that give it away, as patterns: the lines, the street alone, the postcode."""
    for line in address.lines.splitlines():
        words = re.findall(r"[\w’']+", line)
        if len(words) < 2:
            continue  # a town alone gives nobody away, and stands in every letter
        numbered = [at for at, word in enumerate(words) if re.search(r"\d", word)]
        street = words[numbered[-1] + 1 :] if numbered else words
        yield _line(words)
        if len(street) >= 2:
            yield _NUMBER + _line(street)
    code = re.sub(r"\s", "", address.postcode)
    if code:
        yield rf"{re.escape(code[:-3])}\s*{re.escape(code[-3:])}"
    if address.uprn:
        yield re.escape(address.uprn)


def _line(words: Sequence[str]) -> str:
    return r"[\s,.]+".join(_word(word) for word in words)


def _word(word: str) -> str:
    short = _ENDINGS.get(word.lower())
    plain = re.sub(r"['’]", "['’]?", re.escape(word))
    return rf"(?:{plain}|{short})" if short else plain


@dataclass(frozen=True)
class Others:
    """Everybody of the family but the child: given name and whole name. Whether they are named is for a person to
    judge; that they are is pointed out.
    """

    names: tuple[tuple[str, str], ...]

    def named_in(self, texts: Iterable[str]) -> list[str]:
        told = " ".join(texts)
        return sorted({whole for given, whole in self.names if re.search(rf"\b{re.escape(given)}\b", told)})


def others_of(kin: Iterable[int], own: Iterable[int]) -> Others:
    rows = list(PersonName.objects.filter(person__in=set(kin), withdrawn=False).exclude(given="").order_by("id"))
    mine = {row.given.split()[0] for row in rows if row.person_id in set(own)}
    named = {row.person_id: (row.given.split()[0], str(row)) for row in rows if row.given.split()[0] not in mine}
    return Others(tuple(named.values()))
