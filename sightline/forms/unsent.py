"""What was written on a page and not sent: kept on the server as it is typed, and put back when the page is opened.

Steps have drafts of their own (:mod:`sightline.forms.drafts`), which several people may write on. This is for the
short forms beside them, such as a decision on a contact or the reasons for returning an assessment.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from sightline.access.models import User
from sightline.forms.models import Draft, Unsent
from sightline.record.models import Act

LONGEST_PAGE, MOST = 2_000, 200_000
"""Bytes of an address, and characters of all that one form may hold.

The longest address is that of allocating as many children as may be allocated at once. The database's index holds no
more than 2,700 bytes.
"""


class TooMuchError(ValueError):
    """More than any form of ours holds."""


def keep(user: User, page: str, *, request: uuid.UUID, values: Mapping[str, Sequence[str]]) -> Unsent | None:
    """Keep what a form holds now, in place of what it held. None: this very form was sent, so nothing is kept."""
    held = sum(len(name) + sum(map(len, texts)) for name, texts in values.items())
    if len(page.encode()) > LONGEST_PAGE or held > MOST:
        raise TooMuchError
    if was_sent(request):
        Unsent.objects.filter(user=user, page=page, request=request).delete()
        return None
    kept, _ = Unsent.objects.update_or_create(
        user=user, page=page, defaults={"request": request, "values": dict(values), "at": timezone.now()}
    )
    return kept


def was_sent(request: uuid.UUID) -> bool:
    """Whether the form with this number was sent: something was done by it, or a draft begun."""
    return Act.objects.filter(request=request).exists() or Draft.objects.filter(request=request).exists()


def left(user: User, page: str) -> Unsent | None:
    """What this person left unsent on a page, unless that very form was sent after all."""
    found = Unsent.objects.filter(user=user, page=page).first()
    if found and was_sent(found.request):
        found.delete()
        return None
    return found


def forget(user: User, page: str) -> None:
    """It was sent, or its writer starts afresh."""
    Unsent.objects.filter(user=user, page=page).delete()
