"""What is corrected of an entry about several children, or while it is still being written, leaves nobody stuck."""

from __future__ import annotations

import pytest

from sightline.access.warrants import standing_of
from sightline.forms import acts, drafts
from sightline.forms.authority import OWN_WORK, submitted_together, to_authorise, why_not
from sightline.forms.declare import form_called
from sightline.forms.models import Draft
from sightline.forms.sheet import Sheet
from sightline.record.models import Involvement, Step, Task
from tests.forms.conftest import TODAY, fill
from tests.forms.test_assessment import content, started, submitted, whole  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(family, worker, warrant_of):
    """An assessment of Ada alone, its content begun."""
    ada = family[0]
    draft = drafts.start(
        form_called("assessment_start"), worker, about=ada.pk, children=[ada.pk], ticked=[], today=TODAY
    )
    steps = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    return drafts.start_content(form_called("assessment"), worker, steps, today=TODAY)


def of(answers, *children):
    """Those of the answers that are about these children, or about all."""
    names = tuple(f"c{child.pk}-" for child in children)
    return {name: value for name, value in answers.items() if name.startswith(names) or not name.startswith("c")}


# --- Withdrawn ---------------------------------------------------------------------------------------------


def test_one_child_withdrawn_the_others_assessment_is_written_on(content, family, worker, warrant_of):  # noqa: F811
    ada, tom = family
    fill(content, worker, whole(family))
    toms = Step.objects.get(kind="assessment", child=tom)
    acts.withdraw_step(warrant_of(worker, tom), toms, reason="Tom was never part of it")
    content.refresh_from_db()
    assert (content.state, content.children, content.about_id) == ("open", [ada.pk], ada.pk)
    [step] = acts.submit(warrant_of(worker, ada), worker, content.pk, today=TODAY)
    assert step.child_id == ada.pk and Step.objects.get(pk=step.pk).state == "submitted"
    assert Step.objects.get(pk=toms.pk).state == "withdrawn"


def test_the_child_whom_it_was_started_from_may_be_the_one(content, family, worker, warrant_of):  # noqa: F811
    ada, tom = family
    acts.withdraw_step(warrant_of(worker, ada), Step.objects.get(kind="assessment", child=ada), reason="Ada was not")
    content.refresh_from_db()
    assert (content.children, content.about_id) == ([tom.pk], tom.pk)


def test_one_child_withdrawn_the_others_assessment_is_authorised(
    submitted, family, manager, worker, warrant_of  # noqa: F811
):  # fmt: skip
    ada, tom = family
    adas, toms = submitted
    acts.withdraw_step(warrant_of(worker, tom), toms, reason="Tom was never part of it")
    assert submitted_together(adas) == [adas]
    acts.authorise(warrant_of(manager, ada, "step.authorise"), [adas], words="Clear", today=TODAY)
    assert Step.objects.get(pk=adas.pk).state == "authorised"


def test_all_withdrawn_the_draft_is_put_away(alone, family, worker, warrant_of):
    step = Step.objects.get(pk=alone.steps[0])
    acts.withdraw_step(warrant_of(worker, family[0]), step, reason="Entered in error")
    assert Draft.objects.get(pk=alone.pk).state == "discarded"
    assert not drafts.open_drafts(worker).filter(pk=alone.pk).exists()


# --- Moved -------------------------------------------------------------------------------------------------


def test_moved_while_it_is_written_every_word_goes_with_it(alone, family, worker, manager, warrant_of):
    ada, tom = family
    fill(alone, worker, of(whole(family), ada))
    step = Step.objects.get(pk=alone.steps[0])
    moved = acts.move_step(warrant_of(worker, ada), step, tom.pk, reason="It was Tom")
    alone.refresh_from_db()
    assert (alone.steps, alone.children, alone.about_id) == ([moved.pk], [tom.pk], tom.pk)
    assert not Sheet(alone, TODAY).problems
    [written] = acts.submit(warrant_of(worker, tom), worker, alone.pk, today=TODAY)
    assert written.pk == moved.pk and written.narrative["words_of_the_child"] == "I hide under the bed"
    acts.send_back(warrant_of(manager, tom, "step.authorise"), [written], words="And his father?")
    assert alone in drafts.open_drafts(worker)


def test_moved_while_it_waits_it_comes_back_to_its_writer_and_to_nobody_who_wrote_in_it(
    alone, family, worker, manager, warrant_of
):
    ada, tom = family
    fill(alone, worker, of(whole(family), ada))
    fill(alone, manager, {"outcome_why": "Because I say so"})
    [step] = acts.submit(warrant_of(worker, ada), worker, alone.pk, today=TODAY)
    moved = acts.move_step(warrant_of(worker, ada), step, tom.pk, reason="It was Tom")
    assert why_not(standing_of(manager, TODAY), [moved]) == OWN_WORK
    acts.send_back(warrant_of(manager, tom, "step.authorise"), [moved], words="Ask his father")
    alone.refresh_from_db()
    assert alone.state == "open" and alone.steps == [moved.pk]


def test_written_together_it_is_not_moved_and_nothing_is_done(content, family, make_child, worker, warrant_of):  # noqa: F811
    ada = family[0]
    other = make_child(given="Bo")
    step = Step.objects.get(kind="assessment", child=ada)
    with pytest.raises(acts.NotNowError, match="together"):
        acts.move_step(warrant_of(worker, ada), step, other.pk, reason="It was Bo")
    step.refresh_from_db()
    assert step.state == "recorded" and not Step.objects.filter(child=other).exists()


def test_a_referral_that_is_moved_closes_the_case_here_and_opens_it_there(family, make_child, worker, warrant_of):
    ada = family[0]
    bo = make_child(given="Bo")
    referral = Step.objects.get(kind="referral", child=ada)
    moved = acts.move_step(warrant_of(worker, ada), referral, bo.pk, reason="It was Bo")
    here, there = Involvement.objects.get(child=ada), Involvement.objects.get(child=bo)
    assert here.closed_on is not None
    assert (there.opened_on, there.closed_on, moved.child_id) == (referral.happened_on, None, bo.pk)
    assert Step.objects.get(pk=moved.pk).involvement == there


def test_a_referral_is_not_moved_to_an_open_case(family, worker, warrant_of):
    ada, tom = family
    referral = Step.objects.get(kind="referral", child=ada)
    with pytest.raises(acts.NotNowError, match="open case"):
        acts.move_step(warrant_of(worker, ada), referral, tom.pk, reason="It was Tom")
    assert Involvement.objects.get(child=ada).closed_on is None
    assert Step.objects.get(pk=referral.pk).state == "recorded"


def test_a_referral_withdrawn_leaves_its_case_open_where_work_stands_on_it(started, family, worker, warrant_of):  # noqa: F811
    ada = family[0]
    acts.withdraw_step(warrant_of(worker, ada), Step.objects.get(kind="referral", child=ada), reason="Twice")
    assert Involvement.objects.get(child=ada).closed_on is None


def test_a_referral_withdrawn_closes_the_case_that_nothing_else_stands_on(family, worker, warrant_of):
    ada = family[0]
    acts.withdraw_step(warrant_of(worker, ada), Step.objects.get(kind="referral", child=ada), reason="In error")
    assert Involvement.objects.get(child=ada).closed_on is not None


def test_a_closing_is_not_moved(family):
    step = Step(kind="case_closing", child=family[0])
    assert not acts.may_move(step)
    assert acts.may_move(Step(kind="visit", child=family[0])) and acts.may_move(Step(kind="referral"))


# --- Amended -----------------------------------------------------------------------------------------------


def test_what_another_answer_put_away_is_not_on_the_record_any_more(
    submitted, content, family, worker, manager, warrant_of  # noqa: F811
):  # fmt: skip
    ada = family[0]
    acts.send_back(warrant_of(manager, ada, "step.authorise"), submitted, words="Was she really seen?")
    fill(content, worker, {f"c{ada.pk}-seen": "no", f"c{ada.pk}-not_seen_reason": "She was at school"})
    adas, toms = acts.submit(warrant_of(worker, ada), worker, content.pk, today=TODAY)
    adas, toms = Step.objects.get(pk=adas.pk), Step.objects.get(pk=toms.pk)
    assert (adas.assessmentfacts.seen, adas.assessmentfacts.seen_alone) == (False, None)
    assert "words_of_the_child" not in adas.narrative
    assert toms.assessmentfacts.seen_alone and toms.narrative["words_of_the_child"] == "I hide under the bed"
    assert adas.assessmentfacts.internal_review_on is not None  # what the start said stands


def test_a_direction_that_is_taken_out_is_nobodys_task(family, manager, warrant_of):
    ada = family[0]
    form = form_called("management_decision")
    draft = drafts.start(form, manager, about=ada.pk, children=[ada.pk], ticked=[ada.pk], today=TODAY)
    fill(
        draft, manager,
        {"question": "Is she safe tonight?", "decision": "Yes", "rationale": "Seen", "direction": "Ring gran",
         "direction_due_on": "20/3/2026", f"c{ada.pk}-child_views_considered": "yes"},
    )  # fmt: skip
    [step] = acts.submit(warrant_of(manager, ada, "decision.record"), manager, draft.pk, today=TODAY)
    amended = drafts.start_amendment(form, manager, step, reason="Gran is here")
    fill(amended, manager, {"direction": ""})
    acts.submit(warrant_of(manager, ada, "decision.record"), manager, amended.pk, today=TODAY)
    [task] = Task.objects.filter(step=step)
    assert (task.done_on, task.outcome) == (TODAY, "The direction was taken out.")
    step.refresh_from_db()
    assert "direction" not in step.narrative


# --- Whose work it is --------------------------------------------------------------------------------------


def test_whoever_wrote_in_it_is_an_author_though_others_wrote_over_it(content, family, worker, manager, warrant_of):  # noqa: F811
    fill(content, worker, whole(family))
    fill(content, manager, {"outcome_why": "Because I say so"})
    fill(content, worker, {"outcome_why": "Because I say so."})
    steps = acts.submit(warrant_of(worker, family[0]), worker, content.pk, today=TODAY)
    assert why_not(standing_of(manager, TODAY), steps) == OWN_WORK
    assert not to_authorise(standing_of(manager, TODAY)).exists()
