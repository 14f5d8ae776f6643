"""Recording that whoever made a contact or a referral was told what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.desk.child.portrait import portrait_of
from sightline.desk.front_door.offered import told_of
from sightline.desk.front_door.together import front_door_step, together_with
from sightline.desk.people.asking import AskForm, ask, done
from sightline.record.kinds import kind as kind_of
from sightline.stages.front_door.acts import tell_referrer
from sightline.stages.front_door.models import ToldHow


class TellForm(AskForm):
    """When and how the referrer was told."""

    never_ahead = ("on",)
    how = forms.ChoiceField(
        label="How were they told?", choices=ToldHow, widget=forms.RadioSelect,
        error_messages={"required": "Choose how they were told"},
    )  # fmt: skip
    on = DateField(label="When?", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("how") and data["how"] != ToldHow.CANNOT and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day on which they were told.")
        return data


@guarded("child.write", about="person_id")
def tell(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """For all the children whom it came in about and within reach: one referrer is told once."""
    step = front_door_step(request, step_id)
    child, today = request.records[0], request.standing.today
    untold = [one for one, facts in together_with(request, step) if one.pk == step.pk or not told_of(one, facts)]
    form = TellForm(request.POST or None, today=today, initial={"on": today})

    def do() -> None:
        data = form.cleaned_data
        tell_referrer(request.warrant, untold, on=data["on"], how=data["how"], request=form.cited)

    if done(request, form, do, "It is recorded that the referrer was told."):
        return redirect("step", child, step.pk)
    who, kind = portrait_of(request.records, today=today), kind_of(step.kind)
    back = reverse("step", args=[child, step.pk])
    return ask(request, who, form, title="Tell the referrer", back=back, back_text=kind.title)
