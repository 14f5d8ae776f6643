"""What every page shows: the council's name, navigation by role, whether this is the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def furniture(request: HttpRequest) -> dict[str, Any]:
    standing = getattr(request, "standing", None)
    context = {"authority": settings.AUTHORITY, "demo": settings.DEMO, "session_seconds": settings.IDLE_SECONDS}
    if standing is None:
        return context
    items = [("My work", "home", None), ("Census files", "census_files", "census.read"), ("Staff", "staff", "staff.read")]
    context["navigation"] = [
        {"text": text, "url": reverse(name), "current": request.path == reverse(name)}
        for text, name, permission in items
        if permission is None or standing.may(permission)
    ]
    context["today"] = standing.today
    context["may_search"] = standing.may("people.search")
    return context
