-- rule 511
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.NB_ADOPTR
-- message: There are two adopters, but their sexes are not those of a couple (MM, FF or MF). Check both entries.
select "row" as "AD1" from AD1 where NB_ADOPTR = '2' and SEX_ADOPTR not in ('MM', 'FF', 'MF');

-- rule 514
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: A single adopter (L0) must have the sex M1 or F1. Check the adopter's legal status and sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L0' and coalesce(SEX_ADOPTR, '') not in ('M1', 'F1');

-- rule 517
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: An unmarried couple of different sex (L3) must have the sexes MF. Check the adopters' legal status and sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L3' and SEX_ADOPTR is distinct from 'MF';

-- rule 518
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: An unmarried couple of the same sex (L4) must have the sexes MM or FF. Check the adopters' legal status
--   and sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L4' and coalesce(SEX_ADOPTR, '') not in ('MM', 'FF');

-- rule 519
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: Civil partners (L2) must have the sexes MM, FF or MF. Check the adopters' legal status and sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L2' and coalesce(SEX_ADOPTR, '') not in ('MM', 'FF', 'MF');

-- rule 520
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: A married couple of different sex (L11) must have the sexes MF. Check the adopters' legal status and sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L11' and SEX_ADOPTR is distinct from 'MF';

-- rule 524
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: A married couple of the same sex (L12) must have the sexes MM or FF. Check the adopters' legal status and
--   sex.
select "row" as "AD1" from AD1 where LS_ADOPTR = 'L12' and coalesce(SEX_ADOPTR, '') not in ('MM', 'FF');

-- rule 521
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_INT, Episodes.DECOM, Episodes.PLACE
-- message: The decision that adoption is in the child's interest is dated after the adoptive placement began. Check
--   the decision date and the start of the placement.
select a."row" as "AD1", e."row" as "Episodes"
from AD1 a join Episodes e on e.CHILD = a.CHILD and e.DECOM < a.DATE_INT
where placed_to_adopt(e.PLACE);

-- rule 582
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_MATCH, Episodes.DEC, Episodes.REC
-- message: The child is shown as adopted on the very day of being matched with the adopters. Check the date of the
--   match and the date of the adoption order.
select a."row" as "AD1", e."row" as "Episodes"
from AD1 a join Episodes e on e.CHILD = a.CHILD and e.DEC = a.DATE_MATCH
where adopted(e.REC);

-- rule 601
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_INT, AD1.DATE_MATCH, AD1.FOSTER_CARE, AD1.NB_ADOPTR, AD1.SEX_ADOPTR, AD1.LS_ADOPTR, Episodes.REC
-- needs: AD1, Episodes.REC, Episodes.DEC
-- message: The child was adopted this year but the adoption details are missing or incomplete. Give both dates, and
--   the adopters' number, sex, legal status and whether they were the child's foster carers.
select a."row" as "AD1", e."row" as "Episodes"
from Episodes e left join AD1 a on a.CHILD = e.CHILD
where e.REC in ('E11', 'E12') and in_year(e.DEC)
    and (a.DATE_INT_given is null or a.DATE_MATCH_given is null or a.FOSTER_CARE is null or a.NB_ADOPTR is null
        or a.SEX_ADOPTR is null or a.LS_ADOPTR is null);

-- rule 602
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.CHILD, Episodes.DEC, Episodes.REC
-- message: There are adoption details for a child whose care did not end in adoption this year. Check how and when
--   care ended, or take the adoption details out.
select a."row" as "AD1"
from Adoption a
anti join (select CHILD from Episodes where REC in ('E11', 'E12') and in_year(DEC)) e on e.CHILD = a.CHILD;
