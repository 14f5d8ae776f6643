-- Section 47 enquiries and the conferences they led to.

-- rule 2889
-- severity: error
-- level: child
-- years: 2023-
-- fields: Section47.S47ActualStartDate, CINdetails.CINreferralDate
-- message: An enquiry starts before the referral of its case. Check both dates.
select s."row" as "Section47", c."row" as "CINdetails"
from Section47 s join CINdetails c using (LAchildID, CINdetailsID) where s.S47ActualStartDate < c.CINreferralDate;

-- rule 1104
-- severity: error
-- level: child
-- years: 2023-
-- fields: Section47.DateOfInitialCPC, CINdetails.CINreferralDate
-- message: A conference is dated before the referral of its case. Check both dates.
select s."row" as "Section47", c."row" as "CINdetails"
from Section47 s join CINdetails c using (LAchildID, CINdetailsID) where s.DateOfInitialCPC < c.CINreferralDate;

-- rule 2884
-- severity: error
-- level: child
-- years: 2023-
-- fields: Section47.DateOfInitialCPC, CINdetails.DateOfInitialCPC
-- message: A conference is recorded both on the case and on its enquiry. Keep it on the enquiry that led to it; on the
--   case only when there was no enquiry here.
select s."row" as "Section47", c."row" as "CINdetails"
from Section47 s join CINdetails c using (LAchildID, CINdetailsID)
where s.DateOfInitialCPC_given is not null and c.DateOfInitialCPC_given is not null;

-- rule 8615
-- severity: error
-- level: row
-- years: 2023-
-- fields: Section47.S47ActualStartDate, Section47.DateOfInitialCPC
-- message: The conference is dated before the enquiry that led to it began, or the enquiry has no start. Check both
--   dates.
select "row" as "Section47" from Section47
where DateOfInitialCPC < S47ActualStartDate
or (DateOfInitialCPC_given is not null and S47ActualStartDate_given is null);

-- rule 8715
-- severity: error
-- level: row
-- years: 2023-
-- fields: Section47.DateOfInitialCPC
-- message: The conference is dated outside the census year. Check the date; one held in another year belongs in that
--   year's census.
select "row" as "Section47" from Section47 where not in_year(DateOfInitialCPC);

-- rule 8740
-- severity: error
-- level: row
-- years: 2023-
-- fields: Section47.S47ActualStartDate, Section47.DateOfInitialCPC, Section47.ICPCnotRequired
-- message: An enquiry that began outside the census year has no conference date and is not marked as needing none.
--   Give the conference, or say that none was needed.
select "row" as "Section47" from Section47
where DateOfInitialCPC_given is null and ICPCnotRequired = '0' and not in_year(S47ActualStartDate);

-- rule 8675Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: Section47.DateOfInitialCPC, Section47.S47ActualStartDate, Section47.ICPCnotRequired
-- message: The enquiry began more than 15 working days before the reference date and there has been no conference.
--   Check whether one was held or none was needed.
select "row" as "Section47" from Section47
where DateOfInitialCPC_given is null and ICPCnotRequired = '0'
and S47ActualStartDate < working_days_before(reference_date(), 15);

-- rule 8839
-- severity: error
-- level: child
-- years: 2023-
-- fields: Section47.DateOfInitialCPC, Section47.ICPCnotRequired
-- message: The case has more than one enquiry still open. Give the conference date of those that are finished, or say
--   that none was needed.
select "row" as "Section47" from Section47
where DateOfInitialCPC_given is null and ICPCnotRequired is distinct from '1' and LAchildID is not null
qualify count(*) over (partition by LAchildID, CINdetailsID) > 1;

-- rule 8870Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: Section47.InitialCPCtarget
-- message: The target date for the conference is a Saturday or a Sunday. Check the date.
select "row" as "Section47" from Section47 where isodow(InitialCPCtarget) > 5;

-- rule 8875
-- severity: error
-- level: row
-- years: 2023-
-- fields: Section47.DateOfInitialCPC
-- message: The conference is dated on a Saturday or a Sunday. Check the date.
select "row" as "Section47" from Section47 where isodow(DateOfInitialCPC) > 5;

-- rule 8890
-- severity: error
-- level: child
-- years: 2023-
-- fields: Section47.S47ActualStartDate, Section47.DateOfInitialCPC, Section47.ICPCnotRequired
-- message: One enquiry began while another of the same case was still going on. Check the dates, and whether they are
--   one enquiry recorded twice.
select a."row" as "Section47", b."row" as "Section47"
from Section47 a join Section47 b using (LAchildID, CINdetailsID)
where b."row" <> a."row" and (a.DateOfInitialCPC_given is not null or a.ICPCnotRequired is distinct from '1')
and b.S47ActualStartDate between a.S47ActualStartDate and last_day(a.DateOfInitialCPC, a.DateOfInitialCPC_given);
