"""The child's page and the pages one click from it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.guard import guarded
from sightline.clocks.facts import facts_of
from sightline.desk.child.chronology import chronology_of, fill, kinds_to_choose
from sightline.desk.child.family import family_of, home_of, homes_of
from sightline.desk.child.forms import AsKnownForm, ChronologyFilter
from sightline.desk.child.held import allocations_of
from sightline.desk.child.history import history_of
from sightline.desk.child.owed import all_runs, owed_now, watched, with_delays
from sightline.desk.child.portrait import Portrait, portrait_of, status_of
from sightline.desk.printing.pages import printing_of
from sightline.desk.recording.amended import after_the_agreed, amendments_of, asked_for
from sightline.desk.recording.bearing import borne_on_step
from sightline.desk.recording.offered import offered
from sightline.desk.recording.standing import actions_on, moved_between, said_of
from sightline.desk.recording.tasks import tasks_of
from sightline.desk.recording.telling import facts_not_asked, told, words_of
from sightline.forms.drafts import drafts_about
from sightline.record.as_known import as_known
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Person, SamePerson, Step

ENTRIES_A_PAGE = 50
ENTRIES_ON_PAGE = 8


def _moment(request: Any) -> datetime.datetime | None:
    """The past moment that the reader asks about, if any."""
    form = AsKnownForm(request.GET or None)
    return form.moment() if form.is_valid() else None


def page_context(
    request: Any, portrait: Portrait, section: str, at: datetime.datetime | None, today: datetime.date
) -> dict[str, Any]:
    pk = portrait.records[0]
    asked = f"?{AsKnownForm.query(at)}" if at else ""
    links: list[tuple[str, str, str | None]] = [("Summary", "person", None), ("Chronology", "chronology", None)]
    if portrait.person.kind != Person.Kind.ADULT:
        links += [("Clocks", "person_clocks", None), ("What the census would say", "person_census", None)]
    links += [("Documents", "documents", None)]
    links += [
        ("Details and corrections", "person_details", "person.correct"),
        ("History of the record", "history", None),
    ]
    return {
        "portrait": portrait,
        "person": portrait.banner(),
        "person_id": pk,
        "today": today,
        "as_known": at,
        "as_known_clear_url": request.path,
        "side_navigation": [
            {
                "text": text,
                "url": reverse(name, args=[pk]) + (asked if name in ("person", "chronology", "person_clocks") else ""),
                "current": name == section,
            }
            for text, name, permission in links
            if permission is None or request.standing.may(permission)
        ],
        "title": portrait.name,
    }


@guarded("child.read", about="person_id")
def person(request: Any, person_id: int) -> HttpResponse:
    """The child's page, as the record is or as it was known."""
    records = request.records
    if records[0] != person_id:
        return redirect("person", records[0])
    form = AsKnownForm(request.GET if "day_0" in request.GET or "at" in request.GET else None)
    at = form.moment() if form.is_bound and form.is_valid() else None
    today = timezone.localtime(at).date() if at else request.standing.today
    try:
        with as_known(at):
            context = _page(request, records, at, today)
    except Person.DoesNotExist:
        if at and Person.objects.filter(pk=person_id).exists():
            return render(
                request,
                "desk/child/not_known_then.html",
                {"title": "Not known then", "at": at, "now_url": request.path, "form": form},
                status=404,
            )
        raise Http404 from None
    context |= {
        "as_known_form": form,
        "may_write": request.standing.may("child.write") and not at,
        "may_allocate": request.standing.may("child.allocate") and not at,
    }
    if context["may_write"] and context["is_child"]:
        context |= {"offered": offered(request, has_case=context["has_case"]), "drafts": list(drafts_about(records))}
    return render(request, "desk/child/page.html", context)


def _page(request: Any, records: list[int], at: datetime.datetime | None, today: datetime.date) -> dict[str, Any]:
    links = {link.duplicate_id: link for link in SamePerson.objects.filter(kept=records[0], cut=False)}
    records = [records[0], *links]
    portrait = portrait_of(records, today=today)
    child = facts_of(portrait.person, records)
    portrait.status = status_of(child, today)
    all_of_them = all_runs(child, today)
    homes = homes_of(records)
    entries = chronology_of(portrait, homes, latest=ENTRIES_ON_PAGE)
    context = page_context(request, portrait, "person", at, today)
    return context | {
        "tasks": tasks_of(records),
        "owed": with_delays(owed_now(all_of_them)),
        "held": allocations_of(portrait),
        "held_columns": ["Worker", "Team", "From", "Until"],
        "watched": watched(all_of_them),
        "family": family_of(records, homes, today),
        "home": home_of(homes, today),
        "entries": [entry.item(records[0]) for entry in fill(entries[:ENTRIES_ON_PAGE])],
        "joined": list(links.values()),
        "has_case": any(case.closed_on is None for case in child.involvements.values()),
        "is_child": portrait.person.kind != Person.Kind.ADULT,
        "codes": _codes(portrait.person),
    }


def _codes(who: Person) -> list[dict[str, Any]]:
    from sightline.law.cin_codes import DISABILITY, ETHNICITY

    sex = {"M": "Male", "F": "Female", "U": "Not known yet"}[who.sex]
    return [
        {"key": "Sex", "value": sex},
        {"key": "Ethnicity", "value": ETHNICITY.label(who.ethnicity) if who.ethnicity else None},
        {"key": "Disability", "value": ", ".join(DISABILITY.label(code) for code in who.disabilities) or None},
    ]


@guarded("child.read", about="person_id")
def chronology(request: Any, person_id: int) -> HttpResponse:
    """Everything that happened, latest first, by kind and period."""
    records = request.records
    at = _moment(request)
    today = timezone.localtime(at).date() if at else request.standing.today
    form = ChronologyFilter(request.GET or None)
    with as_known(at):
        portrait = portrait_of(records, today=today)
        entries = chronology_of(portrait, homes_of(records), form.chosen())
        page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
        items = [entry.item(records[0]) for entry in fill(list(page.object_list))]
        context = page_context(request, portrait, "chronology", at, today)
    context |= {
        "form_filter": form, "entries": items, "page": page, "count": len(entries), "kinds": kinds_to_choose(),
        "may_print": request.standing.may("child.print"), "chosen_kinds": sorted(form.chosen().kinds),
        "boxes": [form["since"], form["until"]],
    }  # fmt: skip
    return render(request, "desk/child/chronology.html", context)


@guarded("child.read", about="person_id")
def person_clocks(request: Any, person_id: int) -> HttpResponse:
    """Every run of every clock for this child, met ones too, each with its reason."""
    records = request.records
    at = _moment(request)
    today = timezone.localtime(at).date() if at else request.standing.today
    with as_known(at):
        portrait = portrait_of(records, today=today)
        runs = sorted(
            all_runs(facts_of(portrait.person, records), today),
            key=lambda one: (one.run.started_on, one.run.clock_id),
            reverse=True,
        )
        context = page_context(request, portrait, "person_clocks", at, today)
        page = Paginator(runs, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
        shown = with_delays(page.object_list)
    context |= {"page": page, "shown": shown, "may_write": request.standing.may("child.write") and not at}
    return render(request, "desk/child/clocks.html", context)


@guarded("child.read", about="person_id")
def step(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """One step: its facts, its words, what it led from and to, and what it started; or as it was before amended."""
    records = request.records
    held = get_object_or_404(Step, pk=step_id, child__in=records)
    amended = amendments_of(held, records[0])
    chosen = asked_for(request, amended)
    with as_known(chosen.before if chosen else None):
        context = _step(request, step_id, chosen.before if chosen else None)
    waits = held.state == Step.State.SUBMITTED and amended and not chosen
    context |= {"amended": amended, "chosen": chosen, "agreed": after_the_agreed(held, amended) if waits else None}
    return render(request, "desk/child/step.html", context)


def _step(request: Any, step_id: int, at: datetime.datetime | None) -> dict[str, Any]:
    records = request.records
    today = timezone.localtime(at).date() if at else request.standing.today
    row = get_object_or_404(
        Step.objects.select_related("worker", "involvement", "act__actor", "led_from"),
        pk=step_id,
        child__in=records,
    )
    kind = kind_of(row.kind)
    facts = kind.facts._default_manager.get(pk=step_id)
    portrait = portrait_of(records, today=today)
    child = facts_of(portrait.person, records)
    context = page_context(request, portrait, "chronology", at, today)
    not_asked = facts_not_asked(row, kind.facts)
    context |= {
        "step": row,
        "kind": kind,
        "facts": [
            {"key": str(f.verbose_name).capitalize(), "value": _fact(f, facts)}
            for f in facts._meta.concrete_fields
            if f.name not in ("step", "act")
            and f.name in not_asked
            and (row.form_version_id is None or getattr(facts, f.attname) not in (None, "", []))
        ],
        "told_sections": told(row, facts),
        "actions": [] if at else actions_on(request, row),
        "borne": borne_on_step(row, records[0]),
        "said": said_of(row),
        "moved": moved_between(request, row),
        "summary": kind.summary(facts),
        "words": words_of(row),
        "led_to": [(s, kind_of(s.kind).title) for s in row.led_to.exclude(state="withdrawn").order_by("happened_on")],
        "led_from": (row.led_from, kind_of(row.led_from.kind).title) if row.led_from else None,
        "siblings": Step.objects.filter(occasion=row.occasion).exclude(pk=row.pk).count() if row.occasion else 0,
        "owed": with_delays(one for one in all_runs(child, today) if one.run.step_id == row.pk),
        "may_write": request.standing.may("child.write") and not at,
        "title": kind.title,
    }
    return context if at else context | printing_of(request, row)


def _fact(f: Any, facts: Any) -> Any:
    """One statutory fact in words: a code with its label, a date as a date."""
    from sightline.desk.child.codes import label_of

    value = getattr(facts, f.attname)
    if f.choices:
        return dict(f.flatchoices).get(value, value)
    if f.is_relation:
        return str(getattr(facts, f.name) or "")
    return label_of(facts.__class__, f.name, value)


@guarded("child.read", about="person_id")
def history(request: Any, person_id: int) -> HttpResponse:
    """Who did what to this record, when and why, and what it changed."""
    records = request.records
    if records[0] != person_id:
        return redirect("history", records[0])
    today = request.standing.today
    before, only = (int(said) if (said := request.GET.get(key, "")).isdecimal() else None for key in ("before", "act"))
    done, more = history_of(records, before=before, only=only)
    context = page_context(request, portrait_of(records, today=today), "history", None, today)
    context |= {"done": done, "only": only, "more": done[-1].act.pk if more and done else None}
    return render(request, "desk/child/history.html", context)
