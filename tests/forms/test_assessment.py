"""An assessment from its start to a manager's word; and what may not be authorised by whom."""

from __future__ import annotations

import datetime

import pytest

from sightline.access.acts import make_team, put_on_duty
from sightline.access.roles import Role
from sightline.access.warrants import standing_of
from sightline.clocks.models import ClockRun
from sightline.desk.waiting import authorise_for
from sightline.forms import acts, drafts
from sightline.forms.authority import MANAGERS_WORK, OWN_WORK, submitted_together, to_authorise, why_not
from sightline.forms.declare import form_called
from sightline.forms.known import cases_of, children_of_family
from sightline.forms.models import Authorisation, Draft
from sightline.forms.reckoning import changes
from sightline.forms.sheet import Sheet
from sightline.record.acts import people
from sightline.record.models import Act, Person, Step
from sightline.returns.cin.on_record import would_break
from sightline.returns.cin.rows import rows_for
from tests.forms.conftest import TODAY, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(family, worker, warrant_of):
    """An assessment of both children, started."""
    ada, tom = family
    draft = drafts.start(
        form_called("assessment_start"), worker, about=ada.pk, children=[ada.pk, tom.pk], ticked=[ada.pk, tom.pk],
        today=TODAY,
    )  # fmt: skip
    return acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)


@pytest.fixture
def content(started, worker):
    return drafts.start_content(form_called("assessment"), worker, started, today=TODAY)


def whole(family):
    ada, tom = family
    answers = {
        "parents.1.spoken": "yes", "parents.1.views": "I want the shouting to stop", "parents.1.care": "Warm food",
        "parents.2.spoken": "no", "parents.2.not_spoken": "He works away; letter sent", "parents.2.care": "Visits",
        "history_read": "yes", "history": "Two referrals before", "agencies": "School: often late",
        "family_identity": "White British and Polish; Catholic", "worries.1.worry": "Shouting at night",
        "worries.1.evidence": "Neighbour, school", "worries.1.likelihood": "likely", "worries.1.protects": "Her gran",
        "worries.1.change_our_mind": "Three quiet months", "must_change": "Nights are quiet", "outcome_why": "Because",
    }  # fmt: skip
    for child in (ada, tom):
        own = {
            "seen": "yes", "seen_alone": "yes", "words_of_the_child": "I hide under the bed",
            "day_in_the_life": "Up late",
            "ethnicity": "WBRI", "language": "English", "identity_means": "Proud of her gran’s Polish cooking",
            "worries.1.impact": "She is tired", "outcome": "child_in_need", "factors": ["3B", "17A"],
        }  # fmt: skip
        answers |= {f"c{child.pk}-{key}": value for key, value in own.items()}
    return answers


@pytest.fixture
def submitted(content, family, worker, warrant_of):
    fill(content, worker, whole(family))
    return acts.submit(warrant_of(worker, family[0]), worker, content.pk, today=TODAY)


def test_the_start_sets_the_review_point_and_leads_from_each_childs_own_referral(started, family):
    for step in started:
        assert step.assessmentfacts.internal_review_on == datetime.date(2026, 4, 1)
        assert step.led_from.kind == "referral" and step.led_from.child_id == step.child_id
    clocks = ClockRun.objects.filter(step=started[0], outcome="")
    assert set(clocks.values_list("clock", flat=True)) == {"C04", "C04.dfe", "C05", "C06"}


def test_an_assessment_of_a_child_whose_case_is_on_their_other_record_is_one_of_that_case(
    family, worker, warrant_of, kept_over
):
    """Clocks and the census read both records as one child: the step on the one, its case on the other."""
    referral = Step.objects.get(kind="referral", child=family[0])
    kept = kept_over(family[0])
    draft = drafts.start(
        form_called("assessment_start"), worker, about=kept.pk, children=[kept.pk], ticked=[], today=TODAY
    )
    sheet = Sheet(draft, TODAY)
    [change] = changes(sheet.given(cases=cases_of([kept.pk]), worker_id=worker.pk))
    assert "C04" in {clock.id for clock, _ in change.starts}
    [step] = acts.submit(warrant_of(worker, kept), worker, draft.pk, today=TODAY)
    assert (step.child_id, step.involvement_id) == (kept.pk, referral.involvement_id)
    assert step.led_from_id == referral.pk
    [run] = ClockRun.objects.filter(step=step, clock="C04")
    assert (run.child_id, run.started_on, run.outcome) == (kept.pk, referral.happened_on, "")
    for asked in (kept.pk, family[0].pk):
        rows = rows_for(2026, [asked])
        assert rows.sources["Assessments"] == [step.pk] and rows.sources["CINdetails"] == [referral.pk]


def test_brothers_and_sisters_are_open_by_any_of_their_records(family, kept_over, system_warrant):
    ada, tom = family
    kept = kept_over(tom, given="Tom")
    assert {one.child_id: one.is_open for one in children_of_family([ada.pk], TODAY)} == {tom.pk: True}
    people.relate(
        system_warrant,
        [people.Relation(person_id=kept.pk, other_id=ada.pk, kind="sibling")],
    )
    assert {one.child_id: one.is_open for one in children_of_family([ada.pk], TODAY)} == {tom.pk: True, kept.pk: True}


def test_checking_the_start_says_which_clocks_it_starts(family, worker):
    ada = family[0]
    draft = drafts.start(
        form_called("assessment_start"), worker, about=ada.pk, children=[ada.pk], ticked=[], today=TODAY
    )
    sheet = Sheet(draft, TODAY)
    [change] = changes(sheet.given(cases=cases_of([ada.pk]), worker_id=worker.pk))
    assert {clock.id for clock, _ in change.starts} == {"C04", "C04.dfe", "C05", "C06"}


def test_parents_are_filled_in_with_those_who_live_elsewhere_and_their_source(content):
    sheet = Sheet(content, TODAY)
    found = {f.name: (f.raw, f.source) for f in sheet.fields()}
    assert found["parents.1.name"][0] == "Rosa Wren (mother)" and found["parents.1.lives"][0] == "here"
    assert found["parents.2.name"][0] == "Sam Field (father)" and found["parents.2.lives"][0] == "elsewhere"
    assert found["parents.2.lives"][1] == "The addresses on the record"


def test_submitted_it_waits_for_the_manager_with_everything_in_its_place(submitted, family, worker, manager):
    _ada, tom = family
    step = Step.objects.get(pk=submitted[0].pk)
    facts = step.assessmentfacts
    assert step.state == "submitted" and step.form_version.form == "assessment"
    assert (facts.seen, facts.outcome, facts.factors, facts.authorised_on) == (
        True,
        "child_in_need",
        ["3B", "17A"],
        None,
    )
    assert step.narrative["worries"][0]["impact"] == "She is tired"
    assert step.narrative["parents"][1]["not_spoken"].startswith("He works away")
    assert Person.objects.get(pk=tom.pk).ethnicity == "WBRI"
    assert list(to_authorise(standing_of(manager, TODAY))) == submitted
    assert not to_authorise(standing_of(worker, TODAY)).exists()
    assert submitted_together(step) == submitted


def test_submitting_it_brings_no_fault_of_the_census(content, family, worker, warrant_of):
    """Its factors wait with it for the manager: the census has none without an authorisation (rule 8614)."""
    fill(content, worker, whole(family))

    def submit():
        acts.submit(warrant_of(worker, family[0]), worker, content.pk, today=TODAY)

    assert would_break([child.pk for child in family], submit, TODAY) == []


def test_the_managers_word_ends_both_counts_of_days(submitted, family, manager, warrant_of):
    later = datetime.date(2026, 4, 2)
    acts.authorise(warrant_of(manager, family[0], "step.authorise"), submitted, words="Clear", today=later)
    for step in Step.objects.filter(pk__in=[s.pk for s in submitted]):
        assert step.state == "authorised" and step.assessmentfacts.authorised_on == later
        stopped = dict(ClockRun.objects.filter(step=step).values_list("clock", "stopped_on"))
        assert stopped["C04"] == stopped["C04.dfe"] == later
    assert Authorisation.objects.filter(given=True, act__actor=manager).count() == 2
    assert Act.objects.filter(kind="step.authorise", actor=manager).count() == 1
    with pytest.raises(acts.NotNowError):
        acts.authorise(warrant_of(manager, family[0], "step.authorise"), submitted, words="", today=later)


def test_returned_it_opens_again_with_everything_in_it(submitted, content, family, worker, manager, warrant_of):
    before = {f.name: f.raw for f in Sheet(Draft.objects.get(pk=content.pk), TODAY).fields()}
    with pytest.raises(ValueError, match="Say what is to be done"):
        acts.send_back(warrant_of(manager, family[0], "step.authorise"), submitted, words=" ")
    acts.send_back(warrant_of(manager, family[0], "step.authorise"), submitted, words="What does Tom say?")
    content.refresh_from_db()
    assert content.state == "open" and {Step.objects.get(pk=one.pk).state for one in submitted} == {"returned"}
    assert content in drafts.open_drafts(worker)
    assert {f.name: f.raw for f in Sheet(content, TODAY).fields()} == before
    fill(content, worker, {f"c{family[1].pk}-words_of_the_child": "I want to stay with gran"})
    acts.submit(warrant_of(worker, family[0]), worker, content.pk, today=TODAY)
    step = Step.objects.get(pk=submitted[1].pk)
    assert step.state == "submitted" and step.narrative["words_of_the_child"] == "I want to stay with gran"
    assert Step.objects.filter(kind="assessment").count() == 2


def test_no_factor_found_stands_alone(content, family, worker):
    fill(content, worker, whole(family) | {f"c{family[0].pk}-factors": ["21", "3B"]})
    [f] = Sheet(content, TODAY).problems
    assert f.question.key == "factors" and "can’t stand together" in f.problem


def test_a_group_that_has_to_be_answered_says_so(content, family, worker):
    answers = {name: value for name, value in whole(family).items() if "worries" not in name}
    fill(content, worker, answers)
    assert "worries.1.worry" in [f.name for f in Sheet(content, TODAY).problems]


# --- Whose work it is ------------------------------------------------------------------------------------


def test_nobody_authorises_their_own_work(submitted, content, worker, manager):
    assert why_not(standing_of(worker, TODAY), submitted) == OWN_WORK
    assert why_not(standing_of(manager, TODAY), submitted) == ""


def test_nobody_authorises_what_they_wrote_in(content, family, worker, manager, warrant_of):
    fill(content, worker, whole(family))
    fill(content, manager, {"outcome_why": "Because I say so"})
    steps = acts.submit(warrant_of(worker, family[0]), worker, content.pk, today=TODAY)
    assert why_not(standing_of(manager, TODAY), steps) == OWN_WORK
    assert not to_authorise(standing_of(manager, TODAY)).exists()  # nor is it among what waits for them


def test_nobody_authorises_the_work_of_who_answers_for_theirs(
    family, make_user, team, manager, system_warrant, warrant_of
):
    """A team manager's own assessment goes to the service manager, and never to somebody they manage."""
    service = make_team(system_warrant, "A service")
    junior = make_user(Role.TEAM_MANAGER, team=make_team(system_warrant, "Another team", part_of=service))
    above = make_user(Role.SERVICE_MANAGER, team=service)
    ada, tom = family
    warrant = standing_of(above, TODAY).warrant("child.write")
    draft = drafts.start(
        form_called("assessment_start"), above, about=ada.pk, children=[ada.pk, tom.pk], ticked=[ada.pk, tom.pk],
        today=TODAY,
    )  # fmt: skip
    started = acts.submit(warrant, above, draft.pk, today=TODAY)
    content = drafts.start_content(form_called("assessment"), above, started, today=TODAY)
    fill(content, above, whole(family))
    steps = acts.submit(warrant, above, content.pk, today=TODAY)
    put_on_duty(system_warrant, junior, on=TODAY)  # so that the children are within their reach
    assert not to_authorise(standing_of(junior, TODAY)).exists()
    assert list(to_authorise(standing_of(manager, TODAY))) == steps
    assert why_not(standing_of(junior, TODAY), steps) == MANAGERS_WORK
    assert why_not(standing_of(manager, TODAY), steps) == ""


def test_what_was_submitted_before_records_were_joined_still_waits_for_the_manager(
    submitted, family, make_child, manager, system_warrant
):
    kept = make_child(given="Ada")
    people.join(system_warrant, kept=kept, duplicate=family[0], reason="Entered twice")
    assert list(to_authorise(standing_of(manager, TODAY))) == submitted
    assert authorise_for(standing_of(manager, TODAY), manager.appointments.get().team_id, TODAY).in_all == len(
        submitted
    )
