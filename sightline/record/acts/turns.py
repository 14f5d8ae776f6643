"""Acts on one person take turns."""

from __future__ import annotations

from collections.abc import Collection

from sightline.record.joined import joined_with
from sightline.record.sql import rows_of

_TAKE = """
    with kept as (
        select unnest(%(asked)s::bigint[]) as id
        union select kept_id from record_sameperson where not cut and duplicate_id = any(%(asked)s)
    ), theirs as (
        select id from kept
        union select duplicate_id from record_sameperson where not cut and kept_id in (select id from kept)
    )
    select person_id from record_searchkey where person_id in (select id from theirs) order by person_id for update
"""


def take_turn(person_ids: Collection[int]) -> dict[int, int]:
    """Wait for every act under way on these people, and let none after this one pass it before it is done.

    What stands for a person is their search key, which each of their records has: those of all records joined with
    theirs are locked, in one order. Returns these records, each with the kept one of its person, as they are once
    the acts before have ended. Two queries, unless a record was joined meanwhile.
    """
    asked = set(person_ids)
    waited_for = asked | _lock(asked)
    while not (records := joined_with(asked)).keys() <= waited_for:  # joined by the act that was waited for
        waited_for |= records.keys() | _lock(records)
    return records


def _lock(person_ids: Collection[int]) -> set[int]:
    return {pk for (pk,) in rows_of(_TAKE, {"asked": list(person_ids)})}
