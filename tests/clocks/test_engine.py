"""The engine, on facts written by hand: what starts, what stops, which date, and why."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from sightline.clocks.declare import Clock, Kind, all_clocks
from sightline.clocks.engine import Outcome, Run, runs
from sightline.clocks.explain import explain
from sightline.clocks.facts import ChildFacts, InvolvementFacts, StepFacts
from sightline.clocks.status import status
from sightline.law.calendars import ENGLAND_AND_WALES


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


DEFAULTS: dict[str, dict[str, Any]] = {
    "contact": {"decided_on": None, "immediate_danger": None},
    "referral": {
        "decided_on": None,
        "acknowledged_on": None,
        "acknowledged_how": "",
        "no_further_action": None,
        "immediate_danger": None,
    },
    "assessment": {
        "internal_review_on": None,
        "internal_review_done_on": None,
        "authorised_on": None,
        "factors": [],
        "seen": None,
    },
    "enquiry": {"conference_not_required": None, "outcome_on": None, "conference_target_on": None},
    "initial_conference": {"type": "initial", "notified_on": None, "plan_made": None, "decisions_sent_on": None},
    "protection_plan": {"ended_on": None},
    "review_conference": {"plan_continues": None, "decisions_sent_on": None, "midpoint_check_on": None},
    "core_group": {},
    "cin_plan": {"ended_on": None, "visit_every_days": None, "meeting_on": None},
    "cin_meeting": {"reviews_plan": True, "next_on": None},
    "visit": {"seen": True, "seen_alone": True},
}


class Life:
    """One child's facts, written as a story: ``Life().has("referral", "2026-03-02")``."""

    def __init__(self, **person: Any) -> None:
        self.person = {"birth_date": day("2016-05-04"), "expected_birth_date": None, "death_date": None} | person
        self.steps: list[StepFacts] = []
        self.closed: tuple[datetime.date, str] | None = None

    def has(self, kind: str, on: str, *, led_from: int | None = None, elsewhere: bool = False, **facts: Any) -> int:
        number = len(self.steps) + 1
        dates = {k: day(v) if k.endswith("_on") and isinstance(v, str) else v for k, v in facts.items()}
        self.steps.append(StepFacts(number, kind, day(on), 1, led_from, elsewhere, DEFAULTS[kind] | dates))
        return number

    def closes(self, on: str, reason: str = "RC7") -> None:
        self.closed = (day(on), reason)

    def facts(self) -> ChildFacts:
        closed_on, reason = self.closed or (None, "")
        opened = min((s.happened_on for s in self.steps), default=day("2026-01-01"))
        by_kind: dict[str, tuple[StepFacts, ...]] = {}
        for step in sorted(self.steps, key=lambda s: (s.happened_on, s.id)):
            by_kind[step.kind] = (*by_kind.get(step.kind, ()), step)
        return ChildFacts(
            1, **self.person, involvements={1: InvolvementFacts(1, opened, closed_on, reason)}, by_kind=by_kind
        )

    def runs(self, clock: str, calendar: Any = ENGLAND_AND_WALES) -> list[Run]:
        return [run for run in runs(self.facts(), calendar) if run.clock_id == clock]

    def run(self, clock: str, calendar: Any = ENGLAND_AND_WALES) -> Run:
        [run] = self.runs(clock, calendar)
        return run


def test_a_referral_on_a_friday_is_owed_a_decision_on_monday():
    life = Life()
    life.has("referral", "2026-03-06")
    run = life.run("C01")
    assert (run.statutory_on, run.stopped_on, status(run, day("2026-03-06")).key) == (
        day("2026-03-09"),
        None,
        "due_soon",
    )
    assert status(run, day("2026-03-10")).key == "overdue"


def test_a_decision_without_telling_the_referrer_does_not_stop_the_clock():
    life = Life()
    life.has("referral", "2026-03-06", decided_on="2026-03-09")
    assert life.run("C01").stopped_on is None
    life = Life()
    life.has("referral", "2026-03-06", decided_on="2026-03-09", acknowledged_on="2026-03-10")
    run = life.run("C01")
    assert run.stopped_on == day("2026-03-10")
    assert status(run, day("2026-03-11")).key == "met_late"


def test_whoever_cannot_be_told_is_not_waited_for():
    life = Life()
    life.has("referral", "2026-03-16", decided_on="2026-03-17", acknowledged_how="cannot")
    assert life.run("C01").stopped_on == day("2026-03-17")


def test_a_child_in_danger_is_owed_an_answer_the_same_day_once_and_not_again_as_a_referral():
    life = Life()
    contact = life.has("contact", "2026-03-16", immediate_danger=True, decided_on="2026-03-16")
    life.has("referral", "2026-03-16", led_from=contact, immediate_danger=True)
    assert life.run("C03").statutory_on == day("2026-03-16")
    assert life.run("C02").local_on == day("2026-03-17")


def test_visits_and_reviews_of_a_plan_keep_the_childs_own_dates():
    life = Life()
    life.has("cin_plan", "2026-03-02", visit_every_days=14)
    life.has("visit", "2026-03-12")
    life.has("cin_meeting", "2026-03-10", reviews_plan=False, next_on="2026-04-20")
    life.has("cin_meeting", "2026-04-17", next_on="2026-06-01")
    assert [run.own_on for run in life.runs("C34")] == [day("2026-03-16"), day("2026-03-26")]
    assert [run.own_on for run in life.runs("C33")] == [day("2026-04-20"), day("2026-06-01")]


def test_both_counts_of_an_assessments_45_days_stand_side_by_side_each_with_its_source():
    life = Life()
    referral = life.has("referral", "2026-03-02")
    life.has("assessment", "2026-03-05", led_from=referral)
    from_referral, from_start = life.run("C04"), life.run("C04.dfe")
    # Good Friday, Easter Monday and the early May holiday are left out
    assert from_referral.statutory_on == day("2026-05-07")
    assert from_start.statutory_on == day("2026-05-12")
    assert "Working Together" in from_referral.edition
    assert "census" in from_start.edition.lower()
    [reason] = explain(from_referral)
    assert any("Good Friday" in sentence for sentence in reason.sentences)


def test_an_assessment_of_an_open_child_is_not_counted_from_an_old_referral():
    life = Life()
    life.has("referral", "2025-03-03")
    life.has("assessment", "2026-03-05")
    assert life.runs("C04") == []
    assert life.run("C04.dfe").started_on == day("2026-03-05")


def test_the_review_point_is_the_childs_own_date():
    life = Life()
    life.has("assessment", "2026-03-05", internal_review_on="2026-03-12")
    run = life.run("C05")
    assert (run.own_on, run.due_on) == (day("2026-03-12"), day("2026-03-12"))
    assert status(run, day("2026-03-13")).which == "the child's own date"


def test_a_child_is_seen_in_an_assessment_at_the_first_visit_at_which_they_were():
    life = Life()
    life.has("assessment", "2026-03-30")
    life.has("visit", "2026-03-29")
    life.has("visit", "2026-04-01", seen=False, seen_alone=None)
    assert (life.run("C06").due_on, life.run("C06").stopped_on) == (day("2026-04-08"), None)  # Easter lies between
    life.has("visit", "2026-04-09")
    assert life.run("C06").stopped_on == day("2026-04-09")


@pytest.mark.parametrize(("seen", "outcome"), [(True, Outcome.NOT_HELD), (False, Outcome.SUPERSEDED)])
def test_an_assessment_that_says_the_child_was_seen_does_not_say_when(seen, outcome):
    life = Life()
    life.has("assessment", "2026-03-30", seen=seen, authorised_on="2026-04-20")
    assert (life.run("C06").outcome, life.run("C06").stopped_on) == (outcome, day("2026-04-20"))


def test_a_conference_is_owed_15_working_days_after_the_enquiry_began():
    life = Life()
    enquiry = life.has("enquiry", "2026-03-16")
    assert life.run("C11").statutory_on == day("2026-04-08")  # Easter in between
    life.has("initial_conference", "2026-04-08", led_from=enquiry)
    assert status(life.run("C11"), day("2026-06-01")).key == "met"


def test_no_conference_is_owed_when_none_is_required():
    life = Life()
    life.has("enquiry", "2026-03-16", conference_not_required=True, outcome_on="2026-03-20")
    assert life.runs("C11") == []


def test_the_first_review_counts_from_the_conference_and_not_from_the_plan():
    life = Life()
    conference = life.has("initial_conference", "2025-11-30", plan_made=True)
    life.has("protection_plan", "2025-12-02", led_from=conference)
    assert life.run("C20").statutory_on == day("2026-02-28")  # no 30 February


def test_each_brother_has_his_own_clock_and_each_review_pulls_the_next_one_forward():
    life = Life()
    conference = life.has("initial_conference", "2025-01-14", plan_made=True)
    plan = life.has("protection_plan", "2025-01-14", led_from=conference)
    life.has("review_conference", "2025-04-01", led_from=plan)
    life.has("review_conference", "2025-08-31", led_from=plan)
    later = life.runs("C21")
    assert [(r.started_on, r.statutory_on, r.stopped_on) for r in later] == [
        (day("2025-04-01"), day("2025-10-01"), day("2025-08-31")),
        (day("2025-08-31"), day("2026-02-28"), None),
    ]


def test_a_visit_at_which_the_child_was_not_seen_stops_nothing():
    life = Life()
    life.has("protection_plan", "2026-03-02")
    life.has("visit", "2026-03-09", seen=False, seen_alone=None)
    assert life.run("C19").stopped_on is None
    life.has("visit", "2026-03-11")
    assert [r.stopped_on for r in life.runs("C19")] == [day("2026-03-11"), None]


def test_a_core_group_is_not_a_visit():
    life = Life()
    life.has("protection_plan", "2026-03-02")
    life.has("core_group", "2026-03-09")
    assert life.run("C19").stopped_on is None
    assert life.run("C17").stopped_on == day("2026-03-09")


def test_closing_a_case_ends_what_was_owed_without_calling_it_met():
    life = Life()
    life.has("assessment", "2026-03-05")
    life.closes("2026-03-20")
    run = life.run("C04.dfe")
    assert (run.outcome, run.stopped_on) == (Outcome.SUPERSEDED, day("2026-03-20"))
    assert status(run, day("2026-09-01")).key == "superseded"


def test_death_ends_every_clock():
    life = Life(death_date=day("2026-04-01"))
    life.has("protection_plan", "2026-03-02")
    assert all(run.outcome is not Outcome.RUNNING for run in runs(life.facts(), ENGLAND_AND_WALES))


def test_what_a_file_cannot_tell_is_not_held_and_never_overdue():
    life = Life()
    life.has("protection_plan", "2025-03-03", elsewhere=True)
    visits = life.run("C19")
    assert visits.outcome is Outcome.NOT_HELD
    assert visits.started_on == day("2025-03-03")
    assert status(visits, day("2026-03-03")).key == "not_held"


def test_once_a_visit_is_recorded_here_the_next_one_is_due():
    life = Life()
    life.has("protection_plan", "2025-03-03", elsewhere=True)
    life.has("visit", "2026-03-02")
    last = life.runs("C19")[-1]
    assert (last.outcome, last.local_on) == (Outcome.RUNNING, day("2026-03-16"))


def test_a_holiday_proclaimed_later_moves_what_is_open_and_never_what_is_closed():
    proclaimed = ENGLAND_AND_WALES.with_holiday(day("2026-03-20"), "Coronation holiday", known_from=day("2026-03-10"))
    open_life = Life()
    open_life.has("enquiry", "2026-03-02")
    assert open_life.run("C11").statutory_on == day("2026-03-23")
    assert open_life.run("C11", proclaimed).statutory_on == day("2026-03-24")
    closed = Life()
    enquiry = closed.has("enquiry", "2026-03-02")
    closed.has("initial_conference", "2026-03-06", led_from=enquiry)
    assert closed.run("C11", proclaimed).statutory_on == day("2026-03-23")


def test_a_corrected_date_moves_the_clock():
    life = Life()
    life.has("referral", "2026-03-02")
    before = life.run("C01").statutory_on
    life.steps[0] = replace(life.steps[0], happened_on=day("2026-03-04"))
    assert life.run("C01").statutory_on == day("2026-03-05") != before


def test_a_re_referral_is_counted_from_the_previous_referrals_date():
    life = Life()
    life.has("referral", "2025-03-02")
    life.has("referral", "2026-03-01")
    first, second = life.runs("C08")
    assert (first.statutory_on, first.stopped_on) == (day("2026-03-02"), day("2026-03-01"))
    assert second.stopped_on is None


def test_the_marks_of_a_long_plan():
    life = Life()
    life.has("protection_plan", "2024-02-29")
    dates = [run.due_on for run in life.runs("C23")]
    assert dates == [day(d) for d in ("2024-11-29", "2025-02-28", "2025-05-29", "2025-08-29", "2026-02-28")]


def test_an_unborn_childs_clocks_run_back_from_the_expected_date():
    life = Life(birth_date=None, expected_birth_date=day("2026-09-01"))
    life.has("referral", "2026-04-01")
    life.has("enquiry", "2026-05-05")
    assert life.run("C30").local_on == day("2026-03-17")
    assert life.run("C31").local_on == day("2026-06-23")


@pytest.mark.parametrize("clock", all_clocks(), ids=lambda c: c.id)
def test_every_clock_cites_its_rule(clock: Clock):
    rules = [rule for rule in (clock.rule, clock.local, *clock.marks) if rule]
    assert rules or clock.own
    for rule in rules:
        for limit in rule.editions:
            assert limit.citation and limit.source and limit.words


def test_the_clocks_that_the_record_can_start_are_declared():
    ids = {clock.id for clock in all_clocks()}
    assert ids == {
        "C01", "C02", "C03", "C04", "C04.dfe", "C05", "C06", "C07", "C08", "C11", "C12", "C13", "C15", "C16", "C17",
        "C18", "C19", "C20", "C21", "C22", "C23", "C24", "C30", "C31", "C32", "C33", "C34",
    }  # fmt: skip


def test_a_clock_without_a_rule_is_refused():
    with pytest.raises(ValueError, match="has no rule"):
        Clock(id="C99", title="x", stage="x", kind=Kind.DEADLINE, runs=lambda child: (), awaits="x")
