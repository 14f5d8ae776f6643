-- The header of the return.

-- rule 100
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.ReferenceDate
-- message: The reference date is missing, or is not 31 March of the header's year. Correct the year or the date in
--   the header.
select "row" as "Header" from Header
where ReferenceDate is null or month(ReferenceDate) <> 3 or day(ReferenceDate) <> 31 or year(ReferenceDate) <> "Year";
