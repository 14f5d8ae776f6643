"""What a page tells of a date."""

import datetime as dt

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.law.counting import at_least, same_day, within

D = dt.date


def test_forty_five_working_days_across_easter():
    due = within(45).working_days_after("the referral").due(D(2026, 3, 2), CALENDAR)
    assert due.explain() == [
        "The limit is 45 working days after the referral.",
        "Counted from the referral: Monday 2 March 2026 is day 0.",
        "Left out, because they are not working days in England and Wales: 18 weekend days; "
        "Good Friday, 3 April 2026; Easter Monday, 6 April 2026; Early May bank holiday, 4 May 2026.",
        "Day 45 is Thursday 7 May 2026: the date due.",
    ]


def test_a_referral_on_a_bank_holiday_says_which_day_is_day_one():
    due = within(1).working_days_after("the referral").due(D(2026, 4, 3), CALENDAR)
    assert due.explain() == [
        "The limit is 1 working day after the referral.",
        "Counted from the referral: Friday 3 April 2026 is not a working day (Good Friday), "
        "so day 1 is the next working day, which is Tuesday 7 April 2026.",
        "Left out, because they are not working days in England and Wales: "
        "Saturday 4 April 2026; Sunday 5 April 2026; Easter Monday, 6 April 2026.",
        "Day 1 is Tuesday 7 April 2026: the date due.",
    ]


def test_a_count_with_nothing_left_out_says_so():
    due = within(2).working_days_after("the referral").due(D(2026, 3, 2), CALENDAR)
    assert "Every day in between is a working day in England and Wales." in due.explain()


def test_a_count_back_speaks_of_notice():
    due = at_least(2).working_days_before("the conference").due(D(2026, 4, 8), CALENDAR)
    assert due.explain()[1] == "Counted back from the conference: Wednesday 8 April 2026 is day 0."
    assert due.explain()[-1] == "Day 2 is Thursday 2 April 2026: the last day that gives enough notice."


def test_a_period_beginning_with_a_day_counts_that_day():
    due = within(7).calendar_days_beginning_with("the day named in the order").due(D(2026, 3, 2), CALENDAR)
    assert due.explain() == [
        "The limit is 7 calendar days beginning with the day named in the order.",
        "Counted from the day named in the order: Monday 2 March 2026 is day 1.",
        "Weekends and bank holidays count.",
        "The date due is Sunday 8 March 2026.",
    ]


def test_a_month_without_the_day_says_so():
    due = within(3).months_after("the conference").due(D(2025, 11, 30), CALENDAR)
    assert "February 2026 has no day 30, so its last day is taken." in due.explain()


def test_a_pregnancy_says_from_when_it_is_counted():
    due = within(16).weeks_of_pregnancy().due(D(2026, 10, 7), CALENDAR)
    assert due.explain()[2].startswith("Pregnancy is counted from Wednesday 31 December 2025")


def test_the_same_day_needs_no_arithmetic():
    due = same_day("the conference").due(D(2026, 3, 2), CALENDAR)
    assert due.explain()[-1] == "The date due is Monday 2 March 2026."


def test_hours_tell_both_moments():
    start = dt.datetime(2026, 3, 6, 17, 45, tzinfo=dt.UTC)
    said = within(72).hours_after("the child was taken into police protection").due(start).explain()
    assert said[-1] == "The time runs out at 17:45 on Monday 9 March 2026."
