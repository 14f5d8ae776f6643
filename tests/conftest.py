"""A migrated database for every test, and the people in it.

The tables are made once, by the real migrations, in a template that is kept until a migration changes;
each run copies it. Tests run as the application's role, so that what the database refuses to the
product it refuses here.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
TODAY = datetime.date(2026, 3, 18)


def _template_name() -> str:
    sources = sorted((CHECKOUT / "sightline").rglob("migrations/*.py"))
    sources += [CHECKOUT / "sightline/record/database.py", CHECKOUT / "requirements.lock"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    return f"sightline_template_{digest}"


def _admin() -> psycopg.Connection[Any]:
    from sightline.config import embedded

    place = embedded.start()
    return psycopg.connect(host=str(place.socket), user="postgres", dbname="postgres", autocommit=True)


def _made_template() -> str:
    """The template database, migrated; made by the first worker that needs it."""
    from sightline.config import embedded

    name = _template_name()
    with (embedded.default_place().home / "template.lock").open("w") as lock, _admin() as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = admin.execute("select datistemplate from pg_database where datname = %s", [name]).fetchone()
        if made and made[0]:
            return name
        for (old,) in admin.execute(
            "select datname from pg_database where datname like 'sightline_template_%'"
        ).fetchall():
            admin.execute(f'alter database "{old}" is_template false')
            admin.execute(f'drop database "{old}" with (force)')
        environment = os.environ | {"SIGHTLINE_DATABASE": name, "SIGHTLINE_DB_ROLE": "owner"}
        subprocess.run(
            [sys.executable, "-m", "sightline.cli", "migrate"],
            check=True,
            env=environment,
            capture_output=True,
            text=True,
        )
        admin.execute(f'alter database "{name}" is_template true')
    return name


def copy_of_template(name: str, template: str = "") -> None:
    """A fresh database with all tables and no rows; or, of another template, with what that holds."""
    template = template or _made_template()
    with _admin() as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')
        admin.execute(f'create database "{name}" template "{template}" owner sightline_owner')


def drop_database(name: str) -> None:
    with _admin() as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    from django.db import connection

    name = f"sightline_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        copy_of_template(name)
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        connection.settings_dict["NAME"] = before
        drop_database(name)


@pytest.fixture
def system_warrant() -> Any:
    from sightline.record.warrant import system

    return system("a test")


@pytest.fixture
def team(db: Any, system_warrant: Any) -> Any:
    from sightline.access.acts import make_team
    from sightline.access.models import Team

    return Team.objects.filter(name="Test team").first() or make_team(system_warrant, "Test team")


@pytest.fixture
def make_user(db: Any, system_warrant: Any) -> Callable[..., Any]:
    """``make_user(Role.SOCIAL_WORKER, team=team)``: a user appointed to a role."""
    from sightline.access.acts import appoint
    from sightline.access.models import User
    from sightline.access.roles import Role

    def make(role: Role, *, team: Any = None, name: str = "", since: datetime.date = datetime.date(2020, 1, 1)) -> Any:
        number = User.objects.count() + 1
        user = User.objects.create_user(f"user{number}@wexcombe.example", name or f"{role.label} {number}")
        appoint(system_warrant, user, role=role, team=team, starts_on=since)
        return user

    return make


@pytest.fixture
def make_child(db: Any, system_warrant: Any) -> Callable[..., Any]:
    """``make_child(given="Ada", birth_date=…)``: a child on the record, and nothing more."""
    from sightline.record.acts.people import NewPerson, create_people

    def make(**fields: Any) -> Any:
        details = {"kind": "child", "given": "Ada", "family": "Wren", "birth_date": datetime.date(2016, 5, 4)}
        [person] = create_people(system_warrant, [NewPerson(**(details | fields))])
        return person

    return make


@pytest.fixture
def kept_over(make_child: Any, system_warrant: Any) -> Callable[..., Any]:
    """``kept_over(child)``: another record of the same child, kept; theirs is joined to it, with all that it holds."""
    from sightline.record.acts.people import join

    def make(child: Any, **fields: Any) -> Any:
        kept = make_child(**fields)
        join(system_warrant, kept=kept, duplicate=child, reason="Recorded twice")
        return kept

    return make


@pytest.fixture
def allocate(system_warrant: Any, team: Any) -> Callable[..., None]:
    """``allocate(child, worker)``: the team holds the child, and the worker in it."""
    from sightline.oversight.acts import Holding, allocate

    def give(
        child: Any, worker: Any = None, *, to: Any = None, since: datetime.date = datetime.date(2025, 1, 1)
    ) -> None:
        holding = Holding(
            child_id=child.pk, team_id=(to or team).pk, worker_id=worker.pk if worker else None, starts_on=since
        )
        allocate(system_warrant, [holding])

    return give


@pytest.fixture
def client_of(db: Any) -> Callable[..., Any]:
    """``client_of(user)``: a browser in which that user is signed in."""
    from django.test import Client

    def signed_in(user: Any) -> Any:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
