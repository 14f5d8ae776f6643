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
