"""Which records are of one person: those that a link joins, under the one that was kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sightline.record.sql import rows_of

_LINKS = """
    with kept as (
        select unnest(%(asked)s::bigint[]) as id
        union select kept_id from record_sameperson where not cut and duplicate_id = any(%(asked)s)
    )
    select duplicate_id, kept_id from record_sameperson where not cut and kept_id in (select id from kept) order by id
"""


def joined_with(person_ids: Collection[int]) -> dict[int, int]:
    """These people's records and those joined with them, each with the kept record of its person. One query.

    Reads whatever ``search_path`` names: the record now, or as it was known.
    """
    joined: dict[int, int] = dict(rows_of(_LINKS, {"asked": list(person_ids)}))
    return {pk: joined.get(pk, pk) for pk in [*person_ids, *joined, *joined.values()]}


def asked_by_record(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Every record of these people, with those of them, as they were asked about, whose record it is. One query."""
    kept = joined_with(person_ids)
    asked: dict[int, set[int]] = defaultdict(set)
    for pk in person_ids:
        asked[kept[pk]].add(pk)
    return {record: asked[root] for record, root in kept.items()}


def records_of(person_id: int) -> list[int]:
    """The ids of all records of one person, the kept one first: more than one where records are joined."""
    joined = joined_with([person_id])
    kept = joined[person_id]
    return [kept, *sorted(pk for pk in joined if pk != kept)]
