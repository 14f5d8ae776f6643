"""Tell us what gets in your way: the form, and the list that the administrator reads."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from sightline.access import acts
from sightline.access.guard import guarded
from sightline.access.models import Feedback
from sightline.record.acts import AlreadyDone


class FeedbackForm(forms.Form):
    text = forms.CharField(
        label="What gets in your way?",
        help_text="What were you trying to do, and what happened? Do not name a child or a family.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": "Write what gets in your way"},
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    request = forms.UUIDField(widget=forms.HiddenInput)


def _came_from(request: HttpRequest) -> str:
    """The page that led here, without its question: what was searched for may be a child's name."""
    address = urlsplit(request.headers.get("Referer", ""))
    return address.path if address.netloc == request.get_host() else ""


@guarded("feedback.give")
def give(request: Any) -> HttpResponse:
    if request.method == "POST":
        form = FeedbackForm(request.POST)
        if form.is_valid():
            with suppress(AlreadyDone):
                acts.give_feedback(request.warrant, request.user, **form.cleaned_data)
            messages.success(request, "Thank you. Your administrator can now read what you wrote.")
            back = form.cleaned_data["page"]
            here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back != request.path
            return redirect(back if here else "home")
    else:
        form = FeedbackForm(initial={"page": _came_from(request), "request": uuid.uuid4()})
    context = {
        "title": "Tell us what gets in your way",
        "form": form,
        "submit_text": "Send",
        "may_read": request.standing.may("feedback.read"),
    }
    return render(request, "access/feedback.html", context)


@guarded("feedback.read")
def read(request: Any) -> HttpResponse:
    """Everything that was said, the newest first."""
    said = Feedback.objects.select_related("user").order_by("-at", "-pk")
    page = Paginator(said, 25).get_page(request.GET.get("page"))
    return render(request, "access/feedback_all.html", {"title": "What gets in people’s way", "page": page})
