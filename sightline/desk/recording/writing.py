"""Starting a draft, writing it, and saving it field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from sightline.access.guard import guarded
from sightline.access.models import User
from sightline.access.warrants import DeniedError
from sightline.clocks.facts import gather
from sightline.desk.child.owed import all_runs
from sightline.desk.child.portrait import portrait_of
from sightline.desk.recording.bearing import borne_on
from sightline.desk.recording.reached import all_in_reach, draft_of, form_of, step_of
from sightline.forms import drafts
from sightline.forms.declare import StepForm, Type, form_called, form_of_step
from sightline.forms.fields import BECAUSE, BY, Field, Part, digest, key_of
from sightline.forms.known import children_of_family, has_open_case, names_of
from sightline.forms.models import Draft, Rival
from sightline.forms.sheet import Sheet
from sightline.record.models import Person, Step


@guarded("child.write", about="person_id")
def start(request: Any, person_id: int, form: str) -> HttpResponse:
    """Start recording: whom it is about, and drafts of the same that are open already."""
    declared = form_of(request, form, person_id)
    if declared.content or Person.objects.get(pk=request.records[0]).kind == Person.Kind.ADULT:
        raise Http404
    child = request.records[0]
    family = children_of_family(request.records, request.standing.today) if declared.several else []
    reached = request.standing.reached([one.child_id for one in family])
    family = [one for one in family if one.child_id in reached and (one.is_open or not declared.needs_case)]
    if declared.needs_case and not has_open_case(request.records):
        messages.error(request, f"{declared.title}: there is no open case. An accepted referral opens one.")
        return redirect("person", child)
    if request.method == "POST":
        ticked = {child} | {one.child_id for one in family if one.is_open and not declared.begins_alone}
        if "chosen" in request.POST:
            ticked = {int(pk) for pk in request.POST.getlist("child") if pk.isdigit()}
        led_from = _led_from(request)
        draft = drafts.start(
            declared, request.user, about=child, children=[child, *(one.child_id for one in family)], ticked=ticked,
            today=request.standing.today, led_from_id=led_from,
        )  # fmt: skip
        return redirect("draft", child, draft.pk)
    names = names_of([child, *(one.child_id for one in family)])
    who = portrait_of(request.records, today=request.standing.today)
    context = {
        "person": who.banner(), "form_declared": declared, "title": declared.title, "person_id": child,
        "back_url": reverse("person", args=[child]), "back_text": who.name,
        "children": [(pk, names.get(pk, "Name not held"), ticked) for pk, ticked in _offered(declared, child, family)],
        "drafts": drafts.drafts_about(request.records).filter(form=declared.key),
        "led_from": request.GET.get("led_from", ""),
    }  # fmt: skip
    return render(request, "desk/recording/start.html", context)


def _offered(declared: StepForm, child: int, family: Any) -> list[tuple[int, bool]]:
    return [(child, True), *((one.child_id, one.is_open and not declared.begins_alone) for one in family)]


def _led_from(request: Any) -> int | None:
    """The step that this one follows from, if it is about the same person."""
    asked = request.POST.get("led_from", "")
    if not asked.isdigit():
        return None
    return Step.objects.filter(pk=int(asked), child__in=request.records).values_list("pk", flat=True).first()


@require_POST
@guarded("child.write", about="person_id")
def write_content(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """Start writing the content of a step that was started: for all the children it was started for."""
    step = step_of(request, step_id)
    declared = form_of_step(step.kind)
    if declared is None or not declared.content or step.state == Step.State.WITHDRAWN:
        raise Http404
    form_of(request, declared.key, person_id)
    held = Draft.objects.filter(steps__contains=[step.pk], form=declared.key).order_by("-id").first()
    if held:
        return redirect("draft", request.records[0], held.pk)
    steps = [step]
    if step.occasion:
        others = Step.objects.filter(occasion=step.occasion, kind=step.kind).exclude(state=Step.State.WITHDRAWN)
        steps += list(others.exclude(pk=step.pk).order_by("id"))
    all_in_reach(request, [one.child_id for one in steps])
    draft = drafts.start_content(declared, request.user, steps, today=request.standing.today)
    return redirect("draft", request.records[0], draft.pk)


@guarded("child.write", about="person_id")
def write(request: Any, person_id: int, draft_id: int, section: str = "") -> HttpResponse:
    """The form, or one section of a long one."""
    draft = draft_of(request, person_id, draft_id)
    if draft.state != Draft.State.OPEN:
        return _closed(request, draft)
    if request.method == "GET":
        _with_new_family(request, draft)
    sheet = Sheet(draft, request.standing.today)
    part = _page_of(sheet, section)
    if request.method == "POST":
        return _send(request, sheet, part)
    return render(request, "desk/recording/form.html", form_context(request, sheet, part))


def _with_new_family(request: Any, draft: Draft) -> None:
    """A child of the family who was put on the record while the contact was written joins the form."""
    form = form_called(draft.form)
    if not (form.may_add_children and draft.purpose == Draft.Purpose.NEW):
        return
    family = {one.child_id for one in children_of_family(request.records, request.standing.today)}
    drafts.widen(draft, request.user, sorted(request.standing.reached(family - set(draft.children))))


def _page_of(sheet: Sheet, section: str) -> Part | None:
    """The section that a page shows; None for a form on one page. 404 for a section that there isn't."""
    if not sheet.form.paged:
        if section:
            raise Http404
        return None
    if not section:
        return sheet.parts[0]
    part = next((part for part in sheet.parts if part.section.key == section), None)
    if part is None:
        raise Http404
    return part


def form_context(request: Any, sheet: Sheet, part: Part | None) -> dict[str, Any]:
    draft, child = sheet.draft, request.records[0]
    who = portrait_of(request.records, today=request.standing.today)
    fields = list(part.fields() if part else sheet.fields())
    asked = "problems" in request.GET
    wrong = [f for f in fields if f.problem or f.by_problem] if asked else [f for f in fields if _is_malformed(f)]
    latest = max((answer.at for answer in sheet.answers.values()), default=draft.started_at)
    context = {
        "person": who.banner(), "person_id": child, "draft": draft, "sheet": sheet, "form_declared": sheet.form,
        "title": sheet.form.title, "parts": [part] if part else sheet.parts, "part": part,
        "problems": wrong, "wrong": {f.name for f in wrong}, "saved_at": timezone.localtime(latest),
        "versions": json.dumps(sheet.versions(iter(fields))), "several": len(draft.children) > 1,
        "back_url": reverse("person", args=[child]), "back_text": who.name,
        "returned": _reasons(draft), "owed": _owed(draft, request), "others": _others(sheet, request.user),
        "borne": borne_on(sheet.form, sheet.names, request.standing.today) if not draft.steps else [],
    }  # fmt: skip
    if part:
        context["menu"] = _menu(sheet, part, child)
    return context


def _owed(draft: Draft, request: Any) -> list[Any]:
    """The clocks that the steps of this draft have started: each count with its source."""
    if draft.purpose != Draft.Purpose.CONTENT:
        return []
    return [
        one
        for child in gather(request.records)
        for one in all_runs(child, request.standing.today)
        if one.run.step_id in draft.steps and one.status.owed
    ]


def _is_malformed(f: Field) -> bool:
    """Whether what stands in a field can't be right, as against not being there yet."""
    said = f.problem if f.raw not in ("", []) or f.rivals else ""
    return bool(said or (f.by_problem and f.by))


def _menu(sheet: Sheet, current: Part, child: int) -> list[dict[str, Any]]:
    return [
        {
            "text": part.section.title,
            "url": reverse("draft_section", args=[child, sheet.draft.pk, part.section.key]),
            "current": part is current,
            "state": "Complete" if part.begun and part.answered else "Begun" if part.begun else "",
        }
        for part in sheet.parts
    ]


def _reasons(draft: Draft) -> Any:
    """Why the work was returned, if it was."""
    from sightline.forms.models import Authorisation

    if not draft.steps or draft.submitted_by_id is None:
        return None
    latest = Authorisation.objects.filter(step__in=draft.steps).select_related("act__actor").order_by("-id").first()
    return latest if latest and not latest.given else None


def _others(sheet: Sheet, user: Any) -> list[str]:
    """Who else has written in this draft."""
    others = {answer.by_id for answer in sheet.answers.values() if not answer.source} - {user.pk}
    return sorted(User.objects.filter(pk__in=others).values_list("name", flat=True)) if others else []


# --- Sending a whole page --------------------------------------------------------------------------------


def _send(request: Any, sheet: Sheet, part: Part | None) -> HttpResponse:
    """Save everything on the page, then do what was asked: go on, add a row, choose between two texts."""
    fields = list(part.fields() if part else sheet.fields())
    try:
        shown = json.loads(request.POST.get("versions") or "{}")
    except ValueError:
        shown = {}
    shown = shown if isinstance(shown, dict) else {}
    values = dict(_typed(request.POST, fields))
    now = sheet.versions(iter(fields))
    base = {name: str(shown[name]) if name in shown else now[name].partition(":")[0] + ":" for name in values}
    saved = drafts.save_page(sheet, request.user, values, base)
    sheet = Sheet(sheet.draft, request.standing.today)
    return _go_on(request, sheet, part, bool(saved.clashes))


def _typed(post: Any, fields: list[Field]) -> Iterator[tuple[str, Any]]:
    """What a page sent, by the name of the field."""
    for f in fields:
        if f.question.type is Type.SOME:
            if f.name in post or f"{f.name}.asked" in post:
                yield f.name, [one for one in post.getlist(f.name) if one]
        elif f.question.type is Type.DATE:
            if f"{f.name}.d" in post:
                yield f.name, _date_typed(post, f.name)
        elif f.name in post:
            yield f.name, post[f.name]
        if f.may_be_unknown:
            if f.name + BECAUSE in post:
                yield f.name + BECAUSE, post[f.name + BECAUSE]
            if f"{f.name}{BY}.d" in post:
                yield f.name + BY, _date_typed(post, f.name + BY)


def _date_typed(post: Any, name: str) -> str:
    parts = [post.get(f"{name}.{part}", "").strip().replace("/", " ") for part in "dmy"]
    return "/".join(parts) if any(parts) else ""


def _go_on(request: Any, sheet: Sheet, part: Part | None, clash: bool) -> HttpResponse:
    child, draft = request.records[0], sheet.draft
    here = (
        reverse("draft_section", args=[child, draft.pk, part.section.key])
        if part
        else reverse("draft", args=[child, draft.pk])
    )
    do, _, what = request.POST.get("do", "continue").partition(":")
    if do == "add":
        number = drafts.add_row(sheet, request.user, what)
        return redirect(f"{here}#row-{what}-{number}" if number else here)
    if do == "remove":
        group, _, number = what.partition(".")
        drafts.remove_row(sheet, request.user, group, number)
        return redirect(f"{here}#group-{group}")
    if do == "settle":
        rival, _, choose = what.partition(":")
        if rival.isdigit() and choose in ("held", "rival", "both"):
            try:
                drafts.settle(sheet, request.user, int(rival), choose=choose)
            except Rival.DoesNotExist:
                messages.info(request, "Somebody has chosen between these two already.")
        return redirect(here)
    if do == "later":
        messages.success(request, "The draft is kept. You find it on this child’s page and under your work.")
        return redirect("person", child)
    fresh = next((p for p in sheet.parts if part and p.section.key == part.section.key), None)
    amiss = [f for f in fresh.fields() if _is_malformed(f)] if fresh else sheet.problems
    if amiss or clash:
        return redirect(f"{here}?{urlencode({'problems': 1})}")
    following = _after(sheet, fresh) if fresh else None
    if following:
        return redirect("draft_section", child, draft.pk, following.section.key)
    return redirect("draft_check", child, draft.pk)


def _after(sheet: Sheet, part: Part) -> Part | None:
    place = sheet.parts.index(part) + 1
    return sheet.parts[place] if place < len(sheet.parts) else None


# --- Saving as one types ---------------------------------------------------------------------------------


@require_POST
@guarded("child.write", about="person_id")
def save(request: Any, person_id: int, draft_id: int) -> HttpResponse:
    """Save fields as they are typed. Sent as JSON: each field's name, value and the version it started from.

    Answers with each field's version now, what is asked now, and for a field that somebody else changed
    meanwhile, both texts.
    """
    draft = draft_of(request, person_id, draft_id)
    try:
        sent = json.loads(request.body)
        if str(sent.get("user")) != str(request.user.pk):
            return JsonResponse({"problem": "Somebody else is signed in."}, status=409)
        written = [
            drafts.Written(str(one["name"]), one["value"], int(one["base"]))
            for one in sent["fields"]
            if isinstance(one["value"], str | list)
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": "This could not be read."}, status=400)
    sheet = Sheet(draft, request.standing.today)
    saved = drafts.save(sheet, request.user, written)
    if saved.clashes:
        sheet = Sheet(draft, request.standing.today)
    return JsonResponse(
        {
            "at": f"{timezone.localtime(saved.at):%H:%M}",
            "versions": {name: f"{version}:{_mark(sheet, name)}" for name, version in saved.versions.items()},
            "clashes": {name: _clash(request, sheet, name) for name in saved.clashes} if not saved.closed else {},
            "unknown": saved.unknown,
            "closed": _said_closed(draft.pk) if saved.closed or draft.state != Draft.State.OPEN else "",
            "shown": sheet.shown(),
        }
    )


def _mark(sheet: Sheet, name: str) -> str:
    key = key_of(name)
    return digest(sheet.raw(key)) if key else ""


def _clash(request: Any, sheet: Sheet, name: str) -> str:
    field = next((f for f in sheet.fields() if f.name == name.partition("~")[0]), None)
    return render_to_string("desk/recording/clash.html", {"field": field}, request=request) if field else ""


def _said_closed(draft_id: int) -> str:
    draft = Draft.objects.select_related("submitted_by").get(pk=draft_id)
    if draft.state == Draft.State.DISCARDED:
        return "This draft was discarded meanwhile. What you wrote since is not on the record."
    who = draft.submitted_by.name if draft.submitted_by else "Somebody"
    at = f" at {timezone.localtime(draft.submitted_at):%H:%M}" if draft.submitted_at else ""
    return f"{who} submitted this{at}. What you wrote since is not in it: add it by amending the entry."


def _closed(request: Any, draft: Draft) -> HttpResponse:
    """Where a draft that is no longer one leads: to what it became."""
    child = request.records[0]
    if draft.state == Draft.State.DISCARDED:
        messages.info(request, "This draft was discarded.")
        return redirect("person", child)
    own = Step.objects.filter(pk__in=draft.steps, child__in=request.records).values_list("pk", flat=True).first()
    messages.info(request, _said_closed(draft.pk))
    return redirect("step", child, own) if own else redirect("person", child)


@guarded("child.write", about="person_id")
def discard(request: Any, person_id: int, draft_id: int) -> HttpResponse:
    """Put a draft away unfinished: asked once more first."""
    draft = draft_of(request, person_id, draft_id)
    child = request.records[0]
    if draft.state != Draft.State.OPEN:
        return _closed(request, draft)
    if draft.steps and draft.purpose != Draft.Purpose.AMENDMENT:
        raise DeniedError("This is the content of an entry on the record. Withdraw the entry if it is an error.")
    if request.method == "POST":
        drafts.discard(draft)
        messages.success(request, "The draft is discarded. Nothing of it is on the record.")
        return redirect("person", child)
    who = portrait_of(request.records, today=request.standing.today)
    context = {
        "person": who.banner(), "title": f"Discard this draft: {draft.title.lower()}", "person_id": child,
        "draft": draft, "back_url": reverse("draft", args=[child, draft.pk]), "back_text": "The draft",
    }  # fmt: skip
    return render(request, "desk/recording/discard.html", context)
