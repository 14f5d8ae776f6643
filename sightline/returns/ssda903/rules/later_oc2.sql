-- rule 542
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.DOB
-- message: The conviction item is filled in for a child who was under 10 on 31 March. Check the date of birth, or
--   leave the item empty.
select "row" as "OC2" from OC2 where CONVICTED is not null and not reached(DOB, 10, closes());

-- rule 543
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.DOB, Episodes.DECOM
-- message: The child was 10 or over on 31 March and was looked after all year, but the conviction item is empty. Say
--   whether the child was convicted or had a caution or reprimand.
select o."row" as "OC2" from OC2 o semi join YearInCare c on c.CHILD = o.CHILD
where o.CONVICTED is null and reached(o.DOB, 10, closes());

-- rule 544
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT, OC2.SUBSTANCE_MISUSE
-- message: The conviction item is filled in, so immunisations, dental check, health assessment and substance misuse
--   must be too. Fill in what is missing.
select "row" as "OC2" from OC2
where CONVICTED is not null
    and (IMMUNISATIONS is null or TEETH_CHECK is null or HEALTH_ASSESSMENT is null or SUBSTANCE_MISUSE is null);

-- rule 545
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.HEALTH_CHECK, OC2.DOB, Episodes.DECOM
-- message: The child was under 5 on 31 March and was looked after all year, but nothing says whether development
--   checks were up to date. Fill in the item.
select o."row" as "OC2" from OC2 o semi join YearInCare c on c.CHILD = o.CHILD
where o.HEALTH_CHECK is null and not reached(o.DOB, 5, closes());

-- rule 546
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.HEALTH_CHECK, OC2.DOB
-- message: The development check item is filled in for a child who was 5 or over on 31 March. Check the date of
--   birth, or leave the item empty.
select "row" as "OC2" from OC2 where HEALTH_CHECK is not null and reached(DOB, 5, closes());

-- rule 547
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.HEALTH_CHECK, OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT, OC2.SUBSTANCE_MISUSE
-- message: The development check item is filled in, so immunisations, dental check, health assessment and substance
--   misuse must be too. Fill in what is missing.
select "row" as "OC2" from OC2
where HEALTH_CHECK is not null
    and (IMMUNISATIONS is null or TEETH_CHECK is null or HEALTH_ASSESSMENT is null or SUBSTANCE_MISUSE is null);
