"""The tables of oversight, by subject."""

from sightline.oversight.models.absence import Absence
from sightline.oversight.models.allocation import Allocation, CaseloadOverride
from sightline.oversight.models.delay import Delay

__all__ = ["Absence", "Allocation", "CaseloadOverride", "Delay"]
