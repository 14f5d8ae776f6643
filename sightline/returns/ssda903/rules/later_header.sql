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
