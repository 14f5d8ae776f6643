"""Signing in to the demo, and whether the server is well."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from sightline.access.models import Appointment, User
from sightline.access.roles import Role


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The invented people by role. Exists only in demo mode."""
    if not settings.DEMO:
        raise Http404
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    if request.method == "POST":
        user = get_object_or_404(User, pk=request.POST.get("user"), is_active=True)
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect(onward)
    held = Appointment.objects.filter(ends_on__isnull=True).select_related("user", "team").order_by("user__name")
    by_role = [(role.label, [one for one in held if one.role == role]) for role in Role]
    return render(request, "access/demo_sign_in.html", {"by_role": by_role, "next": onward})


def healthy(request: HttpRequest) -> HttpResponse:
    """200 when the database answers: for a load balancer."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("well", content_type="text/plain")
