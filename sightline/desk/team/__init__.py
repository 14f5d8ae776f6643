"""My team: what a manager answers for, and what a manager does about it."""
