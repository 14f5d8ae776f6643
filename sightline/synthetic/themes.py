"""Every theme that a family's life may have, and those that each course of events may draw from."""

from sightline.synthetic.theme import Theme
from sightline.synthetic.themes_of_harm import (
    DOMESTIC_ABUSE,
    DRINKING,
    DRUGS,
    EXPLOITATION,
    HURT,
    NEGLECT,
    UNSAFE_ADULT,
)
from sightline.synthetic.themes_of_need import (
    DISABILITY,
    HOUSING,
    NEEDS_SUPPORT,
    PARENT_UNWELL,
    PRE_BIRTH,
    TEENAGE_CONFLICT,
    YOUNG_CARER,
)

EVERYDAY: tuple[Theme, ...] = (
    NEGLECT, DOMESTIC_ABUSE, PARENT_UNWELL, DRINKING, HURT, HOUSING, DRUGS, TEENAGE_CONFLICT, NEEDS_SUPPORT,
    EXPLOITATION, YOUNG_CARER, UNSAFE_ADULT,
)  # fmt: skip
"""The themes that any course of events may have."""
HARMFUL: tuple[Theme, ...] = (
    *(theme for theme in EVERYDAY if theme not in (HOUSING, YOUNG_CARER)),
    NEGLECT, DOMESTIC_ABUSE, DOMESTIC_ABUSE, PARENT_UNWELL, DRINKING,
)  # fmt: skip
"""The themes that lead to an enquiry, the commonest more than once."""
ALL: tuple[Theme, ...] = (*EVERYDAY, DISABILITY, PRE_BIRTH)

__all__ = ["ALL", "DISABILITY", "DOMESTIC_ABUSE", "EVERYDAY", "HARMFUL", "PRE_BIRTH"]
