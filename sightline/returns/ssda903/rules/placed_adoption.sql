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

-- rule 522
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED
-- message: The decision to place the child for adoption is dated after it was reversed. Check both dates.
select "row" as "PlacedAdoption" from PlacedAdoption where DATE_PLACED > DATE_PLACED_CEASED;

-- rule 523
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, AD1.DATE_INT
-- message: The decision to place the child for adoption has one date here and another in the adoption details. Make
--   them the same.
select p."row" as "PlacedAdoption", a."row" as "AD1"
from PlacedAdoption p join AD1 a on a.CHILD = p.CHILD
where p.DATE_PLACED <> a.DATE_INT;

-- rule 525
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED, AD1.DATE_INT, AD1.DATE_MATCH, AD1.FOSTER_CARE, AD1.NB_ADOPTR,
--   AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- needs: PlacedAdoption, AD1.LS_ADOPTR, AD1.DATE_INT|AD1.DATE_MATCH|AD1.FOSTER_CARE|AD1.NB_ADOPTR|AD1.SEX_ADOPTR
-- message: The decision to place the child for adoption was reversed, yet there are adoption details. Check which is
--   right.
select p."row" as "PlacedAdoption", a."row" as "AD1"
from PlacedAdoption p join Adoption a on a.CHILD = p.CHILD
where p.DATE_PLACED_CEASED_given is not null;

-- rule 551
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, Episodes.PLACE
-- message: The child is in an adoptive placement, but there is no date of the decision to place for adoption. Give it,
--   or check the placement.
select p."row" as "PlacedAdoption", if(p."row" is null, e."row", null) as "Episodes"
from Episodes e
anti join (select CHILD from PlacedAdoption where DATE_PLACED_given is not null) d on d.CHILD = e.CHILD
left join PlacedAdoption p on p.CHILD = e.CHILD
where placed_to_adopt(e.PLACE);

-- rule 553
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED, PlacedAdoption.REASON_PLACED_CEASED,
--   Episodes.LS, Episodes.DEC
-- needs: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED|PlacedAdoption.REASON_PLACED_CEASED, Episodes
-- message: The child is under a placement order, but there is no date of a decision to place for adoption (one that
--   still stands, while the order does). Give it, or check the legal status.
with decided as (
    select CHILD,
        bool_or(coalesce(DATE_PLACED_CEASED_given, REASON_PLACED_CEASED) is null) as stands
    from PlacedAdoption where DATE_PLACED_given is not null group by CHILD
)
select p."row" as "PlacedAdoption", if(p."row" is null, e."row", null) as "Episodes"
from Episodes e left join decided d on d.CHILD = e.CHILD left join PlacedAdoption p on p.CHILD = e.CHILD
where e.LS = 'E1' and not if(e.DEC_given is null, coalesce(d.stands, false), d.CHILD is not null);

-- rule 552
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, Episodes.DECOM, Episodes.PLACE
-- message: The adoptive placement began before the decision to place the child for adoption. Check both dates.
with decided as (
    select CHILD, min(DATE_PLACED) as day, arg_min("row", DATE_PLACED) as "row" from PlacedAdoption group by CHILD
)
select d."row" as "PlacedAdoption", e."row" as "Episodes"
from decided d join Episodes e on e.CHILD = d.CHILD and e.DECOM < d.day
where placed_to_adopt(e.PLACE);

-- rule 554
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, Episodes.DECOM, Episodes.LS
-- message: The placement order came before the decision to place the child for adoption. Check both dates.
with decided as (
    select CHILD, min(DATE_PLACED) as day, arg_min("row", DATE_PLACED) as "row" from PlacedAdoption group by CHILD
),
orders as (
    select j.CHILD, min(j.DECOM) as DECOM, arg_min(j."row", j.number) as "row"
    from Journey j join Care c on c.CHILD = j.CHILD and j.number between c.first_number and c.last_number
    where j.LS = 'E1' and j.DECOM is not null
    group by j.CHILD, c.period
)
select d."row" as "PlacedAdoption", o."row" as "Episodes"
from decided d join orders o on o.CHILD = d.CHILD and o.DECOM < d.day;

-- rule 557
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED, PlacedAdoption.REASON_PLACED_CEASED, Episodes.PLACE, Episodes.LS,
--   Episodes.REC
-- needs: PlacedAdoption, Episodes.REC, Episodes.PLACE|Episodes.LS
-- message: The child left care from an adoptive placement or a placement order without being adopted, so the decision
--   to place must have been reversed. Give the date and the reason.
with latest as (
    select CHILD, "row", DATE_PLACED_CEASED_given is not null and REASON_PLACED_CEASED is not null as reversed
    from PlacedAdoption
    qualify row_number() over (
        partition by CHILD order by DATE_PLACED desc nulls last, DATE_PLACED_CEASED desc nulls first, "row" desc) = 1
)
select p."row" as "PlacedAdoption", e."row" as "Episodes"
from Episodes e left join latest p on p.CHILD = e.CHILD
where left_care(e.REC) and not adopted(e.REC) and (placed_to_adopt(e.PLACE) or e.LS = 'E1')
    and not coalesce(p.reversed, false);

-- rule 558
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, PlacedAdoption.DATE_PLACED_CEASED
-- message: The child was adopted, yet the latest decision to place for adoption is shown as reversed. Check the reason
--   that care ended and the reversal.
with latest as (
    select CHILD, DATE_PLACED_CEASED_given is not null as reversed
    from PlacedAdoption
    qualify row_number() over (
        partition by CHILD order by DATE_PLACED desc nulls last, DATE_PLACED_CEASED_given is not null, "row" desc) = 1
)
select e."row" as "Episodes" from Episodes e join latest p on p.CHILD = e.CHILD
where e.REC in ('E11', 'E12') and p.reversed;

-- rule 559
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption_last.DATE_PLACED
-- needs: PlacedAdoption, PlacedAdoption_last
-- message: The decision to place the child for adoption is from before this year, but was not in last year's return.
--   Check the date, and what was sent last year.
select p."row" as "PlacedAdoption"
from PlacedAdoption p anti join PlacedAdoption_last l on l.CHILD = p.CHILD and l.DATE_PLACED = p.DATE_PLACED
where p.DATE_PLACED < opens();

-- rule 560
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption_last.DATE_PLACED
-- needs: PlacedAdoption, PlacedAdoption_last.DATE_PLACED, PlacedAdoption_last.DATE_PLACED_CEASED
-- message: Last year's return had a decision to place the child for adoption that stood, and its date has changed.
--   Check which date is right.
select p."row" as "PlacedAdoption"
from (
    select CHILD, DATE_PLACED from PlacedAdoption_last
    where DATE_PLACED_CEASED_given is null and DATE_PLACED is not null
) l
anti join PlacedAdoption same on same.CHILD = l.CHILD and same.DATE_PLACED = l.DATE_PLACED
join (select CHILD, arg_min("row", (DATE_PLACED is null, DATE_PLACED)) as "row" from PlacedAdoption group by CHILD) p
    on p.CHILD = l.CHILD;

-- rule 561
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption_last.DATE_PLACED, PlacedAdoption_last.DATE_PLACED_CEASED
-- needs: PlacedAdoption, PlacedAdoption_last
-- message: This decision to place the child for adoption was reversed in last year's return, so it does not come
--   again. Give only a new decision, with its own date.
select p."row" as "PlacedAdoption"
from PlacedAdoption p join PlacedAdoption_last l on l.CHILD = p.CHILD and l.DATE_PLACED = p.DATE_PLACED
where coalesce(l.DATE_PLACED_CEASED_given, l.REASON_PLACED_CEASED) is not null;

-- rule 563
-- severity: error
-- level: row
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED, PlacedAdoption.REASON_PLACED_CEASED
-- message: A decision to place for adoption was reversed, but its own date is missing. Give the date of the decision.
select "row" as "PlacedAdoption" from PlacedAdoption
where DATE_PLACED_given is null and DATE_PLACED_CEASED_given is not null and REASON_PLACED_CEASED is not null;

-- rule 579
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption.DATE_PLACED_CEASED
-- message: A decision to place the child for adoption is made while an earlier one stands. Reverse the earlier one
--   first, or check the dates.
select p."row" as "PlacedAdoption"
from PlacedAdoption p
semi join PlacedAdoption earlier on earlier.CHILD = p.CHILD and earlier."row" <> p."row"
    and starts_within(
        p.DATE_PLACED, p.DATE_PLACED_CEASED, p."row",
        earlier.DATE_PLACED, earlier.DATE_PLACED_CEASED, earlier."row");

-- rule 583
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED_CEASED, PlacedAdoption.DATE_PLACED
-- message: A later decision to place the child for adoption follows, so this one must have been reversed. Give the
--   date and the reason.
select "row" as "PlacedAdoption" from PlacedAdoption where DATE_PLACED is not null
qualify DATE_PLACED_CEASED_given is null
    and lead("row") over (partition by CHILD order by DATE_PLACED, DATE_PLACED_CEASED nulls last, "row") is not null;

-- rule 584
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, PlacedAdoption_last.DATE_PLACED, PlacedAdoption_last.DATE_PLACED_CEASED
-- needs: PlacedAdoption, PlacedAdoption_last
-- message: A decision to place the child for adoption was reversed in last year's return, and this one is not later
--   than it. Check the date.
select p."row" as "PlacedAdoption"
from PlacedAdoption p join PlacedAdoption_last l on l.CHILD = p.CHILD
where coalesce(l.DATE_PLACED_CEASED_given, l.REASON_PLACED_CEASED) is not null
    and l.DATE_PLACED is not null and coalesce(p.DATE_PLACED <= l.DATE_PLACED, true);

-- rule 1003
-- severity: error
-- level: child
-- years: 2023-
-- fields: PlacedAdoption.DATE_PLACED, Episodes.DECOM, Episodes.RNE
-- message: The decision to place the child for adoption is dated before the child came into care. Check both dates.
select p."row" as "PlacedAdoption", arg_min(e."row", e.DECOM) as "Episodes"
from PlacedAdoption p join Episodes e on e.CHILD = p.CHILD
where e.RNE = 'S'
group by p."row", p.DATE_PLACED having p.DATE_PLACED < min(e.DECOM);
