from typing import Any

from sightline.law.cin_codes import REFERRAL_SOURCE
from sightline.record.kinds import StepKind, register
from sightline.stages.front_door.models import ReferralFacts


def _summary(facts: Any) -> str:
    decided = {None: "Decision not recorded yet", True: "No further action", False: "Accepted"}[facts.no_further_action]
    source = REFERRAL_SOURCE.label(facts.source) if facts.source else "source not recorded"
    return f"{decided}. Referred by: {source}."


REFERRAL = register(StepKind("referral", "Referral", "Front door", ReferralFacts, _summary))
