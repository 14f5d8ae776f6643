"""Questions put to the database in SQL: for what every page and every save asks.

Where a question never changes its shape, Django takes longer to put it into SQL than the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def rows_of(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Every row that a question gives. Reads whatever ``search_path`` names: the record now, or as it was known."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
