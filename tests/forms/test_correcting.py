"""What is on the record is amended by a new version, withdrawn in the open, or moved with a trace."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse

from sightline.clocks.models import ClockRun
from sightline.forms import acts, drafts, unsent
from sightline.forms.declare import form_called
from sightline.forms.models import Draft, Unsent
from sightline.forms.sheet import Sheet
from sightline.record.models import Act, Step, Task
from tests.forms.conftest import TODAY, fill
from tests.forms.test_assessment import whole as whole_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(family, manager, warrant_of):
    """A management decision about Ada, with a direction."""
    ada = family[0]
    draft = drafts.start(
        form_called("management_decision"), manager, about=ada.pk, children=[ada.pk], ticked=[ada.pk], today=TODAY
    )
    fill(
        draft, manager,
        {"question": "Is she safe tonight?", "decision": "Yes, with gran", "rationale": "Seen and heard",
         f"c{ada.pk}-child_views_considered": "yes", "direction": "Ring gran", "direction_due_on": "20/3/2026"},
    )  # fmt: skip
    return acts.submit(warrant_of(manager, ada, "decision.record"), manager, draft.pk, today=TODAY)[0]


def test_a_direction_is_a_task_with_a_date(decided, family):
    [task] = Task.objects.filter(child=family[0])
    assert (task.what, task.due_on, task.owner, task.step) == ("Ring gran", datetime.date(2026, 3, 20), None, decided)


def test_a_direction_needs_a_day(family, manager):
    ada = family[0]
    draft = drafts.start(
        form_called("management_decision"), manager, about=ada.pk, children=[ada.pk], ticked=[ada.pk], today=TODAY
    )
    fill(draft, manager, {"direction": "Ring gran"})
    assert "direction_due_on" in [f.name for f in Sheet(draft, TODAY).problems]


def test_an_amendment_is_a_new_version_with_its_reason(decided, family, manager, warrant_of):
    ada = family[0]
    draft = drafts.start_amendment(form_called("management_decision"), manager, decided, reason="Date was wrong")
    sheet = Sheet(draft, TODAY)
    assert not sheet.problems
    assert {f.name: f.raw for f in sheet.fields()}["decision"] == "Yes, with gran"
    fill(draft, manager, {"direction_due_on": "27/3/2026", "decision": "Yes, with her gran"})
    acts.submit(warrant_of(manager, ada, "decision.record"), manager, draft.pk, today=TODAY)
    step = Step.objects.get(pk=decided.pk)
    assert step.narrative["decision"] == "Yes, with her gran"
    assert [h.narrative["decision"] for h in step.history.order_by("pgh_id")] == [
        "Yes, with gran",
        "Yes, with her gran",
    ]
    assert Act.objects.get(kind="step.amend").reason == "Date was wrong"
    [task] = Task.objects.filter(child=ada, done_on__isnull=True)
    assert task.due_on == datetime.date(2026, 3, 27)


@pytest.fixture
def assessed(family, worker, manager, warrant_of):
    """An assessment of Ada, authorised."""
    ada = family[0]
    asked = {"about": ada.pk, "children": [ada.pk], "ticked": [], "today": TODAY}
    begun = drafts.start(form_called("assessment_start"), worker, **asked)
    steps = acts.submit(warrant_of(worker, ada), worker, begun.pk, today=TODAY)
    content = drafts.start_content(form_called("assessment"), worker, steps, today=TODAY)
    fill(content, worker, whole_assessment(family))
    [step] = acts.submit(warrant_of(worker, ada), worker, content.pk, today=TODAY)
    acts.authorise(warrant_of(manager, ada, "step.authorise"), [step], words="", today=TODAY)
    return step


def test_asked_for_twice_an_amendment_is_one_draft_and_its_reason_does_not_come_back(
    assessed, family, worker, manager, client_of, warrant_of
):
    ada, number = family[0], uuid.uuid4()
    client, address = client_of(worker), reverse("step_amend", args=[ada.pk, assessed.pk])
    sent = {"request": str(number), "reason": "Her father was heard"}

    def kept():
        return unsent.keep(worker, address, request=number, values={"reason": ["Her father was heard"]})

    assert kept() is not None
    to = client.post(address, sent)["Location"]
    assert client.post(address, sent)["Location"] == to
    draft = Draft.objects.get(request=number)
    again = drafts.start_amendment(form_called("assessment"), worker, assessed, reason="Pressed", request=number)
    assert again == draft and again.reason == "Her father was heard"
    assert kept() is None and not Unsent.objects.exists()

    [step] = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    acts.send_back(warrant_of(manager, ada, "step.authorise"), [step], words="And her mother?")
    assert kept() is None, "returned, the draft has another number, and the act keeps this one"
    acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    late = client.post(address, sent)
    assert late["Location"] == reverse("step", args=[ada.pk, assessed.pk])
    assert Draft.objects.filter(steps=[assessed.pk], purpose="amendment").count() == 1
    assert Act.objects.filter(kind="step.amend").count() == 2


def test_while_an_amendment_waits_the_page_names_the_version_that_was_last_authorised(
    assessed, family, worker, manager, client_of, warrant_of
):
    ada, client = family[0], client_of(worker)
    page = reverse("step", args=[ada.pk, assessed.pk])
    draft = drafts.start_amendment(form_called("assessment"), worker, assessed, reason="Her father was heard")

    def send(history):
        fill(draft, worker, {"history": history})
        return acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)

    acts.send_back(warrant_of(manager, ada, "step.authorise"), send("Three referrals"), words="And her mother?")
    send("Four referrals")
    first, _ = Act.objects.filter(kind="step.amend").order_by("id")
    link = f'What a manager last authorised is <a class="govuk-link" href="{page}?before={first.pk}">'
    assert link in client.get(page).content.decode()
    acts.authorise(warrant_of(manager, ada, "step.authorise"), [assessed], words="", today=TODAY)
    assert "What a manager last authorised" not in client.get(page).content.decode()


def test_a_discarded_amendment_is_not_begun_again_by_the_same_form(assessed, family, worker, client_of):
    client, address = client_of(worker), reverse("step_amend", args=[family[0].pk, assessed.pk])
    sent = {"request": str(uuid.uuid4()), "reason": "Her father was heard"}
    to = client.post(address, sent)["Location"]
    drafts.discard(Draft.objects.get(request=sent["request"]))
    assert client.post(address, sent)["Location"] == to
    anew = client.post(address, sent | {"request": str(uuid.uuid4())})["Location"]
    assert anew != to and Draft.objects.filter(state="open").count() == 1


def test_a_step_that_another_system_recorded_is_amended_under_the_questions_of_now(
    family, system_warrant, worker, warrant_of
):
    from sightline.stages.child_in_need.acts import Visit, visit

    ada = family[0]
    [step] = visit(
        system_warrant, [Visit(child_id=ada.pk, visited_on=TODAY, involvement_id=None, seen=True, seen_alone=False,
                               not_alone_reason="Too young", words_of_the_child="Again!", note="Played")],
    )  # fmt: skip
    draft = drafts.start_amendment(form_called("visit"), worker, step, reason="Where it was")
    assert [f.name for f in Sheet(draft, TODAY).problems] == ["place"]
    fill(draft, worker, {"place": "school"})
    acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    step.refresh_from_db()
    assert step.visitfacts.place == "school" and step.visitfacts.not_alone_reason == "Too young"
    assert step.narrative == {"words_of_the_child": "Again!", "note": "Played"}
    assert step.form_version.form == "visit"


def test_withdrawn_it_stays_in_the_open_and_its_tasks_fall_away(decided, family, manager, warrant_of):
    acts.withdraw_step(warrant_of(manager, family[0]), decided, reason="Entered twice")
    step = Step.objects.get(pk=decided.pk)
    assert (step.state, step.withdrawn_reason) == ("withdrawn", "Entered twice")
    assert not Task.objects.filter(done_on__isnull=True).exists()


def test_moved_it_is_withdrawn_here_and_laid_there_each_pointing_to_the_other(family, worker, warrant_of):
    ada, tom = family
    draft = drafts.start(
        form_called("assessment_start"), worker, about=ada.pk, children=[ada.pk], ticked=[], today=TODAY
    )
    [step] = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    moved = acts.move_step(warrant_of(worker, ada), step, tom.pk, reason="It was Tom")
    step.refresh_from_db()
    assert step.state == "withdrawn" and "wrong child" in step.withdrawn_reason
    assert moved.moved_from == step and list(step.moved_to.all()) == [moved]
    assert (moved.child_id, moved.happened_on, moved.involvement.child_id) == (tom.pk, TODAY, tom.pk)
    assert moved.assessmentfacts.internal_review_on == datetime.date(2026, 4, 1)
    assert not ClockRun.objects.filter(step=step, outcome="").exists()
    assert ClockRun.objects.filter(step=moved, child=tom).exists()
    with pytest.raises(ValueError, match="already"):
        acts.move_step(warrant_of(worker, tom), moved, tom.pk, reason="Again")
