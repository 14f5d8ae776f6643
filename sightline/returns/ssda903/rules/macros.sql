-- What the rules of the return of children looked after share: first words for codes and days, then what is
-- worked out once for every rule that asks it.

-- Days. A birthday on 29 February comes on 1 March in other years.
create macro birthday(born, years) as (date_trunc('month', born) + to_years(years))::date + (day(born) - 1)::integer;
create macro collection_year_of(d) as year(d) + if(month(d) >= 4, 1, 0);
create macro in_force_this_year(starts, ends) as starts <= closes() and coalesce(ends >= opens(), true);
create macro unreadable(given, value) as given is not null and value is null;

-- Codes. Each answers false for an empty cell, so that "not" may be put before it.
create macro short_break(status) as coalesce(status in ('V3', 'V4'), false);
create macro young_offender(status) as coalesce(status in ('J1', 'J2', 'J3'), false);
create macro temporary(place) as coalesce(place in ('T0', 'T1', 'T2', 'T3', 'T4'), false);
create macro placed_to_adopt(place) as coalesce(place in ('A3', 'A4', 'A5', 'A6'), false);
create macro foster(place) as coalesce(place in ('U1', 'U2', 'U3', 'U4', 'U5', 'U6'), false);
create macro other_placement(place) as coalesce(place in ('Z1', 'Z11', 'Z12', 'Z13', 'Z14'), false);
create macro supported_accommodation(place) as coalesce(place in ('K3', 'H5'), false);
-- Placements that Ofsted does not inspect, so that they have no unique reference number.
create macro unregistered(place) as
    temporary(place) or other_placement(place)
    or coalesce(place in ('P1', 'P2', 'P3', 'H5', 'R1', 'R2', 'R5'), false);
create macro adopted(reason) as coalesce(reason in ('E11', 'E12'), false);
create macro left_care(reason) as coalesce(reason <> 'X1', false);
create macro female(sex) as coalesce(sex in ('F', '2'), false);
create macro male(sex) as coalesce(sex in ('M', '1'), false);
create macro same_sex_code(sex) as case sex when '1' then 'M' when '2' then 'F' else sex end;
create macro yes_or_no(answer) as coalesce(answer in ('0', '1'), false);
create macro pupil_number(upn) as
    coalesce(regexp_full_match(upn, '[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]'), false);
create macro pupil_number_unknown(upn) as coalesce(upn in ('UN1', 'UN2', 'UN3', 'UN4', 'UN5'), false);

-- A placement of this year's list. It changed in 2024-25 (supported accommodation is K3, no longer H5; P2 went) and in
-- 2025-26 (Z1 became four). K3 began in October 2023, so 2023-24 has both.
create macro a_placement(place) as coalesce(
    place in ('A3', 'A4', 'A5', 'A6', 'K1', 'K2', 'P1', 'P3', 'R1', 'R2', 'R3', 'R5', 'S1', 'T0', 'T1', 'T2', 'T3',
        'T4', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')
    or (place = 'K3' and collection_year() >= 2024)
    or (place in ('H5', 'P2') and collection_year() <= 2024)
    or (place = 'Z1' and collection_year() <= 2025)
    or (place in ('Z11', 'Z12', 'Z13', 'Z14') and collection_year() >= 2026), false);

-- Postcodes, compared without their space. Whether one exists is known only from the postcode directory; here
-- what has the shape of a postcode is taken for one.
create macro postcode(written) as replace(written, ' ', '');
create macro like_a_postcode(written) as
    coalesce(
        regexp_full_match(
            postcode(written), '[A-PR-UWYZ][A-HK-Y]?[0-9][0-9ABCDEFGHJKMNPRSTUVWXY]?[0-9][ABD-HJLNP-UW-Z]{2}'
        ), false);

-- A placement outside England: as the local authority of placement says, or, where that was not derived, the
-- postcode areas that lie wholly outside it.
create macro outside_england(authority_of_placement, written) as coalesce(
    authority_of_placement in ('CON', 'NIR', 'SCO', 'WAL', 'NUK'),
    regexp_matches(postcode(written),
        '^(AB|BT|CF|DD|EH|FK|G|GY|HS|IM|IV|JE|KA|KW|KY|ML|PA|PH|SA|ZE)[0-9]'),
    false);

-- One of several codes with commas between them.
create macro one_of(code, listed) as contains(',' || replace(listed, ' ', '') || ',', ',' || code || ',');

-- The child of each header: the first, should a child have two.
create temp table Child as
select CHILD, min("row") as header_row, arg_min(DOB, "row") as DOB, arg_min(SEX, "row") as SEX
from Header where CHILD is not null group by CHILD;

-- Every episode with its child's date of birth and sex, and with the episodes before and after it. An episode whose
-- start cannot be read has no place in the order: nothing comes before or after it.
create temp table Journey as
with ordered as materialized (
    select e.*, c.header_row, c.DOB, c.SEX,
        row_number() over (
            order by e.CHILD, e.DECOM nulls last, e.DEC nulls last, e.RNE <> 'S', e."row"
        )::integer as number
    from Episodes e left join Child c using (CHILD) where e.CHILD is not null
)
select e.*,
    prior."row" as prior_row, prior.DECOM as prior_DECOM, prior.DEC as prior_DEC, prior.LS as prior_LS,
    prior.PLACE as prior_PLACE, prior.PLACE_PROVIDER as prior_PLACE_PROVIDER, prior.PL_POST as prior_PL_POST,
    prior.URN as prior_URN, prior.REC as prior_REC,
    later."row" as next_row, later.DECOM as next_DECOM, later.RNE as next_RNE, later.PLACE as next_PLACE
from ordered e
left join ordered prior
    on prior.number = e.number - 1 and prior.CHILD = e.CHILD and prior.DECOM is not null and e.DECOM is not null
left join ordered later on later.number = e.number + 1 and later.CHILD = e.CHILD and later.DECOM is not null;

-- Children looked after continuously for the twelve months of the collection year: in care, other than for short
-- breaks, when the year opened, and with no ending, no new start and no short break in it. An ending whose reason
-- was left out counts as none when the next episode follows on that day.
create temp table YearInCare as
select CHILD from Journey
where DECOM <= closes() and coalesce(DEC >= opens(), true)
group by CHILD
having bool_or(DECOM <= opens() and coalesce(DEC > opens(), true))
    and not bool_or(short_break(LS))
    and not bool_or(DECOM > opens() and coalesce(RNE = 'S', false))
    and not bool_or(
        coalesce(DEC <= closes(), false)
        and (left_care(REC) or (REC is null and next_DECOM is distinct from DEC))
    );

-- Children who are, or last year were, unaccompanied and seeking asylum.
create temp table Asylum as
select CHILD from Header where UASC = '1'
union select CHILD from UASC u where CHILD not in (select CHILD from Header where UASC = '0' and CHILD is not null)
union select CHILD from Header_last where UASC = '1'
union select CHILD from UASC_last where DUC_given is not null;

-- Whether a child is and was one, for the rules that compare the two years: the marker in the header says so, or
-- else a date on which the status ends or will end (the 18th birthday, while it lasts).
create temp table AsylumStatus as
with this_year as (
    select coalesce(h.CHILD, u.CHILD) as CHILD, h."row" as header_row, u."row" as uasc_row,
        coalesce(h.UASC = '1', u.DUC_given is not null) as is_one,
        u.DUC, u.DUC_given, coalesce(h.DOB, u.DOB) as DOB
    from Header h full join UASC u on h.CHILD = u.CHILD
), last_year as (
    select coalesce(h.CHILD, u.CHILD) as CHILD, coalesce(h.UASC = '1', u.DUC_given is not null) as was_one,
        u.DUC as DUC_last
    from Header_last h full join UASC_last u on h.CHILD = u.CHILD
)
select t.*, l.CHILD is not null as was_here, coalesce(l.was_one, false) as was_one, l.DUC_last
from this_year t left join last_year l on t.CHILD = l.CHILD;

-- Episodes that follow each other without a gap in one legal status of limited length are one run of it.
create temp table StatusRun as
with starts as (
    select "row", CHILD, LS, DECOM, DEC, number,
        sum(if(prior_LS = LS and prior_DEC = DECOM, 0, 1)) over (partition by CHILD, LS order by number) as run
    from Journey where LS in ('L1', 'L2', 'L3', 'J2') and DECOM is not null
)
select "row", LS,
    max(coalesce(DEC, closes())) over whole - min(DECOM) over whole as days
from starts
window whole as (partition by CHILD, LS, run);

-- One row for each registration number of Ofsted's list, with all that its rows allow. A registration that has not
-- ended goes on beyond any date.
create temp table Provider as
select URN, string_agg(PLACE_CODES, ',') as PLACE_CODES, string_agg(PROVIDER_CODES, ',') as PROVIDER_CODES,
    list(upper(LA)) filter (LA is not null) as authorities,
    list(postcode(POSTCODE)) filter (POSTCODE is not null) as postcodes,
    max(coalesce(REG_END, date '9999-12-31')) as ends
from Providers where URN is not null group by URN;

-- Whether a child had reached an age by a day: as birthday(born, years) <= day, and cheaper to plan.
create macro reached(born, years, d) as born <= d - to_years(years);

-- Each episode that follows another of the child's, and what changed with it.
create view Change as
select "row", RNE, LS is distinct from prior_LS as of_status,
    PLACE is distinct from prior_PLACE or PLACE_PROVIDER is distinct from prior_PLACE_PROVIDER
    or URN is distinct from prior_URN or postcode(PL_POST) is distinct from postcode(prior_PL_POST) as of_placement
from Journey where prior_row is not null;

-- Periods of care: from one start of being looked after to its end (null while it lasts). A period begins with
-- RNE S, or where the episode before it had ended earlier. (A running sum needs no window by child: the episodes
-- stand in order of child and time.)
create temp table Care as
with in_order as (
    select "row", CHILD, number, DECOM, DEC, LS, CIN, next_DECOM,
        prior_row is null or coalesce(RNE = 'S', false) or coalesce(prior_DEC < DECOM, false) as begins,
        next_DECOM is null or coalesce(next_RNE = 'S', false) or coalesce(DEC < next_DECOM, false) as ends
    from Journey where DECOM is not null order by CHILD, number
), marked as (select *, sum(begins::integer) over (rows unbounded preceding) as period from in_order)
select any_value(CHILD) as CHILD, period, min(DECOM) as begun, max(DEC) filter (ends) as ended,
    min(number) as first_number, max(number) as last_number,
    min("row") filter (begins) as first_row, any_value(CIN) filter (begins) as first_CIN,
    count(distinct coalesce(CIN, '')) > 1 as needs_differ,
    bool_and(short_break(LS)) as short, bool_or(next_DECOM is null) as latest
from marked group by period;

-- This year's episodes that last year's return left open, with what it said of them. A place of living that was
-- recorded then and what is recorded now stand side by side.
create temp table CarriedOver as
select e."row", l."row" as row_last,
    e.RNE, e.LS, e.CIN, e.PLACE, e.PLACE_PROVIDER, e.URN, e.PL_LA, e.PL_LOCATION, e.PL_DISTANCE,
    l.RNE as RNE_last, l.LS as LS_last, l.CIN as CIN_last, l.PLACE as PLACE_last,
    l.PLACE_PROVIDER as PLACE_PROVIDER_last, l.URN as URN_last, l.PL_LA as PL_LA_last,
    l.PL_LOCATION as PL_LOCATION_last, l.PL_DISTANCE as PL_DISTANCE_last
from Episodes_last l join Episodes e on e.CHILD = l.CHILD and e.DECOM = l.DECOM
where l.DEC_given is null;

-- The episode last year's return left open (the latest, should there be several) beside the child's first this year.
create temp table LeftOpen as
with open_last as (
    select CHILD, max(DECOM) as DECOM_last, arg_max("row", DECOM) as row_last
    from Episodes_last where DEC_given is null and DECOM is not null group by CHILD
)
select o.CHILD, o.DECOM_last, o.row_last, j."row", j.DECOM, j.RNE, j.PL_LA, j.PL_DISTANCE,
    l.RNE as RNE_last, l.PL_LA as PL_LA_last, l.PL_DISTANCE as PL_DISTANCE_last
from open_last o
join Episodes_last l on l."row" = o.row_last
join Journey j on j.CHILD = o.CHILD and j.prior_DECOM is null and j.DECOM is not null;

-- Distances that differ by 0.2 of a mile or more, or of which one is missing.
create macro miles_apart(a, b) as
    coalesce(round(abs(try_cast(a as double) - try_cast(b as double)), 3) >= 0.2, a is distinct from b);

-- Care leavers and adoptions: the rows of those tables that say anything.
create view CareLeaver as select * from OC3 where coalesce(IN_TOUCH, ACTIV, ACCOM) is not null;
create view Adoption as
select * from AD1
where coalesce(DATE_INT_given, DATE_MATCH_given, FOSTER_CARE, NB_ADOPTR, SEX_ADOPTR, LS_ADOPTR) is not null;

-- Each child's social workers in order, with the end of the one before and whether another follows.
create temp table Allocation as
with in_order as materialized (
    select "row", CHILD, SW_DECOM, SW_DEC, SW_DEC_given, SW_REASON
    from SWEpisodes where SW_DECOM is not null and CHILD is not null
    order by CHILD, SW_DECOM, SW_DEC nulls last, "row"
)
select *, if(lag(CHILD) over () = CHILD, lag(SW_DEC) over (), null) as prior_SW_DEC,
    coalesce(lead(CHILD) over () <> CHILD, true) as latest
from in_order;

-- A day of which parts may be unknown, as zz/05/2020: the earliest that it can have been. Null when it is no day.
create macro earliest(written) as
    try_strptime(replace(replace(written, 'ZZZZ', '1900'), 'ZZ', '01'), ['%d/%m/%Y', '%Y-%m-%d'])::date;

-- Local authorities by the Department's number, with those of former years; then the other countries.
create macro authorities() as
    '201,202,203,204,205,206,207,208,209,210,211,212,213,301,302,303,304,305,306,307,308,309,310,311,312,313,'
    '314,315,316,317,318,319,320,330,331,332,333,334,335,336,340,341,342,343,344,350,351,352,353,354,355,356,'
    '357,358,359,370,371,372,373,380,381,382,383,384,390,391,392,393,394,420,800,801,802,803,805,806,807,808,'
    '810,811,812,813,815,816,820,821,822,823,825,826,830,831,835,836,837,838,839,840,841,845,846,850,851,852,'
    '855,856,857,860,861,865,866,867,868,869,870,871,872,873,874,875,876,877,878,879,880,881,882,883,884,885,'
    '886,887,888,889,890,891,892,893,894,895,896,908,909,916,919,921,925,926,928,929,931,933,935,936,937,938,'
    '940,941,942,943,WAL,SCO,NIR,NUK';

-- Periods that are told by their start and end: missing, deprived of liberty, to be placed for adoption.
-- One that began in care outlasts it when it has no end and the care in which it began is over, or when it ends after
-- the child last left care. One starts within another when that one, which comes before it, has not ended.
create macro open_after_care(starts, ends, ends_given, ended, latest) as
    (ends_given is null and ended >= starts) or (latest and ended < ends and ended > starts);
create macro overlap(starts, ends, decom, dec) as coalesce(decom < ends, true) and coalesce(dec > starts, true)
    and starts is not null and decom is not null;
create macro starts_within(starts, ends, nth, starts_before, ends_before, nth_before) as
    coalesce(ends_before > starts, true)
    and (starts_before, coalesce(ends_before, date 'infinity'), nth_before)
        < (starts, coalesce(ends, date 'infinity'), nth);
