"""A bringing-in killed without warning, between acts or within one, and run again: the result is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sightline.synthetic.census import write_census

CHILDREN = 160
RUN = """
import sys
import django
django.setup()
from pathlib import Path
from sightline.record.warrant import Warrant
from sightline.returns.cin.acts import bring_in, receive
from sightline.returns.cin.read import open_census
warrant = Warrant(None, "System", "a test", "command")
with open_census(sys.argv[1]) as census, Path(sys.argv[1]).open("rb") as content:
    reconciliation, _ = receive(warrant, census, content)
for done in bring_in(warrant, reconciliation, a_batch=20):
    print(done, flush=True)
"""
SAME = {  # everything that must not depend on where it was killed, in words and never in the numbers of rows
    "people": """
        select i.value, p.kind, p.sex, p.birth_date, p.expected_birth_date, p.death_date, p.ethnicity, p.disabilities,
               p.upn_unknown, (select count(*) from record_personevent e where e.pgh_obj_id = p.id)
        from record_person p join record_identifier i on i.person_id = p.id and i.scheme = 'la_child_id' order by 1""",
    "identifiers": "select scheme, value, starts_on, ends_on from record_identifier order by 1, 2",
    "steps": """
        select i.value, s.kind, s.happened_on, s.key, f.key, n.opened_on, n.closed_on, n.closure_reason,
               (select count(*) from record_stepevent e where e.pgh_obj_id = s.id)
        from record_step s join record_identifier i on i.person_id = s.child_id and i.scheme = 'la_child_id'
        left join record_step f on f.id = s.led_from_id join record_involvement n on n.id = s.involvement_id
        order by 1, 4""",
    "assessments": """
        select i.value, s.key, a.authorised_on, a.internal_review_on, a.factors from assessment_assessmentfacts a
        join record_step s on s.id = a.step_id
        join record_identifier i on i.person_id = s.child_id and i.scheme = 'la_child_id' order by 1, 2""",
    "clocks": """
        select i.value, s.key, c.clock, c.ordinal, c.started_on, c.statutory_on, c.local_on, c.stopped_on, c.outcome
        from clocks_clockrun c join record_step s on s.id = c.step_id
        join record_identifier i on i.person_id = c.child_id and i.scheme = 'la_child_id' order by 1, 2, 3, 4""",
    "search": """
        select i.value, k.codes from record_searchkey k
        join record_identifier i on i.person_id = k.person_id and i.scheme = 'la_child_id' order by 1""",
    "tallies": "select element, in_file, new, corrected, same, not_in from returns_tally order by element",
    "listed": "select kind, line, la_child_id, element, value, reason, things from returns_listed order by line, 3, 4",
    "told of": "select count(*) from returns_censuschild",
    "finished": "select children_done, finished_at is not null, problem from returns_reconciliation",
    "acts": "select count(*) from record_act where kind = 'census.bring_in'",
    "batches": "select first, until from returns_batch order by first",
}


@pytest.fixture(scope="module")
def census_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("census") / "census.xml"
    write_census(path, children=CHILDREN, seed=11, clean=False)
    return path


@pytest.fixture
def database() -> Iterator[str]:
    from tests.conftest import _admin, copy_of_template

    name = f"sightline_killed_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    copy_of_template(name)
    yield name
    with _admin() as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')


def run(database: str, path: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"SIGHTLINE_DATABASE": database, "DJANGO_SETTINGS_MODULE": "sightline.config.settings"}
    return subprocess.Popen([sys.executable, "-c", RUN, str(path)], env=environment, stdout=subprocess.PIPE, text=True)


def finish(database: str, path: Path) -> dict[str, Any]:
    process = run(database, path)
    process.communicate(timeout=300)
    assert process.returncode == 0
    from sightline.config import embedded

    with psycopg.connect(host=str(embedded.start().socket), user="postgres", dbname=database) as connection:
        return {name: connection.execute(query).fetchall() for name, query in SAME.items()}


def test_killed_again_and_again_the_result_is_the_same(census_file: Path, database: str):
    from tests.conftest import copy_of_template

    whole = finish(database, census_file)
    assert whole["finished"] == [(CHILDREN, True, "")] and len(whole["batches"]) == CHILDREN / 20
    copy_of_template(database)
    chance = random.Random(5)
    reached = []
    for until in (20, 60, 100):
        process = run(database, census_file)
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= until:
                time.sleep(chance.uniform(0, 0.25))  # somewhere within the next act, or after it
                process.send_signal(signal.SIGKILL)
                break
        process.wait(timeout=60)
        assert process.returncode == -signal.SIGKILL
        reached.append(until)
    assert finish(database, census_file) == whole
