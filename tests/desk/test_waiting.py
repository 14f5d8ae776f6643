"""What waits for a person on My work: named while it is within their reach, and counted whole."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sightline.access.acts import make_team
from sightline.access.roles import Role
from sightline.access.warrants import standing_of
from sightline.desk.waiting import SHOWN, authorise_for, undertaken
from sightline.forms import drafts
from sightline.forms.declare import form_called
from sightline.forms.models import Draft
from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, lay
from sightline.record.acts.people import join
from sightline.record.models import Step, Task
from sightline.stages.front_door.acts import Referral, receive_referrals

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ann Lee")


@pytest.fixture
def elsewhere(system_warrant):
    return make_team(system_warrant, "Elsewhere")


@pytest.fixture
def held(make_child, allocate, worker, system_warrant):
    """``held("Ada")``: a child with an open case, whom the worker holds."""

    def make(given="Ada"):
        child = make_child(given=given)
        receive_referrals(system_warrant, [Referral(child_id=child.pk, received_on=TODAY, source="6")])
        allocate(child, worker)
        return child

    return make


def begun(worker, *children, returned=None):
    """A visit begun; returned: that many days since it was submitted, and it came back."""
    ids = [child.pk for child in children]
    draft = drafts.start(form_called("visit"), worker, about=ids[0], children=ids, ticked=ids, today=TODAY)
    if returned is not None:
        Draft.objects.filter(pk=draft.pk).update(
            submitted_by=worker, submitted_at=timezone.now() - datetime.timedelta(returned)
        )
    return draft


def task(warrant, child, what="Ring Ada’s school", **fields):
    with act("task.finish", warrant) as doing:
        Task.objects.create(child=child, what=what, due_on=TODAY, act=doing.act, **fields)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_child_who_went_to_another_team_is_not_named(worker, held, allocate, elsewhere, client_of, system_warrant):
    ada = held("Ada")
    draft = begun(worker, ada)
    task(system_warrant, ada, owner=worker)
    client = client_of(worker)
    page = client.get("/").content.decode()
    assert "Visit: Ada Wren" in page and "Ada Wren: Ring Ada’s school" in page
    allocate(ada, to=elsewhere, since=TODAY)
    answer = client.get("/")
    page = text(answer)
    assert "Ada" not in page
    assert f"/person/{ada.pk}/" not in answer.content.decode()
    assert "Visit: a child no longer within your reach" in page
    assert "A child no longer within your reach By" in page
    assert page.count("Whoever works with the child now finds it on the child’s page.") == 2
    assert client.get(reverse("draft", args=[ada.pk, draft.pk])).status_code in (302, 403)


def test_a_draft_about_a_brother_out_of_reach_names_who_is_in_it_and_has_no_link(worker, held, allocate, elsewhere):
    ada, tom = held("Ada"), held("Tom")
    begun(worker, ada, tom)
    allocate(tom, to=elsewhere, since=TODAY)
    [item] = undertaken(standing_of(worker), [])["drafts"].items
    assert item["title"] == "Visit: Ada Wren and 1 other"
    assert "Also about a child no longer within your reach." in item["hint"]
    assert "url" not in item


def test_a_record_joined_to_one_within_reach_is_within_reach(worker, held, make_child, system_warrant):
    ada, twice = held("Ada"), make_child(given="Adah")
    begun(worker, twice)
    join(system_warrant, kept=ada, duplicate=twice, reason="The same girl")
    [item] = undertaken(standing_of(worker), [])["drafts"].items
    assert item["url"]


def test_returned_work_comes_first_oldest_first_however_many_drafts_there_are(worker, held, client_of):
    ada = held()
    later, first = begun(worker, ada, returned=2), begun(worker, ada, returned=9)
    for _ in range(SHOWN + 3):
        begun(worker, ada)
    waiting = undertaken(standing_of(worker), [])
    assert [one["url"].split("/")[-2] for one in waiting["returned"].items] == [str(first.pk), str(later.pk)]
    assert (len(waiting["drafts"].items), waiting["drafts"].in_all) == (SHOWN, SHOWN + 3)
    page = text(client_of(worker).get("/"))
    assert "2 returned to you" in page and f"{SHOWN + 3} drafts" in page
    assert f"Showing {SHOWN} of {SHOWN + 3}" in page and page.count(f"Showing {SHOWN} of") == 1


def test_tasks_beyond_those_shown_are_counted(worker, held, system_warrant):
    ada = held()
    for _ in range(SHOWN):
        task(system_warrant, ada, owner=worker)
    assert undertaken(standing_of(worker), [])["tasks"].in_all == SHOWN
    task(system_warrant, ada)
    tasks = undertaken(standing_of(worker), [ada.pk])["tasks"]
    assert (len(tasks.items), tasks.in_all) == (SHOWN, SHOWN + 1)


def test_all_work_to_authorise_is_counted(worker, held, make_user, team, client_of, system_warrant):
    manager, ada = make_user(Role.TEAM_MANAGER, team=team), held()
    with act("visit.record", system_warrant) as doing:
        facts = {"seen": True, "seen_alone": True}
        visit = NewStep(
            child_id=ada.pk, kind="visit", happened_on=TODAY, facts=facts, state=Step.State.SUBMITTED,
            worker_id=worker.pk,
        )  # fmt: skip
        lay(doing, [visit] * (SHOWN + 2))
    waiting = authorise_for(standing_of(manager), team.pk, TODAY)
    assert (len(waiting.items), waiting.in_all) == (SHOWN, SHOWN + 2)
    page = text(client_of(manager).get(f"/teams/{team.pk}/"))
    assert f"Work to authorise ({SHOWN + 2})" in page and f"{SHOWN + 2} to authorise" in page
    assert f"Showing {SHOWN} of {SHOWN + 2}" in page


def test_many_take_as_many_queries_as_one(worker, held, allocate, elsewhere, system_warrant):
    def add(name, *, gone=False):
        child = held(name)
        begun(worker, child)
        begun(worker, child, returned=1)
        task(system_warrant, child, owner=worker)
        if gone:
            allocate(child, to=elsewhere, since=TODAY)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            undertaken(standing_of(worker), [])
        return len(queries)

    add("Ada")
    asked()
    one = asked()
    for n in range(8):
        add(f"Child {n}", gone=n % 2 == 0)
    assert asked() == one <= 9
