"""What a form asks: declared once, by the stage whose step it makes.

A question whose key is a field of the step's facts fills that fact; every other answer is narrative. The
declaration is published as a version (:mod:`sightline.forms.versions`) as data; what is code (prefills,
what follows from laying) stays with the declaration.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sightline.forms import conditions
from sightline.law.code_sets import CodeSet
from sightline.record.kinds import StepKind

if TYPE_CHECKING:
    from sightline.forms.given import Given
    from sightline.forms.known import Known
    from sightline.record.acts import Doing
    from sightline.record.models import Step

HEAD = frozenset({"happened_on", "happened_at", "children"})
"""What the engine itself asks of a new step: when it happened, and which children it is about."""


class Type(enum.StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    ONE = "one"
    SOME = "some"
    NUMBER = "number"
    #: somebody of the child's family and network
    PERSON = "person"
    #: somebody who works here
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Prefilled:
    """An answer that is known already. source: where it stands, in words; on: the day that it is of."""

    value: Any
    source: str
    on: datetime.date | None = None


@dataclass(frozen=True)
class Bearing:
    """Something on the record that whoever writes a step, or reads it, must have before them.

    under: the heading of the list that it is one of, if it is one of several. step_id: the step of this child that
    says it, where one does.
    """

    child_id: int
    words: str
    under: str = ""
    step_id: int | None = None


Choices = tuple[tuple[str, str], ...]


def codes_of(codes: CodeSet, year: int | None = None) -> Choices:
    """The choices of a census code set in a collection year; without a year, in the last one known."""
    return tuple((code.code, code.label) for code in codes.in_year(year or codes.last_year))


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question.

    required: it must be answered, if only with "not known yet, because…", which makes a task of it.
    each_child: asked of each child that the form is about. when: asked only where this holds, an expression
    on the answers to other questions (``seen == False``). ahead: a date that may lie in the future.
    always_known: it can't be answered "not known yet" (a manager's own decision). local: the authority's own.
    """

    key: str
    text: str
    type: Type = Type.TEXT
    hint: str = ""
    choices: Choices = ()
    required: bool = False
    each_child: bool = False
    when: str = ""
    ahead: bool = False
    always_known: bool = False
    rows: int = 4
    local: bool = False
    prefill: Callable[[Known], Prefilled | None] | None = None

    def __post_init__(self) -> None:
        if not self.key.isidentifier():
            raise ValueError(f"A question's key is one lower-case word with underscores, not {self.key!r}.")
        if self.type in (Type.ONE, Type.SOME) and not self.choices:
            raise ValueError(f"The question {self.key!r} offers nothing to choose. Give it choices.")
        conditions.check(self.when)

    def label(self, code: str) -> str:
        return dict(self.choices).get(code, code)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Questions asked over again: of each parent, each worry, each action.

    one: what one of them is called ("worry"). least: how many rows stand there to begin with; required: the
    first of them must be answered. prefill: a row of answers for each that is known already.
    """

    key: str
    title: str
    one: str
    questions: tuple[Question, ...]
    hint: str = ""
    least: int = 0
    required: bool = False
    when: str = ""
    prefill: Callable[[Known], Sequence[Mapping[str, Prefilled]]] | None = None

    def __post_init__(self) -> None:
        if not self.key.isidentifier():
            raise ValueError(f"A group's key is one lower-case word with underscores, not {self.key!r}.")
        conditions.check(self.when)


Item = Question | Group


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions on one subject, under one heading."""

    key: str
    title: str
    items: tuple[Item, ...]
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class StepForm:
    """The form by which steps of one kind come onto the record.

    key: its name in addresses. act: what submitting it is called in the record (``visit.record``).
    when_asked: the question about its date ("When was the visit?"). paged: one section a page.
    content: it is the content of a step that was started by another form. several: it may be about
    several children of a family at once. authorised: it goes to a manager, who authorises or returns it.
    leads_from: for each child's case (child, case), the step that a new one leads from (child, step) where it
    wasn't started from one. lay: lays new steps, where that takes more than a step and its facts a child.
    after: what else follows, in the same act, each time that it is submitted. on_authorising: what follows from a
    manager's word. on_withdrawing: what follows when such a step is withdrawn as entered in error. on_moving: what
    follows where such a step comes to that was recorded on the wrong child; without it, a step that is laid or
    withdrawn with more than itself can't be moved.
    check: what is amiss with one child's answers (and ``child_id``) taken together: the question and what to do, for
    each. bears_on: what the record holds that bears on it, of these children up to a day; of a step, when it is read.
    outside_closed_cases: its steps belong to the open case or to none, never to one that is closed.
    may_add_children: children of the family who aren't on the record yet may be added while it is written.
    permission: who may write it. needs_case: only about children with an open case. begins_alone: brothers and sisters
    are offered and not ticked, because it ends something of each child's own. asks_time: it asks the time of day too.
    offered: on the child's page, among what can be recorded. saved: what is said once it is on the record.
    """

    key: str
    kind: StepKind
    title: str
    act: str
    sections: tuple[Section, ...]
    when_asked: str = "When did it happen?"
    intro: str = ""
    paged: bool = False
    content: bool = False
    several: bool = True
    authorised: bool = False
    ahead: bool = False
    asks_time: bool = False
    permission: str = "child.write"
    outside_closed_cases: bool = False
    needs_case: bool = False
    begins_alone: bool = False
    saved: str = ""
    may_add_children: bool = False
    offered: bool = True
    order: int = 50
    leads_from: Callable[[Mapping[int, int]], Mapping[int, int]] | None = None
    lay: Callable[[Doing, Given], list[Step]] | None = None
    after: Callable[[Doing, Given, list[Step]], None] | None = None
    on_authorising: Callable[[Doing, Step, datetime.date], None] | None = None
    on_withdrawing: Callable[[Doing, Step], None] | None = None
    on_moving: Callable[[Doing, Step], None] | None = None
    bears_on: Callable[[Sequence[int], datetime.date, Step | None], Sequence[Bearing]] | None = None
    check: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]] | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for item in items_of(self.sections):
            if item.key in seen or item.key in HEAD:
                raise ValueError(f"The form {self.key!r} asks {item.key!r} twice. Rename one of them.")
            seen.add(item.key)
        for item in items_of(self.sections):
            inner = {q.key for q in item.questions} if isinstance(item, Group) else set()
            for asked in (item, *(item.questions if isinstance(item, Group) else ())):
                unknown = conditions.names(asked.when) - seen - inner
                if unknown:
                    raise ValueError(f"{self.key}.{asked.key} hangs on {sorted(unknown)}, which the form doesn't ask.")

    @property
    def fact_names(self) -> frozenset[str]:
        return frozenset(f.name for f in self.kind.facts._meta.concrete_fields) - {"step", "act"}


def items_of(sections: Iterable[Section]) -> Iterator[Item]:
    for section in sections:
        yield from section.items


_forms: dict[str, StepForm] = {}


def register(form: StepForm) -> StepForm:
    """Declare a form. Two with one key are refused."""
    if form.key in _forms and _forms[form.key] != form:
        raise ValueError(f"Two stages declare a form {form.key!r}. Rename one of them.")
    _forms[form.key] = form
    return form


def form_called(key: str) -> StepForm:
    """The form with this key. KeyError when none is declared."""
    return _forms[key]


def all_forms() -> tuple[StepForm, ...]:
    return tuple(sorted(_forms.values(), key=lambda f: (f.order, f.title)))


def form_of_step(kind: str) -> StepForm | None:
    """The form that holds the content of steps of this kind: the one by which such a step is amended."""
    found = [form for form in all_forms() if form.kind.key == kind]
    return next((form for form in found if form.content), found[0] if found else None)


# --- A form as data ----------------------------------------------------------------------------------

_PLAIN = ("key", "text", "hint", "required", "each_child", "when", "ahead", "always_known", "rows", "local")


def as_data(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections as a published version holds them."""
    return [
        {"key": s.key, "title": s.title, "hint": s.hint, "items": [_item_as_data(item) for item in s.items]}
        for s in sections
    ]


def _item_as_data(item: Item) -> dict[str, Any]:
    if isinstance(item, Group):
        return {
            "group": item.key, "title": item.title, "one": item.one, "hint": item.hint, "least": item.least,
            "required": item.required, "when": item.when, "questions": [_item_as_data(q) for q in item.questions],
        }  # fmt: skip
    data: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    return data | {"type": str(item.type), "choices": [list(pair) for pair in item.choices]}


def from_data(sections: Iterable[Mapping[str, Any]], form: StepForm | None = None) -> tuple[Section, ...]:
    """Sections of a published version; the prefills of the declaration, where it still asks the question."""
    declared = {item.key: item for item in items_of(form.sections)} if form else {}
    return tuple(
        Section(
            key=s["key"], title=s["title"], hint=s["hint"],
            items=tuple(_item_from_data(item, declared) for item in s["items"]),
        )
        for s in sections
    )  # fmt: skip


def _item_from_data(data: Mapping[str, Any], declared: Mapping[str, Item]) -> Item:
    if "group" in data:
        group = declared.get(data["group"])
        made = Group(
            key=data["group"], title=data["title"], one=data["one"], hint=data["hint"], least=data["least"],
            required=data["required"], when=data["when"], questions=tuple(_question(q) for q in data["questions"]),
        )  # fmt: skip
        return replace(made, prefill=group.prefill) if isinstance(group, Group) else made
    question = _question(data)
    code = declared.get(question.key)
    return replace(question, prefill=code.prefill) if isinstance(code, Question) else question


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        **{name: data[name] for name in _PLAIN},
        type=Type(data["type"]),
        choices=tuple((code, label) for code, label in data["choices"]),
    )


__all__ = [
    "Bearing", "Group", "Prefilled", "Question", "Section", "StepForm", "Type", "all_forms", "codes_of", "form_called",
    "form_of_step", "register",
]  # fmt: skip
