-- Assessments and the factors they found. The faults of factors are those of their assessment.

-- rule 1103
-- severity: error
-- level: child
-- years: 2023-
-- fields: Assessments.AssessmentActualStartDate, CINdetails.CINreferralDate
-- message: An assessment starts before the referral that led to it. Check both dates.
select a."row" as "Assessments", c."row" as "CINdetails"
from Assessments a join CINdetails c using (LAchildID, CINdetailsID)
where a.AssessmentActualStartDate < c.CINreferralDate;

-- rule 8608
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentActualStartDate, Assessments.AssessmentAuthorisationDate
-- message: The assessment was authorised before it started. Check both dates.
select "row" as "Assessments" from Assessments where AssessmentAuthorisationDate < AssessmentActualStartDate;

-- rule 8670Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentActualStartDate
-- needs: Assessments.AssessmentActualStartDate, Assessments.AssessmentAuthorisationDate
-- message: The assessment is not authorised although it began more than 45 working days before the reference date.
--   Check whether it is finished, and give the date.
select "row" as "Assessments" from Assessments
where AssessmentAuthorisationDate_given is null
and AssessmentActualStartDate < working_days_before(reference_date(), 45);

-- rule 8696
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentAuthorisationDate
-- message: The assessment was authorised outside the census year. Check the date; one authorised in another year
--   belongs in that year's census.
select "row" as "Assessments" from Assessments where not in_year(AssessmentAuthorisationDate);

-- rule 8736
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentAuthorisationDate, Assessments.AssessmentActualStartDate
-- message: The assessment is not authorised, and it began outside the census year. Give the date of authorisation, or
--   correct the start.
select "row" as "Assessments" from Assessments
where AssessmentAuthorisationDate_given is null and not in_year(AssessmentActualStartDate);

-- rule 8863Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: Assessments.AssessmentActualStartDate, Assessments.AssessmentAuthorisationDate
-- message: One assessment began while another of the same case was still going on. Check the dates, and whether they
--   are one assessment recorded twice.
select a."row" as "Assessments", b."row" as "Assessments"
from Assessments a join Assessments b using (LAchildID, CINdetailsID)
where b."row" <> a."row" and b.AssessmentActualStartDate between a.AssessmentActualStartDate
    and last_day(a.AssessmentAuthorisationDate, a.AssessmentAuthorisationDate_given);

-- rule 8896
-- severity: error
-- level: child
-- years: 2023-
-- fields: Assessments.AssessmentAuthorisationDate
-- message: The case has more than one assessment that is not authorised. Authorise those that are finished, and take
--   out any recorded twice.
select "row" as "Assessments" from Assessments
where AssessmentAuthorisationDate_given is null and LAchildID is not null
qualify count(*) over (partition by LAchildID, CINdetailsID) > 1;

-- rule 8614
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentAuthorisationDate, Assessments.AssessmentFactors
-- needs: Assessments
-- message: The assessment has factors but is not authorised. Give the date of authorisation; until then no factors are
--   sent.
select a."row" as "Assessments" from Assessments a semi join Factors f on f.assessment = a."row"
where a.AssessmentAuthorisationDate_given is null;

-- rule 8869
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentFactors
-- message: The assessment says that no factors were found (21) and also names one. Take out the one that is not true.
select assessment as "Assessments" from Factors
group by assessment having bool_or(code = '21') and bool_or(code <> '21');

-- rule 8873Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: Assessments.AssessmentFactors, CINdetails.ReasonForClosure
-- message: The case's only assessment found no factors (21), but the reason for closing is not one for a case that ends
--   with its assessment (RC8 or RC9). Check the factors and the reason.
select a."row" as "Assessments", c."row" as "CINdetails"
from Assessments a join CINdetails c using (LAchildID, CINdetailsID)
semi join Factors f on f.assessment = a."row" and f.code = '21'
anti join Assessments o
    on o.LAchildID = a.LAchildID and o.CINdetailsID = a.CINdetailsID and o."row" <> a."row"
where c.ReasonForClosure not in ('RC8', 'RC9');

-- rule 8897Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentAuthorisationDate, Assessments.AssessmentFactors
-- message: The assessment was authorised this year but names no factor of the list. Say what was found; 21 if nothing.
select a."row" as "Assessments" from Assessments a
anti join Factors f on f.assessment = a."row" and is_factor(f.code)
where in_year(a.AssessmentAuthorisationDate);

-- rule 8898
-- severity: error
-- level: row
-- years: 2023-
-- fields: Assessments.AssessmentFactors
-- message: The assessment names the same factor twice. Name it once.
select assessment as "Assessments" from Factors group by assessment, code having count(*) > 1;

-- rule 8945Q
-- severity: query
-- level: row
-- years: 2025-
-- fields: Assessments.AssessmentFactors
-- message: Factor 18A is no longer used. Say who did the physical abuse: 18B a child, 18C an adult.
select assessment as "Assessments" from Factors where code = '18A';

-- rule 8950Q
-- severity: query
-- level: row
-- years: 2025-
-- fields: Assessments.AssessmentFactors
-- message: Factor 19A is no longer used. Say who did the sexual abuse: 19B a child, 19C an adult.
select assessment as "Assessments" from Factors where code = '19A';
