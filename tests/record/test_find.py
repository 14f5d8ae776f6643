"""Finding people by what is known of them, and never by an address that must not be told."""

import datetime
import random

import pytest

from sightline.record.acts import people
from sightline.record.find import find
from sightline.record.models import PersonName
from sightline.synthetic.people import Names
from tests.record.finding import BORN, TODAY, first, found, reasons

pytestmark = pytest.mark.django_db


# --- By name ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        # as it is, turned round, a part of it, without accents, in another script
        ("Adaeze Okafor", "Adaeze Okafor"),
        ("Adaeze Okafor", "OKAFOR, adaeze"),
        ("Adaeze Okafor", "okafor"),
        ("Adaeze Okafor", "oka"),
        ("Adaeze Okafor", "a okafor"),
        ("Adaeze Okafor", "ad oka"),
        ("Adaeze Chioma Okafor", "adaeze okafor"),
        ("Adaeze Okafor", "adaeze chioma okafor"),
        ("Zoë Núñez", "zoe nunez"),
        ("Zoe Nunez", "Zoë Núñez"),
        ("Oksana Shevchenko", "Оксана Шевченко"),
        ("Оксана Шевченко", "Oksana Shevchenko"),
        ("Thị Hương Nguyễn", "nguyen thi huong"),
        # a slip of the pen: swapped, left out, doubled, wrong, put in; at the beginning, in the middle, at the end
        ("Adaeze Okafor", "adaeze okafro"),
        ("Adaeze Okafor", "adaeze kafor"),
        ("Adaeze Okafor", "adaeze okaffor"),
        ("Adaeze Okafor", "adaeze ikafor"),
        ("Adaeze Okafor", "adaeze okafort"),
        ("Adaeze Okafor", "adazee okafro"),
        ("Margaret Postlethwaite", "postlthwate"),
        # as it sounds
        ("Philip Stephenson", "filip stevenson"),
        ("Catherine Smythe", "kathryn smith"),
        ("Geoffrey Clarke", "jeffrey clark"),
        ("Sean Reece", "shaun rhys"),
        # Mac and Mc, apostrophes, two words or one, double barrels
        ("Ewan McDonald", "macdonald"),
        ("Ewan MacDonald", "mcdonald"),
        ("Ewan McDonald", "ewan mc donald"),
        ("Ewan Mac Donald", "macdonald ewan"),
        ("Nora O'Brien", "obrien"),
        ("Nora O'Brien", "o brien nora"),
        ("Nora O'Brien", "o’brien"),
        ("Nora O Brien", "o'brien"),
        ("Ella Harper-Jones", "harper"),
        ("Ella Harper-Jones", "jones harper"),
        ("Ella Harper-Jones", "harperjones"),
        ("Anne-Marie Ash", "annemarie ash"),
        ("Annemarie Ash", "anne marie ash"),
        # Irish, Polish, Arabic and South Asian spellings; short forms
        ("Siobhán Ní Dhomhnaill", "shivaun"),
        ("Niamh Doyle", "neve doyle"),
        ("Caoimhe Byrne", "keeva byrne"),
        ("Pádraig Ó Briain", "padraig obriain"),
        ("Łukasz Wiśniewski", "lukas wisniewski"),
        ("Katarzyna Kowalska", "kasia kowalski"),
        ("Wojciech Wójcik", "wojtek wojcik"),
        ("Mohammed Hussain", "muhamad husain"),
        ("Muhammad Hussein", "mo hussain"),
        ("Abdul Rahman El-Sayed", "abdulrahman elsayed"),
        ("Abdulrahman Elsayed", "abdul rahman al sayed"),
        ("Yusuf Khalid", "youssef kalid"),
        ("Zainab Choudhury", "zaynab chowdhury"),
        ("Gurpreet Dhillon", "gurprit dillon"),
        ("Elizabeth Wren", "liz wren"),
        ("William Wren", "bill wren"),
    ],
)
def test_somebody_is_found_by_their_name_however_it_is_spelt(crowd, make_child, held, asked):
    given, family = held.rsplit(" ", 1)
    person = make_child(given=given, family=family)
    assert person.pk in found(asked)[:5]


@pytest.mark.parametrize("asked", ["Tremblingham", "okafor xq", "adaeze quillington", "zz zz zz"])
def test_nobody_is_found_by_a_name_that_nobody_has(make_child, asked):
    make_child(given="Bo", family="Wren")
    assert found(asked) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("adaeze okafor", ["Name"]),
        ("okaf", ["Name begins with “Okaf”"]),
        ("okafur", ["Name sounds like “Okafur”"]),
        ("adaeez okavor", ["Name sounds like “Adaeez” and “Okavor”"]),
        ("adaeze okaifr", ["Name sounds like “Okaifr”"]),
        ("okafaor kit", ["Also known as Kit Okafor, which sounds like “Okafaor”"]),
        ("kit okafor", ["Also known as Kit Okafor"]),
        ("adaeze bello", ["Formerly Adaeze Bello"]),
        ("okafor 3/5/2015", ["Name", "Date of birth"]),
        ("adaeze 5/3/2015", ["Name", "Date of birth, with day and month swapped"]),
        ("adaeze 4 may 2015", ["Name", "Date of birth close to 4 May 2015"]),
        ("okafor may 2015", ["Name", "Born in May 2015"]),
        ("okafor 2015", ["Name", "Born in 2015"]),
        ("100345", ["LA child ID"]),
        ("okafor 100345", ["LA child ID", "Name"]),
        ("zz1 2ab okafor", ["Name", "Postcode of a home, now or before"]),
        ("okafor tremblingham", ["Part of the name: “Okafor”"]),
    ],
)
def test_each_is_told_why_they_were_found(system_warrant, make_child, asked, why):
    person = make_child(given="Adaeze", family="Okafor", birth_date=BORN, identifiers=[("la_child_id", "100345")])
    people.add_name(system_warrant, person, kind="alias", given="Kit", family="Okafor")
    people.add_name(system_warrant, person, kind="former", given="Adaeze", family="Bello")
    people.move_home(system_warrant, [person], lines="1 Invented Street", postcode="ZZ1 2AB", starts_on=None)
    assert first(asked).person_id == person.pk
    assert first(asked).reasons == why
    assert first(asked).other_names == ["Kit Okafor", "Adaeze Bello"]


def test_a_slip_of_the_pen_is_named_as_one(make_child):
    make_child(given="Ada", family="Price")
    assert reasons("pricse") == ["Name is spelt like “Pricse”"]


def test_the_name_as_asked_comes_first_then_other_names_then_what_is_like_it(system_warrant, make_child):
    similar = make_child(given="Ada", family="Smyth")
    formerly = make_child(given="Ada", family="Ash")
    people.add_name(system_warrant, formerly, kind="former", given="Ada", family="Smith")
    exact = make_child(given="Ada", family="Smith")
    assert found("ada smith") == [exact.pk, formerly.pk, similar.pk]


def test_names_of_one_person_are_read_together(system_warrant, make_child):
    person = make_child(given="Adaeze", family="Okafor")
    people.add_name(system_warrant, person, kind="known_as", given="Kit", family="")
    assert found("kit okafor") == [person.pk]


def test_an_unborn_child_without_a_name_is_found_as_one(make_child):
    due = datetime.date(2026, 8, 1)
    unborn = make_child(kind="unborn", given="", family="Okafor", birth_date=None, expected_birth_date=due)
    assert found("unborn okafor") == found("baby okafor") == [unborn.pk]
    assert reasons("1/8/2026") == ["Expected date of birth"]
    assert first("okafor").kind == "unborn"
    assert first("okafor").birth_date == due


# --- By date, number and postcode ------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["3/5/2015", "03.05.15", "3 May 2015", "2015-05-03", "03052015"])
def test_somebody_is_found_by_their_date_of_birth(crowd, make_child, written):
    person = make_child(birth_date=BORN)
    assert person.pk in found(written)


@pytest.mark.parametrize(
    ("scheme", "value", "asked", "why"),
    [
        ("la_child_id", "100345", "100345", "LA child ID"),
        ("la_child_id", "AB/100-345", "ab 100345", "LA child ID"),
        ("upn", "H801200001001", "h801 2000 01001", "UPN"),
        ("former_upn", "H801200001001", "upn h801200001001", "Former UPN"),
        ("nhs_number", "943 476 5919", "9434765919", "NHS number"),
        ("nhs_number", "9434765919", "943 476 5919", "NHS number"),
        ("nhs_number", "9434765919", "NHS no: 943-476-5919", "NHS number"),
        ("former_la_child_id", "M-77", "m77", "LA child ID in an earlier system"),
    ],
)
def test_somebody_is_found_by_each_number_however_it_is_written(crowd, make_child, scheme, value, asked, why):
    person = make_child(identifiers=[(scheme, value)])
    assert found(asked) == [person.pk]
    assert reasons(asked) == [why]


def test_a_number_outweighs_a_name_that_does_not_agree(make_child):
    numbered = make_child(given="Ada", family="Ash", identifiers=[("la_child_id", "100345")])
    named = make_child(given="Ben", family="Okafor")
    assert found("okafor 100345") == [numbered.pk, named.pk]


def test_a_household_is_found_by_its_postcode(system_warrant, make_child):
    ada, ben = make_child(given="Ada"), make_child(given="Ben")
    people.move_home(system_warrant, [ada, ben], lines="1 Invented Street", postcode="ZZ1 2AB", starts_on=None)
    assert found("zz1 2ab") == found("ZZ12AB") == [ada.pk, ben.pk]
    assert found("ben zz1 2ab")[0] == ben.pk


def test_nobody_is_found_by_a_confidential_address(system_warrant, make_child):
    child = make_child()
    for confidential, since in ((False, datetime.date(2024, 1, 1)), (True, datetime.date(2025, 1, 1))):
        people.move_home(
            system_warrant,
            [child],
            lines="1 Refuge Row",
            postcode="ZZ1 2AB",
            starts_on=since,
            confidential=confidential,
        )
    assert found("zz1 2ab") == []


def test_nobody_is_found_by_an_address_that_must_not_be_disclosed(system_warrant, make_child):
    child, day = make_child(), datetime.date
    for postcode, since in (("ZZ1 1AA", day(2020, 1, 1)), ("ZZ2 2AA", day(2024, 1, 1)), ("ZZ3 3AA", day(2025, 6, 1))):
        people.move_home(system_warrant, [child], lines="1 Invented Street", postcode=postcode, starts_on=since)
    warning = people.warn(
        system_warrant,
        child,
        kind="address",
        text="Not to the father",
        starts_on=day(2024, 3, 1),
        review_on=day(2026, 6, 1),
    )
    assert found("zz1 1aa") == [child.pk]
    assert found("zz2 2aa") == found("zz3 3aa") == []
    people.review_warning(system_warrant, warning, review_on=None, ends_on=day(2025, 1, 1))
    assert found("zz2 2aa") == []  # where they lived while it stood stays untold
    assert found("zz3 3aa") == [child.pk]
    people.withdraw_entry(system_warrant, warning, reason="Entered for the wrong child")
    assert found("zz2 2aa") == [child.pk]


# --- Together --------------------------------------------------------------------------------------------


def test_everything_asked_for_narrows_the_list(make_child):
    asked_for = [make_child(given=name, family="Smith", birth_date=BORN) for name in ("Ada", "Ben", "Cy")]
    for number in range(30):
        make_child(given="Dee", family="Smith", birth_date=BORN + datetime.timedelta(days=100 + number))
    make_child(given="Eve", family="Jones", birth_date=BORN)
    assert found("smith 3/5/2015") == [child.pk for child in asked_for]


def test_what_answers_only_a_part_is_shown_when_next_to_nothing_answers_all(make_child):
    asked_for = make_child(given="Ada", family="Smith", birth_date=BORN)
    same_day = make_child(given="Eve", family="Jones", birth_date=BORN)
    same_name = make_child(given="Dee", family="Smith", birth_date=datetime.date(2011, 1, 1))
    assert found("smith 3/5/2015")[0] == asked_for.pk
    assert set(found("smith 3/5/2015")[1:]) == {same_day.pk, same_name.pk}


def test_a_date_taken_down_a_little_wrongly_still_brings_the_name_up(crowd, make_child):
    person = make_child(given="Ada", family="Smith", birth_date=BORN)
    for wrong in ("3/5/2016", "3/6/2015", "13/5/2015", "5/3/2015"):
        assert found(f"ada smith {wrong}")[0] == person.pk


def test_an_impossible_date_is_named_and_the_rest_still_looked_for(make_child):
    person = make_child(given="Ada", family="Smith")
    answer = find("smith 31/2/2015", today=TODAY)
    assert answer.unreal == ("31/2/2015",)
    assert answer.results[0].person_id == person.pk


@pytest.mark.parametrize("text", ["", "  ", "a", "j s", "?", "%", "_", "'", '"', "\\", "{}", "\x00"])
def test_what_is_too_short_finds_nobody_and_says_so(make_child, text):
    make_child()
    assert find(text, today=TODAY).results == []
    assert find(text, today=TODAY).too_short


@pytest.mark.parametrize(
    "text", ["sm%th", "o'; drop table x", "{smith}", "smith\x00", "\\smith", "a" * 5000, "1 " * 500]
)
def test_odd_signs_do_no_harm(make_child, text):
    make_child(given="Ada", family="Smith")
    assert find(text, today=TODAY).results is not None


def test_there_are_more_than_are_shown(make_child):
    for number in range(4):
        make_child(given=f"Ada{'bcde'[number]}", family="Smith")
    assert find("smith", today=TODAY, limit=4).more is False
    answer = find("smith", today=TODAY, limit=3)
    assert answer.more is True
    assert [match.label for match in answer.results] == ["Adab Smith", "Adac Smith", "Adad Smith"]


# --- Anybody at all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_anybody_is_found_by_whatever_is_known_of_them(system_warrant, seed):
    """Invented people of all heritages: by name, by a misspelt name, by date and family name, by each number."""
    names = Names(f"anybody {seed}", today=TODAY)
    new = []
    for number in range(60):
        one = names.child()
        numbers = [("la_child_id", f"{seed}{number:04d}"), ("upn", names.pupil_number(one.birth_date))]
        numbers.append(("nhs_number", names.nhs_number()))
        new.append(
            people.NewPerson(
                kind="child", given=one.given, family=one.family, birth_date=one.birth_date, identifiers=numbers
            )
        )
    made = people.create_people(system_warrant, new)
    chance = random.Random(seed)
    for person, one in zip(made, new, strict=True):
        name = f"{one.given} {one.family}"
        asked = [name, f"{one.family} {one.birth_date:%d/%m/%Y}", *(value for _, value in one.identifiers)]
        words = name.split()
        long = [i for i, word in enumerate(words) if len(word) >= 5 and "-" not in word]
        if long:
            i = chance.choice(long)
            asked.append(" ".join([*words[:i], names.misspelt(words[i]), *words[i + 1 :]]))
        for text in asked:
            assert person.pk in found(text), (text, name)


def test_finding_takes_as_many_queries_for_many_as_for_one(crowd, django_assert_num_queries):
    family = PersonName.objects.filter(person=crowd[0]).get().family
    with django_assert_num_queries(3):
        assert find(f"{family[:3]}", today=TODAY).results
    with django_assert_num_queries(4):  # and one more when little answers everything
        assert find(f"{family} 1/1/1999", today=TODAY).results
