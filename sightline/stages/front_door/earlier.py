"""What came before at the front door: a child's earlier contacts and referrals, and whether this is a re-referral."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sightline.clocks.engine import edition_for
from sightline.forms.declare import Bearing
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.law.cin_codes import REFERRAL_SOURCE
from sightline.law.due import short_date as day
from sightline.law.timescales import C08
from sightline.record.joined import asked_by_record
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Involvement, Step
from sightline.stages.front_door.kinds import CONTACT, REFERRAL
from sightline.stages.front_door.models import ContactFacts

LOOKED_BACK = datetime.timedelta(days=366)
"""How far back earlier contacts are shown: the year in which another referral would count as a re-referral."""

BEFORE = "In the year before:"


@dataclass(frozen=True)
class Earlier:
    """A contact or referral that came in before. no_action: it led to nothing but information and advice."""

    step: Step
    outcome: str
    source: str
    no_action: bool

    @property
    def words(self) -> str:
        return f"{kind_of(self.step.kind).title}, {day(self.step.happened_on)}, {self.source}: {self.outcome}"


def earlier_of(
    child_ids: Iterable[int], until: datetime.date, besides: Iterable[Step] = ()
) -> dict[int, list[Earlier]]:
    """For each child, the contacts and referrals of the year before a day, the latest first, of all joined records.

    besides: steps that aren't earlier than themselves; nor is what they led from or to, nor what came in with them of
    the other children. Five queries.
    """
    children = list(child_ids)
    record_of = asked_by_record(children)
    these = list(besides)
    left_out = {one.pk for one in these} | {one.led_from_id for one in these if one.led_from_id}
    together = set(Step.objects.filter(pk__in=left_out, occasion__isnull=False).values_list("occasion", flat=True))
    steps = list(
        Step.objects.filter(
            child__in=record_of, kind__in=(CONTACT.key, REFERRAL.key), happened_on__lte=until,
            happened_on__gt=until - LOOKED_BACK,
        )
        .exclude(state=Step.State.WITHDRAWN)
        .order_by("-happened_on", "-id")
    )  # fmt: skip
    facts: dict[int, Any] = {}
    for key in (CONTACT.key, REFERRAL.key):
        ids = [step.pk for step in steps if step.kind == key]
        facts |= kind_of(key).facts._default_manager.in_bulk(ids) if ids else {}
    became = {step.led_from_id for step in steps if step.kind == REFERRAL.key}
    found: dict[int, list[Earlier]] = defaultdict(list)
    for step in steps:
        if step.pk in left_out or step.led_from_id in left_out or step.occasion in together or step.pk in became:
            continue
        for child in record_of[step.child_id]:
            found[child].append(_told(step, facts[step.pk]))
    return found


def _told(step: Step, facts: Any) -> Earlier:
    source = REFERRAL_SOURCE.label(facts.source) if facts.source else "source not recorded"
    if step.kind == CONTACT.key:
        outcome = facts.get_outcome_display() if facts.outcome else "not decided yet"
        no_action = facts.outcome == ContactFacts.Outcome.INFORMATION
    else:
        accepted = {None: "not decided yet", True: "No further action", False: "Accepted"}
        outcome = facts.get_outcome_display() if facts.outcome else accepted[facts.no_further_action]
        no_action = facts.no_further_action is True
    return Earlier(step, outcome[0].lower() + outcome[1:], source[0].lower() + source[1:], no_action)


def re_referral(on: datetime.date, before: Iterable[Earlier]) -> datetime.date | None:
    """The date of the earlier referral that makes one on this day a re-referral; None where it is none.

    The Department counts a referral within 12 months after an earlier referral of the same child, from that one's
    date and not from the closing of its case (clock C08).
    """
    dates = [one.step.happened_on for one in before if one.step.kind == REFERRAL.key]
    latest = max((date for date in dates if date < on), default=None)
    if latest is None:
        return None
    return latest if on <= edition_for(C08, latest).due_date(latest, ENGLAND_AND_WALES) else None


def bearings(children: Sequence[int], on: datetime.date, step: Step | None) -> list[Bearing]:
    """What whoever takes, decides or reads a contact or referral must have before them."""
    before = earlier_of(children, on, [step] if step else [])
    record_of = asked_by_record(children)
    cases = Involvement.objects.filter(child__in=record_of)
    if step is None:
        cases = cases.filter(closed_on__isnull=True)
    else:  # those that were open that day before it came in
        cases = cases.filter(opened_on__lt=on).exclude(closed_on__lt=on)
    are_open = {child for record in cases.values_list("child", flat=True) for child in record_of[record]}
    found = []
    for child in children:
        if step is None and child in are_open:
            found.append(Bearing(child, "Has an open case: new information on it is a contact, and no referral."))
        repeated = [one for one in before.get(child, []) if one.no_action]
        if len(repeated) > 1:
            found.append(Bearing(child, f"{len(repeated)} times in 12 months without action. Read them together."))
        refers = step is None or step.kind == REFERRAL.key or step.led_from_id is None
        previous = re_referral(on, before.get(child, [])) if refers and child not in are_open else None
        if previous:
            word = (
                "This is a re-referral" if step and step.kind == REFERRAL.key else "A referral would be a re-referral"
            )
            found.append(Bearing(child, f"{word}: the last one was on {day(previous)}, within 12 months."))
        found += [Bearing(child, f"{one.words}.", BEFORE, one.step.pk) for one in before.get(child, [])]
    return found
