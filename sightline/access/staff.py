"""Who holds which role in which team today."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.guard import guarded
from sightline.access.models import Appointment


@guarded("staff.read")
def staff(request: Any) -> HttpResponse:
    """Everyone appointed today, by team."""
    today = request.standing.today
    held = (
        Appointment.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("user", "team__part_of")
        .order_by("team__name", "role", "user__name")
    )
    teams = [
        {
            "name": team.name if team else "No team",
            "rows": [
                [one.user.name, one.get_role_display(), one.user.email, f"{one.fte:g}", one.starts_on] for one in held
            ],
        }
        for team, held in groupby(held, key=lambda one: one.team)
    ]
    columns = ["Name", "Role", "E-mail", {"text": "FTE", "numeric": True}, "Since"]
    return render(request, "access/staff.html", {"title": "Staff", "teams": teams, "columns": columns})
