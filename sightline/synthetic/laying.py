"""Puts what happened to invented families on the record, through the acts that everyone else's work goes through.

Many children go into one act where the act takes many: all of a kind at once, or all of one day.
"""

from __future__ import annotations

import datetime
import random
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sightline.oversight.acts import Closing, Holding, allocate, close_cases
from sightline.record.models import Step
from sightline.record.warrant import Warrant
from sightline.stages.assessment import acts as assessment
from sightline.stages.child_in_need import acts as child_in_need
from sightline.stages.court import acts as court
from sightline.stages.front_door import acts as front_door
from sightline.stages.protection import acts as protection
from sightline.synthetic.episode import Conference, Episode
from sightline.synthetic.family import Family, Someone
from sightline.synthetic.lives import Inventor
from sightline.synthetic.staff import Staff, Worker
from sightline.synthetic.tellings import Teller

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Progress = Callable[[str, int, int], None]
LONDON = ZoneInfo("Europe/London")


def by(items: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """The items with one key together, in the order of the keys."""
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return sorted(groups.items(), key=lambda pair: str(pair[0]))


@dataclass(eq=False)
class Case:
    """One child's part in one episode, while it is put on the record."""

    family: Family
    episode: Episode
    child: Someone
    involvement_id: int = 0
    steps: dict[str, Step] = field(default_factory=dict)
    reviews: list[Step] = field(default_factory=list)


def by_family(cases: Sequence[Case]) -> list[tuple[Family, list[Case]]]:
    """Cases of one episode a family, family by family, in the order they came."""
    families: dict[Family, list[Case]] = defaultdict(list)
    for case in cases:
        families[case.family].append(case)
    return list(families.items())


@dataclass(eq=False, kw_only=True)
class Held:
    """Who held an episode's children from a day on."""

    since: date
    team: str
    worker: Worker | None


class Laying:
    def __init__(
        self,
        warrant: Warrant,
        staff: Staff,
        teller: Teller,
        inventor: Inventor,
        chance: random.Random,
        progress: Progress,
    ) -> None:
        self.warrant, self.staff, self.teller, self.inventor = warrant, staff, teller, inventor
        self.chance, self.progress = chance, progress
        self.held: dict[int, list[Held]] = {}
        self.occasions: dict[Hashable, uuid.UUID] = {}

    def occasion(self, *key: Hashable) -> uuid.UUID:
        """The one visit or conference that the children of a family share."""
        if key not in self.occasions:
            self.occasions[key] = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        return self.occasions[key]

    def recorded(self, day: date, hour: time | None = None) -> datetime.datetime:
        written, at = self.inventor.recorded(day, hour)
        return datetime.datetime.combine(written, at, tzinfo=LONDON)

    def worker(self, case: Case, day: date) -> int | None:
        """The worker who held the child on a day; before anybody did, whoever was at the front door."""
        before = [held.worker for held in self.held.get(id(case.episode), []) if held.worker and held.since <= day]
        if before:
            return int(before[-1].user.pk)
        door = self.staff.of(case.family.door, day)
        return int(self.chance.choice(door).user.pk) if door else None

    def lives(self, cases: Sequence[Case], held: dict[int, list[Held]], *, label: str) -> None:
        """Lay one episode of each of these families, from the referrals to the closings."""
        self.held |= held
        phases: list[Callable[[Sequence[Case]], None]] = [
            self._refer, self._decide, self._assess, self._enquire, self._confer, self._help, self._protect,
            self._review, self._court, self._meet, self._visit, self._step_down, self._end, self._allocate, self._close,
        ]  # fmt: skip
        for done, phase in enumerate(phases, 1):
            phase(cases)
            self.progress(label, done, len(phases))

    def _refer(self, cases: Sequence[Case]) -> None:
        referrals = []
        for family, some in by_family(cases):
            episode = some[0].episode
            source, worrying = self.teller.referral(family, episode)
            recorded = self.recorded(episode.referred_on, episode.referred_at)
            taken_by = self.worker(some[0], episode.referred_on)
            referrals += [
                front_door.Referral(
                    child_id=case.child.pk, received_on=episode.referred_on, received_at=episode.referred_at,
                    source=source, primary_need=episode.theme.need, worker_id=taken_by, what_is_worrying=worrying,
                    recorded_at=recorded, occasion=self.occasion("referral", id(episode)),
                )
                for case in some
            ]  # fmt: skip
        for case, step in zip(cases, front_door.receive_referrals(self.warrant, referrals), strict=True):
            case.steps["referral"] = step
            assert step.involvement_id
            case.involvement_id = step.involvement_id

    def _decide(self, cases: Sequence[Case]) -> None:
        decided = [case for case in cases if case.episode.decided_on]
        key = lambda case: (case.episode.decided_on, case.episode.no_further_action, case.episode.told_on)  # noqa: E731
        for (on, refused, told), some in by(decided, key):
            front_door.decide_referrals(
                self.warrant,
                [case.steps["referral"] for case in some],
                on=on,
                no_further_action=refused,
                acknowledged_on=told,
            )

    def _assess(self, cases: Sequence[Case]) -> None:
        mine = [(case, case.episode.assessment) for case in cases if case.episode.assessment]
        steps = assessment.start_assessments(
            self.warrant,
            [
                assessment.Assessment(
                    child_id=case.child.pk, started_on=one.started_on, involvement_id=case.involvement_id,
                    referral_id=case.steps["referral"].pk, internal_review_on=one.review_on,
                    worker_id=self.worker(case, one.started_on), recorded_at=self.recorded(one.started_on),
                )
                for case, one in mine
            ],
        )  # fmt: skip
        for (case, _), step in zip(mine, steps, strict=True):
            case.steps["assessment"] = step
        for on, some in by([pair for pair in mine if pair[1].reviewed_on], lambda pair: pair[1].reviewed_on):
            assert on
            assessment.review_assessments(self.warrant, [case.steps["assessment"] for case, _ in some], on=on)
        for on, some in by([pair for pair in mine if pair[1].authorised_on], lambda pair: pair[1].authorised_on):
            assert on
            assessment.authorise_assessments(
                self.warrant, [case.steps["assessment"] for case, _ in some], on=on,
                factors=[self._factors(case) for case, _ in some],
            )  # fmt: skip

    def _factors(self, case: Case) -> list[str]:
        found = list(case.episode.theme.factors)
        one = case.episode.assessment
        if one and one.no_need and self.chance.random() < 0.3:
            return ["21"]
        return found[: self.chance.randint(1, len(found))]

    def _enquire(self, cases: Sequence[Case]) -> None:
        mine = [(case, case.episode.enquiry) for case in cases if case.episode.enquiry]
        events = [self._event(case, one.began_on, "enquiry", led_from="referral") for case, one in mine]
        for (case, _), step in zip(mine, protection.begin_enquiries(self.warrant, events), strict=True):
            case.steps["enquiry"] = step
        concluded = [pair for pair in mine if pair[1].outcome_on]
        for (on, not_required), some in by(
            concluded, lambda pair: (pair[1].outcome_on, bool(pair[1].conference_not_required))
        ):
            assert on
            protection.conclude_enquiries(
                self.warrant, [case.steps["enquiry"] for case, _ in some], on=on, conference_not_required=not_required
            )

    def _event(self, case: Case, on: date, what: str, *, led_from: str) -> protection.Event:
        return protection.Event(**self._entry(case, on, what, led_from=led_from))

    def _entry(self, case: Case, on: date, what: str, *, led_from: str) -> dict[str, Any]:
        """What every entry of protection says."""
        return {
            "child_id": case.child.pk,
            "on": on,
            "involvement_id": case.involvement_id,
            "led_from_id": case.steps[led_from].pk,
            "worker_id": self.worker(case, on),
            "recorded_at": self.recorded(on),
            "occasion": self.occasion(what, id(case.episode), on),
        }

    def _confer(self, cases: Sequence[Case]) -> None:
        mine = [
            (case, case.episode.enquiry.conference)
            for case in cases
            if case.episode.enquiry and case.episode.enquiry.conference
        ]
        conferences = [
            protection.InitialConference(
                **self._entry(case, one.held_on, "conference", led_from="enquiry"), plan_made=one.goes_on
            )
            for case, one in mine
        ]
        steps = protection.hold_initial_conferences(self.warrant, conferences)
        for (case, _), step in zip(mine, steps, strict=True):
            case.steps["conference"] = step
        self._send(zip(steps, (one for _, one in mine), strict=True))

    def _send(self, held: Iterable[tuple[Step, Conference]]) -> None:
        for on, some in by(
            [pair for pair in held if pair[1].decisions_sent_on], lambda pair: pair[1].decisions_sent_on
        ):
            assert on
            protection.send_decisions(self.warrant, [step for step, _ in some], on=on)

    def _help(self, cases: Sequence[Case]) -> None:
        self._start_help(
            [case for case in cases if case.episode.in_need and not case.episode.in_need.after_protection], "assessment"
        )

    def _step_down(self, cases: Sequence[Case]) -> None:
        self._start_help(
            [case for case in cases if case.episode.in_need and case.episode.in_need.after_protection], "protection"
        )

    def _start_help(self, cases: Sequence[Case], led_from: str) -> None:
        plans = []
        for case in cases:
            assert case.episode.in_need
            on = case.episode.in_need.started_on
            plans.append(
                child_in_need.CinPlan(
                    child_id=case.child.pk, started_on=on, involvement_id=case.involvement_id,
                    led_from_id=case.steps[led_from].pk, worker_id=self.worker(case, on), recorded_at=self.recorded(on),
                )
            )  # fmt: skip
        for case, step in zip(cases, child_in_need.start_plans(self.warrant, plans), strict=True):
            case.steps["in_need"] = step

    def _protect(self, cases: Sequence[Case]) -> None:
        mine = [(case, case.episode.protection) for case in cases if case.episode.protection]
        plans = [
            protection.ProtectionPlan(
                **self._entry(case, one.started_on, "plan", led_from="conference"),
                category=one.category,
                previous_plans=one.previous,
            )
            for case, one in mine
        ]
        for (case, _), step in zip(mine, protection.start_plans(self.warrant, plans), strict=True):
            case.steps["protection"] = step
        groups = [
            self._event(case, on, "core_group", led_from="protection") for case, one in mine for on in one.core_groups
        ]
        protection.hold_core_groups(self.warrant, groups)

    def _review(self, cases: Sequence[Case]) -> None:
        mine = [
            (case, review) for case in cases if case.episode.protection for review in case.episode.protection.reviews
        ]
        reviews = [
            protection.ReviewConference(
                **self._entry(case, one.held_on, "review", led_from="protection"), plan_continues=one.goes_on
            )
            for case, one in mine
        ]
        steps = protection.hold_reviews(self.warrant, reviews)
        held = list(zip(steps, (one for _, one in mine), strict=True))
        self._send(held)
        for on, some in by([pair for pair in held if pair[1].checked_on], lambda pair: pair[1].checked_on):
            assert on
            protection.check_between_reviews(self.warrant, [step for step, _ in some], on=on)
        for case in cases:
            plan = case.episode.protection
            if plan and plan.later_category:
                protection.change_category(self.warrant, case.steps["protection"], category=plan.later_category)

    def _court(self, cases: Sequence[Case]) -> None:
        for case in cases:
            one = case.episode.court
            if one:
                court.begin_pre_proceedings(
                    self.warrant, child_id=case.child.pk, on=one.began_on, involvement_id=case.involvement_id,
                    worker_id=self.worker(case, one.began_on), recorded_at=self.recorded(one.began_on),
                    letter_before_sent_on=one.letter_on, family_meeting_offered=True if one.letter_on else None,
                    family_meeting_held=one.family_meeting_held if one.letter_on else None,
                    first_meeting_on=one.first_meeting_on, review_meetings=0 if one.first_meeting_on else None,
                )  # fmt: skip

    def _meet(self, cases: Sequence[Case]) -> None:
        """Meetings about plans that came from an assessment; those after a protection plan follow the step down."""
        self._meetings([case for case in cases if "in_need" in case.steps])

    def _meetings(self, cases: Sequence[Case]) -> None:
        child_in_need.hold_meetings(
            self.warrant,
            [
                child_in_need.Meeting(
                    child_id=case.child.pk, held_on=on, involvement_id=case.involvement_id,
                    plan_id=case.steps["in_need"].pk, reviews_plan=reviews, worker_id=self.worker(case, on),
                    recorded_at=self.recorded(on),
                    occasion=self.occasion("meeting", id(case.episode), on),
                )
                for case in cases
                if case.episode.in_need
                for on, reviews in case.episode.in_need.meetings
            ],
        )  # fmt: skip

    def _visit(self, cases: Sequence[Case]) -> None:
        visits = []
        for family, some in by_family(cases):
            episode = some[0].episode
            for on in episode.visits:
                found = self.teller.visit(family, episode, on, [case.child for case in some])
                recorded, seen_by = self.recorded(on), self.worker(some[0], on)
                visits += [
                    child_in_need.Visit(
                        child_id=case.child.pk, visited_on=on, involvement_id=case.involvement_id, seen=one.seen,
                        seen_alone=one.alone, not_alone_reason=one.why_not_alone, words_of_the_child=one.words,
                        note=one.note, worker_id=seen_by, recorded_at=recorded,
                        occasion=self.occasion("visit", id(episode), on),
                    )
                    for case, one in zip(some, found, strict=True)
                ]  # fmt: skip
        child_in_need.visit(self.warrant, visits)

    def _end(self, cases: Sequence[Case]) -> None:
        self._meetings([case for case in cases if case.episode.in_need and case.episode.in_need.after_protection])
        ended = [
            (case, case.episode.protection)
            for case in cases
            if case.episode.protection and case.episode.protection.ended_on
        ]
        for on, some in by(ended, lambda pair: pair[1].ended_on):
            assert on
            protection.end_plans(self.warrant, [case.steps["protection"] for case, _ in some], on=on)
        helped = [
            (case, case.episode.in_need) for case in cases if case.episode.in_need and case.episode.in_need.ended_on
        ]
        for on, done in by(helped, lambda pair: pair[1].ended_on):
            assert on
            child_in_need.end_plans(self.warrant, [case.steps["in_need"] for case, _ in done], on=on)

    def _allocate(self, cases: Sequence[Case]) -> None:
        """Each hand-over in turn, the first of all families before the second of any."""
        turns = max((len(held) for held in self.held.values()), default=0)
        for turn in range(turns):
            now = [(case, self.held.get(id(case.episode), [])[turn : turn + 1]) for case in cases]
            holdings = [
                Holding(
                    child_id=case.child.pk, team_id=self.staff.teams[held.team].pk,
                    worker_id=held.worker.user.pk if held.worker else None, starts_on=held.since,
                )
                for case, some in now
                for held in some
            ]  # fmt: skip
            if holdings:
                allocate(self.warrant, holdings)

    def _close(self, cases: Sequence[Case]) -> None:
        close_cases(
            self.warrant,
            [
                Closing(involvement_id=case.involvement_id, on=case.episode.closed_on, reason=case.episode.reason)
                for case in cases
                if case.episode.closed_on
            ],
        )
