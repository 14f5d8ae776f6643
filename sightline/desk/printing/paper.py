"""PDF of one entry, and of what a family gets: the same words as on the page, laid out by Typst as PDF/UA."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from sightline.desk.child.codes import label_of
from sightline.desk.child.portrait import portrait_of
from sightline.desk.printing.family import ForFamily, Line
from sightline.desk.recording.standing import said_of
from sightline.desk.recording.telling import Told, facts_not_asked, told
from sightline.forms.versions import asked_under
from sightline.law.due import short_date
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Act, Step

HERE = Path(__file__).parent


def step_pdf(step: Step, records: Sequence[int], *, printed_by: str) -> bytes:
    """One entry: its questions and answers, who, when, how it stands, and which version it is."""
    portrait = portrait_of(records, today=timezone.localdate())
    kind = kind_of(step.kind)
    row = kind.facts._default_manager.get(pk=step.pk)
    born = portrait.person.birth_date or portrait.person.expected_birth_date
    facts = [("Name", portrait.name)]
    if born:
        facts.append(("Born" if portrait.person.birth_date else "Expected", short_date(born)))
    facts += [(i.get_scheme_display(), i.value) for i in portrait.identifiers if i.ends_on is None]
    facts += _how_it_stands(step)
    sections = [{"title": one.title, "answers": list(_answers(one.answers))} for one in told(step, row)]
    sections += _told_without_questions(step, row)
    return _typeset(
        "step.typ",
        {
            "title": f"{kind.title}: {portrait.name}",
            "name": portrait.name,
            "warning": f"Withdrawn: {step.withdrawn_reason}" if step.state == Step.State.WITHDRAWN else "",
            "facts": facts,
            "sections": sections,
        },
        printed_by,
    )


def _how_it_stands(step: Step) -> list[tuple[str, str]]:
    at = f" at {step.happened_at:%H:%M}" if step.happened_at else ""
    facts = [("When", short_date(step.happened_on) + at)]
    if step.worker:
        facts.append(("Who", step.worker.name))
    if step.recorded_elsewhere:
        facts.append(("Recorded", f"in another system; brought in {_moment(step.recorded_at)}"))
    else:
        facts.append(("Recorded", _moment(step.recorded_at)))
    facts.append(("State", Step.State(step.state).label))
    for one in reversed(said_of(step)["decisions"]):
        said = "Authorised" if one.given else "Returned"
        by = f"by {one.act.actor.name}, {_moment(one.act.at)}" if one.act.actor else _moment(one.act.at)
        facts.append((said, f"{by}: {one.words}" if one.words else by))
    facts.append(("Version", _version(step)))
    if step.form_version_id:
        asked = asked_under(step.form_version_id)
        facts.append(("Questions", f"{asked.title}, version {asked.version.number} of the form"))
    return facts


def _version(step: Step) -> str:
    """Which version of the entry this is: the first, or one amended, by whom, when and why."""
    acts = Act.objects.filter(pk__in=step.history.values("act"), kind="step.amend")  # type: ignore[attr-defined]
    amended = list(acts.select_related("actor").order_by("id"))
    if not amended:
        return "1"
    last = amended[-1]
    by = f" by {last.actor.name}" if last.actor else ""
    return f"{len(amended) + 1}, amended {_moment(last.at)}{by}: {last.reason}"


def _answers(answers: Iterable[Told]) -> Iterable[dict[str, Any]]:
    for about, among in groupby(answers, key=lambda one: one.about):
        for place, one in enumerate(among):
            yield {
                "row": about if place == 0 else "",
                "level": 3 if about else 2,
                "question": one.question,
                "text": _paragraphs(one.answer),
            }


def _told_without_questions(step: Step, row: Any) -> list[dict[str, Any]]:
    """What the entry holds beside its form: facts that no question asked, words recorded without a form."""
    plain = []
    if step.form_version_id is None:
        plain = [(name.replace("_", " ").capitalize(), t) for name, t in step.narrative.items() if isinstance(t, str)]
    not_asked = facts_not_asked(step, type(row))
    for f in row._meta.concrete_fields:
        if f.name in not_asked and f.name not in ("step", "act"):
            words = _fact(f, row)
            if words:
                plain.append((str(f.verbose_name).capitalize(), words))
    answers = [{"row": "", "level": 2, "question": name, "text": _paragraphs(text)} for name, text in plain]
    return [{"title": "Facts" if step.form_version_id else "What was recorded", "answers": answers}] if answers else []


def _fact(f: Any, row: Any) -> str:
    value = getattr(row, f.attname)
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return short_date(value)
    words = dict(f.flatchoices).get(value, value) if f.choices else label_of(type(row), f.name, value)
    return "; ".join(map(str, words)) if isinstance(words, list) else str(words)


def family_pdf(made: ForFamily, *, printed_by: str) -> bytes:
    """What a family gets, large and plain."""
    return _typeset(
        "family.typ",
        {
            "title": made.title,
            "header": f"Private. For {made.name} and the family. {short_date(made.step.happened_on)}",
            "intro": made.intro,
            "notes": made.notes,
            "closing": made.closing,
            "parts": [{"title": part.title, "lines": list(_lines(part.lines))} for part in made.chosen],
        },
        printed_by,
    )


def _lines(lines: Iterable[Line]) -> Iterable[dict[str, Any]]:
    for about, among in groupby(lines, key=lambda one: one.about):
        for place, one in enumerate(among):
            yield {
                "row": about if place == 0 else "",
                "level": 3 if about else 2,
                "question": one.question,
                "text": _paragraphs(one.answer),
            }


def _typeset(layout: str, data: dict[str, Any], printed_by: str) -> bytes:
    data |= {
        "authority": settings.AUTHORITY,
        "printed": f"Printed {timezone.localtime():%d/%m/%Y %H:%M} by {printed_by}, {settings.AUTHORITY}",
    }
    made = typst.compile(
        (HERE / layout).read_bytes(), format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"]
    )
    return bytes(made)


def _paragraphs(text: str) -> list[str]:
    return [line for line in str(text).split("\n") if line.strip()]


def _moment(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return f"{short_date(local.date())}, {local:%H:%M}"
