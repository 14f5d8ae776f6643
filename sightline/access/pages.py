"""Signing in, the session, one's own account; the accessibility statement; whether the server is well."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sightline.access.middleware import keep_in_use, seconds_left
from sightline.access.models import Appointment, User
from sightline.access.roles import Role
from sightline.access.sign_in import second_factor_is_required
from sightline.design.templatetags.design import day, plural

DEMO_ROLES = {
    Role.SOCIAL_WORKER: "Holds children, visits, assesses and records.",
    Role.NEWLY_QUALIFIED: "A social worker in the first year of practice.",
    Role.ADVANCED_PRACTITIONER: "Coaches, visits alongside and observes practice; holds no children.",
    Role.TEAM_MANAGER: "Answers for a team: allocates, supervises, decides.",
    Role.SERVICE_MANAGER: "Answers for several teams, and sees who looked at a record.",
    Role.DATA_OFFICER: "Brings in census files and keeps the record’s data right.",
    Role.ADMINISTRATOR: "Looks after accounts and appointments, and holds no children.",
}
SHOWN_AT_ONCE = 4


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """With a password, a passkey or single sign-on. The demo has its own list instead."""
    if settings.DEMO:
        query = request.GET.urlencode()
        return redirect(reverse("demo_sign_in") + (f"?{query}" if query else ""))
    answer: HttpResponseBase = allauth_views.login(request)
    return answer


@never_cache
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The invented people by role. Exists only in demo mode."""
    if not settings.DEMO:
        raise Http404
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    if request.method == "POST":
        chosen = request.POST.get("user", "")
        user = get_object_or_404(User, pk=chosen if chosen.isdecimal() else 0, is_active=True)
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect(onward)
    if request.user.is_authenticated and "over" in request.GET:
        return redirect(onward)
    held = list(Appointment.objects.filter(ends_on__isnull=True).select_related("user", "team").order_by("user__name"))
    roles = []
    for role, about in DEMO_ROLES.items():
        people = [one for one in held if one.role == role]
        if people:
            first, rest = people[:SHOWN_AT_ONCE], people[SHOWN_AT_ONCE:]
            more = f"{len(rest)} more"
            roles.append({"name": role.label, "about": about, "first": first, "rest": rest, "more": more})
    return render(request, "access/demo_sign_in.html", {"roles": roles, "next": onward})


@never_cache
@csrf_exempt  # a page left open over a sign-in has the token of before, and must be able to ask for the new one
@login_not_required
def session_check(request: HttpRequest) -> HttpResponse:
    """What an open page asks about its session: how long it lasts, and whose it is. POST makes it last longer."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    if request.method == "POST":
        keep_in_use(request, at_once=True)
    return JsonResponse({"seconds": seconds_left(request), "user": str(request.user.pk), "csrf": get_token(request)})


def signed_in(request: HttpRequest) -> HttpResponse:
    """The end of signing in over a page, in its frame or in a second tab: tells that page to carry on."""
    return render(request, "design/signed_in.html")


def account(request: Any) -> HttpResponse:
    """A person's own account: who they are here, how they sign in."""
    mine = [{"key": "Name", "value": request.user.name}, {"key": "Email address", "value": request.user.email}]
    for held in request.standing.appointments:
        role = f"{held.get_role_display()}, {held.team}" if held.team else held.get_role_display()
        until = f", until {day(held.ends_on)}" if held.ends_on else ""
        mine.append({"key": "Role", "value": {"text": role, "hint": f"since {day(held.starts_on)}{until}"}})
    context = {
        "title": "Your account",
        "mine": mine,
        "no_role": not request.standing.appointments,
        "ways": _ways_to_sign_in(request.user),
        "required": second_factor_is_required(),
    }
    return render(request, "access/account.html", context)


def _ways_to_sign_in(user: User) -> list[dict[str, Any]]:
    """Password, authenticator app, passkeys, recovery codes: each with the page that changes it."""
    ways: list[dict[str, Any]] = []
    if user.has_usable_password():
        ways.append({"key": "Password", "value": "Set", "url": reverse("account_change_password")})
    factors = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    app = factors.filter(type=Authenticator.Type.TOTP).first()
    row = {"key": "Authenticator app", "hidden": "authenticator app"}
    if app:
        url = reverse("mfa_deactivate_totp")
        ways.append(row | {"value": f"Set up on {day(app.created_at)}", "url": url, "change": "Remove"})
    else:
        ways.append(row | {"value": "Not set up", "url": reverse("mfa_activate_totp"), "change": "Set up"})
    for passkey in factors.filter(type=Authenticator.Type.WEBAUTHN):
        name = passkey.wrap().name
        used = f", last used on {day(passkey.last_used_at)}" if passkey.last_used_at else ""
        value = {"text": name, "hint": f"Added on {day(passkey.created_at)}{used}"}
        url = reverse("mfa_edit_webauthn", args=[passkey.pk])
        ways.append({"key": "Passkey", "value": value, "url": url, "hidden": name})
    codes = factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if codes:
        left = plural(len(codes.wrap().get_unused_codes()), "code")
        url = reverse("mfa_view_recovery_codes")
        ways.append({"key": "Recovery codes", "value": f"{left} left", "url": url, "change": "See"})
    return ways


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "access/accessibility.html")


@login_not_required
def healthy(request: HttpRequest) -> HttpResponse:
    """200 when the database answers: for a load balancer."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("well", content_type="text/plain")


# Every signed-in person has these, whatever their role.
signed_in.permission = account.permission = None  # type: ignore[attr-defined]
