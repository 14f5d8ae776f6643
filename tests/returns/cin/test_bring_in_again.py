"""Bringing a census file in: the same one again, a newer one, and an older one that undoes nothing."""

from __future__ import annotations

import datetime
import uuid

import pytest

from sightline.clocks.acts import rebuild
from sightline.record.models import Act, Involvement, Step
from sightline.returns.cin.acts import receive
from sightline.returns.cin.read import open_census
from sightline.returns.models import CensusFile, Reconciliation

from .bringing import (
    BY_HAND,
    D,
    bring,
    child_with,
    counts,
    facts_of,
    file_of,
    invented,
    listed,
    pathway,
    person,
    record,
    versions,
)
from .conftest import CHILD

pytestmark = pytest.mark.django_db


# --- the same file twice ----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing_and_says_so():
    stream = invented(60, clean=False)
    first = bring(stream)
    before, held, acts = versions(), record(), Act.objects.filter(kind="census.bring_in").count()
    second = bring(stream)
    assert (versions(), record()) == (before, held)
    assert Act.objects.filter(kind="census.bring_in").count() == acts
    assert CensusFile.objects.count() == 1 and Reconciliation.objects.count() == 2
    for tally in first.tallies.all():
        again = counts(second, tally.element)
        new = tally.new + tally.same  # a factor that stands twice is held already the second time
        assert again == {k: v for k, v in (("same", new), ("not_in", tally.not_in)) if v}, tally.element
    assert listed(second) == listed(first)


def test_a_form_sent_twice_keeps_one_file():
    stream, request = file_of(CHILD), uuid.uuid4()
    with open_census(stream) as opened:
        one, new = receive(BY_HAND, opened, stream, request=request)
        two, again = receive(BY_HAND, opened, stream, request=request)
    assert (new, again) == (True, False) and one == two


# --- a newer file -----------------------------------------------------------------------------------------


def test_a_newer_file_adds_and_corrects_in_the_open():
    bring(file_of(CHILD))
    plan, assessment = pathway()["cin:protection_plan:2025-06-25"], pathway()["cin:assessment:2025-06-03"]
    newer = child_with(
        ("<Ethnicity>WBRI", "<Ethnicity>MWBC"),
        ("<CPPendDate>2025-12-20", "<CPPendDate>2025-12-21"),
        ("<AssessmentFactors>16A", "<AssessmentFactors>17A"),
        ("<CPPreviewDate>2025-09-10</CPPreviewDate>", "<CPPreviewDate>2025-09-10</CPPreviewDate>\n"
         "<CPPreviewDate>2025-12-01</CPPreviewDate>"),
    )  # fmt: skip
    reconciliation = bring(file_of(newer, written="06-20"))
    assert person().ethnicity == "MWBC"
    assert facts_of(plan).ended_on == D("2025-12-21")
    assert list(facts_of(plan).history.order_by("pgh_id").values_list("ended_on", flat=True)) == [
        D("2025-12-20"), D("2025-12-21"),
    ]  # fmt: skip
    assert facts_of(assessment).factors == ["3B", "17A"]
    assert pathway()["cin:review_conference:2025-12-01"].led_from == plan
    assert {name: counts(reconciliation, name) for name in ("child", "referral", "assessment", "factor", "review")} == {
        "child": {"corrected": 1},
        "referral": {"same": 1},
        "assessment": {"corrected": 1},
        "factor": {"same": 1, "new": 1},
        "review": {"same": 1, "new": 1},
    }
    assert counts(reconciliation, "protection_plan") == {"corrected": 1} and listed(reconciliation) == []


def test_a_corrected_date_corrects_the_step_and_its_key():
    bring(file_of(CHILD))
    enquiry = pathway()["cin:enquiry:2025-06-05"]
    newer = file_of(child_with(("<S47ActualStartDate>2025-06-05", "<S47ActualStartDate>2025-06-06")), written="06-20")
    reconciliation = bring(newer)
    enquiry.refresh_from_db()
    assert (enquiry.happened_on, enquiry.key) == (D("2025-06-06"), "cin:enquiry:2025-06-06")
    assert Step.objects.filter(kind="enquiry").count() == 1
    assert list(enquiry.history.order_by("pgh_id").values_list("happened_on", flat=True)) == [
        D("2025-06-05"), D("2025-06-06"),
    ]  # fmt: skip
    assert pathway()["cin:initial_conference:2025-06-25"].led_from == enquiry
    assert counts(reconciliation, "enquiry") == {"corrected": 1}
    assert enquiry.clock_runs.get(clock="C11").started_on == D("2025-06-06")
    before = versions()
    bring(newer)
    assert versions() == before


def test_a_corrected_referral_date_corrects_the_involvement():
    bring(file_of(CHILD))
    reconciliation = bring(file_of(child_with(("2025-06-02", "2025-06-01")), written="06-20"))
    assert Involvement.objects.get(child=person()).opened_on == D("2025-06-01")
    assert pathway()["cin:referral:2025-06-01"].involvement.opened_on == D("2025-06-01")
    assert counts(reconciliation, "referral") == {"corrected": 1}
    assert Step.objects.count() == 7 and sum(changed for _, changed in rebuild()) == 0


def test_where_two_of_a_kind_are_left_nothing_is_guessed():
    block = CHILD[CHILD.index("<CINPlanDates>") : CHILD.index("<Section47>")]
    bring(file_of(CHILD))
    two = block.replace("2026-01-05", "2026-01-06") + block.replace("2026-01-05", "2026-02-06")
    reconciliation = bring(file_of(child_with((block, two)), written="06-20"))
    assert counts(reconciliation, "cin_plan") == {"new": 2}
    assert listed(reconciliation) == [("not_in_file", "CINPlanStartDate", "", "2026-01-05")]
    assert Step.objects.filter(kind="cin_plan").count() == 3


def test_another_episode_is_another_involvement():
    bring(file_of(CHILD))
    first = CHILD[CHILD.index("<CINdetails>") : CHILD.index("</Child>")]
    again = first.replace("2025-", "2026-").replace("2026-01", "2027-01")
    reconciliation = bring(file_of(child_with((first, first + again)), year=2027))
    assert [i.opened_on for i in Involvement.objects.order_by("opened_on")] == [D("2025-06-02"), D("2026-06-02")]
    assert counts(reconciliation, "referral") == {"new": 1, "same": 1}
    assert pathway()["cin:assessment:2026-06-03"].led_from == pathway()["cin:referral:2026-06-02"]


def test_what_a_newer_file_no_longer_tells_is_kept_and_listed():
    section = CHILD[CHILD.index("<CINPlanDates>") : CHILD.index("<Section47>")]
    bring(file_of(CHILD, CHILD.replace("A1", "A2")))
    reconciliation = bring(file_of(child_with((section, "")), written="06-20"))
    assert listed(reconciliation) == [
        ("not_in_file", "CINPlanStartDate", "", "2026-01-05"),
        ("not_in_file", "CINreferralDate", "", "2025-06-02"),
    ]
    assert list(reconciliation.listed.values_list("la_child_id", flat=True)) == ["A1", "A2"]
    assert "cin:cin_plan:2026-01-05" in pathway() and person("A2").steps.count() == 7


def test_what_no_longer_belongs_in_a_later_year_is_not_missed():
    closed = ("</PrimaryNeedCode>", "</PrimaryNeedCode><CINclosureDate>2026-01-31</CINclosureDate>"
              "<ReasonForClosure>RC7</ReasonForClosure>")  # fmt: skip
    nothing_more = child_with(("A1", "A3"), ("<ReferralNFA>false", "<ReferralNFA>true"))
    nothing_more = child_with((CHILD[CHILD.index("<Assessments>") : CHILD.index("<ReferralNFA>")], ""), of=nothing_more)
    nothing_more = child_with((CHILD[CHILD.index("<ChildPro") : CHILD.index("</CINdetails>")], ""), of=nothing_more)
    bring(file_of(child_with(closed), CHILD.replace("A1", "A2"), nothing_more))
    later = child_with(("A1", "A2"), (CHILD[CHILD.index("<Assessments>") : CHILD.index("<CINPlan")], ""))
    later = child_with((CHILD[CHILD.index("<Section47>") : CHILD.index("<ReferralNFA>")], ""), of=later)
    later = child_with((CHILD[CHILD.index("<ChildProtectionPlans>") : CHILD.index("</CINdetails>")], ""), of=later)
    reconciliation = bring(file_of(later, year=2027))
    assert listed(reconciliation) == []


def test_a_pupil_number_that_changed_ends_and_the_new_one_begins():
    bring(file_of(child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>A123456789012</UPN>"))))
    moved = child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>C123456789012</UPN><FormerUPN>A123456789012</FormerUPN>"))
    newer = file_of(moved, written="06-20")
    bring(newer)
    held = person().identifiers.order_by("id").values_list("scheme", "value", "starts_on", "ends_on")
    assert list(held) == [
        ("la_child_id", "A1", None, None),
        ("upn", "A123456789012", None, D("2026-06-20")),
        ("upn", "C123456789012", D("2026-06-20"), None),
        ("former_upn", "A123456789012", None, None),
    ]
    before = versions()
    bring(newer)
    assert versions() == before


def test_a_new_child_with_a_pupil_number_that_is_held_is_asked_about():
    numbered = child_with(("<UPNunknown>UN1</UPNunknown>", "<UPN>A123456789012</UPN>"))
    bring(file_of(numbered))
    reconciliation = bring(file_of(numbered, numbered.replace("A1<", "A2<"), written="06-20"))
    assert listed(reconciliation) == [("question", "UPN", "A123456789012", "A1")]
    assert person("A1") != person("A2")


# --- an older file ----------------------------------------------------------------------------------------


def test_an_older_file_never_undoes_what_a_newer_one_said():
    bring(file_of(CHILD, written="06-20"))
    held = record()
    older = child_with(
        ("<Ethnicity>WBRI", "<Ethnicity>MWBC"), ("<CPPendDate>2025-12-20</CPPendDate>", ""),
        ("<S47ActualStartDate>2025-06-05", "<S47ActualStartDate>2025-06-06"),
        ("<CPPreviewDate>2025-09-10</CPPreviewDate>", "<CPPreviewDate>2025-09-10</CPPreviewDate>\n"
         "<CPPreviewDate>2025-12-01</CPPreviewDate>"),
    )  # fmt: skip
    reconciliation = bring(file_of(older, written="05-01"))
    assert record() == held
    assert listed(reconciliation) == [
        ("older", "Ethnicity", "MWBC", "WBRI"),
        ("older", "S47ActualStartDate", "2025-06-06", "2025-06-05"),
        ("older", "CPPendDate", "", "2025-12-20"),
        ("older", "CPPreviewDate", "2025-12-01", ""),
    ]
    assert counts(reconciliation, "review") == {"same": 1, "not_in": 1}
    assert counts(reconciliation, "enquiry") == {"same": 1}


def test_a_newer_file_that_said_the_same_still_counts_as_having_said_it():
    """The first file said so, the second repeated it without a change; one between the two changes nothing."""
    bring(file_of(CHILD, written="05-01"))
    bring(file_of(CHILD, year=2026, written="07-01"))
    reconciliation = bring(file_of(child_with(("<Ethnicity>WBRI", "<Ethnicity>MWBC")), written="06-01"))
    assert person().ethnicity == "WBRI"
    assert listed(reconciliation) == [("older", "Ethnicity", "MWBC", "WBRI")]


def test_an_older_year_adds_what_only_it_can_tell():
    bring(file_of(child_with(("<CINreferralDate>2025-06-02", "<CINreferralDate>2024-06-02"))))
    older = child_with(
        ("<CINreferralDate>2025-06-02", "<CINreferralDate>2024-06-02"), ("2025-06-03", "2024-06-03"),
        ("2025-07-03", "2024-07-03"), (CHILD[CHILD.index("<CINPlan") :], ""),
    ) + "<ReferralNFA>0</ReferralNFA></CINdetails></Child>\n"  # fmt: skip
    reconciliation = bring(file_of(older, year=2025))
    assert counts(reconciliation, "assessment") == {"new": 1} and listed(reconciliation) == []
    assert pathway()["cin:assessment:2024-06-03"].involvement == pathway()["cin:referral:2024-06-02"].involvement
    assert sum(changed for _, changed in rebuild()) == 0


@pytest.mark.parametrize(
    ("last", "first"), [("2026-03-31", "2025-04-01"), ("2024-03-31", "2023-04-01"), ("2024-02-29", "2023-03-01")]
)
def test_the_year_of_a_census_is_twelve_months(last, first):
    assert CensusFile(reference_date=D(last)).period == (D(first), D(last))


def test_a_file_that_does_not_say_when_it_speaks_is_the_earlier():
    year, moment = D("2026-03-31"), datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    silent, dated = CensusFile(), CensusFile(reference_date=year)
    timed = CensusFile(reference_date=year, written_at=moment)
    assert silent.told_at < dated.told_at < timed.told_at and silent.period is None
