-- Times when a child was missing, or away without leave.

-- rule 564
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_START, Missing.MISSING
-- message: The child was missing or away, but the day it began is not given. Give it.
select "row" as "Missing" from Missing where MISSING is not null and MIS_START_given is null;

-- rule 565
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MISSING, Missing.MIS_START
-- message: There is a day on which the child went missing or away, but not which it was. Give M or A.
select "row" as "Missing" from Missing where MISSING is null and MIS_START_given is not null;

-- rule 566
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MISSING, Missing.MIS_END
-- message: There is a day on which the child came back, but not whether the child was missing or away. Give M or A.
select "row" as "Missing" from Missing where MISSING is null and MIS_END_given is not null;

-- rule 567
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_END, Missing.MIS_START
-- message: The child came back before going missing. Check both dates.
select "row" as "Missing" from Missing where MIS_END < MIS_START;

-- rule 570
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_START
-- message: The child went missing after the end of the year. Check the date.
select "row" as "Missing" from Missing where MIS_START > closes();

-- rule 571
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_END
-- message: The day on which the child came back is not in the year of the return. Check the date; a period that ended
--   before 1 April does not belong here.
select "row" as "Missing" from Missing where not in_year(MIS_END);

-- rule 574
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_START, Missing.MIS_END
-- message: The child goes missing while an earlier missing period has not ended. Check the start of this one and the
--   end of the earlier one.
select m."row" as "Missing"
from Missing m
semi join Missing earlier on earlier.CHILD = m.CHILD and earlier."row" <> m."row"
    and starts_within(m.MIS_START, m.MIS_END, m."row", earlier.MIS_START, earlier.MIS_END, earlier."row");

-- rule 575
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_END, Missing.MIS_START, Episodes.DEC
-- needs: Missing, Episodes.DEC, Episodes.DECOM, Episodes.RNE
-- message: The placement from which the child went missing has ended, but the missing period has not. Give its end; a
--   child still missing from the next placement has a new period.
select distinct m."row" as "Missing"
from Missing m
join Care c on c.CHILD = m.CHILD and c.begun <= m.MIS_START and coalesce(c.ended > m.MIS_START, true)
join Journey j on j.CHILD = m.CHILD and j.number between c.first_number and c.last_number
where m.MIS_END_given is null and j.DECOM is not null
    and j.DEC > m.MIS_START and j.DEC <= closes() and j.next_RNE is distinct from 'L';

-- rule 576
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_START, Missing_last.MIS_START, Missing_last.MIS_END
-- needs: Missing, Missing_last
-- message: Last year's return left a missing period open, and none this year starts on its day. Give the period again,
--   with its end if the child came back.
with left_open as (
    select l.CHILD, l."row" from Missing_last l
    anti join Missing m on m.CHILD = l.CHILD and m.MIS_START = l.MIS_START
    where l.MIS_END_given is null and l.MIS_START is not null
)
select m."row" as "Missing", if(m."row" is null, o."row", null) as "Missing_last"
from left_open o
left join (select CHILD, arg_max("row", (MIS_START is not null, MIS_START)) as "row" from Missing group by CHILD) m
    on m.CHILD = o.CHILD;

-- rule 577
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_END, Missing.MIS_START, Episodes.DEC
-- needs: Missing, Episodes.DEC, Episodes.DECOM
-- message: The child left care while missing, but the missing period does not end by that day. Check its end and the
--   end of care.
select distinct m."row" as "Missing"
from Missing m join Care c on c.CHILD = m.CHILD
where open_after_care(m.MIS_START, m.MIS_END, m.MIS_END_given, c.ended, c.latest);

-- rule 578
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_START, Episodes.DEC
-- needs: Missing, Episodes.DEC, Episodes.DECOM
-- message: The child went missing when no longer looked after. Check the start of the missing period and the end of
--   care.
select m."row" as "Missing"
from Missing m join Care c on c.CHILD = m.CHILD
where m.MIS_START is not null
group by m."row"
having bool_or(c.ended <= m.MIS_START)
    and not bool_or(c.begun <= m.MIS_START and coalesce(c.ended > m.MIS_START, true));

-- rule 581
-- severity: error
-- level: child
-- years: 2023-
-- fields: Missing.MIS_START, Episodes.DECOM
-- message: The child went missing before coming into care. Check the start of the missing period and the start of
--   care.
select m."row" as "Missing"
from Missing m join Care c on c.CHILD = m.CHILD
where m.MIS_START is not null
group by m."row"
having bool_or(c.begun > m.MIS_START)
    and not bool_or(c.begun <= m.MIS_START and coalesce(c.ended >= m.MIS_START, true));

-- rule 586
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_START, Missing.DOB
-- message: The child went missing on or before the day of birth. Check both dates.
select "row" as "Missing" from Missing where MIS_START <= DOB;

-- rule 1004
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_START
-- message: The day on which the child went missing is not given or cannot be read. Write it as DD/MM/YYYY.
select "row" as "Missing" from Missing where MIS_START is null;

-- rule 1005
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MIS_END
-- message: The day on which the child came back cannot be read. Write it as DD/MM/YYYY.
select "row" as "Missing" from Missing where unreadable(MIS_END_given, MIS_END);

-- rule 1006
-- severity: error
-- level: row
-- years: 2023-
-- fields: Missing.MISSING
-- message: The code is neither M (missing) nor A (away without authorisation). Choose the right one.
select "row" as "Missing" from Missing where MISSING not in ('M', 'A');
