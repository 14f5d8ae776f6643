"""Small census files written by hand."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

HEADER = """  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2026</Year>
      <ReferenceDate>2026-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>999</LEA>
      <SoftwareCode>By hand</SoftwareCode>
      <SerialNo>001</SerialNo>
      <DateTime>2026-05-01T09:00:00</DateTime>
    </Source>
  </Header>
"""

CHILD = """<Child>
<ChildIdentifiers>
<LAchildID>A1</LAchildID>
<UPNunknown>UN1</UPNunknown>
<PersonBirthDate>2024-06-01</PersonBirthDate>
<Sex>F</Sex>
</ChildIdentifiers>
<ChildCharacteristics>
<Ethnicity>WBRI</Ethnicity>
<Disabilities>
<Disability>NONE</Disability>
</Disabilities>
</ChildCharacteristics>
<CINdetails>
<CINreferralDate>2025-06-02</CINreferralDate>
<ReferralSource>6</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode>
<Assessments>
<AssessmentActualStartDate>2025-06-03</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2025-07-03</AssessmentAuthorisationDate>
<FactorsIdentifiedAtAssessment>
<AssessmentFactors>3B</AssessmentFactors>
<AssessmentFactors>16A</AssessmentFactors>
</FactorsIdentifiedAtAssessment>
</Assessments>
<CINPlanDates>
<CINPlanStartDate>2026-01-05</CINPlanStartDate>
</CINPlanDates>
<Section47>
<S47ActualStartDate>2025-06-05</S47ActualStartDate>
<InitialCPCtarget>2025-06-26</InitialCPCtarget>
<DateOfInitialCPC>2025-06-25</DateOfInitialCPC>
<ICPCnotRequired>0</ICPCnotRequired>
</Section47>
<ReferralNFA>false</ReferralNFA>
<ChildProtectionPlans>
<CPPstartDate>2025-06-25</CPPstartDate>
<CPPendDate>2025-12-20</CPPendDate>
<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>
<LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>
<NumberOfPreviousCPP>0</NumberOfPreviousCPP>
<Reviews>
<CPPreviewDate>2025-09-10</CPPreviewDate>
</Reviews>
</ChildProtectionPlans>
</CINdetails>
</Child>
"""


def census(*children: str, header: str = HEADER, root: str = "Message") -> str:
    inside = "".join(children) or CHILD
    return f"<{root}>\n{header}<Children>\n{inside}</Children>\n</{root.split()[0]}>\n"


def line_of(text: str, part: str, *, nth: int = 1) -> int:
    """The line on which the nth appearance of a part begins."""
    at = -1
    for _ in range(nth):
        at = text.index(part, at + 1)
    return text.count("\n", 0, at) + 1


def as_file(text: str | bytes) -> BytesIO:
    return BytesIO(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def spoilt() -> Callable[[str, str], str]:
    """A census whose one child has one piece of text replaced by another."""

    def replace(old: str, new: str) -> str:
        assert old in CHILD
        return census(CHILD.replace(old, new, 1))

    return replace
