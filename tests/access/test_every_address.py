"""Every address, as every role and as nobody, about a child in reach and a child out of it.

Made from the addresses themselves: a page added tomorrow is tried tomorrow, and fails here until it has a
guard, a sample for each part of its address, and behaves.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sightline.access.models import Look
from sightline.access.roles import MAY, Role
from sightline.access.warrants import standing_of

pytestmark = pytest.mark.django_db

OPEN = {"demo_sign_in", "healthy", "accessibility"}
"""Pages of ours that anybody may see."""
SIGNED_IN = {"home", "feedback", "account", "session_check", "signed_in"}
"""Pages of ours for everyone who has signed in, with nothing about any child beyond their own reach."""


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


OURS = [
    (path, entry)
    for path, entry in addresses()
    if getattr(entry.callback, "__module__", "").startswith("sightline.") and entry.name not in OPEN | SIGNED_IN
]
ABOUT = [(path, entry) for path, entry in OURS if getattr(entry.callback, "about", None)]


def test_every_page_of_ours_stands_behind_the_guard():
    bare = [path for path, entry in OURS if not hasattr(entry.callback, "permission") and entry.name != "account_login"]
    assert not bare, f"Wrap these pages in access.guard.guarded: {bare}"


def test_every_page_about_a_person_says_so_to_the_guard():
    silent = [path for path, entry in OURS if "<int:person_id>" in path and entry.callback.about != "person_id"]
    assert silent == ["person/<int:person_id>/open-with-reason/"]  # the way in for whoever is out of reach


def test_every_permission_is_somebodys_and_is_asked_for():
    asked = {entry.callback.permission for _, entry in OURS if hasattr(entry.callback, "permission")}
    assert asked <= MAY.keys()
    assert all(MAY.values())


@pytest.fixture
def samples(make_child, make_user, allocate, system_warrant, team):
    """Two children alike in everything but reach, each with a row for every part of an address."""
    from sightline.access.models import Team
    from sightline.forms.declare import form_called
    from sightline.forms.drafts import start
    from sightline.oversight.acts import record_absence
    from sightline.record.acts import act, people
    from sightline.record.acts.documents import ask_for_document, document_ready
    from sightline.record.models import Identifier, PersonName, Relationship, Residence, Task
    from sightline.record.warrant import Warrant
    from sightline.stages.front_door.acts import Referral, receive_referrals

    def team_of(child: Any) -> int:
        far = Team.objects.exclude(pk=team.pk).first() if "Far" in str(child.names.get()) else None
        return (far or team).pk

    def of(child: Any, other: Any, user: Any) -> dict[str, int]:
        day = datetime.date(2026, 1, 5)
        [step] = receive_referrals(system_warrant, [Referral(child_id=child.pk, received_on=day, source="1A")])
        note = people.warn(system_warrant, child, kind="animal", text="A dog", starts_on=day, review_on=day)
        link = people.join(system_warrant, kept=child, duplicate=other, reason="The same child, recorded twice")
        document = ask_for_document(
            Warrant(user.pk, "Test", "Test"), child, title="Chronology", media_type="application/pdf"
        )
        document_ready(document.pk, b"%PDF-1.7")
        people.add_identifier(system_warrant, child, scheme="nhs_number", value=f"9{child.pk}")
        people.move_home(system_warrant, [child], lines="1 Test Row", postcode="ZZ9 9ZZ", starts_on=day)
        adult = make_child(kind="adult", given="Ruth")
        people.relate(system_warrant, [people.Relation(person_id=adult.pk, other_id=child.pk, kind="mother")])
        draft = start(form_called("visit"), user, about=child.pk, children=[child.pk], ticked=[], today=day)
        with act("task.set", system_warrant):
            task = Task.objects.create(child=child, what="Ring the school", due_on=day)
        absence = record_absence(system_warrant, make_user(Role.SOCIAL_WORKER), starts_on=day)
        return {
            "person_id": child.pk, "step_id": step.pk, "warning_id": note.pk, "link_id": link.pk,
            "document_id": document.pk, "other_id": adult.pk,
            "name_id": PersonName.objects.get(person=child).pk,
            "identifier_id": Identifier.objects.get(person=child).pk,
            "residence_id": Residence.objects.get(person=child).pk,
            "relationship_id": Relationship.objects.get(other=child).pk,
            "draft_id": draft.pk, "task_id": task.pk,
            "team_id": team_of(child), "absence_id": absence.pk, "clock": "C01", "ordinal": 0,
        }  # fmt: skip

    return of


def fill(path: str, values: dict[str, Any]) -> str:
    """An address with its parts filled in. KeyError: add a sample for the new part."""
    import re

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part.group(1)]), path)


@pytest.mark.parametrize(("path", "entry"), OURS, ids=lambda v: v if isinstance(v, str) else "")
def test_nobody_sees_nothing(path, entry):
    values = dict.fromkeys(
        ["person_id", "step_id", "warning_id", "link_id", "document_id", "other_id", "name_id", "identifier_id",
         "residence_id", "relationship_id", "pk", "entry_id", "team_id", "absence_id", "ordinal",
         "draft_id", "task_id", "number"], 1,
    ) | {"clock": "C01", "kind": "name", "section": "names", "form": "visit", "question": "local_x"}  # fmt: skip
    client = Client()
    if entry.name == "account_login":
        return
    for method in (client.get, client.post):
        answer = method(fill(path, values))
        assert answer.status_code == 302 and "/account/login/" in answer["Location"], (path, answer.status_code)
    assert client.get(fill(path, values), HTTP_HX_REQUEST="true").status_code == 401


ONLY_ON_DUTY = {("step_decide", Role.ADVANCED_PRACTITIONER)}
"""What a role may do on a day on which it is on duty; nobody here is."""


@pytest.mark.parametrize("role", Role, ids=lambda r: r.value)
def test_each_role_reaches_what_it_may_and_nothing_else(
    role, samples, make_user, make_child, allocate, team, client_of
):
    from sightline.access.acts import make_team
    from sightline.record.warrant import system

    user = make_user(role, team=team)
    stranger_team = make_team(system("a test"), "Another team")
    mine, theirs = make_child(given="Near"), make_child(given="Farthingay")
    near = samples(mine, make_child(given="Neer"), user)
    far = samples(theirs, make_child(given="Fahr"), user)
    allocate(mine, user if role in (Role.SOCIAL_WORKER, Role.NEWLY_QUALIFIED) else None)
    allocate(theirs, to=stranger_team)
    standing = standing_of(user)
    client = client_of(user)
    everyone_in_reach = role is Role.DATA_OFFICER
    extra = {"pk": 999_999, "kind": "name", "section": "names", "entry_id": near["name_id"], "form": "visit"}
    extra |= {"number": 1, "question": "local_x"}

    for path, entry in OURS:
        if entry.name == "account_login":
            continue
        permission = entry.callback.permission
        allowed = permission is None or standing.may(permission)
        for values, in_reach in ((near, True), (far, everyone_in_reach or not getattr(entry.callback, "about", None))):
            for method in ("get", "post"):
                answer = getattr(client, method)(fill(path, extra | values))
                where = f"{method} {path} as {role} {'in' if in_reach else 'out of'} reach: {answer.status_code}"
                assert answer.status_code < 500, where
                if not allowed:
                    assert answer.status_code in (403, 405), where
                elif not in_reach:
                    turned_away = answer.status_code in (403, 405) or "open-with-reason" in answer.get("Location", "")
                    assert turned_away, where
                    assert b"Farthingay" not in answer.content, where  # long: tokens in the page are random letters
                elif (entry.name, role) in ONLY_ON_DUTY:
                    assert answer.status_code == 403, where
                else:
                    assert answer.status_code in (200, 302, 400, 404, 405), where
    if standing.may("child.read"):
        looks = Look.objects.filter(user=user)
        assert looks.filter(person=mine, refused=False, page="person").exists()
        assert everyone_in_reach or looks.filter(person=theirs, refused=True).exists()


@pytest.mark.parametrize(("path", "entry"), ABOUT, ids=lambda v: v if isinstance(v, str) else "")
def test_rows_of_another_child_are_not_reached_through_ones_own(
    path, entry, samples, make_user, make_child, allocate, team, client_of
):
    """The address names a child in reach and a row of a child out of it: there is no such page."""
    if not re.findall(r"<int:(?!person_id)\w+>", path):
        return  # no row in it
    user = make_user(Role.TEAM_MANAGER, team=team)
    mine, theirs = make_child(given="Near"), make_child(given="Far", family="Distant")
    near, far = samples(mine, make_child(), user), samples(theirs, make_child(), user)
    allocate(mine)
    client = client_of(user)
    crossed = far | {
        "person_id": near["person_id"],
        "pk": 1,
        "kind": "name",
        "section": "names",
        "entry_id": far["name_id"],
        "form": "visit",
    }
    answer = client.get(fill(path, crossed))
    assert answer.status_code in (403, 404, 405), (path, answer.status_code)
