"""The return of children looked after, declared once: its tables, columns and years.

The reader, the writer and the rules all ask this declaration, so a change made by the Department for Education
is a change in one place. Years are collection years: 2026 is the return of 1 April 2025 to 31 March 2026.

Every table is one CSV file with the Department's column names. Two tables came later: the social workers of
each child in 2024 and the deprivation of liberty orders in 2027.
"""

from __future__ import annotations

from sightline.returns.checking.tables import Column, Kind, Table

FIRST_YEAR = 2023
LAST_YEAR = 2027

_CHILD = Column("CHILD")
_DOB = Column("DOB", Kind.DATE)


def _codes(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.CODE) for name in names)


def _dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.DATE) for name in names)


HEADER = Table(
    "Header",
    (_CHILD, *_codes("SEX"), _DOB, *_codes("ETHNIC", "UPN", "MOTHER"), *_dates("MC_DOB"), *_codes("UASC")),
    child="CHILD",
    files=("child", "children"),
)

EPISODES = Table(
    "Episodes",
    (
        _CHILD,
        *_dates("DECOM"),
        *_codes("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER"),
        *_dates("DEC"),
        *_codes("REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
        *_codes("PL_LA", "PL_LOCATION"),
        Column("PL_DISTANCE"),
    ),
    child="CHILD",
    files=("episode", "eps"),
)

REVIEWS = Table("Reviews", (_CHILD, _DOB, *_dates("REVIEW"), *_codes("REVIEW_CODE")), child="CHILD", files=("review",))

UASC = Table(
    "UASC",
    (_CHILD, *_codes("SEX"), _DOB, *_dates("DUC")),
    child="CHILD",
    files=("unaccompanied_asylum_seeking_children",),
)

OC2 = Table(
    "OC2",
    (
        _CHILD,
        _DOB,
        Column("SDQ_SCORE", Kind.COUNT),
        *_codes(
            "SDQ_REASON",
            "CONVICTED",
            "HEALTH_CHECK",
            "IMMUNISATIONS",
            "TEETH_CHECK",
            "HEALTH_ASSESSMENT",
            "SUBSTANCE_MISUSE",
            "INTERVENTION_RECEIVED",
            "INTERVENTION_OFFERED",
        ),
    ),
    child="CHILD",
    files=("outcomes", "health"),
)

OC3 = Table(
    "OC3",
    (_CHILD, _DOB, *_codes("IN_TOUCH", "ACTIV", "ACCOM")),
    child="CHILD",
    files=("care_leavers", "careleavers"),
)

AD1 = Table(
    "AD1",
    (
        _CHILD,
        _DOB,
        *_dates("DATE_INT", "DATE_MATCH"),
        *_codes("FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
    ),
    child="CHILD",
    files=("adoption", "adoptions", "adopted"),
)

PLACED_ADOPTION = Table(
    "PlacedAdoption",
    (_CHILD, _DOB, *_dates("DATE_PLACED", "DATE_PLACED_CEASED"), *_codes("REASON_PLACED_CEASED")),
    child="CHILD",
    files=("placed_for_adoption", "should_be_placed", "should_be_placed_for_adoption", "sbpfa"),
)

PREV_PERM = Table(
    "PrevPerm",
    # Parts of the date of permanence may be unknown (zz/05/2020), so it is kept as it was written.
    (_CHILD, _DOB, *_codes("PREV_PERM", "LA_PERM", "DATE_PERM")),
    child="CHILD",
    files=("previous_permanence", "previous_permanent", "permanence"),
)

MISSING = Table(
    "Missing",
    (_CHILD, _DOB, *_codes("MISSING"), *_dates("MIS_START", "MIS_END")),
    child="CHILD",
    files=("missing_episodes", "missing_periods", "away"),
)

SW_EPISODES = Table(
    "SWEpisodes",
    (_CHILD, _DOB, *_codes("SW_ID"), *_dates("SW_DECOM", "SW_DEC"), *_codes("SW_REASON")),
    child="CHILD",
    first=2024,
    files=("social_worker", "social_workers", "social_worker_episodes"),
)

DOLO = Table(
    "DoLo",
    (_CHILD, _DOB, *_dates("DOLO_START", "DOLO_END")),
    child="CHILD",
    first=2027,
    files=("deprivation_of_liberty", "deprivation_of_liberty_orders"),
)

# The tables of the return, by name, in the order the Department lists its files. Last year's return holds the
# same tables; the rules name them with "_last".
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        HEADER,
        EPISODES,
        REVIEWS,
        UASC,
        OC2,
        OC3,
        AD1,
        PLACED_ADOPTION,
        PREV_PERM,
        MISSING,
        SW_EPISODES,
        DOLO,
    )
}

# Ofsted's list of providers: one row for each registration. PLACE_CODES and PROVIDER_CODES are the codes the list
# allows at that registration, with commas between them; REG_END is the day the registration ended.
PROVIDERS = Table(
    "Providers",
    (
        *_codes("URN", "LA", "PLACE_CODES", "PROVIDER_CODES", "POSTCODE"),
        *_dates("REG_END"),
    ),
    optional=True,
)

# Columns that the Department derives and its files do not hold: where the placement is, and whether the child
# is in the UASC file. A file that gives them is believed; one that does not is not asked for them.
DERIVED: dict[str, tuple[str, ...]] = {"Header": ("UASC",), "Episodes": ("PL_LA", "PL_LOCATION", "PL_DISTANCE")}

# Other spellings that the Department's own documents use for a column.
COLUMN_SPELLINGS: dict[str, dict[str, str]] = {
    "Header": {"UASC_STATUS": "UASC"},
    "Episodes": {"PL": "PLACE", "PLACEMENT": "PLACE"},
    "AD1": {"NB_ADOPTER": "NB_ADOPTR"},
}
