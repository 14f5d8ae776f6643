-- What the rules of the children in need census share.

-- A case, or a plan, that the file does not name gets an empty name, so that it can still be matched.
update CINdetails set CINdetailsID = '' where CINdetailsID is null;
update Assessments set CINdetailsID = '' where CINdetailsID is null;
update CINplanDates set CINdetailsID = '' where CINdetailsID is null;
update Section47 set CINdetailsID = '' where CINdetailsID is null;
update ChildProtectionPlans set CINdetailsID = '' where CINdetailsID is null;
update ChildProtectionPlans set CPPID = '' where CPPID is null;
update Reviews set CINdetailsID = '' where CINdetailsID is null;
update Reviews set CPPID = '' where CPPID is null;

-- The last day of something with an end: the day it ended or, while nothing is written there, the reference date.
create macro last_day(ended, written) as if(written is null, reference_date(), ended);

-- The working day that is so many working days before a day, which is day 0.
create macro working_days_before(d, number) as (
    select min("day") from WorkingDays where nth = (select nth from WorkingDays where "day" = d - 1) - number + 1
);

-- The factors found at each assessment, one a row.
create temp table Factors as
select "row" as assessment, unnest(regexp_extract_all(AssessmentFactors, '[A-Z0-9]+')) as code from Assessments;

-- 18A and 19A left the list with 2024-25. They are still known here: rules 8945Q and 8950Q speak of them.
create macro is_factor(code) as code in (
    '1A', '1B', '1C', '2A', '2B', '2C', '3A', '3B', '3C', '4A', '4B', '4C', '5A', '5B', '5C', '6A', '6B', '6C', '7A',
    '8B', '8C', '8D', '8E', '8F', '9A', '10A', '11A', '12A', '13A', '14A', '15A', '16A', '17A', '18A', '18B', '18C',
    '19A', '19B', '19C', '20', '21', '22A', '23A', '24A');

create macro is_disability(code) as code in (
    'NONE', 'MOB', 'HAND', 'PC', 'INC', 'COMM', 'LD', 'HEAR', 'VIS', 'BEH', 'CON', 'AUT', 'DDA');

create macro is_ethnicity(code) as code in (
    'WBRI', 'WIRI', 'WIRT', 'WOTH', 'WROM', 'MWBC', 'MWBA', 'MWAS', 'MOTH', 'AIND', 'APKN', 'ABAN', 'AOTH', 'BCRB',
    'BAFR', 'BOTH', 'CHNE', 'OOTH', 'REFU', 'NOBT');

create macro is_referral_source(code) as code in (
    '1A', '1B', '1C', '1D', '2A', '2B', '3A', '3B', '3C', '3D', '3E', '3F', '4', '5A', '5B', '5C', '5D', '6', '7',
    '8', '9', '10');

create macro is_category_of_abuse(code) as code in ('NEG', 'PHY', 'SAB', 'EMO', 'MUL');

-- Sex as the year asks for it: Sex from 2024-25, GenderCurrent before.
create macro is_sex(sex, gender) as
    if(collection_year() >= 2025, sex in ('M', 'F', 'U'), gender in ('0', '1', '2', '9'));
create macro sex_not_known(sex, gender) as if(collection_year() >= 2025, sex = 'U', gender = '0');

-- The authorities, past and present, whose codes a pupil number may carry, with the year from which it may.
create view PupilAuthorities as
select printf('%03d', unnest(range(low, high + 1))) as code, since
from (values
    (1, 5, 0), (201, 213, 0), (301, 320, 0), (330, 336, 0), (340, 344, 0), (350, 359, 0), (370, 373, 0), (380, 384, 0),
    (390, 394, 0), (420, 420, 0), (660, 681, 0), (701, 708, 0), (800, 803, 0), (805, 808, 0), (810, 813, 0),
    (815, 816, 0), (820, 823, 0), (825, 826, 0), (830, 831, 0), (835, 841, 0), (845, 846, 0), (850, 852, 0),
    (855, 857, 0), (860, 861, 0), (865, 896, 0), (908, 909, 0), (916, 916, 0), (919, 919, 0), (921, 921, 0),
    (925, 926, 0), (928, 929, 0), (931, 931, 0), (933, 933, 0), (935, 938, 0), (940, 941, 0), (942, 943, 2024)
) as ranges(low, high, since);

-- The letter that a pupil number should begin with: its characters 2 to 13 count 2 to 13 times each, and what is
-- left after 23s is the letter's place. A temporary number ends in a letter, which counts as its own place.
create macro pupil_letters() as 'ABCDEFGHJKLMNPQRTUVWXYZ';
create macro pupil_letter(upn) as pupil_letters()[1 + list_dot_product(
    range(2, 14)::float[],
    [if(c between '0' and '9', ascii(c) - 48, strpos(pupil_letters(), c) - 1) for c in string_split(upn[2:13], '')]
        ::float[]
)::integer % 23];
