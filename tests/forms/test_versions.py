"""A published version never changes, and an answer is shown under the question that was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import InternalError, ProgrammingError, transaction

from sightline.desk.recording.telling import told
from sightline.forms import acts, conditions, drafts
from sightline.forms.declare import Question, Section, Type, all_forms, as_data, form_called, from_data
from sightline.forms.versions import current, publish_local
from sightline.record.models import FormVersion
from tests.forms.conftest import TODAY, fill

pytestmark = pytest.mark.django_db
OURS = {
    "section": "visit",
    "question": as_data(
        [Section(key="s", title="s", items=(Question(key="local_pets", text="Are there pets?", type=Type.YES_NO,
                                                     local=True, required=True),))]
    )[0]["items"][0],
}  # fmt: skip


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.key)
def test_every_form_reads_back_from_its_own_data(form):
    assert as_data(from_data(as_data(form.sections), form)) == as_data(form.sections)
    assert from_data(as_data(form.sections), form) == form.sections


@pytest.mark.parametrize("form", all_forms(), ids=lambda f: f.key)
def test_facts_of_obligatory_questions_may_be_empty(form):
    """What may be answered "not known yet" must be able to stand empty."""
    for section in form.sections:
        for item in section.items:
            if isinstance(item, Question) and item.key in form.fact_names and not item.always_known:
                column = form.kind.facts._meta.get_field(item.key)
                assert column.null or column.blank, f"{form.key}.{item.key} has to be null or blank"


def test_declared_once_it_is_published_once():
    assert current(form_called("visit")).version == current(form_called("visit")).version
    assert FormVersion.objects.filter(form="visit").count() == 1


@pytest.mark.parametrize("change", [{"why": "other"}, {"number": 9}])
def test_a_version_is_never_changed_and_never_deleted(change):
    version = current(form_called("visit")).version
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).delete()


def test_what_is_declared_anew_is_a_new_version_and_keeps_our_own_questions(system_warrant):
    visit = form_called("visit")
    publish_local(system_warrant, visit, [OURS], why="Dogs")
    shorter = replace(visit, sections=(replace(visit.sections[0], items=visit.sections[0].items[:2]),))
    asked = current(shorter)
    assert asked.version.number == 3 and [q.key for q in asked.local] == ["local_pets"]


def test_a_step_is_shown_under_the_questions_of_its_own_version(family, worker, warrant_of, system_warrant):
    ada = family[0]
    publish_local(system_warrant, form_called("visit"), [OURS], why="Dogs")
    draft = drafts.start(form_called("visit"), worker, about=ada.pk, children=[ada.pk], ticked=[ada.pk], today=TODAY)
    fill(draft, worker, {"place": "home", "note": "Warm", f"c{ada.pk}-seen": "yes", f"c{ada.pk}-seen_alone": "yes"})
    with pytest.raises(acts.NotReadyError):
        acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    fill(draft, worker, {"local_pets": "yes"})
    publish_local(system_warrant, form_called("visit"), [], why="Nobody used it")
    [step] = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    assert step.narrative["local_pets"] is True
    [section] = told(step, step.visitfacts)
    assert [(one.question, one.answer) for one in section.answers] == [
        ("Where was it?", "At home"), ("Was the child seen?", "Yes"), ("Was the child seen alone?", "Yes"),
        ("What did you see and hear, and what does it mean for the children?", "Warm"), ("Are there pets?", "Yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    ["seen.x", "__import__('os')", "seen()", "[x for x in seen]", "seen[0]", "lambda: 1", "a + b", "seen =", "2**9"],
)
def test_a_condition_only_compares_answers(expression):
    with pytest.raises(ValueError, match="condition"):
        conditions.check(expression)


@pytest.mark.parametrize(
    ("expression", "answers", "holds"),
    [
        ("seen == False", {"seen": False}, True), ("seen == False", {}, False), ("seen != None", {}, False),
        ("place in ('home', 'school') and not seen", {"place": "home"}, True), ("count > 2", {}, False),
        ("count > 2", {"count": 3}, True), ("'3B' in factors", {"factors": ["3B"]}, True),
    ],
)  # fmt: skip
def test_conditions(expression, answers, holds):
    assert conditions.holds(expression, answers) is holds


def test_a_form_that_hangs_on_what_it_does_not_ask_is_refused():
    visit = form_called("visit")
    with pytest.raises(ValueError, match="hangs on"):
        replace(visit, sections=(Section(key="a", title="A", items=(Question(key="x", text="X", when="nowhere"),)),))
    with pytest.raises(ValueError, match="twice"):
        replace(
            visit,
            sections=(Section(key="a", title="A", items=(Question(key="x", text="X"), Question(key="x", text="X"))),),
        )
    with pytest.raises(ValueError, match="nothing to choose"):
        Question(key="x", text="X", type=Type.ONE)
