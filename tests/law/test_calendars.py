"""Working days, and what was known of them when."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.law.calendars import Calendar, CalendarRunsShort, Holiday

from .reference import is_working

D = dt.date
days = st.dates(D(1990, 1, 1), D(2035, 12, 31))


def working_days_between(start: dt.date, end: dt.date) -> int:
    return sum(is_working(dt.date.fromordinal(n), CALENDAR) for n in range(start.toordinal() + 1, end.toordinal() + 1))


@given(days)
def test_every_day_is_working_or_has_a_reason(day):
    assert CALENDAR.is_working_day(day) == is_working(day, CALENDAR)
    assert (CALENDAR.why_not_working(day) is None) == CALENDAR.is_working_day(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (D(2026, 4, 3), "Good Friday"),
        (D(2026, 4, 4), "Saturday"),
        (D(2026, 4, 5), "Sunday"),
        (D(2026, 4, 6), "Easter Monday"),
        (D(2026, 12, 28), "Boxing Day (substitute day)"),
        (D(2022, 9, 19), "Bank holiday for the State Funeral of Queen Elizabeth II"),
        (D(2026, 12, 29), None),  # offices close, the law does not
        (D(2020, 5, 4), None),  # moved to VE Day
    ],
)
def test_the_reason_a_day_is_left_out(day, why):
    assert CALENDAR.why_not_working(day) == why


@given(days, st.integers(0, 400))
def test_working_days_elapsed_agrees_with_a_walk(start, length):
    end = min(start + dt.timedelta(days=length), D(2035, 12, 31))
    assert CALENDAR.working_days_elapsed(start, end) == working_days_between(start, end)
    assert CALENDAR.working_days_elapsed(end, start) == -working_days_between(start, end)


@given(days.filter(lambda day: day < D(2035, 1, 1)), st.integers(1, 150))
def test_the_nth_working_day_after_has_n_working_days_elapsed(start, number):
    assert CALENDAR.working_days_elapsed(start, CALENDAR.working_days_after(start, number)) == number


# What was known when


def test_a_date_reckoned_before_the_funeral_was_announced_did_not_allow_for_it():
    start = D(2022, 9, 1)
    before, after = CALENDAR.as_known_on(D(2022, 9, 9)), CALENDAR.as_known_on(D(2022, 9, 10))
    assert before.working_days_after(start, 15) == D(2022, 9, 22)
    assert after.working_days_after(start, 15) == D(2022, 9, 23)
    assert CALENDAR.working_days_after(start, 15) == D(2022, 9, 23)


def test_the_early_may_holiday_of_2020_stood_on_the_monday_until_it_was_moved():
    before, after = CALENDAR.as_known_on(D(2019, 6, 6)), CALENDAR.as_known_on(D(2019, 6, 7))
    assert before.why_not_working(D(2020, 5, 4)) == "Early May bank holiday"
    assert before.is_working_day(D(2020, 5, 8))
    assert after.is_working_day(D(2020, 5, 4))
    assert after.why_not_working(D(2020, 5, 8)) == "Early May bank holiday"


def test_the_calendar_known_today_is_the_calendar_itself():
    assert CALENDAR.as_known_on(D(2030, 1, 1)) is CALENDAR


def test_days_between_two_announcements_share_one_calendar():
    assert CALENDAR.as_known_on(D(2015, 1, 1)) is CALENDAR.as_known_on(D(2018, 1, 1))


@given(days, days)
def test_looking_back_twice_is_looking_back_to_the_earlier_day(one, other):
    earlier, later = min(one, other), max(one, other)
    known = CALENDAR.as_known_on(later).as_known_on(earlier)
    # The later calendar has dropped a move announced between the two days, and can't look back through it.
    if not any(h.withdrawn_from and earlier < h.withdrawn_from <= later for h in CALENDAR.holidays):
        assert known == CALENDAR.as_known_on(earlier)


def test_a_proclamation_adds_a_holiday_from_the_day_it_is_known_and_leaves_the_first_calendar_alone():
    proclaimed = CALENDAR.with_holiday(D(2027, 6, 14), "Bank holiday for a wedding", known_from=D(2027, 2, 1))
    assert CALENDAR.is_working_day(D(2027, 6, 14))
    assert proclaimed.why_not_working(D(2027, 6, 14)) == "Bank holiday for a wedding"
    assert proclaimed.as_known_on(D(2027, 1, 31)).is_working_day(D(2027, 6, 14))
    assert not proclaimed.as_known_on(D(2027, 2, 1)).is_working_day(D(2027, 6, 14))
    assert proclaimed != CALENDAR


# Where the table ends


@pytest.mark.parametrize("day", [D(1989, 12, 31), D(2036, 1, 1)])
def test_a_day_outside_the_table_is_never_guessed(day):
    with pytest.raises(CalendarRunsShort, match="never guessed"):
        CALENDAR.is_working_day(day)


def test_a_count_that_runs_off_either_end_is_never_guessed():
    assert CALENDAR.working_days_after(D(2035, 12, 28), 1) == D(2035, 12, 31)
    with pytest.raises(CalendarRunsShort):
        CALENDAR.working_days_after(D(2035, 12, 28), 2)
    assert CALENDAR.working_days_before(D(1990, 1, 3), 1) == D(1990, 1, 2)
    with pytest.raises(CalendarRunsShort):
        CALENDAR.working_days_before(D(1990, 1, 3), 2)


def test_a_moment_is_refused_because_its_day_depends_on_where_one_stands():
    with pytest.raises(TypeError, match="date in London"):
        CALENDAR.is_working_day(dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))


# Nonsense


def test_a_calendar_must_say_what_a_working_day_is():
    with pytest.raises(ValueError, match="no definition"):
        Calendar("Nowhere", "", (), 2020, 2021)


def test_a_calendar_must_end_after_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Calendar("Nowhere", "Monday to Friday", (), 2021, 2020)


def test_a_holiday_outside_the_years_is_refused():
    with pytest.raises(ValueError, match="Extend the years"):
        Calendar("Nowhere", "Monday to Friday", (Holiday(D(2022, 3, 1), "A day"),), 2020, 2021)


def test_two_holidays_on_one_day_are_refused():
    with pytest.raises(ValueError, match="two holidays"):
        CALENDAR.with_holiday(D(2026, 12, 25), "Christmas again")
