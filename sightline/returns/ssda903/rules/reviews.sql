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

-- rule 440
-- severity: error
-- level: row
-- years: 2023-
-- fields: Reviews.REVIEW_CODE, Reviews.REVIEW, Reviews.DOB
-- message: Code PN0 is for children under 4, but the child was 4 or over on the day of the review. Check the date
--   of birth and the review date, then give the code for how the child took part.
select "row" as "Reviews" from Reviews where REVIEW_CODE = 'PN0' and reached(DOB, 4, REVIEW);

-- rule 441
-- severity: error
-- level: row
-- years: 2023-
-- fields: Reviews.REVIEW_CODE, Reviews.REVIEW, Reviews.DOB
-- message: Codes PN1 to PN7 are for children of 4 or over, but the child was under 4 on the day of the review.
--   Check the date of birth and the review date, or use PN0.
select "row" as "Reviews" from Reviews
where REVIEW_CODE between 'PN1' and 'PN7' and not reached(DOB, 4, REVIEW);
