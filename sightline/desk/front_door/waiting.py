"""The front door's list: contacts and referrals that wait for a decision, and referrers who wait for an answer."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.clocks.models import ClockRun
from sightline.desk.child.owed import Owed
from sightline.desk.lists import names_of, shown
from sightline.law.cin_codes import REFERRAL_SOURCE
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step
from sightline.stages.front_door.earlier import earlier_of, re_referral
from sightline.stages.front_door.models import ContactFacts, ReferralFacts

ROWS_A_PAGE = 25
CLOCKS = ("C01", "C02", "C03")
SHOWN_WORDS = 220


@dataclass
class Waiting:
    """One contact or referral, with all the children whom it is about."""

    step: Step
    source: str
    words: str
    danger: bool
    children: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    next: Owed | None = None
    repeats: int = 0
    is_re_referral: bool = False

    @property
    def repeat_words(self) -> str:
        """How often somebody came to the front door before and nothing was done, in a year."""
        return f"{self.repeats} before without action"

    @property
    def title(self) -> str:
        return kind_of(self.step.kind).title


@guarded("front_door.read")
def front_door(request: Any) -> HttpResponse:
    """A child in danger first, then the oldest. Whoever is on duty sees all; others, the children in their reach."""
    standing = request.standing
    undecided = _in_reach(request, _of(ContactFacts.objects.filter(decided_on__isnull=True)),
                          _of(ReferralFacts.objects.filter(decided_on__isnull=True)))  # fmt: skip
    contacts = ContactFacts.objects.filter(decided_on__isnull=False, told_on__isnull=True, told_how="")
    referrals = ReferralFacts.objects.filter(
        decided_on__isnull=False, acknowledged_on__isnull=True, acknowledged_how=""
    )
    untold = _in_reach(request, _of(contacts), _of(referrals))
    may_decide = standing.may("front_door.decide")
    rows = sorted(
        _rows(undecided, "step_decide" if may_decide else "step"),
        key=lambda row: (not row.danger, row.step.happened_on, row.step.pk),
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    _fill(page.object_list, undecided, standing.today)
    to_tell = sorted(_rows(untold, "step_tell"), key=lambda row: (row.step.happened_on, row.step.pk))
    telling = to_tell[:ROWS_A_PAGE]
    _name(telling, untold)
    context = {
        "title": "Front door", "page": page, "rows": page.object_list, "may_decide": may_decide, "to_tell": telling,
        "untold": len(to_tell), "may_create": standing.may("person.create"),
    }  # fmt: skip
    return render(request, "desk/front_door/waiting.html", context)


Held = tuple[Step, Any]


def _of(facts: QuerySet[Any]) -> list[Held]:
    """The steps that stand and were recorded here, with their facts. One query."""
    rows = facts.filter(step__recorded_elsewhere=False).exclude(step__state=Step.State.WITHDRAWN)
    return [(one.step, one) for one in rows.select_related("step").order_by("step")]


def _in_reach(request: Any, *some: Iterable[Held]) -> list[Held]:
    found = [one for these in some for one in these]
    near = request.standing.reached({step.child_id for step, _ in found}) if found else set()
    return [(step, facts) for step, facts in found if step.child_id in near]


def _rows(held: Iterable[Held], page: str) -> list[Waiting]:
    """One row for the children whom one contact or referral is about."""
    rows: dict[tuple[str, uuid.UUID | int], Waiting] = {}
    for step, facts in held:
        key = (step.kind, step.occasion or step.pk)
        source = REFERRAL_SOURCE.label(facts.source) if facts.source else "Source not recorded"
        row = rows.setdefault(key, Waiting(step, source, str(step.narrative.get("what_is_worrying", "")), False))
        row.danger = row.danger or bool(facts.immediate_danger)
        row.url = row.url or reverse(page, args=[step.child_id, step.pk])
        row.words = row.words or str(step.narrative.get("what_is_worrying", ""))
    return list(rows.values())


def _name(rows: Iterable[Waiting], held: Iterable[Held]) -> None:
    by_key = {(row.step.kind, row.step.occasion or row.step.pk): row for row in rows}
    mine = [step for step, _ in held if (step.kind, step.occasion or step.pk) in by_key]
    names = names_of([step.child_id for step in mine])
    for step in mine:
        url = reverse("step", args=[step.child_id, step.pk])
        by_key[step.kind, step.occasion or step.pk].children.append((names[step.child_id], url))


def _fill(rows: Iterable[Waiting], held: Iterable[Held], today: datetime.date) -> None:
    """The names, the clock and what came before, of the rows on the page: a fixed number of queries."""
    rows = list(rows)
    _name(rows, held)
    steps = [row.step for row in rows]
    runs = ClockRun.objects.filter(step__in=steps, clock__in=CLOCKS, outcome="")
    for row in rows:
        row.words = row.words if len(row.words) <= SHOWN_WORDS else f"{row.words[:SHOWN_WORDS].rsplit(' ', 1)[0]} …"
    if not rows:
        return
    by_step = {row.step.pk: row for row in rows}
    for owed in shown(runs, today):
        row = by_step[owed.run.step_id]
        if row.next is None or (owed.status.on or today) < (row.next.status.on or today):
            row.next = owed
    before = earlier_of([step.child_id for step in steps], today, steps)
    for row in rows:
        mine = [one for one in before.get(row.step.child_id, []) if one.step.happened_on <= row.step.happened_on]
        row.repeats = sum(one.no_action for one in mine)
        row.is_re_referral = re_referral(row.step.happened_on, mine) is not None
