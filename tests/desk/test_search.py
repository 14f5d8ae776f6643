"""The search page: who is found, what is shown of them, and what is not."""

import datetime
import re

import pytest
from django.utils.html import escape

from sightline.access.acts import make_team, open_with_reason
from sightline.access.models import Look
from sightline.access.roles import Role
from sightline.record.acts import people

pytestmark = pytest.mark.django_db
BORN = datetime.date(2015, 5, 3)


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Ruth Bello")


@pytest.fixture
def search(client_of, worker):
    """What the page says when somebody (the worker, unless another is named) searches."""

    def ask(text=None, by=worker):
        answer = client_of(by).get("/search/", {} if text is None else {"q": text})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", answer.content.decode()))

    return ask


@pytest.fixture
def page(client_of, worker):
    return lambda text, by=worker: client_of(by).get("/search/", {"q": text}).content.decode()


def test_a_child_is_shown_with_names_age_worker_team_and_why(search, make_child, allocate, worker, system_warrant):
    child = make_child(given="Adaeze", family="Okafor", birth_date=BORN)
    people.add_name(system_warrant, child, kind="alias", given="Kit", family="Okafor")
    allocate(child, worker)
    said = search("okafor 3/5/2015")
    for words in ("1 person found", "Adaeze Okafor", "Also known as Kit Okafor", "3 May 2015", "Child", "Ruth Bello",
                  "Test team", "Name", "Date of birth"):  # fmt: skip
        assert words in said, words
    assert "Not within your reach" not in said
    assert "Warning note" not in said


def test_each_name_leads_to_the_record_and_one_answer_is_a_list_too(page, make_child):
    child = make_child(identifiers=[("la_child_id", "100345")])
    assert f'href="/person/{child.pk}/"' in page("100345")


def test_adults_and_unborn_children_are_shown_as_such(search, make_child):
    make_child(kind="adult", given="Grace", family="Okafor", birth_date=None)
    make_child(kind="unborn", given="", family="Okafor", birth_date=None, expected_birth_date=datetime.date(2026, 8, 1))
    said = search("okafor")
    assert "Adult" in said
    assert "Not known" in said
    assert "Unborn child" in said
    assert "Expected 1 August 2026" in said


def test_somebody_who_died_is_shown_so(search, make_child, system_warrant):
    child = make_child(family="Okafor", birth_date=BORN)
    people.correct_person(system_warrant, child, death_date=datetime.date(2021, 6, 1))
    assert "Died 1 June 2021, aged 6 years" in search("okafor")


def test_who_is_out_of_reach_is_named_with_who_holds_them_and_no_more(
    search, make_child, allocate, make_user, system_warrant
):
    other_team = make_team(system_warrant, "Far team")
    other = make_user(Role.SOCIAL_WORKER, team=other_team, name="Sam Far")
    child = make_child(given="Ada", family="Okafor")
    allocate(child, other, to=other_team)
    people.move_home(system_warrant, [child], lines="1 Invented Street", postcode="ZZ1 2AB", starts_on=None)
    people.warn(
        system_warrant,
        child,
        kind="animal",
        text="A dog that bites",
        starts_on=BORN,
        review_on=datetime.date(2027, 1, 1),
    )
    said = search("okafor")
    for words in ("Ada Okafor", "Sam Far", "Far team", "Not within your reach", "Warning note"):
        assert words in said, words
    for words in ("Invented Street", "ZZ1 2AB", "dog"):
        assert words not in said, words


def test_no_address_is_shown_of_anybody(search, make_child, allocate, worker, system_warrant):
    child = make_child(given="Ada", family="Okafor")
    allocate(child, worker)
    for confidential in (False, True):
        people.move_home(
            system_warrant, [child], lines="1 Invented Street", postcode="ZZ1 2AB", confidential=confidential,
            starts_on=datetime.date(2024 + confidential, 1, 1),
        )  # fmt: skip
    assert "Invented Street" not in search("okafor")
    assert "ZZ1 2AB" not in search("okafor")


def test_reach_is_what_it_is_on_the_persons_page(search, make_child, allocate, worker, system_warrant):
    """By allocation, by a joined record, by a stated reason, by a child in the family."""
    mine, joined, opened, mother, _stranger = (
        make_child(given=name, family="Okafor", kind=kind)
        for name, kind in (("Ada", "child"), ("Ben", "child"), ("Cy", "child"), ("Mo", "adult"), ("Sy", "adult"))
    )
    duplicate = make_child(given="Bertie", family="Okafor")
    allocate(mine, worker)
    allocate(duplicate, worker)
    people.join(system_warrant, kept=joined, duplicate=duplicate, reason="Same mother, same day")
    open_with_reason(system_warrant, worker, child_id=opened.pk, reason="The school rang about a bruise")
    people.relate(system_warrant, [people.Relation(person_id=mother.pk, other_id=mine.pk, kind="mother")])
    said = search("okafor")
    assert "5 people found" in said
    assert said.count("Not within your reach”") == 1  # what it means
    assert said.count("Not within your reach") == 2
    assert "Not within your reach" in said[said.index("Sy Okafor") :]


def test_a_warning_counts_until_it_ends_or_is_withdrawn(search, make_child, system_warrant):
    child = make_child(family="Okafor")
    today = datetime.date.today()
    until = today + datetime.timedelta(days=90)
    note = people.warn(system_warrant, child, kind="staff", text="Two to visit", starts_on=BORN, review_on=until)
    assert "Warning note" in search("okafor")
    people.review_warning(system_warrant, note, review_on=None, ends_on=today)
    assert "Warning note" not in search("okafor")
    other = people.warn(system_warrant, child, kind="staff", text="Two to visit", starts_on=BORN, review_on=until)
    people.withdraw_entry(system_warrant, other, reason="Entered for the wrong child")
    assert "Warning note" not in search("okafor")


def test_joined_records_are_shown_once_with_the_worker_of_either(search, make_child, allocate, worker, system_warrant):
    kept, other = make_child(given="Ada", family="Okafor"), make_child(given="Kit", family="Wren")
    allocate(other, worker)
    people.join(system_warrant, kept=kept, duplicate=other, reason="Same mother, same day")
    said = search("kit wren")
    assert "1 person found" in said
    assert "Also known as Kit Wren" in said
    assert "Ruth Bello" in said


def test_a_child_held_by_nobody_or_by_no_worker_yet(search, make_child, allocate):
    child = make_child(family="Okafor")
    assert "Nobody at present" in search("okafor")
    allocate(child)
    assert "No worker yet" in search("okafor")


def test_nothing_asked_too_little_asked_and_nothing_found(search):
    for said in (search(), search(""), search("   ")):
        assert "What you can search by" in said
        assert "Add a new person" not in said
    assert "“b” is too little to search by" in search("b")
    said = search("tremblingham")
    assert "Nobody was found for tremblingham" in said
    assert "What to try" in said


def test_a_date_that_is_none_is_pointed_out(search, make_child):
    make_child(family="Okafor")
    said = search("okafor 31/2/2015")
    assert "31/2/2015 isn’t a real date" in said
    assert "1 person found" in said


def test_the_way_on_to_a_new_person_keeps_what_was_typed(page, make_child, make_user, team):
    assert 'href="/person/new/?q=tremblingham+3%2F5%2F2015"' in page("tremblingham 3/5/2015")
    make_child(family="Okafor")
    assert 'href="/person/new/?q=okafor"' in page("okafor")
    officer = make_user(Role.DATA_OFFICER, team=team)  # may search, may not create
    assert "/person/new/" not in page("okafor", by=officer)
    assert "/person/new/" not in page("tremblingham", by=officer)


def test_what_was_typed_comes_back_escaped(page):
    typed = "<script>alert('1')</script>"
    assert typed not in page(typed)
    assert escape(typed) in page(typed)


def test_more_than_are_shown(search, make_child, system_warrant):
    new = [
        people.NewPerson(kind="child", given=f"Ada{'abcdefghijklmnopqrstuvwxyz'[i]}", family="Okafor")
        for i in range(26)
    ]
    people.create_people(system_warrant, new)
    said = search("okafor")
    assert "These are the 25 likeliest of those found for okafor" in said
    assert "Adaz Okafor" not in said


def test_only_those_who_may_search_can(client_of, make_user, team):
    for role in Role:
        answer = client_of(make_user(role, team=team)).get("/search/", {"q": "okafor"})
        assert answer.status_code == (403 if role is Role.ADMINISTRATOR else 200), role


def test_a_list_is_no_look_at_a_record(search, make_child):
    make_child(family="Okafor")
    search("okafor")
    assert not Look.objects.exists()


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    client_of, worker, allocate, system_warrant, django_assert_num_queries
):
    def make(count, family):
        new = [people.NewPerson(kind="adult", given="Ada", family=family) for _ in range(count)]
        made = people.create_people(system_warrant, new)
        child = people.create_people(system_warrant, [people.NewPerson(kind="child", given="Kit", family="Wren")])[0]
        allocate(child, worker)
        pairs = [people.Relation(person_id=one.pk, other_id=child.pk, kind="mother") for one in made]
        people.relate(system_warrant, pairs)

    make(1, "Okafor")
    make(24, "Adebayo")
    browser = client_of(worker)
    browser.get("/search/", {"q": "okafor"})
    for asked in ("okafor", "adebayo"):
        with django_assert_num_queries(12):
            browser.get("/search/", {"q": asked})


def test_no_address_of_a_search_leaves_for_another_host(client_of, worker):
    assert client_of(worker).get("/search/", {"q": "okafor"})["Referrer-Policy"] in ("same-origin", "no-referrer")
