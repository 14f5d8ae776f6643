"""The faults of the record: by rule, team and age for whoever answers for many, and as questions for one worker."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sightline.access.guard import guarded
from sightline.access.models import Team
from sightline.access.warrants import log_look
from sightline.oversight.holding import held_on
from sightline.record.models import SamePerson
from sightline.returns.cin.found import rules, year_named, years_open
from sightline.returns.faults.models import FaultsRun
from sightline.returns.faults.owners import owned_by, standing_faults, within
from sightline.returns.faults.shown import Shown, shown_kept

SHOWN = 50
ROWS = 1_000
AGES = (("week", "Up to 7 days", 0, 7), ("month", "8 to 30 days", 8, 30), ("older", "More than 30 days", 31, None))
HEADINGS = (
    "Child", "Rule", "Severity", "What is wrong", "Question", "About", "Fields", "Answers for it", "Team",
    "First seen", "Days", "Set aside",
)  # fmt: skip


@require_GET
@guarded("faults.read")
def faults(request: Any) -> HttpResponse:
    """The faults of every child within reach: how many by rule, by team and by age, and the list behind each."""
    today = request.standing.today
    everything = _of_year(request)
    chosen = _filtered(everything, request.GET, today)
    page = Paginator(chosen.order_by("first_seen", "rule", "id"), SHOWN).get_page(request.GET.get("page"))
    some = shown_kept(list(page.object_list), today)
    _log(request, some)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": "What the census would fault", "year": year_named(_year(request)), "run": _run(_year(request)),
        "years": _years(request), "page": page, "asked": request.GET, "query": query.urlencode(),
        "columns": ["Child", "What is wrong", "About", "Answers for it", "First seen"],
        "rows": [_row(one, today) for one in some], **_summary(request, chosen, today),
        "teams": _teams(request), "ages": [(key, text) for key, text, *_ in AGES],
        "codes": sorted(everything.values_list("rule", flat=True).order_by().distinct()),
    }  # fmt: skip
    return render(request, "returns/faults.html", context)


@require_GET
@guarded("faults.read")
def faults_csv(request: Any) -> HttpResponseBase:
    """The same list as a table to take away, for the same children and no others."""
    today = request.standing.today
    chosen = list(_filtered(_of_year(request), request.GET, today).order_by("first_seen", "rule", "id"))
    log_look(request.warrant, sorted({one.child_id for one in chosen if one.child_id}), "faults_csv")

    class Echo:
        def write(self, line: str) -> str:
            return line

    def lines() -> Iterator[str]:
        writer = csv.writer(Echo())
        yield "\ufeff"
        yield writer.writerow(HEADINGS)
        for first in range(0, len(chosen), ROWS):
            for one in shown_kept(chosen[first : first + ROWS], today):
                yield writer.writerow(_cells(one, today))

    headers = {"Content-Disposition": f'attachment; filename="census-{_year(request)}-faults.csv"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
@guarded("faults.mine")
def questions(request: Any) -> HttpResponse:
    """One person's list for Friday: what the census would ask about the children whom they answer for."""
    today = request.standing.today
    mine = standing_faults(today).filter(owned_by(request.standing)).filter(within(request.standing))
    mine = mine.filter(year__in=years_open(today), aside=False)
    page = Paginator(mine.order_by("child", "year", "severity", "rule", "id"), SHOWN).get_page(request.GET.get("page"))
    some = shown_kept(list(page.object_list), today)
    _log(request, some)
    by_child = [
        (name, url.partition("?")[0], list(of_child))
        for (name, url), of_child in groupby(some, key=lambda one: (one.child, one.child_url))
    ]
    context = {
        "title": "Questions for Friday", "page": page, "children": by_child, "today": today,
        "run": _run(years_open(today)[0]), "back_url": reverse("home"), "back_text": "My work",
    }  # fmt: skip
    return render(request, "returns/questions.html", context)


# --- what is asked for --------------------------------------------------------------------------------------


def _year(request: Any) -> int:
    """The census year that is asked for, or the one under way."""
    open_now = years_open(request.standing.today)
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and int(asked) in open_now else open_now[0]


def _years(request: Any) -> list[dict[str, Any]]:
    open_now = years_open(request.standing.today)
    return [{"value": year, "text": year_named(year), "chosen": year == _year(request)} for year in open_now]


def _of_year(request: Any) -> QuerySet[Any]:
    return standing_faults(request.standing.today).filter(within(request.standing), year=_year(request))


def _filtered(faults: QuerySet[Any], asked: Any, today: datetime.date) -> QuerySet[Any]:
    if asked.get("rule"):
        faults = faults.filter(rule=asked["rule"])
    if asked.get("severity") in ("error", "query"):
        faults = faults.filter(severity=asked["severity"])
    if asked.get("team", "").isdecimal() and len(asked["team"]) < 19:
        held = held_on(today).filter(team=int(asked["team"])).values("child")
        kept = SamePerson.objects.filter(cut=False, duplicate__in=held).values("kept")
        faults = faults.filter(Q(child__in=held) | Q(child__in=kept))
    for key, _, least, most in AGES:
        if asked.get("age") == key:
            faults = faults.filter(first_seen__lte=today - datetime.timedelta(days=least))
            if most is not None:
                faults = faults.filter(first_seen__gte=today - datetime.timedelta(days=most))
    return faults.filter(aside=asked.get("aside") == "yes")


def _teams(request: Any) -> list[Any]:
    held = held_on(request.standing.today).filter(child__in=request.standing.people().values("pk"))
    return list(Team.objects.filter(pk__in=held.values("team")).order_by("name").values_list("pk", "name"))


def _run(year: int) -> FaultsRun | None:
    return FaultsRun.objects.filter(year=year).order_by("-id").first()


def _summary(request: Any, chosen: QuerySet[Any], today: datetime.date) -> dict[str, Any]:
    """The numbers behind the list, and for each the list behind the number."""

    def link(name: str, value: object) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = str(value)
        return f"?{query.urlencode()}#list"

    by_rule = chosen.order_by().values_list("rule").annotate(n=Count("id")).order_by("-n", "rule")
    by_child = dict(chosen.order_by().values_list("child").annotate(n=Count("id")))
    by_day = dict(chosen.order_by().values_list("first_seen").annotate(n=Count("id")))
    kept = dict(SamePerson.objects.filter(cut=False).values_list("duplicate", "kept"))
    held = held_on(today).filter(child__in=request.standing.people().values("pk"))
    teams: dict[int, tuple[int, str]] = {}
    for child, team, name in held.order_by("id").values_list("child", "team", "team__name"):
        teams.setdefault(kept.get(child, child), (team, name))
    by_team: Counter[tuple[int, str]] = Counter()
    for child, number in by_child.items():
        by_team[teams.get(child or 0, (0, "No team"))] += number
    ages = []
    for key, text, least, most in AGES:
        number = sum(n for day, n in by_day.items() if least <= (today - day).days <= (most or 99_999))
        ages.append([{"text": text, "url": link("age", key)}, number])
    return {
        "by_rule": [
            [{"text": code, "url": link("rule", code), "hint": rules()[code].message}, rules()[code].severity, number]
            for code, number in by_rule
            if code in rules()
        ],
        "by_team": [
            [{"text": name, **({"url": link("team", pk)} if pk else {})}, number]
            for (pk, name), number in by_team.most_common()
        ],
        "by_age": ages,
        "by_rule_columns": ["Rule", "Severity", {"text": "Faults", "numeric": True}],
        "by_team_columns": ["Team", {"text": "Faults", "numeric": True}],
        "by_age_columns": ["Age", {"text": "Faults", "numeric": True}],
    }  # fmt: skip


# --- what is shown ------------------------------------------------------------------------------------------


def _log(request: Any, some: list[Shown]) -> None:
    people = {one.fault.child_id for one in some if one.fault and one.fault.child_id}
    log_look(request.warrant, sorted(people), request.resolver_match.view_name)


def _row(one: Shown, today: datetime.date) -> list[Any]:
    word, colour = one.severity
    child = {"text": one.child, **({"url": one.child_url} if one.child_url else {})}
    owner, fields = one.owner, ", ".join(one.fields)
    return [
        child,
        {"text": one.rule.message, "tag": word, "colour": colour, "hint": f"Rule {one.rule.code}: {fields}"},
        {"text": one.place, "url": one.url},
        {"text": owner.name if owner else "The data officer", "hint": owner.team if owner else ""},
        {"text": one.since, "hint": _days(one, today)},
    ]  # fmt: skip


def _days(one: Shown, today: datetime.date) -> str:
    days = (today - one.since).days if one.since else 0
    return f"{days} day{'' if days == 1 else 's'} ago" if days else "Today"


def _cells(one: Shown, today: datetime.date) -> list[object]:
    owner, word = one.owner, one.severity[0]
    days = (today - one.since).days if one.since else ""
    cells = [
        one.child, one.rule.code, word, one.rule.message, one.question, one.place, ", ".join(one.fields),
        owner.name if owner else "The data officer", owner.team if owner else "", str(one.since or ""), days,
        "yes" if getattr(one.fault, "aside", False) else "",
    ]  # fmt: skip
    return [f"'{cell}" if str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells]
