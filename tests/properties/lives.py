"""Invented lives: any sequence of acts on a child, drawn by hypothesis and done through the acts themselves."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from sightline.oversight.acts import Holding, allocate
from sightline.record.acts import act, people
from sightline.record.acts.pathway import change_facts, close_involvement, withdraw
from sightline.record.models import Involvement, Person, PersonName, Step
from sightline.record.warrant import Warrant
from sightline.stages.assessment import acts as assessment
from sightline.stages.child_in_need import acts as child_in_need
from sightline.stages.front_door import acts as front_door
from sightline.stages.protection import acts as protection

days = st.dates(datetime.date(2023, 1, 1), datetime.date(2026, 12, 31))
verbs = st.sampled_from(
    [
        "refer", "decide", "assess", "authorise", "enquire", "conclude", "confer", "plan", "review", "core_group",
        "visit", "cin_plan", "end_plan",
        "close", "correct", "rename", "move", "warn", "withdraw", "backdate", "allocate",
    ]
)  # fmt: skip
lives = st.lists(st.tuples(verbs, days, st.integers(0, 7)), min_size=1, max_size=14)


def _latest(child: Person, kind: str) -> Step | None:
    return Step.objects.filter(child=child, kind=kind).order_by("-id").first()


def _case(warrant: Warrant, child: Person, on: datetime.date) -> int:
    case = Involvement.objects.filter(child=child).order_by("-id").first()
    if case is None:
        referral = front_door.Referral(child_id=child.pk, received_on=on, source="1A")
        [step] = front_door.receive_referrals(warrant, [referral])
        assert step.involvement_id is not None
        return step.involvement_id
    return case.pk


def live(warrant: Warrant, child: Person, life: list[tuple[str, datetime.date, int]], *, team: Any) -> None:
    """Do these things to this child, as far as they make sense one after the other."""
    for verb, on, number in life:
        _DO[verb](warrant, child, on, number, team)


def _refer(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    front_door.receive_referrals(w, [front_door.Referral(child_id=c.pk, received_on=on, source="6", primary_need="N1")])


def _decide(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if referral := _latest(c, "referral"):
        front_door.decide_referrals(w, [referral], on=on, no_further_action=n % 2 == 0, acknowledged_on=on)


def _assess(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    case, referral = _case(w, c, on), _latest(c, "referral")
    new = assessment.Assessment(
        child_id=c.pk, started_on=on, involvement_id=case, referral_id=referral.pk if referral and n % 2 else None,
        internal_review_on=on if n % 3 == 0 else None,
    )  # fmt: skip
    assessment.start_assessments(w, [new])


def _authorise(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if step := _latest(c, "assessment"):
        assessment.authorise_assessments(w, [step], on=on, factors=[["16A", "3B"][: n % 3]])


def _enquire(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    protection.begin_enquiries(w, [protection.Event(child_id=c.pk, on=on, involvement_id=_case(w, c, on))])


def _conclude(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if step := _latest(c, "enquiry"):
        protection.conclude_enquiries(w, [step], on=on, conference_not_required=n % 2 == 0)


def _confer(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    case, enquiry = _case(w, c, on), _latest(c, "enquiry")
    new = protection.InitialConference(
        child_id=c.pk, on=on, involvement_id=case, led_from_id=enquiry.pk if enquiry else None, plan_made=n % 2 == 0
    )
    protection.hold_initial_conferences(w, [new])


def _plan(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    case, conference = _case(w, c, on), _latest(c, "initial_conference")
    new = protection.ProtectionPlan(
        child_id=c.pk, on=on, involvement_id=case, led_from_id=conference.pk if conference else None, category="NEG"
    )
    protection.start_plans(w, [new])


def _review(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if plan := _latest(c, "protection_plan"):
        new = protection.ReviewConference(
            child_id=c.pk, on=on, involvement_id=_case(w, c, on), led_from_id=plan.pk, plan_continues=True
        )
        protection.hold_reviews(w, [new])


def _core_group(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    protection.hold_core_groups(w, [protection.Event(child_id=c.pk, on=on, involvement_id=_case(w, c, on))])


def _visit(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    seen = n % 3 != 0
    new = child_in_need.Visit(
        child_id=c.pk, visited_on=on, involvement_id=_case(w, c, on), seen=seen, seen_alone=n % 2 == 0 if seen else None
    )
    child_in_need.visit(w, [new])


def _cin_plan(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    child_in_need.start_plans(w, [child_in_need.CinPlan(child_id=c.pk, started_on=on, involvement_id=_case(w, c, on))])


def _end_plan(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if plan := _latest(c, "protection_plan" if n % 2 else "cin_plan"):
        (protection if n % 2 else child_in_need).end_plans(w, [plan], on=on)


def _close(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if case := Involvement.objects.filter(child=c).order_by("-id").first():
        with act("case.close", w) as doing:
            close_involvement(doing, case, on=on, reason=["RC7", "RC8", "RC9"][n % 3])


def _correct(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    people.correct_person(w, c, ethnicity=["WBRI", "APKN", "NOBT"][n % 3], birth_date=on if n == 7 else c.birth_date)


def _rename(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    people.add_name(w, c, kind=PersonName.Kind.ALIAS, given=f"Alias {n}", family="Wren")


def _move(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if not c.residences.filter(withdrawn=False).exists():
        people.move_home(w, [c], lines=f"{n} Test Row\nWexcombe", postcode="ZZ9 9ZZ", starts_on=on)


def _warn(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    people.warn(w, c, kind="animal", text="A large dog", starts_on=on, review_on=on + datetime.timedelta(90))


def _withdraw(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    steps = list(Step.objects.filter(child=c).exclude(state="withdrawn").order_by("id"))
    if steps:
        with act("step.withdraw", w) as doing:
            withdraw(doing, steps[n % len(steps)], reason="Entered on the wrong child")


def _backdate(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if step := _latest(c, "assessment"):
        with act("assessment.correct", w) as doing:
            Step.objects.filter(pk=step.pk).update(happened_on=on)
            change_facts(doing, step, internal_review_on=on)


def _allocate(w: Warrant, c: Person, on: datetime.date, n: int, team: Any) -> None:
    if not c.allocations.filter(starts_on__gte=on).exists():
        allocate(w, [Holding(child_id=c.pk, team_id=team.pk, worker_id=None, starts_on=on)])


_DO: dict[str, Callable[[Warrant, Person, datetime.date, int, Any], None]] = {
    "refer": _refer, "decide": _decide, "assess": _assess, "authorise": _authorise, "enquire": _enquire,
    "conclude": _conclude, "confer": _confer, "plan": _plan, "review": _review, "core_group": _core_group,
    "visit": _visit, "cin_plan": _cin_plan, "end_plan": _end_plan, "close": _close, "correct": _correct,
    "rename": _rename, "move": _move, "warn": _warn, "withdraw": _withdraw, "backdate": _backdate,
    "allocate": _allocate,
}  # fmt: skip
