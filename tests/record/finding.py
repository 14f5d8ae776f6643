"""What the tests of finding people share: the day, a day of birth, and what is found for a text."""

from __future__ import annotations

import datetime

from sightline.record.find import Match, find

TODAY = datetime.date(2026, 3, 18)
BORN = datetime.date(2015, 5, 3)


def found(text: str) -> list[int]:
    return [match.person_id for match in find(text, today=TODAY).results]


def first(text: str) -> Match:
    return find(text, today=TODAY).results[0]


def reasons(text: str) -> list[str]:
    return first(text).reasons
