"""Who may ask for a page at all: signed in, with a session still in use and, on a real record, a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from sightline.access.sign_in import has_second_factor, second_factor_is_required
from sightline.access.warrants import DeniedError, standing_of

LAST_SEEN = "last_seen"
WHILE_SETTING_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


class SignedIn:
    """Refuses every page to whoever isn't signed in, unless its view is marked ``login_not_required``.

    A session unused for ``settings.IDLE_SECONDS`` ends here, on the server, whatever the browser believes.
    Gives each request the standing of its user. A page refused for want of sign-in leads back to itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.idled_out = request.user.is_authenticated and seconds_left(request) <= 0
        if request.idled_out:
            logout(request)
        request.second_factor_missing = False
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.second_factor_missing = second_factor_is_required() and not has_second_factor(request)
        if not request.second_factor_missing:
            request.standing = standing_of(request.user)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        is_open = not getattr(view, "login_required", True)
        if not request.user.is_authenticated:
            return None if is_open else _ask_for_sign_in(request)
        if _is_activity(request):
            keep_in_use(request)
        setting_up = is_open or request.resolver_match.view_name in WHILE_SETTING_UP
        return redirect("mfa_activate_totp") if request.second_factor_missing and not setting_up else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DeniedError):
            context: dict[str, Any] = {"reason": exception.reason}
            return render(request, "403.html", context, status=403)
        return None


def seconds_left(request: HttpRequest) -> int:
    """How long this session still lasts if nothing more is done in it."""
    now = int(time.time())
    return int(settings.IDLE_SECONDS - (now - request.session.get(LAST_SEEN, now)))


def keep_in_use(request: HttpRequest, *, at_once: bool = False) -> None:
    """Note that the person is at work: at most once a minute, unless they asked to stay signed in."""
    now = int(time.time())
    seen = request.session.get(LAST_SEEN)
    if seen is None or at_once or now - seen >= min(60, settings.IDLE_SECONDS // 10):
        request.session[LAST_SEEN] = now


def _is_activity(request: Any) -> bool:
    """A page asking on its own, about its session or a job's progress, is not a person at work."""
    if request.resolver_match.view_name == "session_check":
        return False
    return not request.headers.get("HX-Trigger", "").startswith("job-")


def _ask_for_sign_in(request: Any) -> HttpResponseBase:
    """To sign-in and back; a part of a page gets 401, and its page opens the sign-in dialog over itself."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse("Your session has ended.", status=401)
    if request.idled_out:
        why = "You were signed out because you had not used Sightline for a while."
        if request.method == "POST":
            why += " What you sent was not saved: sign in, then go back to the page to find what you wrote."
        messages.info(request, why)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    came_from = urlsplit(request.headers.get("Referer", ""))
    return redirect_to_login(came_from.path if came_from.netloc == request.get_host() else "/")
