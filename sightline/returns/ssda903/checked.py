"""The return of children looked after, as the checks see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sightline.returns.checking.tables import Return, Span, Table
from sightline.returns.ssda903 import spec


def _table(table: Table) -> Table:
    spelt: dict[str, list[str]] = {}
    for spelling, name in spec.COLUMN_SPELLINGS.get(table.name, {}).items():
        spelt.setdefault(name, []).append(spelling)
    columns = tuple(replace(column, also=tuple(spelt.get(column.name, ()))) for column in table.columns)
    return replace(table, columns=columns)


SSDA903 = Return(
    name="ssda903",
    title="SSDA903 return",
    tables=tuple(map(_table, spec.TABLES.values())),
    child="CHILD",
    folder=Path(__file__).parent / "rules",
    first_year=spec.FIRST_YEAR,
    last_year=spec.LAST_YEAR,
    people="Header",
    identifiers=tuple(("Header", column) for column in ("UPN", "DOB", "SEX", "ETHNIC", "MC_DOB")),
    spans=(
        Span("Episodes", "DECOM", "DEC"),
        Span("Missing", "MIS_START", "MIS_END"),
        Span("PlacedAdoption", "DATE_PLACED", "DATE_PLACED_CEASED"),
        Span("SWEpisodes", "SW_DECOM", "SW_DEC"),
        Span("DoLo", "DOLO_START", "DOLO_END"),
    ),
    lists=(spec.PROVIDERS,),
    derived=frozenset(column for columns in spec.DERIVED.values() for column in columns),
)
