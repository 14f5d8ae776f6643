-- How what is written in a cell is read: as it stands, or with the blanks at its ends taken off.

create macro filled(v) as nullif(v, '');
create macro tidied(v) as nullif(trim(v, chr(32) || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279)), '');

-- A day, written year first or day first; a spreadsheet may have put midnight after it, or named the month.
-- Two-figure years and a spreadsheet's day numbers are not guessed at.
create macro as_date(v) as case
    when v like '____-__-__' then if(regexp_full_match(v, '[0-9-]+'), try_cast(v as date), null)
    when v like '__/__/____' then try_strptime(v, '%d/%m/%Y')::date
    when regexp_full_match(v, '\d\d?/\d\d?/\d{4}') then try_strptime(v, '%d/%m/%Y')::date
    when regexp_full_match(v, '\d\d?[-.]\d\d?[-.]\d{4}') then try_strptime(replace(v, '.', '-'), '%d-%m-%Y')::date
    when regexp_full_match(v, '\d{4}-\d\d?-\d\d?') then try_cast(v as date)
    when regexp_full_match(v, '\d\d?-[A-Za-z]{3}-\d{4}') then try_strptime(v, '%d-%b-%Y')::date
    when regexp_full_match(v, '\d{4}-\d\d-\d\d[ T]00:00(:00(\.0+)?)?') then try_cast(v[1:10] as date)
    when regexp_full_match(v, '\d\d?/\d\d?/\d{4} 0?0:00(:00)?') then try_strptime(string_split(v, ' ')[1], '%d/%m/%Y')::date
end;

-- A whole number; a spreadsheet may have put .0 after it.
create macro as_count(v) as
    if(regexp_full_match(v, '-?\d{1,9}(\.0+)?'), try_cast(string_split(v, '.')[1] as integer), null);

create macro as_yes_no(v) as case lower(v) when 'true' then '1' when 'false' then '0' else upper(v) end;
