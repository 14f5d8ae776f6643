"""Form furniture: our defaults over crispy-forms-gds, and a date field that explains itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Size
from django.core.exceptions import ValidationError


class Helper(FormHelper):  # type: ignore[misc]  # crispy forms are untyped
    """Bold labels and legends; the page, not the helper, holds the `<form>` element and its token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_tag = False
        self.disable_csrf = True
        self.render_hidden_fields = True
        self.label_size = Size.SMALL
        self.legend_size = Size.SMALL


class DateField(DateInputField):  # type: ignore[misc]  # crispy forms are untyped
    """Day, month and year in three boxes, with a number pad on phones."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("require_all_fields", False)
        super().__init__(**kwargs)
        for box in self.widget.widgets:
            box.attrs["inputmode"] = "numeric"

    def compress(self, data_list: Sequence[str | None]) -> dt.date | None:
        """The date, or a plain sentence instead of Python's words about months."""
        try:
            day: dt.date | None = super().compress(tuple(data_list) or (None, None, None))
            return day
        except ValidationError as error:
            raise ValidationError("Enter a real date, like 27 3 2026", code="invalid") from error
