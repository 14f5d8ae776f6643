"""A plain walk, one day at a time, against which the quick counting is tested. Slow, and obvious."""

import datetime as dt

from sightline.law.calendars import Calendar

DAY = dt.timedelta(days=1)


def is_working(day: dt.date, calendar: Calendar) -> bool:
    if day.weekday() >= 5:
        return False
    return not any(h.day == day and h.withdrawn_from is None for h in calendar.holidays)


def working_days_after(start: dt.date, number: int, calendar: Calendar) -> dt.date:
    day = start
    while number:
        day += DAY
        if is_working(day, calendar):
            number -= 1
    return day


def working_days_beginning_with(start: dt.date, number: int, calendar: Calendar) -> dt.date:
    return working_days_after(start - DAY, number, calendar)


def working_days_before(start: dt.date, number: int, calendar: Calendar) -> dt.date:
    day = start
    while number:
        day -= DAY
        if is_working(day, calendar):
            number -= 1
    return day


def months_after(start: dt.date, number: int) -> dt.date:
    year, month = start.year, start.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return dt.date(year, month, day)
        except ValueError:
            day -= 1
