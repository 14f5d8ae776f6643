"""The pages of census files, the job behind them, and the command."""

from __future__ import annotations

import csv
import datetime
import re
import uuid
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sightline.access.acts import end_appointments
from sightline.access.roles import Role
from sightline.record.models import Act, Person, Step
from sightline.returns import jobs
from sightline.returns.cin import acts, pages
from sightline.returns.models import CensusFile, Reconciliation

from .bringing import assert_sums, bring, child_with, file_of, person
from .conftest import CHILD, line_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_user):
    return make_user(Role.DATA_OFFICER, name="Dora Data")


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def send(client, content=None, *, name="return.xml", request=None, **more):
    stream = content if content is not None else file_of(CHILD)
    sent = SimpleUploadedFile(name, stream.getvalue() if isinstance(stream, BytesIO) else stream)
    return client.post(reverse("census_bring_in"), {"file": sent, "request": request or uuid.uuid4()}, **more)


def work():
    """Do the jobs that wait, as the worker would."""
    for job in ProcrastinateJob.objects.filter(status="todo", task_name=jobs.TASK).order_by("id"):
        jobs.bring_in_census(**job.args)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page_of(client, **query):
    return client.get(reverse("census_file", args=[CensusFile.objects.get().pk]), query)


# --- sending a file ---------------------------------------------------------------------------------------


def test_a_file_is_sent_brought_in_and_reconciled(client, officer):
    answer = send(client)
    file = CensusFile.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("census_file", args=[file.pk])
    assert Person.objects.count() == 0
    [job] = ProcrastinateJob.objects.filter(task_name=jobs.TASK)
    assert job.status == "todo" and job.queue_name == "census"
    shown = text_of(page_of(client))
    assert "Bringing the file in" in shown and "0 of 1 child" in shown
    assert b'http-equiv="refresh"' in page_of(client).content  # without JavaScript it loads itself again
    work()
    done = page_of(client)
    assert "Everything that it tells of is on the record" in text_of(done)
    assert b'http-equiv="refresh"' not in done.content and b"hx-get" not in done.content
    act = Act.objects.get(kind="census.bring_in")
    assert (act.actor, act.capacity, act.source) == (officer, "Data officer", "job")
    assert person().steps.count() == 7
    assert "by Dora Data" in text_of(client.get(reverse("census_files")))


def test_the_progress_bar_asks_for_the_page_again_when_the_state_changes(client):
    send(client)
    progress = reverse("census_progress", args=[CensusFile.objects.get().pk])
    moving = client.get(progress, {"shown": "moving"})
    assert "HX-Refresh" not in moving and b'hx-get="' + progress.encode() in moving.content
    work()
    assert client.get(progress, {"shown": "moving"})["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"CHILD,SEX\n1,2\n", "not XML but a table of comma-separated values, such as an SSDA903 file"),
        (b"<Message><Children><Child>", "cut short"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Message/>", "DOCTYPE"),
        ("<Message><Children>é</Children></Message>".encode("cp1252"), "E9 is not UTF-8"),
    ],
)
def test_what_is_not_a_census_is_refused_whole_with_the_reason(client, content, says):
    answer = send(client, content)
    assert answer.status_code == 200 and says in text_of(answer)
    assert "There is a problem" in text_of(answer)
    assert not CensusFile.objects.exists() and not ProcrastinateJob.objects.filter(task_name=jobs.TASK).exists()


def test_a_file_is_known_by_what_is_in_it_and_not_by_its_name(client):
    assert send(client, name="census.doc").status_code == 302
    assert "Choose the census file" in text_of(client.post(reverse("census_bring_in"), {}))


def test_a_file_that_is_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(pages, "LIMIT_BYTES", 1000)
    assert "larger than 0.001 MB" in text_of(send(client))
    assert not CensusFile.objects.exists()


def test_the_same_file_again_shows_what_became_of_it_before(client):
    send(client)
    work()
    again = send(client, name="another-name.xml", follow=True)
    assert "This very file was received before" in text_of(again) and "return.xml" in text_of(again)
    assert CensusFile.objects.count() == Reconciliation.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name=jobs.TASK).count() == 1


def test_pressing_twice_sends_once_and_says_nothing_odd(client):
    number = uuid.uuid4()
    send(client, request=number)
    again = send(client, request=number, follow=True)
    assert again.status_code == 200 and "received before" not in text_of(again)
    assert CensusFile.objects.count() == 1


# --- waiting, stopping, going on --------------------------------------------------------------------------


def aged(**since):
    Reconciliation.objects.update(moved_at=timezone.now() - datetime.timedelta(**since))


def test_without_a_worker_the_page_says_that_it_waits(client):
    send(client)
    assert "background worker" not in text_of(page_of(client))
    aged(seconds=20)
    assert "Waiting for the background worker, which isn&#x27;t running" in page_of(client).content.decode()
    assert "Waiting" in text_of(client.get(reverse("census_files")))


def test_what_has_not_moved_for_long_can_be_continued(client, monkeypatch):
    monkeypatch.setattr(pages, "a_worker_runs", lambda: True)
    send(client)
    aged(seconds=20)
    assert b"Continue</button>" not in page_of(client).content
    aged(seconds=100)
    assert b"Continue</button>" in page_of(client).content
    pk = CensusFile.objects.get().pk  # its job still waits: asked for again, it is asked for once
    assert client.post(reverse("census_continue", args=[pk])).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name=jobs.TASK).count() == 1
    work()
    assert "on the record" in text_of(page_of(client))


def test_a_job_that_fails_says_so_and_goes_on_where_it_stopped(client, monkeypatch):
    children = [CHILD.replace("A1", f"A{n}") for n in range(1, 7)]
    send(client, file_of(*children))
    whole, batches = acts._reckon, []

    def fail(reconciliation, planned):
        batches.append(planned)
        if len(batches) == 2:
            raise RuntimeError("no room left")
        whole(reconciliation, planned)

    monkeypatch.setattr(acts, "_reckon", fail)
    monkeypatch.setattr(acts.bring_in, "__kwdefaults__", {"a_batch": 2})
    with pytest.raises(RuntimeError):
        work()
    stopped = text_of(page_of(client))
    assert "It stopped after 2 of 6 children." in stopped and "Something went wrong" in stopped
    assert "no room left" not in stopped and "Continue" in stopped and Person.objects.count() == 2
    progress = client.get(reverse("census_progress", args=[CensusFile.objects.get().pk]), {"shown": "moving"})
    assert progress["HX-Refresh"] == "true"
    pk = CensusFile.objects.get().pk
    answer = client.post(reverse("census_continue", args=[pk]), follow=True)
    assert "taken up where it stopped" in text_of(answer)
    work()
    assert "6 children in the file. Everything" in text_of(page_of(client))
    assert_sums(Reconciliation.objects.get())
    client.post(reverse("census_continue", args=[pk]))
    assert Person.objects.count() == 6


def test_whoever_may_no_longer_bring_in_brings_nothing_in(client, officer, system_warrant):
    send(client)
    end_appointments(system_warrant, officer, on=datetime.date(2020, 1, 2))
    work()
    assert Person.objects.count() == 0
    assert "may not bring it in any more" in Reconciliation.objects.get().problem


def test_a_job_for_a_finished_file_does_nothing(client):
    send(client)
    work()
    before = Act.objects.count()
    work()
    assert Act.objects.count() == before


def test_a_job_that_a_lost_worker_left_is_put_back(client):
    from django.db import connection

    send(client)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = null")
    jobs.take_up()
    assert ProcrastinateJob.objects.get(task_name=jobs.TASK).status == "todo"


# --- the reconciliation -----------------------------------------------------------------------------------


UNTIDY = file_of(
    child_with(
        ("<Ethnicity>WBRI", "<Ethnicity>White British"),
        ("<S47ActualStartDate>2025-06-05", "<S47ActualStartDate>2025-02-30"),
        ("<ReferralSource>6", "<ReferralSource>6F"),
    ),
    CHILD,
).getvalue()


@pytest.fixture
def untidy():
    return bring(BytesIO(UNTIDY))


def test_what_is_listed_leads_to_the_child(client, untidy):
    page = page_of(client)
    assert reverse("person", args=[person().pk]).encode() in page.content
    shown = text_of(page)
    assert "11 things that it tells of did not come onto the record." in shown and "4 things to look at" in shown
    assert "There is no such day. The section 47 enquiry was not brought in." in shown
    assert "White British" in shown and f"Line {line_of(UNTIDY.decode(), '<Ethnicity>')}" in shown


def test_the_list_is_narrowed_by_kind_and_element(client, untidy):
    left_out = text_of(page_of(client, kind="left_out"))
    assert "White British" in left_out and "There is no such day" not in left_out
    assert "White British" not in text_of(page_of(client, element="ReferralSource"))
    assert "Nothing in the list is of that kind" in text_of(page_of(client, kind="older"))


def test_the_list_can_be_taken_away_as_csv(client, untidy):
    answer = client.get(reverse("census_listed", args=[untidy.file_id]), {"kind": "left_out"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    assert rows[0][:3] == ["Line", "LA child ID", "What"]
    assert sorted(row[3:5] for row in rows[1:]) == [["Ethnicity", "White British"], ["ReferralSource", "6F"]]


def test_no_cell_of_the_csv_is_a_formula(client):
    reconciliation = bring(file_of(child_with(("<Ethnicity>WBRI", "<Ethnicity>=HYPERLINK(1)"))))
    answer = client.get(reverse("census_listed", args=[reconciliation.file_id]))
    assert b"'=HYPERLINK(1)" in b"".join(answer.streaming_content)


def test_what_a_file_holds_is_never_taken_for_a_page(client):
    bring(file_of(child_with(("<Ethnicity>WBRI", "<Ethnicity>&lt;script&gt;alert(1)&lt;/script&gt;"))))
    page = page_of(client)
    assert b"<script>alert" not in page.content and b"&lt;script&gt;alert" in page.content


def test_earlier_reconciliations_of_a_file_are_one_link_away(client):
    first = bring(file_of(CHILD))
    bring(file_of(CHILD))
    page = page_of(client)
    assert f"?reconciliation={first.pk}".encode() in page.content
    assert page_of(client, reconciliation=first.pk).status_code == 200
    assert page_of(client, reconciliation="999999").status_code == 404
    assert page_of(client, reconciliation="x").status_code == 404


# --- who may ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_only_data_officers_see_and_bring_in_census_files(role, make_user, client_of):
    bring(file_of(CHILD))
    pk = CensusFile.objects.get().pk
    client = client_of(make_user(role))
    may = role is Role.DATA_OFFICER
    for name, args in (
        ("census_files", []), ("census_file", [pk]), ("census_progress", [pk]), ("census_listed", [pk]),
        ("census_bring_in", []),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == (200 if may else 403), name
    assert client.post(reverse("census_continue", args=[pk])).status_code == (302 if may else 403)
    before = CensusFile.objects.count()
    send(client, file_of(CHILD.replace("A1", "B1")))
    assert CensusFile.objects.count() == before + may


# --- the command ------------------------------------------------------------------------------------------


def run(*arguments: object):
    from sightline.cli import main

    return CliRunner().invoke(main, ["import", "cin", *map(str, arguments)])


@pytest.fixture
def path(tmp_path) -> Path:
    made = tmp_path / "census.xml"
    made.write_bytes(file_of(CHILD).getvalue())
    return made


def test_the_command_brings_in_and_says_what_became_of_it(path):
    done = run(path)
    assert done.exit_code == 0, done.output
    assert "Children" in done.output and "Nothing to list" in done.output
    act = Act.objects.get(kind="census.bring_in")
    assert act.actor is None and act.source == "command" and "command line of this server by" in act.ground
    again = run(path)
    assert again.exit_code == 0 and "brought in before" in again.output
    assert Reconciliation.objects.count() == 2 and Step.objects.count() == 7


def test_the_command_lists_what_did_not_come_in(path, tmp_path):
    path.write_bytes(file_of(child_with(("<ReferralSource>6", "<ReferralSource>6F"))).getvalue())
    done = run(path, "--list", tmp_path / "list.csv")
    assert done.exit_code == 1 and "1 thing to look at:" in done.output
    assert '"6F"' in done.output and f"line {line_of(path.read_text(), '<ReferralSource>')}" in done.output
    assert "6F" in (tmp_path / "list.csv").read_text()


def test_the_command_refuses_what_is_not_a_census(path):
    path.write_text("<html></html>")
    done = run(path)
    assert done.exit_code == 2 and "web page" in done.output and "Nothing was brought in" in done.output
    assert not CensusFile.objects.exists()


def test_the_command_acts_for_a_data_officer_and_for_nobody_else(path, officer, make_user):
    other = make_user(Role.SOCIAL_WORKER)
    assert run(path, "--by", "nobody@wexcombe.example").exit_code == 2
    refused = run(path, "--by", other.email)
    assert refused.exit_code == 2 and "doesn't allow this" in refused.output and not CensusFile.objects.exists()
    assert run(path, "--by", officer.email.upper()).exit_code == 0
    assert Act.objects.get(kind="census.bring_in").actor == officer


def test_the_command_takes_up_what_the_page_began(client, path):
    send(client, BytesIO(path.read_bytes()))
    assert run(path).exit_code == 0
    assert Reconciliation.objects.count() == 1 and Reconciliation.objects.get().finished_at
