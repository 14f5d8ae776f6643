"""Saying why something owed to a child is late, or agreeing a new date for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.clocks.acts import run_of
from sightline.clocks.declare import clock_called
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.design.forms import DateField
from sightline.design.templatetags.design import day
from sightline.desk.people.asking import AskForm, ask, done, who_is
from sightline.oversight.acts import explain_delay
from sightline.oversight.models import Delay


class DelayForm(AskForm):
    """A reason from the list, in one's own words too; a manager may agree a new date."""

    reason = forms.ChoiceField(
        label="What is the reason?",
        choices=Delay.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason that comes nearest"},
    )
    words = forms.CharField(
        label="What happened?",
        help_text="For example: no answer on 3 and 5 March; the school saw her on both days.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence what happened"},
    )
    new_on = DateField(
        label="Is a new date agreed?",
        required=False,
        help_text="Leave it empty if not. The statutory date and our own standard do not move: it stays late.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("new_on") and data["new_on"] <= self.today:
            self.add_error("new_on", "The new date must be after today.")
        return data


@guarded("child.write", about="person_id")
def delay(request: Any, person_id: int, clock: str, step_id: int, ordinal: int) -> HttpResponse:
    """A worker gives the reason; only a manager agrees a new date."""
    who, today = who_is(request, person_id), request.standing.today
    row = get_object_or_404(ClockRun, child__in=who.records, clock=clock, step=step_id, ordinal=ordinal)
    run = run_of(row)
    now = status(run, today)
    if now.key not in ("due", "due_soon", "overdue", "met_late"):
        raise Http404
    form = DelayForm(request.POST or None, today=today)
    if run.stopped_on or not request.standing.may("child.extend"):
        del form.fields["new_on"]

    def do() -> None:
        explain_delay(request.warrant, run, **form.taken("reason", "words", "new_on"), request=form.cited)

    if done(request, form, do, "The reason is kept. What is late stays shown as late."):
        return redirect(f"{reverse('person', args=[who.records[0]])}#due")
    due = f"{'Was due' if now.on and now.on < today else 'Is due'} {day(now.on)} ({now.which})."
    if run.stopped_on:
        due += f" Done {day(run.stopped_on)}."
    back = reverse("person", args=[who.records[0]])
    title = "Why is it late?" if now.key in ("overdue", "met_late") else "Why can’t it be done in time?"
    intro = f"{clock_called(clock).awaits}. {due}"
    return ask(request, who, form, title=title, intro=intro, back=back, back_text=who.name)
