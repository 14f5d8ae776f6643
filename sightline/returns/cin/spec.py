"""The children in need census, declared once: its elements, tables, types and years.

The reader, the writer and the checks all ask this declaration, so a change made by the Department for
Education is a change in one place. Years are collection years: 2026 is the census of 1 April 2025 to
31 March 2026, sent in the summer of 2026.

Source: the census structure for 2025-26 (``standards/cin_census.md``, sections 1 and 5) with the
pre-proceedings module announced for 2026-27 (section 3). How often that module may repeat is not published:
here an episode may hold any number of its blocks, and a block each of its elements at most once.
"""

from __future__ import annotations

from collections.abc import Iterator

from sightline.returns.cin.elements import Block, Item, Kind, Status, Table

_O, _C, _P = Status.OBLIGATORY, Status.CONDITIONAL, Status.OPTIONAL
_UPN_PATTERN = r"[A-Za-z][0-9]{11}[0-9A-Za-z]"
_UPN_FORM = "a letter, 11 digits, then a digit or a letter"


def _date(
    element: str,
    name: str,
    number: str | None,
    status: Status = _C,
    *,
    least: int = 0,
    most: int | None = 1,
    table: str | None = None,
    when: str = "",
) -> Item:
    return Item(
        element=element,
        field=name,
        kind=Kind.DATE,
        status=status,
        number=number,
        least=least,
        most=most,
        table=table,
        when=when,
    )


def _code(
    element: str,
    name: str,
    number: str | None,
    status: Status = _C,
    *,
    codes: str,
    least: int = 0,
    most: int | None = 1,
    table: str | None = None,
    when: str = "",
    first: int | None = None,
    last: int | None = None,
) -> Item:
    return Item(
        element=element,
        field=name,
        kind=Kind.CODE,
        status=status,
        number=number,
        codes=codes,
        least=least,
        most=most,
        table=table,
        when=when,
        first=first,
        last=last,
    )


def _yes_no(element: str, name: str, number: str, status: Status, *, least: int = 0, when: str = "") -> Item:
    return Item(element=element, field=name, kind=Kind.YES_NO, status=status, number=number, least=least, when=when)


HEADER = Block(
    element="Header",
    table="Header",
    field="header",
    parts=(
        Block(
            element="CollectionDetails",
            parts=(
                Item(
                    element="Collection",
                    field="collection",
                    kind=Kind.TEXT,
                    status=_O,
                    pattern="CIN",
                    form="CIN",
                ),
                Item(element="Year", field="year", kind=Kind.YEAR, status=_O, when="year of ReferenceDate"),
                _date("ReferenceDate", "reference_date", "N00603", _O, when="31 March"),
            ),
        ),
        Block(
            element="Source",
            most=None,
            parts=(
                Item(
                    element="SourceLevel",
                    field="source_level",
                    kind=Kind.TEXT,
                    status=_O,
                    pattern="L",
                    form="L",
                ),
                Item(
                    element="LEA",
                    field="lea",
                    kind=Kind.TEXT,
                    status=_O,
                    least=1,
                    pattern=r"[0-9]{3}",
                    form="3 digits",
                ),
                Item(element="SoftwareCode", field="software_code", kind=Kind.TEXT, status=_O),
                Item(element="Release", field="release", kind=Kind.TEXT, status=_P),
                Item(
                    element="SerialNo",
                    field="serial_no",
                    kind=Kind.TEXT,
                    status=_O,
                    pattern=r"[0-9]{3,}",
                    form="3 or more digits",
                ),
                Item(element="DateTime", field="date_time", kind=Kind.MOMENT, status=_O),
            ),
        ),
    ),
)

IDENTIFIERS = Block(
    element="ChildIdentifiers",
    table="ChildIdentifiers",
    field="identifiers",
    least=1,
    parts=(
        Item(
            element="LAchildID",
            field="la_child_id",
            kind=Kind.TEXT,
            status=_O,
            number="N00097",
            least=1,
            when="unique in the return; letters and digits, at most 20",
        ),
        Item(
            element="UPN",
            field="upn",
            kind=Kind.TEXT,
            status=_C,
            number="N00001",
            pattern=_UPN_PATTERN,
            form=_UPN_FORM,
            when="UPN or UPNunknown, for a child of school age whose referral went on",
        ),
        Item(
            element="FormerUPN",
            field="former_upn",
            kind=Kind.TEXT,
            status=_P,
            number="N00002",
            pattern=_UPN_PATTERN,
            form=_UPN_FORM,
        ),
        _code("UPNunknown", "upn_unknown", "N00135", codes="UPNunknown", when="no UPN is held"),
        _date("PersonBirthDate", "birth_date", "N00066", when="the child is born"),
        _date("ExpectedPersonBirthDate", "expected_birth_date", "N00098", when="the child is unborn"),
        _code("GenderCurrent", "gender_current", None, _O, codes="GenderCurrent", least=1, last=2024),
        _code("Sex", "sex", "N00783", _O, codes="Sex", least=1, first=2025, when="U for an unborn child"),
        _date("PersonDeathDate", "death_date", "N00108", when="the child died"),
    ),
)

CHARACTERISTICS = Block(
    element="ChildCharacteristics",
    table="ChildCharacteristics",
    field="characteristics",
    least=1,
    parts=(
        _code("Ethnicity", "ethnicity", "N00177", _O, codes="Ethnicity", least=1),
        Block(
            element="Disabilities",
            status=_C,
            parts=(
                _code(
                    "Disability",
                    "disabilities",
                    "N00099",
                    codes="Disability",
                    least=1,
                    most=None,
                    table="Disabilities",
                    when="the child is born and a referral went on",
                ),
            ),
        ),
    ),
)

ASSESSMENTS = Block(
    element="Assessments",
    table="Assessments",
    field="assessments",
    status=_C,
    most=None,
    parts=(
        _date("AssessmentActualStartDate", "start_date", "N00159", _O, least=1),
        _date("AssessmentInternalReviewDate", "internal_review_date", None),
        _date("AssessmentAuthorisationDate", "authorisation_date", "N00160", when="assessment completed"),
        Block(
            element="FactorsIdentifiedAtAssessment",
            status=_C,
            parts=(
                _code(
                    "AssessmentFactors",
                    "factors",
                    "N00181",
                    codes="AssessmentFactors",
                    least=1,
                    most=None,
                    table="AssessmentFactorsList",
                    when="assessment authorised",
                ),
            ),
        ),
    ),
)

CIN_PLANS = Block(
    element="CINPlanDates",
    table="CINplanDates",
    field="cin_plans",
    status=_C,
    most=None,
    parts=(
        _date("CINPlanStartDate", "start_date", "N00689", _O, least=1),
        _date("CINPlanEndDate", "end_date", "N00690", when="plan ended"),
    ),
)

SECTION_47 = Block(
    element="Section47",
    table="Section47",
    field="section_47s",
    status=_C,
    most=None,
    parts=(
        _date("S47ActualStartDate", "start_date", "N00148", _O, least=1),
        _date("InitialCPCtarget", "conference_target", "N00109"),
        _date("DateOfInitialCPC", "conference_date", "N00110", when="conference held"),
        _yes_no("ICPCnotRequired", "conference_not_required", "N00111", _O, least=1),
    ),
)

PROTECTION_PLANS = Block(
    element="ChildProtectionPlans",
    table="ChildProtectionPlans",
    field="protection_plans",
    status=_C,
    most=None,
    parts=(
        _date("CPPstartDate", "start_date", "N00105", _O, least=1),
        _date("CPPendDate", "end_date", "N00115", when="plan ended"),
        _code("InitialCategoryOfAbuse", "initial_category", "N00113", _O, codes="CategoryOfAbuse", least=1),
        _code("LatestCategoryOfAbuse", "latest_category", "N00114", _O, codes="CategoryOfAbuse", least=1),
        Item(
            element="NumberOfPreviousCPP",
            field="previous_plans",
            kind=Kind.COUNT,
            status=_O,
            number="N00106",
            least=1,
        ),
        Block(
            element="Reviews",
            status=_C,
            parts=(
                _date(
                    "CPPreviewDate",
                    "reviews",
                    "N00116",
                    least=1,
                    most=None,
                    table="Reviews",
                    when="review held",
                ),
            ),
        ),
    ),
)

PRE_PROCEEDINGS = Block(
    element="PreProceedingsandFGDM",
    table="PreProceedings",
    field="pre_proceedings",
    status=_C,
    most=None,
    first=2027,
    parts=(
        _date("PPStartDate", "start_date", "N00826"),
        _date("LBPSentDate", "letter_before_date", "N00827"),
        _yes_no("FGDMMeetingOffer", "family_meeting_offered", "N00828", _C),
        _yes_no("FGDMMeetingFac", "family_meeting_held", "N00829", _C),
        _date("InitialPPMeetingDate", "first_meeting_date", "N00830"),
        Item(
            element="ReviewMeetingsCount",
            field="review_meetings",
            kind=Kind.COUNT,
            status=_C,
            number="N00831",
        ),
        _date("StepDecisionDate", "step_decision_date", "N00832"),
        _code("PPOutcome", "outcome", "N00833", codes="PPOutcome"),
        _date("CourtAppDate", "court_application_date", "N00834"),
        _date("LetterInitCPDate", "proceedings_letter_date", "N00835"),
    ),
)

# The one element that stands in two blocks: a conference, of an episode or of one of its enquiries.
CONFERENCE = "DateOfInitialCPC"

DETAILS = Block(
    element="CINdetails",
    table="CINdetails",
    field="details",
    least=1,
    most=None,
    parts=(
        _date("CINreferralDate", "referral_date", "N00100", _O, least=1),
        _code("ReferralSource", "referral_source", "N00152", _O, codes="ReferralSource", least=1),
        _code("PrimaryNeedCode", "primary_need", "N00101", codes="PrimaryNeedCode", when="the referral went on"),
        _date("CINclosureDate", "closure_date", "N00102", when="case closed"),
        _code("ReasonForClosure", "closure_reason", "N00103", codes="ReasonForClosure", when="case closed"),
        _date(
            "DateOfInitialCPC",
            "conference_date",
            "N00110",
            when="conference with no s47 of this authority, as when a child moves in on a plan",
        ),
        ASSESSMENTS,
        CIN_PLANS,
        SECTION_47,
        _yes_no("ReferralNFA", "no_further_action", "N00112", _O, least=1),
        PROTECTION_PLANS,
        PRE_PROCEEDINGS,
    ),
)

CHILD = Block(element="Child", field="child", least=1, most=None, parts=(IDENTIFIERS, CHARACTERISTICS, DETAILS))

CHILDREN = Block(element="Children", least=1, parts=(CHILD,))

MESSAGE = Block(element="Message", least=1, parts=(HEADER, CHILDREN))

# The keys that tell which child, episode, assessment or plan a row belongs to. Counters run from 1 in the
# order of the file: CINdetailsID within the child, the others within the episode's child too.
_CHILD_KEY = ("LAchildID",)
_EPISODE_KEY = ("LAchildID", "CINdetailsID")
_KEYS: dict[str, tuple[str, ...]] = {
    "Header": (),
    "ChildIdentifiers": _CHILD_KEY,
    "ChildCharacteristics": _CHILD_KEY,
    "Disabilities": _CHILD_KEY,
    "CINdetails": _EPISODE_KEY,
    "Assessments": (*_EPISODE_KEY, "AssessmentID"),
    "AssessmentFactorsList": (*_EPISODE_KEY, "AssessmentID"),
    "CINplanDates": _EPISODE_KEY,
    "Section47": _EPISODE_KEY,
    "ChildProtectionPlans": (*_EPISODE_KEY, "CPPID"),
    "Reviews": (*_EPISODE_KEY, "CPPID"),
    "PreProceedings": _EPISODE_KEY,
}


def _row_makers(block: Block) -> Iterator[Block | Item]:
    if block.table is not None:
        yield block
    for part in block.parts:
        if isinstance(part, Block):
            yield from _row_makers(part)
        elif part.table is not None:
            yield part


def _items_of(maker: Block | Item) -> tuple[Item, ...]:
    return (maker,) if isinstance(maker, Item) else tuple(maker.items)


_BY_TABLE: dict[str, Block | Item] = {maker.table: maker for maker in _row_makers(MESSAGE) if maker.table}

# The tables of the return, by name.
TABLES: dict[str, Table] = {name: Table(name, keys, _items_of(_BY_TABLE[name])) for name, keys in _KEYS.items()}


def blocks(block: Block = MESSAGE) -> Iterator[Block]:
    """Every block of the census, outermost first."""
    yield block
    for part in block.parts:
        if isinstance(part, Block):
            yield from blocks(part)


def items(block: Block = MESSAGE) -> Iterator[tuple[Block, Item]]:
    """Every item with the block it stands in, in the order of the census."""
    for part in block.parts:
        if isinstance(part, Block):
            yield from items(part)
        else:
            yield block, part
