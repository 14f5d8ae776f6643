"""A child whose record has an error and a query for the census."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

LONG_AGO = datetime.timedelta(days=150)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def make_faulty(make_child: Any, system_warrant: Any, today: datetime.date) -> Callable[..., Any]:
    """``make_faulty()``: no ethnicity (error 4220), and an assessment unauthorised for too long (query 8670Q)."""
    from sightline.record.models import Identifier
    from sightline.stages.assessment.acts import Assessment, start_assessments
    from sightline.stages.front_door.acts import Referral, receive_referrals

    def make(**fields: Any) -> Any:
        number = f"F{Identifier.objects.count() + 1}"
        child = make_child(
            sex="F", disabilities=["NONE"], upn_unknown="UN3", identifiers=[("la_child_id", number)], **fields
        )
        on = today - LONG_AGO
        referral = Referral(child_id=child.pk, received_on=on, source="1A", primary_need="N1")
        [step] = receive_referrals(system_warrant, [referral])
        assessment = Assessment(child_id=child.pk, started_on=on, involvement_id=step.involvement_id)
        start_assessments(system_warrant, [assessment])
        return child

    return make
