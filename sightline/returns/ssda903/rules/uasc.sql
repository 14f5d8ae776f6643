-- Unaccompanied asylum-seeking children: when the status ends, and whether two years' returns agree about it.

-- rule 104
-- severity: error
-- level: row
-- years: 2023-
-- fields: UASC.DUC
-- message: The date on which the asylum-seeking status ends is not a day of the calendar, or is before the year
--   began, so that the child was no longer one in it.
select "row" as "UASC" from UASC where unreadable(DUC_given, DUC) or DUC < opens();

-- rule 205A
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.DUC, Header.UASC, UASC_last.DUC, Header_last.UASC
-- needs: UASC, UASC_last
-- message: Last year's return had the child as an unaccompanied asylum-seeking child and this year's does not, though
--   nothing says that the status ended before the year began. Check the status and the date it ended.
select header_row as "Header", uasc_row as "UASC" from AsylumStatus
where was_one and not is_one and coalesce(DUC_last >= opens(), true);

-- rule 205B
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.DUC, Header.UASC, UASC_last.DUC, Header_last.UASC
-- needs: UASC, UASC_last
-- message: The child was an unaccompanied asylum-seeking child last year and still is, but the date on which the
--   status ends is neither the 18th birthday nor an earlier day in the year. Check it.
select header_row as "Header", uasc_row as "UASC" from AsylumStatus
where was_one and is_one and DUC_given is not null
    and not coalesce(DUC = birthday(DOB, 18) or (in_year(DUC) and coalesce(DUC < birthday(DOB, 18), true)), false);

-- rule 205C
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.DUC, Header.UASC, UASC_last.DUC, Header_last.UASC
-- needs: UASC, UASC_last
-- message: A date on which asylum-seeking status ended is given for a child who had that status neither this year nor
--   last. Take the date out, or correct the marker.
select header_row as "Header", uasc_row as "UASC" from AsylumStatus
where not was_one and not is_one and DUC_given is not null;

-- rule 205D
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.CHILD, Header.UASC, UASC_last.CHILD, Header_last.UASC
-- needs: UASC, UASC_last.DUC
-- message: The child is an unaccompanied asylum-seeking child this year, and was in last year's return without being
--   one. Check the status in both years.
select header_row as "Header", if(header_row is null, uasc_row, null) as "UASC" from AsylumStatus
where is_one and was_here and not was_one;

-- rule 303
-- severity: error
-- level: child
-- years: 2023-
-- fields: UASC.DUC, Header.UASC
-- message: A date on which asylum-seeking status ended is given for a child who is not marked as having had it.
select u."row" as "UASC", h."row" as "Header" from UASC u join Header h using (CHILD)
where u.DUC_given is not null and h.UASC = '0';

-- rule 304
-- severity: error
-- level: row
-- years: 2023-
-- fields: UASC.DUC, UASC.DOB
-- needs: UASC.DUC
-- message: The asylum-seeking status ends after the child's 18th birthday. It ends on that day at the latest.
select u."row" as "UASC" from UASC u left join Child c using (CHILD) where DUC > birthday(coalesce(u.DOB, c.DOB), 18);
