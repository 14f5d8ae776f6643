"""Two siblings, who takes a contact about them, and who decides."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from sightline.access.roles import Role
from sightline.access.warrants import standing_of
from sightline.forms import acts, drafts
from sightline.forms.declare import form_called
from sightline.forms.sheet import Sheet

TODAY = datetime.date(2026, 3, 18)


@pytest.fixture
def worker(make_user: Any, team: Any) -> Any:
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ruth Amin")


@pytest.fixture
def manager(make_user: Any, team: Any) -> Any:
    return make_user(Role.TEAM_MANAGER, team=team, name="Marta Bell")


@pytest.fixture
def siblings(make_child: Any, allocate: Any, worker: Any) -> list[Any]:
    """Ada and Tom: within reach of the worker and the manager, with no case open."""
    pair = [make_child(given="Ada"), make_child(given="Tom", birth_date=datetime.date(2018, 7, 1))]
    for one in pair:
        allocate(one, worker)
    return pair


@pytest.fixture
def warrant_of() -> Any:
    return lambda user, child, permission="child.write": standing_of(user, TODAY).warrant(permission, child.pk)


@pytest.fixture
def record(warrant_of: Any) -> Any:
    """``record("contact", user, children, source="6", c12-seen="yes")``: the form filled in and put on the record."""

    def do(
        key: str, user: Any, children: list[Any], *, on: datetime.date = TODAY, led_from: Any = None, **answers: Any
    ) -> Any:
        form = form_called(key)
        ids = [one.pk for one in children]
        draft = drafts.start(
            form, user, about=ids[0], children=ids, ticked=ids, today=TODAY,
            led_from_id=led_from.pk if led_from else None,
        )  # fmt: skip
        given = {"happened_on": f"{on.day}/{on.month}/{on.year}"} | answers
        sheet = Sheet(draft, TODAY)
        for name, value in list(given.items()):
            if name.startswith("each_"):
                given |= {f"c{pk}-{name[5:]}": value for pk in ids}
                del given[name]
        written = [
            drafts.Written(name, value, held.version if (held := sheet.answers.get(drafts.key_of(name))) else 0)
            for name, value in given.items()
        ]
        saved = drafts.save(sheet, user, written)
        assert not saved.unknown, saved.unknown
        warrant = warrant_of(user, children[0], form.permission)
        return acts.submit(warrant, user, draft.pk, today=TODAY)

    return do


@pytest.fixture
def contact(record: Any) -> Any:
    """``contact(user, children, on=…)``: a contact from the police."""

    def do(user: Any, children: list[Any], **more: Any) -> Any:
        answers = {
            "source": "6", "who": "PC Hale", "how": "notice", "what_is_worrying": "Shouting in the night.",
            "each_immediate_danger": "no", "threshold": "in_need", "family_knows": "agree",
        }  # fmt: skip
        return record("contact", user, children, **(answers | more))

    return do
