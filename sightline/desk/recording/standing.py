"""How a step stands: what can be done about it, what a manager said of it, and where it was moved from or to."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sightline.desk.front_door.offered import next_at_front_door
from sightline.forms.acts import may_move
from sightline.forms.authority import submitted_together, why_not
from sightline.forms.declare import form_called, form_of_step
from sightline.forms.known import has_open_case
from sightline.forms.models import Authorisation, Draft
from sightline.forms.versions import asked_under
from sightline.record.models import Step
from sightline.stages.assessment.models import AssessmentFacts

STATES = {
    Step.State.SUBMITTED: ("Waits to be authorised", "yellow"),
    Step.State.RETURNED: ("Returned", "orange"),
    Step.State.AUTHORISED: ("Authorised", "green"),
}


def actions_on(request: Any, step: Step) -> list[dict[str, str]]:
    """What whoever looks at a step may do about it: text, address, and whether it is the main thing."""
    if step.state == Step.State.WITHDRAWN or not request.standing.may("child.write"):
        return []
    child = request.records[0]
    found: list[dict[str, str]] = []
    draft = Draft.objects.filter(steps__contains=[step.pk], state=Draft.State.OPEN).order_by("-id").first()
    if draft:
        url = reverse("draft", args=[child, draft.pk])
        found.append({"text": "Go on writing", "url": url, "main": "yes"})
    if step.state == Step.State.SUBMITTED and _may_authorise(request, step):
        url = reverse("step_authorise", args=[child, step.pk])
        found.append({"text": "Authorise or return", "url": url, "main": "yes"})
    if step.kind == "assessment" and step.state == Step.State.RECORDED and request.standing.may("step.authorise"):
        found.append({"text": "Record your review", "url": reverse("step_review", args=[child, step.pk])})
    form = form_of_step(step.kind)
    if form and not draft and request.standing.may(form.permission):
        begun = Draft.objects.filter(steps__contains=[step.pk], form=form.key).exists()
        unwritten = step.form_version_id is None or asked_under(step.form_version_id).form is not form
        if form.content and not begun and unwritten and not step.recorded_elsewhere:
            found.append({"text": "Write it", "url": reverse("step_write", args=[child, step.pk]), "main": "post"})
        elif step.state in (Step.State.RECORDED, Step.State.AUTHORISED):
            found.append({"text": "Amend", "url": reverse("step_amend", args=[child, step.pk])})
    found += next_at_front_door(request, step)
    found += _next_after_assessment(request, step)
    found.sort(key=lambda one: "main" not in one)
    found.append({"text": "Withdraw", "url": reverse("step_withdraw", args=[child, step.pk])})
    if may_move(step):
        found.append({"text": "Move to another child", "url": reverse("step_move", args=[child, step.pk])})
    return found


def _may_authorise(request: Any, step: Step) -> bool:
    """Whether this work is theirs to authorise: not their own, nor their manager's, and of children within reach."""
    if not request.standing.may("step.authorise"):
        return False
    steps = submitted_together(step)
    others = {one.child_id for one in steps} - set(request.records)
    return request.standing.reached(others) == others and not why_not(request.standing, steps)


FOLLOWS: dict[str, str] = {
    AssessmentFacts.Outcome.CHILD_IN_NEED: "cin_plan",
    AssessmentFacts.Outcome.NO_FURTHER_ACTION: "case_closing",
    AssessmentFacts.Outcome.EARLY_HELP: "case_closing",
}
"""The form that an authorised assessment's outcome calls for."""


def _next_after_assessment(request: Any, step: Step) -> list[dict[str, str]]:
    """What its outcome calls for, until that follows from it or the case is closed."""
    if step.kind != "assessment" or step.state != Step.State.AUTHORISED or not has_open_case(request.records):
        return []
    outcome = AssessmentFacts.objects.values_list("outcome", flat=True).get(pk=step.pk)
    form = form_called(FOLLOWS[outcome]) if outcome in FOLLOWS else None
    if form is None or not request.standing.may(form.permission):
        return []
    if step.led_to.filter(kind=form.kind.key).exclude(state=Step.State.WITHDRAWN).exists():
        return []
    url = f"{reverse('record', args=[request.records[0], form.key])}?led_from={step.pk}"
    return [{"text": form.title, "url": url, "main": "yes"}]


def said_of(step: Step) -> dict[str, Any]:
    """Where the step stands with managers, and every decision that was made on it, the latest first."""
    words, colour = STATES.get(Step.State(step.state), ("", ""))
    decisions = Authorisation.objects.filter(step=step).select_related("act__actor").order_by("-id")
    return {"state": words, "colour": colour, "decisions": list(decisions)}


def moved_between(request: Any, step: Step) -> dict[str, Any]:
    """The entry that this one was moved from or to. The other child is named only to those within whose reach
    they are.
    """
    found: dict[str, Any] = {}
    others = [("from", step.moved_from)] if step.moved_from_id else []
    others += [("to", other) for other in step.moved_to.all()[:1]]
    for where, other in others:
        if other is not None:
            near = request.standing.reached([other.child_id])
            found[where] = {"url": reverse("step", args=[other.child_id, other.pk]) if near else ""}
    return found
