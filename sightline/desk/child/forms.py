"""What the reader of a child's page may ask: a past moment, a kind, a period."""

from __future__ import annotations

from typing import Any

from django import forms

from sightline.design.as_known import AsKnownForm as AsKnownForm
from sightline.desk.child.chronology import Chosen, kinds_to_choose

DATE_FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%y"]


class ChronologyFilter(forms.Form):
    """Kinds and a period by the event's own date."""

    kind = forms.MultipleChoiceField(required=False, label="Kind", widget=forms.CheckboxSelectMultiple)
    since = forms.DateField(required=False, label="From", input_formats=DATE_FORMATS)
    until = forms.DateField(required=False, label="To", input_formats=DATE_FORMATS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_to_choose()  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        """What to show; a part that can't be read is left out, and the page says so."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return Chosen(frozenset(data.get("kind") or ()), data.get("since"), data.get("until"))
