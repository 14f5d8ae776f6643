"""Print and share: an entry as PDF, an assessment or plan for the family, and with whom a document was shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app

from sightline.access.guard import guarded
from sightline.design.forms import DateField
from sightline.desk.child.family import family_of, homes_of
from sightline.desk.child.portrait import portrait_of
from sightline.desk.people.asking import TWICE, AskForm, ask, done
from sightline.desk.printing.family import ForFamily, for_family, usual_reader, version_of
from sightline.desk.printing.paper import family_pdf, step_pdf
from sightline.desk.printing.wording import Reader
from sightline.desk.recording.reached import step_of
from sightline.law.due import short_date
from sightline.record.acts import AlreadyDone
from sightline.record.acts.documents import ask_for_document, document_failed, document_ready, share_document
from sightline.record.joined import records_of
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Document, Person, Sharing, Step

FAILED = "The document could not be made. Ask for it again; if it fails again, tell us."
CHANGED = "The record changed after you looked at the preview. Look at it again, then make the PDF."
PDF = "application/pdf"


class PrintForm(AskForm):
    """The button that makes a PDF of an entry."""


@app.task(name="child.step_pdf", queue="documents")
def make_step(*, document_id: int, step_id: int) -> None:
    """Make the PDF of one entry. What goes wrong is written on the document."""
    document = Document.objects.select_related("asked_by").get(pk=document_id)
    try:
        step = Step.objects.select_related("worker", "act__actor").get(pk=step_id)
        content = step_pdf(step, records_of(document.person_id), printed_by=document.asked_by.name)
    except Exception:
        document_failed(document_id, FAILED)
        raise
    document_ready(document_id, content)


@app.task(name="child.family_pdf", queue="documents")
def make_for_family(*, document_id: int, step_id: int, reader: str, parts: list[str], digest: str) -> None:
    """Make what a family gets, if it is still what was looked at."""
    document = Document.objects.select_related("asked_by").get(pk=document_id)
    try:
        step = Step.objects.select_related("worker").get(pk=step_id)
        today = document.asked_at.date()
        made = for_family(step, records_of(document.person_id), Reader(reader), today=today, chosen=parts)
        content = family_pdf(made, printed_by=document.asked_by.name) if made.digest == digest else b""
    except Exception:
        document_failed(document_id, FAILED)
        raise
    if content:
        document_ready(document_id, content)
    else:
        document_failed(document_id, CHANGED)


@require_POST
@guarded("child.print", about="person_id")
def print_step(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Ask for an entry as a PDF, as it stands now."""
    step = step_of(request, step_id)
    person = get_object_or_404(Person, pk=request.records[0])
    form = PrintForm(request.POST, today=request.standing.today)
    title = f"{kind_of(step.kind).title}, {short_date(step.happened_on)}"
    try:
        document = ask_for_document(
            request.warrant, person, step=step, title=title, media_type=PDF, request=form.cited
        )  # fmt: skip
    except AlreadyDone:
        messages.success(request, TWICE)
    else:
        make_step.defer(document_id=document.pk, step_id=step.pk)
    return redirect("documents", person.pk)


def _reader(data: Any, usual: Callable[[], Reader]) -> Reader:
    try:
        return Reader(data.get("reader"))
    except ValueError:
        return usual()


def _chosen(data: Any, reader: Reader) -> list[str] | None:
    """The parts that were ticked; None where nobody has ticked for this reader yet."""
    return data.getlist("part") if data.get("ticked_for") == reader else None


@guarded("child.print", about="person_id")
def family(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """What the family would get: choose who reads it and what goes in, look at it, then make the PDF."""
    step = step_of(request, step_id)
    if version_of(step) is None:
        raise Http404
    today = request.standing.today
    data = request.POST if request.method == "POST" else request.GET
    reader = _reader(data, lambda: usual_reader(request.records, today))
    made = for_family(step, request.records, reader, today=today, chosen=_chosen(data, reader))
    if request.method == "POST":
        return _ask_for_it(request, step, made, data)
    who = portrait_of(request.records, today=today)
    context = {
        "person": who.banner(), "person_id": request.records[0], "step": step, "made": made,
        "reading": made.reading, "hardest": made.hardest(), "may_amend": request.standing.may("child.write"),
        "form": PrintForm(today=today), "readers": [(Reader.CHILD, made.name), (Reader.PARENT, "A parent or carer")],
        "back_url": reverse("step", args=[person_id, step.pk]), "back_text": kind_of(step.kind).title,
        "title": f"{kind_of(step.kind).title} for the family",
    }  # fmt: skip
    return render(request, "desk/printing/family.html", context)


def _ask_for_it(request: Any, step: Step, made: ForFamily, data: Any) -> HttpResponse:
    chosen = [part.key for part in made.chosen]
    if not chosen or made.digest != data.get("digest"):
        messages.error(request, CHANGED if chosen else "Tick at least one part to go in.")
        asked = [("reader", made.reader), ("ticked_for", made.reader), *(("part", key) for key in chosen)]
        return redirect(f"{reverse('step_family', args=[request.records[0], step.pk])}?{urlencode(asked)}")
    person = get_object_or_404(Person, pk=request.records[0])
    form = PrintForm(data, today=request.standing.today)
    for_whom = made.name if made.reader is Reader.CHILD else "a parent or carer"
    title = f"{kind_of(step.kind).title}, {short_date(step.happened_on)}, in plain words for {for_whom}"
    try:
        document = ask_for_document(
            request.warrant, person, step=step, title=title, media_type=PDF, request=form.cited
        )  # fmt: skip
    except AlreadyDone:
        messages.success(request, TWICE)
    else:
        make_for_family.defer(
            document_id=document.pk, step_id=step.pk, reader=str(made.reader), parts=chosen, digest=made.digest
        )
    return redirect("documents", person.pk)


class ShareForm(AskForm):
    """With whom a document was shared. people: of the family, each with what they are to the child."""

    never_ahead = ("shared_on",)
    people = forms.MultipleChoiceField(
        label="With whom did you share it?", widget=forms.CheckboxSelectMultiple, required=False
    )
    other = forms.CharField(label="Somebody else", required=False, help_text="Their name, and who they are.")
    how = forms.ChoiceField(
        label="How?", choices=Sharing.How.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how you shared it"},
    )  # fmt: skip
    shared_on = DateField(label="When?")

    def __init__(self, *args: Any, family: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.choices = [(one, one) for one in family]
        if not family:
            del self.fields["people"]
            self.fields["other"].label = "With whom did you share it?"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.with_whom(data):
            self.add_error("people" if "people" in self.fields else "other", "Say with whom you shared it")
        return data

    @staticmethod
    def with_whom(data: Any) -> str:
        named = [*data.get("people", []), (data.get("other") or "").strip()]
        return "; ".join(one for one in named if one)


@guarded("child.write", about="person_id")
def share(request: Any, person_id: int, document_id: int) -> HttpResponse:
    """Record with whom a document was shared, how and when."""
    document = get_object_or_404(
        Document.objects.defer("content"), pk=document_id, person__in=request.records, state=Document.State.READY
    )
    today = request.standing.today
    who = portrait_of(request.records, today=today)
    form = ShareForm(
        request.POST or None, today=today, family=_family(request.records, who.name, today),
        initial={"shared_on": today},
    )  # fmt: skip

    def do() -> None:
        data = form.cleaned_data
        share_document(
            request.warrant, document, with_whom=form.with_whom(data), how=data["how"], on=data["shared_on"],
            request=form.cited,
        )  # fmt: skip

    if done(request, form, do, "Recorded with whom it was shared."):
        return redirect("documents", request.records[0])
    back = reverse("documents", args=[request.records[0]])
    return ask(
        request, who, form, title="Record with whom it was shared", back=back, back_text="Documents",
        caption=document.title,
    )  # fmt: skip


def _family(records: Any, name: str, today: Any) -> list[str]:
    near = [
        f"{one.name} ({one.is_the.lower()})"
        for one in family_of(records, homes_of(records), today)
        if one.relationship.holds_on(today)
    ]
    return list(dict.fromkeys([name, *near]))


def shared(records: Any, **of: Any) -> QuerySet[Sharing]:
    """With whom documents about a person were shared, the latest first."""
    rows = Sharing.objects.filter(child__in=records, **of)
    return rows.select_related("act__actor", "document").defer("document__content").order_by("-shared_on", "-id")


def printing_of(request: Any, step: Step) -> dict[str, Any]:
    """What an entry's page offers to print, and with whom it was shared."""
    may = request.standing.may("child.print")
    return {
        "may_print": may,
        "print_form": PrintForm(today=request.standing.today) if may else None,
        "has_family_version": may and version_of(step) is not None,
        "sharings": list(shared(request.records, document__step=step)),
    }
