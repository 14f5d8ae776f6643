"""The front door: referrals, and what was decided on them."""
