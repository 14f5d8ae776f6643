"""Drafts: started, and saved field by field.

Saving a field is one small statement. It names the version of the field that the writer started from: where
somebody else has changed that same field since, both texts are kept and somebody chooses.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from psycopg.types.json import Jsonb

from sightline.access.models import User
from sightline.forms.answers import as_typed, is_empty
from sightline.forms.declare import Group, Prefilled, Question, StepForm, items_of
from sightline.forms.fields import BECAUSE, BY, Key, digest, key_of
from sightline.forms.given import NOT_KNOWN
from sightline.forms.known import Known
from sightline.forms.models import Answer, Draft, Rival
from sightline.forms.sheet import Sheet
from sightline.forms.versions import asked_under, current
from sightline.law.due import short_date
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step

LONGEST = 200_000
"""No answer is longer than this: some forty pages."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote in one field. base: the version of the field that they had before them."""

    name: str
    value: Any
    base: int


@dataclass
class Saved:
    """What became of what was written. versions: of each field now. clashes: fields that hold two texts.

    closed: the draft was submitted or discarded meanwhile; what was written is kept beside it.
    """

    versions: dict[str, int] = field(default_factory=dict)
    clashes: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    closed: bool = False
    at: datetime.datetime = field(default_factory=timezone.now)


_SAVE = """
    insert into forms_answer (draft_id, child_id, path, value, version, by_id, source)
    select %(draft)s, %(child)s, %(path)s, %(value)s, 1, %(by)s, ''
    from forms_draft where id = %(draft)s and state = 'open' for key share
    on conflict (draft_id, child_id, path) do update
    set value = excluded.value, version = forms_answer.version + 1, by_id = excluded.by_id, at = now(), source = ''
    where forms_answer.version = %(base)s
    returning version
"""
_WROTE = """
    update forms_draft set writers = array_append(writers, %(by)s) where id = %(draft)s and not %(by)s = any(writers)
"""
_KEEP_BOTH = """
    insert into forms_rival (draft_id, child_id, path, value, by_id, settled)
    values (%(draft)s, %(child)s, %(path)s, %(value)s, %(by)s, '')
    on conflict (draft_id, child_id, path, by_id) where settled = ''
    do update set value = excluded.value, at = now()
"""


def clean(value: Any) -> Any:
    """What was typed, as the database can hold it: a text, or a list of texts."""
    if isinstance(value, list):
        return [str(clean(str(one))) for one in value[:500]]
    text = str(value).replace("\x00", "")[:LONGEST]
    return text.encode("utf-8", "replace").decode("utf-8")


def save(sheet: Sheet, user: User, written: Sequence[Written]) -> Saved:
    """Save what was written, field by field.

    sheet: the draft as it was read for this request, and nothing asked of it yet; afterwards it holds what was saved.
    """
    saved = Saved()
    with transaction.atomic(), connection.cursor() as cursor:
        if user.pk not in sheet.draft.writers:
            cursor.execute(_WROTE, {"draft": sheet.draft.pk, "by": user.pk})
        for one in written:
            key = key_of(one.name)
            if key is None or not sheet.knows(one.name):
                saved.unknown.append(one.name)
                continue
            _save_one(cursor, sheet, user, key, one, saved)
    return saved


def _save_one(cursor: Any, sheet: Sheet, user: User, key: Key, one: Written, saved: Saved) -> None:
    value = clean(one.value)
    child, path = key
    held = sheet.answers.get(key)
    if held is None and is_empty(value):
        saved.versions[one.name] = 0
        return
    given = {
        "draft": sheet.draft.pk, "child": child, "path": path, "value": Jsonb(value), "by": user.pk, "base": one.base,
    }  # fmt: skip
    cursor.execute(_SAVE, given)
    row = cursor.fetchone()
    if row:
        saved.versions[one.name] = row[0]
        sheet.answers[key] = Answer(
            draft=sheet.draft, child_id=child, path=path, value=value, version=row[0], by=user, at=saved.at
        )
        return
    now = Answer.objects.filter(draft=sheet.draft, child=child, path=path).first()
    if now is not None and now.value == value:
        saved.versions[one.name] = now.version
        return
    cursor.execute(_KEEP_BOTH, given)
    saved.versions[one.name] = one.base
    saved.clashes.add(one.name)
    if not Draft.objects.filter(pk=sheet.draft.pk, state=Draft.State.OPEN).exists():
        saved.closed = True


def save_page(sheet: Sheet, user: User, values: Mapping[str, Any], shown: Mapping[str, str]) -> Saved:
    """Save a whole page of a form: of its fields, those that its reader changed.

    shown: for each field, the version and the mark of the text that the page showed (``Sheet.versions``).
    """
    written = []
    for name, value in values.items():
        base, _, mark = shown.get(name, "0:").partition(":")
        value = clean(value)
        if mark and digest(value) == mark:
            continue
        written.append(Written(name, value, int(base) if base.isdigit() else 0))
    return save(sheet, user, written)


def settle(sheet: Sheet, user: User, rival_id: int, *, choose: str) -> None:
    """Choose between two texts of one field: ``held`` (what stands), ``rival``, or ``both`` one after the other."""
    with transaction.atomic():
        rival = Rival.objects.select_for_update().get(pk=rival_id, draft=sheet.draft, settled="")
        answer = Answer.objects.select_for_update().filter(draft=sheet.draft, child=rival.child_id, path=rival.path)
        held = answer.first()
        value = rival.value
        if choose == "both" and held is not None:
            value = (
                list(dict.fromkeys([*held.value, *rival.value]))
                if isinstance(held.value, list)
                else f"{held.value}\n\n{rival.value}"
            )
        if choose != "held":
            if held is None:
                Answer.objects.create(draft=sheet.draft, child_id=rival.child_id, path=rival.path, value=value, by=user)
            else:
                answer.update(value=value, version=held.version + 1, by=user, at=timezone.now(), source="")
        Rival.objects.filter(pk=rival.pk).update(settled=choose)


# --- Rows of a group -----------------------------------------------------------------------------------


def add_row(sheet: Sheet, user: User, group_key: str) -> str | None:
    """Add a row to a group. Returns its number, or None where there is no such group."""
    group = sheet.asked.item(group_key)
    if not isinstance(group, Group):
        return None
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=sheet.draft.pk)
        rows = _rows_now(sheet, group)
        number = str(max((int(row) for row in [*rows, *_used(sheet, group)]), default=0) + 1)
        _keep_rows(sheet, user, group, [*rows, number])
    return number


def remove_row(sheet: Sheet, user: User, group_key: str, number: str) -> bool:
    """Take a row away. Its answers stay on the draft, out of sight, and its number isn't given again."""
    group = sheet.asked.item(group_key)
    if not isinstance(group, Group):
        return False
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=sheet.draft.pk)
        rows = _rows_now(sheet, group)
        if number not in rows:
            return False
        _keep_rows(sheet, user, group, [row for row in rows if row != number])
    return True


def _rows_now(sheet: Sheet, group: Group) -> list[str]:
    held = Answer.objects.filter(draft=sheet.draft, child=None, path=group.key).first()
    return list(held.value) if held else sheet.rows(group)


def _used(sheet: Sheet, group: Group) -> list[str]:
    return [path.split(".")[1] for _, path in sheet.answers if path.startswith(f"{group.key}.")]


def _keep_rows(sheet: Sheet, user: User, group: Group, rows: list[str]) -> None:
    held = Answer.objects.filter(draft=sheet.draft, child=None, path=group.key).first()
    if held:
        Answer.objects.filter(pk=held.pk).update(value=rows, version=held.version + 1, by=user, at=timezone.now())
    else:
        Answer.objects.create(draft=sheet.draft, path=group.key, value=rows, by=user)


# --- Starting ------------------------------------------------------------------------------------------


def start(
    form: StepForm, user: User, *, about: int, children: Sequence[int], ticked: Iterable[int], today: datetime.date,
    led_from_id: int | None = None,
) -> Draft:  # fmt: skip
    """Start a new step, with everything that is known already filled in.

    children: whom it may be about, the one it was started from first. ticked: those of them ticked to begin with.
    """
    asked = current(form)
    with transaction.atomic():
        draft = Draft.objects.create(
            form=form.key, version=asked.version, about_id=about, children=list(children), started_by=user,
            led_from_id=led_from_id,
        )  # fmt: skip
        answers = [Answer(draft=draft, path="happened_on", value=_typed_date(today), by=user, source="Today")]
        if form.several and len(children) > 1:
            among = set(ticked)
            chosen = [str(pk) for pk in children if pk in among]
            source = "Children of the family with an open case" if len(chosen) > 1 else "Whose page it was started from"
            answers.append(Answer(draft=draft, path="children", value=chosen, by=user, source=source))
        answers += _known_already(draft, asked.sections, user, today)
        Answer.objects.bulk_create(answers)
    return draft


def widen(draft: Draft, user: User, children: Sequence[int]) -> None:
    """Children of the family who came onto the record since the draft was begun: it may be about them too.

    They are ticked, because whoever added them while writing did so for this.
    """
    new = [pk for pk in children if pk not in draft.children]
    if not new:
        return
    with transaction.atomic():
        before = Draft.objects.select_for_update().get(pk=draft.pk).children
        draft.children = [*before, *(pk for pk in new if pk not in before)]
        draft.save(update_fields=["children"])
        ticked = Answer.objects.filter(draft=draft, child=None, path="children").first()
        value = [*(ticked.value if ticked else map(str, before)), *map(str, new)]
        if ticked:
            Answer.objects.filter(pk=ticked.pk).update(value=value, version=ticked.version + 1, at=timezone.now())
        else:
            Answer.objects.create(
                draft=draft, path="children", value=value, by=user, source="Children of the family on the record"
            )


def start_content(form: StepForm, user: User, steps: Sequence[Step], *, today: datetime.date) -> Draft:
    """Start the content of steps that another form has started: one draft for all children of the occasion."""
    asked = current(form)
    with transaction.atomic():
        draft = Draft.objects.create(
            form=form.key, version=asked.version, about_id=steps[0].child_id, purpose=Draft.Purpose.CONTENT,
            children=[step.child_id for step in steps], steps=[step.pk for step in steps], started_by=user,
        )  # fmt: skip
        Answer.objects.bulk_create(_known_already(draft, asked.sections, user, today))
    return draft


def start_amendment(
    form: StepForm, user: User, step: Step, *, reason: str, request: uuid.UUID | None = None
) -> Draft:  # fmt: skip
    """Open a recorded step for a new version of it: what it says, under the questions that it answered.

    request: the number of the form that asked for it. Sent twice, it leads to the same draft.
    """
    own = asked_under(step.form_version_id) if step.form_version_id else None
    asked = own if own is not None and own.form is form else current(form)
    facts = kind_of(step.kind).facts._default_manager.get(step=step)
    with transaction.atomic():
        draft, is_new = Draft.objects.get_or_create(
            request=request or uuid.uuid4(),
            defaults={
                "form": form.key, "version": asked.version, "about_id": step.child_id,
                "purpose": Draft.Purpose.AMENDMENT, "children": [step.child_id], "steps": [step.pk],
                "started_by": user, "reason": reason,
            },
        )  # fmt: skip
        if not is_new:
            return draft
        answers = [Answer(draft=draft, path="happened_on", value=_typed_date(step.happened_on), by=user)]
        if step.happened_at:
            answers.append(Answer(draft=draft, path="happened_at", value=f"{step.happened_at:%H:%M}", by=user))
        unknown: Mapping[str, Mapping[str, str]] = step.narrative.get(NOT_KNOWN, {})

        def told(question: Question, path: str, value: Any) -> None:
            child = step.child_id if question.each_child else None
            if value not in (None, "", []):
                answers.append(Answer(draft=draft, child_id=child, path=path, value=as_typed(question, value), by=user))
            if path in unknown:
                by = datetime.date.fromisoformat(unknown[path]["by"])
                for part, text in ((BECAUSE, unknown[path]["because"]), (BY, _typed_date(by))):
                    answers.append(Answer(draft=draft, child_id=child, path=path + part, value=text, by=user))

        for item in items_of(asked.sections):
            if isinstance(item, Group):
                rows = step.narrative.get(item.key, [])
                numbers = [str(n) for n in range(1, len(rows) + 1)]
                answers.append(Answer(draft=draft, path=item.key, value=numbers, by=user))
                for number, row in zip(numbers, rows, strict=True):
                    for question in item.questions:
                        told(question, f"{item.key}.{number}.{question.key}", row.get(question.key))
            else:
                held = getattr(facts, item.key) if item.key in form.fact_names else step.narrative.get(item.key)
                told(item, item.key, held)
        Answer.objects.bulk_create(answers)
    return draft


def _typed_date(day: datetime.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _known_already(draft: Draft, sections: Any, user: User, today: datetime.date) -> list[Answer]:
    """The answers that the record has, each with its source and date."""
    known = {pk: Known(pk, today) for pk in draft.children}
    first = known[draft.children[0]]
    answers: list[Answer] = []

    def fill(question: Question, path: str, child: int | None, found: Prefilled | None) -> None:
        if found is not None and found.value not in (None, "", []):
            source = f"{found.source}, {short_date(found.on)}" if found.on else found.source
            answers.append(
                Answer(
                    draft=draft, child_id=child, path=path, value=as_typed(question, found.value), by=user,
                    source=source,
                )
            )  # fmt: skip

    for item in items_of(sections):
        if isinstance(item, Group):
            rows = item.prefill(first) if item.prefill else []
            if rows:
                numbers = [str(n) for n in range(1, len(rows) + 1)]
                answers.append(Answer(draft=draft, path=item.key, value=numbers, by=user))
                for number, row in zip(numbers, rows, strict=True):
                    for question in item.questions:
                        fill(question, f"{item.key}.{number}.{question.key}", None, row.get(question.key))
        elif item.prefill:
            for pk in draft.children if item.each_child else [None]:
                fill(item, item.key, pk, item.prefill(known[pk] if pk else first))
    return answers


def discard(draft: Draft) -> None:
    """Put a draft away unfinished. It is not shown any more, and nothing of it goes on the record."""
    Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN).update(state=Draft.State.DISCARDED)


# --- When a step is corrected --------------------------------------------------------------------------


def _unfinished(step: Step) -> list[Draft]:
    """The drafts in which a step is still being written, or waits to be authorised."""
    unfinished = [Draft.State.OPEN, Draft.State.SUBMITTED]
    return list(Draft.objects.select_for_update().filter(steps__contains=[step.pk], state__in=unfinished))


def leave_out(step: Step) -> None:
    """Let nobody wait for a step that was withdrawn: its draft goes on about the other children, or is put away."""
    for draft in _unfinished(step):
        others = [pk for pk in draft.steps if pk != step.pk]
        if others:
            draft.steps, draft.children = others, [pk for pk in draft.children if pk != step.child_id]
            draft.about_id = draft.about_id if draft.about_id in draft.children else draft.children[0]
        else:
            draft.state = Draft.State.DISCARDED
        draft.save(update_fields=["steps", "children", "about", "state"])


def follow(step: Step, laid: Step) -> bool:
    """Let the drafts of a step that was moved go on about the child whom it came to. laid: the step there.

    False, with nothing done, where a draft is about other children's steps too.
    """
    found = _unfinished(step)
    if any(len(draft.steps) > 1 for draft in found):
        return False
    was, now = step.child_id, laid.child_id
    for draft in found:
        draft.steps, draft.about_id = [laid.pk], now
        draft.children = list(dict.fromkeys(now if pk == was else pk for pk in draft.children))
        draft.save(update_fields=["steps", "children", "about"])
        answers = Answer.objects.filter(draft=draft)
        answers.filter(child=now, path__in=answers.filter(child=was).values("path")).delete()
        answers.filter(child=was).update(child=now)
        Rival.objects.filter(draft=draft, child=was).update(child=now)
        answers.filter(child=None, path="children").update(value=[str(now)])
    return True


# --- Lists ---------------------------------------------------------------------------------------------


def open_drafts(user: User) -> QuerySet[Draft]:
    """A person's own open drafts, the latest first: those they started, and those returned to them."""
    mine = Draft.objects.filter(Q(started_by=user) | Q(submitted_by=user), state=Draft.State.OPEN)
    return mine.select_related("submitted_by").order_by("-started_at")


def drafts_about(records: Sequence[int]) -> QuerySet[Draft]:
    """The open drafts about one child, whoever started them."""
    return (
        Draft.objects.filter(children__overlap=list(records), state=Draft.State.OPEN)
        .select_related("started_by")
        .order_by("-started_at")
    )
