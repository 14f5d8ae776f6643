"""A return as known at a moment tells nothing recorded later: committed for real, as history goes by the clock."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.utils import timezone

from sightline.returns.produced.acts import ask_for, pieces, produce
from tests.conftest import copy_of_template, drop_database
from tests.returns.cin.bringing import BY_HAND, bring, file_of, pathway, say
from tests.returns.cin.conftest import CHILD
from tests.returns.cin.producing import tables


@pytest.fixture(scope="module")
def database_of_their_own(django_db_setup, django_db_blocker):
    name = f"{connection.settings_dict['NAME']}_produced"
    with django_db_blocker.unblock():
        copy_of_template(name)
    yield name
    drop_database(name)


@pytest.fixture
def committed(database_of_their_own, django_db_blocker):
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = database_of_their_own
        yield
        connection.close()
        connection.settings_dict["NAME"] = before


def made(path, at=None):
    produced, _ = ask_for(BY_HAND, year=2026, at=at, authority="999")
    produce(produced, path)
    return produced


def content(produced) -> bytes:
    return b"".join(bytes(piece) for piece in pieces(produced))


def test_what_was_recorded_later_is_not_told(committed, tmp_path):
    path = tmp_path / "census.xml"
    bring(file_of(CHILD))
    time.sleep(0.01)
    then = timezone.now()
    time.sleep(0.01)
    plan = pathway()["cin:protection_plan:2025-06-25"]
    say(plan, latest_category="PHY")
    now = made(path)
    assert b"PHY" in content(now)
    earlier = made(path, at=then)
    assert b"PHY" not in content(earlier) and tables(content(earlier)) == tables(file_of(CHILD))
    assert earlier.same_as is None and earlier.changes == {}  # none speaks of a moment before it
    say(plan, latest_category="SAB")
    again, new = ask_for(BY_HAND, year=2026, at=now.as_known, authority="999")
    assert not new and b"PHY" in content(again)
    last = made(path)
    assert b"SAB" in content(last) and len(last.changes["changed"]) == 1
