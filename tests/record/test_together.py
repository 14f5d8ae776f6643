"""Many acts in one transaction: what follows from them follows once, at the end."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.record.acts import act, together
from sightline.record.acts.people import NewPerson, create_people
from sightline.record.models import Act, Person, SearchKey

ADA = NewPerson(kind="child", given="Ada", family="Wren")
BEN = NewPerson(kind="child", given="Ben", family="Wren")


def test_search_keys_wait_for_the_last_act_and_each_act_has_its_own_entry(db: Any, system_warrant: Any) -> None:
    before = Act.objects.count()
    with together():
        create_people(system_warrant, [ADA])
        create_people(system_warrant, [BEN])
        assert not SearchKey.objects.exists()
    assert set(SearchKey.objects.values_list("label", flat=True)) == {"Ada Wren", "Ben Wren"}
    assert Act.objects.count() == before + 2


def test_what_goes_wrong_undoes_every_act(db: Any, system_warrant: Any) -> None:
    def one_then_trouble() -> None:
        with together():
            create_people(system_warrant, [ADA])
            raise LookupError

    with pytest.raises(LookupError):
        one_then_trouble()
    assert not Person.objects.exists()
    create_people(system_warrant, [BEN])
    assert SearchKey.objects.get().label == "Ben Wren"


def test_an_act_that_fails_and_is_caught_is_left_out(db: Any, system_warrant: Any) -> None:
    with together():
        create_people(system_warrant, [ADA])
        with pytest.raises(LookupError), act("person.create", system_warrant):
            raise LookupError
    assert SearchKey.objects.get().label == "Ada Wren"


def test_nothing_follows_from_no_act(db: Any) -> None:
    with together():
        pass
    assert not SearchKey.objects.exists()
