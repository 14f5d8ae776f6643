"""What the invented managers do: name stand-ins, answer for a caseload over the ceiling, say why things are late."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sightline.clocks.engine import Outcome, runs
from sightline.clocks.facts import gather
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.oversight.acts import Holding, Override, allocate, explain_delay, record_absence
from sightline.oversight.caseload import caseloads
from sightline.oversight.holding import held_on
from sightline.oversight.owed import asked_of_somebody
from sightline.record.warrant import Warrant
from sightline.synthetic.staff import Staff

LATE = (
    ("family", "Nobody came to the door on two visits, a week apart. The school saw them both weeks."),
    ("family", "Mum cancelled the day before; her own mother had gone into hospital."),
    ("child", "Was at camp with the school that week."),
    ("partner", "The health visitor’s report came nine days after it was asked for."),
    ("language", "The interpreter who was booked did not come. Another is booked."),
    ("complex", "A half-brother in another town came to light, and his school had to be asked."),
    ("worker", "The case changed hands that week."),
    ("capacity", "Two court statements were due in the same days."),
    ("recorded_late", "Was done in time by phone and on paper, and entered afterwards."),
)
CHILDREN_ASKED_ABOUT = 60


def give_stand_ins(warrant: Warrant, staff: Staff, today: date) -> None:
    """One worker is away with a colleague standing in; another is away and nobody does."""
    assert staff.away
    record_absence(warrant, staff.away.user, starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=33))
    team = [worker for worker in staff.workers if worker.left_on is None and worker.team != staff.away.team]
    away = team[0]
    colleague = next(worker for worker in team[1:] if worker.team == away.team)
    record_absence(
        warrant,
        away.user,
        starts_on=today - timedelta(days=4),
        ends_on=today + timedelta(days=10),
        stand_in=colleague.user,
    )


def answer_for_a_caseload(warrant: Warrant, today: date) -> None:
    """If somebody is at the ceiling, they took one more child of their team, and the manager said why."""
    loads = caseloads(today)
    for user, load in sorted(loads.items()):
        if load.children < load.ceiling:
            continue
        mine = held_on(today).filter(worker=user).order_by("pk").first()
        assert mine
        colleagues = held_on(today).filter(team=mine.team, worker__isnull=False).exclude(worker=user)
        child = colleagues.filter(starts_on__lt=today - timedelta(days=30)).order_by("-starts_on", "pk").first()
        if child:
            since = today - timedelta(days=3)
            one = Holding(child_id=child.child_id, team_id=mine.team_id, worker_id=user, starts_on=since)
            why = "Has worked with this family before. Two cases close by the end of the month."
            override = Override(worker_id=user, reason=why, review_on=today + timedelta(days=18))
            allocate(warrant, [one], overrides=[override])
            return


def say_why_late(warrant: Warrant, children: Sequence[int], chance: random.Random, today: date) -> None:
    """Reasons for about half of what is late for these children, now and then with a new date."""
    owed = set(asked_of_somebody())
    for facts in gather(children[:CHILDREN_ASKED_ABOUT]):
        for run in runs(facts, ENGLAND_AND_WALES):
            late = run.outcome is Outcome.RUNNING and run.clock_id in owed and run.due_on and run.due_on < today
            if late and chance.random() < 0.5:
                reason, words = chance.choice(LATE)
                new_on = today + timedelta(days=chance.randint(4, 12)) if chance.random() < 0.3 else None
                explain_delay(warrant, run, reason=reason, words=words, new_on=new_on)
