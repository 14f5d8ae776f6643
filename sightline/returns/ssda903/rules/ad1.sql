-- Children adopted in the year.

-- rule 112
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.DATE_INT
-- message: The date of the decision that the child should be placed for adoption is not a day of the calendar.
select "row" as "AD1" from AD1 where unreadable(DATE_INT_given, DATE_INT);

-- rule 113
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.DATE_MATCH
-- message: The date on which the child was matched with adopters is not a day of the calendar.
select "row" as "AD1" from AD1 where unreadable(DATE_MATCH_given, DATE_MATCH);

-- rule 114
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.FOSTER_CARE
-- message: Whether the child was adopted by a foster carer must be 0 or 1.
select "row" as "AD1" from AD1 where FOSTER_CARE not in ('0', '1');

-- rule 134
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_INT, AD1.DATE_MATCH, AD1.FOSTER_CARE, AD1.NB_ADOPTR, AD1.SEX_ADOPTR, AD1.LS_ADOPTR, OC3.IN_TOUCH,
--   OC3.ACTIV, OC3.ACCOM
-- needs: AD1.DATE_INT|AD1.DATE_MATCH|AD1.FOSTER_CARE|AD1.NB_ADOPTR|AD1.SEX_ADOPTR|AD1.LS_ADOPTR, OC3.IN_TOUCH|
--   OC3.ACTIV|OC3.ACCOM
-- message: The child has entries both about adoption and about leaving care. Only one of the two can be right.
select a."row" as "AD1" from AD1 a semi join (
    select CHILD from OC3 where coalesce(IN_TOUCH, ACTIV, ACCOM) is not null
) o using (CHILD)
where coalesce(DATE_INT_given, DATE_MATCH_given, FOSTER_CARE, NB_ADOPTR, SEX_ADOPTR, LS_ADOPTR) is not null;

-- rule 151
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.DATE_INT, AD1.DATE_MATCH, AD1.FOSTER_CARE, AD1.NB_ADOPTR, AD1.SEX_ADOPTR, AD1.LS_ADOPTR
-- message: Some of the six entries about the adoption are filled and some are empty. All six are needed.
select "row" as "AD1" from AD1
where coalesce(DATE_INT_given, DATE_MATCH_given, FOSTER_CARE, NB_ADOPTR, SEX_ADOPTR, LS_ADOPTR) is not null
    and (DATE_INT_given is null or DATE_MATCH_given is null or FOSTER_CARE is null or NB_ADOPTR is null
        or SEX_ADOPTR is null or LS_ADOPTR is null);

-- rule 175
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.NB_ADOPTR
-- message: The number of adopters must be 1 or 2.
select "row" as "AD1" from AD1 where NB_ADOPTR not in ('1', '2');

-- rule 176
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.SEX_ADOPTR
-- message: The sex of the adopters is not one of the listed codes: M1, F1, MM, FF or MF.
select "row" as "AD1" from AD1 where SEX_ADOPTR not in ('M1', 'F1', 'MM', 'FF', 'MF');

-- rule 177
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.LS_ADOPTR
-- message: The legal status of the adopters is not one of the listed codes: L0, L11, L12, L2, L3 or L4.
select "row" as "AD1" from AD1 where LS_ADOPTR not in ('L0', 'L11', 'L12', 'L2', 'L3', 'L4');

-- rule 331
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_MATCH, Episodes.DECOM, Episodes.REC
-- message: The child was matched with adopters after being placed with them. Check the date of the match and the
--   start of the placement.
with placed as (
    -- With the same carer (L, T, U) an adoptive placement goes on; any other reason begins one anew.
    select CHILD, "row", REC,
        max(if(coalesce(RNE in ('L', 'T', 'U'), false) and placed_to_adopt(prior_PLACE), null, DECOM)) over (
            partition by CHILD order by number rows unbounded preceding
        ) as began
    from Journey
    where DECOM is not null and CHILD in (select CHILD from AD1 where DATE_MATCH is not null)
)
select a."row" as "AD1", p."row" as "Episodes" from placed p join AD1 a using (CHILD)
where adopted(p.REC) and a.DATE_MATCH > p.began;

-- rule 333
-- severity: error
-- level: row
-- years: 2023-
-- fields: AD1.DATE_INT, AD1.DATE_MATCH
-- message: A match with adopters needs an earlier decision, or one on the same day, that the child should be placed.
--   The decision is missing or comes after the match.
select "row" as "AD1" from AD1
where DATE_INT > DATE_MATCH or (DATE_MATCH_given is not null and DATE_INT_given is null);

-- rule 334
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.DATE_INT, Episodes.DECOM, Episodes.RNE
-- message: The decision that the child should be placed for adoption was made before the latest period of care began.
select a."row" as "AD1", e.started as "Episodes" from AD1 a join (
    select CHILD, max(DECOM) as DECOM, arg_max("row", DECOM) as started
    from Episodes where RNE = 'S' and DECOM is not null group by CHILD
) e using (CHILD)
where a.DATE_INT < e.DECOM;

-- rule 335
-- severity: error
-- level: child
-- years: 2023-
-- fields: AD1.FOSTER_CARE, Episodes.PLACE, Episodes.REC
-- message: Whether the child was adopted by their foster carer does not agree with the last placement.
select a."row" as "AD1", e."row" as "Episodes" from AD1 a join Episodes e using (CHILD)
where e.REC in ('E1', 'E11', 'E12')
    and ((e.PLACE in ('A2', 'A3', 'A5') and a.FOSTER_CARE = '0')
        or (e.PLACE in ('A1', 'A4', 'A6') and a.FOSTER_CARE = '1'));

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
