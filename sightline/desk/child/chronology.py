"""The chronology: everything that happened to a child, and when we came to know it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from sightline.desk.child.portrait import Portrait
from sightline.law.cin_codes import REASON_FOR_CLOSURE
from sightline.record.kinds import all_kinds
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Involvement, Residence, Step

OTHER_KINDS = {
    "closure": "Case closed",
    "allocation": "Allocation",
    "warning": "Warning note",
    "home": "Move of home",
    "birth": "Birth",
    "death": "Death",
}


@dataclass
class Entry:
    """One line of the chronology. step_id: the step behind it, where there is one."""

    on: datetime.date
    kind: str
    title: str
    description: str = ""
    at: datetime.time | None = None
    recorded: datetime.datetime | None = None
    who: str = ""
    step_id: int | None = None
    person_id: int | None = None
    elsewhere: bool = False
    withdrawn: str = ""
    narrative: dict[str, str] | None = None

    def item(self, page_of: int) -> dict[str, Any]:
        """What ``design/timeline.html`` shows."""
        when: datetime.date = self.on
        if self.at:
            when = timezone.make_aware(datetime.datetime.combine(self.on, self.at))
        return {
            "title": self.title,
            "url": reverse("step", args=[page_of, self.step_id]) if self.step_id else "",
            "when": when,
            "recorded": None if self.elsewhere else self.recorded,
            "who": self.who,
            "description": self.description,
            "elsewhere": "census file" if self.elsewhere else "",
            "withdrawn": self.withdrawn,
        }


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see: kinds (none: all) and the period by the event's own date, both ends included."""

    kinds: frozenset[str] = frozenset()
    since: datetime.date | None = None
    until: datetime.date | None = None

    def wants(self, kind: str, on: datetime.date) -> bool:
        return (
            (not self.kinds or kind in self.kinds)
            and (self.since is None or on >= self.since)
            and (self.until is None or on <= self.until)
        )


def kinds_to_choose() -> list[tuple[str, str]]:
    return [(kind.key, kind.title) for kind in all_kinds()] + list(OTHER_KINDS.items())


def chronology_of(
    who: Portrait, homes: Iterable[Residence], chosen: Chosen = Chosen(), *, latest: int | None = None
) -> list[Entry]:
    """The entries, latest first: steps without their facts (see :func:`fill`), and what else happened.

    homes: see :func:`sightline.desk.child.family.homes_of`. latest: read no more than this many of the latest steps.
    """
    entries = [entry for entry in _steps(who.records, chosen, latest) if chosen.wants(entry.kind, entry.on)]
    entries += [entry for entry in _other(who, homes) if chosen.wants(entry.kind, entry.on)]
    return sorted(entries, key=lambda e: (e.on, e.at or datetime.time.min, e.step_id or 0), reverse=True)


def _steps(records: Sequence[int], chosen: Chosen, latest: int | None) -> Iterable[Entry]:
    rows = Step.objects.filter(child__in=records).order_by("-happened_on", "-id")
    if chosen.kinds:
        rows = rows.filter(kind__in=chosen.kinds)
    for row in rows.values_list(
        "id", "kind", "happened_on", "happened_at", "recorded_at", "worker__name", "recorded_elsewhere", "state",
        "withdrawn_reason", *(["narrative"] if latest else []),
    )[:latest]:  # fmt: skip
        pk, kind, on, at, recorded, worker, elsewhere, state, reason, *narrative = row
        yield Entry(
            on=on, at=at, kind=kind, title=kind_of(kind).title, recorded=recorded, who=worker or "", step_id=pk,
            elsewhere=elsewhere, withdrawn=reason if state == Step.State.WITHDRAWN else "",
            narrative=narrative[0] if narrative else None,
        )  # fmt: skip


def fill(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Read the facts and words of the steps among these entries: one query for each kind that is there."""
    by_kind: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        if entry.step_id:
            by_kind[entry.kind][entry.step_id] = entry
    unread = [entry.step_id for entry in entries if entry.step_id and entry.narrative is None]
    rows = Step.objects.filter(pk__in=unread).exclude(narrative={}) if unread else Step.objects.none()
    told = dict(rows.values_list("id", "narrative"))
    for key, found in by_kind.items():
        kind = kind_of(key)
        facts = kind.facts._default_manager.in_bulk(list(found))
        for pk, entry in found.items():
            told_of_it = (entry.narrative or told.get(pk, {})).items()
            words = [
                said(name, text)
                for name, text in told_of_it
                if isinstance(text, str) and (kind.tells is None or name in kind.tells)
            ]
            summary = kind.summary(facts[pk]) if pk in facts else ""
            entry.description = "\n\n".join([summary, *words]).strip()
    return entries


def said(name: str, text: str) -> str:
    """Words of a step as the chronology tells them: the child's own in quotation marks."""
    return f"In the child's words: “{text}”" if name == "words_of_the_child" else text


def _other(who: Portrait, homes: Iterable[Residence]) -> Iterable[Entry]:
    """What happened that isn't a step: closure, allocation, warnings, moves, birth and death."""
    told = Step.objects.filter(kind="case_closing", involvement=OuterRef("pk")).exclude(state=Step.State.WITHDRAWN)
    closed = Involvement.objects.filter(~Exists(told), child__in=who.records, closed_on__isnull=False)
    for case in closed.select_related("act"):
        reason = REASON_FOR_CLOSURE.label(case.closure_reason) if case.closure_reason else "Reason not recorded"
        yield Entry(
            on=case.closed_on, kind="closure", title="Case closed", description=f"{reason}.",  # type: ignore[arg-type]
            recorded=case.act.at, elsewhere=case.recorded_elsewhere,
        )  # fmt: skip
    for held in who.allocations:
        holder = f"{held.worker.name}, {held.team.name}" if held.worker else f"{held.team.name}, no worker yet"
        if held.starts_on:
            yield Entry(on=held.starts_on, kind="allocation", title=f"Allocated to {holder}", recorded=held.act.at)
    for note in who.notes:
        if note.starts_on:
            yield Entry(
                on=note.starts_on, kind="warning", title=f"Warning: {note.get_kind_display()}",
                description=note.text, recorded=note.act.at,
            )  # fmt: skip
    for home in homes:
        place = "an address that must not be disclosed" if home.confidential else str(home.address)
        title = f"{home.get_kind_display()}: {place}"
        if home.starts_on:
            yield Entry(on=home.starts_on, kind="home", title=title, recorded=home.act.at)
    if who.person.birth_date:
        yield Entry(on=who.person.birth_date, kind="birth", title="Born")
    if who.person.death_date:
        yield Entry(on=who.person.death_date, kind="death", title="Died")
