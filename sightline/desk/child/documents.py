"""The chronology as an accessible PDF, made in the background and kept with the record."""

from __future__ import annotations

import datetime
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app

from sightline.access.guard import guarded
from sightline.desk.child.chronology import Chosen, Entry, chronology_of, fill
from sightline.desk.child.family import homes_of
from sightline.desk.child.forms import AsKnownForm, ChronologyFilter
from sightline.desk.child.pages import page_context
from sightline.desk.child.portrait import portrait_of
from sightline.desk.printing.pages import shared
from sightline.law.due import short_date
from sightline.record.acts.documents import ask_for_document, document_failed, document_ready
from sightline.record.as_known import as_known
from sightline.record.joined import records_of
from sightline.record.models import Document, Person

LAYOUT = Path(__file__).with_name("chronology.typ")
WAITING_SECONDS = 3


def chronology_pdf(records: list[int], chosen: Chosen, at: datetime.datetime | None, *, printed_by: str) -> bytes:
    """The chronology as PDF/UA: the same entries as the page shows, in order of time."""
    today = timezone.localtime(at).date() if at else timezone.localdate()
    with as_known(at):
        portrait = portrait_of(records, today=today)
        entries = fill(chronology_of(portrait, homes_of(records), chosen))
    born = portrait.person.birth_date or portrait.person.expected_birth_date
    facts = [("Name", portrait.name)]
    if portrait.other_names:
        facts.append(("Also known as", ", ".join(portrait.other_names)))
    if born:
        facts.append(("Born" if portrait.person.birth_date else "Expected", short_date(born)))
    facts += [(i.get_scheme_display(), i.value) for i in portrait.identifiers if i.ends_on is None]
    scope = "Everything recorded" if chosen == Chosen() else "Chosen kinds or period only"
    data = {
        "title": f"Chronology: {portrait.name}",
        "name": portrait.name,
        "authority": settings.AUTHORITY,
        "facts": facts,
        "scope": f"{scope}{_known(at)}: {len(entries)} entries, earliest first.",
        "printed": f"Printed {timezone.localtime():%d/%m/%Y %H:%M} by {printed_by}, {settings.AUTHORITY}",
        "months": [
            {"title": title, "entries": [_line(entry) for entry in found]}
            for title, found in groupby(reversed(entries), key=lambda e: f"{e.on:%B %Y}")
        ],
    }
    return bytes(
        typst.compile(LAYOUT.read_bytes(), format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"])
    )


def _known(at: datetime.datetime | None) -> str:
    return f", as known on {timezone.localtime(at):%d/%m/%Y at %H:%M}" if at else ""


def _line(entry: Entry) -> dict[str, Any]:
    notes = []
    if entry.who:
        notes.append(f"by {entry.who}")
    if entry.elsewhere:
        notes.append("as recorded elsewhere")
    elif entry.recorded and timezone.localtime(entry.recorded).date() != entry.on:
        notes.append(f"recorded {short_date(timezone.localtime(entry.recorded).date())}")
    if entry.withdrawn:
        notes.append(f"withdrawn: {entry.withdrawn}")
    return {
        "when": short_date(entry.on) + (f", {entry.at:%H:%M}" if entry.at else ""),
        "title": entry.title,
        "note": "; ".join(notes).capitalize(),
        "text": [line for line in entry.description.split("\n") if line.strip()],
    }


@app.task(name="child.chronology_pdf", queue="documents")
def make_chronology(
    *, document_id: int, person_id: int, kinds: list[str], since: str | None, until: str | None, at: str | None
) -> None:
    """Make the document that somebody asked for. What goes wrong is written on it."""
    document = Document.objects.select_related("asked_by").get(pk=document_id)
    chosen = Chosen(
        frozenset(kinds),
        datetime.date.fromisoformat(since) if since else None,
        datetime.date.fromisoformat(until) if until else None,
    )
    moment = datetime.datetime.fromisoformat(at) if at else None
    try:
        content = chronology_pdf(records_of(person_id), chosen, moment, printed_by=document.asked_by.name)
    except Exception:
        document_failed(document_id, "The document could not be made. Ask for it again; if it fails again, tell us.")
        raise
    document_ready(document_id, content)


@require_POST
@guarded("child.print", about="person_id")
def ask_for_chronology(request: Any, person_id: int) -> HttpResponse:
    """Ask for the chronology that the page shows, as a PDF."""
    form = ChronologyFilter(request.POST)
    chosen = form.chosen()
    known = AsKnownForm(request.POST)
    at = known.moment() if known.is_valid() else None
    person = get_object_or_404(Person, pk=request.records[0])
    title = f"Chronology{_known(at)}" + ("" if chosen == Chosen() else " (chosen entries)")
    document = ask_for_document(request.warrant, person, title=title, media_type="application/pdf")
    make_chronology.defer(
        document_id=document.pk,
        person_id=person.pk,
        kinds=sorted(chosen.kinds),
        since=chosen.since.isoformat() if chosen.since else None,
        until=chosen.until.isoformat() if chosen.until else None,
        at=at.isoformat() if at else None,
    )
    return redirect("documents", person.pk)


@guarded("child.read", about="person_id")
def documents(request: Any, person_id: int) -> HttpResponse:
    """The documents made about a person; the page refreshes itself while one is being made."""
    records = request.records
    portrait = portrait_of(records, today=request.standing.today)
    found = Document.objects.filter(person__in=records).select_related("asked_by").defer("content").order_by("-id")
    held = list(found[:50])
    sharings = shared(records, document__in=held)
    for one in held:
        one.shared = [sharing for sharing in sharings if sharing.document_id == one.pk]  # type: ignore[attr-defined]
    waiting = any(one.state == Document.State.BEING_MADE for one in held)
    context = page_context(request, portrait, "documents", None, request.standing.today)
    context |= {
        "documents": held, "waiting": waiting, "refresh_seconds": WAITING_SECONDS if waiting else None,
        "may_write": request.standing.may("child.write"),
    }  # fmt: skip
    template = "desk/child/documents_list.html" if request.headers.get("HX-Request") else "desk/child/documents.html"
    return render(request, template, context)


@guarded("child.read", about="person_id")
def document(request: Any, person_id: int, document_id: int) -> HttpResponse:
    """One document, to keep or print."""
    held = get_object_or_404(Document, pk=document_id, person__in=request.records)
    if held.state != Document.State.READY or held.content is None:
        raise Http404
    response = HttpResponse(bytes(held.content), content_type=held.media_type)
    response["Content-Disposition"] = f'attachment; filename="{slugify(held.title)}-{held.pk}.pdf"'
    return response
