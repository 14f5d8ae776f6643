"""Who may authorise whose work; and the work that waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sightline.access.management import managers_of
from sightline.access.warrants import Standing
from sightline.forms.models import Draft
from sightline.record.models import SamePerson, Step
from sightline.record.sql import rows_of

OWN_WORK = (
    "You worked on this yourself, so somebody else has to authorise it: a second pair of eyes is the point of it. "
    "Ask another manager."
)
MANAGERS_WORK = (
    "This is the work of somebody who answers for yours, so it isn’t yours to authorise. Ask a manager who "
    "answers for theirs."
)


_AUTHORS = """
    with drafts as (select started_by_id, submitted_by_id, writers from forms_draft where steps && %s::bigint[])
    select started_by_id from drafts
    union select submitted_by_id from drafts where submitted_by_id is not null
    union select unnest(writers) from drafts
"""


def authors_of(steps: Sequence[Step]) -> set[int]:
    """Everyone who worked on this: whose step it is, who submitted it, and who ever wrote in it, here or where it was
    moved from.
    """
    found = {step.worker_id for step in steps if step.worker_id is not None}
    written = [pk for step in steps for pk in (step.pk, step.moved_from_id) if pk]
    return found.union(author for (author,) in rows_of(_AUTHORS, [written]))


def why_not(standing: Standing, steps: Sequence[Step]) -> str:
    """Why this person may not authorise this work, in words for them; empty if they may."""
    authors = authors_of(steps)
    if standing.user.pk in authors:
        return OWN_WORK
    if managers_of(standing) & authors:
        return MANAGERS_WORK
    return ""


def submitted_together(step: Step) -> list[Step]:
    """The steps that stand and fall with this one: those of all the children whom one draft was submitted for."""
    drafts = Draft.objects.filter(steps__contains=[step.pk], state=Draft.State.SUBMITTED).order_by("-id")
    others = set(drafts.values_list("steps", flat=True).first() or ()) - {step.pk}
    together = [step, *Step.objects.filter(pk__in=others)] if others else [step]
    return sorted(together, key=lambda one: one.pk)


def to_authorise(standing: Standing) -> QuerySet[Step]:
    """The submitted steps within reach that wait for this manager, the oldest first: those of which :func:`why_not`
    has nothing to say. Of work on several children, one who is out of reach is said on its page. kept: the kept record
    of each step's child.
    """
    waiting = Step.objects.filter(state=Step.State.SUBMITTED)
    if not standing.may("step.authorise"):
        return waiting.none()
    not_theirs = {standing.user.pk, *managers_of(standing)}
    written = Q(started_by__in=not_theirs) | Q(submitted_by__in=not_theirs) | Q(writers__overlap=list(not_theirs))
    joined = SamePerson.objects.filter(duplicate=OuterRef("child"), cut=False).values("kept")[:1]
    return (
        waiting.annotate(kept=Coalesce(Subquery(joined), "child_id", output_field=BigIntegerField()))
        .filter(Exists(standing.children().filter(Q(pk=OuterRef("child")) | Q(pk=OuterRef("kept")))))
        .exclude(worker__in=not_theirs)
        .exclude(Exists(Draft.objects.filter(written, steps__contains=[OuterRef("pk")])))
        .order_by("act_id", "id")
    )
