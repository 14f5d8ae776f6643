"""The guard that stands before every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.warrants import DeniedError, Standing, log_look, log_refusal
from sightline.record.models import Person
from sightline.record.warrant import Warrant


class Request(HttpRequest):
    """A request that has passed the guard."""

    standing: Standing
    warrant: Warrant
    records: list[int]


View = Callable[..., HttpResponseBase]


def guarded(permission: str, *, about: str | None = None) -> Callable[[View], View]:
    """Let a page be seen only under a warrant, given to the page as ``request.warrant``; the
    records of the person whom it is about, the kept one first, as ``request.records``.

    permission: a key of ``roles.MAY``. about: the name of the address's part that holds the person's id; then
    that person must be within reach, and each look is kept. A person out of reach is refused with the
    way to open the record with a stated reason, for those who may.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person_id = kwargs[about] if about else None
            page = request.resolver_match.view_name
            if person_id is not None and person_id >= 2**63:
                raise Http404  # no such number
            try:
                request.warrant = request.standing.warrant(permission, person_id)
                request.records = request.standing.records(person_id) if person_id is not None else []
            except Person.DoesNotExist:
                raise Http404 from None
            except DeniedError as denied:
                if person_id is not None:
                    log_refusal(request.user, person_id, page, denied.reason)
                return _refused(request, denied, person_id)
            if person_id is not None and request.method == "GET":
                log_look(request.warrant, [person_id], page)
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        inner.about = about  # type: ignore[attr-defined]
        return inner

    return wrap


def _refused(request: Any, denied: DeniedError, person_id: int | None) -> HttpResponse:
    reading = request.method == "GET" and not request.headers.get("HX-Request")
    if reading and denied.out_of_reach and request.standing.may("child.open_with_reason"):
        return redirect(reverse("open_with_reason", args=[person_id]))
    return render(request, "403.html", {"reason": denied.reason}, status=403)
