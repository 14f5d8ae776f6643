"""The acts of the front door, by subject."""

from sightline.stages.front_door.acts.deciding import (
    Decision,
    decide_contacts,
    decide_referrals,
    referral_moved,
    referral_withdrawn,
)
from sightline.stages.front_door.acts.receiving import Referral, lay_referrals, receive_referrals
from sightline.stages.front_door.acts.telling import tell_referrer

__all__ = [
    "Decision",
    "Referral",
    "decide_contacts",
    "decide_referrals",
    "lay_referrals",
    "receive_referrals",
    "referral_moved",
    "referral_withdrawn",
    "tell_referrer",
]
