"""What a step says, under the questions that were asked when it was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sightline.access.models import User
from sightline.forms.answers import in_words
from sightline.forms.declare import Group, Question, Type
from sightline.forms.given import NOT_KNOWN
from sightline.forms.known import names_of
from sightline.forms.versions import Asked, asked_under
from sightline.record.models import Step


@dataclass(frozen=True)
class Told:
    """One answer. about: the row of a group that it belongs to. long: words, rather than a fact in a line.

    key: of the question, in its group (``worries.evidence``). value: before it is put in words; None where the
    answer is not known yet.
    """

    question: str
    answer: str
    about: str = ""
    long: bool = False
    key: str = ""
    value: Any = None


@dataclass(frozen=True)
class ToldSection:
    title: str
    answers: list[Told]


def words_of(step: Step) -> list[tuple[str, str]]:
    """The words of a step that was recorded under no questions: what each is called, and the text."""
    if step.form_version_id is not None:
        return []
    return [
        (name.replace("_", " ").capitalize(), text) for name, text in step.narrative.items() if isinstance(text, str)
    ]


def told(step: Step, facts: Any) -> list[ToldSection]:
    """A step's answers under its own version's questions; nothing for a step that was recorded under none."""
    if step.form_version_id is None:
        return []
    asked = asked_under(step.form_version_id)
    people = _people(asked, step, facts)
    return [
        ToldSection(section.title, answers)
        for section in asked.sections
        if (answers := [one for item in section.items for one in _item(asked, item, step, facts, people)])
    ]


def _item(asked: Asked, item: Any, step: Step, facts: Any, people: Mapping[int, str]) -> Iterator[Told]:
    unknown = step.narrative.get(NOT_KNOWN, {})
    if isinstance(item, Group):
        for place, row in enumerate(step.narrative.get(item.key, []), start=1):
            for question in item.questions:
                path = f"{item.key}.{place}.{question.key}"
                yield from _one(question, row.get(question.key), f"{item.one.capitalize()} {place}", people,
                                unknown.get(path), f"{item.key}.{question.key}")  # fmt: skip
        return
    value = getattr(facts, item.key) if item.key in asked.form.fact_names else step.narrative.get(item.key)
    yield from _one(item, value, "", people, unknown.get(item.key), item.key)


def _one(
    question: Question, value: Any, about: str, people: Mapping[int, str], unknown: Any, key: str
) -> Iterator[Told]:
    words = in_words(question, value, people)
    if question.key == "words_of_the_child" and words:
        words = f"“{words}”"
    if not words and unknown:
        words = f"Not known yet, because: {unknown['because']}"
    if words:
        yield Told(question.text, words, about, question.type is Type.LONG, key, value)


def _people(asked: Asked, step: Step, facts: Any) -> dict[int, str]:
    """The names of everyone whom an answer names."""
    ids: dict[Type, set[int]] = {Type.PERSON: set(), Type.COLLEAGUE: set()}
    for section in asked.sections:
        for item in section.items:
            for question in item.questions if isinstance(item, Group) else (item,):
                if question.type not in ids:
                    continue
                rows = step.narrative.get(item.key, []) if isinstance(item, Group) else [step.narrative]
                ids[question.type] |= {int(row[question.key]) for row in rows if row.get(question.key)}
    found = names_of(ids[Type.PERSON]) if ids[Type.PERSON] else {}
    if ids[Type.COLLEAGUE]:
        found |= dict(User.objects.filter(pk__in=ids[Type.COLLEAGUE]).values_list("pk", "name"))
    return found


def facts_not_asked(step: Step, model: Any) -> list[str]:
    """The names of the facts that no question of the step's own version fills."""
    if step.form_version_id is None:
        return [f.name for f in model._meta.concrete_fields]
    asked = asked_under(step.form_version_id)
    return [f.name for f in model._meta.concrete_fields if asked.item(f.name) is None]
