"""What somebody typed into the search box, read."""

import datetime

import pytest

from sightline.record.asked import read

TODAY = datetime.date(2026, 3, 18)


def keys(text):
    return {key for part in read(text, today=TODAY).parts for key in part.keys}


@pytest.mark.parametrize(
    "written",
    [
        "3/5/2015", "03/05/2015", "3.5.2015", "03-05-2015", "3/5/15", "03.05.15", "3 5 2015", "03052015", "030515",
        "2015-05-03", "2015/5/3", "20150503", "3 May 2015", "3rd May 2015", "3 may 15", "May 3, 2015", "3-May-2015",
        "3rd of May 2015", "DOB: 3/5/2015", "born 3 / 5 / 2015", "٣/٥/٢٠١٥",
    ],
)  # fmt: skip
def test_a_date_of_birth_in_any_usual_style(written):
    asked = read(written, today=TODAY)
    assert "born:2015-05-03" in keys(written)
    assert asked.words == ()
    assert asked.unreal == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3/5/85", "born:1985-05-03"),  # not to come
        ("1/8/26", "born:2026-08-01"),  # expected this year
        ("1/8/27", "born:2027-08-01"),
        ("1/8/28", "born:1928-08-01"),
        ("5/13/2015", "born:2015-05-13"),  # the month first: there is no other way to read it
        ("may 2015", "born:2015-05"),
        ("05/2015", "born:2015-05"),
        ("2015", "born:2015"),
        ("1/8/2026", "due:2026-08-01"),
    ],
)
def test_years_months_and_expected_dates(written, key):
    assert key in keys(written)


def test_a_date_may_have_been_taken_down_with_day_and_month_swapped():
    assert "born:2015-03-05" in keys("3/5/2015")
    assert "born:2015-03-05" not in keys("3 May 2015")  # a month in words can't be swapped
    assert not any("2015-13" in key for key in keys("13/5/2015"))


@pytest.mark.parametrize("written", ["31/2/2015", "0/5/2015", "29 February 2015"])
def test_a_date_that_is_none_is_said_to_be_none(written):
    assert read(written, today=TODAY).unreal == (written.lower(),)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("100345", "la_child_id:100345"),
        ("AB 100345", "la_child_id:ab100345"),
        ("ab/100-345", "la_child_id:ab100345"),
        ("943 476 5919", "nhs_number:9434765919"),
        ("943-476-5919", "nhs_number:9434765919"),
        ("NHS No. 9434765919", "nhs_number:9434765919"),
        ("h801200001001", "former_upn:h801200001001"),
        ("LS1 4AB", "postcode:ls14ab"),
        ("ls14ab", "postcode:ls14ab"),
        ("2015", "la_child_id:2015"),
        ("12-03-2015", "former_la_child_id:12032015"),
    ],
)
def test_numbers_and_postcodes_however_they_are_written(written, key):
    assert key in keys(written)


def test_things_asked_for_together_are_told_apart():
    asked = read("okafor, Ada 3/5/2015 LS1 4AB", today=TODAY)
    assert asked.words == ("okafor", "ada")
    assert [bool(part.date) for part in asked.parts] == [True, False]
    assert "postcode:ls14ab" in asked.parts[1].keys


def test_titles_are_not_names():
    assert read("Mr John Smith", today=TODAY).words == ("john", "smith")
    assert read("Miss", today=TODAY).words == ("miss",)


@pytest.mark.parametrize("text", ["", " ", "a", "?!", "j s", "’"])
def test_what_is_too_short_to_search_by(text):
    assert read(text, today=TODAY).too_short


@pytest.mark.parametrize("text", ["Ng", "Bo Li", "7", "3/5/2015", "j smith"])
def test_what_is_long_enough(text):
    assert not read(text, today=TODAY).too_short


def test_a_very_long_text_is_cut_and_not_refused():
    assert len(read("smith " * 1000, today=TODAY).words) <= 6
