"""What happens to invented families: each involvement from referral to closure, as dates and outcomes.

Plain invention: no database and no names. An involvement follows one of a few *courses*, and its dates keep
to the law's limits mostly, and miss them about as often as happens in life. Nothing is dated ``today`` or
later: what would have come is left undone, and so is owed.
"""

from __future__ import annotations

import random
from datetime import date, time, timedelta

from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.synthetic.episode import (
    Assessment,
    Conference,
    Court,
    Enquiry,
    Episode,
    InNeed,
    Protection,
)
from sightline.synthetic.theme import Theme

OUT_OF_HOURS = ("6", "1A", "1C", "3E", "9")  # sources that refer at weekends
NORTH, SOUTH, SAFEGUARDING, IN_NEED = "north", "south", "safeguarding", "in_need"

#: how many days ago a case that is open now was referred, by its course
OPEN = {
    "undecided": (1, 1),
    "assessing": (4, 60),
    "assessing_late": (68, 92),
    "in_need": (75, 330),
    "in_need_long": (380, 700),
    "enquiring": (4, 20),
    "protected_new": (38, 100),
    "protected": (120, 370),
    "protected_long": (420, 640),
    "protected_two_years": (775, 800),
    "stepped_down": (270, 540),
    "escalated": (150, 420),
}
#: how many days a case that is closed now was open, by its course
CLOSED = {"no_further_action": (0, 3), "assessed": (25, 75), "helped": (160, 330), "enquired": (150, 300),
          "unprotected": (150, 280), "protected_once": (430, 560)}  # fmt: skip
REASONS = ("RC7", "RC7", "RC7", "RC7", "RC7", "RC7", "RC3", "RC4", "RC5")


def on_or_after(day: date) -> date:
    """The first working day from a day on."""
    return CALENDAR.working_days_from(day, 1)


def after(day: date, working_days: int) -> date:
    return CALENDAR.working_days_after(day, working_days) if working_days else on_or_after(day)


class Inventor:
    """Invents episodes for one family after another, from one chance."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance = chance
        self.today = today
        self.last = today - timedelta(days=1)  # the last day of which anything is told

    # --- when ------------------------------------------------------------------------------------

    def between(self, least: int, most: int) -> int:
        return self.chance.randint(least, max(least, most))

    def seldom(self, share: float) -> bool:
        return self.chance.random() < share

    def told(self, day: date) -> date | None:
        """A day, if it lies in what is told."""
        return day if day <= self.last else None

    def referral_day(self, course: str) -> tuple[date, date | None]:
        """When a case of this course was referred and, for one that is closed, about when it closed."""
        if course == "undecided":
            return CALENDAR.working_days_before(self.today, 1), None
        if course in OPEN:
            return self.today - timedelta(days=self.between(*OPEN[course])), None
        length = self.between(*CLOSED[course])
        closed = self.today - timedelta(days=self.between(6, 700 - length))
        return closed - timedelta(days=length), closed

    # --- what ------------------------------------------------------------------------------------

    def earlier(self, course: str, theme: Theme, before: date, *, again: bool, door: str) -> Episode:
        """A closed episode before another one: within twelve months of its referral if ``again``."""
        least = {"no_further_action": 30, "assessed": 110, "helped": 235, "protected_once": 590}[course]
        gap = self.between(least, 350) if again else self.between(max(least, 400), max(least, 400) + 120)
        referred = before - timedelta(days=gap)
        closed = referred + timedelta(days=self.between(*CLOSED[course]))
        return self.episode(course, theme, (referred, min(closed, before - timedelta(days=20))), door=door)

    def episode(
        self, course: str, theme: Theme, span: tuple[date, date | None] | None = None, *, door: str = NORTH
    ) -> Episode:
        """One involvement that follows a course."""
        referred, closes = span or self.referral_day(course)
        if not CALENDAR.is_working_day(referred) and (
            self.seldom(0.6) or not any(code in OUT_OF_HOURS for code, _ in theme.referrals)
        ):
            referred = CALENDAR.working_days_before(referred, 1)
        made = Episode(theme=theme, referred_on=referred, referred_at=self._hour(referred))
        if course == "undecided":
            made.holders.append((referred, door))
            return made
        self._decide(made, no_further_action=course == "no_further_action")
        assert made.decided_on is not None
        if made.no_further_action:
            made.closed_on, made.reason = max(made.decided_on, made.told_on or made.decided_on), "RC7"
            return made
        made.holders.append((made.decided_on, door))
        if (
            course in ("enquiring", "enquired", "unprotected")
            or course.startswith("protected")
            or course == "stepped_down"
        ):
            self._protect(made, course, made.decided_on, closes)
        self._assess(made, course, closes)
        if course in ("in_need", "in_need_long", "helped", "enquired", "unprotected"):
            self._help(made, closes)
        if course == "escalated":
            self._help(made, None)
            self._escalate(made)
        if closes:
            self._close(made, course, closes)
        self._visit(made, dropping_off=closes is None and self.seldom(0.14))
        self._hand_over(made)
        return made

    def _hour(self, day: date) -> time:
        office = CALENDAR.is_working_day(day)
        return time(
            self.between(9, 16) if office else self.between(10, 22), self.chance.choice((0, 5, 10, 15, 25, 30, 40, 50))
        )

    def _decide(self, made: Episode, *, no_further_action: bool) -> None:
        late = self.seldom(0.09)
        days = self.between(2, 4) if late else self.between(0, 1)
        if not CALENDAR.is_working_day(made.referred_on):
            days = max(days, 1)
        decided = min(after(made.referred_on, days), self.last)
        made.decided_on, made.no_further_action = decided, no_further_action
        if self.seldom(0.98) or no_further_action:
            made.told_on = decided if self.seldom(0.8) else min(after(decided, 1), self.last)

    def _assess(self, made: Episode, course: str, closes: date | None) -> None:
        assert made.decided_on is not None
        started = self.told(made.decided_on if self.seldom(0.7) else after(made.decided_on, 1))
        if started is None:
            return
        review = after(started, self.chance.choice((5, 8, 10, 10, 10))) if self.seldom(0.75) else None
        assessment = made.assessment = Assessment(started_on=started, review_on=review)
        late = self.seldom(0.14)
        length = self.between(46, 58) if late else round(self.chance.triangular(14, 44, 36))
        finished = after(made.referred_on, length)
        if closes and course == "assessed":
            finished = on_or_after(closes)
        if made.enquiry:
            finished = min(finished, after(made.enquiry.began_on, 14))
        if course == "assessing":
            finished = self.today
        if course == "assessing_late":
            finished = self.today
        assessment.authorised_on = self.told(max(finished, after(started, 3)))
        assessment.no_need = course == "assessed"
        point = review or after(started, 10)
        done = (
            after(point, self.between(1, 5))
            if self.seldom(0.12)
            else CALENDAR.working_days_before(point, self.between(1, 2))
        )
        if self.seldom(0.9) and (assessment.authorised_on is None or done < assessment.authorised_on):
            assessment.reviewed_on = self.told(done)

    def _help(self, made: Episode, closes: date | None) -> None:
        """A child in need plan, from the end of the assessment."""
        if made.assessment and made.assessment.authorised_on:
            ready = made.assessment.authorised_on
            if made.enquiry and made.enquiry.conference:
                ready = max(ready, made.enquiry.conference.held_on)
            self._in_need(made, self.told(after(ready, self.between(0, 2))), ready, closes)

    def _in_need(
        self, made: Episode, starts: date | None, ready: date, closes: date | None, *, after_protection: bool = False
    ) -> None:
        if starts is None:
            return
        ends = None
        if closes:
            ends = on_or_after(max(closes - timedelta(days=self.between(0, 8)), starts + timedelta(days=20)))
        plan = made.in_need = InNeed(started_on=starts, ended_on=ends, after_protection=after_protection)
        until = ends or self.last
        first = max(after(ready, self.between(11, 15) if self.seldom(0.1) else self.between(4, 9)), starts)
        if first <= until and self.seldom(0.97):
            plan.meetings.append((first, False))
        day = starts
        while True:
            gap = self.between(95, 130) if self.seldom(0.15) else self.between(72, 88)
            day = on_or_after(day + timedelta(days=gap))
            if day > until:
                return
            plan.meetings.append((day, True))

    def _protect(self, made: Episode, course: str, starts: date, closes: date | None) -> None:
        """An enquiry and what followed from it."""
        began = self.told(after(starts, self.between(0, 3)))
        if began is None:
            return
        enquiry = made.enquiry = Enquiry(began_on=began)
        no_conference = course == "enquired" or (course == "enquiring" and self.seldom(0.2))
        outcome = after(began, self.between(5, 9) if no_conference else self.between(5, 11))
        enquiry.outcome_on = self.told(outcome)
        if enquiry.outcome_on:
            enquiry.conference_not_required = no_conference
        if no_conference:
            return
        held = self.told(after(began, self.between(16, 21) if self.seldom(0.15) else self.between(11, 15)))
        if held is None or course == "enquiring":
            return
        enquiry.conference = self._conference(held, goes_on=course != "unprotected")
        if course == "unprotected":
            return
        self._plan(made, held, course, closes)

    def _conference(self, held: date, *, goes_on: bool) -> Conference:
        sent = self.told(after(held, self.between(2, 6) if self.seldom(0.14) else 1))
        return Conference(held_on=held, goes_on=goes_on, decisions_sent_on=sent if self.seldom(0.97) else None)

    def _plan(self, made: Episode, starts: date, course: str, closes: date | None) -> None:
        """A child protection plan with its core groups and review conferences, and the step down from it."""
        plan = made.protection = Protection(started_on=starts, category=made.theme.category)
        ends_after = None
        if course == "stepped_down":
            ends_after = min((self.today - starts).days - 45, self.between(170, 300))
        elif closes:
            ends_after = (closes - starts).days - self.between(70, 110)
        day = on_or_after(starts + timedelta(days=self.between(93, 108) if self.seldom(0.08) else self.between(76, 88)))
        while day <= self.last:
            ending = ends_after is not None and (day - starts).days >= ends_after - 45
            review = self._conference(day, goes_on=not ending)
            plan.reviews.append(review)
            if ending:
                plan.ended_on = day
                break
            checked = on_or_after(
                day + timedelta(days=self.between(58, 70) if self.seldom(0.14) else self.between(42, 54))
            )
            review.checked_on = self.told(checked) if self.seldom(0.95) else None
            gap = self.between(186, 200) if self.seldom(0.07) else self.between(150, 178)
            if ends_after is not None:
                gap = min(gap, max(60, ends_after - (day - starts).days))
            day = on_or_after(day + timedelta(days=gap))
        for review, following in zip(plan.reviews, plan.reviews[1:], strict=False):
            if review.checked_on and review.checked_on >= following.held_on:
                review.checked_on = None
        if len(plan.reviews) > 1 and self.seldom(0.2):
            plan.later_category = self.chance.choice([c for c in ("NEG", "EMO", "PHY") if c != plan.category])
        self._core_groups(plan)
        if plan.ended_on:
            self._in_need(made, plan.ended_on, plan.ended_on, closes, after_protection=True)

    def _core_groups(self, plan: Protection) -> None:
        until = plan.ended_on or self.last
        day = after(plan.started_on, self.between(11, 14) if self.seldom(0.08) else self.between(5, 9))
        while day <= until:
            plan.core_groups.append(day)
            day = on_or_after(day + timedelta(days=self.between(31, 42) if self.seldom(0.1) else self.between(20, 26)))

    def _escalate(self, made: Episode) -> None:
        """A child in need plan that wasn't enough: an enquiry, a conference and a protection plan instead."""
        plan = made.in_need
        if plan is None:
            return
        first = plan.started_on + timedelta(days=30)
        latest = self.today - timedelta(days=60)
        if latest <= first:
            return
        turn = on_or_after(first + timedelta(days=self.between(0, (latest - first).days)))
        began = Enquiry(began_on=turn, outcome_on=after(turn, self.between(5, 9)), conference_not_required=False)
        held = after(turn, self.between(11, 15))
        began.conference = self._conference(held, goes_on=True)
        made.enquiry = began
        self._plan(made, held, "protected", None)
        plan.ended_on = held
        plan.meetings = [meeting for meeting in plan.meetings if meeting[0] <= held]

    def _close(self, made: Episode, course: str, closes: date) -> None:
        assert made.decided_on is not None
        if course == "assessed":
            assert made.assessment is not None and made.assessment.authorised_on is not None
            late = self.between(1, 6) if self.seldom(0.3) else 0
            made.closed_on = min(made.assessment.authorised_on + timedelta(days=late), self.last)
            made.reason = "RC8" if self.seldom(0.65) else "RC9"
            return
        ends = [made.in_need.ended_on if made.in_need else None, made.protection.ended_on if made.protection else None]
        latest = max((day for day in ends if day), default=closes)
        made.closed_on = min(latest + timedelta(days=self.between(0, 6)), self.last)
        made.reason = self.chance.choice(REASONS)

    def _visit(self, made: Episode, *, dropping_off: bool) -> None:
        """Visits from the start of the assessment on, as often as the plan of the day asks."""
        assert made.decided_on is not None
        until = made.closed_on or self.last
        day = after(made.decided_on, self.between(1, 4))
        while day <= until:
            made.visits.append(day)
            match made.stage_on(day)[0]:
                case "protection":
                    day = after(day, self.between(11, 14) if self.seldom(0.05) else self.between(6, 10))
                case "in_need":
                    gap = self.between(43, 60) if self.seldom(0.07) else self.between(18, 39)
                    day = on_or_after(day + timedelta(days=gap))
                case _:
                    day = after(day, self.between(7, 13))
            plan = made.protection
            if plan and made.visits[-1] < plan.started_on < day:
                day = min(day, after(plan.started_on, self.between(2, 6)))
        if dropping_off:
            del made.visits[-self.between(1, 2) :]
        if made.in_need and made.in_need.ended_on and not made.protection:
            made.visits = [visit for visit in made.visits if visit <= until]

    def _hand_over(self, made: Episode) -> None:
        """To the safeguarding team with the conference, to the children in need team with a plan that is to last."""
        plan, need = made.protection, made.in_need
        moves: list[tuple[date, str]] = []
        if need and not need.after_protection:
            disabled = made.theme.key == "disability"
            if disabled or self.seldom(0.45):
                moves.append((after(need.started_on, self.between(1, 8)), IN_NEED))
        if plan:
            moves.append((after(plan.started_on, self.between(0, 4)), SAFEGUARDING))
            if need and need.after_protection and self.seldom(0.4):
                moves.append((after(need.started_on, self.between(2, 8)), IN_NEED))
        until = made.closed_on or self.today
        made.holders += [move for move in sorted(moves) if made.holders[0][0] < move[0] < until]

    def go_to_court(self, made: Episode) -> None:
        """Pre-proceedings, begun after some months of a protection plan."""
        assert made.protection is not None
        began = on_or_after(
            max(self.today - timedelta(days=self.between(35, 75)), made.protection.started_on + timedelta(days=60))
        )
        if began > self.last:
            return
        made.court = Court(
            began_on=began,
            letter_on=self.told(after(began, self.between(3, 6))),
            first_meeting_on=self.told(after(began, self.between(10, 16))),
            family_meeting_held=self.seldom(0.6),
        )

    def recorded(self, day: date, hour: time | None = None) -> tuple[date, time]:
        """When an entry about a day was recorded: mostly the same day or the next, sometimes weeks later."""
        days = self.between(3, 20) if self.seldom(0.11) else self.chance.choice((0, 0, 0, 1, 1))
        written = day + timedelta(days=days)
        if written > self.last:
            written = day
        start = max(hour.hour + 1 if hour and written == day else 9, 9)
        return written, time(min(self.between(start, max(start, 18)), 23), self.between(0, 59))
