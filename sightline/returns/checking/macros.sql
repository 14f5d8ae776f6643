-- What the rules of every return share.

-- Whole years from one day to another: 29 February has its birthday on 1 March.
create macro age_at(born, day) as
    (year(day) - year(born) - if(month(day) * 100 + day(day) < month(born) * 100 + day(born), 1, 0))::integer;

create macro in_year(day) as day between opens() and closes();

-- Working days: up to and with a day, and after one day up to and with another.
create macro working_day(d) as (select nth from WorkingDays where "day" = d);
create macro working_days_between(a, b) as working_day(b) - working_day(a);
