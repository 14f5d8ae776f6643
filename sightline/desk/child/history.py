"""The history of a record: each act on it, who did it and why, and what it changed from and to."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models

from sightline.record.history import kept_models
from sightline.record.kinds import all_kinds
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Act, Person, Step
from sightline.record.sql import rows_of

WORDS = {
    "fault.put_back": "Asked a query of the census again",
    "fault.set_aside": "Set a query of the census aside",
    "assessment.authorise": "Authorised an assessment",
    "assessment.review": "Reviewed an assessment",
    "assessment.start": "Started an assessment",
    "census.bring_in": "Brought in from a census file",
    "census.produce": "Made a census return",
    "census.take_away": "Took a census return away",
    "child.allocate": "Allocated",
    "child.end_allocation": "Ended the allocation",
    "child.open_with_reason": "Opened the record with a stated reason",
    "child.print": "Asked for a document",
    "child.write_summary": "Wrote the summary",
    "cin_meeting.hold": "Recorded a child in need meeting",
    "cin_plan.end": "Ended a child in need plan",
    "cin_plan.start": "Started a child in need plan",
    "conference.send_decisions": "Recorded that a conference's decisions were sent",
    "core_group.hold": "Recorded a core group",
    "document.share": "Recorded with whom a document was shared",
    "enquiry.begin": "Began a section 47 enquiry",
    "enquiry.conclude": "Concluded a section 47 enquiry",
    "initial_conference.hold": "Recorded an initial child protection conference",
    "case.close": "Closed the case",
    "case.reopen": "Opened the case again",
    "clock.explain_delay": "Said why something was late",
    "clock.extend": "Agreed a new date",
    "person.add_identifier": "Added an identifier",
    "person.add_name": "Added a name",
    "person.convert_at_birth": "Recorded the birth",
    "person.correct": "Corrected details",
    "person.correct_entry": "Corrected an entry",
    "person.correct_home": "Corrected where someone lives",
    "person.create": "Created the record",
    "person.cut": "Cut the link to another record",
    "person.end_entry": "Ended an entry",
    "person.join": "Joined with another record of the same person",
    "person.move_home": "Recorded a move of home",
    "person.relate": "Recorded a relationship",
    "person.review_warning": "Reviewed a warning note",
    "person.warn": "Added a warning note",
    "person.withdraw_entry": "Withdrew an entry",
    "pre_proceedings.begin": "Began pre-proceedings",
    "pre_proceedings.decide": "Recorded the decision on pre-proceedings",
    "protection_plan.change_category": "Changed the category of abuse",
    "protection_plan.end": "Ended a child protection plan",
    "protection_plan.start": "Started a child protection plan",
    "contact.decide": "Decided a contact",
    "contact.record": "Recorded a contact",
    "referral.decide": "Decided a referral",
    "referrer.tell": "Recorded that the referrer was told",
    "referral.receive": "Received a referral",
    "review_conference.check": "Recorded the chair's check",
    "review_conference.hold": "Recorded a review conference",
    "case_note.record": "Recorded a case note",
    "decision.record": "Recorded a management decision",
    "step.amend": "Amended an entry",
    "step.authorise": "Authorised work",
    "step.move": "Moved an entry to the right child",
    "step.send_back": "Returned work with reasons",
    "step.withdraw": "Withdrew an entry",
    "assessment.submit": "Submitted an assessment",
    "task.finish": "Finished a task",
    "visit.record": "Recorded a visit",
}


@dataclass
class Change:
    """One row that an act made or changed. before: None for a new row; columns: what may be shown of it."""

    what: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    columns: list[Any]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """What became of it: name, before, after."""
        old, new = self.before, self.after
        return [
            (str(f.verbose_name).replace("_", " "), old and _say(f, old[f.attname]), _say(f, new[f.attname]))
            for f in self.columns
            if (old is None and new[f.attname] not in (None, "", [], {}, False))
            or (old is not None and old[f.attname] != new[f.attname])
        ]


@dataclass
class Done:
    """One act on this record."""

    act: Act
    changes: list[Change] = field(default_factory=list)
    in_full: bool = False

    @property
    def shown(self) -> list[Change]:
        """The first of its changes, unless it was asked for in full: an act that brings in a file has hundreds."""
        return self.changes if self.in_full else self.changes[:CHANGES_AN_ACT]

    @property
    def unshown(self) -> int:
        return len(self.changes) - len(self.shown)

    @property
    def words(self) -> str:
        return WORDS.get(self.act.kind, self.act.kind)


CHANGES_AN_ACT = 30

_PERSON_KEYS = ("child", "person", "other", "kept", "duplicate")
_NEVER_SHOWN = {
    "id",
    "act",
    "step",
    "key",
    "occasion",
    "child",
    "person",
    "kept",
    "involvement",
    "led_from",
    "recorded_at",
}


@dataclass(frozen=True)
class _Table:
    """A kept table that can be about a person. about: the condition, in SQL, that a row of its history is."""

    tracked: type[models.Model]
    event: type[models.Model]
    about: str


@cache
def _tables() -> tuple[_Table, ...]:
    """Every kept table that can be about a person."""
    facts = {kind.facts for kind in all_kinds()}
    steps = f"select id from {Step._meta.db_table} where child_id = any(%(records)s)"  # noqa: S608 names of our own tables
    found = []
    for tracked, event in kept_models():
        columns = {f.name: f.column for f in tracked._meta.concrete_fields}
        if tracked in facts:
            about = f"pgh_obj_id in ({steps})"
        elif tracked is Person:
            about = "pgh_obj_id = any(%(records)s)"
        else:
            about = " or ".join(f"{columns[key]} = any(%(records)s)" for key in _PERSON_KEYS if key in columns)
        if about:
            found.append(_Table(tracked, event, f"({about})"))
    return tuple(found)


def history_of(
    records: Sequence[int], *, before: int | None = None, only: int | None = None, limit: int = 25
) -> tuple[list[Done], bool]:
    """The acts on a record, latest first, and whether there are more.

    before: only acts earlier than this one. only: this act alone, in full.
    """
    latest = _latest(records, before=before, only=only, limit=limit + 1)
    page, more = latest[:limit], len(latest) > limit
    acts = {act.pk: Done(act, in_full=bool(only)) for act in Act.objects.filter(pk__in=page).select_related("actor")}
    for table, touched in _touched(records, page):
        for change_act, change in _changes(table, touched, set(page)):
            acts[change_act].changes.append(change)
    return [acts[pk] for pk in page], more


def _latest(records: Sequence[int], *, before: int | None, only: int | None, limit: int) -> list[int]:
    """The numbers of the latest acts on a record. All tables are asked at once."""
    asked = "act_id < %(before)s" if before else "act_id = %(only)s" if only else "true"
    one = "select act_id from {event} where {about} and " + asked  # noqa: S608 no value
    sql = f"{_of_each(one)} order by act_id desc limit %(limit)s"
    found = rows_of(sql, {"records": list(records), "before": before, "only": only, "limit": limit})
    return [act for (act,) in found]


def _touched(records: Sequence[int], acts: Sequence[int]) -> Iterator[tuple[_Table, set[int]]]:
    """The tables that these acts changed, each with the objects that they made or changed."""
    one = "select {place} as place, pgh_obj_id from {event} where {about} and act_id = any(%(acts)s)"
    found: dict[int, set[int]] = defaultdict(set)
    for place, pk in rows_of(_of_each(one), {"records": list(records), "acts": list(acts)}):
        found[place].add(pk)
    yield from ((table, found[place]) for place, table in enumerate(_tables()) if found[place])


def _of_each(one: str) -> str:
    """One question in SQL asked of every table. It holds names of our own tables, and no value."""
    return " union ".join(
        one.format(place=place, event=table.event._meta.db_table, about=table.about)
        for place, table in enumerate(_tables())
    )


def _changes(table: _Table, touched: set[int], acts: set[int]) -> list[tuple[int, Change]]:
    versions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in table.event._default_manager.filter(pgh_obj_id__in=touched).order_by("pgh_id").values():
        versions[row["pgh_obj_id"]].append(row)
    made = []
    columns = [f for f in table.tracked._meta.concrete_fields if f.name not in _NEVER_SHOWN]
    for history in versions.values():
        for earlier, later in zip([None, *history], history, strict=False):
            if later["act_id"] in acts:
                made.append((later["act_id"], Change(_what(table.tracked, later), earlier, later, columns)))
    return made


def _what(tracked: type[models.Model], row: dict[str, Any]) -> str:
    if tracked is Step:
        return kind_of(row["kind"]).title
    for kind in all_kinds():
        if kind.facts is tracked:
            return f"{kind.title}: facts"
    return str(tracked._meta.verbose_name).capitalize()


def _say(f: Any, value: Any) -> Any:
    if f.choices:
        return dict(f.flatchoices).get(value, value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    if isinstance(value, bool | datetime.date):
        return value
    return value
