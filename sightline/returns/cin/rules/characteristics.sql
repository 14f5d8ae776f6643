-- Ethnicity and disability.

-- rule 4220
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildCharacteristics.Ethnicity
-- message: The child's ethnicity is missing or is not a code of the list. Ask the family; REFU and NOBT are for when
--   they would not say or have not been asked yet.
select "row" as "ChildCharacteristics" from ChildCharacteristics where not coalesce(is_ethnicity(Ethnicity), false);

-- rule 8540
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.PersonBirthDate, CINdetails.ReferralNFA, Disabilities.Disability
-- message: A referral of this child went on, so the return must say what disabilities the child has, with codes of the
--   list; NONE when there are none.
select d."row" as "Disabilities", i."row" as "ChildIdentifiers", c."row" as "CINdetails"
from CINdetails c
join ChildIdentifiers i using (LAchildID)
left join Disabilities d using (LAchildID)
where c.ReferralNFA = '0' and i.PersonBirthDate_given is not null and not coalesce(is_disability(d.Disability), false);

-- rule 8790
-- severity: error
-- level: child
-- years: 2023-
-- fields: Disabilities.Disability
-- message: The child has NONE and another disability. Take out the one that is not true.
select "row" as "Disabilities" from Disabilities where LAchildID is not null
window child as (partition by LAchildID)
qualify bool_or(Disability = 'NONE') over child and bool_or(Disability <> 'NONE') over child;

-- rule 8794
-- severity: error
-- level: child
-- years: 2023-
-- fields: Disabilities.Disability
-- message: The same disability is given twice for this child. Give it once.
select "row" as "Disabilities" from Disabilities where LAchildID is not null and Disability is not null
qualify count(*) over (partition by LAchildID, Disability) > 1;

-- rule 2887Q
-- severity: query
-- level: return
-- years: 2023-
-- fields: Disabilities.Disability
-- message: The whole return uses 7 or fewer of the disability codes, NONE left out. Check that the export takes every
--   disability over under its own code.
select 1 as "Return" from Disabilities having count(distinct Disability) filter (where Disability <> 'NONE') <= 7;

-- rule 2888Q
-- severity: query
-- level: return
-- years: 2023-
-- fields: Disabilities.Disability
-- message: No child in the return has more than one disability. Check that the export takes over all of a child's
--   disabilities and not only the first.
select 1 as "Return" where not exists (
    select LAchildID from Disabilities where Disability <> 'NONE' and LAchildID is not null
    group by LAchildID having count(distinct Disability) > 1
);
