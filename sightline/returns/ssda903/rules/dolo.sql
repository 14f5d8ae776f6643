-- Orders that deprive a child of liberty.

-- rule 700
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_START
-- message: The day on which the deprivation of liberty order began is not given or cannot be read. Write it as
--   DD/MM/YYYY.
select "row" as "DoLo" from DoLo where DOLO_START is null;

-- rule 701
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_END
-- message: The day on which the deprivation of liberty order ended cannot be read. Write it as DD/MM/YYYY.
select "row" as "DoLo" from DoLo where unreadable(DOLO_END_given, DOLO_END);

-- rule 702
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_END, DoLo.DOLO_START
-- message: The deprivation of liberty order ends before it begins. Check both dates.
select "row" as "DoLo" from DoLo where DOLO_END < DOLO_START;

-- rule 703
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_START
-- message: The deprivation of liberty order begins after the end of the year. Check the date.
select "row" as "DoLo" from DoLo where DOLO_START > closes();

-- rule 704
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_END
-- message: The deprivation of liberty order does not end in the year of the return. Check the date; an order that ended
--   before 1 April does not belong here.
select "row" as "DoLo" from DoLo where not in_year(DOLO_END);

-- rule 705
-- severity: error
-- level: child
-- years: 2027-
-- fields: DoLo.DOLO_START, DoLo.DOLO_END
-- message: A deprivation of liberty order begins before an earlier one has ended. Check the start of this one and the
--   end of the earlier one.
select d."row" as "DoLo"
from DoLo d
semi join DoLo earlier on earlier.CHILD = d.CHILD and earlier."row" <> d."row"
    and starts_within(d.DOLO_START, d.DOLO_END, d."row", earlier.DOLO_START, earlier.DOLO_END, earlier."row");

-- rule 706
-- severity: error
-- level: child
-- years: 2027-
-- fields: DoLo.DOLO_START, DoLo_last.DOLO_START, DoLo_last.DOLO_END
-- needs: DoLo, DoLo_last
-- message: Last year's return left a deprivation of liberty order open, and none this year begins on its day. Give the
--   order again, with its end if it has ended.
with left_open as (
    select l.CHILD, l."row" from DoLo_last l
    anti join DoLo d on d.CHILD = l.CHILD and d.DOLO_START = l.DOLO_START
    where l.DOLO_END_given is null and l.DOLO_START is not null
)
select d."row" as "DoLo", if(d."row" is null, o."row", null) as "DoLo_last"
from left_open o
left join (select CHILD, arg_max("row", (DOLO_START is not null, DOLO_START)) as "row" from DoLo group by CHILD) d
    on d.CHILD = o.CHILD;

-- rule 707
-- severity: error
-- level: child
-- years: 2027-
-- fields: DoLo.DOLO_END, DoLo.DOLO_START, Episodes.DEC
-- needs: DoLo, Episodes.DEC, Episodes.DECOM
-- message: The child left care while deprived of liberty, but the order does not end by that day. Check its end and the
--   end of care.
select distinct d."row" as "DoLo"
from DoLo d join Care c on c.CHILD = d.CHILD
where open_after_care(d.DOLO_START, d.DOLO_END, d.DOLO_END_given, c.ended, c.latest);

-- rule 708
-- severity: error
-- level: row
-- years: 2027-
-- fields: DoLo.DOLO_START, DoLo.DOB
-- message: The deprivation of liberty order begins on or before the day of birth. Check both dates.
select "row" as "DoLo" from DoLo where DOLO_START <= DOB;

-- rule 709
-- severity: error
-- level: child
-- years: 2027-
-- fields: DoLo.DOLO_START, DoLo.DOLO_END, Episodes.PLACE, Episodes.DECOM, Episodes.DEC
-- message: While deprived of liberty the child is placed elsewhere than in a children's home (K2) or under Z12 or Z13.
--   Check the placement and the dates of the order.
select d."row" as "DoLo", e."row" as "Episodes"
from DoLo d join Episodes e on e.CHILD = d.CHILD
where overlap(d.DOLO_START, d.DOLO_END, e.DECOM, e.DEC) and e.PLACE not in ('K2', 'Z12', 'Z13');

-- rule 710
-- severity: error
-- level: child
-- years: 2027-
-- fields: DoLo.DOLO_START, DoLo.DOLO_END, Episodes.PLACE, Episodes.DECOM, Episodes.DEC
-- message: While deprived of liberty by this order the child is in a secure home, in custody, with parents or in
--   supported accommodation. Check the placement and the dates of the order.
select d."row" as "DoLo", e."row" as "Episodes"
from DoLo d join Episodes e on e.CHILD = d.CHILD
where overlap(d.DOLO_START, d.DOLO_END, e.DECOM, e.DEC) and e.PLACE in ('K1', 'P1', 'R5', 'K3');
