"""Which records are of one person: those that a link joins, under the one that was kept."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from sightline.record.models import SamePerson


def joined_with(person_ids: Collection[int]) -> dict[int, int]:
    """These people's records and those joined with them, each with the kept record of its person. One query.

    Reads whatever ``search_path`` names: the record now, or as it was known.
    """
    links = SamePerson.objects.filter(cut=False)
    of_theirs = links.filter(Q(duplicate__in=person_ids) | Q(kept__in=person_ids))
    joined = dict(links.filter(kept__in=of_theirs.values("kept")).values_list("duplicate", "kept"))
    return {pk: joined.get(pk, pk) for pk in {*person_ids, *joined, *joined.values()}}
