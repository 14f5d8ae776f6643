"""The worked cases that our rules answer otherwise, each with the reason, argued from the rule's statement."""

from __future__ import annotations

# By code and the case's number in the file of cases.
EXCEPTIONS: dict[str, str] = {
    "9007-64": "The rule asks that a letter before proceedings, once sent, comes with an answer on the offer of a "
    "family group decision-making meeting. The worked case faults the other way round: an offer with no letter "
    "(row 1), and not the letter with no answer (row 4).",
}
