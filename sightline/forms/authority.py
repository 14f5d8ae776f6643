"""Who may authorise whose work; and the work that waits for it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet

from sightline.access.management import line_managers
from sightline.access.models import User
from sightline.access.warrants import Standing
from sightline.forms.models import Answer, Draft
from sightline.record.models import Step

OWN_WORK = (
    "You worked on this yourself, so somebody else has to authorise it: a second pair of eyes is the point of it. "
    "Ask another manager."
)
MANAGERS_WORK = (
    "This is the work of somebody who answers for yours, so it isn’t yours to authorise. Ask a manager who "
    "answers for theirs."
)


def authors_of(steps: Sequence[Step]) -> set[int]:
    """Everyone who worked on this: whose step it is, who submitted it, and who wrote in it."""
    drafts = Draft.objects.filter(steps__overlap=[step.pk for step in steps])
    found = {step.worker_id for step in steps}
    for started, submitted in drafts.values_list("started_by", "submitted_by"):
        found |= {started, submitted}
    found |= set(Answer.objects.filter(draft__in=drafts, source="").values_list("by", flat=True))
    return {one for one in found if one is not None}


def why_not(user: User, steps: Sequence[Step], today: datetime.date) -> str:
    """Why this person may not authorise this work, in words for them; empty if they may."""
    authors = authors_of(steps)
    if user.pk in authors:
        return OWN_WORK
    if line_managers(user.pk, today) & authors:
        return MANAGERS_WORK
    return ""


def submitted_together(step: Step) -> list[Step]:
    """The steps that stand and fall with this one: those of all the children whom one draft was submitted for."""
    draft = Draft.objects.filter(steps__contains=[step.pk], state=Draft.State.SUBMITTED).order_by("-id").first()
    return list(Step.objects.filter(pk__in=draft.steps).order_by("id")) if draft else [step]


def to_authorise(standing: Standing) -> QuerySet[Step]:
    """The submitted steps within reach that wait for a manager, the oldest first; never one's own work."""
    waiting = Step.objects.filter(state=Step.State.SUBMITTED)
    if not standing.may("step.authorise"):
        return waiting.none()
    reach = standing.children().values("pk")
    return (
        waiting.filter(child__in=reach).exclude(worker=standing.user).select_related("worker", "act").order_by("act_id")
    )


def returned_to(user: User) -> QuerySet[Step]:
    """A person's own work that was returned with reasons and isn't submitted again yet."""
    return Step.objects.filter(state=Step.State.RETURNED, worker=user).order_by("id")
