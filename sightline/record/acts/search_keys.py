"""Search keys follow every act that changes who a person is, in the same transaction."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q

from sightline.record import names
from sightline.record.acts.act import Doing, before_closing
from sightline.record.acts.turns import take_turn
from sightline.record.asked import POSTCODE, codes_of_day
from sightline.record.models import (
    Identifier,
    Person,
    PersonName,
    Residence,
    SearchKey,
    SearchWord,
    WarningNote,
)
from sightline.record.models.periods import Period

CHUNK = 2_000
_FIELDS = ["label", "names", "words", "codes", "birth_date"]
_LABEL_ORDER: dict[str, int] = {PersonName.Kind.LEGAL: 0, PersonName.Kind.KNOWN_AS: 1, PersonName.Kind.ALIAS: 2}


@before_closing
def refresh(doing: Doing) -> None:
    """Make the search keys of everyone whom the act touched anew, and write those that changed."""
    if doing.touched:
        people = {doing.records[pk] for pk in doing.touched}
        _renew({record: kept for record, kept in doing.records.items() if kept in people})


def rebuild(*, chunk: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Make everyone's keys anew, some at a time: yields how many were done and how many had to be changed."""
    everyone = iter(list(Person.objects.order_by("id").values_list("id", flat=True)))
    while some := list(islice(everyone, chunk)):
        with transaction.atomic():
            changed = renew(some)
        yield len(some), changed
    if misheard := _hear_again():
        yield 0, misheard
    _forget_words_that_nobody_bears()


def renew(person_ids: Collection[int]) -> int:
    """Make these people's keys anew, and those of the records joined with theirs. Returns how many changed.

    They wait for the acts under way on these people, and then see what those did: without that, each would write keys
    that lack what the other added.
    """
    return _renew(take_turn(person_ids))


def _renew(kept_of: Mapping[int, int]) -> int:
    """Make the keys of these records anew. Words come last and in one order, so that no two wait for each other."""
    records_of: dict[int, list[int]] = defaultdict(list)
    for record, kept in kept_of.items():
        records_of[kept].append(record)
    changed, words, kept_ones = 0, set(), iter(sorted(records_of))
    while some := list(islice(kept_ones, CHUNK)):
        made = keys_of({record: kept for kept in some for record in records_of[kept]})
        changed += _write(made)
        words |= {word for key in made for word in key.words}
    return max(changed, _learn(words))


def _write(made: list[SearchKey]) -> int:
    held = SearchKey.objects.in_bulk([key.person_id for key in made])
    changed = [
        key
        for key in made
        if key.person_id not in held or any(getattr(held[key.person_id], f) != getattr(key, f) for f in _FIELDS)
    ]
    SearchKey.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["person"], update_fields=_FIELDS, batch_size=CHUNK
    )
    return len(changed)


def keys_of(kept_of: dict[int, int]) -> list[SearchKey]:
    """The keys that these records give now, in a few queries however many they are."""
    people = Person.objects.in_bulk(list(kept_of))
    codes: dict[int, set[str]] = defaultdict(set)
    own: dict[int, list[PersonName]] = defaultdict(list)
    local_id: dict[int, str] = {}
    for name in PersonName.objects.filter(person__in=kept_of, withdrawn=False).order_by("id"):
        own[name.person_id].append(name)
    for identifier in Identifier.objects.filter(person__in=kept_of, withdrawn=False).order_by("id"):
        codes[kept_of[identifier.person_id]].add(f"{identifier.scheme}:{names.code(identifier.value)}")
        if identifier.scheme == Identifier.Scheme.LA_CHILD_ID:
            local_id[identifier.person_id] = identifier.value
    for kept, postcode in _postcodes(kept_of):
        codes[kept].add(f"{POSTCODE}:{names.code(postcode)}")
    all_names: dict[int, list[PersonName]] = defaultdict(list)
    words: dict[int, set[str]] = defaultdict(set)
    for person_id, person in people.items():
        kept = kept_of[person_id]
        all_names[kept] += own[person_id]
        if person.birth_date:
            codes[kept].update(codes_of_day("born", person.birth_date))
        if person.expected_birth_date:
            codes[kept].update(codes_of_day("due", person.expected_birth_date))
        if person.kind == Person.Kind.UNBORN:
            words[kept] |= {"unborn", "baby"}
    made = []
    for person_id, person in people.items():
        kept = kept_of[person_id]
        candidates = own[person_id] or (all_names[kept] if kept == person_id else [])
        label = str(min(candidates, key=_for_label)) if candidates else _unnamed(person, local_id.get(person_id))
        key = SearchKey(person_id=person_id, label=label, birth_date=person.birth_date or person.expected_birth_date)
        if kept == person_id:
            shown = names.folded(label)
            others = names.unique(names.folded(str(name)) for name in all_names[kept])
            key.names = sorted(filter(None, others), key=lambda name: name != shown)
            key.words = names.unique(words[kept].union(*(name.split() for name in key.names)))
            key.codes = sorted(codes[kept])
        made.append(key)
    return made


def _for_label(name: PersonName) -> tuple[bool, int, int]:
    """The name to show: one that still holds, the legal one, the latest."""
    return name.ends_on is not None, _LABEL_ORDER.get(name.kind, 3), -name.pk


def _unnamed(person: Person, local_id: str | None) -> str:
    if local_id:
        return f"Name not held ({local_id})"
    return "Unborn child" if person.kind == Person.Kind.UNBORN else "Name not held"


def _postcodes(kept_of: dict[int, int]) -> Iterator[tuple[int, str]]:
    """The postcodes by which people may be found. To be found by one is to have one's address told:

    an address that is or was kept confidential doesn't count, nor does a home lived in while a warning stood
    that the address must not be disclosed, whichever of a person's joined records holds the one and the other.
    """
    about = Q(person__in=kept_of, withdrawn=False)
    guarded: dict[int, list[Period]] = defaultdict(list)
    for warning in WarningNote.objects.filter(about, kind=WarningNote.Kind.ADDRESS):
        guarded[kept_of[warning.person_id]].append(warning)
    homes = list(Residence.objects.filter(about).exclude(address__postcode="").select_related("address"))
    secret = {(kept_of[home.person_id], home.address.postcode) for home in homes if home.confidential}
    for home in homes:
        told = (kept_of[home.person_id], home.address.postcode)
        if told not in secret and not any(_overlap(home, warning) for warning in guarded[told[0]]):
            yield told


def _overlap(one: Period, other: Period) -> bool:
    def start(period: Period) -> datetime.date:
        return period.starts_on or datetime.date.min

    def end(period: Period) -> datetime.date:
        return period.ends_on or datetime.date.max

    return start(one) < end(other) and start(other) < end(one)


def _learn(words: set[str]) -> int:
    """Add the words that are new to the vocabulary. Returns how many were."""
    new = words.difference(SearchWord.objects.filter(pk__in=words).values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, backwards=word[::-1], sound=names.sound(word)) for word in sorted(new)),
        ignore_conflicts=True,
        batch_size=CHUNK,
    )
    return len(new)


def _hear_again() -> int:
    """Correct words that were kept as an earlier edition heard them. Returns how many there were."""
    heard = dict(SearchWord.objects.values_list("word", "sound"))
    wrong = [SearchWord(word=word, sound=names.sound(word)) for word in heard if heard[word] != names.sound(word)]
    return SearchWord.objects.bulk_update(wrong, ["sound"], batch_size=CHUNK)


def _forget_words_that_nobody_bears() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from record_searchword w"
            " where not exists (select from record_searchkey k where k.words @> array[w.word])"
        )
