"""A draft keeps every word, whoever else writes in it, and becomes steps of the record once."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.forms import acts, drafts
from sightline.forms.declare import form_called
from sightline.forms.fields import name_of
from sightline.forms.models import Answer, Draft, Rival
from sightline.forms.sheet import Sheet
from sightline.record.models import Act, Step, Task
from tests.forms.conftest import TODAY, fill, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(family, worker):
    ada, tom = family
    return drafts.start(
        form_called("visit"), worker, about=ada.pk, children=[ada.pk, tom.pk], ticked=[ada.pk, tom.pk], today=TODAY
    )


def whole(family, **more):
    """The answers of a visit to both children."""
    ada, tom = family
    return {
        "place": "home", "note": "The flat was warm.", f"c{ada.pk}-seen": "yes", f"c{ada.pk}-seen_alone": "yes",
        f"c{ada.pk}-words_of_the_child": "I like my bed", f"c{tom.pk}-seen": "no",
        f"c{tom.pk}-not_seen_reason": "At his grandmother’s",
    } | more  # fmt: skip


def raw(draft, name):
    return next(
        answer.value for answer in Answer.objects.filter(draft=draft) if name_of((answer.child_id, answer.path)) == name
    )


def test_a_visit_to_two_children_lays_a_step_for_each(visit, family, worker, warrant_of):
    ada, tom = family
    fill(visit, worker, whole(family))
    steps = acts.submit(warrant_of(worker, ada), worker, visit.pk, today=TODAY)
    assert [(s.child_id, s.kind, s.happened_on, s.state) for s in steps] == [
        (ada.pk, "visit", TODAY, "recorded"),
        (tom.pk, "visit", TODAY, "recorded"),
    ]
    assert steps[0].occasion == steps[1].occasion is not None
    seen, not_seen = (step.visitfacts for step in Step.objects.filter(pk__in=[s.pk for s in steps]).order_by("id"))
    assert (seen.seen, seen.seen_alone, seen.place) == (True, True, "home")
    assert (not_seen.seen, not_seen.seen_alone, not_seen.not_seen_reason) == (False, None, "At his grandmother’s")
    assert steps[0].narrative == {"note": "The flat was warm.", "words_of_the_child": "I like my bed"}
    assert steps[1].narrative == {"note": "The flat was warm."}
    assert Act.objects.filter(kind="visit.record", actor=worker).count() == 1
    visit.refresh_from_db()
    assert visit.state == "done" and visit.steps == [s.pk for s in steps]


def test_a_child_who_is_unticked_gets_no_step(visit, family, worker, warrant_of):
    ada, tom = family
    fill(visit, worker, whole(family) | {"children": [str(ada.pk)], f"c{tom.pk}-seen": ""})
    steps = acts.submit(warrant_of(worker, ada), worker, visit.pk, today=TODAY)
    assert [s.child_id for s in steps] == [ada.pk] and steps[0].occasion is None


def test_pressed_twice_it_is_done_once(visit, family, worker, warrant_of):
    fill(visit, worker, whole(family))
    acts.submit(warrant_of(worker, family[0]), worker, visit.pk, today=TODAY)
    with pytest.raises(acts.ClosedError):
        acts.submit(warrant_of(worker, family[0]), worker, visit.pk, today=TODAY)
    assert Step.objects.filter(kind="visit").count() == 2


def test_what_is_missing_keeps_it_a_draft_and_names_the_field(visit, family, worker, warrant_of):
    answers = whole(family)
    del answers["place"]
    answers["happened_on"] = "31/2/2026"
    fill(visit, worker, answers)
    with pytest.raises(acts.NotReadyError) as refused:
        acts.submit(warrant_of(worker, family[0]), worker, visit.pk, today=TODAY)
    assert [f.name for f in refused.value.sheet.problems] == ["happened_on", "place"]
    assert raw(visit, "happened_on") == "31/2/2026"
    assert not Step.objects.filter(kind="visit").exists() and not Act.objects.filter(kind="visit.record").exists()


def test_not_known_yet_becomes_a_task_and_not_a_wall(visit, family, worker, warrant_of):
    ada = family[0]
    answers = whole(family) | {f"c{ada.pk}-seen_alone": "", f"c{ada.pk}-seen_alone~because": "My colleague saw her",
                               f"c{ada.pk}-seen_alone~by": "20/3/2026"}  # fmt: skip
    fill(visit, worker, answers)
    step = acts.submit(warrant_of(worker, ada), worker, visit.pk, today=TODAY)[0]
    [task] = Task.objects.filter(child=ada)
    assert (task.what, task.due_on, task.owner, task.step) == (
        "Find out: Was the child seen alone?", datetime.date(2026, 3, 20), worker, step
    )  # fmt: skip
    assert step.narrative["not_known"]["seen_alone"]["because"] == "My colleague saw her"


def test_not_known_yet_needs_a_day(visit, family, worker):
    ada = family[0]
    fill(visit, worker, whole(family) | {f"c{ada.pk}-seen_alone": "", f"c{ada.pk}-seen_alone~because": "No idea"})
    [f] = Sheet(visit, TODAY).problems
    assert f.by_problem == "Say by when you will find out." and not f.problem


def test_different_fields_of_two_writers_merge(visit, worker, manager):
    first, second = Sheet(visit, TODAY), Sheet(visit, TODAY)
    drafts.save(first, worker, [drafts.Written("note", "The flat was warm.", 0)])
    saved = drafts.save(second, manager, [drafts.Written("place", "home", 0)])
    assert not saved.clashes
    assert (raw(visit, "note"), raw(visit, "place")) == ("The flat was warm.", "home")


def test_the_same_field_of_two_writers_keeps_both_texts_and_asks(visit, family, worker, manager, warrant_of):
    both = Sheet(visit, TODAY)
    drafts.save(both, worker, [drafts.Written("note", "The flat was warm.", 0)])
    saved = drafts.save(both, manager, [drafts.Written("note", "The flat was", 0)])
    assert saved.clashes == {"note"}
    drafts.save(both, manager, [drafts.Written("note", "The flat was cold.", 0)])  # still typing
    fill(visit, worker, {k: v for k, v in whole(family).items() if k != "note"})
    sheet = Sheet(visit, TODAY)
    [f] = sheet.problems
    assert f.name == "note" and f.raw == "The flat was warm."
    assert [(rival.by, rival.value) for rival in f.rivals] == [(manager, "The flat was cold.")]
    with pytest.raises(acts.NotReadyError):
        acts.submit(warrant_of(worker, family[0]), worker, visit.pk, today=TODAY)
    drafts.settle(sheet, worker, f.rivals[0].pk, choose="both")
    assert raw(visit, "note") == "The flat was warm.\n\nThe flat was cold."
    assert Rival.objects.get().settled == "both" and not Sheet(visit, TODAY).problems


@pytest.mark.parametrize(("choose", "left"), [("held", "Warm."), ("rival", "Cold.")])
def test_one_of_two_texts_may_be_chosen(visit, worker, manager, choose, left):
    both = Sheet(visit, TODAY)
    drafts.save(both, worker, [drafts.Written("note", "Warm.", 0)])
    drafts.save(both, manager, [drafts.Written("note", "Cold.", 0)])
    drafts.settle(Sheet(visit, TODAY), manager, Rival.objects.get().pk, choose=choose)
    assert raw(visit, "note") == left


def test_the_same_words_twice_are_no_clash(visit, worker, manager):
    both = Sheet(visit, TODAY)
    drafts.save(both, worker, [drafts.Written("note", "Warm.", 0)])
    assert not drafts.save(both, manager, [drafts.Written("note", "Warm.", 0)]).clashes


def test_words_that_come_after_submitting_are_kept_beside_it(visit, family, worker, manager, warrant_of):
    fill(visit, worker, whole(family))
    open_page = Sheet(visit, TODAY)
    acts.submit(warrant_of(worker, family[0]), worker, visit.pk, today=TODAY)
    saved = drafts.save(open_page, manager, [drafts.Written("note", "And one thing more", 1)])
    assert saved.closed and raw(visit, "note") == "The flat was warm."
    assert Rival.objects.get().value == "And one thing more"


def test_saving_a_field_is_one_small_statement(visit, worker):
    """Once the draft knows that this person writes in it."""
    drafts.save(Sheet(visit, TODAY), worker, [drafts.Written("note", "Warm.", 0)])
    visit.refresh_from_db()
    assert visit.writers == [worker.pk]
    sheet = Sheet(visit, TODAY)
    with CaptureQueriesContext(connection) as queries:
        drafts.save(sheet, worker, [drafts.Written("note", "Warm, and bright.", 1)])
    writes = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"].upper()]
    assert len(writes) == 1


def test_a_name_that_is_no_field_is_refused_and_nothing_else(visit, worker, family):
    names = ["nothing", "note~because~by", "c999-seen", "seen", f"c{family[0].pk}-place", "Note", "note.1.x", ""]
    saved = drafts.save(Sheet(visit, TODAY), worker, [drafts.Written(name, "x", 0) for name in names])
    assert saved.unknown == names


def test_what_is_hidden_is_kept_and_not_laid(visit, family, worker, warrant_of):
    ada = family[0]
    fill(visit, worker, whole(family) | {f"c{ada.pk}-not_alone_reason": "Her mother stayed"})
    step = acts.submit(warrant_of(worker, ada), worker, visit.pk, today=TODAY)[0]
    assert step.visitfacts.not_alone_reason == ""
    assert raw(visit, f"c{ada.pk}-not_alone_reason") == "Her mother stayed"


def test_text_that_a_database_cannot_hold_is_kept_all_the_same(visit, worker):
    write(visit, worker, note="Ada said\x00 hello \ud800")
    assert raw(visit, "note") == "Ada said hello ?"


def test_a_draft_discarded_is_out_of_sight(visit, worker, family):
    drafts.discard(visit)
    assert not drafts.open_drafts(worker).exists() and not drafts.drafts_about([family[0].pk]).exists()
    assert Draft.objects.get().state == "discarded"
