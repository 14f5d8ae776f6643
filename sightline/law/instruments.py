"""The instruments: the Acts, guidance and procedures under which a limit may be written.

An instrument is one edition. When Working Together is issued again, that is another instrument, and the
earlier one is given its last day; both stay, because what was owed to a child in 2024 is read from the
edition of 2024.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from sightline.law.register import Register


class Standing(enum.Enum):
    """How strongly an instrument binds, which a page must say beside every limit it shows."""

    STATUTE = "law"
    STATUTORY_GUIDANCE = "statutory guidance"
    DATA_GUIDE = "national data guide"
    LOCAL = "local standard"

    @property
    def is_local(self) -> bool:
        return self is Standing.LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One edition of an Act, a piece of guidance or a written procedure.

    ``in_force_from`` and ``in_force_to`` are the first and the last day on which it applies; ``None`` is
    open. ``verified`` is true once someone on the project has read the text itself.
    """

    key: str
    title: str
    edition: str
    standing: Standing
    citation: str
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    verified: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise ValueError(f"The instrument {self.title!r} has no key. Give it a short name of its own.")
        if not self.title.strip():
            raise ValueError(f"The instrument {self.key!r} has no title. Give the title printed on its cover.")
        if not self.citation.strip():
            raise ValueError(
                f"The instrument {self.key!r} has no citation. "
                "Say which Act, regulations or guidance it is, so that a reader can find the text."
            )
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValueError(
                f"The instrument {self.key!r} ends on {self.in_force_to} before it begins on "
                f"{self.in_force_from}. "
                "Correct one of the two dates."
            )

    def is_in_force_on(self, day: dt.date) -> bool:
        """Whether this edition applied on that day."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})" if self.edition else self.title


INSTRUMENTS: Register[Instrument] = Register("instrument")


def _working_together(year: int, first: dt.date, last: dt.date | None, *, verified: bool, note: str = "") -> Instrument:
    return INSTRUMENTS.add(
        Instrument(
            key=f"working_together_{year}",
            title="Working Together to Safeguard Children",
            edition=str(year),
            standing=Standing.STATUTORY_GUIDANCE,
            citation=f"HM Government, Working Together to Safeguard Children ({year}), "
            "statutory guidance on multi-agency working",
            in_force_from=first,
            in_force_to=last,
            verified=verified,
            note=note,
        )
    )


WORKING_TOGETHER_2013 = _working_together(
    2013, dt.date(2013, 4, 15), dt.date(2015, 3, 25), verified=False, note="Dates from memory; text not read."
)
WORKING_TOGETHER_2015 = _working_together(
    2015,
    dt.date(2015, 3, 26),
    dt.date(2018, 7, 3),
    verified=False,
    note="First day from memory; text not read.",
)
WORKING_TOGETHER_2018 = _working_together(
    2018,
    dt.date(2018, 7, 4),
    dt.date(2023, 12, 14),
    verified=False,
    note="First day as announced by safeguarding partnerships; amended in December 2020 without change to a "
    "limit "
    "(from memory); text not read.",
)
WORKING_TOGETHER_2023 = _working_together(
    2023,
    dt.date(2023, 12, 15),
    dt.date(2026, 3, 18),
    verified=False,
    note="First day as announced by safeguarding partnerships. The limits are attested by the census guide "
    "for "
    "2023 to 2024; paragraph numbers not read.",
)
WORKING_TOGETHER_2026 = _working_together(
    2026,
    dt.date(2026, 3, 19),
    None,
    verified=False,
    note="First day taken from the time mark in the address of the published file. The text has not been "
    "read: "
    "check every limit and paragraph number against it before relying on this edition.",
)
WORKING_TOGETHER = (
    WORKING_TOGETHER_2013,
    WORKING_TOGETHER_2015,
    WORKING_TOGETHER_2018,
    WORKING_TOGETHER_2023,
    WORKING_TOGETHER_2026,
)

CHILDREN_ACT_1989 = INSTRUMENTS.add(
    Instrument(
        key="children_act_1989",
        title="Children Act 1989",
        edition="as amended",
        standing=Standing.STATUTE,
        citation="Children Act 1989 (1989 c. 41)",
        in_force_from=dt.date(1991, 10, 14),
        verified=False,
        note="Sections are named on each limit; each limit says whether its section was read.",
    )
)

KCSIE_2025 = INSTRUMENTS.add(
    Instrument(
        key="kcsie_2025",
        title="Keeping children safe in education",
        edition="2025",
        standing=Standing.STATUTORY_GUIDANCE,
        citation="Department for Education, Keeping children safe in education (2025)",
        in_force_from=dt.date(2025, 9, 1),
        note="Reissued most years on 1 September; close this edition when the next is read.",
    )
)

CIN_CENSUS_GUIDE_2024 = INSTRUMENTS.add(
    Instrument(
        key="cin_census_guide_2024",
        title="Children in need census guide",
        edition="2023 to 2024, version 1.0",
        standing=Standing.DATA_GUIDE,
        citation="Department for Education, Children in need census 2023 to 2024: guide, version 1.0",
        note="Used for all years until the guide of another year has been read.",
    )
)

CIN_CENSUS_RULES = INSTRUMENTS.add(
    Instrument(
        key="cin_census_rules",
        title="Children in need census validation rules",
        edition="2022 to 2026",
        standing=Standing.DATA_GUIDE,
        citation="Department for Education, children in need census validation rules, "
        "as coded in the Data to Insight validator (data-to-insight/csc-validator-be-cin)",
    )
)

LOCAL = INSTRUMENTS.add(
    Instrument(
        key="local",
        title="Local procedure",
        edition="the authority's own",
        standing=Standing.LOCAL,
        citation="The authority's own written procedures",
        note="Each authority sets its own figure, which may be tighter than the national limit and never replaces it.",
    )
)
