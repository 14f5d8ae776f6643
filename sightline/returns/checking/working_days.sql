-- One row for each day of the years whose bank holidays are known: how many working days there were up to and
-- with that day. It starts on a Monday. $holidays are the bank holidays that fall on a weekday.
create table WorkingDays as
with past as (
    select day, row_number() over (order by day) - 1 as holidays
    from (select unnest($holidays::date[]) as day union all select $first::date - 1)
)
select d.day as "day", (5 * (n // 7) + least(n % 7 + 1, 5) - past.holidays)::integer as nth
from (select n, $first::date + n::integer as day from range($last::date - $first::date + 1) r(n)) d
asof join past on d.day >= past.day
