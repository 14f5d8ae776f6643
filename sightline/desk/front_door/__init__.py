"""The front door: contacts and referrals that wait for a decision, deciding them, and telling the referrer."""
