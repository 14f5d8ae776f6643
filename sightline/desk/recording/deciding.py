"""Authorising submitted work, or returning it with reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.warrants import DeniedError
from sightline.design.forms import DateField
from sightline.desk.child.portrait import portrait_of
from sightline.desk.people.asking import TWICE, AskForm, ask, done
from sightline.desk.recording.amended import amendments_of, changed_by, not_authorised_yet
from sightline.desk.recording.reached import all_in_reach, step_of
from sightline.desk.recording.telling import told
from sightline.desk.unsent import keeping, sent
from sightline.forms import acts
from sightline.forms.authority import submitted_together, why_not
from sightline.forms.known import names_of
from sightline.record.acts import AlreadyDone
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step
from sightline.stages.assessment.acts import review_assessments


class DecisionForm(AskForm):
    """A manager's word on submitted work."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("authorise", "Authorise it"), ("send_back", "Return it with reasons")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you authorise it or return it"},
    )
    words = forms.CharField(
        label="Your comment, or what is to be done first",
        help_text="Reasons are needed to return it. The worker sees what you write, and it stays with the record.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decision") == "send_back" and not (data.get("words") or "").strip():
            self.add_error("words", "Say what is to be done before you can authorise it")
        return data


@guarded("step.authorise", about="person_id")
def decide(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Everything that was submitted, and the manager's word on it: for all the children of it at once."""
    step = step_of(request, step_id)
    child = request.records[0]
    steps = submitted_together(step)
    all_in_reach(request, [one.child_id for one in steps])
    form = DecisionForm(request.POST or None, today=request.standing.today)
    if request.method == "POST" and form.sent_before():
        messages.success(request, TWICE)
        return redirect("step", child, step.pk)
    if step.state != Step.State.SUBMITTED:
        messages.info(request, "This doesn’t wait for a decision any more.")
        return redirect("step", child, step.pk)
    refused = why_not(request.standing, steps)
    if refused:
        raise DeniedError(refused)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"].strip()
        try:
            if form.cleaned_data["decision"] == "authorise":
                acts.authorise(request.warrant, steps, words=words, today=request.standing.today, request=form.cited)
                messages.success(request, "Authorised.")
            else:
                acts.send_back(request.warrant, steps, words=words, request=form.cited)
                messages.success(request, "Returned. The worker finds it on their own page, with your reasons.")
        except AlreadyDone:
            messages.success(request, TWICE)
        except acts.NotNowError as error:
            messages.error(request, str(error))
        else:
            sent(request)
        return redirect("step", child, step.pk)
    kind = kind_of(step.kind)
    rows = kind.facts._default_manager.in_bulk([one.pk for one in steps])
    names = names_of([one.child_id for one in steps])
    who = portrait_of(request.records, today=request.standing.today)
    context = {
        "person": who.banner(), "form": keeping(request, form), "step": step,
        "title": f"Authorise or return: {kind.title.lower()}",
        "amended": [(names.get(one.child_id, "Name not held"), latest, changed_by(one, latest)) for one in steps
                    if (latest := not_authorised_yet(one, amendments_of(one, one.child_id)))],
        "told": [(names.get(one.child_id, "Name not held"), told(one, rows[one.pk])) for one in steps],
        "several": len(steps) > 1, "back_url": reverse("step", args=[child, step.pk]), "back_text": kind.title,
        "cancel_url": reverse("step", args=[child, step.pk]), "submit_text": "Save the decision",
    }  # fmt: skip
    return render(request, "desk/recording/decide.html", context)


class ReviewForm(AskForm):
    """A manager's look at an assessment before it is finished."""

    never_ahead = ("on",)
    on = DateField(label="When did you look at it together?")
    words = forms.CharField(
        label="What is known, what is missing, is the child safe?",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say in a sentence what you found"},
    )


@guarded("step.authorise", about="person_id")
def review(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """The manager's review at the point set when the assessment started: for all the children of it at once."""
    step = step_of(request, step_id)
    if step.kind != "assessment" or step.state == Step.State.WITHDRAWN:
        raise Http404
    together = [step]
    if step.occasion:
        others = Step.objects.filter(occasion=step.occasion, kind=step.kind).exclude(state=Step.State.WITHDRAWN)
        together = list(others.order_by("id"))
    all_in_reach(request, [one.child_id for one in together])
    child = request.records[0]
    form = ReviewForm(request.POST or None, today=request.standing.today, initial={"on": request.standing.today})

    def do() -> None:
        data = form.cleaned_data
        review_assessments(request.warrant, together, on=data["on"], words=data["words"].strip(), request=form.cited)

    if done(request, form, do, "The review is recorded."):
        return redirect("step", child, step.pk)
    who = portrait_of(request.records, today=request.standing.today)
    back = reverse("step", args=[child, step.pk])
    return ask(request, who, form, title="Review of the assessment", back=back, back_text="The assessment")
