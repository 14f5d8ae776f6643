"""Check your answers: what was written, what saving starts and stops, and the one button that puts it on the record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.warrants import standing_of
from sightline.clocks.status import status
from sightline.desk.child.owed import Owed
from sightline.desk.child.portrait import portrait_of
from sightline.desk.recording.reached import draft_of
from sightline.forms import acts
from sightline.forms.answers import NotAnAnswerError, in_words, meaning
from sightline.forms.declare import Type, form_called
from sightline.forms.fields import Block, Field, Rows
from sightline.forms.known import cases_of
from sightline.forms.models import Draft
from sightline.forms.reckoning import Changes, changes
from sightline.forms.sheet import Sheet
from sightline.record.acts import AlreadyDone
from sightline.record.models import Step
from sightline.returns.cin.found import Found
from sightline.returns.cin.on_record import would_break
from sightline.returns.cin.told import TELLING


@guarded("child.write", about="person_id")
def check(request: Any, person_id: int, draft_id: int) -> HttpResponse:
    """Everything on the draft as it will stand, and the clocks that saving starts and stops."""
    draft = draft_of(request, person_id, draft_id)
    child = request.records[0]
    if request.method == "POST":
        try:
            steps = acts.submit(request.warrant, request.user, draft.pk, today=request.standing.today)
        except acts.NotReadyError:
            return redirect("draft_check", child, draft.pk)
        except acts.NotNowError as error:
            messages.error(request, str(error))
            return redirect("draft_check", child, draft.pk)
        except (acts.ClosedError, AlreadyDone):
            return _to_step(
                request, Draft.objects.get(pk=draft.pk).steps, "This was saved already, and was not done twice."
            )
        form = form_called(draft.form)
        said = form.saved or f"{form.title} saved."
        if steps[0].state == Step.State.SUBMITTED:
            said = f"{form.title} submitted. A manager sees it now."
        own = next((step.pk for step in steps if step.child_id in request.records), None)
        messages.success(request, said)
        if form.begins_alone and not standing_of(request.user).reached([child]):
            return redirect("home")  # what was saved ended their part in it
        return redirect("step", child, own) if own else redirect("person", child)
    if draft.state != Draft.State.OPEN:
        return _to_step(request, draft.steps, "This was saved already.")
    sheet = Sheet(draft, request.standing.today)
    who = portrait_of(request.records, today=request.standing.today)
    reckoned: list[Any] = []
    if not sheet.problems:
        cases = cases_of(draft.children, only_open=sheet.form.outside_closed_cases)
        given = sheet.given(cases=cases, worker_id=request.user.pk)
        reckoned = [_told(sheet, change, request.standing.today) for change in changes(given)]
    context = {
        "warnings": _warnings(request, draft, sheet) if not sheet.problems else [],
        "person": who.banner(), "person_id": child, "draft": draft, "sheet": sheet, "problems": sheet.problems,
        "title": "Check your answers", "caption": draft.title,
        "links": {f.name: _address(sheet, child, f) for f in sheet.problems},
        "parts": [
            {
                "title": part.section.title, "rows": list(_rows(sheet, part)),
                "url": _page(sheet, child, part.section.key),
            }
            for part in sheet.parts
        ],
        "reckoned": reckoned, "several": len(sheet.chosen) > 1,
        "back_url": _page(sheet, child, sheet.parts[-1].section.key), "back_text": "Go on writing",
    }  # fmt: skip
    return render(request, "desk/recording/check.html", context)


def _warnings(request: Any, draft: Draft, sheet: Sheet) -> list[Found]:
    """What the census would newly ask about these children once this is saved: tried and undone. It never blocks."""
    if sheet.form.kind.key not in TELLING:
        return []
    today = request.standing.today

    def proposed() -> None:
        try:
            acts.submit(request.warrant, request.user, draft.pk, today=today)
        except (acts.NotReadyError, acts.NotNowError, acts.ClosedError) as refused:
            raise ValueError from refused

    return would_break(sheet.chosen, proposed, today)


def _to_step(request: Any, steps: list[int], said: str) -> HttpResponse:
    """To the entry that it became on this person's record."""
    messages.success(request, said)
    own = Step.objects.filter(pk__in=steps, child__in=request.records).values_list("pk", flat=True).first()
    return redirect("step", request.records[0], own) if own else redirect("person", request.records[0])


def _page(sheet: Sheet, child: int, section: str) -> str:
    if sheet.form.paged:
        return reverse("draft_section", args=[child, sheet.draft.pk, section])
    return reverse("draft", args=[child, sheet.draft.pk])


def _address(sheet: Sheet, child: int, f: Field) -> str:
    """Where a field that is amiss can be put right."""
    section = next(part.section.key for part in sheet.parts if any(one is f for one in part.fields()))
    return f"{_page(sheet, child, section)}?problems=1#{f.id if f.problem else f.by_id}"


def _rows(sheet: Sheet, part: Any) -> Any:
    """A section's answers: (child or row heading, question, answer)."""
    for one in part.parts:
        if isinstance(one, Rows):
            if one.shown:
                for place, row in enumerate((row for row in one.rows if not row.is_empty), start=1):
                    for block in row.blocks:
                        for f in block.fields:
                            if f.shown:
                                label = f"{one.group.one.capitalize()} {place}"
                                label += f", {block.name}" if block.name else ""
                                yield {"about": label, "field": f, "answer": _answer(sheet, f)}
        elif isinstance(one, Block):
            for f in one.fields:
                if f.shown:
                    yield {"about": one.name, "field": f, "answer": _answer(sheet, f)}


def _answer(sheet: Sheet, f: Field) -> str:
    try:
        value = meaning(f.question, f.raw, today=sheet.today)
    except NotAnAnswerError:
        return str(f.raw)
    named = f.question.type in (Type.PERSON, Type.COLLEAGUE)
    people = {int(code): label for code, label in f.options} if named else {}
    words = in_words(f.question, value, people)
    if not words and f.not_known:
        return f"Not known yet, because: {f.because.strip()}"
    return words


def _told(sheet: Sheet, change: Changes, today: Any) -> dict[str, Any]:
    return {
        "name": sheet.names.get(change.child_id, "Name not held"),
        "starts": [Owed(run, status(run, today)) for _, run in change.starts],
        "stops": [Owed(run, status(run, today)) for _, run in change.stops],
    }
