"""What can be recorded about a child from their page, and the drafts that are open there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sightline.forms import drafts
from sightline.forms.declare import StepForm, all_forms
from sightline.forms.models import Draft


def offered(request: Any, *, has_case: bool) -> list[StepForm]:
    """What whoever looks at the page may record. has_case: whether the child has an open case."""
    return [
        form
        for form in all_forms()
        if form.offered and not form.content and (has_case or not form.needs_case)
        and request.standing.may(form.permission)
    ]  # fmt: skip


def drafts_about(records: Sequence[int]) -> list[Draft]:
    """The open drafts about this child, each with who started it."""
    return list(drafts.drafts_about(records).select_related("started_by"))
