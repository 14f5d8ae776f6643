"""``act()``: one transaction and one audit entry, and the only way to write to the record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction

from sightline.record.acts.turns import take_turn
from sightline.record.history import ACT_SETTING
from sightline.record.models import Act
from sightline.record.warrant import Warrant


class NestedActError(RuntimeError):
    """An act was begun within another. What one person does at one moment is one act: join them."""


class AlreadyDone(Exception):
    """The same form was sent before; ``act`` is what it did then. Nothing was done again."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"Already done: {act}")
        self.act = act


@dataclass
class Doing:
    """An act that is under way, and the people whose record it changes.

    touched: those about whom it changes who they are. moved: those whose pathway it moves, and no more. records: when
    it closes, the records of all of them, each with the kept one of its person.
    """

    act: Act
    warrant: Warrant
    touched: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    records: dict[int, int] = field(default_factory=dict)

    def touch(self, *person_ids: int) -> None:
        """Say whose name, number, home or birth this act changes: what finds them and their clocks follow it."""
        self.touched.update(person_ids)

    def move(self, *person_ids: int) -> None:
        """Say whose steps, cases or workers this act changes: their clocks follow it. They are found as before."""
        self.moved.update(person_ids)


_under_way: ContextVar[Doing | None] = ContextVar("act_under_way", default=None)
_together: ContextVar[list[Doing] | None] = ContextVar("acts_together", default=None)
_before_closing: list[Callable[[Doing], None]] = []


def before_closing(do: Callable[[Doing], None]) -> Callable[[Doing], None]:
    """Register what follows from every act, in its own transaction: clocks, search keys."""
    if do not in _before_closing:
        _before_closing.append(do)
    return do


def _follow(doing: Doing) -> None:
    """What follows is made of all that is on the record: so the acts on one person take turns here."""
    people = doing.touched | doing.moved
    if people:
        doing.records = take_turn(people)
    for do in _before_closing:
        do(doing)


def _name_in_database(act_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, true)", [ACT_SETTING, "" if act_id is None else str(act_id)])


@contextmanager
def act(kind: str, warrant: Warrant, *, reason: str = "", request: uuid.UUID | None = None) -> Iterator[Doing]:
    """Open an act: ``with act("referral.receive", warrant) as doing``.

    kind: ``stage.verb``. request: the form's own number; the same number twice raises
    :class:`AlreadyDone` and does nothing. Raises :class:`NestedActError` within another act. Anything
    raised inside undoes the whole act.
    """
    if _under_way.get() is not None:
        raise NestedActError(f"{kind} was begun within {_under_way.get().act.kind}")  # type: ignore[union-attr]
    token = None
    try:
        with transaction.atomic():
            row = Act(
                kind=kind, actor_id=warrant.actor_id, capacity=warrant.capacity, ground=warrant.ground,
                reason=reason, source=warrant.source, request=request,
            )  # fmt: skip
            row.save(force_insert=True)
            doing = Doing(row, warrant)
            token = _under_way.set(doing)
            _name_in_database(row.pk)
            yield doing
            gathered = _together.get()
            if gathered is None:
                _follow(doing)
            else:
                gathered.append(doing)
            _name_in_database(None)
    except IntegrityError as error:
        if request is not None and "act_one_per_request" in str(error):
            raise AlreadyDone(Act.objects.get(request=request)) from None
        raise
    finally:
        if token is not None:
            _under_way.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Many acts in one transaction, all of them or none; what follows from acts follows once, at its end.

    For putting many lives on the record at a time. Each act has its own entry, as ever; clocks and search keys
    wait, so nothing that is read from them may be asked inside.
    """
    with transaction.atomic():
        gathered: list[Doing] = []
        token = _together.set(gathered)
        try:
            yield
        finally:
            _together.reset(token)
        if gathered:
            everyone = Doing(gathered[-1].act, gathered[-1].warrant)
            everyone.touch(*(person_id for doing in gathered for person_id in doing.touched))
            everyone.move(*(person_id for doing in gathered for person_id in doing.moved))
            _follow(everyone)
