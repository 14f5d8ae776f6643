"""The pages of returns produced from the record: asking for one, how far it has come, and what it holds."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sightline.access.guard import guarded
from sightline.design.as_known import AsKnownForm
from sightline.design.templatetags.design import day, plural
from sightline.record.acts import AlreadyDone
from sightline.record.kinds import kind as kind_of
from sightline.returns.cin.pages import RESTS, WAITS
from sightline.returns.cin.reconciliation import TITLES
from sightline.returns.jobs import a_worker_runs, ask_to_produce
from sightline.returns.produced.acts import ask_for, pieces, taken_away
from sightline.returns.produced.making import FIRST_YEAR, LAST_YEAR, CannotProduceError
from sightline.returns.produced.models import ProducedReturn

SHOWN_CHILDREN = 100
State = ProducedReturn.State
_CHANGES = {
    "new": "New in the census",
    "changed": "Something else is told of them",
    "gone": "No longer in the census",
}


class ProduceForm(AsKnownForm):
    """Which year, and as known when."""

    year = forms.TypedChoiceField(coerce=int, label="Census year")
    request = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data, initial={"request": uuid.uuid4(), "year": _last_census(today)})
        years = range(min(LAST_YEAR, _last_census(today) + 1), FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, f"{year}: 1 April {year - 1} to 31 March {year}") for year in years
        ]
        self.fields["day"].help_text = "Leave empty for the record as it is now. For example, 30 6 2026."
        self.helper.layout = Layout("year", "day", "time", "request")


def _last_census(today: datetime.date) -> int:
    """The census whose year ended last."""
    return today.year if today >= datetime.date(today.year, 4, 1) else today.year - 1


@require_GET
@guarded("census.read")
def census_returns(request: Any) -> HttpResponse:
    """Every census produced from the record, the last one first."""
    every = ProducedReturn.objects.select_related("asked__actor", "same_as").defer("report", "left_out", "misfits")
    page = Paginator(every.order_by("-id"), 20).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": one.file_name, "url": reverse("census_return", args=[one.pk])},
            str(one.year),
            {"text": one.as_known, "hint": _who(one)},
            one.children if one.state == State.READY else None,
            _result(one),
        ]
        for one in page
    ]
    context = {
        "title": "Census returns", "rows": rows, "page": page,
        "columns": ["Return", "Census year", "As known on", {"text": "Children", "numeric": True}, "Check"],
        "may_produce": request.standing.may("census.produce"),
        "back_url": reverse("census_files"), "back_text": "Census files",
    }  # fmt: skip
    return render(request, "returns/census_returns.html", context)


@guarded("census.produce")
def census_produce(request: Any) -> HttpResponse:
    """Ask for the census of a year: it is made in the background."""
    form = ProduceForm(request.POST if request.method == "POST" else None, today=request.standing.today)
    if form.is_valid():
        number = form.cleaned_data["request"]
        try:
            with transaction.atomic():
                produced, new = ask_for(
                    request.warrant, year=form.cleaned_data["year"], at=_moment(form), request=number
                )
                if new:
                    ask_to_produce(produced, request.user)
        except CannotProduceError as refused:
            form.add_error(None, str(refused))
        except AlreadyDone as done:
            return redirect("census_return", get_object_or_404(ProducedReturn, asked=done.act).pk)
        else:
            return redirect("census_return", produced.pk)
    context = {
        "form": form, "title": "Produce the census", "submit_text": "Produce",
        "cancel_url": reverse("census_returns"), "back_url": reverse("census_returns"), "back_text": "Census returns",
    }  # fmt: skip
    return render(request, "returns/census_produce.html", context)


def _moment(form: ProduceForm) -> datetime.datetime | None:
    """The moment asked for; today without a time is now."""
    at = form.moment()
    return None if at is not None and at > timezone.now() else at


@require_GET
@guarded("census.read")
def census_return(request: Any, pk: int) -> HttpResponse:
    """One return: its progress while it is made, then what it holds, what its check found and what is new in it."""
    produced = get_object_or_404(ProducedReturn.objects.select_related("asked__actor", "same_as"), pk=pk)
    state, kept = _state(produced), produced.kept
    context = {
        "title": produced.file_name,
        "produced": produced,
        "kept": kept,
        "state": state,
        "job": _job(produced, state),
        "summary": _summary(kept),
        "total_columns": ["What", {"text": "In the file", "numeric": True}],
        "totals": [[title, produced.totals.get(thing.value, 0)] for thing, title in TITLES.items()],
        "fault_columns": [
            "Rule",
            "What is wrong",
            {"text": "Places", "numeric": True},
            {"text": "Children", "numeric": True},
        ],
        "faults": [_fault(one) for one in kept.faults],
        "misfit_columns": ["Child", "Element", "What is wrong"],
        "misfits": [[one["child"] or "The file as a whole", one["element"], one["what"]] for one in produced.misfits],
        "left_columns": ["Entry", "Date", "Why"],
        "left_out": [_left_out(one) for one in produced.left_out],
        "changes": _changes(kept),
        "facts": _facts(produced),
        "refresh_seconds": 5 if state in ("moving", "waiting", "resting") else None,
        "may_produce": request.standing.may("census.produce"),
        "back_url": reverse("census_returns"),
        "back_text": "Census returns",
    }
    return render(request, "returns/census_return.html", context)


@require_GET
@guarded("census.read")
def census_return_progress(request: Any, pk: int) -> HttpResponse:
    """The progress bar alone; when the state is no longer the one shown, the page is asked for again."""
    produced = get_object_or_404(ProducedReturn, pk=pk)
    state = _state(produced)
    response = render(request, "design/progress.html", {"job": _job(produced, state)})
    if state != request.GET.get("shown"):
        response["HX-Refresh"] = "true"
    return response


@require_GET
@guarded("census.produce")
def census_return_file(request: Any, pk: int) -> HttpResponseBase:
    """The XML file, to send to the Department. Who took it away is kept."""
    produced = _ready(pk)
    taken_away(request.warrant, produced, "the file")
    headers = {
        "Content-Disposition": f'attachment; filename="{produced.kept.file_name}"',
        "Content-Length": str(produced.kept.size),
    }
    return StreamingHttpResponse(
        (bytes(piece) for piece in pieces(produced)), content_type="application/xml", headers=headers
    )


@require_GET
@guarded("census.produce")
def census_return_report(request: Any, pk: int) -> HttpResponse:
    """The check report, a page that stands by itself."""
    produced = _ready(pk)
    taken_away(request.warrant, produced, "the check report")
    name = produced.kept.file_name.removesuffix(".xml")
    headers = {"Content-Disposition": f'attachment; filename="{name}-check.html"'}
    return HttpResponse(produced.kept.report, content_type="text/html; charset=utf-8", headers=headers)


# --- what the pages show ----------------------------------------------------------------------------------


def _ready(pk: int) -> ProducedReturn:
    produced = get_object_or_404(ProducedReturn.objects.select_related("same_as"), pk=pk)
    if produced.state != State.READY:
        raise Http404
    return produced


def _state(produced: ProducedReturn) -> str:
    """ready; failed; waiting, for a worker; resting, if it hasn't moved for long; moving."""
    if produced.state != State.BEING_MADE:
        return produced.state
    rest = timezone.now() - produced.moved_at
    if rest > WAITS and not a_worker_runs():
        return "waiting"
    return "resting" if rest > RESTS else "moving"


def _job(produced: ProducedReturn, state: str) -> dict[str, Any]:
    if produced.children is None:
        message = "Waiting to begin"
    elif produced.children_done < produced.children:
        message = f"{produced.children_done:,} of {plural(produced.children, 'child,children')}"
    else:
        message = "Checking the file"
    if state == "waiting":
        message += ". The background worker isn't running. It begins by itself when it runs again; if that takes long, "
        message += "tell whoever looks after Sightline."
    elif state == "resting":
        message += ". It hasn't moved for a while."
    return {
        "id": f"return-{produced.pk}", "title": "Producing the census", "done": produced.children_done,
        "total": produced.children, "message": message, "finished": state == "ready", "failed": state == "failed",
        "url": f"{reverse('census_return_progress', args=[produced.pk])}?shown={state}",
    }  # fmt: skip


def _counts(produced: ProducedReturn) -> tuple[int, int]:
    """How many errors and queries its check found."""
    of = {"error": 0, "query": 0}
    for one in produced.faults:
        of[one["severity"]] += one["count"]
    return of["error"], of["query"]


def _summary(produced: ProducedReturn) -> str:
    errors, queries = _counts(produced)
    if not errors and not queries:
        return "The rules that ran found nothing wrong."
    return f"The check found {plural(errors, 'error')} and {plural(queries, 'query,queries')}."


def _result(produced: ProducedReturn) -> dict[str, Any]:
    state = _state(produced)
    if state == "ready":
        errors, queries = _counts(produced.kept)
        hint = f"the same as {produced.same_as.file_name}" if produced.same_as else ""
        if errors:
            return {"tag": plural(errors, "error"), "colour": "red", "hint": hint}
        if queries:
            return {"tag": plural(queries, "query,queries"), "colour": "yellow", "hint": hint}
        return {"tag": "Nothing found", "colour": "green", "hint": hint}
    words = {"failed": ("Not made", "red"), "waiting": ("Waiting", "grey"), "resting": ("Not moving", "orange")}
    text, colour = words.get(state, ("Being made", "blue"))
    return {"tag": text, "colour": colour}


def _who(produced: ProducedReturn) -> str:
    act = produced.asked
    return f"asked for by {act.actor.name}, {day(act.at)}" if act.actor else act.ground


def _facts(produced: ProducedReturn) -> list[dict[str, Any]]:
    kept = produced.kept
    return [
        {"key": "Census year", "value": str(produced.year)},
        {"key": "As known on", "value": produced.as_known},
        {"key": "Local authority code", "value": produced.authority},
        {"key": "Asked for", "value": {"text": produced.asked.at, "hint": _who(produced)}},
        {"key": "Size", "value": f"{kept.size:,} bytes" if kept.size else None},
        {"key": "Digest of the file (SHA-256)", "value": kept.digest or None},
        {"key": "Digest of the rules", "value": kept.rules or None},
    ]


def _fault(one: dict[str, Any]) -> list[Any]:
    colour = "red" if one["severity"] == "error" else "yellow"
    rule = {"tag": one["rule"], "colour": colour, "hint": one["severity"]}
    return [rule, one["message"], one["count"], one["children"]]


def _left_out(one: dict[str, Any]) -> list[Any]:
    entry = {"text": kind_of(one["kind"]).title, "url": reverse("person", args=[one["child"]])}
    return [entry, datetime.date.fromisoformat(one["on"]), one["why"]]


def _changes(produced: ProducedReturn) -> list[dict[str, Any]]:
    """The children who are new, changed or gone since the return before, with the way to each."""
    shown = {
        name: {"title": title, "count": len(children), "children": children[:SHOWN_CHILDREN]}
        for name, title in _CHANGES.items()
        if (children := produced.changes.get(name))
    }
    ids = [child for one in shown.values() for child in one["children"]]
    numbers = _numbers(produced, ids)
    for one in shown.values():
        one["links"] = [
            {"url": reverse("person", args=[child]), "text": numbers.get(child) or f"Person {child}"}
            for child in one["children"]
        ]
        one["more"] = one["count"] - len(one["children"])
    return list(shown.values())


def _numbers(produced: ProducedReturn, ids: list[int]) -> dict[int, str]:
    """The children's numbers, as this return or an earlier one has them."""
    told = produced.told.model._default_manager.filter(
        child__in=ids, produced__name=produced.name, produced__year=produced.year
    )
    return dict(told.order_by("id").values_list("child", "la_child_id"))
