"""The form that asks about a past moment."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from sightline.design.forms import DateField, Helper

TIME_FORMATS = ("%H:%M", "%H.%M", "%I:%M%p", "%I%p")


class AsKnownForm(forms.Form):
    """A day, and a time on it if it matters: the end of the day otherwise."""

    day = DateField(label="As known on", required=False)
    time = forms.CharField(
        label="At this time (optional)", required=False, max_length=10,
        help_text="For example, 14:30. Leave empty for the end of the day.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )  # fmt: skip
    at = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_time(self) -> datetime.time | None:
        text = self.cleaned_data["time"].replace(" ", "").upper()
        for form in TIME_FORMATS if text else ():
            try:
                return datetime.datetime.strptime(text, form).time()  # noqa: DTZ007 - a time of day, in no zone yet
            except ValueError:
                continue
        if text:
            raise ValidationError("Enter a time, like 14:30")
        return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("time") and not data.get("day"):
            raise ValidationError("Enter the day as well as the time.")
        moment = self._moment(data)
        if moment and moment > timezone.now():
            if data.get("day") == timezone.localdate() and not data.get("time"):
                return data
            raise ValidationError("Nobody knows yet what will be known then: enter a moment in the past.")
        return data

    @staticmethod
    def _moment(data: dict[str, Any]) -> datetime.datetime | None:
        at: datetime.datetime | None = data.get("at")
        if at:
            return at
        if not data.get("day"):
            return None
        time = data.get("time") or datetime.time(23, 59, 59, 999_999)
        return timezone.make_aware(datetime.datetime.combine(data["day"], time))

    def moment(self) -> datetime.datetime | None:
        """The moment asked about; None for the record as it is."""
        return self._moment(self.cleaned_data)

    @staticmethod
    def query(at: datetime.datetime) -> str:
        """The part of an address that asks about this moment."""
        return urlencode({"at": at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f%z")})
