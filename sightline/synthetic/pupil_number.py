"""The unique pupil number (UPN) of an invented child."""

from __future__ import annotations

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn(authority: str, school: int, year: int, serial: int) -> str:
    """A pupil number of the true form: check letter, authority, school, year of allocation and serial."""
    digits = f"{authority}{school:04d}{year % 100:02d}{serial:03d}"
    weighted = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _LETTERS[weighted % 23] + digits
