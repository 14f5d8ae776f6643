"""A return is produced once for a moment, kept byte for byte, and compared with the one before."""

from __future__ import annotations

import datetime
import hashlib
import re
import time
import uuid
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sightline import cli
from sightline.access.acts import end_appointments
from sightline.access.roles import Role
from sightline.record.acts import AlreadyDone
from sightline.record.acts.people import correct_person
from sightline.record.models import Act
from sightline.returns import jobs
from sightline.returns.checking.known import rules_of
from sightline.returns.produced import acts, making
from sightline.returns.produced.acts import ask_for, authority_code, pieces, produce
from sightline.returns.produced.making import CannotProduceError
from sightline.returns.produced.models import ProducedChunk, ProducedReturn
from sightline.synthetic.census import write_census
from tests.returns.cin.bringing import BY_HAND, bring, child_with, file_of, pathway, person, say
from tests.returns.cin.conftest import CHILD
from tests.returns.cin.producing import tables
from tests.returns.cin.test_pages import text_of

pytestmark = pytest.mark.django_db
SECOND = child_with(("<LAchildID>A1", "<LAchildID>A2"))


@pytest.fixture(autouse=True)
def of_an_authority(settings):
    settings.AUTHORITY_CODE = "999"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "census.xml"


def made(path: Path, year: int = 2026, **options: object) -> ProducedReturn:
    produced, _ = ask_for(BY_HAND, year=year, **options)  # type: ignore[arg-type]
    produce(produced, path)
    return produced


def content(produced: ProducedReturn) -> bytes:
    return b"".join(bytes(piece) for piece in pieces(produced))


# --- producing, and asking again --------------------------------------------------------------------------


def test_a_return_is_kept_with_what_it_was_made_from(path):
    bring(file_of(CHILD, SECOND))
    produced = made(path)
    assert (produced.state, produced.serial, produced.children, produced.authority) == ("ready", 1, 2, "999")
    assert content(produced) == path.read_bytes() and tables(content(produced)) == tables(file_of(CHILD, SECOND))
    assert (produced.digest, produced.size) == (
        hashlib.sha256(path.read_bytes()).hexdigest(),
        len(path.read_bytes()),
    )
    assert produced.totals["child"] == 2 and produced.totals["factor"] == 4 and produced.totals["conference"] == 2
    assert list(produced.told.order_by("la_child_id").values_list("child", "la_child_id")) == [
        (person("A1").pk, "A1"),
        (person("A2").pk, "A2"),
    ]
    assert produced.rules == making.rules_digest() and "<!DOCTYPE html>" in produced.report
    assert (produced.misfits, produced.left_out, produced.changes) == ([], [], {})
    told = path.read_text()
    assert "<LEA>999</LEA>" in told and "<SerialNo>001</SerialNo>" in told
    assert f"<DateTime>{timezone.localtime(produced.as_known):%Y-%m-%dT%H:%M:%S}</DateTime>" in told


def test_what_the_check_finds_is_kept_rule_by_rule(path):
    bring(file_of(child_with(("<Ethnicity>WBRI</Ethnicity>\n", ""), ("<UPNunknown>UN1</UPNunknown>\n", ""))))
    produced = made(path)
    of = {one["rule"]: one for one in produced.faults}
    assert of["4220"]["severity"] == "error" and of["4220"]["count"] == of["4220"]["children"] == 1
    assert of["4220"]["message"] == rules_of("cin")["4220"].message
    assert [one["element"] for one in produced.misfits] == ["Ethnicity"]


def test_asked_for_at_the_same_instant_it_is_the_same_file(path, tmp_path):
    bring(file_of(CHILD))
    first = made(path)
    say(pathway()["cin:protection_plan:2025-06-25"], latest_category="PHY")
    again, new = ask_for(BY_HAND, year=2026, at=first.as_known)
    assert (again.pk, new) == (first.pk, False)
    other = tmp_path / "other.xml"
    produce(again, other)
    assert not other.exists() and content(again) == path.read_bytes()
    assert ProducedReturn.objects.count() == 1


def test_where_nothing_changed_the_return_before_stands(path):
    bring(file_of(CHILD))
    first = made(path)
    second = made(path)
    assert (second.state, second.same_as, second.serial) == ("ready", first, 2)
    assert content(second) == content(first) and not second.chunks.exists()
    assert second.totals == first.totals


def test_what_was_recorded_since_is_told_child_by_child(path):
    bring(file_of(CHILD, SECOND))
    first = made(path)
    say(pathway("A1")["cin:protection_plan:2025-06-25"], latest_category="PHY")
    with transaction.atomic():
        correct_person(BY_HAND, person("A2"), sex="M")
    third = child_with(("<LAchildID>A1", "<LAchildID>A3"))
    bring(file_of(CHILD, SECOND, third, written="06-20"))
    second = made(path)
    assert second.changes == {"new": [person("A3").pk], "changed": [person("A1").pk, person("A2").pk], "gone": []}
    assert second.same_as is None and content(second) != content(first)
    assert "PHY" in content(second).decode() and "PHY" not in content(first).decode()


def test_other_rules_make_another_check(path, monkeypatch):
    bring(file_of(CHILD))
    first = made(path)
    monkeypatch.setattr(acts, "rules_digest", lambda: "other rules")
    second = made(path)
    assert second.same_as is None and second.rules == "other rules" and first.rules != second.rules
    assert not any(second.changes.values())


def test_the_bytes_of_a_produced_file_can_never_be_changed(path):
    bring(file_of(CHILD))
    produced = made(path)
    for change in (
        lambda: ProducedChunk.objects.filter(produced=produced).update(content=b""),
        lambda: produced.told.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_file_that_does_not_hold_what_was_written_is_refused(path, monkeypatch):
    bring(file_of(CHILD, SECOND))
    written = making.child_xml
    monkeypatch.setattr(
        making, "child_xml", lambda child, year: written(child, year) if child.la_child_id == "A1" else ""
    )
    with pytest.raises(making.NotAsWrittenError, match="2 of Child were written, 1 read"):
        made(path)


@pytest.mark.parametrize(("year", "says"), [(2019, "for the years 2023 to 2027"), (2030, "not for 2030")])
def test_a_year_that_is_not_known_is_refused(year, says):
    with pytest.raises(CannotProduceError, match=says):
        ask_for(BY_HAND, year=year)


def test_a_year_that_had_not_begun_and_a_moment_to_come_are_refused():
    with pytest.raises(CannotProduceError, match="begins on 1 April 2026"):
        ask_for(BY_HAND, year=2027, at=datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC))
    with pytest.raises(CannotProduceError, match="isn't settled yet"):
        ask_for(BY_HAND, year=2026, at=timezone.now() + datetime.timedelta(hours=1))


def test_the_authority_is_as_given_as_set_or_as_the_last_file_had_it(settings):
    assert authority_code("301") == "301" and authority_code() == "999"
    settings.AUTHORITY_CODE = ""
    with pytest.raises(CannotProduceError, match="SIGHTLINE_AUTHORITY_CODE"):
        authority_code()
    bring(file_of(CHILD))
    assert authority_code() == "999"
    with pytest.raises(CannotProduceError, match="three digits"):
        authority_code("99x")


def test_a_form_sent_twice_is_one_return():
    number = uuid.uuid4()
    produced, _ = ask_for(BY_HAND, year=2026, request=number)
    time.sleep(0.001)
    with pytest.raises(AlreadyDone) as done:
        ask_for(BY_HAND, year=2026, request=number)
    assert done.value.act == produced.asked


# --- the job and the pages --------------------------------------------------------------------------------


@pytest.fixture
def officer(make_user):
    return make_user(Role.DATA_OFFICER, name="Dora Data")


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def ask(client, **more):
    return client.post(reverse("census_produce"), {"year": "2026", "request": uuid.uuid4()} | more)


def work():
    for job in ProcrastinateJob.objects.filter(status="todo", task_name=jobs.PRODUCE).order_by("id"):
        jobs.produce_return(**job.args)


def test_it_is_asked_for_made_in_the_background_and_taken_away(client, officer):
    bring(file_of(CHILD, SECOND))
    answer = ask(client)
    produced = ProducedReturn.objects.get()
    page = reverse("census_return", args=[produced.pk])
    assert answer.status_code == 302 and answer["Location"] == page
    waiting = client.get(page)
    assert "Waiting to begin" in text_of(waiting) and b'http-equiv="refresh"' in waiting.content
    assert client.get(reverse("census_return_file", args=[produced.pk])).status_code == 404
    work()
    shown = text_of(client.get(page))
    assert "2 children in the file. The check found 0 errors and 2 queries." in shown
    assert re.search(r"Child protection plans (In the file )?2 ", shown)
    file = client.get(reverse("census_return_file", args=[produced.pk]))
    assert b"".join(file.streaming_content) == content(produced)
    assert file["Content-Disposition"] == 'attachment; filename="cin-2026-001.xml"'
    report = client.get(reverse("census_return_report", args=[produced.pk]))
    assert "attachment" in report["Content-Disposition"] and b"What became of every rule" in report.content
    acts = Act.objects.filter(kind__startswith="census.", actor=officer).order_by("id").values_list("kind", "reason")
    assert list(acts) == [
        ("census.produce", ""),
        ("census.take_away", "the file of cin-2026-001.xml"),
        ("census.take_away", "the check report of cin-2026-001.xml"),
    ]
    assert "cin-2026-001.xml" in text_of(client.get(reverse("census_returns")))
    assert "2 queries" in text_of(client.get(reverse("census_returns")))


def test_what_is_wrong_and_what_is_new_is_on_the_page(client):
    bring(file_of(CHILD))
    ask(client)
    work()
    bring(file_of(child_with(("<Sex>F", "<Sex>M")), SECOND.replace("<Ethnicity>WBRI</Ethnicity>", ""), written="06-20"))
    ask(client)
    work()
    last = ProducedReturn.objects.latest("id")
    shown = text_of(client.get(reverse("census_return", args=[last.pk])))
    assert "4220 error" in shown and "1 place in it doesn't fit the Department's element tree" in shown
    assert "New in the census: 1 child A2" in shown and "Something else is told of them: 1 child A1" in shown


def test_pressing_twice_asks_once(client):
    number = uuid.uuid4()
    first, second = ask(client, request=number), ask(client, request=number)
    assert first["Location"] == second["Location"]
    assert ProducedReturn.objects.count() == ProcrastinateJob.objects.filter(task_name=jobs.PRODUCE).count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"day_0": "1", "day_1": "4", "day_2": "2099"}, "enter a moment in the past"),
        ({"day_0": "31", "day_1": "2", "day_2": "2026"}, "Enter a real date"),
        ({"day_0": "1", "day_1": "4", "day_2": "2024"}, "there is nothing to tell yet"),
        ({"year": "1999"}, "1999 is not one of the available choices"),
        ({"time": "09:00"}, "Enter the day as well as the time"),
    ],
)
def test_bad_input_is_told_and_kept(client, typed, says):
    answer = ask(client, **typed)
    assert answer.status_code == 200 and says in answer.content.decode()
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode() or "year" in typed


def test_what_goes_wrong_is_told_to_whoever_waits(client, monkeypatch):
    ask(client)
    produced = ProducedReturn.objects.get()

    def fail(*args, **more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(acts, "make", fail)
    with pytest.raises(RuntimeError):
        work()
    shown = text_of(client.get(reverse("census_return", args=[produced.pk])))
    assert "It was not made." in shown and "Ask for it again" in shown
    assert "Not made" in text_of(client.get(reverse("census_returns")))


def test_whoever_may_no_longer_produce_gets_nothing(client, officer, system_warrant):
    ask(client)
    end_appointments(system_warrant, officer, on=timezone.localdate())
    work()
    produced = ProducedReturn.objects.get()
    assert produced.state == "failed" and "may not produce it any more" in produced.problem


def test_the_progress_bar_asks_for_the_page_again_when_it_is_ready(client):
    bring(file_of(CHILD))
    ask(client)
    progress = reverse("census_return_progress", args=[ProducedReturn.objects.get().pk])
    assert "HX-Refresh" not in client.get(progress, {"shown": "moving"})
    work()
    assert client.get(progress, {"shown": "moving"})["HX-Refresh"] == "true"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_OFFICER])
def test_only_data_officers_produce(role, make_user, client_of, team):
    client = client_of(make_user(role, team=team))
    assert ask(client).status_code == 403 and not ProducedReturn.objects.exists()


# --- the command ------------------------------------------------------------------------------------------


def run(*options: str):
    return CliRunner().invoke(cli.main, ["return", "cin", "--year", "2026", *options])


def test_the_command_writes_the_file_and_its_check(path):
    bring(file_of(CHILD))
    answer = run("--output", str(path))
    assert answer.exit_code == 1 and "2888Q    query" in answer.output  # what two rules ask of a whole return
    assert tables(path.read_bytes()) == tables(file_of(CHILD))
    assert "By rule, errors first" in path.with_suffix(".html").read_text()
    assert "Child protection plans" in answer.output and "Control totals" in answer.output
    assert sorted(one.name for one in path.parent.iterdir()) == ["census.html", "census.xml"]
    again = run("--output", str(path))
    assert again.exit_code == 1 and "Nothing that it tells of has changed" in again.output


def test_a_census_with_nothing_to_say_of_it_answers_0(path):
    stream = BytesIO()
    write_census(stream, children=80)
    bring(stream)
    answer = run("--output", str(path))
    assert answer.exit_code == 0, answer.output


def test_the_command_tells_faults_and_answers_1(path):
    bring(file_of(child_with(("<Ethnicity>WBRI</Ethnicity>\n", ""))))
    answer = run("--output", str(path))
    assert answer.exit_code == 1
    assert "4220     error  1 fault." in answer.output
    assert "A1: Ethnicity. ChildCharacteristics must have one." in answer.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--by", "nobody@wexcombe.example"], "Nobody signs in as"),
        (["--authority", "9"], "three digits"),
        (["--as-known", "2099-01-01T09:00"], "isn't settled yet"),
    ],
)
def test_what_cannot_be_produced_is_told_and_answers_2(path, options, says):
    answer = run("--output", str(path), *options)
    assert answer.exit_code == 2 and says in answer.output
    assert not path.exists()


def test_no_half_written_file_is_ever_left(path, monkeypatch):
    bring(file_of(CHILD))
    path.write_text("what was there before")

    def fail(*args, **more):
        raise OSError("the disk is full")

    monkeypatch.setattr(acts, "checked_file", fail)
    answer = run("--output", str(path))
    assert answer.exit_code == 2 and "the disk is full" in answer.output
    assert path.read_text() == "what was there before"
    assert [one.name for one in path.parent.iterdir()] == ["census.xml"]
    assert ProducedReturn.objects.get().state == "failed"
