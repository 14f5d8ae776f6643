"""The history of a record: each act on it, who did it and why, and what it changed from and to."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q, Value

from sightline.record.history import kept_models
from sightline.record.kinds import all_kinds
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Act, Step

WORDS = {
    "assessment.authorise": "Authorised an assessment",
    "assessment.review": "Reviewed an assessment",
    "assessment.start": "Started an assessment",
    "census.bring_in": "Brought in from a census file",
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
    "enquiry.begin": "Began a section 47 enquiry",
    "enquiry.conclude": "Concluded a section 47 enquiry",
    "initial_conference.hold": "Recorded an initial child protection conference",
    "case.close": "Closed the case",
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
    "referral.decide": "Decided a referral",
    "referral.receive": "Received a referral",
    "review_conference.check": "Recorded the chair's check",
    "review_conference.hold": "Recorded a review conference",
    "visit.record": "Recorded a visit",
}


@dataclass
class Change:
    """One row that an act made or changed: ``fields`` are (name, before, after); before is None for a new row."""

    what: str
    is_new: bool
    fields: list[tuple[str, Any, Any]]


@dataclass
class Done:
    """One act on this record."""

    act: Act
    changes: list[Change] = field(default_factory=list)

    @property
    def words(self) -> str:
        return WORDS.get(self.act.kind, self.act.kind)


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


def _rows_about(records: Sequence[int]) -> list[tuple[type[models.Model], Any]]:
    """For each kept table, its history rows that are about these records."""
    facts = {kind.facts for kind in all_kinds()}
    steps = Step.objects.filter(child__in=records).values("id")
    found: list[tuple[type[models.Model], Any]] = []
    for tracked, event in kept_models():
        rows = event._default_manager.all()
        names = {f.name for f in tracked._meta.concrete_fields}
        keys = [key for key in _PERSON_KEYS if key in names]
        if tracked in facts:
            rows = rows.filter(pgh_obj_id__in=steps)
        elif tracked._meta.label == "record.Person":
            rows = rows.filter(pgh_obj_id__in=records)
        elif keys:
            about = Q()
            for key in keys:
                about |= Q(**{f"{key}__in": records})
            rows = rows.filter(about)
        else:
            continue
        found.append((tracked, rows))
    return found


def history_of(records: Sequence[int], *, before: int | None = None, limit: int = 25) -> tuple[list[Done], bool]:
    """The acts on a record, latest first, and whether there are more. before: only acts earlier than this one."""
    tables = _rows_about(records)
    first, *others = [(rows.filter(act__lt=before) if before else rows).values_list("act") for _, rows in tables]
    latest = [act for (act,) in first.union(*others).order_by("-act")[: limit + 1]]
    page, more = latest[:limit], len(latest) > limit
    acts = {act.pk: Done(act) for act in Act.objects.filter(pk__in=page).select_related("actor")}
    for (tracked, rows), touched in zip(tables, _touched([rows for _, rows in tables], page), strict=True):
        for change_act, change in _changes(tracked, rows, touched, set(page)) if touched else ():
            acts[change_act].changes.append(change)
    return [acts[pk] for pk in page], more


def _touched(tables: Sequence[Any], acts: Sequence[int]) -> list[set[int]]:
    """For each table, the objects that these acts made or changed: all asked at once."""
    found: list[set[int]] = [set() for _ in tables]
    first, *others = [
        rows.filter(act__in=acts).values_list(Value(place), "pgh_obj_id") for place, rows in enumerate(tables)
    ]
    for place, pk in first.union(*others):
        found[place].add(pk)
    return found


def _changes(tracked: type[models.Model], rows: Any, touched: set[int], acts: set[int]) -> list[tuple[int, Change]]:
    versions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(pgh_obj_id__in=touched).order_by("pgh_id").values():
        versions[row["pgh_obj_id"]].append(row)
    made = []
    shown = [f for f in tracked._meta.concrete_fields if f.name not in _NEVER_SHOWN]
    for history in versions.values():
        for earlier, later in zip([None, *history], history, strict=False):
            if later["act_id"] not in acts:
                continue
            fields = [
                (
                    str(f.verbose_name).replace("_", " "),
                    earlier and _say(f, earlier[f.attname]),
                    _say(f, later[f.attname]),
                )
                for f in shown
                if (earlier is None and later[f.attname] not in (None, "", [], {}, False))
                or (earlier is not None and earlier[f.attname] != later[f.attname])
            ]
            made.append((later["act_id"], Change(_what(tracked, later), earlier is None, fields)))
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
