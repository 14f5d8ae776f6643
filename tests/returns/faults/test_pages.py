"""The pages of faults: a child's, the list of whoever answers for many, and one worker's questions."""

from __future__ import annotations

import csv
import datetime
import io
import uuid

import pytest

from sightline.access.models import Look
from sightline.access.roles import Role
from sightline.record.models import Step
from sightline.returns.cin.found import years_open
from sightline.returns.faults.acts import last_day, refresh
from sightline.returns.faults.models import SetAside

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team)


@pytest.fixture
def child(make_faulty, allocate, worker, today):
    child = make_faulty(given="Near")
    allocate(child, worker)
    list(refresh(today))
    return child


@pytest.fixture
def far(make_faulty, system_warrant, allocate, today):
    from sightline.access.acts import make_team

    child = make_faulty(given="Far", family="Distant")
    allocate(child, to=make_team(system_warrant, "Another team"))
    list(refresh(today))
    return child


def in_boxes(name: str, day: datetime.date) -> dict[str, int]:
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def test_the_childs_page_says_every_fault_with_its_step(child, worker, client_of, today):
    answer = client_of(worker).get(f"/person/{child.pk}/census/")
    text = answer.content.decode()
    step = Step.objects.get(child=child, kind="assessment")
    assert "What is the child&#x27;s ethnicity, as the family says it?" in text
    assert "Rule 8670Q" in text
    assert f'href="/person/{child.pk}/steps/{step.pk}/"' in text
    assert f"Children in need census {today.year - (today.month < 4)}-" in text
    assert "Could not be asked: 100 (Header is missing)." in text
    assert Look.objects.filter(user=worker, person=child, page="person_census").exists()
    assert f"/person/{child.pk}/census/" in client_of(worker).get(f"/person/{child.pk}/").content.decode()


def test_the_childs_page_asks_the_database_a_fixed_number_of_times(
    child, worker, client_of, make_faulty, allocate, today, django_assert_num_queries
):
    client = client_of(worker)
    client.get(f"/person/{child.pk}/census/")
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(f"/person/{child.pk}/census/")


PAGE_QUERIES = 26


def address(child, today, code="8670Q"):
    step = Step.objects.get(child=child, kind="assessment")
    year = years_open(today)[0]
    return f"/person/{child.pk}/census/set-aside/?rule={code}&table=Assessments&place={step.pk}&year={year}"


def test_a_query_is_set_aside_with_a_reason_in_view_and_asked_again(child, worker, client_of, today):
    client, number = client_of(worker), uuid.uuid4()
    sent = {
        "reason": "The court asked us to wait",
        "request": number,
        **in_boxes("until", last_day(years_open(today)[0])),
    }
    for _ in range(2):  # pressed twice
        assert client.post(address(child, today), sent).status_code == 302
    aside = SetAside.objects.get()
    assert aside.act.actor == worker
    text = client.get(f"/person/{child.pk}/census/").content.decode()
    assert "The court asked us to wait" in text
    assert f"by {worker.name}" in text
    assert "8670Q" not in client.get("/census/questions/").content.decode()
    client.post(f"/person/{child.pk}/census/put-back/", {"aside": aside.pk})
    assert "8670Q" in client.get("/census/questions/").content.decode()
    assert "Set aside before" in client.get(f"/person/{child.pk}/census/").content.decode()


@pytest.mark.parametrize("days", [-1, 0, 3000])
def test_a_day_that_cannot_be_keeps_what_was_typed(child, worker, client_of, today, days):
    sent = {"reason": "The court asked us to wait", **in_boxes("until", today + datetime.timedelta(days=days))}
    answer = client_of(worker).post(address(child, today), sent)
    assert answer.status_code == 200
    assert "The court asked us to wait" in answer.content.decode()
    assert not SetAside.objects.exists()


def test_an_error_has_no_way_to_be_set_aside(child, worker, client_of, today):
    year = years_open(today)[0]
    url = f"/person/{child.pk}/census/set-aside/?rule=4220&table=ChildCharacteristics&place={child.pk}&year={year}"
    assert client_of(worker).get(url).status_code == 302
    assert "rule=4220" not in client_of(worker).get(f"/person/{child.pk}/census/").content.decode()


def test_one_childs_query_is_not_put_back_through_another(child, far, worker, client_of, today, system_warrant):
    theirs = SetAside
    from sightline.returns.cin.on_record import said_of
    from sightline.returns.faults.acts import set_aside

    year = years_open(today)[0]
    found = next(one for one in said_of(far.pk, year, today).found if one.rule.code == "8670Q")
    day = today + datetime.timedelta(days=1)
    aside = set_aside(system_warrant, found, year=year, reason="Theirs", until=day, today=today)
    assert client_of(worker).post(f"/person/{child.pk}/census/put-back/", {"aside": aside.pk}).status_code == 404
    assert not theirs.objects.get().put_back


def test_the_list_and_its_file_hold_the_same_children_and_no_others(
    child, far, make_user, team, client_of, django_assert_num_queries
):
    manager = make_user(Role.TEAM_MANAGER, team=team)
    client = client_of(manager)
    text = client.get("/census/faults/").content.decode()
    assert "Near" in text
    assert "Distant" not in text
    lines = b"".join(client.get("/census/faults/list.csv").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))
    assert {row["Child"] for row in rows} == {"Near Wren"}
    assert {"4220", "8670Q"} <= {row["Rule"] for row in rows}
    assert Look.objects.filter(user=manager, person=child, page="faults_csv").exists()
    assert not Look.objects.filter(user=manager, person=far).exists()
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/census/faults/")


LIST_QUERIES = 21


def test_the_list_is_narrowed_by_rule_severity_team_and_age(child, far, make_user, team, client_of, today):
    client = client_of(make_user(Role.DATA_OFFICER))

    def asked(**query):
        lines = b"".join(client.get("/census/faults/list.csv", query).streaming_content).decode()
        return list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))

    assert {row["Rule"] for row in asked(rule="4220")} == {"4220"}
    assert {row["Severity"] for row in asked(severity="query")} == {"Query"}
    assert {row["Team"] for row in asked(team=team.pk)} == {team.name}
    assert asked(age="week")
    assert not asked(age="older")
    assert not asked(aside="yes")
    assert client.get("/census/faults/?team=99999999999999999999&rule=x&age=y&page=-1&year=1066").status_code == 200


def test_a_workers_questions_are_of_the_children_they_answer_for(child, far, worker, make_user, team, client_of):
    text = client_of(worker).get("/census/questions/").content.decode()
    assert "When was the assessment authorised, or what keeps it open?" in text
    assert "Near" in text
    assert "Distant" not in text
    assert "/census/questions/" in client_of(worker).get("/").content.decode()
    colleague = make_user(Role.SOCIAL_WORKER, team=team)
    assert "Near" not in client_of(colleague).get("/census/questions/").content.decode()


def test_the_menu_marks_one_place_the_nearest(child, make_user, client_of):
    officer = client_of(make_user(Role.DATA_OFFICER))
    for path, place in (("/census/faults/", "Faults"), ("/census/", "Census files")):
        navigation = officer.get(path).context["navigation"]
        assert [one["text"] for one in navigation if one["current"]] == [place]
