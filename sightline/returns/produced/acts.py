"""Producing a return: asked for once, made in the background or on the command line, and kept."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from sightline.record.acts import act
from sightline.record.warrant import Warrant
from sightline.returns.checking.report import Report
from sightline.returns.checking.web_page import as_html
from sightline.returns.models import CensusFile
from sightline.returns.produced.making import (
    CannotProduceError,
    Made,
    Telling,
    broken_rules,
    check_year,
    checked_file,
    instant_of,
    make,
    rules_digest,
)
from sightline.returns.produced.models import ProducedChild, ProducedChunk, ProducedReturn

CHUNK = 1_000_000
ROWS = 2_000
MOST_LISTED = 500
_ONE_AT_A_TIME = 0x50524F44  # the lock under which returns are numbered
State = ProducedReturn.State


def authority_code(given: str | None = None) -> str:
    """The code in the header: as given, as set for this council, or as the last census file brought in has it."""
    code = given or settings.AUTHORITY_CODE
    if not code:
        last = CensusFile.objects.exclude(authority="").order_by("-id").values_list("authority", flat=True).first()
        code = last or ""
    if not (len(code) == 3 and code.isascii() and code.isdigit()):
        raise CannotProduceError(
            f"An authority's code is three digits, not {code!r}."
            if code
            else "The authority's three-digit code isn't known. Set SIGHTLINE_AUTHORITY_CODE, or give --authority."
        )
    return code


def ask_for(
    warrant: Warrant,
    *,
    year: int,
    at: datetime.datetime | None = None,
    authority: str | None = None,
    request: uuid.UUID | None = None,
) -> tuple[ProducedReturn, bool]:
    """Ask for the census of a year as known at an instant; None: at this one.

    Asked for at the same instant before, it is the same return, and False. Raises
    :class:`CannotProduceError` with the reason, and ``AlreadyDone`` where the same form was sent before.
    """
    code, instant = authority_code(authority), instant_of(at)
    check_year(year, instant)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        of_year = ProducedReturn.objects.filter(name="cin", year=year)
        same = of_year.filter(authority=code, as_known=instant).exclude(state=State.FAILED).first()
        if same is not None:
            return same, False
        with act("census.produce", warrant, request=request) as doing:
            last = of_year.aggregate(last=Max("serial"))["last"] or 0
            return ProducedReturn.objects.create(
                name="cin", year=year, authority=code, serial=last + 1, as_known=instant, asked=doing.act
            ), True


def produce(produced: ProducedReturn, path: Path, *, told: Telling = lambda done, total: None) -> None:
    """Make the file at a path, check it, and keep it with what was found. Made already, it is left as it is.

    told: is told how many children are done, of how many.
    Where no child's part of it differs from the return before, and the rules are the same, that one stands and
    this one names it.
    """
    if produced.state != State.BEING_MADE:
        return

    def come_so_far(done: int, total: int) -> None:
        _move(produced, children_done=done, children=total)
        told(done, total)

    made = make(
        path, year=produced.year, authority=produced.authority, serial=produced.serial, at=produced.as_known,
        told=come_so_far,
    )  # fmt: skip
    before = _before(produced)
    changes = _changes(before, made) if before else {}
    if before is not None and before.rules == rules_digest() and not any(changes.values()):
        _finish(produced, made, same_as=before)
        return
    report = checked_file(path, year=produced.year, authority=produced.authority)
    _keep(produced, path, made, report, changes)


def write_to(produced: ProducedReturn, path: Path) -> None:
    """Write the bytes that are kept of a produced return to a path."""
    with path.open("wb") as file:
        for content in pieces(produced):
            file.write(content)


def pieces(produced: ProducedReturn) -> Any:
    """The bytes that are kept of a produced return, some at a time."""
    return produced.kept.chunks.order_by("ordinal").values_list("content", flat=True).iterator(chunk_size=2)


def taken_away(warrant: Warrant, produced: ProducedReturn, what: str) -> None:
    """Keep that somebody took what is told of every child away from here."""
    with act("census.take_away", warrant, reason=f"{what} of {produced.kept.file_name}"):
        pass


def could_not(produced: ProducedReturn, why: str) -> None:
    """Note why a return could not be made."""
    ProducedReturn.objects.filter(pk=produced.pk, state=State.BEING_MADE).update(
        state=State.FAILED, problem=why, moved_at=timezone.now()
    )


def _move(produced: ProducedReturn, **fields: Any) -> None:
    ProducedReturn.objects.filter(pk=produced.pk).update(moved_at=timezone.now(), **fields)


def _before(produced: ProducedReturn) -> ProducedReturn | None:
    """The return before this one, by the instant at which it speaks: of the same year and authority, its file kept."""
    others = ProducedReturn.objects.filter(
        name=produced.name, year=produced.year, authority=produced.authority, state=State.READY, same_as=None
    )
    return others.filter(as_known__lt=produced.as_known).order_by("-as_known").first()


def _changes(before: ProducedReturn, made: Made) -> dict[str, list[int]]:
    """The children of whom this return tells something else than the one before."""
    then = dict(before.told.values_list("child", "digest"))
    now = {child: digest for child, _, digest in made.children}
    return {
        "new": [child for child in now if child not in then],
        "changed": [child for child, digest in now.items() if child in then and then[child] != digest],
        "gone": [child for child in then if child not in now],
    }


def _keep(produced: ProducedReturn, path: Path, made: Made, report: Report, changes: dict[str, list[int]]) -> None:
    with transaction.atomic():
        with path.open("rb") as file:
            for ordinal, content in enumerate(iter(lambda: file.read(CHUNK), b"")):
                ProducedChunk.objects.create(produced=produced, ordinal=ordinal, content=content)
        ProducedChild.objects.bulk_create(
            (
                ProducedChild(produced=produced, child_id=child, la_child_id=number, digest=digest)
                for child, number, digest in made.children
            ),
            batch_size=ROWS,
        )
        _finish(
            produced, made, digest=made.digest, size=made.size, rules=rules_digest(), faults=broken_rules(report),
            report=as_html(report), changes=changes,
        )  # fmt: skip


def _finish(produced: ProducedReturn, made: Made, **fields: Any) -> None:
    left_out = [
        {"child": child, "step": one.step_id, "kind": one.kind, "on": str(one.on), "why": one.why}
        for child, one in made.left_out
    ]
    _move(
        produced, state=State.READY, children=len(made.children), children_done=len(made.children),
        totals={thing.value: count for thing, count in made.totals.items()}, left_out=left_out[:MOST_LISTED],
        misfits=[one.as_told() for one in made.misfits[:MOST_LISTED]], **fields,
    )  # fmt: skip
    produced.refresh_from_db()
