"""The code sets of the children in need census, collection years 2022 to 2027.

Read from the census schemas of 2022 to 2026 held by Social Finance's data pipeline and from the rules in
the Data to Insight validator. The labels are plain words of our own and change no meaning. The codes of
2027 are those of 2026 with the pre-proceedings outcome added, until the Department's list for that year has
been read.
"""

from __future__ import annotations

from sightline.law.code_sets import Code, CodeSet

FIRST_YEAR = 2022
LAST_YEAR = 2027


def _codes(pairs: dict[str, str]) -> tuple[Code, ...]:
    return tuple(Code(code, label) for code, label in pairs.items())


def _set(
    name: str, items: tuple[str, ...], codes: tuple[Code, ...], first: int = FIRST_YEAR, last: int = LAST_YEAR
) -> CodeSet:
    return CodeSet(name, items, codes, first, last)


YES_NO = _set("Yes or no", ("N00111", "N00112"), _codes({"0": "No", "1": "Yes"}))

UPN_UNKNOWN = _set(
    "Why the unique pupil number is not known",
    ("N00135",),
    (
        Code("UN1", "Not of school age, so no number has been given yet"),
        Code("UN2", "Has never been to a maintained school in England"),
        Code("UN3", "Educated outside England"),
        Code("UN4", "Became in need or looked after shortly before the end of the year, and not known yet"),
        Code("UN5", "Sources disagree, so the number cannot be matched with confidence"),
        Code("UN6", "UN6 (meaning not found in any source held)", verified=False),
        Code("UN7", "Referral that led to no further action"),
    ),
)

SEX = _set("Sex", ("N00783",), _codes({"M": "Male", "F": "Female", "U": "Unknown"}), first=2025)

GENDER_UNTIL_2024 = _set(
    "Gender (until the 2024 collection)",
    (),
    _codes({"1": "Male", "2": "Female", "0": "Not recorded, or unborn", "9": "Indeterminate"}),
    last=2024,
)

_SEX_OF_GENDER = {"1": "M", "2": "F", "0": "U", "9": "U"}


def sex_from_gender(gender: str) -> str:
    """The sex code that stands for a gender code of a collection up to 2024."""
    try:
        return _SEX_OF_GENDER[gender]
    except KeyError:
        raise KeyError(f"{gender!r} is not a gender code of the census up to 2024 (0, 1, 2 or 9).") from None


ETHNICITY = _set(
    "Ethnicity",
    ("N00177",),
    _codes(
        {
            "WBRI": "White British",
            "WIRI": "White Irish",
            "WIRT": "Traveller of Irish heritage",
            "WOTH": "Any other White background",
            "WROM": "Gypsy or Roma",
            "MWBC": "White and Black Caribbean",
            "MWBA": "White and Black African",
            "MWAS": "White and Asian",
            "MOTH": "Any other mixed background",
            "AIND": "Indian",
            "APKN": "Pakistani",
            "ABAN": "Bangladeshi",
            "AOTH": "Any other Asian background",
            "BCRB": "Black Caribbean",
            "BAFR": "Black African",
            "BOTH": "Any other Black background",
            "CHNE": "Chinese",
            "OOTH": "Any other ethnic group",
            "REFU": "Refused to say",
            "NOBT": "Not yet obtained",
        }
    ),
)

DISABILITY = _set(
    "Disability",
    ("N00099",),
    _codes(
        {
            "NONE": "No disability",
            "MOB": "Mobility",
            "HAND": "Hand function",
            "PC": "Personal care",
            "INC": "Incontinence",
            "COMM": "Communication",
            "LD": "Learning",
            "HEAR": "Hearing",
            "VIS": "Vision",
            "BEH": "Behaviour",
            "CON": "Consciousness",
            "AUT": "Autism",
            "DDA": "Another disability",
        }
    ),
)

REFERRAL_SOURCE = _set(
    "Source of the referral",
    ("N00152",),
    (
        Code("1A", "Individual: family member, relative or carer"),
        Code("1B", "Individual: acquaintance, such as a neighbour or childminder"),
        Code("1C", "Individual: the child or young person themselves"),
        Code("1D", "Individual: someone else, including a stranger"),
        Code("2A", "School"),
        Code("2B", "Education service"),
        Code("3A", "Health: general practitioner"),
        Code("3B", "Health: health visitor"),
        Code("3C", "Health: school nurse"),
        Code("3D", "Health: another primary health service"),
        Code("3E", "Health: accident and emergency department"),
        Code("3F", "Health: another health service, such as a hospice"),
        Code("4", "Housing: the authority or a housing association"),
        Code("5A", "This authority: social care, such as adult social care"),
        Code("5B", "This authority: another department, such as youth offending (not housing)"),
        Code("5C", "Another authority, such as its adult social care"),
        Code("5D", "This authority: early help", from_year=2023),
        Code("6", "Police"),
        Code("7", "Another legal agency: court, probation, immigration, Cafcass or prison"),
        Code("8", "Another source: children's centre, independent provider or voluntary organisation"),
        Code("9", "Anonymous"),
        Code("10", "Unknown"),
    ),
)

CATEGORY_OF_ABUSE = _set(
    "Category of abuse",
    ("N00113", "N00114"),
    _codes(
        {
            "NEG": "Neglect",
            "PHY": "Physical abuse",
            "SAB": "Sexual abuse",
            "EMO": "Emotional abuse",
            "MUL": "Multiple (not recommended)",
        }
    ),
)

PRIMARY_NEED = _set(
    "Primary need",
    ("N00101",),
    (
        Code("N1", "Abuse or neglect", to_year=2025),
        Code("N1", "Abuse, neglect and exploitation", from_year=2026),
        Code("N2", "Child's disability"),
        Code("N3", "Parent's disability or illness"),
        Code("N4", "Family in acute stress"),
        Code("N5", "Family dysfunction"),
        Code("N6", "Socially unacceptable behaviour"),
        Code("N7", "Low income"),
        Code("N8", "Absent parenting"),
        Code("N9", "Case other than a child in need"),
        Code("N0", "Not stated"),
    ),
)

REASON_FOR_CLOSURE = _set(
    "Reason for closing the case",
    ("N00103",),
    (
        Code("RC1", "Adopted"),
        Code("RC2", "Died"),
        Code("RC3", "Child arrangements order"),
        Code("RC4", "Special guardianship order"),
        Code("RC5", "Moved to the services of another local authority"),
        Code("RC6", "Moved to adult social care"),
        Code("RC7", "Services ended for another reason, including that the child is no longer in need"),
        Code("RC8", "Closed after assessment, with no further action"),
        Code("RC9", "Closed after assessment, and referred to early help", from_year=2023),
    ),
)

# 18A and 19A left the list with the 2025 collection. The schema still lets them through; a rule queries them.
ASSESSMENT_FACTOR = _set(
    "Factors found at assessment",
    ("N00181",),
    (
        *_codes(
            {
                "1A": "Alcohol misuse: the child",
                "1B": "Alcohol misuse: a parent or carer",
                "1C": "Alcohol misuse: another person in the household",
                "2A": "Drug misuse: the child",
                "2B": "Drug misuse: a parent or carer",
                "2C": "Drug misuse: another person in the household",
                "3A": "Domestic abuse: the child is subjected to it",
                "3B": "Domestic abuse: a parent or carer is subjected to it",
                "3C": "Domestic abuse: another person in the household is subjected to it",
                "4A": "Mental health: the child",
                "4B": "Mental health: a parent or carer",
                "4C": "Mental health: another person in the family or household",
                "5A": "Learning disability: the child",
                "5B": "Learning disability: a parent or carer",
                "5C": "Learning disability: another person in the family or household",
                "6A": "Physical disability or illness: the child",
                "6B": "Physical disability or illness: a parent or carer",
                "6C": "Physical disability or illness: another person in the family or household",
                "7A": "Young carer",
                "8B": "Privately fostered: child from overseas who intends to return",
                "8C": "Privately fostered: child from overseas who intends to stay",
                "8D": "Privately fostered: child from the UK in an educational placement",
                "8E": "Privately fostered: child from the UK in another family arrangement",
                "8F": "Privately fostered: another arrangement",
                "9A": "Unaccompanied asylum-seeking child",
                "10A": "Going missing",
                "11A": "Child sexual exploitation",
                "12A": "Trafficking",
                "13A": "Gangs",
                "14A": "Socially unacceptable behaviour",
                "15A": "Self-harm",
                "16A": "Neglect",
                "17A": "Emotional abuse",
            }
        ),
        Code("18A", "Physical abuse (by a child or by an adult)", to_year=2024),
        Code("18B", "Physical abuse by another child"),
        Code("18C", "Physical abuse by an adult"),
        Code("19A", "Sexual abuse (by a child or by an adult)", to_year=2024),
        Code("19B", "Sexual abuse by another child"),
        Code("19C", "Sexual abuse by an adult"),
        Code("20", "Another factor"),
        Code("21", "No factor found (never together with another)"),
        Code("22A", "Female genital mutilation"),
        Code("23A", "Abuse linked to faith or belief"),
        Code("24A", "Child criminal exploitation"),
    ),
)

# The labels of the Department's set CS131 have not been seen.
PRE_PROCEEDINGS_OUTCOME = _set(
    "Outcome of pre-proceedings",
    ("N00833",),
    tuple(Code(code, f"Outcome {code} (meaning not found in any source held)", verified=False) for code in "ABC"),
    first=2027,
)

ALL: tuple[CodeSet, ...] = (
    YES_NO,
    UPN_UNKNOWN,
    SEX,
    GENDER_UNTIL_2024,
    ETHNICITY,
    DISABILITY,
    REFERRAL_SOURCE,
    CATEGORY_OF_ABUSE,
    PRIMARY_NEED,
    REASON_FOR_CLOSURE,
    ASSESSMENT_FACTOR,
    PRE_PROCEEDINGS_OUTCOME,
)
