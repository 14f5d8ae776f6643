"""Worked cases that our rules answer otherwise, each with the reason from the rule's statement.

The key is the rule and the number of the case in the file, counted from 1.
"""

_INTERNAL = "A check of another validator's own, that its files agree with each other. The Department has no such rule."
_RETIRED = "The published lists of 2022-23 to 2026-27 have no rule of this number: it was withdrawn or renumbered."

# Codes of worked cases that are no rules of these years, so that we hold none.
NOT_RULES: dict[str, str] = {
    **dict.fromkeys(
        ("INT01", "INT04", "INT06", "INT07", "INT08", "INT13", "INT14", "INT15", "INT16", "INT17", "INT18", "INT21"),
        _INTERNAL,
    ),
    **dict.fromkeys(("INT32", "INT33", "INT36"), _INTERNAL),
    **dict.fromkeys(("230", "445", "451", "555", "556"), _RETIRED),
    **dict.fromkeys(("SW01STG1", "SW03STG1", "SW11aSTG2", "SW15STG2", "SW16aSTG2", "SW16bSTG2", "SW16cSTG2"), _RETIRED),
}

_AS_READ = (
    "An empty cell is not given, and a code in small letters is read as the code: the rule has no quarrel with it."
)

EXCEPTIONS: dict[str, str] = {
    "120-18": _AS_READ,
    "132-19": f"{_AS_READ} The rule speaks of an activity that is given; that it is missing is for rule 153.",
    "175-33": _AS_READ,
    "176-34": _AS_READ,
    "177-35": _AS_READ,
    "210-58": "UN4 needs every episode to start on or after 24 March. The case faults those that do and spares child "
    "667, whose only episode started on 1 January.",
    "336-68": "The rule is of A3 and A5, adoption by the child's own foster carer. The case tests A3 and A4.",
    "374-80": "A child of two months in residential employment breaks the rule whether or not the episode has ended.",
    "380-85": "The rule is of a period of care that starts in a temporary placement (S). A change of legal status (L) "
    "while in one starts nothing.",
    "503E-113": (
        "An episode is carried over when last year's return left an episode open that starts on the same day. Child "
        "444's starts on 5 June and last year's on the 8th, 9th and 19th, so there is none to compare it with."
    ),
    "558-135": (
        "An adopted child's latest decision must not be reversed. Children F and G have one decision each, reversed, "
        "so it is their latest; the case expects only children with two reversed decisions."
    ),
    "578-143": (
        "No missing period starts on or after the day care ended. Child 6 went missing before care began, which is "
        "rule 581's to say, and care had not ended."
    ),
    "581-145": (
        "No missing period starts before care did. Child 555 went missing after care had ended, which is rule 578's "
        "to say."
    ),
    "631-155": (
        "Codes are read in capitals, so p1 is P1, and an empty cell is no answer: with nothing else in the row there "
        "is nothing to check."
    ),
    "635-157": (
        "An authority is given only when the kind of permanence is P1 to P4; child 6 has one with Z1, which says that "
        "there was none."
    ),
    "702-200": "An order may not end before it starts; ending on the same day is not before it.",
    "705-201": (
        "Row order does not matter: in order of time it is the order of 4 January that starts while that of 3 to 6 "
        "January runs, not the other way round."
    ),
    "707-203": (
        "A child who left care has no open order. Child 6's order ended in 1981, long before care did, so it was not "
        "open."
    ),
    "710-205": "An order that has not ended overlaps the episodes after it begins, so row 6 is at fault as well.",
    "SW09STG2-181": (
        "A social worker's time with a child lasts at least a day. One that ends the day before it starts does not, "
        "as little as one that ends on the day."
    ),
}
