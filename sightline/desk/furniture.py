"""What every page shows: the council's name, navigation by role, whether this is the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sightline.access.roles import Role


def furniture(request: HttpRequest) -> dict[str, Any]:
    standing = getattr(request, "standing", None)
    sign_in = "demo_sign_in" if settings.DEMO else "account_login"
    context = {
        "authority": settings.AUTHORITY,
        "demo": settings.DEMO,
        "session_seconds": settings.IDLE_SECONDS,
        "sign_in_url": f"{reverse(sign_in)}?over=1&next={reverse('signed_in')}",
        "framed": request.headers.get("Sec-Fetch-Dest") == "iframe" or "over" in request.GET,
    }
    if standing is None:
        return context | {"may_search": False}
    items = [
        ("My work", "home", None),
        ("Front door", "front_door", "front_door.read"),
        ("My teams" if Role.SERVICE_MANAGER in standing.roles else "My team", "teams", "team.read"),
        ("Census files", "census_files", "census.read"),
        ("Faults", "faults", "faults.read"),
        ("Staff", "staff", "staff.read"),
        ("Forms", "forms", "form.publish"),
    ]
    offered = [(text, reverse(name)) for text, name, needs in items if needs is None or standing.may(needs)]
    here = max((url for _, url in offered if _is_at(request.path, url)), key=len, default="")
    context["navigation"] = [{"text": text, "url": url, "current": url == here} for text, url in offered]
    context["today"] = standing.today
    context["may_search"] = standing.may("people.search")
    return context


def _is_at(path: str, url: str) -> bool:
    """Whether a page is the one that the menu names, or one below it."""
    return path == url if url == "/" else path.startswith(url)
