"""Why a family came to be known: what was worrying, what must change, what visits found.

Every sentence of the themes is invented, and written as one would want to find it in one's own record years
later: plain, fair to parents, and without detail that serves nobody. In ``why`` and ``change`` the child is
"you"; in ``referrals`` and ``notes`` the family is named through the braces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One reason for being known.

    referrals: pairs of the source's code (census item N00152) and what was said. eldest: the ages of the
    eldest child for whom it is believable. alone: it is about one child, and not brothers and sisters.
    factors: codes found at assessment, the likeliest first.
    """

    key: str
    need: str
    category: str
    factors: Sequence[str]
    referrals: Sequence[tuple[str, str]]
    why: Sequence[str]
    change: Sequence[str]
    notes: Sequence[str]
    eldest: tuple[int, int] = (1, 16)
    alone: bool = False
