"""The code sets of the children in need census, year by year."""

import datetime as dt

import pytest

from sightline.law import cin_codes
from sightline.law.code_sets import Code, CodeSet, NotCollected, collection_year

YEARS = range(2022, 2028)


def codes(code_set, year):
    return [code.code for code in code_set.in_year(year)]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2025, 3, 31), 2025),
        (dt.date(2025, 4, 1), 2026),
        (dt.date(2025, 12, 31), 2026),
        (dt.date(2026, 1, 1), 2026),
        (dt.date(2026, 3, 31), 2026),
    ],
)
def test_a_collection_year_is_named_by_the_year_it_ends_in(day, year):
    assert collection_year(day) == year


@pytest.mark.parametrize(
    ("code_set", "number"),
    [
        (cin_codes.YES_NO, 2),
        (cin_codes.UPN_UNKNOWN, 7),
        (cin_codes.SEX, 3),
        (cin_codes.ETHNICITY, 20),
        (cin_codes.DISABILITY, 13),
        (cin_codes.REFERRAL_SOURCE, 22),
        (cin_codes.CATEGORY_OF_ABUSE, 5),
        (cin_codes.PRIMARY_NEED, 10),
        (cin_codes.REASON_FOR_CLOSURE, 9),
        (cin_codes.ASSESSMENT_FACTOR, 44 - 2),  # the schema still lets 18A and 19A through
    ],
)
def test_each_set_has_as_many_codes_as_the_schema_of_2026(code_set, number):
    assert len(code_set.in_year(2026)) == number


def test_early_help_as_a_source_and_as_a_closure_came_in_with_2023():
    for code_set, code in ((cin_codes.REFERRAL_SOURCE, "5D"), (cin_codes.REASON_FOR_CLOSURE, "RC9")):
        assert [year for year in YEARS if code_set.allows(code, year)] == [2023, 2024, 2025, 2026, 2027]


def test_gender_gave_way_to_sex_in_2025():
    assert codes(cin_codes.GENDER_UNTIL_2024, 2024) == ["1", "2", "0", "9"]
    assert codes(cin_codes.SEX, 2025) == ["M", "F", "U"]
    with pytest.raises(NotCollected, match="not for 2025"):
        cin_codes.GENDER_UNTIL_2024.in_year(2025)
    with pytest.raises(NotCollected, match="not for 2024"):
        cin_codes.SEX.in_year(2024)


def test_every_former_gender_code_stands_for_a_sex():
    assert {g: cin_codes.sex_from_gender(g) for g in "1209"} == {"1": "M", "2": "F", "0": "U", "9": "U"}
    with pytest.raises(KeyError, match="not a gender code"):
        cin_codes.sex_from_gender("M")


def test_undivided_abuse_factors_left_with_2025_and_the_divided_ones_were_there_before():
    for old in ("18A", "19A"):
        assert [year for year in YEARS if cin_codes.ASSESSMENT_FACTOR.allows(old, year)] == [2022, 2023, 2024]
    for new in ("18B", "18C", "19B", "19C"):
        assert all(cin_codes.ASSESSMENT_FACTOR.allows(new, year) for year in YEARS)


def test_the_first_primary_need_took_in_exploitation_in_2026():
    assert cin_codes.PRIMARY_NEED.label("N1", 2025) == "Abuse or neglect"
    assert cin_codes.PRIMARY_NEED.label("N1", 2026) == "Abuse, neglect and exploitation"
    assert cin_codes.PRIMARY_NEED.label("N1") == "Abuse, neglect and exploitation"


def test_a_code_that_has_left_keeps_its_label_for_old_records():
    assert cin_codes.ASSESSMENT_FACTOR.label("18A").startswith("Physical abuse")
    with pytest.raises(KeyError, match="no code '18A' in 2026"):
        cin_codes.ASSESSMENT_FACTOR.label("18A", 2026)


def test_pre_proceedings_begins_with_2027_and_its_meanings_are_not_invented():
    assert codes(cin_codes.PRE_PROCEEDINGS_OUTCOME, 2027) == ["A", "B", "C"]
    assert not any(code.verified for code in cin_codes.PRE_PROCEEDINGS_OUTCOME.codes)
    assert not cin_codes.PRE_PROCEEDINGS_OUTCOME.is_collected_in(2026)


def test_choices_are_pairs_for_a_form():
    assert cin_codes.SEX.choices(2026) == [("M", "Male"), ("F", "Female"), ("U", "Unknown")]


def test_no_label_is_shouted_and_no_two_in_a_year_are_alike():
    for code_set in cin_codes.ALL:
        for year in range(code_set.first_year, code_set.last_year + 1):
            labels = [code.label for code in code_set.in_year(year)]
            assert len(set(labels)) == len(labels)
            assert not any(label.isupper() for label in labels)


@pytest.mark.parametrize("year", [2021, 2028])
def test_a_year_that_is_not_held_is_not_guessed(year):
    with pytest.raises(NotCollected):
        cin_codes.ETHNICITY.in_year(year)


def test_a_code_twice_in_one_year_is_refused():
    with pytest.raises(ValueError, match="'A' twice in 2024"):
        CodeSet("Test", (), (Code("A", "One", to_year=2024), Code("A", "Two", from_year=2024)), 2023, 2025)


@pytest.mark.parametrize("said", [("", "One"), ("A", " ")])
def test_a_code_without_a_meaning_is_refused(said):
    with pytest.raises(ValueError, match="Say what it means"):
        Code(*said)
