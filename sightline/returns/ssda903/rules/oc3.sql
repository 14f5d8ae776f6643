-- Care leavers: whether the authority is in touch, what they do and where they live.

-- rule 131
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.IN_TOUCH
-- message: Whether the authority is in touch with the care leaver is not one of the listed codes.
select "row" as "OC3" from OC3 where IN_TOUCH not in ('YES', 'NO', 'DIED', 'REFU', 'NREQ', 'RHOM');

-- rule 132
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.ACTIV
-- message: What the care leaver does is not one of the listed codes. Where it does not apply the code is 0.
select "row" as "OC3" from OC3
where ACTIV not in ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5', 'G4', 'G5', 'G6', '0');

-- rule 133
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.ACCOM
-- message: Where the care leaver lives is not one of the listed codes: a letter with 1 (suitable) or 2 (unsuitable),
--   or 0 where it does not apply.
select "row" as "OC3" from OC3
where ACCOM not in (
    'B1', 'B2', 'C1', 'C2', 'D1', 'D2', 'E1', 'E2', 'G1', 'G2', 'H1', 'H2', 'K1', 'K2', 'R1', 'R2', 'S2', 'T1', 'T2',
    'U1', 'U2', 'V1', 'V2', 'W1', 'W2', 'X2', 'Y1', 'Y2', 'Z1', 'Z2', '0');

-- rule 153
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM
-- message: Some of the three entries about a care leaver are filled and some are empty. All three are needed.
select "row" as "OC3" from OC3
where coalesce(IN_TOUCH, ACTIV, ACCOM) is not null and (IN_TOUCH is null or ACTIV is null or ACCOM is null);

-- rule 187
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, AD1.DATE_INT, AD1.DATE_MATCH, AD1.FOSTER_CARE, AD1.NB_ADOPTR,
--   AD1.SEX_ADOPTR, AD1.LS_ADOPTR, Episodes.DECOM
-- needs: Episodes.DECOM, Episodes.DEC
-- message: A child looked after for all of the year has entries about adoption or about leaving care. Check whether
--   the care has ended.
with leaving as (
    select CHILD, "row" as oc3, null::integer as ad1 from OC3 where coalesce(IN_TOUCH, ACTIV, ACCOM) is not null
    union all
    select CHILD, null, "row" from AD1
    where coalesce(DATE_INT_given, DATE_MATCH_given, FOSTER_CARE, NB_ADOPTR, SEX_ADOPTR, LS_ADOPTR) is not null
)
select oc3 as "OC3", ad1 as "AD1" from leaving semi join YearInCare using (CHILD);

-- rule 344
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM
-- message: A care leaver who died or returned home has something other than 0 for what they do or where they live.
select "row" as "OC3" from OC3
where IN_TOUCH in ('DIED', 'RHOM') and (ACTIV is distinct from '0' or ACCOM is distinct from '0');

-- rule 345
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM
-- needs: OC3.IN_TOUCH, OC3.ACTIV|OC3.ACCOM
-- message: The authority is in touch with the care leaver, so what they do and where they live should be known. 0
--   says that it does not apply.
select "row" as "OC3" from OC3 where IN_TOUCH = 'YES' and (ACTIV = '0' or ACCOM = '0');

-- rule 347
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.ACCOM, OC3.DOB
-- message: A care leaver who is not 18 by the end of the year is said to live in a foyer. Check the date of birth and
--   the accommodation.
select "row" as "OC3" from OC3 where ACCOM in ('T1', 'T2') and birthday(DOB, 18) > closes();

-- rule 348
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3_last.IN_TOUCH
-- needs: OC3, OC3_last
-- message: Last year's return said that this care leaver had died, and this year's says otherwise. Check both.
select o."row" as "OC3" from OC3 o join OC3_last l using (CHILD)
where l.IN_TOUCH = 'DIED' and o.IN_TOUCH <> 'DIED';

-- rule 391
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC3.DOB, OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM
-- needs: OC3.DOB, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM
-- message: Entries about leaving care are given for someone who is not 17 by the end of the year.
select "row" as "OC3" from OC3
where birthday(DOB, 17) > closes() and coalesce(IN_TOUCH, ACTIV, ACCOM) is not null;
