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
