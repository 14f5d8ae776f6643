"""The clocks of the front door: C01, C02, C03, C08 and C30."""

from collections.abc import Iterator

from sightline.clocks.declare import Clock, Kind, Running, clock
from sightline.clocks.facts import ChildFacts
from sightline.law import local_standards, timescales
from sightline.stages.front_door.kinds import CONTACT, REFERRAL
from sightline.stages.front_door.models import ToldHow


def _decision(child: ChildFacts) -> Iterator[Running]:
    for referral in child.steps(REFERRAL.key):
        decided, told = referral["decided_on"], referral["acknowledged_on"]
        if referral["acknowledged_how"] == ToldHow.CANNOT:
            told = decided
        yield Running(
            step=referral,
            on=referral.happened_on,
            stopped_on=max(decided, told) if decided and told else None,
            not_held="The date of the decision is not in a census file." if referral.recorded_elsewhere else "",
        )


def _screening(child: ChildFacts) -> Iterator[Running]:
    for contact in child.steps(CONTACT.key):
        yield Running(step=contact, on=contact.happened_on, stopped_on=contact["decided_on"])


def _danger(child: ChildFacts) -> Iterator[Running]:
    """Of a referral that a contact became, the contact's own clock runs, and no second one beside it."""
    contacts = child.steps(CONTACT.key)
    known = {contact.id for contact in contacts}
    for step in (*contacts, *(r for r in child.steps(REFERRAL.key) if r.led_from_id not in known)):
        if step["immediate_danger"]:
            yield Running(step=step, on=step.happened_on, stopped_on=step["decided_on"])


def _next_referral(child: ChildFacts) -> Iterator[Running]:
    referrals = child.steps(REFERRAL.key)
    for this, following in zip(referrals, [*referrals[1:], None], strict=False):
        yield Running(step=this, on=this.happened_on, stopped_on=following.happened_on if following else None)


def _pre_birth(child: ChildFacts) -> Iterator[Running]:
    """From the child's expected date back to week 16, for the first referral made before the birth."""
    expected = child.expected_birth_date
    before_birth = [r for r in child.steps(REFERRAL.key) if expected and r.happened_on < expected]
    if expected and before_birth:
        yield Running(step=before_birth[0], on=expected, stopped_on=before_birth[0].happened_on)


clock(
    Clock(
        id="C01", title="Decision on a referral, and acknowledgement to the referrer", stage="Front door",
        kind=Kind.DEADLINE, runs=_decision, rule=timescales.C01,
        awaits="Have the referral decided and the referrer told",
        note="A contact is not a referral; new information on an open case is not a referral.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C02", title="Decision on a contact", stage="Front door", kind=Kind.DEADLINE, runs=_screening,
        local=local_standards.CONTACT, awaits="Decide the contact",
    )
)  # fmt: skip
clock(
    Clock(
        id="C03", title="Response to a child in immediate danger", stage="Front door", kind=Kind.DEADLINE,
        runs=_danger, rule=timescales.C03, awaits="Act for a child in danger now, and decide",
    )
)  # fmt: skip
clock(
    Clock(
        id="C08", title="Re-referral window", stage="Front door", kind=Kind.WINDOW, runs=_next_referral,
        rule=timescales.C08, awaits="Another referral counts as a re-referral",
        note="Counted from the previous referral's date, not from the closing of the case.",
    )
)  # fmt: skip
clock(
    Clock(
        id="C30", title="Pre-birth referral", stage="Front door", kind=Kind.NOTICE, runs=_pre_birth,
        local=local_standards.PRE_BIRTH_REFERRAL, awaits="Refer an unborn child",
        note="Reckoned from the expected date of birth, so it moves when that date does.",
    )
)  # fmt: skip
