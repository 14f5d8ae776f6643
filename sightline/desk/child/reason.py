"""Opening a record out of reach with a stated reason: it always works, it is kept, and it ends by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sightline.access.acts import open_with_reason
from sightline.access.guard import guarded
from sightline.design.forms import Helper
from sightline.record.models import Person


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why do you need to open this record?",
        help_text="For example: the child's school has rung the duty line. Your reason is kept with your name.",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=10,
        error_messages={"min_length": "Say in a sentence why you need to open this record."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


@guarded("child.open_with_reason")
def open_record(request: Any, person_id: int) -> HttpResponse:
    get_object_or_404(Person, pk=person_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_with_reason(request.warrant, request.user, child_id=person_id, reason=form.cleaned_data["reason"])
        return redirect("person", person_id)
    context = {
        "form": form,
        "title": "This record is not within your reach",
        "intro": "You don't work with this person, nor does your team. If you need their record for a child's sake, "
        "say why and open it: you can read it for 12 hours. Your reason is kept and a manager can see it.",
        "submit_text": "Open the record",
        "cancel_url": "/",
    }
    return render(request, "design/form_page.html", context)
