"""Sets a return beside last year's: who vanished, who changed, which dates moved, which counts jumped.

Each comparison is a query like a rule's, made from what the return says of itself, so a comparison is run, told
and sent on as a check is.
"""

from __future__ import annotations

from collections.abc import Iterator

from sightline.returns.checking.rules import Rule
from sightline.returns.checking.tables import LAST, Return, Span

JUMP, FEWEST = 0.2, 10  # a count jumps when it moves by a fifth, and by ten or more


def comparisons(of: Return) -> list[Rule]:
    """Every comparison of a return with last year's."""
    made = [_vanished(of), *_identifiers(of), *_renamed(of)]
    for span in of.spans:
        made += _dates(of, span)
    made += [_count(of, table.name) for table in of.tables if table.child is not None]
    return made


def _comparison(of: Return, code: str, fields: list[tuple[str, str]], message: str, sql: str) -> Rule:
    tables = dict.fromkeys(table for table, _ in fields)
    needs = tuple(name for table in tables for name in (table.removesuffix(LAST), table.removesuffix(LAST) + LAST))
    return Rule(
        code=code,
        severity="query",
        level="return",
        first=of.first_year,
        last=None,
        fields=tuple(fields),
        needs=tuple(dict.fromkeys(needs)),
        message=message,
        sql=sql,
        provisional=False,
        place="compare",
    )


def _vanished(of: Return) -> Rule:
    span, child, everyone = of.spans[0], of.child, of.people
    return _comparison(
        of,
        "vanished",
        [(span.table + LAST, span.start), (everyone, child)],
        "The child was still open at the end of last year and is nowhere in this year's return. Find what became of "
        "the case, or whether the child's number changed.",
        f'select l."row" as "{span.table}{LAST}" from "{span.table}{LAST}" l '  # noqa: S608
        f'where l."{span.end}" is null and l."{child}" is not null '
        f'and l."{child}" not in (select "{child}" from "{everyone}" where "{child}" is not null)',
    )


def _identifiers(of: Return) -> Iterator[Rule]:
    for table, column in of.identifiers:
        yield _comparison(
            of,
            f"changed-{column}",
            [(table, column)],
            f"{column} is not what it was last year for the same child. Check which is right.",
            f'select t."row" as "{table}", \'Last year it was \' || l."{column}" || \'.\' as "Told" '  # noqa: S608
            f'from "{table}" t join "{table}{LAST}" l on t."{of.child}" = l."{of.child}" '
            f'where l."{column}" is not null and t."{column}" is distinct from l."{column}"',
        )


def _renamed(of: Return) -> Iterator[Rule]:
    child = of.child
    for table, column in of.identifiers:
        if column == "UPN":
            yield _comparison(
                of,
                "renumbered",
                [(table, child), (table, column)],
                "A child with this pupil number had another number in last year's return. Keep one number for a child.",
                f'select t."row" as "{table}", \'Last year it was \' || min(l."{child}") || \'.\' as "Told" '  # noqa: S608
                f'from "{table}" t join "{table}{LAST}" l on t.UPN = l.UPN and t."{child}" <> l."{child}" '
                f'where len(t.UPN) > 3 and t."{child}" not in '
                f'(select "{child}" from "{table}{LAST}" where "{child}" is not null) group by t."row"',
            )


def _dates(of: Return, span: Span) -> Iterator[Rule]:
    table, start, end, child = span.table, span.start, span.end, of.child
    same = f'from "{table}" t join "{table}{LAST}" l on t."{child}" = l."{child}" and t."{start}" = l."{start}" '
    yield _comparison(
        of,
        f"moved-{end}",
        [(table, start), (table, end)],
        f"{end} is not what it was last year, for what began on the same day. An ending once returned should stand.",
        f'select t."row" as "{table}", \'Last year it was \' || min(l."{end}") || '  # noqa: S608
        f"if(min(t.\"{end}\") is null, ', and now there is none.', '.') as \"Told\" {same}"
        f'group by t."row" having count(*) = count(l."{end}") '
        f'and bool_and(t."{end}" is distinct from l."{end}")',
    )
    yield _comparison(
        of,
        f"moved-{start}",
        [(table, start), (table + LAST, start)],
        f"What was still open last year is not in this year's return with the same {start}. Check whether the date "
        "was changed or the record was lost.",
        f'select l."row" as "{table}{LAST}" from "{table}{LAST}" l '  # noqa: S608
        f'where l."{end}" is null and l."{start}" is not null '
        f'and l."{child}" in (select "{child}" from "{of.people}") '
        f'and not exists (from "{table}" t where t."{child}" = l."{child}" and t."{start}" = l."{start}")',
    )


def _count(of: Return, table: str) -> Rule:
    """The rows behind a jump: those of children who had none last year, or have none this year."""
    child = of.child
    told = "'Last year there were ' || was || ' rows and now there are ' || now_is || '.'"
    jumped = f"abs(now_is - was) >= {FEWEST} and abs(now_is - was) >= {JUMP} * was"

    def behind(here: str, there: str) -> str:
        return f'(select "row" from "{here}" a where not exists (from "{there}" b where b."{child}" = a."{child}"))'  # noqa: S608

    return _comparison(
        of,
        f"count-{table}",
        [(table, child)],
        f"The number of rows in {table} is far from last year's. Behind it are the rows of children who had none then, "
        "or have none now.",
        f'with counts as (select (select count(*) from "{table}{LAST}") as was, '  # noqa: S608
        f'(select count(*) from "{table}") as now_is) '
        f'select b."row" as "{table}", null::integer as "{table}{LAST}", null as "Return", {told} as "Told" '
        f"from counts, {behind(table, table + LAST)} b where {jumped} and now_is > was "
        f'union all select null, b."row", null, {told} from counts, {behind(table + LAST, table)} b '
        f"where {jumped} and now_is < was "
        f"union all select null, null, 1, {told} from counts where {jumped}",
    )
