-- Permanence that came before this time in care.

-- rule 630
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.DECOM, PrevPerm.PREV_PERM, PrevPerm.LA_PERM, PrevPerm.DATE_PERM
-- message: The child started to be looked after this year, but nothing full is said of earlier permanence. Give its
--   kind; unless there was none (Z1), give its date and the authority too.
select e."row" as "Episodes"
from Episodes e
anti join (
    select CHILD from PrevPerm
    where PREV_PERM = 'Z1' or (PREV_PERM is not null and LA_PERM is not null and DATE_PERM is not null)
) p on p.CHILD = e.CHILD
where e.RNE = 'S' and in_year(e.DECOM);

-- rule 631
-- severity: error
-- level: row
-- years: 2023-
-- fields: PrevPerm.PREV_PERM, PrevPerm.LA_PERM, PrevPerm.DATE_PERM
-- needs: PrevPerm.PREV_PERM
-- message: The kind of earlier permanence is not one of P1 to P4 or Z1. Choose the right code.
select "row" as "PrevPerm" from PrevPerm
where coalesce(PREV_PERM, LA_PERM, DATE_PERM) is not null
    and coalesce(PREV_PERM, '') not in ('P1', 'P2', 'P3', 'P4', 'Z1');

-- rule 632
-- severity: error
-- level: child
-- years: 2023-
-- fields: PrevPerm.DATE_PERM, Episodes.DECOM
-- needs: PrevPerm, Episodes.CHILD
-- message: The date of the earlier permanence cannot be read, or is not before the child's first episode. Write it
--   as DD/MM/YYYY, with ZZ for a part that is not known.
with dated as (select "row", CHILD, earliest(DATE_PERM) as day from PrevPerm where DATE_PERM is not null)
select p."row" as "PrevPerm", if(p.day is null, null, j."row") as "Episodes"
from dated p left join Journey j on j.CHILD = p.CHILD and j.DECOM is not null and j.prior_row is null
where coalesce(p.day >= j.DECOM, p.day is null);

-- rule 633
-- severity: error
-- level: row
-- years: 2023-
-- fields: PrevPerm.LA_PERM
-- message: The authority that arranged the earlier permanence is not a known one. Give its three-figure number, or
--   WAL, SCO, NIR or NUK when it was not in England.
select "row" as "PrevPerm" from PrevPerm
where not one_of(LA_PERM, authorities());

-- rule 634
-- severity: error
-- level: child
-- years: 2023-
-- fields: PrevPerm.PREV_PERM, PrevPerm.LA_PERM, PrevPerm.DATE_PERM, Episodes.DECOM
-- needs: Episodes, PrevPerm.PREV_PERM|PrevPerm.LA_PERM|PrevPerm.DATE_PERM
-- message: Earlier permanence is filled in for a child with no episode begun since 1 April 2016, for whom it is not
--   asked. Check the start of care, or take the details out.
select p."row" as "PrevPerm", e."row" as "Episodes"
from PrevPerm p
join Episodes e on e.CHILD = p.CHILD
anti join (select CHILD from Episodes where DECOM >= date '2016-04-01') r on r.CHILD = p.CHILD
where coalesce(p.PREV_PERM, p.LA_PERM, p.DATE_PERM) is not null and e.DECOM is not null;

-- rule 635
-- severity: error
-- level: row
-- years: 2023-
-- fields: PrevPerm.PREV_PERM, PrevPerm.LA_PERM, PrevPerm.DATE_PERM
-- needs: PrevPerm.PREV_PERM, PrevPerm.LA_PERM|PrevPerm.DATE_PERM
-- message: An authority or date of earlier permanence is given without a kind of permanence (P1 to P4). Give the
--   kind, or take the other details out.
select "row" as "PrevPerm" from PrevPerm
where coalesce(LA_PERM, DATE_PERM) is not null and coalesce(PREV_PERM, '') not in ('P1', 'P2', 'P3', 'P4');
