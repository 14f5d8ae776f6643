"""Things that hold from one day to another.

``starts_on`` is the first day; ``ends_on`` the first day on which it no longer holds (empty: still does).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Period(models.Model):
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: Any) -> bool:
        """True on a day from the first one to the last; a missing start counts as 'always has'."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


def holding_on(day: Any) -> Q:
    """The rows of periods that hold on a day, as a filter."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def standing_on(day: Any) -> Q:
    """The same of what may be withdrawn, and may have no first day: then it always has held."""
    starts = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return Q(withdrawn=False) & starts & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def same(column: str) -> Func:
    """Equality for an exclusion constraint, without a contrib extension: the range that holds one number."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def days(starts: str = "starts_on", ends: str = "ends_on") -> Func:
    return Func(F(starts), F(ends), function="daterange")


def never_two_at_once(
    name: str, *columns: str, condition: Q | None = None, starts: str = "starts_on", ends: str = "ends_on"
) -> ExclusionConstraint:
    """No two rows with the same ``columns`` may hold on the same day."""
    return ExclusionConstraint(
        name=name,
        index_type="gist",
        expressions=[(same(c), RangeOperators.OVERLAPS) for c in columns]
        + [(days(starts, ends), RangeOperators.OVERLAPS)],
        condition=condition,
    )


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )
