"""The bank-holiday table, against two witnesses that know nothing of it."""

import datetime as dt

import holidays as witness
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from sightline.law.bank_holidays import FIRST_YEAR, HOLIDAYS, LAST_YEAR, Holiday

KEPT = {h.day: h for h in HOLIDAYS if h.withdrawn_from is None}


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_it_agrees_with_the_holidays_package_on_every_weekday_of_every_year():
    theirs = witness.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    assert set(KEPT) == {day for day in theirs if day.weekday() < 5}


def test_it_agrees_with_the_government_list_in_every_year_that_list_covers():
    theirs = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    years = {h["date"].year for h in theirs}
    assert len(years) > 10
    assert {day for day in KEPT if day.year in years} == {h["date"] for h in theirs}


def test_it_names_them_as_the_government_list_does():
    theirs = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    for entry in theirs:
        ours = KEPT[entry["date"]].name.lower()
        title = entry["title"].lower().replace("’", "'").split("(")[0].strip()
        special = ("jubilee", "funeral", "coronation")
        assert title in ours or any(word in title and word in ours for word in special)
        fixed = any(name in title for name in ("new year", "christmas", "boxing"))
        if fixed:
            assert ("substitute" in entry["notes"].lower()) == ("substitute" in ours)


def test_none_falls_on_a_weekend_and_none_is_there_twice():
    assert all(h.day.weekday() < 5 for h in HOLIDAYS)
    assert len(KEPT) == sum(h.withdrawn_from is None for h in HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "known_from"),
    [
        ("1995-05-08", "1993-12-16"),
        ("2002-06-03", "2000-11-24"),
        ("2011-04-29", "2010-11-23"),
        ("2020-05-08", "2019-06-07"),
        ("2022-06-03", "2020-11-12"),
        ("2022-09-19", "2022-09-10"),
        ("2023-05-08", "2022-11-06"),
    ],
)
def test_a_one_off_holiday_is_known_from_the_day_it_was_announced(day, known_from):
    holiday = KEPT[d(day)]
    assert not holiday.is_known_on(d(known_from) - dt.timedelta(days=1))
    assert holiday.is_known_on(d(known_from))


@pytest.mark.parametrize("usual", ["1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"])
def test_a_moved_holiday_stands_on_its_usual_day_until_the_move_was_announced(usual):
    (moved,) = [h for h in HOLIDAYS if h.day == d(usual)]
    assert moved.withdrawn_from is not None
    assert moved.is_known_on(moved.withdrawn_from - dt.timedelta(days=1))
    assert not moved.is_known_on(moved.withdrawn_from)


def test_a_holiday_known_only_after_it_happened_is_refused():
    with pytest.raises(ValueError, match="after the day itself"):
        Holiday(d("2030-06-03"), "A jubilee", known_from=d("2030-06-04"))


def test_a_holiday_without_a_name_is_refused():
    with pytest.raises(ValueError, match="name people know it by"):
        Holiday(d("2030-06-03"), " ")


def test_a_holiday_withdrawn_before_it_was_known_is_refused():
    with pytest.raises(ValueError, match="withdrawn"):
        Holiday(d("2030-06-03"), "A jubilee", known_from=d("2030-01-02"), withdrawn_from=d("2030-01-02"))
