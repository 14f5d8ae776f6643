"""Search keys follow every act on a person, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sightline.record import names
from sightline.record.acts.act import Doing, before_closing
from sightline.record.models import Identifier, Person, PersonName, Residence, SearchKey

_LABEL_ORDER = {PersonName.Kind.LEGAL: 0, PersonName.Kind.KNOWN_AS: 1, PersonName.Kind.ALIAS: 2}


def keys_of(person_ids: Iterable[int]) -> Iterator[SearchKey]:
    """The search keys that these people's records give now, in five queries however many they are."""
    ids = list(person_ids)
    people = Person.objects.in_bulk(ids)
    by_person: dict[int, list[PersonName]] = defaultdict(list)
    codes: dict[int, set[str]] = defaultdict(set)
    local_id: dict[int, str] = {}
    for name in PersonName.objects.filter(person__in=ids, withdrawn=False).order_by("id"):
        by_person[name.person_id].append(name)
    for identifier in Identifier.objects.filter(person__in=ids, withdrawn=False).order_by("id"):
        codes[identifier.person_id].add(names.code(identifier.value))
        if identifier.scheme == Identifier.Scheme.LA_CHILD_ID:
            local_id[identifier.person_id] = identifier.value
    homes = Residence.objects.filter(person__in=ids, withdrawn=False).exclude(address__postcode="")
    for person_id, postcode in homes.values_list("person_id", "address__postcode"):
        codes[person_id].add(names.code(postcode))
    for person_id, person in people.items():
        held = sorted(by_person[person_id], key=lambda n: (n.ends_on is not None, _LABEL_ORDER.get(n.kind, 3), -n.pk))  # type: ignore[call-overload]
        words = names.unique(word for name in held for word in names.words(str(name)))
        yield SearchKey(
            person_id=person_id,
            label=str(held[0]) if held else _unnamed(person, local_id.get(person_id)),
            names=names.unique(names.folded(str(name)) for name in held),
            words=words,
            trigrams=names.unique(gram for word in words for gram in names.trigrams(word)),
            sounds=names.unique(names.sound(word) for word in words),
            codes=sorted(codes[person_id]),
            birth_date=person.birth_date or person.expected_birth_date,
        )


def _unnamed(person: Person, local_id: str | None) -> str:
    if local_id:
        return f"Name not held ({local_id})"
    return "Unborn child" if person.kind == Person.Kind.UNBORN else "Name not held"


_FIELDS = ["label", "names", "words", "trigrams", "sounds", "codes", "birth_date"]


@before_closing
def refresh(doing: Doing) -> None:
    """Make the search keys of everyone whom the act touched anew, and write those that changed."""
    write(keys_of(doing.touched))


def write(keys: Iterable[SearchKey]) -> int:
    """Write the keys that differ from those held. Returns how many did."""
    made = list(keys)
    held = SearchKey.objects.in_bulk([key.person_id for key in made])
    changed = [
        key
        for key in made
        if key.person_id not in held or any(getattr(held[key.person_id], f) != getattr(key, f) for f in _FIELDS)
    ]
    SearchKey.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["person"], update_fields=_FIELDS, batch_size=2_000
    )
    return len(changed)
