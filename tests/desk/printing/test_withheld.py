"""What never goes to a family, whatever is ticked."""

from __future__ import annotations

import datetime

import pytest

from sightline.desk.printing.withheld import TAKEN_OUT, kin_of, others_of, undisclosed, without_marked
from sightline.record.acts import people

DAY = datetime.date(2026, 1, 5)


def test_a_marked_passage_is_left_out_and_one_left_open_to_the_end():
    assert without_marked("Her gran helps [[the neighbour told us]]. Good.") == "Her gran helps. Good."
    assert without_marked("All of it") == "All of it"
    assert without_marked("Safe. [[rang in confidence, and more") == "Safe."
    assert without_marked("[[a]] one [[b\nc]] two") == "one two"


@pytest.fixture
def family(make_child, system_warrant):
    """Ada lives with her mother at a place that her father may not know; he lives in another."""
    ada = make_child(given="Ada")
    mother = make_child(kind="adult", given="Rosa", family="Wren")
    father = make_child(kind="adult", given="Sam", family="Field")
    nurse = make_child(kind="adult", given="Nadia", family="Shah")
    other = make_child(given="Ola", family="Kay")
    people.relate(
        system_warrant,
        [
            people.Relation(person_id=mother.pk, other_id=ada.pk, kind="mother"),
            people.Relation(person_id=father.pk, other_id=ada.pk, kind="father"),
            people.Relation(person_id=nurse.pk, other_id=ada.pk, kind="professional"),
            people.Relation(person_id=nurse.pk, other_id=other.pk, kind="professional"),
        ],
    )
    people.move_home(
        system_warrant, [mother], lines="Flat 2, 14 St Anne’s Road\nWexcombe", postcode="WX1 4QQ", starts_on=DAY,
        confidential=True,
    )  # fmt: skip
    people.move_home(system_warrant, [father], lines="9 Mill Lane\nWexcombe", postcode="WX2 1AA", starts_on=DAY)
    people.move_home(system_warrant, [other], lines="3 Elm Court", postcode="WX3 3CC", starts_on=DAY, confidential=True)
    return ada, mother, father, nurse, other


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "She lives at Flat 2, 14 St Anne's Road, Wexcombe, WX1 4QQ now.",
        "She lives at flat 2  14 st anne’s rd now.",
        "She lives on St Annes Road now.",
        "Letters go to wx14qq now.",
        "Letters go to WX1  4QQ.",
    ],
)
def test_an_address_not_to_be_disclosed_is_taken_out_however_it_is_written(family, words):
    ada = family[0]
    kept = undisclosed(kin_of([ada.pk])).out_of(words)
    assert TAKEN_OUT in kept
    for part in ("14", "Anne", "anne", "4QQ", "4qq"):
        assert part not in kept
    assert kept.count(TAKEN_OUT) == 1 or "Wexcombe" in kept


@pytest.mark.django_db
def test_other_addresses_and_the_town_stay(family):
    ada = family[0]
    kept = undisclosed(kin_of([ada.pk])).out_of("Dad lives at 9 Mill Lane, Wexcombe. Mill Road is far.")
    assert kept == "Dad lives at 9 Mill Lane, Wexcombe. Mill Road is far."


@pytest.mark.django_db
def test_an_address_that_was_not_to_be_disclosed_once_still_is_not(family, system_warrant):
    from sightline.record.models import Residence

    ada, mother, *_ = family
    people.end_entry(system_warrant, Residence.objects.get(person=mother), on=datetime.date(2026, 2, 1))
    assert TAKEN_OUT in undisclosed(kin_of([ada.pk])).out_of("14 St Anne's Road")


@pytest.mark.django_db
def test_a_professionals_other_families_are_not_this_childs(family):
    ada, mother, father, nurse, _ = family
    assert kin_of([ada.pk]) == {ada.pk, mother.pk, father.pk, nurse.pk}


@pytest.mark.django_db
def test_who_else_is_named_is_pointed_out(family):
    ada = family[0]
    others = others_of(kin_of([ada.pk]), [ada.pk])
    assert others.named_in(["Ada says that Sam shouts.", "Samuel is a friend"]) == ["Sam Field"]
    assert others.named_in(["Ada and Ola"]) == []
