"""A family with an open case, a worker who holds it, and their manager."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from sightline.access.roles import Role
from sightline.access.warrants import standing_of
from sightline.forms import drafts
from sightline.forms.sheet import Sheet

TODAY = datetime.date(2026, 3, 18)


@pytest.fixture
def worker(make_user: Any, team: Any) -> Any:
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ruth Amin")


@pytest.fixture
def manager(make_user: Any, team: Any) -> Any:
    return make_user(Role.TEAM_MANAGER, team=team, name="Marta Bell")


@pytest.fixture
def family(make_child: Any, allocate: Any, worker: Any, system_warrant: Any) -> list[Any]:
    """Ada and her brother Tom, referred together; their mother at home, Ada's father elsewhere."""
    from sightline.record.acts import people
    from sightline.stages.front_door.acts import Referral, receive_referrals

    ada = make_child(given="Ada", birth_date=datetime.date(2016, 5, 4))
    tom = make_child(given="Tom", birth_date=datetime.date(2018, 7, 1))
    ruth = make_child(kind="adult", given="Rosa", birth_date=datetime.date(1990, 1, 1))
    sam = make_child(kind="adult", given="Sam", family="Field", birth_date=datetime.date(1988, 1, 1))
    day = datetime.date(2026, 3, 2)
    people.relate(
        system_warrant,
        [
            people.Relation(person_id=ruth.pk, other_id=ada.pk, kind="mother"),
            people.Relation(person_id=ruth.pk, other_id=tom.pk, kind="mother"),
            people.Relation(person_id=sam.pk, other_id=ada.pk, kind="father"),
        ],
    )
    people.move_home(system_warrant, [ada, tom, ruth], lines="1 Test Row", postcode="ZZ9 9ZZ", starts_on=day)
    receive_referrals(
        system_warrant,
        [Referral(child_id=one.pk, received_on=day, source="2A", primary_need="N1") for one in (ada, tom)],
    )
    for one in (ada, tom):
        allocate(one, worker)
    return [ada, tom]


@pytest.fixture
def warrant_of() -> Any:
    return lambda user, child, permission="child.write": standing_of(user).warrant(permission, child.pk)


def write(draft: Any, user: Any, today: datetime.date = TODAY, **answers: Any) -> Any:
    """Write answers into a draft: ``write(draft, user, seen="yes")``; a child's own as ``{"c12-seen": …}``."""
    return fill(draft, user, answers, today)


def fill(draft: Any, user: Any, answers: dict[str, Any], today: datetime.date = TODAY) -> Any:
    sheet = Sheet(draft, today)
    written = [
        drafts.Written(name, value, sheet.answers[key].version if (key := drafts.key_of(name)) in sheet.answers else 0)
        for name, value in answers.items()
    ]
    return drafts.save(sheet, user, written)
