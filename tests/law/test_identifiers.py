"""The checks that pupil and NHS numbers carry within them."""

import pytest

from sightline.law.identifiers import nhs_number_problem, tidy, upn_check_letter, upn_problem


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919", "4010232137"])
def test_a_true_nhs_number_has_no_problem(number):
    assert nhs_number_problem(number) == ""


def test_every_slip_of_one_digit_in_an_nhs_number_is_seen():
    for place in range(10):
        for digit in "0123456789":
            slipped = "9434765919"[:place] + digit + "9434765919"[place + 1 :]
            if slipped != "9434765919":
                assert nhs_number_problem(slipped) == "This NHS number fails its check digit"


@pytest.mark.parametrize("number", ["", "943476591", "94347659199", "943476591X"])
def test_what_is_no_nhs_number_is_said_to_be_none(number):
    assert "10 numbers" in nhs_number_problem(number)


def test_the_check_letter_of_a_upn_is_the_weighted_sum_over_23():
    # 8×2 + 0×3 + 1×4 + 2×5 + 1×10 + 1×13 = 53, and 53 over 23 leaves 7: the eighth letter, H
    assert upn_check_letter("801200001001") == "H"
    assert upn_problem("H801200001001") == upn_problem("h801 2000 01001") == ""
    assert upn_problem("J801200001001") == "This UPN fails its check letter"


def test_a_temporary_upn_ends_in_a_letter_and_is_held_to_its_form_alone():
    assert upn_problem("A80120000100B") == ""
    assert "like H801200001001" in upn_problem("A80120000100I")


def test_no_letter_of_a_upn_is_taken_for_a_digit():
    assert "like H801200001001" in upn_problem("I801200001001")
    assert "like H801200001001" in upn_problem("H80120000100")


def test_numbers_are_kept_without_spaces():
    assert tidy(" h801 200-001001 ") == "H801200001001"
