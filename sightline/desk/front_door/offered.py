"""What can be done next about a contact or a referral, from its own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step
from sightline.stages.front_door.models import ReferralFacts

KINDS = ("contact", "referral")


def next_at_front_door(request: Any, step: Step) -> list[dict[str, str]]:
    """Text, address, and whether it is the main thing. One query, and none for other steps."""
    if step.kind not in KINDS or step.state == Step.State.WITHDRAWN or step.recorded_elsewhere:
        return []
    facts: Any = kind_of(step.kind).facts._default_manager.get(pk=step.pk)
    child = request.records[0]
    found: list[dict[str, str]] = []
    if request.standing.may("front_door.decide"):
        url = reverse("step_decide", args=[child, step.pk])
        if facts.decided_on is None:
            found.append({"text": "Decide", "url": url, "main": "yes"})
        elif not step.led_to.exclude(state=Step.State.WITHDRAWN).exists():
            found.append({"text": "Decide anew", "url": url})
    begun = step.led_to.filter(kind="assessment").exclude(state=Step.State.WITHDRAWN)
    if step.kind == "referral" and facts.outcome == ReferralFacts.Outcome.ASSESSMENT and not begun.exists():
        url = f"{reverse('record', args=[child, 'assessment_start'])}?led_from={step.pk}"
        found.append({"text": "Start the assessment", "url": url, "main": "yes"})
    if facts.decided_on and not told_of(step, facts):
        found.append({"text": "Record that the referrer was told", "url": reverse("step_tell", args=[child, step.pk])})
    return found


def told_of(step: Step, facts: Any) -> bool:
    """Whether the referrer was told, or can't be."""
    if step.kind == "contact":
        return bool(facts.told_on or facts.told_how)
    return bool(facts.acknowledged_on or facts.acknowledged_how)
