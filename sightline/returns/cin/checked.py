"""The children in need census as the checks see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sightline.returns.checking.tables import Column, Kind, Return, Span, Table, Told
from sightline.returns.cin import elements, spec

if TYPE_CHECKING:
    from sightline.returns.checking.store import Store

_KINDS = {
    elements.Kind.CODE: Kind.CODE,
    elements.Kind.COUNT: Kind.COUNT,
    elements.Kind.DATE: Kind.DATE,
    elements.Kind.YEAR: Kind.COUNT,
    elements.Kind.YES_NO: Kind.YES_NO,
}
# A row of Assessments carries its factors, separated by commas: one row an assessment, as the Department counts.
FACTORS = Column("AssessmentFactors", Kind.CODE)
FACTORS_LIST = "AssessmentFactorsList"


def _table(table: elements.Table) -> Table:
    by_element = {item.element: item for item in table.items}

    def column(name: str) -> Column:
        item = by_element.get(name)
        if item is None:
            return Column(name)
        also = ("AssessmentFactor",) if name == FACTORS.name else ()
        return Column(name, _KINDS.get(item.kind, Kind.TEXT), item.first, item.last, also=also)

    return Table(
        name=table.name,
        columns=(*map(column, table.columns), *((FACTORS,) if table.name == spec.ASSESSMENTS.table else ())),
        child="LAchildID" if "LAchildID" in table.columns else None,
        first=spec.PRE_PROCEEDINGS.first if table.name == spec.PRE_PROCEEDINGS.table else None,
        optional=table.name == FACTORS_LIST,
    )


def _told(store: Store) -> Told:
    rows = store.ask("select ReferenceDate, Year, LEA from Header order by row limit 1")
    reference_date, year, authority = rows[0] if rows else (None, None, None)
    return Told(reference_date.year if reference_date else year, reference_date, authority)


def _mend(store: Store) -> None:
    """Gives each assessment its factors, when they came in a table of their own."""
    if FACTORS_LIST not in store.given:
        return
    store.ask(
        f"""update Assessments a set AssessmentFactors = l.factors
        from (
            select LAchildID, CINdetailsID, AssessmentID, string_agg(AssessmentFactors, ',' order by row) as factors
            from {FACTORS_LIST} group by all
        ) l
        where a.AssessmentFactors is null and a.LAchildID is not distinct from l.LAchildID
            and a.CINdetailsID is not distinct from l.CINdetailsID
            and a.AssessmentID is not distinct from l.AssessmentID
        """  # noqa: S608
    )
    store.given["Assessments"] = store.given.get("Assessments", frozenset()) | {FACTORS.name}


_TABLES = {table.name: _table(table) for table in spec.TABLES.values()}

CIN = Return(
    name="cin",
    title="children in need census",
    tables=tuple(table for name, table in _TABLES.items() if name != FACTORS_LIST),
    child="LAchildID",
    folder=Path(__file__).parent / "rules",
    first_year=2023,
    last_year=2027,
    people="ChildIdentifiers",
    identifiers=(
        ("ChildIdentifiers", "UPN"),
        ("ChildIdentifiers", "PersonBirthDate"),
        ("ChildIdentifiers", "Sex"),
        ("ChildIdentifiers", "PersonDeathDate"),
        ("ChildCharacteristics", "Ethnicity"),
    ),
    spans=(
        Span("CINdetails", "CINreferralDate", "CINclosureDate"),
        Span("Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate"),
        Span("CINplanDates", "CINPlanStartDate", "CINPlanEndDate"),
        Span("ChildProtectionPlans", "CPPstartDate", "CPPendDate"),
    ),
    lists=(_TABLES[FACTORS_LIST],),
    mend=_mend,
    told=_told,
)
