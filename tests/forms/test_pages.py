"""The pages: whatever is sent, every word survives; and what may be done by whom."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.access.models import Look
from sightline.access.roles import Role
from sightline.forms import acts, drafts
from sightline.forms.declare import Type, form_called
from sightline.forms.fields import BECAUSE, BY, name_of
from sightline.forms.models import Answer, Draft, Rival
from sightline.forms.sheet import Sheet
from sightline.record.acts import act
from sightline.record.acts.pathway import NewStep, lay
from sightline.record.models import FormVersion, Step, Task
from tests.forms.conftest import TODAY, fill
from tests.forms.test_assessment import whole as whole_assessment
from tests.forms.test_drafts import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, worker):
    return client_of(worker)


@pytest.fixture
def today(worker):
    from django.utils import timezone

    return timezone.localdate()


def as_sent(sheet: Sheet, answers: dict[str, Any]) -> dict[str, Any]:
    """What a browser without a script would send of these answers, with all else as the page showed it."""
    sent: dict[str, Any] = {"versions": json.dumps(sheet.versions())}
    for f in sheet.fields():
        parts = [(f.name, f.question.type)]
        if f.may_be_unknown:
            parts += [(f.name + BECAUSE, Type.TEXT), (f.name + BY, Type.DATE)]
        for name, kind in parts:
            value = answers.get(name, f.versions[name][1])
            if kind is Type.DATE:
                for part, text in zip("dmy", [*str(value).split("/"), "", "", ""], strict=False):
                    sent[f"{name}.{part}"] = text
            elif kind is Type.SOME:
                sent[name], sent[f"{name}.asked"] = value or [], "1"
            else:
                sent[name] = value
    return sent


def begun(client, child, form="visit"):
    answer = client.post(f"/person/{child.pk}/record/{form}/")
    assert answer.status_code == 302
    return Draft.objects.get(pk=int(answer["Location"].split("/")[4])), answer["Location"]


def held(draft):
    return {name_of((a.child_id, a.path)): a.value for a in Answer.objects.filter(draft=draft)}


def test_one_press_starts_a_draft_with_the_family_ticked(client, family):
    ada, tom = family
    draft, url = begun(client, ada)
    assert draft.children == [ada.pk, tom.pk] and held(draft)["children"] == [str(ada.pk), str(tom.pk)]
    page = client.get(url).content.decode()
    assert "Ada Wren" in page and "Tom Wren" in page


def test_a_whole_visit_without_a_script(client, family, today):
    ada, tom = family
    draft, url = begun(client, ada)
    answers = whole(family) | {"happened_on": f"{today.day}/{today.month}/{today.year}"}
    answer = client.post(url, as_sent(Sheet(draft, today), answers) | {"do": "continue"})
    assert answer["Location"].endswith("/check/")
    page = client.get(answer["Location"]).content.decode()
    assert "At his grandmother’s" in page and "What saving starts and stops" in page
    answer = client.post(answer["Location"])
    step = Step.objects.get(kind="visit", child=ada)
    assert answer["Location"] == f"/person/{ada.pk}/steps/{step.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "“I like my bed”" in page and "What did you see and hear" in page
    again = client.post(f"{url}check/", follow=True)
    assert "not done twice" in again.content.decode() and Step.objects.filter(kind="visit").count() == 2
    assert "The flat was warm." in client.get(f"/person/{tom.pk}/chronology/").content.decode()


def test_a_page_sent_late_does_not_undo_what_somebody_else_wrote(client, family, manager, today):
    """B opened the form, A wrote in one field, B sends the page having changed another."""
    draft, url = begun(client, family[0])
    seen_by_b = as_sent(Sheet(draft, today), {"place": "home"})
    fill(draft, manager, {"note": "Written by the manager"}, today)
    client.post(url, seen_by_b | {"do": "later"})
    assert held(draft)["note"] == "Written by the manager" and held(draft)["place"] == "home"
    assert not Rival.objects.exists()


def test_a_page_sent_late_with_the_same_field_changed_asks(client, family, manager, today):
    draft, url = begun(client, family[0])
    seen_by_b = as_sent(Sheet(draft, today), {"note": "Written by B"})
    fill(draft, manager, {"note": "Written by the manager"}, today)
    page = client.post(url, seen_by_b | {"do": "continue"}, follow=True).content.decode()
    assert "Two people wrote here" in page and "Written by B" in page and "Written by the manager" in page
    rival = Rival.objects.get()
    client.post(url, as_sent(Sheet(draft, today), {}) | {"do": f"settle:{rival.pk}:both"})
    assert held(draft)["note"] == "Written by the manager\n\nWritten by B"


def test_saving_as_one_types(client, family, worker, today):
    draft, url = begun(client, family[0])

    def send(**body):
        return client.post(f"{url}save/", json.dumps({"user": str(worker.pk)} | body), content_type="application/json")

    answer = send(fields=[{"name": f"c{family[0].pk}-seen", "value": "yes", "base": 0}]).json()
    assert answer["versions"][f"c{family[0].pk}-seen"].startswith("1:") and not answer["clashes"]
    assert answer["shown"][f"c{family[0].pk}-seen_alone"] is True
    assert answer["shown"][f"c{family[1].pk}-seen_alone"] is False
    fill(draft, worker, {"note": "Here first"}, today)
    clash = send(fields=[{"name": "note", "value": "Mine", "base": 0}]).json()["clashes"]["note"]
    assert "Here first" in clash and "Mine" in clash and "Keep both" in clash
    assert send(fields=[{"name": "<b>", "value": "x", "base": 0}]).json()["unknown"] == ["<b>"]
    assert send(user="999", fields=[]).status_code == 409
    for bad in ("", "[]", "{}", '{"user": 1, "fields": [{}]}', '{"fields": 3}'):
        assert client.post(f"{url}save/", bad, content_type="application/json").status_code in (400, 409)


def test_a_row_is_added_and_taken_away_and_its_words_stay(client, family, worker, today):
    ada = family[0]
    begun(client, ada, "assessment_start")
    draft = Draft.objects.get(form="assessment_start")
    client.post(f"/person/{ada.pk}/drafts/{draft.pk}/check/")
    step = Step.objects.get(kind="assessment", child=ada)
    url = client.post(f"/person/{ada.pk}/steps/{step.pk}/write/")["Location"]
    draft = Draft.objects.get(form="assessment")
    sheet = Sheet(draft, today)
    sent = dict(as_sent(sheet, {"worries.1.worry": "Cold"}).items())
    answer = client.post(f"{url}risk/", sent | {"do": "add:worries"})
    assert answer["Location"].endswith("#row-worries-2") and held(draft)["worries"] == ["1", "2"]
    client.post(f"{url}risk/", as_sent(Sheet(draft, today), {}) | {"do": "remove:worries.1"})
    assert held(draft)["worries"] == ["2"] and held(draft)["worries.1.worry"] == "Cold"
    client.post(f"{url}risk/", as_sent(Sheet(draft, today), {}) | {"do": "add:worries"})
    assert held(draft)["worries"] == ["2", "3"]
    fill(draft, worker, {k.replace("worries.1", "worries.2"): v for k, v in whole_assessment(family).items()}, today)
    fill(draft, worker, {"worries.3.worry": ""}, today)
    answer = client.post(f"{url}check/", follow=True)
    assert Step.objects.get(pk=step.pk).state == "submitted", [
        (f.name, f.problem, f.by_problem) for f in Sheet(draft, today).problems
    ]


TEXTS = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r/"), max_size=30)
DATES = st.one_of(st.just("3/3/2026"), st.just("31/2/2026"), st.just("9//2026"), st.just("1/1/3026"))


def answers_of(sheet: Sheet) -> Any:
    """Anything at all that a browser could send in these fields: right, wrong, half typed."""

    def of(f):
        match f.question.type:
            case Type.DATE:
                return DATES
            case Type.YES_NO:
                return st.sampled_from(["yes", "no"])
            case Type.ONE:
                return st.sampled_from([code for code, _ in f.question.choices])
            case Type.SOME:
                return st.lists(st.sampled_from([code for code, *_ in f.choices]), unique=True, min_size=1)
            case _:
                return TEXTS

    return st.fixed_dictionaries({}, optional={f.name: of(f) for f in sheet.fields() if f.question.key != "children"})


@given(data=st.data())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_form_sent_however_wrong_keeps_every_word(data, client_of, worker, family, today):
    with transaction.atomic():
        client = client_of(worker)
        draft, url = begun(client, family[0])
        sheet = Sheet(draft, today)
        answers = data.draw(answers_of(sheet))
        answer = client.post(
            url, as_sent(sheet, answers) | {"do": data.draw(st.sampled_from(["continue", "later", "add:x", "?"]))}
        )
        assert answer.status_code == 302
        now = held(draft)
        for name, value in answers.items():
            if isinstance(value, list) or value.strip():
                assert now[name] == drafts.clean(value), name
        page = client.get(f"{url}?problems=1")
        assert page.status_code == 200
        assert client.get(f"{url}check/").status_code == 200
        client.post(f"{url}check/")
        assert held(draft) == now
        transaction.set_rollback(True)


# --- Who may what ----------------------------------------------------------------------------------------


def test_a_draft_with_a_child_out_of_reach_is_not_opened(
    family, make_user, team, client_of, make_child, worker, today, system_warrant
):
    from sightline.access.acts import make_team
    from sightline.oversight.acts import Holding, allocate

    draft = drafts.start(
        form_called("visit"), worker, about=family[0].pk, children=[f.pk for f in family], ticked=[], today=today
    )
    other = make_team(system_warrant, "Another team")
    allocate(system_warrant, [Holding(child_id=family[1].pk, team_id=other.pk, worker_id=None, starts_on=today)])
    colleague = client_of(make_user(Role.SOCIAL_WORKER, team=team))
    answer = colleague.get(f"/person/{family[0].pk}/drafts/{draft.pk}/")
    assert answer.status_code == 403
    assert "not within your reach" in " ".join(answer.content.decode().split())
    assert colleague.get(f"/person/{family[1].pk}/drafts/{draft.pk}/").status_code in (302, 403)


def test_a_worker_makes_no_management_decision(client, family):
    assert client.post(f"/person/{family[0].pk}/record/management_decision/").status_code == 403
    assert "Management decision" not in client.get(f"/person/{family[0].pk}/").content.decode()


def test_the_author_is_refused_with_kind_words(client_of, manager, family, today):
    """A manager who assesses a child themselves asks another manager."""
    ada = family[0]
    client = client_of(manager)
    _draft, url = begun(client, ada, "assessment_start")
    client.post(f"{url}check/")
    step = Step.objects.get(kind="assessment", child=ada)
    Step.objects.filter(pk=step.pk)
    url = client.post(f"/person/{ada.pk}/steps/{step.pk}/write/")["Location"]
    content = Draft.objects.get(form="assessment")
    fill(content, manager, whole_assessment(family), today)
    client.post(f"{url}check/")
    answer = client.get(f"/person/{ada.pk}/steps/{step.pk}/authorise/")
    assert answer.status_code == 403 and "You worked on this yourself" in answer.content.decode()
    answer = client.post(f"/person/{ada.pk}/steps/{step.pk}/authorise/", {"decision": "authorise"})
    assert answer.status_code == 403 and Step.objects.get(pk=step.pk).state == "submitted"


def test_an_administrator_adds_a_question_of_our_own(client_of, make_user, family, client):
    admin = client_of(make_user(Role.ADMINISTRATOR))
    assert client.get("/forms/").status_code == 403
    assert "Visit" in admin.get("/forms/").content.decode()
    sent = {"text": "Are there pets?", "type": "yes_no", "section": "visit", "why": "Bites", "hint": "", "choices": ""}
    assert admin.post("/forms/visit/", sent, follow=True).status_code == 200
    latest = FormVersion.objects.filter(form="visit").latest("number")
    assert latest.published_by.name.startswith("Administrator") and latest.why == "Bites"
    _, url = begun(client, family[0])
    assert "Are there pets?" in client.get(url).content.decode()
    bad = admin.post("/forms/visit/", sent | {"type": "one"})
    assert "at least two answers" in bad.content.decode() and "Are there pets?" in bad.content.decode()
    admin.post("/forms/visit/take-out/local_are_there_pets/", {"why": "Nobody used it"})
    assert "Are there pets?" not in admin.get("/forms/visit/versions/3/").content.decode()
    assert "Are there pets?" in client.get(url).content.decode()


def test_a_task_is_done_with_what_came_of_it(client, family, system_warrant, today):
    from sightline.record.acts import act

    with act("task.set", system_warrant):
        task = Task.objects.create(child=family[0], what="Ring the school", due_on=today)
    assert "Ring the school" in client.get(f"/person/{family[0].pk}/").content.decode()
    url = f"/person/{family[0].pk}/tasks/{task.pk}/done/"
    assert (
        "Say what came of it"
        in client.post(
            url, {"done_on_0": today.day, "done_on_1": today.month, "done_on_2": today.year}
        ).content.decode()
    )
    client.post(
        url,
        {"done_on_0": today.day, "done_on_1": today.month, "done_on_2": today.year, "outcome": "They will ring back"},
    )
    task.refresh_from_db()
    assert (task.done_on, task.outcome) == (today, "They will ring back")


# --- Who looked at whom -----------------------------------------------------------------------------------


def test_a_page_that_shows_several_children_is_a_look_at_each_of_them(
    client, family, worker, manager, client_of, warrant_of, today
):
    ada, tom = family

    def looks(user):
        return sorted(Look.objects.filter(user=user).values_list("person", "page"))

    draft, url = begun(client, ada, "assessment_start")
    body = json.dumps({"user": str(worker.pk), "fields": []})
    client.post(f"{url}save/", body, content_type="application/json")
    assert not looks(worker), "what is saved was looked at when the page was opened"
    client.get(url)
    client.get(f"{url}check/")
    assert looks(worker) == [(one.pk, page) for one in family for page in ("draft", "draft_check")]

    steps = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=today)
    content = drafts.start_content(form_called("assessment"), worker, steps, today=today)
    fill(content, worker, whole_assessment(family), today)
    own = next(one for one in acts.submit(warrant_of(worker, ada), worker, content.pk, today=today)
               if one.child_id == ada.pk)  # fmt: skip
    assert client_of(manager).get(f"/person/{ada.pk}/steps/{own.pk}/authorise/").status_code == 200
    assert looks(manager) == [(ada.pk, "step_authorise"), (tom.pk, "step_authorise")]


# --- Few questions of the database -----------------------------------------------------------------------


def test_the_form_asks_the_same_few_questions_however_many_children_and_answers(
    client, family, worker, today, django_assert_max_num_queries
):
    draft, url = begun(client, family[0])
    fill(draft, worker, whole(family), today)
    client.get(url)
    with django_assert_max_num_queries(26):
        client.get(url)
    body = json.dumps({"user": str(worker.pk), "fields": [{"name": "note", "value": "Colder", "base": 1}]})
    with django_assert_max_num_queries(16):
        assert client.post(f"{url}save/", body, content_type="application/json").json()["versions"]["note"]


def laid(child, warrant, number):
    """Visits of a child, each a step, in an act of their own."""
    with act("visit.record", warrant) as doing:
        facts = {"seen": True, "seen_alone": True}
        lay(doing, [NewStep(child_id=child.pk, kind="visit", happened_on=TODAY, facts=facts) for _ in range(number)])


def asked(do):
    with CaptureQueriesContext(connection) as queries:
        do()
    return [query["sql"] for query in queries]


def test_a_save_asks_few_questions_and_no_more_after_a_hundred_visits(
    client, client_of, family, worker, manager, today, system_warrant
):
    """A note, an assessment of two children submitted, a manager's word on it."""
    ada = family[0]
    managers = client_of(manager)

    def saves():
        note, url = begun(client, ada, "case_note")
        fill(note, worker, {"note": "A walk to the park"}, today)
        yield asked(lambda: client.post(f"{url}check/"))
        started, url = begun(client, ada, "assessment_start")
        client.post(f"{url}check/")
        started.refresh_from_db()
        step = Step.objects.get(pk__in=started.steps, child=ada).pk
        url = client.post(f"/person/{ada.pk}/steps/{step}/write/")["Location"]
        draft = Draft.objects.get(form="assessment", steps__contains=[step])
        fill(draft, worker, whole_assessment(family), today)
        yield asked(lambda: client.post(f"{url}check/"))
        word = {"decision": "authorise", "words": "Agreed"}
        yield asked(lambda: managers.post(f"/person/{ada.pk}/steps/{step}/authorise/", word))
        note.refresh_from_db()
        done = Step.objects.filter(pk__in=[*started.steps, *note.steps])
        assert {*done.values_list("kind", "state")} == {("assessment", "authorised"), ("case_note", "recorded")}

    for one in family:
        laid(one, system_warrant, 1)
    list(saves())  # from now on the record holds a step of each kind
    few = list(saves())
    for one in family:
        laid(one, system_warrant, 100)
    many = list(saves())
    assert [len(save) for save in many] == [len(save) for save in few]
    assert len(many[0]) <= 34 and len(many[1]) <= 42 and len(many[2]) <= 41
    for save in many:
        assert sum("record_sameperson" in sql for sql in save) <= 4
        assert not any("record_personname" in sql for sql in save)  # their names are as they were
