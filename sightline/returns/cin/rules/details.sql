-- The episode: referral, need, closure, and what hangs on how it began and ended.

-- rule 8600
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.CINreferralDate
-- message: The referral has no date, or one after the reference date. Find the date on which it was received.
select "row" as "CINdetails" from CINdetails where CINreferralDate is null or CINreferralDate > reference_date();

-- rule 8606
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINreferralDate, ChildIdentifiers.PersonBirthDate, ChildIdentifiers.ExpectedPersonBirthDate
-- needs: CINdetails, ChildIdentifiers.PersonBirthDate|ChildIdentifiers.ExpectedPersonBirthDate
-- message: The referral is more than 280 days before the child's birth or expected birth, before there was a child to
--   refer. Check the dates.
select c."row" as "CINdetails", i."row" as "ChildIdentifiers"
from CINdetails c join ChildIdentifiers i using (LAchildID)
where c.CINreferralDate < coalesce(i.PersonBirthDate, i.ExpectedPersonBirthDate) - 280;

-- rule 8555Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: CINdetails.CINreferralDate, ChildIdentifiers.PersonDeathDate
-- message: The referral is dated after the child's death. Check both dates.
select c."row" as "CINdetails", i."row" as "ChildIdentifiers"
from CINdetails c join ChildIdentifiers i using (LAchildID)
where c.CINreferralDate > i.PersonDeathDate;

-- rule 8866
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.CINreferralDate, CINdetails.ReferralSource
-- message: The source of the referral is missing or is not a code of the list. Say who made the referral.
select "row" as "CINdetails" from CINdetails
where CINreferralDate >= date '2013-04-01' and not coalesce(is_referral_source(ReferralSource), false);

-- rule 8568
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.ReferralNFA
-- message: The return does not say whether the referral led to no further action. Give 1 if it did, 0 if it went on.
select "row" as "CINdetails" from CINdetails where not coalesce(ReferralNFA in ('0', '1'), false);

-- rule 8569Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: CINdetails.CINreferralDate
-- needs: CINdetails.CINreferralDate, CINdetails.ReferralNFA
-- message: A referral that led to no further action was made more than one working day before the census year. Check
--   its date; it belongs in the census of its own year.
select "row" as "CINdetails" from CINdetails
where ReferralNFA = '1' and CINreferralDate < working_days_before(opens(), 1);

-- rule 8610
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.PrimaryNeedCode, CINdetails.ReferralNFA
-- message: The referral went on, but the child's primary need is missing. Say what it is; N0 if it is not stated.
select "row" as "CINdetails" from CINdetails where ReferralNFA = '0' and PrimaryNeedCode is null;

-- rule 8650
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.PrimaryNeedCode
-- message: The primary need is not a code of the list, N0 to N9.
select "row" as "CINdetails" from CINdetails where not regexp_full_match(PrimaryNeedCode, 'N[0-9]');

-- rule 8620
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.CINclosureDate
-- message: The case was closed outside the census year. Check the date; a case closed earlier does not belong in this
--   census, and one closed later is still open in it.
select "row" as "CINdetails" from CINdetails where not in_year(CINclosureDate);

-- rule 8630
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.CINreferralDate, CINdetails.CINclosureDate
-- message: The case was closed before it was referred. Check both dates.
select "row" as "CINdetails" from CINdetails where CINclosureDate < CINreferralDate;

-- rule 8640
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.ReasonForClosure
-- message: The reason for closing the case is not a code of the list, RC1 to RC9.
select "row" as "CINdetails" from CINdetails where not regexp_full_match(ReasonForClosure, 'RC[1-9]');

-- rule 8805
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.CINclosureDate, CINdetails.ReasonForClosure
-- message: The case has a closure date but no reason. Say why it was closed.
select "row" as "CINdetails" from CINdetails where CINclosureDate_given is not null and ReasonForClosure is null;

-- rule 8810
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINdetails.ReasonForClosure, CINdetails.CINclosureDate
-- message: The case has a reason for closing but no closure date. Give the date, or take out the reason if it is open.
select "row" as "CINdetails" from CINdetails where ReasonForClosure is not null and CINclosureDate_given is null;

-- rule 8585Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: CINdetails.ReasonForClosure, ChildIdentifiers.PersonDeathDate
-- message: The case was closed because the child died, but there is no date of death. Check the reason, or give the
--   date.
select c."row" as "CINdetails", i."row" as "ChildIdentifiers"
from CINdetails c join ChildIdentifiers i using (LAchildID)
where c.ReasonForClosure = 'RC2' and i.PersonDeathDate_given is null;

-- rule 8815
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINclosureDate, CINdetails.ReferralNFA
-- message: The child has more than one open case. Close all but the one that goes on.
select "row" as "CINdetails" from CINdetails
where CINclosureDate_given is null and ReferralNFA = '0' and LAchildID is not null
qualify count(*) over (partition by LAchildID) > 1;

-- rule 8816
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINreferralDate, CINdetails.ReferralNFA
-- needs: CINdetails.CINreferralDate, CINdetails.ReferralNFA, CINdetails.CINclosureDate
-- message: The case is still open although the child has a later referral. Close it, or correct the referral dates.
select c."row" as "CINdetails" from CINdetails c
semi join CINdetails o on o.LAchildID = c.LAchildID and o.CINreferralDate > c.CINreferralDate
where c.CINclosureDate_given is null and c.ReferralNFA = '0';

-- rule 8820
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINreferralDate, CINdetails.CINclosureDate
-- message: Two cases of this child overlap: one began while the other was open. Check when the first was closed and
--   the second referred.
select a."row" as "CINdetails", b."row" as "CINdetails"
from CINdetails a join CINdetails b using (LAchildID)
where b."row" <> a."row" and (a.CINclosureDate_given is not null or a.ReferralNFA = '0')
and b.CINreferralDate >= a.CINreferralDate
and b.CINreferralDate < last_day(a.CINclosureDate, a.CINclosureDate_given);

-- rule 8825Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: CINdetails.ReasonForClosure
-- needs: CINdetails, Assessments
-- message: The case was closed after assessment (RC8 or RC9) but holds no assessment. Add it, or correct the reason.
select c."row" as "CINdetails" from CINdetails c anti join Assessments a using (LAchildID, CINdetailsID)
where c.ReasonForClosure in ('RC8', 'RC9');

-- rule 2990
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.ReasonForClosure, CINdetails.DateOfInitialCPC, Section47.S47ActualStartDate,
--   ChildProtectionPlans.CPPstartDate, CINplanDates.CINPlanStartDate
-- needs: CINdetails.ReasonForClosure
-- message: The case was closed after assessment (RC8 or RC9), yet it went further: it has an enquiry, a conference, a
--   child in need plan or a protection plan. Correct the reason, or take out what belongs to another case.
with closed as materialized (select * from CINdetails where ReasonForClosure in ('RC8', 'RC9'))
select "row" as "CINdetails" from closed where DateOfInitialCPC_given is not null
union all by name
select c."row" as "CINdetails", s."row" as "Section47"
from closed c join Section47 s using (LAchildID, CINdetailsID)
union all by name
select c."row" as "CINdetails", p."row" as "ChildProtectionPlans"
from closed c join ChildProtectionPlans p using (LAchildID, CINdetailsID)
union all by name
select c."row" as "CINdetails", n."row" as "CINplanDates"
from closed c join CINplanDates n using (LAchildID, CINdetailsID);

-- rule 2991Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: Section47.LAchildID
-- needs: Section47, Assessments
-- message: The case has a section 47 enquiry but no assessment. Check that the assessment is recorded in this case.
select s."row" as "Section47" from Section47 s anti join Assessments a using (LAchildID, CINdetailsID);

-- rule 8565
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINclosureDate, CINdetails.DateOfInitialCPC, Assessments.AssessmentActualStartDate,
--   Assessments.AssessmentAuthorisationDate, Section47.S47ActualStartDate, Section47.DateOfInitialCPC,
--   ChildProtectionPlans.CPPendDate, CINplanDates.CINPlanStartDate, CINplanDates.CINPlanEndDate
-- needs: CINdetails.CINclosureDate
-- message: Something in this case is dated after the case was closed. Check that date, and the closure date.
with closed as materialized (select * from CINdetails where CINclosureDate is not null)
select "row" as "CINdetails" from closed where DateOfInitialCPC > CINclosureDate
union all by name
select c."row" as "CINdetails", a."row" as "Assessments"
from closed c join Assessments a using (LAchildID, CINdetailsID)
where greatest(a.AssessmentActualStartDate, a.AssessmentAuthorisationDate) > c.CINclosureDate
union all by name
select c."row" as "CINdetails", s."row" as "Section47"
from closed c join Section47 s using (LAchildID, CINdetailsID)
where greatest(s.S47ActualStartDate, s.DateOfInitialCPC) > c.CINclosureDate
union all by name
select c."row" as "CINdetails", p."row" as "ChildProtectionPlans"
from closed c join ChildProtectionPlans p using (LAchildID, CINdetailsID) where p.CPPendDate > c.CINclosureDate
union all by name
select c."row" as "CINdetails", n."row" as "CINplanDates"
from closed c join CINplanDates n using (LAchildID, CINdetailsID)
where greatest(n.CINPlanStartDate, n.CINPlanEndDate) > c.CINclosureDate;

-- rule 8831
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.ReferralNFA, CINdetails.DateOfInitialCPC, Assessments.AssessmentActualStartDate,
--   Assessments.AssessmentAuthorisationDate, Section47.S47ActualStartDate, Section47.DateOfInitialCPC
-- needs: CINdetails.ReferralNFA
-- message: The referral is said to have led to no further action, but an assessment, an enquiry or a conference
--   followed. Correct the referral's outcome, or move what followed to the case it belongs to.
with ended as materialized (select * from CINdetails where ReferralNFA = '1')
select "row" as "CINdetails" from ended where DateOfInitialCPC_given is not null
union all by name
select c."row" as "CINdetails", a."row" as "Assessments"
from ended c join Assessments a using (LAchildID, CINdetailsID)
where a.AssessmentActualStartDate_given is not null or a.AssessmentAuthorisationDate_given is not null
union all by name
select c."row" as "CINdetails", s."row" as "Section47"
from ended c join Section47 s using (LAchildID, CINdetailsID)
where s.S47ActualStartDate_given is not null or s.DateOfInitialCPC_given is not null;

-- rule 8867
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINclosureDate, Assessments.AssessmentAuthorisationDate
-- message: The case is closed but an assessment in it was never authorised. Give the date of authorisation.
select c."row" as "CINdetails", a."row" as "Assessments"
from CINdetails c join Assessments a using (LAchildID, CINdetailsID)
where c.CINclosureDate_given is not null and a.AssessmentAuthorisationDate_given is null;

-- rule 8868
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINdetails.CINclosureDate, Section47.DateOfInitialCPC, Section47.ICPCnotRequired
-- message: The case is closed but an enquiry in it has neither a conference date nor a note that no conference was
--   needed. Give one of the two.
select c."row" as "CINdetails", s."row" as "Section47"
from CINdetails c join Section47 s using (LAchildID, CINdetailsID)
where c.CINclosureDate_given is not null and s.DateOfInitialCPC_given is null
and s.ICPCnotRequired is distinct from '1';
