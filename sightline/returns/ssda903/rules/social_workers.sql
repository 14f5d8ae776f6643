-- Each child's social workers, one after another.

-- rule SW01aSTG1
-- severity: error
-- level: row
-- years: 2025-
-- fields: SWEpisodes.SW_ID, SWEpisodes.SW_DECOM
-- message: The social worker's registration number is missing. Give it, also for those who began before April 2023.
select "row" as "SWEpisodes" from SWEpisodes where SW_ID is null and SW_DECOM < date '2023-04-01';

-- rule SW01bSTG1
-- severity: error
-- level: row
-- years: 2025-
-- fields: SWEpisodes.SW_ID, SWEpisodes.SW_DECOM, SWEpisodes.SW_REASON
-- message: The social worker's registration number, first day or reason for the change is missing. Since April 2023 all
--   three are asked.
select "row" as "SWEpisodes" from SWEpisodes
where coalesce(SW_DECOM >= date '2023-04-01', SW_DECOM_given is null)
    and (SW_ID is null or SW_DECOM_given is null or SW_REASON is null);

-- rule SW02STG1
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_ID
-- message: The social worker's registration number is not of the right shape: SW with its figures, or XX with figures
--   for a worker who is not registered. Check it.
select "row" as "SWEpisodes" from SWEpisodes
where not (starts_with(SW_ID, 'SW') or starts_with(SW_ID, 'XX')) or (collection_year() >= 2026 and length(SW_ID) < 4);

-- rule SW04STG1
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_DECOM
-- message: The social worker's first day is not given or cannot be read. Write it as DD/MM/YYYY, with ZZ for a part
--   that is not known.
select "row" as "SWEpisodes" from SWEpisodes
where SW_DECOM is null
    and if(SW_DECOM_given is null, collection_year() >= 2026, earliest(upper(SW_DECOM_given)) is null);

-- rule SW05STG1
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_DEC
-- message: The social worker's last day cannot be read. Write it as DD/MM/YYYY.
select "row" as "SWEpisodes" from SWEpisodes
where unreadable(SW_DEC_given, SW_DEC) and earliest(upper(SW_DEC_given)) is null;

-- rule SW06STG2
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_DECOM
-- message: The social worker's first day is after the end of the year. Check the date.
select "row" as "SWEpisodes" from SWEpisodes where SW_DECOM > closes();

-- rule SW07STG2
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_DEC
-- message: The social worker's last day is after the end of the year, or more than a year before its beginning. Check
--   the date; earlier workers are not reported.
select "row" as "SWEpisodes" from SWEpisodes
where SW_DEC not between (opens() - to_years(1))::date and closes();

-- rule SW08STG2
-- severity: error
-- level: child
-- years: 2024-
-- fields: SWEpisodes.SW_DEC, SWEpisodes.SW_DECOM
-- message: Another social worker follows, but this one's last day is missing. Give it.
select "row" as "SWEpisodes" from Allocation where not latest and SW_DEC_given is null;

-- rule SW09STG2
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_DEC, SWEpisodes.SW_DECOM
-- message: The social worker's last day is not after the first. Check both dates.
select "row" as "SWEpisodes" from SWEpisodes where SW_DEC <= SW_DECOM;

-- rule SW10STG2
-- severity: error
-- level: child
-- years: 2024-
-- fields: SWEpisodes.SW_DECOM, SWEpisodes.SW_DEC, SWEpisodes.SW_REASON
-- message: The social worker began more than a week before or after the last one ended. Check both dates; a gap is
--   right only at a first contact or a new referral (FCONTA).
select "row" as "SWEpisodes" from Allocation
where abs(SW_DECOM - prior_SW_DEC) > 7 and SW_REASON is distinct from 'FCONTA';

-- rule SW11bSTG2
-- severity: error
-- level: child
-- years: 2024-
-- fields: SWEpisodes.SW_DEC, SWEpisodes.SW_DECOM
-- message: The social worker ended before 31 March and none followed. Give the next one, or check the last day.
select "row" as "SWEpisodes" from Allocation where latest and SW_DEC < closes();

-- rule SW12STG2
-- severity: error
-- level: child
-- years: 2024-
-- fields: SWEpisodes.SW_DECOM, SWEpisodes.SW_DEC, Episodes.DECOM, Episodes.DEC
-- needs: SWEpisodes, Episodes.DECOM, Episodes.DEC, Episodes.LS
-- message: The child had no social worker on the day care began nor on the day it ended (31 March while it lasts).
--   Check the social workers' dates and the dates of care.
select c.first_row as "Episodes"
from Care c
anti join SWEpisodes s on s.CHILD = c.CHILD and (
    c.begun between s.SW_DECOM and coalesce(s.SW_DEC, closes())
    or coalesce(c.ended, closes()) between s.SW_DECOM and coalesce(s.SW_DEC, closes())
)
where not c.short and c.begun <= closes() and coalesce(c.ended >= opens() - to_years(1), true);

-- rule SW13STG1
-- severity: error
-- level: row
-- years: 2024-
-- fields: SWEpisodes.SW_REASON, SWEpisodes.SW_DECOM
-- needs: SWEpisodes.SW_REASON
-- message: The reason for the change of social worker is missing or not one of the codes. Choose the right one; it is
--   asked for all who began since April 2023.
select "row" as "SWEpisodes" from SWEpisodes
where if(SW_REASON is null, SW_DECOM >= date '2023-04-01', not one_of(
    SW_REASON, 'MANAGE,FCONTA,LEFTRL,ORGRST,TSPROC,ABSENC,CHCHAN,PCCHAN,SWDIED,OTHERS'));

-- rule SW17STG2
-- severity: error
-- level: child
-- years: 2026-
-- fields: SWEpisodes.SW_DEC, SWEpisodes.SW_DECOM
-- message: The child's latest social worker has ended by 31 March. Give the one the child had on that day, or check the
--   last day.
select "row" as "SWEpisodes" from Allocation where latest and SW_DEC <= closes();
