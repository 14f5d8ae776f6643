from typing import Any

from sightline.law.cin_codes import REFERRAL_SOURCE
from sightline.law.due import short_date as day
from sightline.record.kinds import StepKind, register
from sightline.stages.front_door.models import ContactFacts, ReferralFacts


def _source(facts: Any) -> str:
    return REFERRAL_SOURCE.label(facts.source) if facts.source else "source not recorded"


def _told(on: Any, how: str) -> str:
    if how == "cannot":
        return " The referrer can’t be told."
    return f" Referrer told {day(on)}." if on else ""


def _contact(facts: Any) -> str:
    decided = f"{facts.get_outcome_display()}." if facts.outcome else "Waits for a decision."
    danger = " In danger now." if facts.immediate_danger and not facts.outcome else ""
    return f"{decided}{danger} From: {_source(facts)}.{_told(facts.told_on, facts.told_how)}"


def _referral(facts: Any) -> str:
    accepted = {None: "Decision not recorded yet", True: "No further action", False: "Accepted"}
    decided = facts.get_outcome_display() if facts.outcome else accepted[facts.no_further_action]
    return f"{decided}. Referred by: {_source(facts)}.{_told(facts.acknowledged_on, facts.acknowledged_how)}"


CONTACT = register(StepKind("contact", "Contact", "Front door", ContactFacts, _contact, tells=("what_is_worrying",)))
REFERRAL = register(StepKind("referral", "Referral", "Front door", ReferralFacts, _referral))
