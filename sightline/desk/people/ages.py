"""What is odd about a date of birth: asked about before it is saved."""

from __future__ import annotations

import datetime

from sightline.design.templatetags.design import age, day
from sightline.desk.people.asking import AskForm
from sightline.record.models import Person

GROWN = 25
"""Nobody is a child of children's services beyond this age: a care leaver's support ends with it."""


def _years_before(today: datetime.date, years: int) -> datetime.date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def check_birth(form: AskForm, field: str, kind: str) -> None:
    """Ask about a child who would be grown up, and an adult who would be a child."""
    born, today = form.cleaned_data[field], form.today
    if kind == Person.Kind.CHILD and born < _years_before(today, GROWN):
        form.ask_whether(
            field,
            f"A child born on {day(born)} would be {age(born, today)} old: check the year, or choose Adult.",
            f"The child was born on {day(born)}",
        )
    if kind == Person.Kind.ADULT and born > _years_before(today, 18):
        form.ask_whether(
            field,
            f"Somebody born on {day(born)} is under 18: choose Child, even if they are a parent themselves.",
            f"Record them as an adult, born on {day(born)}",
        )


def check_expected(form: AskForm, field: str) -> None:
    """Ask about a birth expected long ago; refuse one further off than a pregnancy is long."""
    expected, today = form.cleaned_data[field], form.today
    if expected > today + datetime.timedelta(days=300):
        form.add_error(field, "No birth can be expected more than ten months from today. Check the date.")
    elif expected < today - datetime.timedelta(days=28):
        form.ask_whether(
            field,
            f"The birth was expected on {day(expected)}, {(today - expected).days // 7} weeks ago: check the date. "
            "If the child is born, record the birth.",
            f"The birth was expected on {day(expected)}",
        )
