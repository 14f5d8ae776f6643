"""The counting conventions, at their edges and against a plain walk."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.law.counting import at_least, same_day, within

from . import reference

D = dt.date
EVENT = "the event"
LONDON = ZoneInfo("Europe/London")
starts = st.dates(D(1991, 1, 1), D(2034, 6, 1))
numbers = st.integers(1, 130)

COUNTED = st.one_of(
    st.builds(lambda n: within(n).working_days_after(EVENT), numbers),
    st.builds(lambda n: within(n).working_days_beginning_with(EVENT), numbers),
    st.builds(lambda n: within(n).calendar_days_after(EVENT), numbers),
    st.builds(lambda n: within(n).calendar_days_beginning_with(EVENT), numbers),
    st.builds(lambda n: within(n).weeks_after(EVENT), st.integers(1, 52)),
    st.builds(lambda n: within(n).months_after(EVENT), st.integers(1, 36)),
    st.builds(lambda n: within(n).months_beginning_with(EVENT), st.integers(1, 36)),
    st.builds(lambda n: at_least(n).working_days_before(EVENT), numbers),
    st.builds(lambda n: at_least(n).calendar_days_before(EVENT), numbers),
    st.builds(lambda n: at_least(n).weeks_before(EVENT), st.integers(1, 52)),
    st.builds(lambda n: at_least(n).months_before(EVENT), st.integers(1, 11)),
    st.builds(lambda n: within(n).weeks_of_pregnancy(), st.integers(1, 42)),
    st.just(same_day(EVENT)),
)


def due(convention, start, calendar=CALENDAR):
    return convention.due_date(start, calendar)


# Working days, at the edges


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (1, D(2026, 3, 2), D(2026, 3, 3)),  # Monday to Tuesday
        (1, D(2026, 3, 6), D(2026, 3, 9)),  # Friday to Monday
        (1, D(2026, 3, 7), D(2026, 3, 9)),  # Saturday: Monday is day 1
        (1, D(2026, 3, 8), D(2026, 3, 9)),  # Sunday: Monday is day 1
        (1, D(2026, 4, 2), D(2026, 4, 7)),  # the Thursday before Easter
        (1, D(2026, 4, 3), D(2026, 4, 7)),  # Good Friday itself
        (2, D(2026, 4, 6), D(2026, 4, 8)),  # Easter Monday: Tuesday is day 1
        (1, D(2025, 12, 24), D(2025, 12, 29)),  # Christmas, Boxing Day, weekend
        (5, D(2026, 12, 24), D(2027, 1, 5)),  # year end, with a substitute day
        (1, D(2021, 12, 31), D(2022, 1, 4)),  # New Year's Day on a Saturday
        (15, D(2026, 3, 2), D(2026, 3, 23)),  # three plain weeks
        (15, D(2022, 9, 1), D(2022, 9, 23)),  # across the State Funeral
        (10, D(2023, 4, 27), D(2023, 5, 15)),  # across Early May and the Coronation
        (10, D(2022, 5, 26), D(2022, 6, 13)),  # across both Jubilee days; 30 May was a working day
        (45, D(2026, 3, 2), D(2026, 5, 7)),
        (1, D(2024, 2, 28), D(2024, 2, 29)),  # leap day is a Thursday
        (2, D(2023, 2, 27), D(2023, 3, 1)),  # no leap day
    ],
)
def test_working_days_after(number, start, expected):
    assert due(within(number).working_days_after(EVENT), start) == expected


def test_forty_five_is_forty_five_and_not_forty_four():
    start = D(2026, 1, 5)
    assert CALENDAR.working_days_elapsed(start, due(within(45).working_days_after(EVENT), start)) == 45


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (1, D(2026, 3, 2), D(2026, 3, 2)),  # the day itself is day 1
        (5, D(2026, 3, 2), D(2026, 3, 6)),
        (1, D(2026, 3, 7), D(2026, 3, 9)),  # a Saturday is not day 1
        (2, D(2026, 4, 2), D(2026, 4, 7)),
    ],
)
def test_working_days_beginning_with(number, start, expected):
    assert due(within(number).working_days_beginning_with(EVENT), start) == expected


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (2, D(2026, 3, 4), D(2026, 3, 2)),
        (2, D(2026, 3, 3), D(2026, 2, 27)),
        (1, D(2026, 3, 8), D(2026, 3, 6)),  # from a Sunday, Friday is day 1
        (1, D(2026, 4, 7), D(2026, 4, 2)),  # back over Easter
    ],
)
def test_working_days_before(number, start, expected):
    assert due(at_least(number).working_days_before(EVENT), start) == expected


# Calendar days, weeks and months


def test_seven_days_after_and_seven_days_beginning_with_differ_by_one():
    start = D(2026, 3, 2)
    assert due(within(7).calendar_days_after(EVENT), start) == D(2026, 3, 9)
    assert due(within(7).calendar_days_beginning_with(EVENT), start) == D(2026, 3, 8)


def test_twenty_eight_days_beginning_on_a_day():
    assert due(within(28).calendar_days_beginning_with(EVENT), D(2026, 2, 1)) == D(2026, 2, 28)


def test_calendar_days_and_weeks_run_through_weekends_and_holidays():
    assert due(within(4).calendar_days_after(EVENT), D(2026, 4, 2)) == D(2026, 4, 6)
    assert due(within(6).weeks_after(EVENT), D(2025, 11, 20)) == D(2026, 1, 1)


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (3, D(2025, 11, 30), D(2026, 2, 28)),
        (3, D(2027, 11, 30), D(2028, 2, 29)),
        (6, D(2025, 8, 31), D(2026, 2, 28)),
        (6, D(2027, 8, 31), D(2028, 2, 29)),
        (1, D(2026, 1, 31), D(2026, 2, 28)),
        (12, D(2024, 2, 29), D(2025, 2, 28)),
        (24, D(2026, 6, 15), D(2028, 6, 15)),
        (1, D(2025, 12, 31), D(2026, 1, 31)),
    ],
)
def test_months_after(number, start, expected):
    assert due(within(number).months_after(EVENT), start) == expected


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (12, D(2025, 4, 1), D(2026, 3, 31)),
        (1, D(2026, 3, 1), D(2026, 3, 31)),
        (1, D(2026, 1, 29), D(2026, 2, 28)),  # February has no 29th to stop before
        (1, D(2026, 1, 28), D(2026, 2, 27)),
        (12, D(2024, 2, 29), D(2025, 2, 28)),
    ],
)
def test_months_beginning_with(number, start, expected):
    assert due(within(number).months_beginning_with(EVENT), start) == expected


def test_months_before():
    assert due(at_least(6).months_before(EVENT), D(2026, 8, 31)) == D(2026, 2, 28)
    assert due(at_least(1).months_before(EVENT), D(2026, 1, 15)) == D(2025, 12, 15)


# The same day, and pregnancy


def test_the_same_day_is_the_same_day_even_on_a_sunday():
    assert due(same_day(EVENT), D(2026, 4, 5)) == D(2026, 4, 5)


def test_pregnancy_is_counted_from_forty_weeks_before_the_expected_date():
    expected = D(2026, 10, 7)
    assert due(within(40).weeks_of_pregnancy(), expected) == expected
    assert due(within(16).weeks_of_pregnancy(), expected) == expected - dt.timedelta(weeks=24)
    assert due(at_least(10).weeks_before("the expected date of birth"), expected) == D(2026, 7, 29)


# Hours


def test_seventy_two_hours_run_through_a_weekend():
    start = dt.datetime(2026, 3, 6, 17, 45, tzinfo=LONDON)
    assert within(72).hours_after(EVENT).due_moment(start) == dt.datetime(2026, 3, 9, 17, 45, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ((2026, 3, 28, 12), (2026, 3, 31, 13)),  # the clocks go forward
        ((2026, 10, 24, 12), (2026, 10, 27, 11)),  # the clocks go back
    ],
)
def test_hours_are_hours_that_pass_when_the_clocks_change(start, expected):
    begin = dt.datetime(*start, tzinfo=LONDON)
    moment = within(72).hours_after(EVENT).due(begin)
    assert moment.moment == dt.datetime(*expected, tzinfo=LONDON)
    assert moment.moment.astimezone(dt.UTC) - begin.astimezone(dt.UTC) == dt.timedelta(hours=72)
    assert any("clocks change" in sentence for sentence in moment.explain())


def test_hours_from_a_moment_without_a_time_zone_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        within(72).hours_after(EVENT).due_moment(dt.datetime(2026, 3, 6, 12))


# Properties


@given(starts, numbers)
def test_the_quick_count_agrees_with_a_walk(start, number):
    assert due(within(number).working_days_after(EVENT), start) == reference.working_days_after(start, number, CALENDAR)
    assert due(within(number).working_days_beginning_with(EVENT), start) == (
        reference.working_days_beginning_with(start, number, CALENDAR)
    )


@given(st.dates(D(1992, 1, 1), D(2035, 12, 31)), numbers)
def test_the_quick_count_back_agrees_with_a_walk(start, number):
    assert due(at_least(number).working_days_before(EVENT), start) == reference.working_days_before(
        start, number, CALENDAR
    )


@given(starts, st.integers(1, 60), st.dates(D(1990, 1, 1), D(2035, 1, 1)))
def test_the_quick_count_agrees_with_a_walk_on_every_calendar_there_ever_was(start, number, known):
    calendar = CALENDAR.as_known_on(known)
    assert due(within(number).working_days_after(EVENT), start, calendar) == reference.working_days_after(
        start, number, calendar
    )


@given(starts, st.integers(1, 60))
def test_months_agree_with_a_walk(start, number):
    assert due(within(number).months_after(EVENT), start) == reference.months_after(start, number)


@given(COUNTED, starts)
def test_the_explained_date_is_the_quick_date(convention, start):
    explained = convention.due(start, CALENDAR)
    assert explained.date == convention.due_date(start, CALENDAR)
    assert explained.start == start
    assert explained.words == convention.words
    assert len(explained.explain()) >= 3


@given(COUNTED, starts, st.integers(0, 40))
def test_a_later_start_is_never_due_earlier(convention, start, later):
    assert due(convention, start) <= due(convention, start + dt.timedelta(days=later))


@given(starts, st.integers(1, 35))
def test_a_larger_number_is_due_later(start, number):
    for name in (
        "working_days_after",
        "working_days_beginning_with",
        "calendar_days_after",
        "calendar_days_beginning_with",
        "weeks_after",
        "months_after",
        "months_beginning_with",
    ):
        assert due(getattr(within(number), name)(EVENT), start) < due(getattr(within(number + 1), name)(EVENT), start)


@given(starts, numbers)
def test_every_day_between_is_counted_or_left_out_for_a_reason(start, number):
    explained = within(number).working_days_after(EVENT).due(start, CALENDAR)
    assert len(explained.skipped) + number == (explained.date - start).days
    assert all(CALENDAR.why_not_working(skipped.day) == skipped.why for skipped in explained.skipped)
    assert explained.day_one == reference.working_days_after(start, 1, CALENDAR)


@given(starts, numbers)
def test_a_due_date_in_working_days_is_a_working_day(start, number):
    for convention in (
        within(number).working_days_after(EVENT),
        within(number).working_days_beginning_with(EVENT),
    ):
        assert CALENDAR.is_working_day(due(convention, start))


# Nonsense


@pytest.mark.parametrize("number", [0, -1, 1.5, True, "15"])
@pytest.mark.parametrize("begin", [within, at_least])
def test_a_number_that_cannot_be_counted_is_refused(begin, number):
    with pytest.raises(ValueError, match="whole number from 1"):
        begin(number)


def test_a_pregnancy_of_fifty_weeks_is_refused():
    with pytest.raises(ValueError, match="does not last 50 weeks"):
        within(50).weeks_of_pregnancy()


@pytest.mark.parametrize(
    "convention",
    [
        within(1).working_days_after(EVENT),
        within(1).calendar_days_after(EVENT),
        within(1).months_after(EVENT),
        same_day(EVENT),
    ],
)
def test_a_moment_is_refused_where_days_are_counted(convention):
    with pytest.raises(TypeError, match="London"):
        convention.due_date(dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC), CALENDAR)
