"""Keeping what is typed on a short form, and putting it back."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sightline.access.guard import guarded
from sightline.forms import unsent

OURS = ("csrfmiddlewaretoken",)


def keeping(request: Any, form: forms.Form) -> forms.Form:
    """Let a form keep what is typed on it; opened again, it holds what was left unsent, with nothing judged yet."""
    page = request.get_full_path()
    form.unsent = {"page": page, "url": reverse("unsent"), "left_at": None}  # type: ignore[attr-defined]
    found = None if form.is_bound else unsent.left(request.user, page)
    if found:
        data = QueryDict(mutable=True)
        for name, texts in found.values.items():
            data.setlist(name, texts)
        data["request"] = str(found.request)
        form.data, form.is_bound = data, True
        form._errors = ErrorDict()  # type: ignore[attr-defined]
        form.unsent["left_at"] = found.at  # type: ignore[attr-defined]
    return form


@require_POST
@guarded("unsent.keep")
def keep(request: Any) -> HttpResponse:
    """Keep what stands on a form now; or, asked to start afresh, forget it.

    Sent as JSON: the page, the form's number and the texts under each name. Answers with the time at which they
    were kept, or that this very form was sent already.
    """
    if request.content_type != "application/json":
        page = request.POST.get("afresh", "")
        unsent.forget(request.user, page)
        here = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
        return redirect(page if here else "home")
    try:
        sent = json.loads(request.body)
        if str(sent["user"]) != str(request.user.pk):
            return JsonResponse({"problem": "Somebody else is signed in."}, status=409)
        values = {
            str(name): [str(text) for text in texts] for name, texts in sent["values"].items() if name not in OURS
        }
        kept = unsent.keep(request.user, str(sent["page"]), request=uuid.UUID(str(sent["request"])), values=values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": "This could not be read."}, status=400)
    if kept is None:
        return JsonResponse({"sent": True})
    return JsonResponse({"at": f"{timezone.localtime(kept.at):%H:%M}"})


def sent(request: HttpRequest) -> None:
    """What this page asked for is done: nothing of it is left to send."""
    unsent.forget(request.user, request.get_full_path())  # type: ignore[arg-type]
