"""The acts of oversight, by subject."""

from sightline.oversight.acts.absences import CannotStandInError, cover, end_absence, record_absence, withdraw_absence
from sightline.oversight.acts.allocating import (
    CannotHoldError,
    Holding,
    OverCeilingError,
    Override,
    allocate,
    end_allocations,
)
from sightline.oversight.acts.closing import Closing, close_cases, reopen_cases
from sightline.oversight.acts.delays import explain_delay

__all__ = [
    "CannotHoldError",
    "CannotStandInError",
    "Closing",
    "Holding",
    "OverCeilingError",
    "Override",
    "allocate",
    "close_cases",
    "cover",
    "end_absence",
    "end_allocations",
    "explain_delay",
    "record_absence",
    "reopen_cases",
    "withdraw_absence",
]
