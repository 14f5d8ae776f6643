"""What can be recorded about a child from their page."""

from __future__ import annotations

from typing import Any

from sightline.forms.declare import StepForm, all_forms


def offered(request: Any, *, has_case: bool) -> list[StepForm]:
    """What whoever looks at the page may record. has_case: whether the child has an open case."""
    return [
        form
        for form in all_forms()
        if form.offered and not form.content and (has_case or not form.needs_case)
        and request.standing.may(form.permission)
    ]  # fmt: skip
