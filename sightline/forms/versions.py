"""Published versions of forms: what is asked now, and what was asked when a step was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from sightline.forms.declare import Group, Item, Question, Section, StepForm, as_data, form_called, from_data, items_of
from sightline.record.acts import act
from sightline.record.models import FormVersion
from sightline.record.warrant import Warrant


@dataclass(frozen=True)
class Asked:
    """The questions of one published version. form: their declaration in this release."""

    version: FormVersion
    form: StepForm
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def item(self, key: str) -> Item | None:
        return next((item for item in items_of(self.sections) if item.key == key), None)

    def question(self, path: str) -> Question | None:
        """The question at a path: ``seen``, or ``worries.2.evidence``."""
        key, _, rest = path.partition(".")
        item = self.item(key)
        if isinstance(item, Question):
            return None if rest else item
        if isinstance(item, Group):
            row, _, inner = rest.partition(".")
            return next((q for q in item.questions if q.key == inner), None) if row.isdigit() else None
        return None

    @property
    def title(self) -> str:
        return str(self.version.definition["title"])

    @property
    def local(self) -> list[Question]:
        return [item for item in items_of(self.sections) if isinstance(item, Question) and item.local]


_read: dict[int, Asked] = {}


def asked_under(version_id: int) -> Asked:
    """What the version with this number asks. A version never changes, so each process reads it once.

    Raises ``KeyError`` where no form with its key is declared any more.
    """
    held = _read.get(version_id)
    if held is None or held.form is not form_called(held.version.form):
        version = FormVersion.objects.get(pk=version_id)
        form = form_called(version.form)
        held = _read[version_id] = Asked(version, form, from_data(version.definition["sections"], form))
    return held


def current(form: StepForm) -> Asked:
    """The version that is asked now. What has been declared and not published yet is published first."""
    latest = FormVersion.objects.filter(form=form.key).order_by("-number").first()
    declared = as_data(form.sections)
    if latest is None or latest.definition["declared"] != declared:
        local = latest.definition["local"] if latest else []
        latest = _publish(form, latest, declared, local, by=None, why="As declared by this release of Sightline")
    return asked_under(latest.pk)


def publish_local(
    warrant: Warrant, form: StepForm, local: Sequence[Mapping[str, Any]], *, why: str, request: Any = None
) -> FormVersion:
    """Publish a version with these local questions: ``{"section": key, "question": …}`` each."""
    current(form)
    with act("form.publish", warrant, reason=why, request=request):
        latest = FormVersion.objects.filter(form=form.key).order_by("-number").first()
        return _publish(form, latest, as_data(form.sections), list(local), by=warrant.actor_id, why=why)


def _publish(
    form: StepForm, latest: FormVersion | None, declared: list[dict[str, Any]], local: Sequence[Mapping[str, Any]], *,
    by: int | None, why: str,
) -> FormVersion:  # fmt: skip
    """Two people or processes that publish at once make two versions one after the other, or the same one once."""
    number = latest.number + 1 if latest else 1
    definition = {
        "title": form.title, "declared": declared, "local": list(local), "sections": _together(declared, local),
    }  # fmt: skip
    try:
        with transaction.atomic():
            return FormVersion.objects.create(
                form=form.key, number=number, definition=definition, published_by_id=by, why=why
            )
    except IntegrityError:
        latest = FormVersion.objects.get(form=form.key, number=number)
        if by is None and latest.definition["declared"] == declared:
            return latest
        return _publish(form, latest, declared, local, by=by, why=why)


def _together(declared: list[dict[str, Any]], local: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The declared sections with the authority's questions at the end of the sections that they belong to."""
    return [
        section | {"items": [*section["items"], *(q["question"] for q in local if q["section"] == section["key"])]}
        for section in declared
    ]
