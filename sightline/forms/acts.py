"""Submitting a draft, authorising or returning the work, and correcting what is on the record."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from sightline.access.models import User
from sightline.forms import drafts
from sightline.forms.declare import form_of_step
from sightline.forms.given import NOT_KNOWN, ForChild, Given
from sightline.forms.known import cases_of
from sightline.forms.models import Authorisation, Draft
from sightline.forms.sheet import Sheet
from sightline.record.acts import Doing, act, pathway
from sightline.record.acts.pathway import NewStep, change_facts, lay
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step, Task
from sightline.record.warrant import Warrant


class NotReadyError(Exception):
    """Something on the draft is amiss or missing; ``sheet`` says what."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(f"{len(sheet.problems)} answers of draft {sheet.draft.pk} do not hold yet")
        self.sheet = sheet


class ClosedError(Exception):
    """The draft was submitted or discarded already. Nothing was done."""


class NotNowError(Exception):
    """The step is not in a state for this; the message says so in words."""


def submit(warrant: Warrant, user: User, draft_id: int, *, today: datetime.date) -> list[Step]:
    """Put a draft on the record: one act, and the draft closed with it. Pressed twice, it is done once.

    Raises :class:`NotReadyError`, or :class:`ClosedError` where it was done already.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        if draft.state != Draft.State.OPEN:
            raise ClosedError
        sheet = Sheet(draft, today)
        if sheet.problems:
            raise NotReadyError(sheet)
        form = sheet.form
        cases = cases_of(draft.children, only_open=form.outside_closed_cases)
        given = sheet.given(cases=cases, worker_id=user.pk)
        name = "step.amend" if draft.purpose == Draft.Purpose.AMENDMENT else form.act
        with act(name, warrant, reason=draft.reason, request=draft.request) as doing:
            if given.is_new:
                steps = form.lay(doing, given) if form.lay else lay(doing, [given.step(one) for one in given.children])
            else:
                steps = [_written_anew(doing, draft, given, one) for one in given.children]
            _set_tasks(doing, given, steps)
            if form.after:
                form.after(doing, given, steps)
        draft.state = Draft.State.SUBMITTED if form.authorised else Draft.State.DONE
        draft.steps = [step.pk for step in steps]
        draft.submitted_by, draft.submitted_at = user, timezone.now()
        draft.save(update_fields=["state", "steps", "submitted_by", "submitted_at"])
    return steps


def _written_anew(doing: Doing, draft: Draft, given: Given, one: ForChild) -> Step:
    """The new content of a step that stands. Its earlier version stays in history.

    What its narrative held under questions that this version doesn't have stays as it is.
    """
    assert one.step_id is not None
    step = Step.objects.select_for_update().get(pk=one.step_id)
    if step.state == Step.State.WITHDRAWN:
        raise NotNowError("This entry was withdrawn meanwhile, so it can't be changed.")
    kept = {key: told for key, told in step.narrative.items() if key not in given.asks and key != NOT_KNOWN}
    step.narrative = kept | given.narrative(one)
    step.form_version_id = given.version_id
    step.state = given.state
    changed = ["narrative", "form_version", "state"]
    if draft.purpose != Draft.Purpose.CONTENT:
        step.happened_on, step.happened_at = given.on, given.at or step.happened_at
        changed += ["happened_on", "happened_at"]
    step.save(update_fields=changed)
    facts = given.facts(one)
    if facts:
        change_facts(doing, step, **facts)
    doing.move(step.child_id)
    return step


def _set_tasks(doing: Doing, given: Given, steps: Sequence[Step]) -> None:
    """What is not known yet is somebody's to find out, by a day. One asked already isn't asked twice."""
    wanted = [
        Task(child_id=one.child_id, step=step, what=f"Find out: {n.question}", due_on=n.by, owner_id=given.worker_id,
             act_id=doing.act.pk)
        for one, step in zip(given.children, steps, strict=True)
        for n in one.not_known
    ]  # fmt: skip
    if not wanted:
        return
    held = set(Task.objects.filter(step__in=steps, done_on__isnull=True).values_list("step", "what"))
    Task.objects.bulk_create(task for task in wanted if (task.step_id, task.what) not in held)


def set_task(
    doing: Doing, *, child_id: int, step: Step, what: str, due_on: datetime.date, owner_id: int | None
) -> Task:
    """Set a task within an act that is under way: a direction, an action of a plan."""
    doing.move(child_id)
    return Task.objects.create(child_id=child_id, step=step, what=what, due_on=due_on, owner_id=owner_id)


def finish_task(
    warrant: Warrant, task: Task, *, on: datetime.date, outcome: str, request: uuid.UUID | None = None
) -> None:
    """Say what came of a task."""
    with act("task.finish", warrant, request=request) as doing:
        Task.objects.filter(pk=task.pk, done_on__isnull=True).update(done_on=on, outcome=outcome)
        doing.move(task.child_id)


# --- Authorising ---------------------------------------------------------------------------------------


def authorise(
    warrant: Warrant, steps: Sequence[Step], *, words: str, today: datetime.date, request: uuid.UUID | None = None
) -> None:
    """Authorise submitted work: the steps of all the children whom it was submitted for, in one act."""
    with act("step.authorise", warrant, reason=words, request=request) as doing:
        for step in _decided(doing, steps, Step.State.AUTHORISED, words):
            form = form_of_step(step.kind)
            if form and form.on_authorising:
                form.on_authorising(doing, step, today)
        Draft.objects.filter(steps__overlap=[s.pk for s in steps], state=Draft.State.SUBMITTED).update(
            state=Draft.State.DONE
        )


def send_back(warrant: Warrant, steps: Sequence[Step], *, words: str, request: uuid.UUID | None = None) -> None:
    """Return submitted work with reasons. Its draft opens again with everything in it."""
    if not words.strip():
        raise ValueError("Say what is to be done before it can be authorised.")
    with act("step.send_back", warrant, reason=words, request=request) as doing:
        _decided(doing, steps, Step.State.RETURNED, words)
        for draft in Draft.objects.filter(steps__overlap=[s.pk for s in steps], state=Draft.State.SUBMITTED):
            Draft.objects.filter(pk=draft.pk).update(state=Draft.State.OPEN, request=uuid.uuid4())


def _decided(doing: Doing, steps: Sequence[Step], state: Step.State, words: str) -> list[Step]:
    """These steps, decided: for all their children at once. :class:`NotNowError` where one is no longer waiting."""
    rows = list(Step.objects.select_for_update().filter(pk__in=[s.pk for s in steps]).order_by("id"))
    if not rows or any(row.state != Step.State.SUBMITTED for row in rows):
        raise NotNowError("Somebody has decided this already, or it was taken back.")
    Step.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    given = state == Step.State.AUTHORISED
    Authorisation.objects.bulk_create(
        Authorisation(child_id=row.child_id, step=row, given=given, words=words, act_id=doing.act.pk) for row in rows
    )
    doing.move(*(row.child_id for row in rows))
    return rows


# --- Correcting ----------------------------------------------------------------------------------------

NOT_ALONE = (
    "This opens or closes what stands around it, so it can’t be moved by itself. Withdraw it here, and record it on "
    "the child whom it is about."
)
WRITTEN_TOGETHER = (
    "This is being written together with the entry of another child, or waits to be authorised with it. Move it once "
    "that is done; or withdraw it here, and record it on the child whom it is about."
)


def withdraw_step(warrant: Warrant, step: Step, *, reason: str, request: uuid.UUID | None = None) -> None:
    """Withdraw a step entered in error: in the open, with the reason. What it asked for falls away with it."""
    with act("step.withdraw", warrant, reason=reason, request=request) as doing:
        pathway.withdraw(doing, step, reason=reason)
        form = form_of_step(step.kind)
        if form and form.on_withdrawing:
            form.on_withdrawing(doing, step)
        _drop(step, timezone.localtime(doing.act.at).date(), "The entry that asked for this was withdrawn.")
        drafts.leave_out(step)


def may_move(step: Step) -> bool:
    """Whether a step can stand on another child's record by itself: it opened and closed nothing but itself, or its
    form says what follows where it comes to.
    """
    form = form_of_step(step.kind)
    return form is None or form.on_moving is not None or not (form.lay or form.on_withdrawing)


def move_step(warrant: Warrant, step: Step, to_child_id: int, *, reason: str, request: uuid.UUID | None = None) -> Step:
    """Move a step that was recorded on the wrong child: withdrawn there, laid here, each pointing to the other.

    Raises :class:`NotNowError` where it can't stand there by itself, or is being written together with others.
    """
    if to_child_id == step.child_id:
        raise ValueError("It is on this child's record already. Choose another child.")
    if not may_move(step):
        raise NotNowError(NOT_ALONE)
    form = form_of_step(step.kind)
    with act("step.move", warrant, reason=reason, request=request) as doing:
        pathway.withdraw(doing, step, reason=f"Recorded on the wrong child. {reason}")
        if form and form.on_withdrawing:
            form.on_withdrawing(doing, step)
        case = cases_of([to_child_id], only_open=bool(form and form.outside_closed_cases)).get(to_child_id)
        facts = kind_of(step.kind).facts._default_manager.filter(step=step).values().get()
        del facts["step_id"], facts["act_id"]
        [laid] = lay(
            doing,
            [
                NewStep(
                    child_id=to_child_id, kind=step.kind, happened_on=step.happened_on, happened_at=step.happened_at,
                    facts=facts, narrative=step.narrative, form_version_id=step.form_version_id, state=step.state,
                    involvement_id=case, worker_id=step.worker_id,
                    occasion=step.occasion, moved_from_id=step.pk,
                )
            ],
        )  # fmt: skip
        if form and form.on_moving:
            form.on_moving(doing, laid)
        Task.objects.filter(step=step, done_on__isnull=True).update(step=laid, child_id=to_child_id)
        if not drafts.follow(step, laid):
            raise NotNowError(WRITTEN_TOGETHER)
    return laid


def _drop(step: Step, on: datetime.date, why: str) -> None:
    Task.objects.filter(step=step, done_on__isnull=True).update(done_on=on, outcome=why)
