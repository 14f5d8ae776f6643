"""My work and my team, through the web."""

from __future__ import annotations

import datetime
import json
import re
import uuid

import pytest
from django.utils import timezone

from sightline.access.acts import make_team
from sightline.access.roles import Role
from sightline.oversight.acts import record_absence
from sightline.oversight.holding import held_on
from sightline.oversight.models import Absence, CaseloadOverride, Delay
from sightline.record.acts.people import Relation, join, relate
from sightline.stages.front_door.acts import Referral, receive_referrals

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - datetime.timedelta(days)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def on(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def refer(warrant, child, days=30):
    [step] = receive_referrals(warrant, [Referral(child_id=child.pk, received_on=ago(days), source="6")])
    return step


@pytest.fixture
def ann(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ann Lee")


@pytest.fixture
def bo(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Bo Ek")


@pytest.fixture
def manager(make_user, team, client_of):
    return client_of(make_user(Role.TEAM_MANAGER, team=team, name="Mo Hill"))


@pytest.fixture
def child(make_child, allocate, ann, system_warrant):
    one = make_child(given="Zoë", family="O’Hara")
    allocate(one, ann, since=ago(40))
    refer(system_warrant, one)
    return one


def test_my_work_shows_what_is_owed_and_whose_children_i_stand_in_for(
    child, ann, bo, client_of, make_child, allocate, system_warrant
):
    mine = make_child(given="Kit", family="Vale")
    allocate(mine, bo, since=ago(2))
    record_absence(system_warrant, ann, starts_on=TODAY, stand_in=bo)
    page = text(client_of(bo).get("/"))
    assert "Standing in for Ann Lee (1)" in page and "Zoë O’Hara" in page and "Stand-in" in page
    assert "Have the referral decided and the referrer told" in page and "Overdue" in page
    assert "Nobody has said why it is late" in page
    assert "Kit Vale New" in page  # allocated within the week


def test_my_work_takes_as_many_queries_for_many_children_as_for_one(
    child, ann, client_of, make_child, allocate, system_warrant, django_assert_num_queries
):
    client = client_of(ann)

    def asked():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    client.get("/")
    one = asked()
    for n in range(15):
        other = make_child(given=f"Child {n}")
        allocate(other, ann)
        refer(system_warrant, other, days=n)
    assert asked() == one <= 22


def test_a_managers_pages_take_as_many_queries_for_many_children_as_for_one(
    child, ann, bo, team, manager, make_child, allocate, system_warrant
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    paths = [f"/teams/{team.pk}/{part}" for part in ("", "late/", "children/", "workers/")]
    allocate(make_child(), None)

    def asked():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert manager.get(path).status_code == 200
            found.append(len(queries))
        return found

    asked()
    few = asked()
    for n in range(12):
        other = make_child(given=f"Child {n}")
        allocate(other, (ann, bo, None)[n % 3])
        refer(system_warrant, other, days=n)
    assert asked() == few
    assert max(few) <= 36


def test_whoever_manages_one_team_goes_straight_to_it(manager, team):
    assert manager.get("/teams/")["Location"] == f"/teams/{team.pk}/"


def test_a_team_that_somebody_else_manages_is_no_page(manager, system_warrant, ann, make_user):
    other = make_team(system_warrant, "Elsewhere")
    stranger = make_user(Role.SOCIAL_WORKER, team=other)
    away = record_absence(system_warrant, stranger, starts_on=TODAY)
    for part in ("", "late/", "children/", "workers/"):
        assert manager.get(f"/teams/{other.pk}/{part}").status_code == 404
    assert manager.get(f"/absences/{away.pk}/").status_code == 404
    assert manager.get(f"/absences/add/?team={other.pk}").status_code == 404


def test_a_service_manager_sees_their_teams_and_what_has_come_up_to_them(
    make_user, client_of, make_child, allocate, system_warrant
):
    service = make_team(system_warrant, "Service")
    inside = make_team(system_warrant, "Inside", part_of=service)
    client = client_of(make_user(Role.SERVICE_MANAGER, team=service))
    waits, gone, nobodys = (make_child(given=name) for name in ("Waits", "Gone", "Nobodys"))
    worker = make_user(Role.SOCIAL_WORKER, team=inside, name="Ann Lee")
    allocate(waits, to=inside, since=ago(10))
    allocate(gone, worker, to=inside, since=ago(30))
    record_absence(system_warrant, worker, starts_on=ago(10))
    refer(system_warrant, nobodys)
    answer = client.get("/teams/")
    page = text(answer)
    for words in ("Inside", "Waits", "Ann Lee has been away", "Nobodys", "Held by no team (1)"):
        assert words in page
    assert [row[1:] for row in answer.context["rows"] if row[0]["text"] == "Inside"] == [[2, 1, 1, 0, 0]]
    twice = make_child(given="Twice")
    refer(system_warrant, twice)
    allocate(gone_again := make_child(given="Gone"), worker, to=inside)
    join(system_warrant, kept=twice, duplicate=gone_again, reason="The same child")
    [row] = [row for row in client.get("/teams/").context["rows"] if row[0]["text"] == "Inside"]
    managers_page = client.get(f"/teams/{inside.pk}/")
    assert row[4] == managers_page.context["figures"][2]["number"] > 0  # of all records of a child


def allocation(children, worker, **more):
    return {
        "child": [str(child.pk) for child in children],
        "worker": str(getattr(worker, "pk", worker)),
        "request": str(uuid.uuid4()),
        **on("starts_on", TODAY),
        **more,
    }


def test_a_manager_allocates_a_family_together(manager, team, ann, make_child, allocate, system_warrant):
    one, two, mother = make_child(given="Ada"), make_child(given="Ben"), make_child(kind="adult")
    relate(system_warrant, [Relation(person_id=mother.pk, other_id=c.pk, kind="mother") for c in (one, two)])
    for each in (one, two):
        refer(system_warrant, each)
        allocate(each, since=ago(2))
    address = f"/allocate/?team={team.pk}&child={one.pk}"
    page = manager.get(address)
    assert sorted(page.context["form"].initial["child"]) == sorted([str(one.pk), str(two.pk)])
    assert "Brother or sister" in text(page) and "Ann Lee" in text(page) and "ceiling 18" in text(page)
    sent = allocation([one, two], ann)
    for _ in range(2):  # pressing twice makes one
        assert manager.post(address, sent)["Location"].startswith("/teams/")
    assert set(held_on(TODAY).filter(worker=ann).values_list("child", flat=True)) == {one.pk, two.pk}
    assert "Ann Lee" in text(manager.get(f"/person/{one.pk}/"))


def test_over_the_ceiling_asks_why_and_keeps_what_was_chosen(
    manager, team, make_user, make_child, allocate, system_warrant
):
    from decimal import Decimal

    from sightline.access.acts import appoint
    from sightline.access.models import User

    pat = User.objects.create_user("pat@wexcombe.example", "Pat Low")
    appoint(system_warrant, pat, role=Role.SOCIAL_WORKER, team=team, starts_on=ago(99), fte=Decimal("0.05"))
    child = make_child()
    allocate(child)
    address = f"/allocate/?child={child.pk}"
    asked = manager.post(address, allocation([child], pat))
    assert asked.status_code == 200 and "over their ceiling of 0" in text(asked)
    assert f'value="{pat.pk}"' in asked.content.decode() and "checked" in asked.content.decode()
    review = TODAY + datetime.timedelta(14)
    sent = allocation([child], pat, reason="Knows the family", **on("review_on", review))
    assert manager.post(address, sent).status_code == 302
    kept = CaseloadOverride.objects.get()
    assert (kept.reason, kept.review_on, kept.act.actor.name) == ("Knows the family", review, "Mo Hill")
    assert "Knows the family" in text(manager.get(f"/teams/{team.pk}/"))


def test_the_reason_for_going_over_the_ceiling_is_there_when_the_form_is_opened_again(
    manager, team, ann, make_child, allocate
):
    child = make_child()
    allocate(child)
    address = f"/allocate/?child={child.pk}"
    assert "more than the ceiling?" not in text(manager.get(address))
    written = allocation([child], ann, reason="Knows the family", review_on_0="14")
    values = {name: texts if isinstance(texts, list) else [str(texts)] for name, texts in written.items()}
    me = manager.session["_auth_user_id"]
    kept = {"user": me, "page": address, "request": written["request"], "values": values}
    assert "at" in manager.post("/unsent/", json.dumps(kept), content_type="application/json").json()
    again = manager.get(address).content.decode()
    assert "Knows the family</textarea>" in again and 'name="review_on_0" value="14"' in again
    nobody_chosen = written | {"child": [], "review_on_0": ""}
    assert "Knows the family</textarea>" in manager.post(address, nobody_chosen).content.decode()


def test_choosing_somebody_else_after_all_asks_no_reason(manager, team, ann, make_child, allocate):
    child = make_child()
    allocate(child)
    sent = allocation([child], ann, reason="", review_on_0="", review_on_1="", review_on_2="")
    assert manager.post(f"/allocate/?child={child.pk}", sent).status_code == 302


def test_a_child_out_of_reach_cannot_be_allocated(manager, ann, make_child, allocate, system_warrant):
    child = make_child()
    allocate(child, to=make_team(system_warrant, "Elsewhere"))
    assert manager.get(f"/allocate/?child={child.pk}").status_code == 404
    assert manager.post(f"/allocate/?child={child.pk}", allocation([child], ann)).status_code == 404


def test_handing_over_to_another_team_puts_the_child_on_its_list(manager, team, child, system_warrant):
    other = make_team(system_warrant, "Next team")
    sent = allocation([child], "elsewhere", to_team=str(other.pk))
    for _ in range(2):
        assert manager.post(f"/allocate/?child={child.pk}", sent).status_code == 302
    [held] = held_on(TODAY).filter(child=child)
    assert (held.team, held.worker) == (other, None)


def test_a_worker_goes_away_and_somebody_stands_in(manager, team, child, ann, bo):
    sent = {"worker": ann.pk, "stand_in": "", "request": str(uuid.uuid4()), **on("starts_on", TODAY)}
    address = f"/absences/add/?team={team.pk}"
    assert "away" in text(manager.get(address))
    refused = manager.post(address, sent | {"stand_in": ann.pk})
    assert "Nobody stands in for themselves" in text(refused)
    manager.post(address, sent)
    assert "Ann Lee has been away" in text(manager.get(f"/teams/{team.pk}/"))
    absence = Absence.objects.get()
    assert manager.get(f"{address}&worker={ann.pk}")["Location"] == f"/absences/{absence.pk}/"
    cover = {"what": "cover", "stand_in": bo.pk, "request": str(uuid.uuid4()), **on("on", TODAY)}
    assert manager.post(f"/absences/{absence.pk}/", cover).status_code == 302
    assert "Ann Lee has been away" not in text(manager.get(f"/teams/{team.pk}/"))
    assert "Bo Ek stands in" in text(manager.get(f"/person/{child.pk}/"))
    back = {"what": "back", "request": str(uuid.uuid4()), **on("on", TODAY)}
    assert "Choose a day after it" in text(manager.post(f"/absences/{absence.pk}/", back))


def late_address(child):
    from sightline.clocks.models import ClockRun

    run = ClockRun.objects.get(child=child, clock="C01")
    return f"/person/{child.pk}/clocks/C01/{run.step_id}/{run.ordinal}/late/"


def test_a_lateness_gets_its_reason_and_stays_late(child, ann, client_of, team, manager):
    worker = client_of(ann)
    address = late_address(child)
    assert "Is a new date agreed" not in text(worker.get(address))  # a manager agrees one
    assert "Say in a sentence" in text(worker.post(address, {"reason": "partner"}))
    sent = {"reason": "partner", "words": "The school was closed", "request": str(uuid.uuid4())}
    for _ in range(2):
        assert worker.post(address, sent).status_code == 302
    kept = Delay.objects.get()
    assert (kept.act.actor, kept.new_on) == (ann, None)
    for page in (worker.get(f"/person/{child.pk}/"), manager.get(f"/teams/{team.pk}/late/"), worker.get("/")):
        assert "The school was closed" in text(page) and "Overdue" in text(page)


def test_a_new_date_moves_no_limit(child, ann, client_of, manager):
    from sightline.clocks.models import ClockRun

    before = ClockRun.objects.filter(child=child).values_list("statutory_on", "local_on", "own_on").get(clock="C01")
    new = TODAY + datetime.timedelta(6)
    sent = {"reason": "family", "words": "Away until then", "request": str(uuid.uuid4())}
    manager.post(late_address(child), sent | on("new_on", new))
    assert Delay.objects.get().new_on == new
    page = text(manager.get(f"/person/{child.pk}/"))
    assert "New date agreed" in page and "it stays late" in page
    after = ClockRun.objects.filter(child=child).values_list("statutory_on", "local_on", "own_on").get(clock="C01")
    assert before == after


def test_a_worker_cannot_agree_a_new_date_by_sending_one(child, ann, client_of):
    sent = {"reason": "family", "words": "Away", "request": str(uuid.uuid4()), **on("new_on", TODAY)}
    client_of(ann).post(late_address(child), sent)
    assert Delay.objects.get().new_on is None


def test_the_search_box_is_shown_to_whoever_may_search(ann, make_user, client_of):
    assert "site-search" in client_of(ann).get("/").content.decode()
    assert "site-search" not in client_of(make_user(Role.ADMINISTRATOR)).get("/").content.decode()
