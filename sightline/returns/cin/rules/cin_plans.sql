-- Child in need plans.

-- rule 4000
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.LAchildID, CINdetails.ReferralNFA
-- message: The referral is said to have led to no further action, but the case has a child in need plan. Correct the
--   referral's outcome, or move the plan to the case it belongs to.
select n."row" as "CINplanDates", c."row" as "CINdetails"
from CINplanDates n join CINdetails c using (LAchildID, CINdetailsID) where c.ReferralNFA = '1';

-- rule 4001
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanEndDate, ChildProtectionPlans.CPPendDate
-- message: The child has an open child in need plan and an open protection plan. End the child in need plan on the day
--   the protection plan began, or give the day the protection plan ended.
select n."row" as "CINplanDates", p."row" as "ChildProtectionPlans"
from CINplanDates n join ChildProtectionPlans p using (LAchildID, CINdetailsID)
where n.CINPlanEndDate_given is null and p.CPPendDate_given is null;

-- rule 4004
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanEndDate
-- message: The case has more than one open child in need plan. End those that are over.
select "row" as "CINplanDates" from CINplanDates where CINPlanEndDate_given is null and LAchildID is not null
qualify count(*) over (partition by LAchildID, CINdetailsID) > 1;

-- rule 4008
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.PersonDeathDate, CINplanDates.CINPlanStartDate
-- message: A child in need plan starts after the child's death. Check both dates.
select i."row" as "ChildIdentifiers", n."row" as "CINplanDates"
from ChildIdentifiers i join CINplanDates n using (LAchildID)
where n.CINPlanStartDate > i.PersonDeathDate;

-- rule 4009Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.PersonDeathDate, CINplanDates.CINPlanEndDate
-- message: A child in need plan ends after the child's death. Check both dates.
select i."row" as "ChildIdentifiers", n."row" as "CINplanDates"
from ChildIdentifiers i join CINplanDates n using (LAchildID)
where n.CINPlanEndDate > i.PersonDeathDate;

-- rule 4010
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate
-- message: The child in need plan has no start date, or one after the reference date. Find the day it started.
select "row" as "CINplanDates" from CINplanDates where CINPlanStartDate is null or CINPlanStartDate > reference_date();

-- rule 4011
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINplanDates.CINPlanEndDate, CINplanDates.CINPlanStartDate
-- message: The child in need plan ends before it starts. Check both dates.
select "row" as "CINplanDates" from CINplanDates where CINPlanEndDate < CINPlanStartDate;

-- rule 4012Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate, CINplanDates.CINPlanEndDate
-- message: The child in need plan starts and ends on one day. Check both dates, and whether there was a plan at all.
select "row" as "CINplanDates" from CINplanDates where CINPlanEndDate = CINPlanStartDate;

-- rule 4013
-- severity: error
-- level: row
-- years: 2023-
-- fields: CINplanDates.CINPlanEndDate
-- message: The child in need plan ended outside the census year. Check the date; a plan that ended earlier does not
--   belong in this census, and one that ended later is still open in it.
select "row" as "CINplanDates" from CINplanDates where not in_year(CINPlanEndDate);

-- rule 4014
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate, CINplanDates.CINPlanEndDate
-- message: Two child in need plans of the case overlap: one starts before the other has ended, or on the same day.
--   Check their dates.
select a."row" as "CINplanDates", b."row" as "CINplanDates"
from CINplanDates a join CINplanDates b using (LAchildID, CINdetailsID)
where b."row" <> a."row"
and b.CINPlanStartDate between a.CINPlanStartDate and last_day(a.CINPlanEndDate, a.CINPlanEndDate_given);

-- rule 4015
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate, CINdetails.CINreferralDate
-- message: A child in need plan starts before the referral of its case. Check both dates.
select n."row" as "CINplanDates", c."row" as "CINdetails"
from CINplanDates n join CINdetails c using (LAchildID, CINdetailsID) where n.CINPlanStartDate < c.CINreferralDate;

-- rule 4016
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate, ChildProtectionPlans.CPPstartDate, ChildProtectionPlans.CPPendDate
-- message: A child in need plan starts while the child is on a protection plan. It may start on the day the protection
--   plan ends, not before.
select n."row" as "CINplanDates", p."row" as "ChildProtectionPlans"
from CINplanDates n join ChildProtectionPlans p using (LAchildID)
where n.CINPlanStartDate >= p.CPPstartDate and (p.CPPendDate_given is null or n.CINPlanStartDate < p.CPPendDate);

-- rule 4017
-- severity: error
-- level: child
-- years: 2023-
-- fields: CINplanDates.CINPlanStartDate, CINplanDates.CINPlanEndDate, ChildProtectionPlans.CPPstartDate
-- message: A protection plan starts while the child is on a child in need plan. End the child in need plan on the day
--   the protection plan starts.
select n."row" as "CINplanDates", p."row" as "ChildProtectionPlans"
from CINplanDates n join ChildProtectionPlans p using (LAchildID)
where p.CPPstartDate >= n.CINPlanStartDate and (n.CINPlanEndDate_given is null or p.CPPstartDate < n.CINPlanEndDate);
