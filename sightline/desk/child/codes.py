"""Which code set gives a statutory fact its words."""

from __future__ import annotations

from typing import Any

from django.db import models

from sightline.law import cin_codes
from sightline.law.code_sets import CodeSet

CODED: dict[str, CodeSet] = {
    "contactfacts.source": cin_codes.REFERRAL_SOURCE,
    "referralfacts.source": cin_codes.REFERRAL_SOURCE,
    "referralfacts.primary_need": cin_codes.PRIMARY_NEED,
    "assessmentfacts.factors": cin_codes.ASSESSMENT_FACTOR,
    "protectionplanfacts.initial_category": cin_codes.CATEGORY_OF_ABUSE,
    "protectionplanfacts.latest_category": cin_codes.CATEGORY_OF_ABUSE,
    "preproceedingsfacts.outcome": cin_codes.PRE_PROCEEDINGS_OUTCOME,
}


def label_of(model: type[models.Model], name: str, value: Any) -> Any:
    """The words for a coded fact with its code; other values as they are."""
    codes = CODED.get(f"{model._meta.model_name}.{name}")
    if codes is None or value in (None, "", []):
        return value or None if not isinstance(value, bool | int) else value
    if isinstance(value, list):
        return "; ".join(f"{codes.label(code)} ({code})" for code in value)
    return f"{codes.label(value)} ({value})"
