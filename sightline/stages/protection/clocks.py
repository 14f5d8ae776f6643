"""The clocks of child protection: C11 to C13, C15 to C24 and C31."""

from collections.abc import Iterator

from sightline.clocks.declare import Clock, Kind, Running, clock
from sightline.clocks.facts import ChildFacts, StepFacts
from sightline.law import local_standards, timescales
from sightline.law.plan_marks import PLAN_MARKS
from sightline.stages.protection.kinds import (
    CORE_GROUP,
    ENQUIRY,
    INITIAL_CONFERENCE,
    PROTECTION_PLAN,
    REVIEW_CONFERENCE,
)

NOT_IN_FILE = "{} not in a census file: record the last one."


def _conference_of(child: ChildFacts, plan: StepFacts) -> StepFacts | None:
    """The conference that made a plan: the one it led from."""
    return next((c for c in child.steps(INITIAL_CONFERENCE.key) if c.id == plan.led_from_id), None)


def _within(plan: StepFacts, steps: tuple[StepFacts, ...], after: StepFacts | None = None) -> list[StepFacts]:
    end = plan["ended_on"]
    first = (after or plan).happened_on
    return [s for s in steps if s.happened_on >= first and (end is None or s.happened_on <= end)]


def _enquiry_to_conference(child: ChildFacts) -> Iterator[Running]:
    for enquiry in child.steps(ENQUIRY.key):
        conference = child.led_to(enquiry, INITIAL_CONFERENCE.key)
        if enquiry["conference_not_required"] and not conference:
            continue
        yield Running(
            step=enquiry, on=enquiry.happened_on,
            stopped_on=conference.happened_on if conference else None,
            own_on=None,
        )  # fmt: skip


def _enquiry_outcome(child: ChildFacts) -> Iterator[Running]:
    for enquiry in child.steps(ENQUIRY.key):
        conference = child.led_to(enquiry, INITIAL_CONFERENCE.key)
        yield Running(
            step=enquiry,
            on=enquiry.happened_on,
            stopped_on=enquiry["outcome_on"] or (conference.happened_on if conference else None),
            not_held="The date of the outcome is not in a census file." if enquiry.recorded_elsewhere else "",
        )


def _transfer_in(child: ChildFacts) -> Iterator[Running]:
    for conference in child.steps(INITIAL_CONFERENCE.key):
        if conference["notified_on"]:
            yield Running(step=conference, on=conference["notified_on"], stopped_on=conference.happened_on)


def _plan_start(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        conference = _conference_of(child, plan)
        if conference:
            yield Running(step=plan, on=conference.happened_on, stopped_on=plan.happened_on)


def _decisions_sent(child: ChildFacts) -> Iterator[Running]:
    for kind in (INITIAL_CONFERENCE.key, REVIEW_CONFERENCE.key):
        for conference in child.steps(kind):
            yield Running(
                step=conference,
                on=conference.happened_on,
                stopped_on=conference["decisions_sent_on"],
                not_held=NOT_IN_FILE.format("When decisions were sent is") if conference.recorded_elsewhere else "",
            )


def _first_core_group(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        conference = _conference_of(child, plan)
        groups = _within(plan, child.steps(CORE_GROUP.key))
        yield Running(
            step=plan,
            on=conference.happened_on if conference else plan.happened_on,
            stopped_on=groups[0].happened_on if groups else None,
            ends_with=plan["ended_on"],
            not_held=NOT_IN_FILE.format("Core groups are") if plan.recorded_elsewhere and not groups else "",
        )


def _later_core_groups(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        groups = _within(plan, child.steps(CORE_GROUP.key))
        for ordinal, (this, following) in enumerate(zip(groups, [*groups[1:], None], strict=False)):
            yield Running(
                step=plan, on=this.happened_on, ordinal=ordinal, ends_with=plan["ended_on"],
                stopped_on=following.happened_on if following else None,
            )  # fmt: skip


def _visits(child: ChildFacts) -> Iterator[Running]:
    seen = tuple(v for v in child.steps("visit") if v["seen"])
    for plan in child.steps(PROTECTION_PLAN.key):
        visits = _within(plan, seen)
        start = plan.happened_on
        for ordinal, visit in enumerate([*visits, None]):
            yield Running(
                step=plan, on=start, ordinal=ordinal, ends_with=plan["ended_on"],
                stopped_on=visit.happened_on if visit else None,
                not_held=NOT_IN_FILE.format("Visits are") if plan.recorded_elsewhere and not visits else "",
            )  # fmt: skip
            start = visit.happened_on if visit else start


def _reviews(child: ChildFacts, plan: StepFacts) -> list[StepFacts]:
    return [r for r in child.steps(REVIEW_CONFERENCE.key) if r.led_from_id == plan.id]


def _first_review(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        conference, reviews = _conference_of(child, plan), _reviews(child, plan)
        yield Running(
            step=plan,
            on=conference.happened_on if conference else plan.happened_on,
            stopped_on=reviews[0].happened_on if reviews else None,
            ends_with=plan["ended_on"],
        )


def _later_reviews(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        reviews = _reviews(child, plan)
        for ordinal, (this, following) in enumerate(zip(reviews, [*reviews[1:], None], strict=False)):
            yield Running(
                step=plan, on=this.happened_on, ordinal=ordinal, ends_with=plan["ended_on"],
                stopped_on=following.happened_on if following else None,
            )  # fmt: skip


def _midpoint(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        for review in _reviews(child, plan):
            if review["plan_continues"] is not False:
                yield Running(
                    step=review,
                    on=review.happened_on,
                    stopped_on=review["midpoint_check_on"],
                    ends_with=plan["ended_on"],
                    not_held=NOT_IN_FILE.format("Chairs' checks are") if review.recorded_elsewhere else "",
                )


def _duration(child: ChildFacts) -> Iterator[Running]:
    for plan in child.steps(PROTECTION_PLAN.key):
        for ordinal in range(len(PLAN_MARKS)):
            yield Running(step=plan, on=plan.happened_on, ordinal=ordinal, ends_with=plan["ended_on"])


def _repeat(child: ChildFacts) -> Iterator[Running]:
    plans = child.steps(PROTECTION_PLAN.key)
    for this, following in zip(plans, [*plans[1:], None], strict=False):
        if this["ended_on"]:
            yield Running(step=this, on=this["ended_on"], stopped_on=following.happened_on if following else None)


def _pre_birth_conference(child: ChildFacts) -> Iterator[Running]:
    """For an enquiry begun before the birth that leads to a conference: held well before the expected date."""
    expected = child.expected_birth_date
    if not expected:
        return
    for enquiry in child.steps(ENQUIRY.key):
        conference = child.led_to(enquiry, INITIAL_CONFERENCE.key)
        if enquiry.happened_on < expected and (conference or not enquiry["conference_not_required"]):
            yield Running(step=enquiry, on=expected, stopped_on=conference.happened_on if conference else None)


def _declare(id: str, title: str, kind: Kind, runs, awaits: str, **more) -> None:  # type: ignore[no-untyped-def]
    clock(Clock(id=id, title=title, stage="Protection", kind=kind, runs=runs, awaits=awaits, **more))


_declare(
    "C11", "Section 47 enquiry to initial conference", Kind.DEADLINE, _enquiry_to_conference,
    "Hold the initial child protection conference", rule=timescales.C11,
    note="From the strategy discussion at which the enquiry began; each brother or sister has a clock of their own.",
)  # fmt: skip
_declare(
    "C12", "Outcome of a section 47 enquiry", Kind.DEADLINE, _enquiry_outcome, "Record the outcome of the enquiry",
    rule=timescales.C12, local=local_standards.ENQUIRY_OUTCOME,
)  # fmt: skip
_declare(
    "C13", "Transfer-in conference", Kind.DEADLINE, _transfer_in, "Hold the transfer-in conference",
    rule=timescales.C13,
)  # fmt: skip
_declare("C15", "Start of a child protection plan", Kind.DEADLINE, _plan_start, "Start the plan", rule=timescales.C15)
_declare(
    "C16", "Decisions of a conference sent out", Kind.DEADLINE, _decisions_sent, "Send out the conference's decisions",
    local=local_standards.DECISIONS_SENT,
)  # fmt: skip
_declare(
    "C17", "First core group", Kind.DEADLINE, _first_core_group, "Hold the first core group", rule=timescales.C17,
    note="A core group is not a visit.",
)  # fmt: skip
_declare(
    "C18", "Later core groups", Kind.INTERVAL, _later_core_groups, "Hold the next core group",
    local=local_standards.CORE_GROUP,
)  # fmt: skip
_declare(
    "C19", "Visit to a child on a child protection plan", Kind.INTERVAL, _visits, "See the child",
    local=local_standards.PROTECTION_VISIT,
    note="A visit at which the child wasn't seen stops nothing; nor does a core group.",
)  # fmt: skip
_declare(
    "C20", "First review conference", Kind.DEADLINE, _first_review, "Hold the first review conference",
    rule=timescales.C20, note="Counted from the initial conference, not from the day the plan was entered.",
)  # fmt: skip
_declare(
    "C21", "Later review conferences", Kind.INTERVAL, _later_reviews, "Hold the next review conference",
    rule=timescales.C21,
)  # fmt: skip
_declare(
    "C22", "Chair's check between conferences", Kind.DEADLINE, _midpoint, "Chair's check on the plan",
    local=local_standards.MIDPOINT_CHECK,
)  # fmt: skip
_declare(
    "C23", "How long a child protection plan has run", Kind.FLAG, _duration, "The plan has run for",
    marks=PLAN_MARKS,
)  # fmt: skip
_declare(
    "C24", "Repeat child protection plan", Kind.WINDOW, _repeat, "Another plan counts as a repeat plan",
    local=local_standards.REPEAT_PLAN, note="Plans in other authorities aren't counted by the Department.",
)  # fmt: skip
_declare(
    "C31", "Pre-birth conference", Kind.NOTICE, _pre_birth_conference, "Hold the pre-birth conference",
    local=local_standards.PRE_BIRTH_CONFERENCE,
)  # fmt: skip
