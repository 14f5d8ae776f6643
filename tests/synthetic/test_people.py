"""Invented people: the same for the same seed, of true form, and nobody's."""

import datetime
import re
from collections import Counter

import pytest

from sightline.synthetic.people import HERITAGES, Names

TODAY = datetime.date(2026, 3, 31)


def test_the_same_seed_gives_the_same_people():
    def some(seed):
        names = Names(seed)
        return [names.child(), names.adult(), names.postcode(), names.nhs_number(), names.family_name()]

    assert some(1) == some(1)
    assert some(1) != some(2)


def test_children_are_under_eighteen_and_adults_are_not():
    names = Names(1, today=TODAY)
    for _ in range(300):
        child, adult = names.child(), names.adult()
        assert datetime.date(2008, 3, 31) < child.birth_date <= TODAY
        assert datetime.date(1966, 1, 1) < adult.birth_date <= datetime.date(2008, 3, 31)


def test_a_child_mostly_has_the_family_name_and_always_the_heritage_of_a_parent():
    names = Names(1)
    pairs = [(parent, names.child(of=parent)) for parent in (names.adult() for _ in range(200))]
    assert all(child.heritage == parent.heritage for parent, child in pairs)
    assert 120 < sum(child.family == parent.family for parent, child in pairs) < 200


def test_postcodes_lie_where_there_is_nothing():
    names = Names(1)
    assert all(re.fullmatch(r"ZZ\d{1,2} \d[A-Z]{2}", names.postcode()) for _ in range(200))


def test_nhs_numbers_have_a_true_check_digit_in_the_range_never_issued():
    names = Names(1)
    for _ in range(200):
        digits = names.nhs_number().replace(" ", "")
        assert re.fullmatch(r"999\d{7}", digits)
        assert sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


def test_a_few_names_are_very_common_and_many_are_rare():
    names = Names(1)
    borne = Counter(names.family_name() for _ in range(20_000))
    share = {name: borne[name] / 20_000 for name in ("Smith", "Khan", "Patel", "Ali")}
    assert all(0.005 < part < 0.03 for part in share.values()), share
    assert len(borne) > 2_000


@pytest.mark.parametrize("heritage", HERITAGES)
def test_every_heritage_has_names_of_its_own(heritage):
    names = Names(1)
    assert {names.given_name(sex, heritage) for sex in "FM" for _ in range(50)} - {""}
    assert names.family_name(heritage)


def test_a_misspelt_word_is_one_slip_away():
    from rapidfuzz.distance import OSA

    names = Names(1)
    for _ in range(300):
        assert OSA.distance("okafor", names.misspelt("okafor")) == 1
