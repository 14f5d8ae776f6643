"""What the database itself guards: the application's rights, and the record as it was known.

Run after every migration. The application's role owns nothing: it may read everything, add and change
rows of the record (within an act), and only read history. ``as_known`` holds a view for each kept
table with the table's own name and columns, read from its history at the instant
``sightline.as_known``: the same SQL runs on both by changing ``search_path``.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

from sightline.record.history import kept_models

APPLICATION = "sightline_app"


def before_migrations(using: str = "default", **kwargs: Any) -> None:
    """Views hold their tables' columns fast: they go before a migration and come back after."""
    with connections[using].cursor() as cursor:
        cursor.execute("drop schema if exists as_known cascade")


def after_migrations(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    pairs = [
        (tracked, event)
        for tracked, event in kept_models()
        if {tracked._meta.db_table, event._meta.db_table} <= existing
    ]
    if not pairs:
        return
    statements = ["create schema if not exists as_known"]
    for tracked, event in pairs:
        statements.append(_view(tracked, event))
    statements += _grants(existing, pairs)
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [APPLICATION])
        if not cursor.fetchone():
            cursor.execute(f"create role {APPLICATION} login")
        for statement in statements:
            cursor.execute(statement)
        _history_is_written_by_its_owner(cursor, [tracked._meta.db_table for tracked, _ in pairs])


def _view(tracked: Any, event: Any) -> str:
    # the row's own key is the one that history is indexed by
    columns = ", ".join(
        f'e.pgh_obj_id as "{field.column}"' if field.primary_key else f'e."{field.column}"'
        for field in tracked._meta.concrete_fields
    )
    table, history = tracked._meta.db_table, event._meta.db_table
    return f"""
        create or replace view as_known."{table}" as
        select {columns} from public."{history}" e
        where e.pgh_created_at <= current_setting('sightline.as_known')::timestamptz
          and not exists (
            select 1 from public."{history}" later
            where later.pgh_obj_id = e.pgh_obj_id
              and later.pgh_created_at <= current_setting('sightline.as_known')::timestamptz
              and (later.pgh_created_at, later.pgh_id) > (e.pgh_created_at, e.pgh_id)
          )
    """  # noqa: S608 - names come from the models


def _grants(existing: set[str], pairs: list[Any]) -> list[str]:
    kept = {tracked._meta.db_table for tracked, _ in pairs}
    history = {event._meta.db_table for _, event in pairs}
    only_added = {model._meta.db_table for model in apps.get_models() if getattr(model, "only_added", False)} & existing
    framework = existing - kept - history - only_added - {"django_migrations"}
    statements = [
        f"grant usage on schema public, as_known to {APPLICATION}",
        f"revoke all on all tables in schema public from {APPLICATION}",
        f"grant select on all tables in schema public, as_known to {APPLICATION}",
        f"grant usage, select on all sequences in schema public to {APPLICATION}",
        f"grant execute on all functions in schema public to {APPLICATION}",
    ]
    for tables, rights in (
        (kept, "insert, update"),
        (only_added, "insert"),
        (framework, "insert, update, delete"),
    ):
        if tables:
            names = ", ".join(f'"{table}"' for table in sorted(tables))
            statements.append(f"grant {rights} on {names} to {APPLICATION}")
    return statements


def _history_is_written_by_its_owner(cursor: Any, tables: list[str]) -> None:
    """The history triggers run with their owner's rights, so that the application needs none on history."""
    cursor.execute(
        """
        select distinct p.oid::regprocedure::text
        from pg_trigger t
        join pg_proc p on p.oid = t.tgfoid
        join pg_class c on c.oid = t.tgrelid
        where c.relname = any(%s) and (t.tgname like 'pgtrigger_insert_insert_%%'
                                       or t.tgname like 'pgtrigger_update_update_%%')
        """,
        [tables],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"alter function {function} security definer set search_path = public, pg_temp")
