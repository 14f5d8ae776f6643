"""A draft or a step within reach of whoever asks: with every child whom it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.access.warrants import DeniedError, log_look
from sightline.forms.declare import StepForm, form_called
from sightline.forms.models import Draft
from sightline.record.models import Step

NOT_ALL = (
    "This is also about a child whose record is not within your reach. Ask a colleague who works with all of the "
    "children, or your manager."
)


def all_in_reach(request: Any, children: Iterable[int]) -> None:
    """Raise :class:`DeniedError` unless every one of these children is within reach.

    The guard keeps the look at the child of the address; a page that shows the others too is a look at each of them.
    """
    others = set(children) - set(request.records)
    if others and others - request.standing.reached(others):
        raise DeniedError(NOT_ALL)
    if others and request.method == "GET":
        log_look(request.warrant, sorted(others), request.resolver_match.view_name)


def form_of(request: Any, key: str, person_id: int) -> StepForm:
    """The form with this key, for whoever may write it about this person."""
    try:
        form = form_called(key)
    except KeyError:
        raise Http404 from None
    if form.permission != "child.write":
        request.warrant = request.standing.warrant(form.permission, person_id)
    return form


def draft_of(request: Any, person_id: int, draft_id: int) -> Draft:
    """The draft, if it is about this person and whoever asks may write it."""
    draft = get_object_or_404(Draft, pk=draft_id, children__overlap=request.records)
    form_of(request, draft.form, person_id)
    all_in_reach(request, draft.children)
    return draft


def step_of(request: Any, step_id: int) -> Step:
    """The step, if it is about this person."""
    return get_object_or_404(Step, pk=step_id, child__in=request.records)
