"""Making the invented council: the same for the same seed, all of it or nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction

from sightline.access.models import User
from sightline.record.models import Person, PersonName
from sightline.synthetic.council import Council, council_exists, make_council

TODAY = datetime.date(2026, 3, 18)


def first_names() -> list[str]:
    return [name.given for name in PersonName.objects.order_by("id")]


def once(**how: Any) -> tuple[Council, list[str]]:
    with transaction.atomic():
        council = make_council(children=12, today=TODAY, **how)
        told = (council, first_names())
        transaction.set_rollback(True)
    return told


def test_the_same_seed_makes_the_same_council(db: Any) -> None:
    first, second, other = once(seed=7), once(seed=7), once(seed=8)
    assert first == second
    assert first[1] != other[1]


def test_killed_half_way_it_leaves_nothing_behind(db: Any) -> None:
    def stop(what: str, done: int, of: int) -> None:
        if what.startswith("Lives"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_council(children=12, today=TODAY, progress=stop)
    assert not council_exists()
    assert not Person.objects.exists()
    assert not User.objects.exists()
    assert make_council(children=12, today=TODAY).made


def test_fewer_than_ten_children_are_no_council(db: Any) -> None:
    with pytest.raises(ValueError, match="at least 10"):
        make_council(children=9, today=TODAY)
