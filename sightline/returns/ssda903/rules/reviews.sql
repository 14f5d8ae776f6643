-- Reviews of the child's plan.

-- rule 166
-- severity: error
-- level: row
-- years: 2023-
-- fields: Reviews.REVIEW
-- message: The date of the review is missing or is not a day of the calendar.
select "row" as "Reviews" from Reviews where REVIEW is null;

-- rule 167
-- severity: error
-- level: row
-- years: 2023-
-- fields: Reviews.REVIEW, Reviews.REVIEW_CODE
-- message: A review needs both its date and a code from PN0 to PN7 for how the child took part. One of them is
--   missing, or the code is not listed.
select "row" as "Reviews" from Reviews
where (REVIEW_given is not null
        and coalesce(REVIEW_CODE not in ('PN0', 'PN1', 'PN2', 'PN3', 'PN4', 'PN5', 'PN6', 'PN7'), true))
    or (REVIEW_given is null and REVIEW_CODE is not null);
