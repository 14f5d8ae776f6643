"""Correcting what is on the record: amended by a new version, withdrawn, or moved to the child it belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.desk.child.portrait import portrait_of
from sightline.desk.people.asking import TWICE, AskForm, ask, done
from sightline.desk.recording.reached import form_of, step_of
from sightline.desk.unsent import sent
from sightline.forms import acts, drafts
from sightline.forms.declare import form_of_step
from sightline.forms.known import children_of_family, names_of
from sightline.forms.models import Draft
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Person, SearchKey, Step
from sightline.record.names import code


def standing_step(request: Any, step_id: int) -> Step:
    """The step, unless it was withdrawn: then there is nothing to correct. Sent twice, the form still finds it."""
    step = step_of(request, step_id)
    if step.state == Step.State.WITHDRAWN and request.method == "GET":
        raise Http404
    return step


class AmendForm(AskForm):
    reason = forms.CharField(
        label="Why is it amended?",
        help_text="It is kept with the new version. The version before stays one click away.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is amended"},
    )


@guarded("child.write", about="person_id")
def amend(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Start a new version of a step. One that is being amended already is carried on with."""
    step = standing_step(request, step_id)
    declared = form_of_step(step.kind)
    if declared is None:
        raise Http404
    form_of(request, declared.key, person_id)
    child = request.records[0]
    under_way = Draft.objects.filter(steps__contains=[step.pk], state=Draft.State.OPEN).order_by("-id").first()
    if under_way:
        return redirect("draft", child, under_way.pk)
    form = AmendForm(request.POST or None, today=request.standing.today)
    if request.method == "POST" and form.sent_before():
        messages.success(request, TWICE)
        return redirect("step", child, step.pk)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        draft = drafts.start_amendment(declared, request.user, step, reason=reason, request=form.cited)
        sent(request)
        return redirect("draft", child, draft.pk)
    return _asked(request, step, form, title=f"Amend: {kind_of(step.kind).title.lower()}", submit_text="Continue")


class WithdrawStepForm(AskForm):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="For example: entered twice. It stays on the record, marked, with your reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn"},
    )


@guarded("child.write", about="person_id")
def withdraw(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Withdraw what was entered in error, in the open. Clocks are reckoned as if it had not been."""
    step = standing_step(request, step_id)
    form = WithdrawStepForm(request.POST or None, today=request.standing.today)

    def do() -> None:
        acts.withdraw_step(request.warrant, step, reason=form.cleaned_data["reason"].strip(), request=form.cited)

    if done(request, form, do, "Withdrawn. It stays on the record, marked, with your reason."):
        return redirect("step", request.records[0], step.pk)
    title = f"Withdraw: {kind_of(step.kind).title.lower()}"
    return _asked(request, step, form, title=title, submit_text="Withdraw it")


class MoveForm(AskForm):
    to = forms.ChoiceField(label="Whose is it?", widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label="Or another child, by LA child ID", required=False, max_length=40,
        help_text="Only a child whose record is within your reach.",
    )  # fmt: skip
    reason = forms.CharField(
        label="What went wrong?",
        help_text="Do not name the other child here: whoever reads this record sees it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what went wrong"},
    )

    def __init__(self, *args: Any, request: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking, self.step = request, step
        family = [one.child_id for one in children_of_family(request.records, self.today)]
        near = [pk for pk in family if pk in request.standing.reached(family)]
        names = names_of(near)
        choices: Any = self.fields["to"]
        choices.choices = [(str(pk), names.get(pk, "Name not held")) for pk in near]
        if not near:
            del self.fields["to"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        number = (data.get("number") or "").strip()
        if number:
            found = SearchKey.objects.filter(codes__contains=[f"la_child_id:{code(number)}"]).first()
            child = found.person_id if found else None
            if child is None or child not in self.asking.standing.reached([child]):
                self.add_error("number", "No child within your reach has this number. Check it.")
                return data
            data["child"] = child
        elif data.get("to"):
            data["child"] = int(data["to"])
        else:
            self.add_error("to" if "to" in self.fields else "number", "Say whose it is")
            return data
        if data["child"] in self.asking.records:
            self.add_error("number", "It is on this child’s record already. Choose another child.")
        elif not Person.objects.filter(pk=data["child"]).exclude(kind=Person.Kind.ADULT).exists():
            self.add_error("number", "This number is not a child’s. Check it.")
        return data


@guarded("child.write", about="person_id")
def move(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Move what was recorded on the wrong child: withdrawn here, laid there, each pointing to the other."""
    step = standing_step(request, step_id)
    form = MoveForm(request.POST or None, today=request.standing.today, request=request, step=step)

    def do() -> None:
        data = form.cleaned_data
        acts.move_step(request.warrant, step, data["child"], reason=data["reason"].strip(), request=form.cited)

    if done(request, form, do, "Moved. It is withdrawn here, and stands on the other child’s record."):
        return redirect("step", request.records[0], step.pk)
    title = f"Move to another child: {kind_of(step.kind).title.lower()}"
    return _asked(request, step, form, title=title, submit_text="Move it")


def _asked(request: Any, step: Step, form: AskForm, *, title: str, submit_text: str) -> HttpResponse:
    who = portrait_of(request.records, today=request.standing.today)
    kind = kind_of(step.kind)
    back = reverse("step", args=[request.records[0], step.pk])
    return ask(request, who, form, title=title, back=back, back_text=kind.title, submit_text=submit_text)
