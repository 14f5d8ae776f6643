"""Receiving referrals, for one child or for several of a family at once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sightline.forms.acts import NotNowError
from sightline.forms.given import Given
from sightline.forms.known import names_of
from sightline.record.acts import Doing, act
from sightline.record.acts.pathway import NewStep, lay, open_involvements
from sightline.record.models import Involvement, Step
from sightline.record.warrant import Warrant
from sightline.stages.front_door.kinds import REFERRAL


@dataclass(frozen=True, kw_only=True)
class Referral:
    """A referral of one child. source, primary_need: CIN census codes (items N00152, N00101).

    occasion: the one referral that several children share, named where referrals of many families are
    received at once; otherwise those received together are one.
    """

    child_id: int
    received_on: datetime.date
    received_at: datetime.time | None = None
    source: str
    primary_need: str = ""
    worker_id: int | None = None
    what_is_worrying: str = ""
    recorded_at: datetime.datetime | None = None
    occasion: uuid.UUID | None = None


def receive_referrals(
    warrant: Warrant, referrals: Sequence[Referral], *, request: uuid.UUID | None = None
) -> list[Step]:
    """Receive referrals: each opens an involvement, and its decision clock starts. Returns the steps in order."""
    with act("referral.receive", warrant, request=request) as doing:
        opened = open_involvements(
            doing, [Involvement(child_id=one.child_id, opened_on=one.received_on) for one in referrals]
        )
        named = any(one.occasion for one in referrals)
        together = uuid.uuid4() if len(referrals) > 1 and not named else None
        return lay(
            doing,
            [
                NewStep(
                    child_id=one.child_id,
                    kind=REFERRAL.key,
                    happened_on=one.received_on,
                    happened_at=one.received_at,
                    involvement_id=involvement.pk,
                    worker_id=one.worker_id,
                    occasion=one.occasion or together,
                    recorded_at=one.recorded_at,
                    narrative={"what_is_worrying": one.what_is_worrying} if one.what_is_worrying else {},
                    facts={"source": one.source, "primary_need": one.primary_need},
                )
                for one, involvement in zip(referrals, opened, strict=True)
            ],
        )


def lay_referrals(doing: Doing, given: Given) -> list[Step]:
    """Lay what the form of a referral says: each child's opens a case.

    New information on an open case is no referral (children in need census guide), so for such a child there is none.
    """
    are_open = [one.child_id for one in given.children if one.involvement_id]
    if are_open:
        names = ", ".join(names_of(are_open).values())
        raise NotNowError(
            f"There is an open case for {names}. New information on an open case is not a referral: take them off this "
            "form, and record a contact about them."
        )
    opened = open_involvements(
        doing, [Involvement(child_id=one.child_id, opened_on=given.on) for one in given.children]
    )
    for one, case in zip(given.children, opened, strict=True):
        one.involvement_id = case.pk
    return lay(doing, [given.step(one) for one in given.children])
