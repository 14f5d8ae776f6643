-- Child protection plans and their reviews.

-- rule 1105
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, CINdetails.CINreferralDate
-- message: A protection plan starts before the referral of its case. Check both dates.
select p."row" as "ChildProtectionPlans", c."row" as "CINdetails"
from ChildProtectionPlans p join CINdetails c using (LAchildID, CINdetailsID) where p.CPPstartDate < c.CINreferralDate;

-- rule 2883
-- severity: error
-- level: return
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, CINdetails.DateOfInitialCPC, Section47.DateOfInitialCPC
-- message: More protection plans started in the year than initial conferences were held. Look for conferences that are
--   not recorded, on the enquiry or on the case.
select 1 as "Return"
where (select count(*) from ChildProtectionPlans where in_year(CPPstartDate))
    > (select count(*) from CINdetails where in_year(DateOfInitialCPC))
    + (select count(*) from Section47 where in_year(DateOfInitialCPC));

-- rule 2885
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, Section47.DateOfInitialCPC, CINdetails.DateOfInitialCPC
-- message: The protection plan does not start on the day of a conference: one of the enquiries of its case or, where
--   there was no enquiry, the one recorded on the case. Check the dates of both.
with unmet as (
    select p."row", p.LAchildID, p.CINdetailsID, p.CPPstartDate, count(s."row") > 0 as enquired
    from ChildProtectionPlans p left join Section47 s using (LAchildID, CINdetailsID)
    where in_year(p.CPPstartDate)
    group by all having not coalesce(bool_or(s.DateOfInitialCPC = p.CPPstartDate), false)
)
select u."row" as "ChildProtectionPlans", if(met."row" is null, s."row", null) as "Section47",
    if(u.enquired, null, c."row") as "CINdetails"
from unmet u
left join CINdetails c using (LAchildID, CINdetailsID)
left join Section47 s using (LAchildID, CINdetailsID)
left join ChildProtectionPlans met
    on met.LAchildID = u.LAchildID and met.CINdetailsID = u.CINdetailsID and met.CPPstartDate = s.DateOfInitialCPC
where u.enquired or u.CPPstartDate is distinct from c.DateOfInitialCPC;

-- rule 8720
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate
-- message: The protection plan has no start date, or one after the reference date. Give the date of the conference.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans
where CPPstartDate is null or CPPstartDate > reference_date();

-- rule 8730
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.NumberOfPreviousCPP
-- message: The number of earlier protection plans is missing or is not a number. Count all the child's earlier plans,
--   here and elsewhere; 0 if this is the first.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans where coalesce(NumberOfPreviousCPP, -1) < 0;

-- rule 8832
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.LAchildID, CINdetails.ReferralNFA
-- message: The referral is said to have led to no further action, but the case has a protection plan. Correct the
--   referral's outcome, or move the plan to the case it belongs to.
select p."row" as "ChildProtectionPlans", c."row" as "CINdetails"
from ChildProtectionPlans p join CINdetails c using (LAchildID, CINdetailsID) where c.ReferralNFA = '1';

-- rule 8840
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, ChildProtectionPlans.CPPendDate
-- message: The protection plan starts and ends on one day. Check both dates, and whether there was a plan at all.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans where CPPendDate = CPPstartDate;

-- rule 8841
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, Reviews.CPPreviewDate
-- message: A review is dated before its protection plan started, or on the day it did. Check both dates; the initial
--   conference is not a review.
select p."row" as "ChildProtectionPlans", r."row" as "Reviews"
from ChildProtectionPlans p join Reviews r using (LAchildID, CINdetailsID, CPPID)
where r.CPPreviewDate <= p.CPPstartDate;

-- rule 8842Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: Reviews.CPPreviewDate
-- message: A review has no date. Give the date it was held, or take it out.
select "row" as "Reviews" from Reviews where CPPreviewDate is null;

-- rule 4003
-- severity: error
-- level: child
-- years: 2023-
-- fields: Reviews.CPPreviewDate, CINplanDates.CINPlanStartDate, CINplanDates.CINPlanEndDate,
--   ChildProtectionPlans.CPPendDate
-- message: A protection plan was reviewed while the child was on a child in need plan. Check when the protection plan
--   ended and the child in need plan began.
select r."row" as "Reviews", n."row" as "CINplanDates", p."row" as "ChildProtectionPlans"
from Reviews r join CINplanDates n using (LAchildID, CINdetailsID)
left join ChildProtectionPlans p using (LAchildID, CINdetailsID, CPPID)
anti join ChildProtectionPlans ended
    on ended.LAchildID = r.LAchildID and ended.CINdetailsID = r.CINdetailsID and ended.CPPendDate = r.CPPreviewDate
where r.CPPreviewDate between n.CINPlanStartDate and last_day(n.CINPlanEndDate, n.CINPlanEndDate_given);

-- rule 8905
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.InitialCategoryOfAbuse
-- message: The first category of abuse is missing or is not NEG, PHY, SAB, EMO or MUL. Take it from the conference.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans
where not coalesce(is_category_of_abuse(InitialCategoryOfAbuse), false);

-- rule 8910
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.LatestCategoryOfAbuse
-- message: The latest category of abuse is missing or is not NEG, PHY, SAB, EMO or MUL. Take it from the last review,
--   or from the conference if there was none.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans
where not coalesce(is_category_of_abuse(LatestCategoryOfAbuse), false);

-- rule 8915
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, ChildIdentifiers.PersonDeathDate
-- message: A protection plan starts after the child's death. Check both dates.
select p."row" as "ChildProtectionPlans", i."row" as "ChildIdentifiers"
from ChildProtectionPlans p join ChildIdentifiers i using (LAchildID)
where p.CPPstartDate > i.PersonDeathDate;

-- rule 8920
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPendDate, ChildIdentifiers.PersonDeathDate
-- message: A protection plan ends after the child's death. Check both dates.
select p."row" as "ChildProtectionPlans", i."row" as "ChildIdentifiers"
from ChildProtectionPlans p join ChildIdentifiers i using (LAchildID)
where p.CPPendDate > i.PersonDeathDate;

-- rule 8925
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, ChildProtectionPlans.CPPendDate
-- message: The protection plan ends before it starts. Check both dates.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans where CPPendDate < CPPstartDate;

-- rule 8930
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildProtectionPlans.CPPendDate
-- message: The protection plan ended outside the census year. Check the date; a plan that ended earlier does not
--   belong in this census, and one that ended later is still open in it.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans where not in_year(CPPendDate);

-- rule 8935
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPendDate
-- message: The child has more than one open protection plan. End those that are over.
select "row" as "ChildProtectionPlans" from ChildProtectionPlans
where CPPendDate_given is null and LAchildID is not null
qualify count(*) over (partition by LAchildID) > 1;

-- rule 8940
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildProtectionPlans.CPPstartDate, ChildProtectionPlans.CPPendDate
-- message: Two protection plans of this child overlap: one starts before the other has ended, or on the same day.
--   Check their dates.
select a."row" as "ChildProtectionPlans", b."row" as "ChildProtectionPlans"
from ChildProtectionPlans a join ChildProtectionPlans b using (LAchildID)
where b."row" <> a."row" and b.CPPstartDate between a.CPPstartDate and last_day(a.CPPendDate, a.CPPendDate_given);
