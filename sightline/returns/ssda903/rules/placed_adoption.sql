-- Decisions that a child should be placed for adoption, and the reversal of such decisions.

-- rule 115
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED
-- message: The date of the decision that the child should be placed is not a day of the calendar.
select "row" as "PlacedAdoption" from PlacedAdoption where unreadable(DATE_PLACED_given, DATE_PLACED);

-- rule 116
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED
-- message: The date on which the decision was reversed is not a day of the calendar.
select "row" as "PlacedAdoption" from PlacedAdoption where unreadable(DATE_PLACED_CEASED_given, DATE_PLACED_CEASED);

-- rule 117
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED, Episodes.DEC, Episodes.REC, Episodes.DECOM
-- needs: PlacedAdoption.DATE_PLACED|PlacedAdoption.DATE_PLACED_CEASED, Episodes.DEC|Episodes.REC|Episodes.DECOM
-- message: The decision that the child should be placed, or its reversal, is after the end of the year or after the
--   child left care.
with last_episode as (
    select CHILD, "row", DEC, REC from Journey where DECOM is not null and next_row is null
)
select p."row" as "PlacedAdoption", if(latest > e.DEC and left_care(e.REC), e."row", null) as "Episodes"
from (select *, greatest(DATE_PLACED, DATE_PLACED_CEASED) as latest from PlacedAdoption) p
left join last_episode e using (CHILD)
where latest > closes() or (latest > e.DEC and left_care(e.REC));

-- rule 118
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED, Episodes.DECOM, Episodes.LS
-- needs: PlacedAdoption, Episodes.DECOM|Episodes.LS
-- message: The decision that the child should be placed was reversed before the year began, or before the child was
--   looked after other than for short breaks.
with first_episode as (
    select CHILD, min(DECOM) as DECOM, arg_min("row", DECOM) as "row"
    from Episodes where not short_break(LS) and DECOM is not null group by CHILD
)
select p."row" as "PlacedAdoption", e."row" as "Episodes" from PlacedAdoption p left join first_episode e using (CHILD)
where p.DATE_PLACED_CEASED < opens() or p.DATE_PLACED_CEASED < e.DECOM;

-- rule 119
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED, PlacedAdoption.REASON_PLACED_CEASED
-- message: The reversal of a decision needs both its date and its reason. One of them is missing.
select "row" as "PlacedAdoption" from PlacedAdoption
where (DATE_PLACED_CEASED_given is null) <> (REASON_PLACED_CEASED is null);

-- rule 120
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.REASON_PLACED_CEASED
-- message: The reason why the decision was reversed is not one of the listed codes, RD1 to RD4.
select "row" as "PlacedAdoption" from PlacedAdoption where REASON_PLACED_CEASED not in ('RD1', 'RD2', 'RD3', 'RD4');

-- rule 184
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, Header.DOB
-- message: The decision that the child should be placed is dated before the child was born.
select p."row" as "PlacedAdoption", h."row" as "Header" from PlacedAdoption p join Header h using (CHILD)
where p.DATE_PLACED < h.DOB;
