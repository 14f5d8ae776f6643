"""Looking for a person. Everybody in children's services may know that a record exists, and who holds it.

What stands in it is another question: of somebody out of reach no more is shown than who they are and whom
to ask. A list is no look at a record, so it is not kept as one; opening a record is.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.desk.search.shown import results
from sightline.record.find import find

MOST = 25
COLUMNS = ["Name", "Born", "Who", "Held by", "Found by"]


@guarded("people.search")
def search(request: Any) -> HttpResponse:
    """The answers to the search box, always as a list, even of one."""
    text = " ".join(request.GET.get("q", "").split())
    standing = request.standing
    found = find(text, today=standing.today, limit=MOST) if text else None
    shown = results(found.results, standing) if found else []
    context = {
        "title": "Find a person",
        "search_text": text,
        "found": found,
        "columns": COLUMNS,
        "results": shown,
        "out_of_reach": any(not one.in_reach for one in shown),
    }
    if found and not found.too_short and standing.may("person.create"):
        context["new_person_url"] = f"{reverse('new_person')}?{urlencode({'q': text})}"
    return render(request, "desk/search.html", context)
