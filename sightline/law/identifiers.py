"""The checks that numbers given by others carry within them, so that a slip of the finger is seen.

A number that fails its check may still be what a letter says: these answer, and never refuse.
"""

from __future__ import annotations

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters of a unique pupil number, in the order that counts: no I, O or S."""

_UPN = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")


def tidy(value: str) -> str:
    """A number without spaces and hyphens, in capitals: "999 000 1234" is "9990001234"."""
    return re.sub(r"[\s-]+", "", value).upper()


def upn_check_letter(digits: str) -> str:
    """The first letter that the other twelve characters of a UPN call for (census rule 1510).

    digits: characters 2 to 13. Each counts 2 to 13 times; the sum over 23 points at the letter. A temporary
    number ends in a letter, which counts as its place among the letters (verified for digits only).
    """
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in digits]
    return UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]


def upn_problem(value: str) -> str:
    """What is wrong with a unique pupil number, in words; empty when nothing is."""
    upn = tidy(value)
    if not _UPN.fullmatch(upn):
        return "A UPN is a letter and 12 numbers (a temporary one ends in a letter), like H801200001001"
    if upn[-1].isdigit() and upn[0] != upn_check_letter(upn[1:]):
        return "This UPN fails its check letter"
    return ""


def nhs_number_problem(value: str) -> str:
    """What is wrong with an NHS number, in words; empty when nothing is.

    The last of the ten digits checks the nine before it: each counts 10 down to 2 times, and the sum and
    the check digit make a multiple of 11.
    """
    number = tidy(value)
    if not re.fullmatch(r"[0-9]{10}", number):
        return "An NHS number has 10 numbers, like 943 476 5919"
    check = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    if (check + int(number[9])) % 11:
        return "This NHS number fails its check digit"
    return ""
