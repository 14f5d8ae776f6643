"""Every version of every row, kept by the database.

``@kept`` on a model makes four promises, each by a trigger, so that they hold for bulk updates and raw
SQL as much as for one form:

1. nothing is written outside an act (an ``Act`` row made in this same transaction);
2. each version of each row is copied to a history table, with the act that made it;
3. no row is ever deleted;
4. no history row is ever changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import BigIntegerField, TextField, Value
from django.db.models.functions import Cast, NullIf

M = TypeVar("M", bound=models.Model)

ACT_SETTING = "sightline.act"

current_act = Cast(
    NullIf(models.Func(Value(ACT_SETTING), Value(True), function="current_setting", output_field=TextField()),
           Value("")),
    BigIntegerField(),
)  # fmt: skip


class ActField(models.ForeignKey):  # type: ignore[type-arg]
    """The act that made this version of the row. Filled in by the database, never by hand."""

    def __init__(self, **kwargs: Any) -> None:
        own: dict[str, Any] = {
            "to": "record.Act",
            "on_delete": models.PROTECT,
            "related_name": "+",
            "db_default": current_act,
            "editable": False,
            "db_index": False,
        }
        super().__init__(**own | kwargs)


_WITHIN_ACT = f"""
    IF NOT EXISTS (
        SELECT 1 FROM public.record_act
        WHERE id = NULLIF(current_setting('{ACT_SETTING}', true), '')::bigint
          AND transaction = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'The record is written only within an act (table %)', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
"""  # noqa: S608 - the name of a setting, ours
_STAMP = f"""
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.act_id := current_setting('{ACT_SETTING}')::bigint;
    END IF;
    RETURN NEW;
"""


def refuse(name: str, operation: pgtrigger.Operation, why: str) -> pgtrigger.Trigger:
    """A trigger that refuses an operation on a table, whoever asks, and says why."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=operation,
        func=f"RAISE EXCEPTION '{why} (table %)', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';",
    )


def append_only() -> pgtrigger.Trigger:
    """Rows are added, and never changed or removed."""
    return refuse(
        "append_only",
        pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        "Rows are added here, never changed or removed",
    )


def kept(*, by: str | None = None) -> Callable[[type[M]], type[M]]:
    """Keep every version of this model's rows.

    by: the field that a reader of history starts from (``child``, ``person``); indexed on the history
    table, so that a page as it was known reads one child's rows and no others.
    """

    def wrap(model: type[M]) -> type[M]:
        pgtrigger.register(
            pgtrigger.Trigger(
                name="within_act",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_WITHIN_ACT,
            ),
            pgtrigger.Trigger(name="stamp_act", when=pgtrigger.Before, operation=pgtrigger.Update, func=_STAMP),
            refuse(
                "never_deleted",
                pgtrigger.Delete | pgtrigger.Truncate,
                "Nothing in the record is deleted: withdraw it instead",
            ),
        )(model)
        indexes = [models.Index(fields=["pgh_obj", "-pgh_created_at"])]
        if by:
            indexes.append(models.Index(fields=[by]))
        tracked: type[M] = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(condition=pgtrigger.AnyChange(exclude=["act"])),
            obj_field=pghistory.ObjForeignKey(db_index=False, related_name="history"),
            context_field=None,  # type: ignore[arg-type]  # its own way to say none
            append_only=True,
            meta={"indexes": indexes},
        )(model)
        return tracked

    return wrap


def kept_models() -> Iterator[tuple[type[models.Model], type[models.Model]]]:
    """Each kept model with the model of its history, in order of table name."""
    found = [
        (tracked, event)
        for event in apps.get_models()
        if (tracked := getattr(event, "pgh_tracked_model", None)) is not None
    ]
    yield from sorted(found, key=lambda pair: pair[0]._meta.db_table)
