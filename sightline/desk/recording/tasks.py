"""What somebody undertook to do for a child: shown with what is due, and done with a word on what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.desk.child.portrait import portrait_of
from sightline.desk.people.asking import AskForm, ask, done
from sightline.forms import acts
from sightline.record.models import Task


def tasks_of(records: Sequence[int]) -> list[Task]:
    """What is still to do for a child, the most pressing first."""
    open_ones = Task.objects.filter(child__in=records, done_on__isnull=True).select_related("owner", "step")
    return list(open_ones.order_by("due_on", "id"))


class TaskDoneForm(AskForm):
    never_ahead = ("done_on",)
    done_on = DateField(label="When was it done?")
    outcome = forms.CharField(
        label="What came of it?",
        help_text="If it is no longer needed, say why.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what came of it"},
    )


@guarded("child.write", about="person_id")
def finish(request: Any, person_id: int, task_id: int) -> HttpResponse:
    """Say what came of a task."""
    tasks = Task.objects.filter(child__in=request.records)
    task = get_object_or_404(tasks if request.method == "POST" else tasks.filter(done_on__isnull=True), pk=task_id)
    form = TaskDoneForm(request.POST or None, today=request.standing.today, initial={"done_on": request.standing.today})

    def do() -> None:
        data = form.cleaned_data
        acts.finish_task(request.warrant, task, on=data["done_on"], outcome=data["outcome"], request=form.cited)

    if done(request, form, do, "Done, with what came of it."):
        return redirect("person", request.records[0])
    who = portrait_of(request.records, today=request.standing.today)
    return ask(request, who, form, title="Done", intro=task.what, back=reverse("person", args=[request.records[0]]),
               back_text=who.name)  # fmt: skip
