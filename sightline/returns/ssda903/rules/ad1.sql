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
