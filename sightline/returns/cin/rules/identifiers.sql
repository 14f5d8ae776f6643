-- Who the child is: the numbers, the dates of birth and death, the sex.

-- rule 8500
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.LAchildID
-- message: The child has no local authority identifier. Give the one the case system uses.
select "row" as "ChildIdentifiers" from ChildIdentifiers where LAchildID is null;

-- rule 8510
-- severity: error
-- level: return
-- years: 2023-
-- fields: ChildIdentifiers.LAchildID
-- message: Two children have this identifier. Find out whether they are one child recorded twice, or two children of
--   whom one needs another identifier.
select "row" as "ChildIdentifiers" from ChildIdentifiers where LAchildID is not null
qualify count(*) over (partition by LAchildID) > 1;

-- rule 1570
-- severity: error
-- level: row
-- years: 2025-
-- fields: ChildIdentifiers.LAchildID
-- message: The child's identifier is longer than 20 characters. Send a shorter one, and the same one every year.
select "row" as "ChildIdentifiers" from ChildIdentifiers where length(LAchildID) > 20;

-- rule 1580
-- severity: error
-- level: row
-- years: 2025-
-- fields: ChildIdentifiers.LAchildID
-- message: The child's identifier has something in it that is neither a letter nor a number. Take out spaces, dashes
--   and other marks.
select "row" as "ChildIdentifiers" from ChildIdentifiers where not regexp_full_match(LAchildID, '[A-Za-z0-9]+');

-- rule 1510
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.UPN
-- message: The first letter of the pupil number does not agree with the rest of it, so a character is wrong. Ask the
--   school for the number again.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where case when regexp_full_match(upper(UPN), '.[0-9]{11}[0-9A-HJ-NP-RT-Z]')
    then upper(UPN[1]) <> pupil_letter(upper(UPN)) end;

-- rule 1520
-- severity: error
-- level: return
-- years: 2023-
-- fields: ChildIdentifiers.UPN
-- message: Two children have this pupil number. Find out whose it is, or whether they are one child recorded twice.
select "row" as "ChildIdentifiers" from ChildIdentifiers where UPN is not null
qualify count(*) over (partition by upper(UPN)) > 1;

-- rule 1530
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.UPN
-- message: Characters 2 to 4 of the pupil number are not the code of an authority that gives such numbers. Ask the
--   school for the number again.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where UPN[2:4] not in (select code from PupilAuthorities where since <= collection_year());

-- rule 1540
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.UPN
-- message: Characters 5 to 12 of the pupil number are not all digits. Ask the school for the number again.
select "row" as "ChildIdentifiers" from ChildIdentifiers where not regexp_full_match(UPN[5:12], '[0-9]{8}');

-- rule 1550
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.UPN
-- message: The pupil number's 13th character is missing, or is neither a digit nor a letter that such numbers end in
--   (I, O and S are never used). Ask the school for the number again.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where not regexp_full_match(upper(UPN[13]), '[0-9A-HJ-NP-RT-Z]');

-- rule 1560Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.FormerUPN
-- message: The former pupil number is not a letter, 11 digits and a digit or letter. Check it with the school.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where not regexp_full_match(FormerUPN, '[A-Za-z][0-9]{11}[0-9A-Za-z]');

-- rule 8770Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.UPN, ChildIdentifiers.UPNunknown
-- needs: ChildIdentifiers.UPN, ChildIdentifiers.UPNunknown, ChildIdentifiers.PersonBirthDate, CINdetails.ReferralNFA
-- message: The child is of school age and a referral went on, but there is neither a pupil number nor a reason that
--   fits (UN2 to UN7). Ask the school, or give the reason.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where PersonBirthDate
    <= if(collection_year() >= 2025, make_date(year(reference_date()), 8, 31), reference_date()) - interval 6 years
and UPN is null and coalesce(UPNunknown not in ('UN2', 'UN3', 'UN4', 'UN5', 'UN6', 'UN7'), true)
and LAchildID in (select LAchildID from CINdetails where ReferralNFA = '0');

-- rule 8772
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.UPNunknown, CINdetails.ReferralNFA
-- message: UN7 says that no referral of this child went on, but one did. Give the pupil number or another reason.
select i."row" as "ChildIdentifiers", c."row" as "CINdetails"
from ChildIdentifiers i join CINdetails c using (LAchildID)
where i.UPNunknown = 'UN7' and c.ReferralNFA = '0';

-- rule 8520
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.PersonBirthDate
-- message: The date of birth is after the reference date. Correct it; a child not yet born then has an expected date
--   of birth.
select "row" as "ChildIdentifiers" from ChildIdentifiers where PersonBirthDate > reference_date();

-- rule 8525Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.PersonBirthDate, ChildIdentifiers.ExpectedPersonBirthDate
-- message: The child has both a date of birth and an expected one, or neither. Give the date of birth for a child who
--   is born, the expected date for one who is not.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where (PersonBirthDate_given is null) = (ExpectedPersonBirthDate_given is null);

-- rule 8530Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.ExpectedPersonBirthDate
-- message: The expected date of birth is more than 30 days before the reference date, or more than 9 months after it.
--   Check it, and whether the child has been born.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where ExpectedPersonBirthDate < reference_date() - 30
or ExpectedPersonBirthDate > (reference_date() + interval 9 months)::date;

-- rule 8535Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.PersonDeathDate, ChildIdentifiers.PersonBirthDate
-- message: The child's death is dated before the birth, or a death is recorded with no date of birth. Check both dates.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where PersonDeathDate < PersonBirthDate or (PersonDeathDate_given is not null and PersonBirthDate_given is null);

-- rule 8545Q
-- severity: query
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.PersonDeathDate
-- message: The death is dated outside the census year. Check the date.
select "row" as "ChildIdentifiers" from ChildIdentifiers where not in_year(PersonDeathDate);

-- rule 4180
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.Sex, ChildIdentifiers.GenderCurrent
-- message: The child's sex is missing or is not a code of this year's list: M, F or U from 2024-25, and before that
--   GenderCurrent 0, 1, 2 or 9.
select "row" as "ChildIdentifiers" from ChildIdentifiers where not coalesce(is_sex(Sex, GenderCurrent), false);

-- rule 8750
-- severity: error
-- level: row
-- years: 2023-
-- fields: ChildIdentifiers.Sex, ChildIdentifiers.GenderCurrent, ChildIdentifiers.PersonBirthDate,
--   ChildIdentifiers.ExpectedPersonBirthDate
-- message: A child who is not born yet is sent with sex U (before 2024-25, GenderCurrent 0). If the child has been
--   born, give the date of birth.
select "row" as "ChildIdentifiers" from ChildIdentifiers
where ExpectedPersonBirthDate_given is not null and PersonBirthDate_given is null
and not sex_not_known(Sex, GenderCurrent);

-- rule 2886Q
-- severity: query
-- level: return
-- years: 2023-
-- fields: ChildIdentifiers.Sex, ChildIdentifiers.GenderCurrent, ChildIdentifiers.ExpectedPersonBirthDate
-- message: For more than 2 in 100 children, unborn children left out, the sex is missing or not known. Look for a
--   fault in the export, or complete the records.
select 1 as "Return" from ChildIdentifiers
having 50 * count(*) filter (
    where ExpectedPersonBirthDate_given is null and coalesce(sex_not_known(Sex, GenderCurrent), true)
) > count(*);

-- rule 8590
-- severity: error
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.LAchildID
-- needs: ChildIdentifiers, CINdetails
-- message: The child has no case in the return. Add the case, or take the child out.
select i."row" as "ChildIdentifiers" from ChildIdentifiers i anti join CINdetails c using (LAchildID)
where i.LAchildID is not null;

-- rule 8775Q
-- severity: query
-- level: child
-- years: 2023-
-- fields: ChildIdentifiers.PersonBirthDate, CINdetails.CINclosureDate
-- message: The person is over 25 and the case ran on past the 25th birthday. Check the date of birth, and whether the
--   case should have been closed.
select i."row" as "ChildIdentifiers", c."row" as "CINdetails"
from ChildIdentifiers i join CINdetails c using (LAchildID)
where i.PersonBirthDate + interval 25 years < reference_date()
and (c.CINclosureDate_given is null or c.CINclosureDate > i.PersonBirthDate + interval 25 years);
