-- Episodes: their codes and dates, how one follows another, ages, legal statuses, placements and providers.

-- rule 141
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DECOM
-- message: The day on which the episode began is not a day of the calendar.
select "row" as "Episodes" from Episodes where unreadable(DECOM_given, DECOM);

-- rule 142
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DEC, Episodes.REC, Episodes.DECOM
-- message: The child has a later episode, so this one has ended: enter the day it ended and why.
select "row" as "Episodes" from Journey where next_row is not null and (DEC_given is null or REC is null);

-- rule 143
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.RNE
-- message: The reason for the new episode is missing or is not one of the listed codes: S, L, P, T, B or U.
select "row" as "Episodes" from Episodes where coalesce(RNE not in ('S', 'L', 'P', 'T', 'B', 'U'), true);

-- rule 144
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.LS
-- message: The legal status is missing or is not one of the listed codes.
select "row" as "Episodes" from Episodes
where coalesce(LS not in ('C1', 'C2', 'D1', 'E1', 'V2', 'V3', 'V4', 'L1', 'L2', 'L3', 'J1', 'J2', 'J3'), true);

-- rule 145
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.CIN
-- message: The category of need is missing or is not one of the listed codes, N1 to N8.
select "row" as "Episodes" from Episodes
where coalesce(CIN not in ('N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'), true);

-- rule 146
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE
-- message: The placement is missing or is not a code of this year's list. The list changed in 2024-25 and in 2025-26.
select "row" as "Episodes" from Episodes where not a_placement(PLACE);

-- rule 147
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DEC
-- message: The day on which the episode ended is not a day of the calendar.
select "row" as "Episodes" from Episodes where unreadable(DEC_given, DEC);

-- rule 148
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DEC, Episodes.REC
-- message: An episode that has ended needs both the day it ended and why. One of them is missing.
select "row" as "Episodes" from Episodes where (DEC_given is null) <> (REC is null);

-- rule 149
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.REC
-- message: The reason why the episode ended is not one of the listed codes.
select "row" as "Episodes" from Episodes
where REC not in (
    'X1', 'E11', 'E12', 'E2', 'E3', 'E4A', 'E4B', 'E13', 'E41', 'E45', 'E46', 'E47', 'E48', 'E5', 'E6', 'E7', 'E9',
    'E14', 'E15', 'E16', 'E17', 'E8');

-- rule 164
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_DISTANCE
-- needs: Episodes.PL_DISTANCE, Episodes.LS
-- message: The distance from home to the placement is not a number of miles from 0 to 999.9.
select "row" as "Episodes" from Episodes anti join Asylum using (CHILD)
where not short_break(LS) and PL_DISTANCE is not null
    and not coalesce(try_cast(PL_DISTANCE as double) between 0 and 999.9, false);

-- rule 169
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_POST, Episodes.PL_LA, Episodes.LS
-- needs: Episodes.LS, Episodes.PL_POST|Episodes.PL_LA
-- part: whether a postcode exists, and which authority it is in, is not known without the postcode directory
-- message: Which local authority the placement is in cannot be told, because its postcode is missing or is not a
--   postcode.
select "row" as "Episodes" from Episodes
where not short_break(LS) and PL_LA is null and not like_a_postcode(PL_POST);

-- rule 178
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: Who provides the placement must be one of PR0 to PR5; a temporary or other (Z) placement has none.
select "row" as "Episodes" from Episodes
where PLACE_PROVIDER not in ('PR0', 'PR1', 'PR2', 'PR3', 'PR4', 'PR5')
    or (PLACE_PROVIDER is null and not temporary(PLACE) and not other_placement(PLACE))
    or (PLACE_PROVIDER is not null and (PLACE in ('T0', 'T1', 'T2', 'T3') or other_placement(PLACE)));

-- rule 179
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_POST, Episodes.PL_LOCATION, Episodes.LS
-- needs: Episodes.LS, Episodes.PL_POST|Episodes.PL_LOCATION
-- part: whether a postcode exists, and whether it is inside the authority, is not known without the postcode
--   directory
-- message: Whether the placement is inside the authority cannot be told, because its postcode is missing or is not a
--   postcode.
select "row" as "Episodes" from Episodes
where not short_break(LS) and PL_LOCATION is null and not like_a_postcode(PL_POST);

-- rule 199
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.CHILD, Episodes.DECOM, Episodes.REC, Episodes_last.REC
-- needs: Episodes.DECOM
-- message: An episode begins after the child was adopted. An adopted child who comes back into care is given a new
--   identifier.
with adoption as (
    select CHILD, min(DECOM) as DECOM from (
        select CHILD, DECOM from Episodes where adopted(REC)
        union all
        select CHILD, DECOM from Episodes_last where adopted(REC)
    ) group by CHILD
)
select e."row" as "Episodes" from Episodes e join adoption a using (CHILD) where e.DECOM > a.DECOM;

-- rule 213
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: A temporary or other (Z) placement has no provider. Take the provider out.
select "row" as "Episodes" from Episodes
where PLACE_PROVIDER is not null and (temporary(PLACE) or other_placement(PLACE));

-- rule 214
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_POST, Episodes.URN, Episodes.LS
-- needs: Episodes.LS, Episodes.PL_POST|Episodes.URN
-- message: A short break has the postcode or the registration number of its placement, which are not asked. Take them
--   out, or correct the legal status.
select "row" as "Episodes" from Episodes where short_break(LS) and coalesce(PL_POST, URN) is not null;

-- rule 217
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM, Episodes.RNE
-- message: A child placed for adoption with their own foster carer (A3 or A5) stays with the same carer, so the
--   episode's reason is S, T or U.
select "row" as "Episodes" from Episodes
where PLACE in ('A3', 'A5') and DECOM >= date '2015-04-01' and RNE not in ('S', 'T', 'U');

-- rule 218
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.PLACE, Episodes.DEC, Episodes.LS, Episodes.PL_POST, Episodes.PL_LA
-- message: A placement that Ofsted regulates lacks its unique reference number.
select "row" as "Episodes" from Episodes
where URN is null and PLACE is not null and not unregistered(PLACE) and not short_break(LS)
    and coalesce(DEC > date '2015-03-31', true) and not outside_england(PL_LA, PL_POST);

-- rule 219
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.PLACE, Providers.PLACE_CODES
-- needs: Episodes, Providers.PLACE_CODES, Providers.URN
-- message: Ofsted's list does not give this kind of placement for the registration number. Check the number and the
--   placement.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where e.PLACE is not null and not coalesce(one_of(e.PLACE, p.PLACE_CODES), false);

-- rule 221
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_POST, Episodes.URN, Episodes.PLACE, Providers.POSTCODE
-- needs: Episodes.PL_POST, Episodes.URN, Episodes.PLACE, Episodes.LS, Providers.POSTCODE, Providers.URN
-- message: The placement's postcode is not the one that Ofsted's list has for the registration number.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where e.PLACE in ('K1', 'K2', 'K3', 'R3', 'S1') and not short_break(e.LS)
    and not list_contains(p.postcodes, postcode(e.PL_POST));

-- rule 222
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.PLACE
-- message: A placement that Ofsted does not regulate has a registration number. Check the placement, or take the
--   number out.
select "row" as "Episodes" from Episodes where URN <> 'XXXXXXX' and unregistered(PLACE);

-- rule 224
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.URN, Providers.PROVIDER_CODES
-- needs: Episodes, Providers.PROVIDER_CODES, Providers.URN
-- message: Who provides the placement is not what Ofsted's list has for the registration number.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where not one_of(e.PLACE_PROVIDER, p.PROVIDER_CODES);

-- rule 225
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REASON_PLACE_CHANGE, Episodes.REC, Episodes.RNE, Episodes.PLACE, Episodes.DECOM
-- message: The child moved placement after this episode, and why is not given.
select "row" as "Episodes" from Journey
where REC = 'X1' and next_RNE in ('P', 'T', 'B', 'U') and REASON_PLACE_CHANGE is null
    and not temporary(PLACE) and not temporary(next_PLACE);

-- rule 226
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REASON_PLACE_CHANGE, Episodes.PLACE, Episodes.DECOM
-- needs: Episodes.REASON_PLACE_CHANGE, Episodes.PLACE
-- message: A move into or out of a temporary placement needs no reason. Take it out.
select "row" as "Episodes" from Journey
where REASON_PLACE_CHANGE is not null and (temporary(PLACE) or temporary(next_PLACE));

-- rule 227
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.DECOM, Providers.REG_END
-- needs: Episodes, Providers.REG_END, Providers.URN
-- message: The episode begins when the provider's registration had already ended.
select e."row" as "Episodes" from Episodes e join Provider p using (URN) where e.DECOM >= p.ends;

-- rule 228
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.DEC, Providers.REG_END
-- needs: Episodes, Providers.REG_END, Providers.URN
-- message: The episode goes on after the provider's registration ended.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where coalesce(e.DEC, closes()) > p.ends;

-- rule 229
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Episodes.PLACE_PROVIDER, Episodes.PLACE, Providers.LA
-- needs: Episodes, Providers.LA, Providers.URN
-- message: The placement is said to be the authority's own (PR1) or another authority's (PR2), and Ofsted's list has
--   it the other way about.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where ((e.PLACE_PROVIDER = 'PR1' and not list_contains(p.authorities, upper(authority())))
        or (e.PLACE_PROVIDER = 'PR2' and list_contains(p.authorities, upper(authority()))))
    and (collection_year() < 2026 or not (unregistered(e.PLACE) or supported_accommodation(e.PLACE)));

-- rule 233
-- severity: error
-- level: row
-- years: 2026-
-- fields: Episodes.REASON_PLACE_CHANGE, Episodes.DEC
-- message: The episode is still open and has a reason for a move. Take it out, or enter the day the episode ended.
select "row" as "Episodes" from Episodes where DEC_given is null and REASON_PLACE_CHANGE is not null;

-- rule 234
-- severity: error
-- level: child
-- years: 2026-
-- fields: Episodes.REASON_PLACE_CHANGE, Episodes.DECOM, Header.DOB
-- message: A child under 10 is said to have moved because of custody, which a child so young cannot be in.
select "row" as "Episodes", header_row as "Header" from Journey
where REASON_PLACE_CHANGE = 'CUSTOD' and age_at(DOB, coalesce(next_DECOM, DEC, DECOM)) < 10;

-- rule 241
-- severity: error
-- level: row
-- years: 2026-
-- provisional
-- fields: Episodes.PL_LA, Episodes.URN, Episodes.PLACE, Providers.LA
-- needs: Episodes, Providers.LA, Providers.URN
-- message: Supported accommodation is in an authority where Ofsted's list has no premises for the registration
--   number.
select e."row" as "Episodes" from Episodes e join Provider p using (URN)
where e.PLACE = 'K3' and not list_contains(p.authorities, e.PL_LA);

-- rule 242
-- severity: error
-- level: row
-- years: 2026-
-- provisional
-- fields: Episodes.URN, Episodes.PLACE
-- message: The registration number XXXXXXX is only for foster placements (U1 to U6) and placements for adoption (A3
--   to A6).
select "row" as "Episodes" from Episodes where URN = 'XXXXXXX' and not (foster(PLACE) or placed_to_adopt(PLACE));

-- rule 243
-- severity: error
-- level: row
-- years: 2026-
-- provisional
-- fields: Episodes.URN, Episodes.PL_LA, Episodes.PL_POST
-- needs: Episodes.URN, Episodes.PL_LA|Episodes.PL_POST
-- message: A placement outside England has an Ofsted registration number. Check where the placement is, or take the
--   number out.
select "row" as "Episodes" from Episodes where URN is not null and outside_england(PL_LA, PL_POST);

-- rule 302
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Header.DOB
-- message: The episode begins before the child was born.
select "row" as "Episodes", header_row as "Header" from Journey where DECOM < DOB;

-- rule 336
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM
-- message: A child can be placed for adoption with their own foster carer (A3 or A5) only from a foster placement or
--   another placement for adoption.
select "row" as "Episodes" from Journey
where PLACE in ('A3', 'A5') and prior_row is not null and not (foster(prior_PLACE) or placed_to_adopt(prior_PLACE));

-- rule 352
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.RNE, Header.DOB
-- message: A period of care begins when the young person is already 18.
select "row" as "Episodes", header_row as "Header" from Journey where RNE = 'S' and DECOM >= birthday(DOB, 18);

-- rule 353
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DECOM
-- message: The episode begins before the Children Act came into force on 14 October 1991.
select "row" as "Episodes" from Episodes where DECOM < date '1991-10-14';

-- rule 354
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DECOM
-- message: The episode begins after the end of the year that the return covers.
select "row" as "Episodes" from Episodes where DECOM > closes();

-- rule 355
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.DEC
-- message: The episode ends on the day it begins. An episode lasts at least to the next day.
select "row" as "Episodes" from Episodes where DEC = DECOM;

-- rule 356
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.DEC
-- message: The episode ends before it begins.
select "row" as "Episodes" from Episodes where DEC < DECOM;

-- rule 357
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.DECOM, Episodes_last.DECOM
-- needs: Episodes.RNE
-- message: The child's first episode ever must begin a period of care (S). An earlier episode may be missing.
select "row" as "Episodes" from Journey j
where prior_row is null and RNE <> 'S' and (DECOM >= opens() or DEC < opens())
    and not exists (from Episodes_last l where l.CHILD = j.CHILD and l.DECOM < j.DECOM);

-- rule 358
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.LS, Header.DOB
-- message: A child under 10 cannot be on remand, in police detention or sentenced (J1, J2, J3). Check the legal
--   status and the date of birth.
select "row" as "Episodes", header_row as "Header" from Journey where young_offender(LS) and age_at(DOB, DECOM) < 10;

-- rule 359
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DEC, Episodes.LS, Episodes.PLACE, Header.DOB
-- message: The young person turned 18 in the year and the episode is still open. Only a young person accommodated in
--   a children's home (V2 in K2) may stay looked after.
select "row" as "Episodes" from Journey
where DEC_given is null and birthday(DOB, 18) < closes() and not coalesce(LS = 'V2' and PLACE = 'K2', false);

-- rule 361
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: Police protection (L1) goes on for more than 3 days.
select "row" as "Episodes" from StatusRun where LS = 'L1' and days > 3;

-- rule 362
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: An emergency protection order (L2) goes on for more than 21 days.
select "row" as "Episodes" from StatusRun where LS = 'L2' and days > 21;

-- rule 363
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: A child assessment order (L3) goes on for more than 7 days.
select "row" as "Episodes" from StatusRun where LS = 'L3' and days > 7;

-- rule 364
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: Police detention in the authority's accommodation (J2) goes on for more than 21 days.
select "row" as "Episodes" from StatusRun where LS = 'J2' and days > 21;

-- rule 365
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: One short break (V3) goes on for more than 17 days.
select "row" as "Episodes" from Episodes where LS = 'V3' and coalesce(DEC, closes()) - DECOM > 17;

-- rule 366
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.RNE, Episodes.LS
-- message: Each short break (V3) begins anew, so the reason for the episode is S.
select "row" as "Episodes" from Episodes where LS = 'V3' and RNE is distinct from 'S';

-- rule 367
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: The child's short breaks (V3) come to more than 75 days in the year.
select "row" as "Episodes" from (
    select "row",
        sum(least(coalesce(DEC, closes()), closes()) - greatest(DECOM, opens())) over (partition by CHILD) as days
    from Episodes where LS = 'V3' and in_force_this_year(DECOM, DEC)
) where days > 75;

-- rule 371
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.PLACE, Header.DOB
-- message: The child is under 16 and placed in supported accommodation, which is for those of 16 and 17.
select "row" as "Episodes" from Journey where supported_accommodation(PLACE) and age_at(DOB, DECOM) < 16;

-- rule 372
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.PLACE, Header.DOB
-- message: The child is under 10 and placed in youth custody.
select "row" as "Episodes" from Journey where PLACE = 'R5' and age_at(DOB, DECOM) < 10;

-- rule 373
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.PLACE, Header.DOB
-- message: The child is under 4 and placed in a residential school.
select "row" as "Episodes" from Journey where PLACE = 'S1' and age_at(DOB, DECOM) < 4;

-- rule 374
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.PLACE, Header.DOB
-- message: The child is under 14 and placed in residential employment.
select "row" as "Episodes" from Journey where PLACE = 'P3' and age_at(DOB, DECOM) < 14;

-- rule 375
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM, Episodes.DEC
-- message: A temporary placement in hospital (T1) goes on for more than 42 days, so it is no longer temporary.
select "row" as "Episodes" from Episodes where PLACE = 'T1' and coalesce(DEC, closes()) - DECOM > 42;

-- rule 376
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM, Episodes.DEC
-- message: A temporary placement while the foster carer is on holiday (T3) goes on for more than 21 days.
select "row" as "Episodes" from Episodes where PLACE = 'T3' and coalesce(DEC, closes()) - DECOM > 21;

-- rule 377
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM, Episodes.RNE
-- message: The child has more than two temporary placements in a year while the foster carer is on holiday (T3).
select "row" as "Episodes" from (
    select "row", count(*) over (partition by CHILD, collection_year_of(DECOM)) as times
    from Episodes where PLACE = 'T3' and RNE is distinct from 'L' and CHILD is not null
) where times > 2;

-- rule 378
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.LS
-- message: A child placed with their own parents (P1) cannot be accommodated by agreement (V2).
select "row" as "Episodes" from Episodes where PLACE = 'P1' and LS = 'V2';

-- rule 379
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.DECOM, Episodes.DEC
-- message: A temporary placement of another kind (T4) goes on for more than 7 days.
select "row" as "Episodes" from Episodes where PLACE = 'T4' and coalesce(DEC, closes()) - DECOM > 7;

-- rule 380
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.RNE
-- message: A period of care cannot begin in a temporary placement.
select "row" as "Episodes" from Episodes where RNE = 'S' and temporary(PLACE);

-- rule 381
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.REC
-- message: A period of care cannot end in a temporary placement.
select "row" as "Episodes" from Episodes where left_care(REC) and temporary(PLACE);

-- rule 382
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.LS
-- message: A short break cannot be in a temporary placement.
select "row" as "Episodes" from Episodes where short_break(LS) and temporary(PLACE);

-- rule 383
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.RNE, Episodes.PL_POST, Episodes.DECOM
-- needs: Episodes.PLACE, Episodes.RNE, Episodes.DECOM
-- message: After a temporary placement the child goes back to the placement before it: the same kind and postcode,
--   with P or T as the reason.
with before as (
    select *,
        last_value(if(temporary(PLACE), null, {'PLACE': PLACE, 'PL_POST': postcode(PL_POST)}) ignore nulls) over (
            partition by CHILD order by number rows between unbounded preceding and 1 preceding
        ) as home
    from Journey
    where DECOM is not null and CHILD in (select CHILD from Episodes where temporary(PLACE))
)
select "row" as "Episodes" from before
where temporary(prior_PLACE) and not temporary(PLACE) and RNE <> 'S'
    and (RNE not in ('P', 'T')
        or (home is not null
            and (PLACE is distinct from home.PLACE or postcode(PL_POST) is distinct from home.PL_POST)));

-- rule 384
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.LS
-- message: A short break cannot be in a long-term foster placement (U1 or U4).
select "row" as "Episodes" from Episodes where short_break(LS) and PLACE in ('U1', 'U4');

-- rule 385
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.DEC
-- message: The episode ends after the end of the year that the return covers.
select "row" as "Episodes" from Episodes where DEC > closes();

-- rule 386
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Header.DOB
-- message: The young person was already 18 on the day of the adoption.
select "row" as "Episodes" from Journey where adopted(REC) and DEC >= birthday(DOB, 18);

-- rule 387
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Header.DOB
-- message: A child under 14 is said to have left care for independent living.
select "row" as "Episodes" from Journey where REC in ('E5', 'E6') and age_at(DOB, DEC) < 14;

-- rule 388
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Episodes.DECOM
-- message: X1 says that the next episode begins on the day this one ends. It does not, or it does and the reason is
--   another.
select "row" as "Episodes" from Journey
where (REC = 'X1' and DEC is not null and next_DECOM is distinct from DEC) or (left_care(REC) and next_DECOM = DEC);

-- rule 389
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Header.DOB
-- message: A child under 16 is said to have moved to residential care for adults.
select "row" as "Episodes" from Journey where REC = 'E7' and age_at(DOB, DEC) < 16;

-- rule 390
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.REC, Episodes.PLACE
-- message: The child was adopted from a placement that is not one for adoption (A3 to A6).
select "row" as "Episodes" from Episodes where adopted(REC) and not placed_to_adopt(PLACE);

-- rule 392a
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_DISTANCE, Episodes.HOME_POST, Episodes.PL_POST, Episodes.LS
-- needs: Episodes.LS, Episodes.PL_DISTANCE|Episodes.PL_POST, Episodes.PL_DISTANCE|Episodes.HOME_POST
-- part: whether a postcode exists is not known without the postcode directory
-- message: How far the placement is from home cannot be told, because a postcode is missing or is not a postcode.
select "row" as "Episodes" from Episodes anti join Asylum using (CHILD)
where not short_break(LS) and PL_DISTANCE is null and not (like_a_postcode(HOME_POST) and like_a_postcode(PL_POST));

-- rule 392b
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.HOME_POST, Episodes.PL_POST, Episodes.LS
-- message: The postcode of the child's home or of the placement is missing.
select "row" as "Episodes" from Episodes anti join Asylum using (CHILD)
where not short_break(LS) and (HOME_POST is null or PL_POST is null);

-- rule 392c
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.HOME_POST, Episodes.PL_POST
-- needs: Episodes.HOME_POST|Episodes.PL_POST
-- part: whether a postcode exists is not known without the postcode directory
-- message: The postcode of the home or of the placement is not one that exists in the United Kingdom: it does not
--   have the shape of one.
select "row" as "Episodes" from Episodes
where (HOME_POST is not null and not like_a_postcode(HOME_POST))
    or (PL_POST is not null and not like_a_postcode(PL_POST));

-- rule 392d
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.HOME_POST, Episodes.PL_POST, Episodes.PLACE
-- message: The placement has the postcode of the child's own home, and the child is not placed with their parents
--   (P1).
select "row" as "Episodes" from Episodes where postcode(HOME_POST) = postcode(PL_POST) and PLACE is distinct from 'P1';

-- rule 398
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.HOME_POST, Episodes.PL_POST, Episodes.LS, Episodes.PL_DISTANCE
-- needs: Episodes.LS, Episodes.HOME_POST|Episodes.PL_POST|Episodes.PL_DISTANCE
-- message: A short break has a postcode or a distance, which are not asked. Take them out, or correct the legal
--   status.
select "row" as "Episodes" from Episodes
where short_break(LS) and coalesce(HOME_POST, PL_POST, PL_DISTANCE) is not null;

-- rule 406
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_DISTANCE
-- message: The distance from home is given for an unaccompanied asylum-seeking child, of whom it is not asked.
select "row" as "Episodes" from Episodes semi join Asylum using (CHILD) where PL_DISTANCE is not null;

-- rule 407
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Header.DOB
-- message: The young person was already 18 on the day of the special guardianship order.
select "row" as "Episodes" from Journey
where REC in ('E45', 'E46', 'E47', 'E48') and DEC >= birthday(DOB, 18);

-- rule 408
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE, Episodes.LS
-- message: A placement for adoption under a placement order (A5 or A6) needs that order as its legal status (E1).
select "row" as "Episodes" from Episodes where PLACE in ('A5', 'A6') and LS is distinct from 'E1';

-- rule 411
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_LOCATION, Episodes.PL_LA
-- message: The placement is said to be inside the authority and its postcode is in another.
select "row" as "Episodes" from Episodes where PL_LOCATION = 'IN' and PL_LA <> upper(authority());

-- rule 420
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_LA
-- needs: Episodes.PL_LA, Episodes.LS
-- message: A short break has a local authority of placement, which is not asked. Take out the postcode, or correct
--   the legal status.
select "row" as "Episodes" from Episodes where short_break(LS) and PL_LA is not null;

-- rule 426
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM, Episodes.DEC
-- message: The two ways of recording short breaks (V3 and V4) are mixed in one year. Choose one for the child.
with breaks as (
    select "row", CHILD, LS, collection_year_of(DECOM) as first, collection_year_of(coalesce(DEC, closes())) as last
    from Episodes where short_break(LS)
)
select a."row" as "Episodes", b."row" as "Episodes" from breaks a join breaks b
    on a.CHILD = b.CHILD and a.LS = 'V3' and b.LS = 'V4' and a.first <= b.last and b.first <= a.last;

-- rule 431
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.DECOM, Episodes.DEC
-- message: A new period of care begins on or before the day the last one ended. If the child stayed in care, the
--   reason is not S.
select "row" as "Episodes" from Journey where RNE = 'S' and DECOM <= prior_DEC;

-- rule 432
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.REC, Episodes.DECOM
-- message: The child had left care when this episode began, so the reason for it is S.
select "row" as "Episodes" from Journey where left_care(prior_REC) and RNE <> 'S';

-- rule 433
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.DECOM, Episodes.DEC
-- message: The episode goes on from the one before, and does not begin on the day that one ended.
select "row" as "Episodes" from Journey where RNE in ('P', 'L', 'T', 'U', 'B') and DECOM <> prior_DEC;

-- rule 434
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.LS, Episodes.PLACE, Episodes.PL_POST, Episodes.URN, Episodes.PLACE_PROVIDER
-- needs: Episodes.RNE, Episodes.LS, Episodes.DECOM,
--   Episodes.PLACE|Episodes.PL_POST|Episodes.URN|Episodes.PLACE_PROVIDER
-- message: Only the legal status is said to change (L), and it does not, or the placement, its provider, postcode or
--   registration number changes too.
select "row" as "Episodes" from Journey
where RNE = 'L' and prior_row is not null
    and (LS is not distinct from prior_LS or PLACE is distinct from prior_PLACE
        or PLACE_PROVIDER is distinct from prior_PLACE_PROVIDER or URN is distinct from prior_URN
        or postcode(PL_POST) is distinct from postcode(prior_PL_POST));

-- rule 435
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.LS, Episodes.PLACE, Episodes.PLACE_PROVIDER, Episodes.PL_POST, Episodes.URN
-- needs: Episodes.RNE, Episodes.PL_POST, Episodes.DECOM,
--   Episodes.LS|Episodes.PLACE|Episodes.PLACE_PROVIDER|Episodes.URN
-- message: The reason for the new episode says that the placement changed and the legal status did not (P or T), but
--   the details do not bear it out. Compare with the episode before, or correct the reason.
select "row" as "Episodes" from Change where RNE in ('P', 'T') and (of_status or not of_placement);

-- rule 436
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes.LS, Episodes.PLACE, Episodes.PLACE_PROVIDER, Episodes.PL_POST, Episodes.URN
-- needs: Episodes.RNE, Episodes.LS, Episodes.PLACE_PROVIDER, Episodes.DECOM,
--   Episodes.PLACE|Episodes.PL_POST|Episodes.URN
-- message: The reason for the new episode says that both the legal status and the placement changed (B or U), but one
--   of them is as it was. Compare with the episode before, or correct the reason.
select "row" as "Episodes" from Change where RNE in ('B', 'U') and not (of_status and of_placement);

-- rule 437
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DECOM
-- message: Care is shown as ended by death (E2) or because the young person proved to be an adult (E15), yet another
--   episode follows. Check the reason that the episode ended, or take out what follows.
select "row" as "Episodes" from Journey where REC in ('E2', 'E15') and next_DECOM is not null;

-- rule 446
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.LS, Episodes.DECOM
-- message: A placement order (E1) is shown in an episode begun before 1 December 2005, when there were none. Check the
--   legal status and the start.
select "row" as "Episodes" from Episodes where LS = 'E1' and DECOM < date '2005-12-01';

-- rule 452
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_LA, Episodes_last.PL_LA
-- needs: Episodes.PL_LA, Episodes.DECOM, Episodes.RNE, Episodes_last.PL_LA, Episodes_last.DECOM, Episodes_last.RNE,
--   Episodes_last.DEC
-- message: The authority in which the child is placed is not the one in last year's open episode. Check the postcode
--   of the placement in both years.
select "row" as "Episodes" from LeftOpen where RNE = RNE_last and PL_LA is distinct from PL_LA_last;

-- rule 453
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_DISTANCE, Episodes_last.PL_DISTANCE
-- needs: Episodes.PL_DISTANCE, Episodes.DECOM, Episodes.RNE, Episodes_last.PL_DISTANCE, Episodes_last.DECOM,
--   Episodes_last.RNE
-- message: The distance between home and placement is not the one in last year's open episode. Check both postcodes
--   in both years.
select "row" as "Episodes" from LeftOpen where RNE = RNE_last and miles_apart(PL_DISTANCE, PL_DISTANCE_last);

-- rule 454
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_DISTANCE
-- message: The placement is more than 350 miles from home. Check the home and placement postcodes.
with far as (select "row", try_cast(PL_DISTANCE as double) as miles from Episodes where PL_DISTANCE is not null)
select "row" as "Episodes" from far where miles > 350 and miles <> 999.9;

-- rule 460
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Header.DOB
-- message: Care ended with the young person staying put with the carers (E17) before the 18th birthday. Check the date
--   of birth, the end of the episode and its reason.
select "row" as "Episodes" from Journey where REC = 'E17' and not reached(DOB, 18, DEC);

-- rule 501
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes.DEC
-- message: The episode starts before the previous one has ended. Check the start of this one and the end of the other.
select "row" as "Episodes" from Journey where prior_DEC > DECOM;

-- rule 502
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes_last.DECOM
-- needs: Episodes, Episodes_last.DECOM, Episodes_last.DEC
-- message: Last year's return left an episode open, and no episode this year starts on its day. Check the start of the
--   child's first episode against last year's.
select l."row" as "Episodes"
from LeftOpen l anti join Episodes e on e.CHILD = l.CHILD and e.DECOM = l.DECOM_last;

-- rule 503A
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.RNE, Episodes_last.RNE
-- needs: Episodes.RNE, Episodes.DECOM, Episodes_last.RNE, Episodes_last.DECOM, Episodes_last.DEC
-- message: The episode was in last year's return with another reason for its start. Check which year is right.
select "row" as "Episodes" from CarriedOver where RNE is distinct from RNE_last;

-- rule 503B
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.LS, Episodes_last.LS
-- needs: Episodes.LS, Episodes.DECOM, Episodes_last.LS, Episodes_last.DECOM
-- message: The episode was in last year's return with another legal status. A new legal status needs a new episode;
--   otherwise check which year is right.
select "row" as "Episodes" from CarriedOver where LS is distinct from LS_last;

-- rule 503C
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.CIN, Episodes_last.CIN
-- needs: Episodes.CIN, Episodes.DECOM, Episodes_last.CIN, Episodes_last.DECOM
-- message: The episode was in last year's return with another category of need. Check which year is right.
select "row" as "Episodes" from CarriedOver where CIN is distinct from CIN_last;

-- rule 503D
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PLACE, Episodes_last.PLACE
-- needs: Episodes.PLACE, Episodes.DECOM, Episodes_last.PLACE, Episodes_last.DECOM
-- message: The episode was in last year's return with another type of placement. A new placement needs a new episode;
--   otherwise check which year is right.
select "row" as "Episodes" from CarriedOver
where PLACE is distinct from PLACE_last
    and not coalesce(collection_year() = 2025 and PLACE_last = 'H5' and PLACE = 'K3', false)
    and not coalesce(collection_year() = 2026 and PLACE_last = 'Z1' and PLACE in ('Z11', 'Z12', 'Z13', 'Z14'), false);

-- rule 503E
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes_last.PLACE_PROVIDER
-- needs: Episodes.PLACE_PROVIDER, Episodes.DECOM, Episodes_last.PLACE_PROVIDER, Episodes_last.DECOM
-- message: The episode was in last year's return with another kind of provider. Check which year is right.
select "row" as "Episodes" from CarriedOver where PLACE_PROVIDER is distinct from PLACE_PROVIDER_last;

-- rule 503F
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.URN, Episodes_last.URN
-- needs: Episodes.URN, Episodes.DECOM, Episodes_last.URN, Episodes_last.DECOM
-- message: The episode was in last year's return with another Ofsted number. Check which year is right.
select "row" as "Episodes" from CarriedOver where URN is distinct from URN_last;

-- rule 503G
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_DISTANCE, Episodes_last.PL_DISTANCE
-- needs: Episodes.PL_DISTANCE, Episodes.DECOM, Episodes_last.PL_DISTANCE, Episodes_last.DECOM
-- message: The episode was in last year's return with another distance from home. Check both postcodes in both years.
select "row" as "Episodes" from CarriedOver where miles_apart(PL_DISTANCE, PL_DISTANCE_last);

-- rule 503H
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_LA, Episodes_last.PL_LA
-- needs: Episodes.PL_LA, Episodes.DECOM, Episodes_last.PL_LA, Episodes_last.DECOM
-- message: The episode was in last year's return with another authority of placement. Check the placement's postcode in
--   both years.
select "row" as "Episodes" from CarriedOver where PL_LA is distinct from PL_LA_last;

-- rule 503J
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.PL_LOCATION, Episodes_last.PL_LOCATION
-- needs: Episodes.PL_LOCATION, Episodes.DECOM, Episodes_last.PL_LOCATION, Episodes_last.DECOM
-- message: Last year's return had the placement inside the authority and this year's outside it, or the reverse. Check
--   the placement's postcode in both years.
select "row" as "Episodes" from CarriedOver where PL_LOCATION is distinct from PL_LOCATION_last;

-- rule 504
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.CIN
-- needs: Episodes.CIN, Episodes.DECOM
-- message: The category of need is not the one that the child came into care with. It stays the same until care ends.
select j."row" as "Episodes"
from Journey j join Care c on c.CHILD = j.CHILD and j.number between c.first_number and c.last_number
where c.needs_differ and j.DECOM is not null and j.CIN is distinct from c.first_CIN;

-- rule 516
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.REC, Episodes.PLACE
-- message: Care ended in special guardianship to the former foster carer (E45 or E46), but the placement was not with
--   foster carers. Check the placement and the reason.
select "row" as "Episodes" from Episodes where REC in ('E45', 'E46') and PLACE is not null and not foster(PLACE);

-- rule 526
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: The kind of provider is missing. Give PR0 to PR5; only temporary and other placements (T and Z) have none.
select "row" as "Episodes" from Episodes
where PLACE_PROVIDER is null and PLACE is not null and not temporary(PLACE)
    and not if(collection_year() >= 2026, PLACE in ('Z11', 'Z12', 'Z13', 'Z14'), PLACE = 'Z1');

-- rule 527
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: The authority's own provision (PR1) does not go with a placement with parents, in health care or in youth
--   custody. Check the placement and its provider.
select "row" as "Episodes" from Episodes where PLACE_PROVIDER = 'PR1' and PLACE in ('P1', 'R2', 'R5');

-- rule 528
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: Another authority's provision (PR2) does not go with a placement with parents, in health care or in youth
--   custody. Check the placement and its provider.
select "row" as "Episodes" from Episodes where PLACE_PROVIDER = 'PR2' and PLACE in ('P1', 'R2', 'R5');

-- rule 529
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: Other public provision (PR3) does not go with a placement with parents, for adoption, in foster care or in a
--   children's home. Check the placement and its provider.
select "row" as "Episodes" from Episodes
where PLACE_PROVIDER = 'PR3' and (PLACE in ('P1', 'K1', 'K2') or placed_to_adopt(PLACE) or foster(PLACE));

-- rule 530
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: A private provider (PR4) does not go with a placement with parents. Check the placement and its provider.
select "row" as "Episodes" from Episodes where PLACE_PROVIDER = 'PR4' and PLACE = 'P1';

-- rule 531
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: A voluntary provider (PR5) does not go with a placement with parents. Check the placement and its provider.
select "row" as "Episodes" from Episodes where PLACE_PROVIDER = 'PR5' and PLACE = 'P1';

-- rule 550
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PLACE_PROVIDER, Episodes.PLACE
-- message: Parents are shown as the provider (PR0), but the placement is not with them. Check the placement and its
--   provider.
select "row" as "Episodes" from Episodes where PLACE_PROVIDER = 'PR0' and PLACE <> 'P1';

-- rule 562
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes_last.DECOM, Episodes_last.DEC
-- needs: Episodes, Episodes_last.DECOM
-- message: The episode began before this year, but last year's return has nothing that leads to it. Check the start of
--   the episode, and what was sent last year.
select e."row" as "Episodes"
from Episodes e
anti join Episodes_last l
    on l.CHILD = e.CHILD and l.DECOM <= e.DECOM and (l.DEC is null or l.DEC >= e.DECOM)
where e.DECOM < opens();

-- rule NoE
-- severity: query
-- level: child
-- years: 2023-
-- fields: Episodes.DECOM, Episodes_last.DECOM
-- needs: Episodes, Episodes_last
-- message: The child has an episode from before this year and was not in last year's return. Check the start of the
--   episode, and the child's identifier in both years.
select e."row" as "Episodes" from Episodes e anti join Episodes_last l on l.CHILD = e.CHILD
where e.DECOM < opens();

-- rule 580
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.REC, Episodes.DEC, Missing.MIS_END, Missing.DOB
-- message: The young person was still missing on the 18th birthday, when care ended, so the reason must be E8. Check
--   the reason, or the end of the missing period.
select e."row" as "Episodes"
from Missing m join Episodes e on e.CHILD = m.CHILD and e.DEC = m.MIS_END
where reached(m.DOB, 18, m.MIS_END) and not reached(m.DOB, 18, m.MIS_END - 1)
    and coalesce(e.REC, '') not in ('E8', 'X1');

-- rule 1008
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.URN, Providers.URN
-- needs: Episodes, Providers
-- message: The Ofsted number is not in the list of providers. Check it, or write XXXXXXX where there is none.
select e."row" as "Episodes" from Episodes e anti join Providers p on p.URN = e.URN
where e.URN is not null and e.URN <> 'XXXXXXX';

-- rule 1009
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.REASON_PLACE_CHANGE
-- message: The reason why the placement changed is not one of the codes. Choose the right one.
select "row" as "Episodes" from Episodes
where not one_of(
    REASON_PLACE_CHANGE, 'CARPL,CLOSE,ALLEG,STAND,APPRR,CREQB,CREQO,CHILD,LAREQ,PLACE,CUSTOD,OTHER');

-- rule 1012
-- severity: error
-- level: child
-- years: 2023-
-- fields: Episodes.CHILD, PlacedAdoption.CHILD, Missing.CHILD, Reviews.CHILD, AD1.CHILD, PrevPerm.CHILD, OC2.CHILD
-- needs: Episodes
-- message: The child has no episode this year, so nothing else about being looked after belongs in the return. Add the
--   episodes, or take this out.
select told.* exclude (CHILD) from (
    select CHILD, "row" as "PlacedAdoption" from PlacedAdoption
    union all by name select CHILD, "row" as "Missing" from Missing
    union all by name select CHILD, "row" as "Reviews" from Reviews
    union all by name select CHILD, "row" as "AD1" from AD1
    union all by name select CHILD, "row" as "PrevPerm" from PrevPerm
    union all by name select CHILD, "row" as "OC2" from OC2
) told anti join Episodes e on e.CHILD = told.CHILD;

-- rule 1015
-- severity: error
-- level: row
-- years: 2023-
-- fields: Episodes.PL_LA
-- needs: Episodes.PL_LA, Episodes.LS, Episodes.PLACE, Episodes.PLACE_PROVIDER
-- message: The placement is the authority's own provision (PR1) but lies in another authority's area. Check the
--   provider and the placement's postcode.
select "row" as "Episodes" from Episodes
where PLACE_PROVIDER = 'PR1' and PL_LA <> upper(authority()) and LS is not null and not short_break(LS)
    and PLACE is not null and not foster(PLACE) and not placed_to_adopt(PLACE)
    and not (collection_year() >= 2026 and PLACE = 'K3');
