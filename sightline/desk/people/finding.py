"""Finding the other person: for a relationship, or to join two records of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.design.templatetags.design import day
from sightline.desk.child.portrait import Portrait
from sightline.desk.people.asking import details_url
from sightline.record.find import Match, find
from sightline.record.models import Person

SHOWN = 15


def born(match: Match) -> str:
    """When a person was born, or is expected, in a few words."""
    if match.birth_date is None:
        return "Not known"
    return f"Expected {day(match.birth_date)}" if match.kind == Person.Kind.UNBORN else day(match.birth_date)


def find_somebody(
    request: Any,
    who: Portrait,
    *,
    title: str,
    intro: str,
    choose: Callable[[int], str],
    relate_to: int | None = None,
    alike: Sequence[Match] = (),
    refused: str = "",
    refused_url: str = "",
) -> HttpResponse:
    """The page on which somebody else is found and chosen.

    choose: the address that a choice leads to. relate_to: the person to whom somebody new would be related,
    if a new record may come of it. alike: people to offer before anything is typed. refused: why the last
    choice can't be, and where to do what would make it possible.
    """
    text = request.GET.get("q", "").strip()
    found = find(text, today=request.standing.today, limit=SHOWN) if text else None
    results = [match for match in (found.results if found else alike) if match.person_id not in who.records]
    create = ""
    if relate_to and text and request.standing.may("person.create"):
        create = f"{reverse('new_person')}?{urlencode({'q': text, 'relate_to': relate_to})}"
    context = {
        "person": who.banner(),
        "title": title,
        "intro": intro,
        "asked": text,
        "found": found,
        "results": [
            {"match": match, "born": born(match), "kind": Person.Kind(match.kind).label, "url": choose(match.person_id)}
            for match in results
        ],
        "create_url": create,
        "refused": refused,
        "refused_url": refused_url if request.standing.may("child.open_with_reason") else "",
        "back_url": details_url(who),
        "back_text": "Details and corrections",
    }
    return render(request, "desk/people/find.html", context, status=403 if refused else 200)
