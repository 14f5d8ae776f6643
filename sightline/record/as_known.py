"""The record as it was known at a past moment: the same SQL, asked of history."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone


@contextmanager
def as_known(at: datetime.datetime | None) -> Iterator[None]:
    """Within this block every kept table shows what had been recorded by ``at``; None: the record now.

    Reading only. What is decided on access is decided before, on the record now.
    """
    if at is None:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('sightline.as_known', %s, true)", [at.isoformat()])
        cursor.execute("set local search_path = as_known, public")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("set local search_path = public")


def settled() -> datetime.datetime:
    """The latest instant that no act still under way can change.

    History carries the start of its transaction, so an instant is settled only when no transaction that
    began before it is open. What is published is asked as known at an instant like this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(xact_start) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    earliest = row[0] if row else None
    now = timezone.now()
    return min(now, earliest - datetime.timedelta(microseconds=1)) if earliest else now
