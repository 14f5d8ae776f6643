"""The pages of census files: bringing one in, how far it has come, and what became of each thing in it."""

from __future__ import annotations

import csv
import datetime
import uuid
from collections.abc import Iterator
from typing import IO, Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sightline.access.guard import guarded
from sightline.design.forms import Helper
from sightline.design.templatetags.design import day, plural
from sightline.record.acts import AlreadyDone
from sightline.returns.cin import read as reader
from sightline.returns.cin.acts import LIMIT_BYTES, receive
from sightline.returns.cin.faults import NotACensus
from sightline.returns.cin.listing import rows_of_list
from sightline.returns.cin.reconciliation import KIND_TITLES, SHORT, TITLES, Kind, Thing
from sightline.returns.jobs import a_worker_runs, ask
from sightline.returns.models import CensusFile, Listed, Reconciliation

SHOWN = 50
WAITS = datetime.timedelta(seconds=15)  # a worker that runs takes a job up within seconds
RESTS = datetime.timedelta(seconds=90)  # a batch takes a second or two


class CensusForm(forms.Form):
    """One file, read through as it is sent."""

    file = forms.FileField(label="Census file", help_text="The XML file that your case system made, at most 500 MB.")
    request = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"request": uuid.uuid4()})
        self.fields["file"].error_messages["required"] = "Choose the census file"
        self.fields["file"].error_messages["empty"] = "The file is empty. Export the census again."
        self.helper = Helper()
        self.helper.layout = Layout("file", "request")


# --- the list, and bringing one in ------------------------------------------------------------------------


@require_GET
@guarded("census.read")
def census_files(request: Any) -> HttpResponse:
    """Every census file that was brought in, the last one first."""
    files = CensusFile.objects.select_related("received__actor").order_by("-id")
    page = Paginator(files, 20).get_page(request.GET.get("page"))
    latest = _latest_of([file.pk for file in page])
    rows = [
        [
            {"text": file.name, "url": reverse("census_file", args=[file.pk])},
            str(file.year) if file.year else None,
            file.children,
            {"text": file.received.at, "hint": _who(file)},
            _result(latest[file.pk]),
        ]
        for file in page
    ]
    columns = ["File", "Census year", {"text": "Children", "numeric": True}, "Received", "Result"]
    context = {
        "title": "Census files", "columns": columns, "rows": rows, "page": page,
        "may_bring_in": request.standing.may("census.bring_in"),
    }  # fmt: skip
    return render(request, "returns/census_files.html", context)


@guarded("census.bring_in")
def census_bring_in(request: Any) -> HttpResponse:
    """Send a census file: it is read whole before anything is kept, and refused whole if it can't be trusted."""
    form = CensusForm(request.POST, request.FILES) if request.method == "POST" else CensusForm()
    if form.is_valid():
        try:
            reconciliation, new = _receive(request, form.cleaned_data["file"], form.cleaned_data["request"])
        except NotACensus as refused:
            form.add_error("file", f"{refused} Nothing was brought in.")
        except AlreadyDone as done:
            return redirect("census_file", get_object_or_404(CensusFile, received=done.act).pk)
        else:
            file = reconciliation.file
            if not new and file.received.request != form.cleaned_data["request"]:
                before = f"This very file was received before, on {day(file.received.at)}, as {file.name}."
                messages.info(request, f"{before} Here is what became of it.")
            return redirect("census_file", reconciliation.file_id)
    context = {
        "form": form, "title": "Bring in a census file", "submit_text": "Bring in",
        "cancel_url": reverse("census_files"), "back_url": reverse("census_files"), "back_text": "Census files",
    }  # fmt: skip
    return render(request, "returns/census_bring_in.html", context)


def _receive(request: Any, sent: Any, number: uuid.UUID | None) -> tuple[Reconciliation, bool]:
    """Keep the file and ask the worker for it, both or neither."""
    content: IO[bytes] = sent.file
    with reader.open_census(content, name=sent.name, limit_bytes=LIMIT_BYTES) as census, transaction.atomic():
        reconciliation, new = receive(request.warrant, census, content, request=number)
        if new:
            ask(reconciliation, request.user)
    return reconciliation, new


# --- one file ---------------------------------------------------------------------------------------------


@require_GET
@guarded("census.read")
def census_file(request: Any, pk: int) -> HttpResponse:
    """One file: its progress while it is brought in, then what became of each thing."""
    file = get_object_or_404(CensusFile.objects.select_related("received__actor"), pk=pk)
    reconciliation = _chosen(file, request.GET.get("reconciliation"))
    state = _state(reconciliation)
    listed = _filtered(reconciliation, request.GET)
    page = Paginator(listed.select_related("child"), SHOWN).get_page(request.GET.get("page"))
    kinds = _counts_by_kind(reconciliation)
    context = {
        "title": file.name,
        "file": file,
        "facts": _facts(file),
        "state": state,
        "job": _job(reconciliation, state),
        "reconciliation": reconciliation,
        "others": _others(file, reconciliation),
        "columns": _TALLY_COLUMNS,
        "tallies": _tallies(reconciliation),
        "not_in": sum(tally.not_in for tally in reconciliation.tallies.all()),
        "values_out": sum(number for kind, number in kinds if kind in SHORT - {Kind.NOT_IN}),
        "kinds": [(kind.value, f"{KIND_TITLES[kind]} ({number:,})") for kind, number in kinds],
        "things": _elements(reconciliation),
        "kind": request.GET.get("kind", ""),
        "element": request.GET.get("element", ""),
        "listed_columns": ["Where", "What", "In the file", "Held here", "Why, and what to do"],
        "listed": [_row(one) for one in page],
        "listed_in_all": sum(number for _, number in kinds),
        "page": page,
        "refresh_seconds": None if state in ("finished", "stopped") else 5,
        "may_bring_in": request.standing.may("census.bring_in"),
        "back_url": reverse("census_files"),
        "back_text": "Census files",
    }
    return render(request, "returns/census_file.html", context)


@require_GET
@guarded("census.read")
def census_progress(request: Any, pk: int) -> HttpResponse:
    """The progress bar alone; when the state is no longer the one shown, the page is asked for again."""
    file = get_object_or_404(CensusFile, pk=pk)
    reconciliation = _chosen(file, None)
    state = _state(reconciliation)
    response = render(request, "design/progress.html", {"job": _job(reconciliation, state)})
    if state != request.GET.get("shown"):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@guarded("census.bring_in")
def census_continue(request: Any, pk: int) -> HttpResponse:
    """Take up a file where it stopped."""
    reconciliation = _chosen(get_object_or_404(CensusFile, pk=pk), None)
    if reconciliation.finished_at is None:
        ask(reconciliation, request.user)
        messages.success(request, "The file will be taken up where it stopped.")
    return redirect("census_file", pk)


@require_GET
@guarded("census.read")
def census_listed(request: Any, pk: int) -> HttpResponseBase:
    """The whole list as CSV, for whoever puts things right in the case system."""
    file = get_object_or_404(CensusFile, pk=pk)
    reconciliation = _chosen(file, request.GET.get("reconciliation"))

    class Echo:
        def write(self, line: str) -> str:
            return line

    def lines() -> Iterator[str]:
        writer = csv.writer(Echo())
        yield "\ufeff"
        for row in rows_of_list(_filtered(reconciliation, request.GET)):
            yield writer.writerow(row)

    name = f"census-{file.year or file.pk}-to-look-at.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


# --- what the pages show ----------------------------------------------------------------------------------

_TALLY_COLUMNS: list[Any] = [
    "What",
    *(
        {"text": text, "numeric": True}
        for text in ("In the file", "New", "Corrected", "Held already", "Not brought in")
    ),
]


def _chosen(file: CensusFile, number: str | None) -> Reconciliation:
    """The reconciliation asked for, or the last one."""
    mine = file.reconciliations.select_related("file", "begun__actor").order_by("-id")
    if number:
        mine = mine.filter(pk=number) if number.isdecimal() else mine.none()
    found = mine.first()
    if found is None:
        raise Http404
    return found


def _latest_of(files: list[int]) -> dict[int, Reconciliation]:
    rows = Reconciliation.objects.filter(file__in=files).select_related("file").order_by("id")
    return {row.file_id: row for row in rows.prefetch_related("tallies")}


def _state(reconciliation: Reconciliation) -> str:
    """finished; stopped; waiting, for a worker; resting, if it has not moved for long; moving."""
    if reconciliation.finished_at is not None:
        return "finished"
    if reconciliation.problem:
        return "stopped"
    rest = timezone.now() - reconciliation.moved_at
    if rest > WAITS and not a_worker_runs():
        return "waiting"
    return "resting" if rest > RESTS else "moving"


def _job(reconciliation: Reconciliation, state: str) -> dict[str, Any]:
    file = reconciliation.file
    message = f"{reconciliation.children_done:,} of {plural(file.children, 'child,children')}"
    if state == "waiting":
        message += ". Waiting for the background worker, which isn't running. It carries on by itself when it runs "
        message += "again; if that takes long, tell whoever looks after Sightline."
    elif state == "resting":
        message += ". It hasn't moved for a while."
    return {
        "id": f"census-{file.pk}", "title": "Bringing the file in", "done": reconciliation.children_done,
        "total": file.children, "message": message, "finished": state == "finished", "failed": state == "stopped",
        "url": f"{reverse('census_progress', args=[file.pk])}?shown={state}",
    }  # fmt: skip


def _result(reconciliation: Reconciliation) -> dict[str, Any]:
    state = _state(reconciliation)
    if state == "finished":
        left_out = sum(tally.not_in for tally in reconciliation.tallies.all())
        if left_out:
            return {"tag": f"{left_out:,} not brought in", "colour": "yellow"}
        return {"tag": "Brought in", "colour": "green"}
    words = {"stopped": ("Stopped", "red"), "waiting": ("Waiting", "grey"), "resting": ("Not moving", "orange")}
    text, colour = words.get(state, ("Being brought in", "blue"))
    done = f"{reconciliation.children_done:,} of {reconciliation.file.children:,} children"
    return {"tag": text, "colour": colour, "hint": done}


def _who(file: CensusFile) -> str:
    act = file.received
    return f"by {act.actor.name}" if act.actor else act.ground


def _facts(file: CensusFile) -> list[dict[str, Any]]:
    return [
        {"key": "Census year", "value": str(file.year) if file.year else None},
        {"key": "Reference date", "value": file.reference_date},
        {"key": "Made by the case system", "value": file.written_at},
        {"key": "Local authority code", "value": file.authority},
        {"key": "Received", "value": {"text": file.received.at, "hint": _who(file)}},
    ]


def _tallies(reconciliation: Reconciliation) -> list[list[Any]]:
    return [
        [TITLES[Thing(tally.element)], tally.in_file, tally.new, tally.corrected, tally.same, tally.not_in]
        for tally in reconciliation.tallies.order_by("id")
        if tally.in_file
    ]


def _counts_by_kind(reconciliation: Reconciliation) -> list[tuple[Kind, int]]:
    counted = dict(reconciliation.listed.values_list("kind").annotate(Count("id")).order_by())
    return [(kind, counted[kind]) for kind in Kind if kind in counted]


def _elements(reconciliation: Reconciliation) -> list[str]:
    return list(reconciliation.listed.order_by("element").values_list("element", flat=True).distinct())


def _filtered(reconciliation: Reconciliation, asked: Any) -> Any:
    listed = reconciliation.listed.order_by("id")
    for name in ("kind", "element"):
        if asked.get(name):
            listed = listed.filter(**{name: asked[name]})
    return listed


def _row(one: Listed) -> list[Any]:
    child = {"text": one.la_child_id or "The file as a whole"}
    if one.child_id:
        child["url"] = reverse("person", args=[one.child_id])
    child["hint"] = f"Line {one.line:,}" if one.line else "Not in the file"
    return [
        child,
        {"text": KIND_TITLES[Kind(one.kind)], "hint": one.element},
        one.value or {"hint": "–"},
        one.held or {"hint": "–"},
        {"text": one.reason, "hint": one.cure},
    ]


def _others(file: CensusFile, shown: Reconciliation) -> list[dict[str, Any]]:
    """The other times that the same file was brought in."""
    others = file.reconciliations.exclude(pk=shown.pk).select_related("begun").order_by("-id")
    url = reverse("census_file", args=[file.pk])
    return [{"url": f"{url}?reconciliation={one.pk}", "at": one.begun.at} for one in others]
