"""Every page asks for sign-in, unless it says that it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sightline.access.warrants import DeniedError, standing_of

OPEN_PREFIXES = ("/static/", "/account/", "/sign-in/", "/healthy/", "/accessibility/")


class SignedIn:
    """Refuses every page to whoever isn't signed in; gives each request the standing of its user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.standing = standing_of(request.user)  # type: ignore[attr-defined]
        elif not request.path.startswith(OPEN_PREFIXES):
            if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
                return HttpResponse("Your session has ended.", status=401)
            return redirect_to_login(request.get_full_path())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DeniedError):
            context: dict[str, Any] = {"reason": exception.reason}
            return render(request, "403.html", context, status=403)
        return None
