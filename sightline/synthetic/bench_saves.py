"""What people save, measured on the benchmark's council: a draft's field, a note, an assessment, a manager's word."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sightline.access.models import User
from sightline.access.warrants import standing_of
from sightline.forms import acts, drafts
from sightline.forms.declare import form_called
from sightline.forms.fields import key_of
from sightline.forms.models import Draft
from sightline.forms.sheet import Sheet
from sightline.oversight.models import Allocation
from sightline.record.models import Step
from sightline.synthetic.bench import WARM_UP, Measured, browser_of, measure

TIMES = 60
BUDGET = 60
NOTE = "The flat was warm. She showed her drawings, asked about her brother, and talked of school and the week. " * 6


def saves() -> list[Measured]:
    """Everything is made ready beforehand, so that only the save itself is measured."""
    manager = User.objects.get(name="Team manager 0")
    held = Allocation.objects.filter(team__name="Bench team 1", ends_on__isnull=True, worker__isnull=False)
    pairs = list(held.order_by("id").values_list("child", "worker"))
    turns = itertools.cycle((child, User.objects.get(pk=worker)) for child, worker in pairs)
    number = WARM_UP + TIMES + 1
    notes = [_note(*next(turns)) for _ in range(number)]
    written = [_assessment(*next(turns)) for _ in range(number)]
    submitted: list[Draft] = []
    typing = _note(*next(turns))
    people = {manager, typing.started_by, *(draft.started_by for draft in notes + written)}
    browsers = {user.pk: browser_of(user) for user in people}  # signing in is no part of saving

    def submit(draft: Draft) -> None:
        answer = browsers[draft.started_by_id].post(reverse("draft_check", args=[draft.about_id, draft.pk]))
        assert answer.status_code == 302 and "/steps/" in answer["Location"], (answer.status_code, answer.headers)
        submitted.append(draft)

    def authorise(draft: Draft) -> None:
        url = reverse("step_authorise", args=[draft.about_id, draft.steps[0]])
        answer = browsers[manager.pk].post(url, {"decision": "authorise", "words": "Agreed.", "request": uuid.uuid4()})
        assert answer.status_code == 302, answer.status_code

    field = _typing(typing, browsers[typing.started_by_id])
    measured = [
        measure("Save a draft field", lambda n: field(), TIMES, budget=BUDGET),
        measure("Save a case note", lambda n: submit(notes[n]), TIMES, budget=BUDGET),
        measure("Submit an assessment", lambda n: submit(written[n]), TIMES, budget=BUDGET),
        measure("Authorise an assessment", lambda n: authorise(submitted[number + n]), TIMES, budget=BUDGET),
    ]
    _check(submitted)
    return measured


def _check(submitted: list[Draft]) -> None:
    """What was measured was done: a benchmark that saves nothing is fast."""
    steps = [pk for draft in Draft.objects.filter(pk__in=[one.pk for one in submitted]) for pk in draft.steps]
    states = list(Step.objects.filter(pk__in=steps).values_list("kind", "state"))
    assert states.count(("assessment", "authorised")) == states.count(("case_note", "recorded")) == len(submitted) // 2


def _typing(draft: Draft, browser: Any) -> Callable[[], None]:
    """One field saved again and again, each time as the version that the page has now."""
    url = reverse("draft_save", args=[draft.about_id, draft.pk])
    version = Sheet(draft, timezone.localdate()).answers[None, "note"].version
    texts: Iterator[str] = (NOTE + str(n) for n in itertools.count())

    def once() -> None:
        nonlocal version
        sent = {"user": draft.started_by_id, "fields": [{"name": "note", "value": next(texts), "base": version}]}
        answer = browser.post(url, json.dumps(sent), content_type="application/json").json()
        version, before = int(answer["versions"]["note"].split(":")[0]), version
        assert version == before + 1, answer

    return once


def _note(child: int, worker: User) -> Draft:
    draft = drafts.start(
        form_called("case_note"), worker, about=child, children=[child], ticked=[], today=timezone.localdate()
    )
    return _write(draft, worker, {"note": NOTE})


def _assessment(child: int, worker: User) -> Draft:
    """An assessment that is started and written, and not submitted."""
    today = timezone.localdate()
    start = drafts.start(form_called("assessment_start"), worker, about=child, children=[child], ticked=[], today=today)
    warrant = standing_of(worker).warrant("child.write", child)
    steps = acts.submit(warrant, worker, start.pk, today=today)
    draft = drafts.start_content(form_called("assessment"), worker, steps, today=today)
    own = {
        "seen": "yes", "seen_alone": "yes", "words_of_the_child": NOTE, "day_in_the_life": NOTE, "ethnicity": "WBRI",
        "language": "English", "identity_means": NOTE, "worries.1.impact": NOTE, "outcome": "child_in_need",
        "factors": ["3B", "17A"],
    }  # fmt: skip
    return _write(
        draft,
        worker,
        {f"c{child}-{key}": value for key, value in own.items()} | {
            "parents.1.name": "Her mother", "parents.1.spoken": "yes", "parents.1.views": NOTE, "parents.1.care": NOTE,
            "history_read": "yes", "history": NOTE, "agencies": NOTE, "family_identity": NOTE,
            "worries.1.worry": NOTE, "worries.1.evidence": NOTE, "worries.1.likelihood": "likely",
            "worries.1.protects": NOTE, "worries.1.change_our_mind": NOTE, "must_change": NOTE, "outcome_why": NOTE,
        },
    )  # fmt: skip


def _write(draft: Draft, worker: User, answers: Mapping[str, Any]) -> Draft:
    sheet = Sheet(draft, timezone.localdate())
    held = {name: sheet.answers.get(key_of(name) or (None, "")) for name in answers}
    written = [
        drafts.Written(name, value, one.version if (one := held[name]) else 0) for name, value in answers.items()
    ]
    drafts.save(sheet, worker, written)
    problems = Sheet(draft, timezone.localdate()).problems
    assert not problems, [f.name for f in problems]
    return draft
