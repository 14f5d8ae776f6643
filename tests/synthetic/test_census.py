"""The invented census: always the same, read without a fault, and clean by the Department's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.returns.cin.faults import FaultKind
from sightline.returns.cin.read import open_census
from sightline.returns.cin.records import Child, Details
from sightline.synthetic.census import write_census
from sightline.synthetic.pupil_number import upn

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def written(children: int, **options: object) -> BytesIO:
    stream = BytesIO()
    write_census(stream, children=children, **options)  # type: ignore[arg-type]
    return stream


@pytest.mark.parametrize("clean", [True, False])
def test_one_seed_writes_one_file(clean: bool, tmp_path: Path) -> None:
    first = written(40, seed=5, clean=clean).getvalue()
    assert first == written(40, seed=5, clean=clean).getvalue() != written(40, seed=6).getvalue()
    write_census(tmp_path / "return.xml", children=40, seed=5, clean=clean)
    assert (tmp_path / "return.xml").read_bytes() == first


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
@pytest.mark.parametrize("all_modules", [True, False])
def test_a_clean_file_is_read_without_a_fault_and_breaks_no_rule(year: int, all_modules: bool) -> None:
    stream = BytesIO()
    told = write_census(stream, children=600, year=year, seed=year, all_modules=all_modules)
    file = open_census(stream)
    assert file.faults == () and file.year == year and dict(file.elements) == dict(told.elements)
    children = list(file.children())
    assert [child.faults for child in children if child.faults] == []
    assert len(children) == len({child.la_child_id for child in children}) == 600
    broken = Counter(rule for child in children for rule in rules_broken(child, year))
    assert broken == Counter()
    upns = [child.identifiers.upn for child in children if child.identifiers and child.identifiers.upn]
    assert len(upns) == len(set(upns))  # 1520
    codes = {row.code for child in children for row in child.disabilities} - {"NONE"}
    assert len(codes) > 7 and any(len(child.disabilities) > 1 for child in children)  # 2887Q, 2888Q
    starts, conferences = plans_and_conferences(children, year)
    assert starts <= conferences  # 2883
    assert (file.totals["PreProceedings"] > 0) == (year >= 2027)  # 8995Q
    assert all(file.totals[table] for table in file.totals if table != "PreProceedings")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), year=st.integers(2023, 2030), all_modules=st.booleans())
def test_whatever_the_seed_no_rule_is_broken(seed: int, year: int, all_modules: bool) -> None:
    file = open_census(written(60, seed=seed, year=year, all_modules=all_modules), codes=lambda *_: True)
    children = list(file.children())
    assert [rule for child in children for rule in rules_broken(child, year)] == []
    assert not any(child.faults for child in children)


def test_planted_faults_are_the_faults_found() -> None:
    stream = BytesIO()
    told = write_census(stream, children=400, clean=False)
    file = open_census(stream)
    found = {(str(fault.kind), str(fault.child), fault.element) for child in file.children() for fault in child.faults}
    in_values = {(plant.what, plant.child, plant.element) for plant in told.planted}
    unknown = {plant for plant in in_values if plant[0] == FaultKind.UNKNOWN_ELEMENT}
    assert found == in_values - unknown and len(in_values) > 5
    assert sum(fault.count for fault in file.faults) == len(unknown)


@pytest.mark.parametrize("options", [{"children": 0}, {"year": 2022}, {"year": 2999}, {"authority": "12a"}])
def test_what_cannot_be_written_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        write_census(BytesIO(), **{"children": 1, **options})  # type: ignore[arg-type]


def test_a_pupil_number_has_its_check_letter() -> None:
    assert (
        upn("201", 1234, 2015, 7)[0]
        == LETTERS[sum(int(digit) * weight for digit, weight in zip("201123415007", range(2, 14), strict=True)) % 23]
    )


# --- the Department's rules, said again here so that the writer does not judge itself ----------------------


def plans_and_conferences(children: list[Child], year: int) -> tuple[int, int]:
    begins = date(year - 1, 4, 1)
    episodes = [episode for child in children for episode in child.details]
    plans = [plan for episode in episodes for plan in episode.protection_plans]
    starts = sum(1 for plan in plans if plan.start_date and plan.start_date >= begins)
    held = sum(1 for episode in episodes for s47 in episode.section_47s if s47.conference_date)
    return starts, held + sum(1 for episode in episodes if episode.conference_date)


def rules_broken(child: Child, year: int) -> Iterator[str]:
    """The number of each rule that the child's record breaks."""
    begins, ends = date(year - 1, 4, 1), date(year, 3, 31)
    who = child.identifiers
    assert who is not None and child.la_child_id is not None
    if not (child.la_child_id.isalnum() and len(child.la_child_id) <= 20):
        yield "1570 1580"
    if who.upn:
        total = sum(int(digit) * weight for weight, digit in enumerate(who.upn[1:], start=2))
        if who.upn[0] != LETTERS[total % 23]:
            yield "1510"
    if (who.birth_date is None) == (who.expected_birth_date is None):
        yield "8525Q"
    if who.birth_date and who.birth_date > ends:
        yield "8520"
    due = who.expected_birth_date
    if due and not ends - timedelta(days=30) < due < ends + timedelta(days=270):
        yield "8530Q"
    sex = who.sex if year >= 2025 else {"1": "M", "2": "F", "0": "U"}[str(who.gender_current)]
    if (sex == "U") != (who.birth_date is None):
        yield "8750"
    went_on = [episode for episode in child.details if not episode.no_further_action]
    codes = [row.code for row in child.disabilities]
    if who.birth_date and went_on and not codes:
        yield "8540"
    if len(codes) != len(set(codes)) or ("NONE" in codes and len(codes) > 1):
        yield "8790 8794"
    if who.upn_unknown == "UN7" and went_on:
        yield "8772"
    if who.birth_date and went_on and not who.upn and who.upn_unknown == "UN1":
        next_august = date(year, 8, 31)
        if who.birth_date.replace(day=1).replace(year=who.birth_date.year + 6) <= next_august:
            yield "8770Q"
    died = who.death_date
    if died and (not begins <= died <= ends or (who.birth_date and died < who.birth_date)):
        yield "8545Q 8535Q"
    for episode in child.details:
        yield from _episode(episode, begins, ends, who.birth_date or due)
        if (episode.closure_reason == "RC2") != (died is not None) and episode is child.details[-1]:
            yield "8585Q"
        if died and any(day > died for day in _days(episode)):
            yield "8555Q 8915 8920 4008 4009Q"
    open_ones = [episode for episode in went_on if episode.closure_date is None]
    if len(open_ones) > 1:
        yield "8815"
    if open_ones and open_ones[0] is not max(child.details, key=lambda each: each.referral_date or ends):
        yield "8816"
    for one, other in combinations(child.details, 2):
        if _overlap(_run(one, ends), _run(other, ends)):
            yield "8820"
    plans = [plan for episode in child.details for plan in episode.protection_plans]
    if sum(1 for plan in plans if plan.end_date is None) > 1:
        yield "8935"
    for one, other in pairwise(plans):
        if _overlap((one.start_date, one.end_date or ends), (other.start_date, other.end_date or ends)):
            yield "8940"


def _run(episode: Details, ends: date) -> tuple[date | None, date | None]:
    if episode.closure_date is None and episode.no_further_action:
        return episode.referral_date, episode.referral_date
    return episode.referral_date, episode.closure_date or ends


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    assert one[0] and one[1] and other[0] and other[1]
    return one[0] <= other[1] and other[0] <= one[1]


def _days(episode: Details) -> Iterator[date]:
    """Every day on which something happened in the episode after the referral."""
    found = [episode.conference_date]
    for assessment in episode.assessments:
        found += [assessment.start_date, assessment.internal_review_date, assessment.authorisation_date]
    for s47 in episode.section_47s:
        found += [s47.start_date, s47.conference_date]
    for plan in episode.cin_plans:
        found += [plan.start_date, plan.end_date]
    for protection in episode.protection_plans:
        found += [protection.start_date, protection.end_date]
        found += [review.date for review in protection.reviews]
    for step in episode.pre_proceedings:
        found += [step.start_date, step.letter_before_date, step.first_meeting_date, step.step_decision_date]
        found += [step.court_application_date, step.proceedings_letter_date]
    yield from (day for day in found if day is not None)


def _episode(episode: Details, begins: date, ends: date, born: date | None) -> Iterator[str]:
    referral, closure = episode.referral_date, episode.closure_date
    assert referral is not None and born is not None
    days = list(_days(episode))
    if referral > ends or (born - referral).days > 280:
        yield "8600 8606"
    if any(day < referral for day in days) or (closure and closure < referral):
        yield "1103 1104 1105 2889 4015 8630"
    if any(day > (closure or ends) for day in days):
        yield "8565 and the year's end"
    if closure and not begins <= closure <= ends:
        yield "8620"
    if (closure is None) != (episode.closure_reason is None):
        yield "8805 8810"
    if episode.no_further_action:
        if referral < begins or days:
            yield "8569Q 8831 8832 4000"
        return
    if not episode.primary_need:
        yield "8610"
    if episode.closure_reason in ("RC8", "RC9"):
        others = (episode.section_47s, episode.protection_plans, episode.cin_plans, episode.conference_date)
        if any(others) or not episode.assessments:
            yield "2990 8825Q"
    if episode.section_47s and not episode.assessments:
        yield "2991Q"
    yield from _assessments(episode, begins, ends)
    yield from _enquiries(episode, begins, ends)
    yield from _plans(episode, begins, ends)
    yield from _pre_proceedings(episode, begins, ends)


def _assessments(episode: Details, begins: date, ends: date) -> Iterator[str]:
    unfinished = [each for each in episode.assessments if each.authorisation_date is None]
    if len(unfinished) > (0 if episode.closure_date else 1):
        yield "8896 8867"
    for assessment in episode.assessments:
        start, finish = assessment.start_date, assessment.authorisation_date
        assert start is not None
        codes = [factor.code for factor in assessment.factors]
        if finish is None:
            if codes or start < begins or CALENDAR.working_days_elapsed(start, ends) > 43:
                yield "8614 8736 8670Q"
        elif finish < start or not begins <= finish <= ends or not codes:
            yield "8608 8696 8897Q"
        if len(codes) != len(set(codes)) or ("21" in codes and len(codes) > 1):
            yield "8898 8869"
        if codes == ["21"] and len(episode.assessments) == 1 and episode.closure_reason not in ("RC8", "RC9", None):
            yield "8873Q"
    for one, other in combinations(episode.assessments, 2):
        if _overlap(
            (one.start_date, one.authorisation_date or ends),
            (other.start_date, other.authorisation_date or ends),
        ):
            yield "8863Q"


def _enquiries(episode: Details, begins: date, ends: date) -> Iterator[str]:
    conferences = [s47.conference_date for s47 in episode.section_47s if s47.conference_date]
    if conferences and episode.conference_date:
        yield "2884"
    pending = 0
    for s47 in episode.section_47s:
        start, held = s47.start_date, s47.conference_date
        assert start is not None
        if held and (held < start or not begins <= held <= ends):
            yield "8615 8715"
        if held is None and not s47.conference_not_required:
            pending += 1
            if start < begins or CALENDAR.working_days_elapsed(start, ends) > 13:
                yield "8740 8675Q"
        if s47.conference_target and s47.conference_target.weekday() > 4:
            yield "8870Q"
    if pending > (0 if episode.closure_date else 1):
        yield "8839 8868"
    for day in [*conferences, *([episode.conference_date] if episode.conference_date else [])]:
        if not CALENDAR.is_working_day(day):
            yield "8875, or a bank holiday"
    for one, other in pairwise(episode.section_47s):
        end = one.conference_date or (one.start_date if one.conference_not_required else ends)
        if other.start_date and end and other.start_date <= end:
            yield "8890"


def _plans(episode: Details, begins: date, ends: date) -> Iterator[str]:
    conferences = {s47.conference_date for s47 in episode.section_47s} or {episode.conference_date}
    open_protection = any(plan.end_date is None for plan in episode.protection_plans)
    open_plans = sum(1 for plan in episode.cin_plans if plan.end_date is None)
    if open_plans > (0 if open_protection else 1):
        yield "4001 4004"
    for protection in episode.protection_plans:
        start, finish = protection.start_date, protection.end_date
        assert start is not None
        if start > ends or (finish and (finish <= start or not begins <= finish <= ends)):
            yield "8720 8840 8925 8930"
        if start >= begins and start not in conferences:
            yield "2885"
        if any(review.date is None or review.date <= start for review in protection.reviews):
            yield "8841 8842Q"
        for plan in episode.cin_plans:
            assert plan.start_date is not None
            last = plan.end_date or ends
            if start <= plan.start_date < (finish or ends) or plan.start_date <= start < last:
                yield "4016 4017"
            for review in protection.reviews:
                if review.date and plan.start_date <= review.date <= last and review.date != finish:
                    yield "4003"
    for plan in episode.cin_plans:
        assert plan.start_date is not None
        if plan.start_date > ends:
            yield "4010"
        if plan.end_date and (plan.end_date <= plan.start_date or not begins <= plan.end_date <= ends):
            yield "4011 4012Q 4013"
    for one, other in combinations(episode.cin_plans, 2):
        if _overlap((one.start_date, one.end_date or ends), (other.start_date, other.end_date or ends)):
            yield "4014"


def _pre_proceedings(episode: Details, begins: date, ends: date) -> Iterator[str]:
    for each in episode.pre_proceedings:
        steps = [
            each.start_date,
            each.letter_before_date,
            each.first_meeting_date,
            each.step_decision_date,
            each.court_application_date,
            each.proceedings_letter_date,
        ]
        days = [day for day in steps if day is not None]
        if days != sorted(days) or any(not begins <= day <= ends for day in days):
            yield "9005 9006 9008 9009 9012 9013"
        if each.letter_before_date and each.family_meeting_offered is None:
            yield "9007"
        if each.family_meeting_offered and each.family_meeting_held is None:
            yield "9010Q"
        if each.outcome not in (None, "A", "B", "C"):
            yield "9011"
        if each.first_meeting_date and each.review_meetings is None:
            yield "9015Q"
