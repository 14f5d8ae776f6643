"""Deciding contacts and referrals, for one child or for several of a family at once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from sightline.forms.acts import NotNowError, set_task
from sightline.forms.known import cases_of, names_of
from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import (
    NewStep,
    change_facts,
    close_involvement,
    lay,
    open_involvements,
    reopen_involvement,
)
from sightline.record.models import Involvement, Step, Task
from sightline.record.warrant import Warrant
from sightline.stages.front_door.acts.telling import told
from sightline.stages.front_door.kinds import CONTACT, REFERRAL
from sightline.stages.front_door.models import ContactFacts, ReferralFacts

OTHER_REASON = "RC7"
"""CIN item N00103: services ended for another reason. RC8 is for after an assessment, and here there was none."""
DISCUSS = "Hold the strategy discussion"
"""The task that such a decision sets, for the same day: a child in danger doesn't wait."""

_OPENS = (ContactFacts.Outcome.REFERRAL, ContactFacts.Outcome.STRATEGY)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided, at which threshold and why. cumulative_view: what earlier contacts tell together."""

    outcome: str
    threshold: str
    rationale: str
    cumulative_view: str = ""


def decide_contacts(
    warrant: Warrant, contacts: Sequence[Step], decision: Decision, *, on: datetime.date, primary_need: str = "",
    told_on: datetime.date | None = None, told_how: str = "", request: uuid.UUID | None = None,
) -> list[Step]:  # fmt: skip
    """Decide contacts. Returns the referrals that it made.

    A referral opens a case for a child who has none, from the day on which the contact came in: that is the day on
    which somebody asked for help. So does a strategy discussion, whose referral is decided with it. A contact
    on a child with an open case is put with that case.
    """
    with act("contact.decide", warrant, request=request) as doing:
        facts = _decided(warrant, decision, on) | {"outcome": decision.outcome}
        cases = cases_of([one.child_id for one in contacts], only_open=True)
        for contact in contacts:
            change_facts(doing, contact, **facts, **told(CONTACT.key, on=told_on, how=told_how))
            if contact.child_id in cases and contact.involvement_id is None:
                Step.objects.filter(pk=contact.pk).update(involvement=cases[contact.child_id])
        new = [one for one in contacts if one.child_id not in cases] if decision.outcome in _OPENS else []
        discuss = decision.outcome == ContactFacts.Outcome.STRATEGY
        more = facts | told(REFERRAL.key, on=told_on, how=told_how) if discuss else {}
        if discuss:
            more |= {"outcome": ReferralFacts.Outcome.STRATEGY, "no_further_action": False}
        referrals = _refer(doing, new, primary_need=primary_need, worker_id=warrant.actor_id, decided=more)
        if discuss:
            by_child = {one.child_id: one for one in referrals}
            for contact in contacts:
                step = by_child.get(contact.child_id, contact)
                set_task(doing, child_id=contact.child_id, step=step, what=DISCUSS, due_on=on, owner_id=None)
        return referrals


def _decided(warrant: Warrant, decision: Decision, on: datetime.date) -> dict[str, object]:
    return {
        "decided_on": on, "decided_threshold": decision.threshold, "decided_by_id": warrant.actor_id,
        "rationale": decision.rationale.strip(), "cumulative_view": decision.cumulative_view.strip(),
    }  # fmt: skip


def _refer(
    doing: Doing, contacts: Sequence[Step], *, primary_need: str, worker_id: int | None, decided: dict[str, object]
) -> list[Step]:
    """Lay the referrals that contacts became, with what is known from them: nothing is typed again."""
    if not contacts:
        return []
    held = ContactFacts.objects.in_bulk([one.pk for one in contacts])
    opened = open_involvements(
        doing, [Involvement(child_id=one.child_id, opened_on=one.happened_on) for one in contacts]
    )
    together = uuid.uuid4() if len(contacts) > 1 else None
    return lay(
        doing,
        [
            NewStep(
                child_id=one.child_id, kind=REFERRAL.key, happened_on=one.happened_on, happened_at=one.happened_at,
                involvement_id=case.pk, led_from_id=one.pk, worker_id=worker_id, occasion=together,
                facts={
                    "source": held[one.pk].source, "primary_need": primary_need, "how": held[one.pk].how,
                    "immediate_danger": held[one.pk].immediate_danger, "family_knows": held[one.pk].family_knows,
                } | decided,
            )
            for one, case in zip(contacts, opened, strict=True)
        ],
    )  # fmt: skip


def decide_referrals(
    warrant: Warrant,
    referrals: Sequence[Step],
    *,
    on: datetime.date,
    no_further_action: bool,
    decision: Decision | None = None,
    acknowledged_on: datetime.date | None = None,
    acknowledged_how: str = "",
    request: uuid.UUID | None = None,
) -> None:
    """Record the decision on referrals, and when the referrer was told.

    decision: its outcome, threshold and rationale; none where another system decided and told only whether
    there was further action. With no further action the case that the referral opened is closed that day, unless
    work stands on it already; decided otherwise afterwards, it is opened again.
    """
    facts: dict[str, object] = {"decided_on": on, "no_further_action": no_further_action}
    if decision:
        facts |= _decided(warrant, decision, on) | {"outcome": decision.outcome}
    if acknowledged_how or not decision:
        facts |= {"acknowledged_on": acknowledged_on}
    if acknowledged_how:
        facts |= told(REFERRAL.key, on=acknowledged_on, how=acknowledged_how)
    with act("referral.decide", warrant, request=request) as doing:
        refused_before = set(
            ReferralFacts.objects.filter(step__in=referrals, no_further_action=True).values_list("step", flat=True)
        )
        for referral in referrals:
            change_facts(doing, referral, **facts)
            if no_further_action or referral.pk in refused_before:
                _open_or_close(doing, referral, on=on, closed=no_further_action)
            if decision and decision.outcome == ReferralFacts.Outcome.STRATEGY and not _is_set(referral):
                set_task(doing, child_id=referral.child_id, step=referral, what=DISCUSS, due_on=on, owner_id=None)


def _is_set(step: Step) -> bool:
    return Task.objects.filter(step=step, what=DISCUSS, done_on__isnull=True).exists()


def _open_or_close(doing: Doing, referral: Step, *, on: datetime.date, closed: bool) -> None:
    case = Involvement.objects.filter(pk=referral.involvement_id or 0).first()
    if case is None or closed == (case.closed_on is not None):
        return
    others = Step.objects.filter(involvement=case).exclude(pk=referral.pk).exclude(state=Step.State.WITHDRAWN)
    if not closed:
        reopen_involvement(doing, case)
    elif not others.exists():
        close_involvement(doing, case, on=on, reason=OTHER_REASON)


def referral_withdrawn(doing: Doing, referral: Step) -> None:
    """A referral entered in error: the case that it opened is closed that day, unless other work stands on it."""
    _open_or_close(doing, referral, on=timezone.localtime(doing.act.at).date(), closed=True)


def referral_moved(doing: Doing, referral: Step) -> None:
    """A referral that came from the wrong child's record opens the case here, as it did there."""
    if referral.involvement_id:
        name = names_of([referral.child_id]).get(referral.child_id, "this child")
        raise NotNowError(
            f"There is an open case for {name}. New information on an open case is not a referral: withdraw it here, "
            "and record a contact there."
        )
    [case] = open_involvements(doing, [Involvement(child_id=referral.child_id, opened_on=referral.happened_on)])
    Step.objects.filter(pk=referral.pk).update(involvement=case)
    facts = ReferralFacts.objects.get(pk=referral.pk)
    if facts.no_further_action and facts.decided_on:
        close_involvement(doing, case, on=facts.decided_on, reason=OTHER_REASON)
