-- Pre-proceedings and family group decision-making, from 2026-27. The Department's text was not final when these were
-- written.

-- rule 8995Q
-- severity: query
-- level: return
-- years: 2027-
-- fields:
-- needs: PreProceedings
-- provisional
-- message: The return has no pre-proceedings at all. Check that the export takes them over.
select 1 as "Return" where not exists (from PreProceedings);

-- rule 9000Q
-- severity: query
-- level: return
-- years: 2027-
-- fields: PreProceedings.PPStartDate
-- provisional
-- message: No pre-proceedings in the return have a start date. Check that the export takes the date over.
select 1 as "Return" where not exists (from PreProceedings where PPStartDate is not null);

-- rule 9005
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.PPStartDate
-- provisional
-- message: Pre-proceedings began outside the census year. Check the date.
select "row" as "PreProceedings" from PreProceedings where not in_year(PPStartDate);

-- rule 9006
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.LBPSentDate, PreProceedings.PPStartDate
-- provisional
-- needs: PreProceedings.LBPSentDate
-- message: The letter before proceedings was sent outside the census year, or before pre-proceedings began. Check both
--   dates.
select "row" as "PreProceedings" from PreProceedings where not in_year(LBPSentDate) or LBPSentDate < PPStartDate;

-- rule 9007
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.FGDMMeetingOffer, PreProceedings.LBPSentDate
-- provisional
-- message: A letter before proceedings was sent, but the return does not say whether it offered a family group
--   decision-making meeting. Give 1 or 0.
select "row" as "PreProceedings" from PreProceedings where LBPSentDate_given is not null and FGDMMeetingOffer is null;

-- rule 9008
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.InitialPPMeetingDate
-- provisional
-- message: The first pre-proceedings meeting is dated outside the census year. Check the date.
select "row" as "PreProceedings" from PreProceedings where not in_year(InitialPPMeetingDate);

-- rule 9009
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.StepDecisionDate, PreProceedings.PPStartDate
-- provisional
-- needs: PreProceedings.StepDecisionDate
-- message: The decision to step up or step down is dated outside the census year, or before pre-proceedings began.
--   Check both dates.
select "row" as "PreProceedings" from PreProceedings
where not in_year(StepDecisionDate) or StepDecisionDate < PPStartDate;

-- rule 9010Q
-- severity: query
-- level: row
-- years: 2027-
-- fields: PreProceedings.FGDMMeetingFac, PreProceedings.FGDMMeetingOffer
-- provisional
-- message: A family group decision-making meeting was offered, but the return does not say whether it was held. Give 1
--   or 0.
select "row" as "PreProceedings" from PreProceedings where FGDMMeetingOffer = '1' and FGDMMeetingFac is null;

-- rule 9011
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.PPOutcome
-- provisional
-- message: The outcome of pre-proceedings is not a code of the list: A, B or C.
select "row" as "PreProceedings" from PreProceedings where PPOutcome not in ('A', 'B', 'C');

-- rule 9012
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.CourtAppDate, PreProceedings.StepDecisionDate
-- provisional
-- needs: PreProceedings.CourtAppDate
-- message: The application to court is dated outside the census year, or before the decision to step up. Check both
--   dates.
select "row" as "PreProceedings" from PreProceedings
where not in_year(CourtAppDate) or CourtAppDate < StepDecisionDate;

-- rule 9013
-- severity: error
-- level: row
-- years: 2027-
-- fields: PreProceedings.LetterInitCPDate, PreProceedings.CourtAppDate
-- provisional
-- needs: PreProceedings.LetterInitCPDate
-- message: The letter that starts care proceedings is dated outside the census year, or before the application to
--   court. Check both dates.
select "row" as "PreProceedings" from PreProceedings
where not in_year(LetterInitCPDate) or LetterInitCPDate < CourtAppDate;

-- rule 9015Q
-- severity: query
-- level: row
-- years: 2027-
-- fields: PreProceedings.ReviewMeetingsCount, PreProceedings.InitialPPMeetingDate
-- provisional
-- message: A first pre-proceedings meeting was held, but the number of review meetings is missing. Give it; 0 if there
--   have been none.
select "row" as "PreProceedings" from PreProceedings
where InitialPPMeetingDate_given is not null and ReviewMeetingsCount_given is null;
