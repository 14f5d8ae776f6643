"""Finding the faults of the whole record, and setting queries aside."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from sightline.record.acts import act
from sightline.record.warrant import Warrant
from sightline.returns.cin.found import SENT_BY, Found, rules, years_open
from sightline.returns.cin.whole_record import whole_record
from sightline.returns.faults.models import Fault, FaultsRun, SetAside

ROWS = 2_000
_ONE_AT_A_TIME = 0x4641554C  # the lock under which faults are made anew


class NotAQueryError(ValueError):
    """An error can't be set aside, only put right."""


def refresh(today: datetime.date) -> Iterator[FaultsRun]:
    """Ask every rule about the whole record, for each census that is open, and keep what was found.

    A fault that is found again keeps its first day; one that isn't found any more is gone from today, and if it
    comes back it is a new one.
    """
    for year in years_open(today):
        whole = whole_record(year, today)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
            _keep(year, whole.found, today)
            run = FaultsRun.objects.create(
                year=year, children=len(whole.children), found=len(whole.found), could_not=whole.could_not
            )
        yield run
    Fault.objects.filter(gone_on__isnull=True).exclude(year__in=years_open(today)).update(gone_on=today)


def _keep(year: int, found: Sequence[Found], today: datetime.date) -> None:
    now = {(one.person_id, one.rule.code, one.table or "", one.source): one for one in found}
    held = {
        key: (pk, facts)
        for pk, facts, *key_of in Fault.objects.filter(year=year, gone_on__isnull=True).values_list(
            "pk", "facts", "child", "rule", "table", "place"
        )
        for key in [tuple(key_of)]
    }
    gone = [pk for key, (pk, _) in held.items() if key not in now]
    Fault.objects.filter(pk__in=gone).update(gone_on=today)
    Fault.objects.filter(year=year, gone_on__isnull=True).update(last_seen=today)
    changed = [
        Fault(pk=held[key][0], facts=one.facts) for key, one in now.items() if key in held and held[key][1] != one.facts
    ]
    Fault.objects.bulk_update(changed, ["facts"], batch_size=ROWS)
    Fault.objects.bulk_create(
        (
            Fault(
                child_id=person_id, year=year, rule=code, table=table, place=place, facts=one.facts,
                severity=one.rule.severity, first_seen=today, last_seen=today,
            )
            for (person_id, code, table, place), one in now.items()
            if (person_id, code, table, place) not in held
        ),
        batch_size=ROWS,
    )  # fmt: skip


def last_day(year: int) -> datetime.date:
    """The last day until which a query of a census may be set aside: the day by which that census is sent."""
    return datetime.date(year, *SENT_BY)


def set_aside(
    warrant: Warrant,
    found: Found,
    *,
    year: int,
    reason: str,
    until: datetime.date,
    today: datetime.date,
    request: uuid.UUID | None = None,
) -> SetAside:
    """Set a query aside until a day, with the reason. Raises :class:`NotAQueryError` for an error."""
    if rules()[found.rule.code].severity != "query" or found.person_id is None:
        raise NotAQueryError("An error stays until it is put right. Only a query can be set aside.")
    if not today < until <= last_day(year):
        raise ValueError(f"A query is set aside until a day after {today} and not after {last_day(year)}.")
    with act("fault.set_aside", warrant, reason=reason, request=request):
        return SetAside.objects.create(
            child_id=found.person_id, year=year, rule=found.rule.code, table=found.table or "", place=found.source,
            facts=found.facts, reason=reason, until=until,
        )  # fmt: skip


def put_back(warrant: Warrant, aside: SetAside, *, request: uuid.UUID | None = None) -> None:
    """Count a query again before its day."""
    with act("fault.put_back", warrant, request=request):
        SetAside.objects.filter(pk=aside.pk, put_back=False).update(put_back=True)
