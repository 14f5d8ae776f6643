"""What became of a step by amending it: by whom and why, the version before each time, and what it changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from sightline.desk.recording.telling import Told, told
from sightline.forms.models import Authorisation
from sightline.record.as_known import as_known
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Act, Step

JUST = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Amendment:
    """One amendment. before: the last instant at which the version before stood. url: of that version."""

    act: Act
    before: datetime.datetime
    url: str


@dataclass(frozen=True)
class Changed:
    """An answer that an amendment changed; empty where there was none."""

    question: str
    about: str
    was: str
    now: str


def amendments_of(step: Step, person_id: int) -> list[Amendment]:
    """The amendments of a step, the latest first. person_id: on whose page they are read."""
    facts: Any = kind_of(step.kind).facts._default_manager.get(pk=step.pk)
    kept: list[Any] = [one for one in (step, facts) if hasattr(one, "history")]
    written = {
        act: at
        for one in kept
        for act, at in one.history.filter(act__kind="step.amend").values_list("act", "pgh_created_at")
    }
    acts = Act.objects.filter(pk__in=written).select_related("actor").order_by("-id") if written else []
    here = reverse("step", args=[person_id, step.pk])
    return [Amendment(one, written[one.pk] - JUST, f"{here}?before={one.pk}") for one in acts]


def not_authorised_yet(step: Step, amendments: list[Amendment]) -> Amendment | None:
    """The first amendment since a manager last authorised the step: the version before it is what they agreed to."""
    agreed = _authorised_in(step) or 0
    since = [one for one in amendments if one.act.pk > agreed]
    return since[-1] if since else None


def after_the_agreed(step: Step, amendments: list[Amendment]) -> Amendment | None:
    """The amendment before which stood what a manager last authorised. None: they have authorised no version of it."""
    return not_authorised_yet(step, amendments) if _authorised_in(step) else None


def _authorised_in(step: Step) -> int | None:
    """The act in which a manager last authorised the step."""
    return Authorisation.objects.filter(step=step, given=True).order_by("-act").values_list("act", flat=True).first()


def asked_for(request: Any, amendments: list[Amendment]) -> Amendment | None:
    """The amendment before which the reader wants to see the step, if any."""
    asked = request.GET.get("before")
    if asked is None:
        return None
    found = next((one for one in amendments if str(one.act.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def changed_by(step: Step, amendment: Amendment) -> list[Changed]:
    """What an amendment and those after it changed: each answer that reads otherwise than before it."""
    facts = kind_of(step.kind).facts._default_manager
    now = _answers(step, facts.get(pk=step.pk))
    with as_known(amendment.before):
        earlier = Step.objects.get(pk=step.pk)
        was = _answers(earlier, facts.get(pk=step.pk))
    if step.happened_on != earlier.happened_on:
        was["", "On which day"], now["", "On which day"] = _day(earlier), _day(step)
    return [
        Changed(question, about, was.get((about, question), ""), now.get((about, question), ""))
        for about, question in dict.fromkeys([*now, *was])
        if was.get((about, question)) != now.get((about, question))
    ]


def _answers(step: Step, facts: Any) -> dict[tuple[str, str], str]:
    answers: list[Told] = [one for section in told(step, facts) for one in section.answers]
    return {(one.about, one.question): one.answer for one in answers}


def _day(step: Step) -> str:
    from sightline.design.templatetags.design import day

    return day(step.happened_on)
