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

-- rule 1000
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.CHILD, OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, Episodes.REC, Episodes_last.REC
-- needs: OC3.CHILD, Episodes.CHILD
-- message: The child died while looked after, so care leaver details do not belong. Take them out, or check the reason
--   that care ended.
select "row" as "OC3" from OC3
where CHILD in (select CHILD from Episodes where REC = 'E2' union all select CHILD from Episodes_last where REC = 'E2');

-- rule 1001
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, OC3.DOB, Episodes.DECOM, Episodes.LS, Episodes_last.DECOM
-- needs: OC3.DOB, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes.DECOM
-- message: The young person does not count as a care leaver: adopted, or less than 13 weeks in care since the 14th
--   birthday, or none of it at 16 or over (short breaks are left out). Check the episodes, or take the details out.
with leaver as (
    select "row", CHILD, DOB, birthday(DOB, 14) as at_14
    from CareLeaver where not reached(DOB, 20, closes())
), spell as (
    select CHILD, DECOM, coalesce(DEC, closes()) as DEC, RNE, short_break(LS) as short, REC
    from Episodes where DECOM is not null
    union all
    select l.CHILD, l.DECOM, coalesce(l.DEC, opens()), l.RNE, short_break(l.LS), l.REC
    from Episodes_last l anti join Episodes e on e.CHILD = l.CHILD and e.DECOM = l.DECOM
    where l.DECOM is not null
)
select o."row" as "OC3"
from leaver o join spell s on s.CHILD = o.CHILD
group by o."row"
having bool_or(adopted(s.REC)) or (
    -- Care that had begun before the two years in hand cannot be judged by them.
    arg_min(s.RNE, s.DECOM) = 'S' and (
        sum(if(s.short, 0, greatest(s.DEC - greatest(s.DECOM, o.at_14), 0))) < 13 * 7
        or not bool_or(not s.short and reached(o.DOB, 16, s.DEC))
    )
);

-- rule 1002
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.CHILD, OC3.DOB, Episodes.CHILD, Episodes_last.CHILD
-- needs: OC3.CHILD, Episodes, Episodes_last
-- message: There are care leaver details, but no episode of care this year or last, though the 16th birthday was in
--   those years. Check the child's identifier in both years' returns.
select o."row" as "OC3"
from OC3 o anti join Episodes e on e.CHILD = o.CHILD anti join Episodes_last l on l.CHILD = o.CHILD
-- Who was 16 before last year may have left care before it too, so two years' returns cannot tell.
where not coalesce(reached(o.DOB, 16, opens() - to_years(1)), false);

-- rule 1007
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, OC3.DOB, Episodes.DEC
-- needs: OC3.DOB, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes.DEC, Episodes.DECOM
-- message: The young person turned 17 or 18 this year and was still looked after, so care leaver details are not asked.
--   Take them out, or check the end of care.
select o."row" as "OC3"
from CareLeaver o join Journey j on j.CHILD = o.CHILD and j.DECOM is not null and j.next_DECOM is null
where reached(o.DOB, 17, closes()) and not reached(o.DOB, 19, closes())
    and (j.DEC_given is null or reached(o.DOB, if(reached(o.DOB, 18, closes()), 18, 17), j.DEC - 1));

-- rule 1010
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, Episodes.CHILD, Episodes_last.DEC
-- needs: OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes, Episodes_last.DEC, Episodes_last.DECOM
-- message: Last year's return left the young person in care and this year's has care leaver details but no episode.
--   Give the episode again, with the end of care.
select o."row" as "OC3"
from CareLeaver o
semi join (select CHILD from Episodes_last where DECOM is not null and DEC_given is null) l on l.CHILD = o.CHILD
anti join Episodes e on e.CHILD = o.CHILD;

-- rule 1011
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, Episodes.REC
-- needs: OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes.REC, Episodes.DECOM
-- message: Another authority took over the care of this child (E3) and reports on it, so care leaver details do not
--   belong. Take them out, or check the reason that care ended.
select o."row" as "OC3"
from CareLeaver o join Journey j on j.CHILD = o.CHILD and j.DECOM is not null and j.next_DECOM is null
where j.REC = 'E3';

-- rule 1014
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.DUC, OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, Episodes.CHILD
-- needs: UASC, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes
-- message: The young person has only care leaver details this year, so the details of an unaccompanied child seeking
--   asylum do not belong. Take them out, or add the episodes.
select u."row" as "UASC", o."row" as "OC3"
from CareLeaver o join UASC u on u.CHILD = o.CHILD anti join Episodes e on e.CHILD = o.CHILD;

-- rule 1016
-- severity: error
-- level: child
-- years: 2024-
-- fields: OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM, OC3.DOB, Episodes.DEC
-- needs: OC3.DOB, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM, Episodes
-- message: The young person turned 17 or 18 this year and left care after that day, so care leaver details are not
--   asked. Take them out, or check the end of care.
select o."row" as "OC3"
from CareLeaver o join Episodes e on e.CHILD = o.CHILD
where reached(o.DOB, 17, closes()) and not reached(o.DOB, 19, closes())
    and reached(o.DOB, if(reached(o.DOB, 18, closes()), 18, 17), e.DEC) and e.REC is distinct from 'X1';

-- rule 3001
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC3.ACCOM, OC3.DOB, Header.DOB
-- needs: OC3.ACCOM, OC3.DOB|Header.DOB
-- message: Living with former foster carers (Z1 or Z2) is given in the year of the 17th birthday, when the young person
--   could not yet have stayed put. Check the date of birth and the accommodation.
select o."row" as "OC3" from OC3 o left join Child c on c.CHILD = o.CHILD
where o.ACCOM in ('Z1', 'Z2')
    and reached(coalesce(c.DOB, o.DOB), 17, closes()) and not reached(coalesce(c.DOB, o.DOB), 17, opens() - 1);
