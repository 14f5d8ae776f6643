-- What the header says of each child: who they are, their pupil number, and whether they are a mother.

-- rule 101
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.SEX
-- message: The child's sex is missing or is not a code of this year's list: M, F or U (1 or 2 until the 2023-24
--   return).
select "row" as "Header" from Header
where not coalesce(list_contains(if(collection_year() >= 2025, ['M', 'F', 'U'], ['1', '2']), SEX), false);

-- rule 102
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.DOB
-- message: The date of birth is missing or is not a day of the calendar. Enter it as day, month and year.
select "row" as "Header" from Header where DOB is null;

-- rule 103
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.ETHNIC
-- message: The child's ethnicity is missing or is not one of the listed codes.
select "row" as "Header" from Header
where coalesce(ETHNIC not in (
    'WBRI', 'WIRI', 'WOTH', 'WIRT', 'WROM', 'MWBC', 'MWBA', 'MWAS', 'MOTH', 'AIND', 'APKN', 'ABAN', 'AOTH', 'BCRB',
    'BAFR', 'BOTH', 'CHNE', 'OOTH', 'REFU', 'NOBT'), true);

-- rule 105
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.UASC
-- message: The marker of an unaccompanied asylum-seeking child must be 0 or 1 for every child.
select "row" as "Header" from Header where not yes_or_no(UASC);

-- rule 165
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, Header.SEX, OC3.ACTIV, OC3.ACCOM, OC3.IN_TOUCH, Episodes.DECOM
-- needs: Header.MOTHER
-- message: Whether the child is a mother must be 0 or 1 for every girl looked after in the year other than for short
--   breaks, and must be left empty for a boy.
with looked_after as (
    select distinct CHILD from Episodes where not short_break(LS) and in_force_this_year(DECOM, DEC)
), wrong as (
    select "row", CHILD from Header
    where (MOTHER is not null and (male(SEX) or not yes_or_no(MOTHER)))
        or (MOTHER is null and female(SEX) and CHILD in (select CHILD from looked_after))
)
select w."row" as "Header", o."row" as "OC3" from wrong w left join OC3 o using (CHILD);

-- rule 168
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.UPN
-- message: The unique pupil number is missing or misshapen. It is a letter (not I, O or S), eleven figures, and a
--   figure or letter; where it is not known, UN1 to UN5 say why.
select "row" as "Header" from Header where not (pupil_number(UPN) or pupil_number_unknown(UPN));

-- rule 171
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.MC_DOB
-- message: The date of birth of the mother's child is not a day of the calendar.
select "row" as "Header" from Header where unreadable(MC_DOB_given, MC_DOB);

-- rule 174
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.SEX, Header.MC_DOB
-- message: A boy has the date of birth of a mother's child. Check his sex, or take the date out.
select "row" as "Header" from Header where male(SEX) and MC_DOB_given is not null;

-- rule 202
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.SEX, Header_last.SEX
-- needs: Header, Header_last
-- message: The child's sex is not what last year's return said. Correct this year's, or be sure of the change.
select h."row" as "Header" from Header h join Header_last l using (CHILD)
where same_sex_code(h.SEX) is distinct from same_sex_code(l.SEX);

-- rule 203
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.DOB, Header_last.DOB
-- needs: Header, Header_last
-- message: The date of birth is not what last year's return said. Check it against the birth certificate or the
--   court's papers.
select h."row" as "Header" from Header h join Header_last l using (CHILD) where h.DOB is distinct from l.DOB;

-- rule 204
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.ETHNIC, Header_last.ETHNIC
-- needs: Header, Header_last
-- message: The child's ethnicity is not what last year's return said. Check which of the two is right.
select h."row" as "Header" from Header h join Header_last l using (CHILD) where h.ETHNIC is distinct from l.ETHNIC;

-- rule 207
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, Header_last.MOTHER, Episodes.CHILD
-- needs: Header, Header_last, Episodes
-- message: Last year's return said that she is a mother and this year's does not. A mother stays one in every later
--   return.
select h."row" as "Header" from Header h join Header_last l using (CHILD)
where l.MOTHER = '1' and h.MOTHER is distinct from '1' and CHILD in (select CHILD from Episodes);

-- rule 208
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.UPN, Header_last.UPN
-- needs: Header, Header_last
-- message: The unique pupil number is not what last year's return said. Only a number that was unknown may become
--   known, and a child who was too young for one may have another reason.
select h."row" as "Header" from Header h join Header_last l using (CHILD)
where h.UPN is distinct from l.UPN
    -- An unknown number has become known.
    and not coalesce((l.UPN is null or l.UPN[1:2] = 'UN') and h.UPN[1:2] <> 'UN', false)
    -- The child has reached school age, or has come newly into care.
    and not coalesce(l.UPN = 'UN1' and h.UPN in ('UN2', 'UN3', 'UN4', 'UN5'), false)
    and not coalesce(l.UPN is null and h.UPN = 'UN4', false);

-- rule 209
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.UPN, Header.DOB
-- message: UN1 says that the child is too young for a pupil number, and the child was 4 or older on the 31 August
--   before the year began. Enter the number or another reason.
select "row" as "Header" from Header where UPN = 'UN1' and birthday(DOB, 4) <= make_date(year(opens()) - 1, 8, 31);

-- rule 210
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.UPN, Episodes.DECOM
-- message: UN4 is for children who first came into care in the year's last week, and this child's care began before
--   24 March. Enter the pupil number or another reason.
select h."row" as "Header", e."row" as "Episodes" from Header h join Episodes e using (CHILD)
where h.UPN = 'UN4' and e.DECOM < make_date(year(closes()), 3, 24);

-- rule 231
-- severity: query
-- level: row
-- years: 2025-
-- fields: Header.DOB, Header.UASC, UASC.CHILD
-- needs: Header.DOB, Header.UASC|UASC.CHILD
-- message: An unaccompanied asylum-seeking child is under 11 at the end of the year. Check the age and the status.
select "row" as "Header" from Header h
where age_at(DOB, closes()) < 11 and (UASC = '1' or (UASC is null and CHILD in (select CHILD from UASC)));

-- rule 232
-- severity: query
-- level: row
-- years: 2025-
-- fields: Header.SEX
-- message: The child's sex is given as unknown. Check whether it is known now.
select "row" as "Header" from Header where SEX = 'U';

-- rule 301
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.DOB
-- message: The date of birth is after the end of the year that the return covers.
select "row" as "Header" from Header where DOB > closes();

-- rule 351
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.DOB
-- message: The person had passed their 25th birthday when the year opened. Check the date of birth; nobody so old
--   belongs in the return.
select "row" as "Header" from Header where birthday(DOB, 25) < opens();

-- rule 393
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, Header.SEX, Episodes.LS
-- message: A girl looked after other than for short breaks has no entry for whether she is a mother. Enter 0 or 1.
select "row" as "Header" from Header
where female(SEX) and MOTHER is null
    and CHILD in (select CHILD from Episodes where LS is not null and not short_break(LS));

-- rule 399
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, Episodes.LS, Reviews.REVIEW, Reviews.REVIEW_CODE
-- needs: Episodes
-- message: A child looked after only for short breaks has an entry for being a mother or a review, which the return
--   does not ask for them. Take it out, or correct the legal status.
with short_breaks_only as (
    select CHILD from Episodes where CHILD is not null group by CHILD having bool_and(short_break(LS))
), entered as (
    select CHILD, "row" as header, null::integer as review from Header where MOTHER is not null
    union all
    select CHILD, null, "row" from Reviews where REVIEW_given is not null or REVIEW_CODE is not null
)
select n.header as "Header", n.review as "Reviews", e."row" as "Episodes"
from short_breaks_only join entered n using (CHILD) join Episodes e using (CHILD);

-- rule 442
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.UPN, Episodes.LS
-- message: The child was looked after other than for short breaks, but has no unique pupil number. Give it, or the
--   code for why it is not known (UN1 to UN5).
select h."row" as "Header", e."row" as "Episodes"
from Header h join Episodes e on e.CHILD = h.CHILD
where h.UPN is null and not short_break(e.LS);

-- rule 444
-- severity: error
-- level: return
-- years: 2023-
-- fields: Header.UPN
-- message: Two children have the same unique pupil number. Check the number of each, and that they are not one child
--   with two records.
select "row" as "Header" from Header
where UPN is not null and not pupil_number_unknown(UPN)
    and UPN in (select UPN from Header group by UPN having count(*) > 1);

-- rule 607
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, Header.SEX, Episodes.DEC, Episodes.REC, Episodes.LS
-- message: A girl or young woman left care this year and nothing says whether she is a mother. Fill in 0 or 1.
select h."row" as "Header", e."row" as "Episodes"
from Header h join Episodes e on e.CHILD = h.CHILD
where female(h.SEX) and h.MOTHER is null
    and left_care(e.REC) and in_year(e.DEC) and not short_break(e.LS);

-- rule 611
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.MC_DOB, Header.MOTHER
-- message: The young person is a mother, but her first child's date of birth is missing. Give it.
select "row" as "Header" from Header where MOTHER = '1' and MC_DOB_given is null;

-- rule 612
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.MOTHER, Header.MC_DOB, Header.SEX
-- message: There is a date of birth of a first child, but the young person is not shown as a mother. Check both.
select "row" as "Header" from Header
where MC_DOB_given is not null and MOTHER is distinct from '1' and not male(SEX);

-- rule 620
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.MOTHER, Header.DOB
-- message: A child who was under 11 when the year began is shown as a mother. Check the date of birth and the item.
select "row" as "Header" from Header where MOTHER = '1' and not reached(DOB, 11, opens());

-- rule 621
-- severity: error
-- level: row
-- years: 2023-
-- fields: Header.MC_DOB, Header.DOB
-- message: The first child's date of birth is not after the mother's own. Check both dates.
select "row" as "Header" from Header where MC_DOB <= DOB;

-- rule 624
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MC_DOB, Header_last.MC_DOB
-- needs: Header, Header_last
-- message: The first child's date of birth is not the one in last year's return. Check which is right.
select h."row" as "Header"
from Header_last l join Header h on h.CHILD = l.CHILD
where l.MC_DOB is not null and h.MC_DOB is distinct from l.MC_DOB;

-- rule 625
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MC_DOB, Episodes.DEC
-- needs: Header, Episodes.CHILD
-- message: The first child's date of birth is after the end of the year, or after the young person left care. Check
--   the date; births after care ended are not reported.
select h."row" as "Header", if(h.MC_DOB > j.DEC, j."row", null) as "Episodes"
from Header h left join Journey j on j.CHILD = h.CHILD and j.DECOM is not null and j.next_DECOM is null
where h.MC_DOB is not null and (h.MC_DOB > closes() or h.MC_DOB > j.DEC);

-- rule 626
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MC_DOB, Header.MOTHER, Header_last.MOTHER
-- needs: Header, Header_last
-- message: The young person is shown as a mother for the first time, but her child was not born this year. Check the
--   date of birth, and whether last year's return should have said that she was a mother.
select h."row" as "Header"
from Header h join Header_last l on l.CHILD = h.CHILD
where h.MOTHER = '1' and l.MOTHER is not null and l.MOTHER <> '1' and not in_year(h.MC_DOB);

-- rule 628
-- severity: error
-- level: child
-- years: 2023-
-- fields: Header.MOTHER, OC3.CHILD, Episodes.CHILD
-- message: Motherhood is filled in for a care leaver who was not looked after at any time in the year. Leave it empty.
select h."row" as "Header", o."row" as "OC3"
from CareLeaver o join Header h on h.CHILD = o.CHILD anti join Episodes e on e.CHILD = h.CHILD
where h.MOTHER is not null;

-- rule EPI
-- severity: query
-- level: child
-- years: 2023-
-- fields: Header.CHILD, Episodes.CHILD
-- message: The child has neither an episode nor care leaver details. Check that the child belongs in this return.
select h."row" as "Header"
from Header h anti join Episodes e on e.CHILD = h.CHILD anti join OC3 o on o.CHILD = h.CHILD;
