"""The front door: contacts and referrals, and what was decided on them."""
