"""A worker with a child in reach, and forms as a browser sends them."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from sightline.access.roles import Role


def in_boxes(name: str, day: datetime.date | None) -> dict[str, str]:
    """A date as its three boxes send it."""
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return {f"{name}_{place}": str(part) for place, part in enumerate(parts)}


@dataclass
class Desk:
    """A signed-in browser on one person's pages."""

    client: Any
    child: Any
    user: Any

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def make(self, **fields: Any) -> Any:
        """Somebody whom this user has just recorded, and so reaches."""
        from sightline.access.warrants import standing_of
        from sightline.record.acts.people import NewPerson, create_people

        [person] = create_people(standing_of(self.user).warrant("person.create"), [NewPerson(**fields)])
        return person

    def url(self, path: str, person: Any = None) -> str:
        return f"/person/{(person or self.child).pk}/{path}"

    def get(self, path: str, person: Any = None) -> Any:
        return self.client.get(self.url(path, person))

    def send(self, path: str, person: Any = None, **answers: Any) -> Any:
        """Send a form with these answers; dates go into boxes, and a form has a number of its own."""
        data: dict[str, Any] = {"request": str(uuid.uuid4())}
        for name, answer in answers.items():
            if isinstance(answer, datetime.date):
                data |= in_boxes(name, answer)
            else:
                data[name] = answer
        return self.client.post(self.url(path, person), data)


def errors(answer: Any) -> dict[str, list[str]]:
    """What a form says is wrong with it; the page must say it as well."""
    assert answer.status_code == 200, answer.status_code
    said = {name: list(problems) for name, problems in answer.context["form"].errors.items()}
    for problems in said.values():
        for problem in problems:
            words = re.sub(r"<[^>]+>", "", problem)
            if words != "This field is required.":
                assert _escaped(words) in answer.content.decode(), words
    return said


def _escaped(text: str) -> str:
    from django.utils.html import escape

    return escape(text)


@pytest.fixture
def desk(make_user, make_child, allocate, team, client_of):
    user = make_user(Role.SOCIAL_WORKER, team=team)
    child = make_child(given="Ada", family="Wren", birth_date=datetime.date(2016, 5, 4))
    allocate(child, user)
    return Desk(client_of(user), child, user)


@pytest.fixture
def managers_desk(desk, make_user, team, client_of):
    """The same child, and the manager of the team that holds her."""
    user = make_user(Role.TEAM_MANAGER, team=team)
    return Desk(client_of(user), desk.child, user)


@pytest.fixture
def stranger(make_child, allocate):
    """A child whom another team holds."""
    from sightline.access.acts import make_team
    from sightline.record.warrant import system

    child = make_child(given="Zoe", family="Hidden", birth_date=datetime.date(2015, 1, 2))
    allocate(child, to=make_team(system("a test"), "Another team"))
    return child
