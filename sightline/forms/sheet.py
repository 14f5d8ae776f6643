"""A draft laid out: its sections, the fields in them, what is asked and what isn't, and what is amiss."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sightline.forms import conditions
from sightline.forms.answers import NotAnAnswerError, is_empty, meaning
from sightline.forms.declare import Group, Question, Section, Type, items_of
from sightline.forms.fields import BECAUSE, BY, BY_WHEN, Block, Field, Key, Part, Row, Rows, digest, key_of
from sightline.forms.given import ForChild, Given, NotKnownYet
from sightline.forms.known import Known, colleagues, names_of
from sightline.forms.models import Answer, Draft, Rival
from sightline.forms.versions import Asked, asked_under
from sightline.record.models import Step

HEAD_SECTION = "when"


class Sheet:
    """Everything on one draft, read at once: the draft, its answers, and what stands against them."""

    def __init__(self, draft: Draft, today: datetime.date) -> None:
        self.draft, self.today = draft, today
        self.asked: Asked = asked_under(draft.version_id)
        self.form = self.asked.form
        answers = Answer.objects.filter(draft=draft)
        self.answers: dict[Key, Answer] = {(answer.child_id, answer.path): answer for answer in answers}
        self.rivals: dict[Key, list[Rival]] = {}
        for rival in Rival.objects.filter(draft=draft, settled="").order_by("at"):
            self.rivals.setdefault((rival.child_id, rival.path), []).append(rival)
        self.names = names_of(draft.children)

    # --- What is asked -------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return (*self._head(), *self.asked.sections)

    def _head(self) -> tuple[Section, ...]:
        """When it happened and whom it is about: asked by the engine of every new step."""
        if self.draft.purpose == Draft.Purpose.CONTENT:
            return ()
        form = self.form
        items = [
            Question(
                key="happened_on", text=form.when_asked, type=Type.DATE, required=True, always_known=True,
                ahead=form.ahead,
            )
        ]  # fmt: skip
        if form.asks_time:
            items.append(Question(key="happened_at", text="At what time?", type=Type.TIME, hint="Like 14:30."))
        if form.several and len(self.draft.children) > 1:
            choices = tuple((str(pk), self.names.get(pk, "Name not held")) for pk in self.draft.children)
            items.append(
                Question(
                    key="children", text="Which children is this about?", type=Type.SOME, choices=choices,
                    required=True, always_known=True,
                )
            )  # fmt: skip
        return (Section(key=HEAD_SECTION, title="When and who", items=tuple(items)),)

    @cached_property
    def chosen(self) -> list[int]:
        """The children whom it is about, of those whom it may be about."""
        answer = self.answers.get((None, "children"))
        if answer is None:
            return list(self.draft.children)
        ticked = {str(one) for one in (answer.value if isinstance(answer.value, list) else [answer.value])}
        return [pk for pk in self.draft.children if str(pk) in ticked]

    def knows(self, name: str) -> bool:
        """Whether a name is that of a field on this sheet."""
        key = key_of(name)
        if key is None:
            return False
        child, path = key
        base, _, part = path.partition("~")
        question = self.question(base)
        if question is None:
            item = self.asked.item(base)
            return isinstance(item, Group) and child is None and not part
        if part and (f"~{part}" not in (BECAUSE, BY) or not question.required or question.always_known):
            return False
        return child in self.draft.children if question.each_child else child is None

    def question(self, path: str) -> Question | None:
        head = next((q for s in self._head() for q in s.items if q.key == path), None)
        return head if isinstance(head, Question) else self.asked.question(path)

    # --- What was answered ---------------------------------------------------------------------------

    def raw(self, key: Key) -> Any:
        answer = self.answers.get(key)
        return answer.value if answer else ""

    def rows(self, group: Group) -> list[str]:
        """The numbers of a group's rows: those added, or the least that are shown."""
        answer = self.answers.get((None, group.key))
        if answer is not None and isinstance(answer.value, list):
            return [str(number) for number in answer.value]
        return [str(number) for number in range(1, group.least + 1)]

    def _value(self, question: Question, key: Key) -> Any:
        try:
            return meaning(question, self.raw(key), today=self.today)
        except NotAnAnswerError:
            return None

    @cached_property
    def _values(self) -> dict[int | None, dict[str, Any]]:
        """The meaning of every top-level answer, for each child and for what is asked once."""
        shared: dict[str, Any] = {}
        own: dict[int, dict[str, Any]] = {pk: {} for pk in self.draft.children}
        for item in items_of(self.sections):
            if isinstance(item, Group):
                continue
            if item.each_child:
                for pk in self.draft.children:
                    own[pk][item.key] = self._value(item, (pk, item.key))
            else:
                shared[item.key] = self._value(item, (None, item.key))
        return {None: shared} | {pk: shared | mine for pk, mine in own.items()}

    def _holds(self, when: str, child: int | None, row: Mapping[str, Any] | None = None) -> bool:
        return not when or conditions.holds(when, self._values[child] | dict(row or {}))

    @cached_property
    def parts(self) -> list[Part]:
        """The sheet, section by section, with what is amiss marked on each field."""
        parts = [Part(section, self._parts(section)) for section in self.sections]
        if self.form.check:
            fields = {f.key: f for part in parts for f in part.fields()}
            for child in self.chosen:
                for key, words in self.form.check(self._values[child] | {"child_id": child}):
                    f = fields.get((child, key)) or fields.get((None, key))
                    if f is not None and f.shown and not f.problem:
                        f.problem = words
        return parts

    def _parts(self, section: Section) -> list[Block | Rows]:
        made: list[Block | Rows] = []
        run: list[Question] = []
        for item in section.items:
            if isinstance(item, Group):
                made += self._blocks(run, "")
                run = []
                made.append(self._rows(item))
            else:
                if run and run[-1].each_child != item.each_child:
                    made += self._blocks(run, "")
                    run = []
                run.append(item)
        return made + self._blocks(run, "")

    def _blocks(self, run: Sequence[Question], prefix: str, row: Mapping[str, Any] | None = None) -> list[Block]:
        """Questions of one sort in a row: one block, or a block for each child."""
        if not run:
            return []
        if not run[0].each_child:
            return [Block([self._field(q, (None, prefix + q.key), row) for q in run])]
        return [
            Block(
                [self._field(q, (pk, prefix + q.key), row) for q in run], child=pk,
                name=self.names.get(pk, "Name not held"), shown=pk in self.chosen,
            )
            for pk in self.draft.children
        ]  # fmt: skip

    def _rows(self, group: Group) -> Rows:
        rows: list[Row] = []
        shown = self._holds(group.when, None)
        for number in self.rows(group):
            prefix = f"{group.key}.{number}."
            blocks: list[Block] = []
            run: list[Question] = []
            shared = {
                q.key: self._value(q, (None, prefix + q.key)) for q in group.questions if not q.each_child
            }  # fmt: skip
            for question in [*group.questions, None]:
                if question is None or (run and run[-1].each_child != question.each_child):
                    blocks += self._blocks(run, prefix, shared)
                    run = []
                if question is not None:
                    run.append(question)
            row = Row(number, blocks)
            needed = group.required and not rows
            if (row.is_empty and not needed) or not shown:
                for block in blocks:
                    for f in block.fields:
                        f.problem = f.by_problem = ""
            rows.append(row)
        answer = self.answers.get((None, group.key))
        return Rows(group, rows, answer.version if answer else 0, shown)

    def _field(self, question: Question, key: Key, row: Mapping[str, Any] | None) -> Field:
        child, path = key
        answer = self.answers.get(key)
        shown = self._holds(question.when, child, row) and (child is None or child in self.chosen)
        made = Field(
            key=key, question=question, raw=self.raw(key), version=answer.version if answer else 0, answer=answer,
            source=answer.source if answer else "", shown=shown, rivals=self.rivals.get(key, []),
            options=self._options(question),
        )  # fmt: skip
        made.versions[made.name] = (made.version, made.raw)
        if made.may_be_unknown:
            for part in (BECAUSE, BY):
                held = self.answers.get((child, path + part))
                text = str(held.value) if held else ""
                setattr(made, part[1:], text)
                made.versions[made.name + part] = (held.version if held else 0, text)
        self._judge(made)
        return made

    def _judge(self, made: Field) -> None:
        """What is amiss with a field that is asked."""
        if not made.shown:
            return
        if made.rivals:
            made.problem = "Two people wrote here. Choose which to keep, or both."
            return
        try:
            meaning(made.question, made.raw, today=self.today)
        except NotAnAnswerError as error:
            made.problem = str(error)
            return
        if made.not_known:
            if is_empty(made.by):
                made.by_problem = "Say by when you will find out."
            else:
                try:
                    if (meaning(BY_WHEN, made.by, today=self.today) or self.today) < self.today:
                        made.by_problem = "This day has passed. Enter the day by which you will find out."
                except NotAnAnswerError as error:
                    made.by_problem = str(error)
        elif made.question.required and is_empty(made.raw):
            or_why = "" if made.question.always_known else ", or say why it is not known yet"
            made.problem = f"Give an answer{or_why}."

    # --- People to choose from -----------------------------------------------------------------------

    @cached_property
    def people(self) -> dict[int, str]:
        """The family and network of the children, the children themselves among them."""
        found = dict(self.names)
        for pk in self.draft.children:
            found |= {one.person.pk: one.name for one in Known(pk, self.today).family}
        return found

    @cached_property
    def colleagues(self) -> dict[int, str]:
        return colleagues(self.today)

    def _options(self, question: Question) -> Sequence[tuple[str, str]]:
        if question.type is Type.PERSON:
            return [(str(pk), name) for pk, name in self.people.items()]
        if question.type is Type.COLLEAGUE:
            return [(str(pk), name) for pk, name in self.colleagues.items()]
        return question.choices

    # --- What it comes to ----------------------------------------------------------------------------

    def fields(self) -> Iterator[Field]:
        for part in self.parts:
            yield from part.fields()

    @property
    def problems(self) -> list[Field]:
        """The fields that keep it from being submitted, in the order of the page."""
        return [f for f in self.fields() if f.problem or f.by_problem]

    def shown(self) -> dict[str, bool]:
        """For each field and block of a child, whether it is asked just now."""
        state = {f.name: f.shown for f in self.fields()}
        for part in self.parts:
            for one in part.parts:
                if isinstance(one, Rows):
                    state[f"group-{one.group.key}"] = one.shown
        return state | {f"child-{pk}": pk in self.chosen for pk in self.draft.children}

    def versions(self, fields: Iterator[Field] | None = None) -> dict[str, str]:
        """What a page shows, field by field: its version and a mark of its text."""
        return {
            name: f"{version}:{digest(raw)}"
            for f in (fields or self.fields())
            for name, (version, raw) in f.versions.items()
        }

    def given(self, *, cases: Mapping[int, int], worker_id: int) -> Given:
        """What it says, for the record. Ask only when there are no problems."""
        shared = self._values[None]
        on = shared.get("happened_on")
        steps = {step.child_id: step for step in Step.objects.filter(pk__in=self.draft.steps)}
        led_from = self._led_from(cases)
        if on is None and steps:
            on = next(iter(steps.values())).happened_on
        children = [
            replace(
                self._for_child(pk),
                involvement_id=cases.get(pk),
                step_id=steps[pk].pk if pk in steps else None,
                led_from_id=led_from.get(pk),
            )
            for pk in self.chosen
        ]
        return Given(
            form=self.form, version_id=self.draft.version_id, on=on or self.today, at=shared.get("happened_at"),
            children=children, worker_id=worker_id, today=self.today,
            state=Step.State.SUBMITTED if self.form.authorised else Step.State.RECORDED,
            occasion=self.draft.request, asks=frozenset(item.key for item in items_of(self.asked.sections)),
            is_new=not steps,
        )  # fmt: skip

    def _led_from(self, cases: Mapping[int, int]) -> dict[int, int]:
        """The step that each child's leads from: their own part in what the draft was started from, or their case's."""
        found = dict(self.form.leads_from(cases)) if self.form.leads_from and not self.draft.steps else {}
        first = self.draft.led_from
        if first is not None:
            same = Step.objects.filter(occasion=first.occasion) if first.occasion else Step.objects.filter(pk=first.pk)
            found |= dict(same.filter(child__in=self.draft.children).values_list("child", "id"))
        return found

    def _for_child(self, child: int) -> ForChild:
        answers: dict[str, Any] = {}
        unknown: list[NotKnownYet] = []

        def take(f: Field, into: dict[str, Any]) -> None:
            if not f.shown or f.key[0] not in (None, child):
                return
            into[f.question.key] = meaning(f.question, f.raw, today=self.today)
            if f.not_known and is_empty(f.raw):
                by = meaning(BY_WHEN, f.by, today=self.today)
                unknown.append(NotKnownYet(f.key[1], f.question.text, f.because.strip(), by))

        for part in self.parts:
            if part.section.key == HEAD_SECTION:
                continue
            for one in part.parts:
                if isinstance(one, Block):
                    for f in one.fields:
                        take(f, answers)
                elif one.shown:
                    rows: list[dict[str, Any]] = []
                    for row in one.rows:
                        if row.is_empty:
                            continue
                        told: dict[str, Any] = {}
                        for block in row.blocks:
                            for f in block.fields:
                                take(f, told)
                        rows.append(told)
                    answers[one.group.key] = rows
        return ForChild(child, answers, unknown)
