"""Staff: teams, appointments, duty; and opening a record with a stated reason."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from sightline.access.management import would_manage_themselves
from sightline.access.models import Appointment, Duty, Feedback, StatedReason, Team, User
from sightline.access.roles import Role
from sightline.record.acts import act
from sightline.record.warrant import Warrant

REASON_HOLDS = datetime.timedelta(hours=12)


def make_team(warrant: Warrant, name: str, *, part_of: Team | None = None) -> Team:
    with act("team.make", warrant):
        return Team.objects.create(name=name, part_of=part_of)


def appoint(
    warrant: Warrant,
    user: User,
    *,
    role: Role,
    team: Team | None,
    starts_on: datetime.date,
    fte: Decimal = Decimal(1),
    line_manager: User | None = None,
) -> Appointment:
    """Give a person a role in a team from a day.

    line_manager: who answers for them, where it is not the manager of the team. Nobody is their own manager.
    """
    if line_manager and would_manage_themselves(user.pk, line_manager.pk, starts_on):
        raise ValueError(f"Nobody is their own manager: {line_manager.name} can't be the manager of {user.name}.")
    with act("staff.appoint", warrant):
        return Appointment.objects.create(
            user=user, role=role, team=team, starts_on=starts_on, fte=fte, line_manager=line_manager
        )


def end_appointments(warrant: Warrant, user: User, *, on: datetime.date) -> None:
    """End everything that a person holds, on the day they leave."""
    with act("staff.leave", warrant):
        held = Appointment.objects.filter(user=user).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        held.filter(starts_on__lte=on).update(ends_on=on)


def put_on_duty(warrant: Warrant, user: User, *, on: datetime.date) -> Duty:
    with act("staff.put_on_duty", warrant):
        return Duty.objects.create(user=user, on=on)


def open_with_reason(warrant: Warrant, user: User, *, child_id: int, reason: str) -> StatedReason:
    """Open a record out of reach with a stated reason: kept, and good for twelve hours."""
    if len(reason.strip()) < 10:
        raise ValueError("Say in a sentence why you need to open this record.")
    with act("child.open_with_reason", warrant, reason=reason.strip()):
        return StatedReason.objects.create(
            user=user, child_id=child_id, reason=reason.strip(), until=timezone.now() + REASON_HOLDS
        )


def start_over(warrant: Warrant, user: User) -> str:
    """Let a person who is new, or who cannot get in, choose a password and a second factor afresh.

    Their old password, second factors and sessions end. Returns the address of the page where they
    choose a password: good once, and for three days. Give it to the person themselves, and to nobody else.
    """
    with act("staff.start_over", warrant):
        user = User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
    token = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])


def give_feedback(warrant: Warrant, user: User, *, page: str, text: str, request: uuid.UUID) -> Feedback:
    """Keep what a person says gets in their way."""
    with act("feedback.give", warrant, request=request):
        return Feedback.objects.create(user=user, page=page, text=text)
