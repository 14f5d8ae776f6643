"""A crowd of invented people."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.record.acts import people
from sightline.record.models import Person
from sightline.synthetic.people import Names
from tests.record.finding import TODAY


@pytest.fixture
def crowd(system_warrant: Any) -> list[Person]:
    """Two hundred other people, among whom to find the one."""
    names = Names("crowd", today=TODAY)
    new = [
        people.NewPerson(kind="child", given=one.given, family=one.family, sex=one.sex, birth_date=one.birth_date)
        for one in (names.child() for _ in range(200))
    ]
    return people.create_people(system_warrant, new)
