-- Health and wellbeing of children looked after for all of the year.

-- rule 157
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.SDQ_REASON, OC2.DOB, Episodes.DECOM
-- message: The reason given for having no strengths and difficulties score is the child's age (SDQ1), and the child
--   was of an age to have one all year.
select o."row" as "OC2" from OC2 o semi join YearInCare using (CHILD)
where SDQ_REASON = 'SDQ1' and birthday(DOB, 4) <= opens() and birthday(DOB, 17) > closes();

-- rule 158
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED
-- message: The child received help with substance misuse, so whether help was offered must be left empty.
select "row" as "OC2" from OC2 where INTERVENTION_RECEIVED = '1' and INTERVENTION_OFFERED is not null;

-- rule 159
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED
-- message: The child misuses substances and received no help with it. Say whether help was offered.
select "row" as "OC2" from OC2
where SUBSTANCE_MISUSE = '1' and INTERVENTION_RECEIVED = '0' and INTERVENTION_OFFERED is null;

-- rule 180
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SDQ_SCORE
-- message: The strengths and difficulties score must be a whole number from 0 to 40.
select "row" as "OC2" from OC2 where SDQ_SCORE_given is not null and coalesce(SDQ_SCORE not between 0 and 40, true);

-- rule 181
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.HEALTH_CHECK, OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT,
--   OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED
-- needs: OC2.CONVICTED|OC2.HEALTH_CHECK|OC2.IMMUNISATIONS|OC2.TEETH_CHECK|OC2.HEALTH_ASSESSMENT|OC2.SUBSTANCE_MISUSE|
--   OC2.INTERVENTION_RECEIVED|OC2.INTERVENTION_OFFERED
-- message: An entry about the child's health, convictions or substance misuse is neither 0 nor 1.
select "row" as "OC2" from OC2
where CONVICTED not in ('0', '1') or HEALTH_CHECK not in ('0', '1') or IMMUNISATIONS not in ('0', '1')
    or TEETH_CHECK not in ('0', '1') or HEALTH_ASSESSMENT not in ('0', '1') or SUBSTANCE_MISUSE not in ('0', '1')
    or INTERVENTION_RECEIVED not in ('0', '1') or INTERVENTION_OFFERED not in ('0', '1');

-- rule 182
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT, OC2.SUBSTANCE_MISUSE, OC2.CONVICTED,
--   OC2.HEALTH_CHECK, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED
-- needs: OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT, OC2.SUBSTANCE_MISUSE
-- message: Immunisations, teeth, health assessment and substance misuse must all be filled once any entry about the
--   child's year is.
select "row" as "OC2" from OC2
where (IMMUNISATIONS is null or TEETH_CHECK is null or HEALTH_ASSESSMENT is null or SUBSTANCE_MISUSE is null)
    and coalesce(IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT, SUBSTANCE_MISUSE, CONVICTED, HEALTH_CHECK,
        INTERVENTION_RECEIVED, INTERVENTION_OFFERED) is not null;

-- rule 185
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.SDQ_SCORE, Episodes.DECOM
-- message: A child not looked after for all of the year has a strengths and difficulties score. Take it out, or check
--   the episodes.
select "row" as "OC2" from OC2 anti join YearInCare using (CHILD) where SDQ_SCORE_given is not null;

-- rule 186
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.SDQ_SCORE, OC2.SDQ_REASON, OC2.DOB, Episodes.DECOM
-- message: A child of 4 to 16 looked after for all of the year has neither a strengths and difficulties score nor a
--   reason for having none.
select "row" as "OC2" from OC2 semi join YearInCare using (CHILD)
where birthday(DOB, 4) <= opens() and birthday(DOB, 17) > closes() and SDQ_SCORE_given is null and SDQ_REASON is null;

-- rule 188
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.DOB, OC2.SDQ_SCORE, OC2.SDQ_REASON
-- needs: OC2.DOB, OC2.SDQ_SCORE|OC2.SDQ_REASON
-- message: A child under 4 at the end of the year has a strengths and difficulties score or a reason for having none.
--   No entry is asked at that age.
select "row" as "OC2" from OC2
where birthday(DOB, 4) > closes() and (SDQ_SCORE_given is not null or SDQ_REASON is not null);

-- rule 189
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.DOB, OC2.SDQ_SCORE, OC2.SDQ_REASON
-- needs: OC2.DOB, OC2.SDQ_SCORE|OC2.SDQ_REASON
-- message: A young person who was 17 when the year opened has a strengths and difficulties score or a reason for
--   having none. No entry is asked at that age.
select "row" as "OC2" from OC2
where birthday(DOB, 17) <= opens() and (SDQ_SCORE_given is not null or SDQ_REASON is not null);

-- rule 190
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.HEALTH_CHECK, OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT,
--   OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED, Episodes.DECOM
-- needs: Episodes, OC2.CONVICTED|OC2.HEALTH_CHECK|OC2.IMMUNISATIONS|OC2.TEETH_CHECK|OC2.HEALTH_ASSESSMENT|
--   OC2.SUBSTANCE_MISUSE|OC2.INTERVENTION_RECEIVED|OC2.INTERVENTION_OFFERED
-- message: A child not looked after for all of the year has entries about health, convictions or substance misuse,
--   which are asked only of those who were. Check the episodes.
select "row" as "OC2" from OC2 anti join YearInCare using (CHILD)
where coalesce(CONVICTED, HEALTH_CHECK, IMMUNISATIONS, TEETH_CHECK, HEALTH_ASSESSMENT, SUBSTANCE_MISUSE,
    INTERVENTION_RECEIVED, INTERVENTION_OFFERED) is not null;

-- rule 191
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT, OC2.SUBSTANCE_MISUSE, Episodes.CHILD
-- needs: OC2, Episodes.DECOM
-- message: A child looked after for all of the year lacks an entry for immunisations, teeth, health assessment or
--   substance misuse.
select o."row" as "OC2", if(o.CHILD is null, e."row", null) as "Episodes"
from YearInCare y join Episodes e using (CHILD) left join OC2 o using (CHILD)
where o.IMMUNISATIONS is null or o.TEETH_CHECK is null or o.HEALTH_ASSESSMENT is null or o.SUBSTANCE_MISUSE is null;

-- rule 192
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED
-- message: The child misuses substances. Say whether help with it was received.
select "row" as "OC2" from OC2 where SUBSTANCE_MISUSE = '1' and INTERVENTION_RECEIVED is null;

-- rule 193
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED
-- needs: OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED|OC2.INTERVENTION_OFFERED
-- message: Help with substance misuse is entered for a child who is not said to misuse substances.
select "row" as "OC2" from OC2
where SUBSTANCE_MISUSE is distinct from '1' and coalesce(INTERVENTION_RECEIVED, INTERVENTION_OFFERED) is not null;

-- rule 196
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SDQ_REASON
-- message: The reason for having no strengths and difficulties score is not one of the listed codes, SDQ1 to SDQ5.
select "row" as "OC2" from OC2 where SDQ_REASON not in ('SDQ1', 'SDQ2', 'SDQ3', 'SDQ4', 'SDQ5');

-- rule 197B
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.SDQ_SCORE, OC2.SDQ_REASON, OC2.DOB, Episodes.DECOM
-- message: A child who turned 4 or 17 in the year, and was looked after for all of it, has neither a strengths and
--   difficulties score nor a reason for having none.
select "row" as "OC2" from OC2 semi join YearInCare using (CHILD)
where (in_year(birthday(DOB, 4)) or in_year(birthday(DOB, 17))) and SDQ_SCORE_given is null and SDQ_REASON is null;

-- rule 197a
-- severity: error
-- level: row
-- years: 2023-
-- fields: OC2.SDQ_SCORE, OC2.SDQ_REASON
-- message: There is both a strengths and difficulties score and a reason for having none. Keep the one that is true.
select "row" as "OC2" from OC2 where SDQ_SCORE_given is not null and SDQ_REASON is not null;

-- rule 198
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.SDQ_REASON, Episodes.DECOM
-- message: A child not looked after for all of the year has a reason for having no strengths and difficulties score.
--   None is asked; check the episodes.
select "row" as "OC2" from OC2 anti join YearInCare using (CHILD) where SDQ_REASON is not null;

-- rule 215
-- severity: error
-- level: child
-- years: 2023-
-- fields: OC2.CONVICTED, OC2.HEALTH_CHECK, OC2.IMMUNISATIONS, OC2.TEETH_CHECK, OC2.HEALTH_ASSESSMENT,
--   OC2.SUBSTANCE_MISUSE, OC2.INTERVENTION_RECEIVED, OC2.INTERVENTION_OFFERED, OC3.IN_TOUCH, OC3.ACTIV, OC3.ACCOM
-- needs: OC2.CONVICTED|OC2.HEALTH_CHECK|OC2.IMMUNISATIONS|OC2.TEETH_CHECK|OC2.HEALTH_ASSESSMENT|OC2.SUBSTANCE_MISUSE|
--   OC2.INTERVENTION_RECEIVED|OC2.INTERVENTION_OFFERED, OC3.IN_TOUCH|OC3.ACTIV|OC3.ACCOM
-- message: Someone with entries about leaving care also has entries about a year in care. Only one of the two can be
--   right.
select a."row" as "OC2", b."row" as "OC3" from OC2 a join OC3 b using (CHILD)
where coalesce(b.IN_TOUCH, b.ACTIV, b.ACCOM) is not null
    and coalesce(a.CONVICTED, a.HEALTH_CHECK, a.IMMUNISATIONS, a.TEETH_CHECK, a.HEALTH_ASSESSMENT, a.SUBSTANCE_MISUSE,
        a.INTERVENTION_RECEIVED, a.INTERVENTION_OFFERED) is not null;

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
