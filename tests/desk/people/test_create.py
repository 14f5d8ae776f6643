"""Nobody is added without a search, and nobody loses a word of what they typed."""

from __future__ import annotations

import datetime
import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing

from sightline.desk.people import create
from sightline.record.acts import people as acts
from sightline.record.models import Act, Identifier, Person, PersonName
from tests.desk.people.conftest import errors

pytestmark = pytest.mark.django_db
date = datetime.date

TYPED = {
    "kind": "child", "given": "Ivo", "family": "Marsh", "birth_date_0": "7", "birth_date_1": "8",
    "birth_date_2": "2019", "sex": "M", "scheme": "", "number": "",
}  # fmt: skip


def search(desk, **changes):
    return desk.client.get("/person/new/", TYPED | {"search": "1"} | changes)


def hidden(answer) -> dict[str, str]:
    """The create form of the second page, as a browser would send it."""
    form = re.search(r'<form method="post" action="/person/new/">.*?</form>', answer.content.decode(), re.S)
    assert form, "no create form on this page"
    from html import unescape

    pairs = re.findall(r'name="([^"]+)" value="([^"]*)"', form.group())
    return {name: unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def test_a_child_is_created_after_a_search_and_the_worker_lands_on_their_page(desk):
    page = search(desk)
    assert "Nobody on the record looks like this person" in page.content.decode()
    answer = desk.client.post("/person/new/", hidden(page))
    person = Person.objects.get(names__family="Marsh")
    assert answer["Location"] == f"/person/{person.pk}/"
    assert (person.kind, person.birth_date, person.sex, str(person.names.get())) == (
        "child", date(2019, 8, 7), "M", "Ivo Marsh",
    )  # fmt: skip
    assert person.act.actor == desk.user
    assert desk.client.get(answer["Location"]).status_code == 200


def test_the_first_page_has_no_button_that_creates(desk):
    page = desk.client.get("/person/new/").content.decode()
    assert 'method="get"' in page
    assert not re.search(r'<form method="post" action="/person/new/"', page)


@pytest.mark.parametrize("searched", [None, "", "made:up:by-hand"])
def test_nothing_is_created_without_the_search(desk, searched):
    before = Person.objects.count()
    data = TYPED | {"request": str(uuid.uuid4())} | ({} if searched is None else {"searched": searched})
    answer = desk.client.post("/person/new/", data)
    assert Person.objects.count() == before
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query["search"] == ["1"] and query["given"] == ["Ivo"] and query["birth_date_2"] == ["2019"]


def test_nothing_is_created_with_other_details_than_were_searched_for(desk):
    before = Person.objects.count()
    for changed in ({"family": "Wren"}, {"birth_date_2": "2018"}, {"kind": "adult"}):
        answer = desk.client.post("/person/new/", hidden(search(desk)) | changed)
        assert answer.status_code in (200, 302)
    assert Person.objects.count() == before


def test_nothing_is_created_on_the_strength_of_somebody_elses_search(desk, managers_desk):
    before = Person.objects.count()
    desk.client.post("/person/new/", hidden(search(managers_desk)))
    assert Person.objects.count() == before


def test_an_old_search_is_made_again(desk, monkeypatch):
    data = hidden(search(desk))
    monkeypatch.setattr(create, "SEARCH_HOLDS", datetime.timedelta(seconds=-1))
    before = Person.objects.count()
    assert "search=1" in desk.client.post("/person/new/", data)["Location"]
    assert Person.objects.count() == before


def test_the_signature_is_of_the_details(desk):
    token = hidden(search(desk))["searched"]
    signed = signing.loads(token, salt=create.SALT)
    assert signed["by"] == desk.user.pk
    assert signed["details"]["family"] == "Marsh"
    assert signed["details"]["birth_date"] == "2019-08-07"


def test_pressing_twice_makes_one_and_leads_to_it(desk):
    data = hidden(search(desk))
    first = desk.client.post("/person/new/", data)
    second = desk.client.post("/person/new/", data)
    assert first["Location"] == second["Location"]
    assert PersonName.objects.filter(family="Marsh").count() == 1
    assert Act.objects.filter(request=data["request"]).count() == 1


def test_going_back_to_change_something_keeps_every_word_and_is_another_form(desk):
    page = search(
        desk, given="Ivo Zbigniew", scheme="nhs_number", number="943 476 5918", as_it_is="number:check 9434765918"
    )
    back = page.context["back_url"]
    assert "search" not in parse_qs(urlsplit(back).query)
    first = desk.client.get(back)
    html = first.content.decode()
    for word in ("Ivo Zbigniew", "Marsh", "2019", "9434765918", "number:check 9434765918"):
        assert word in html, word
    assert first.context["form"].initial["birth_date"] == date(2019, 8, 7)
    again = search(desk, given="Iwo")
    assert hidden(page)["request"] != hidden(again)["request"]


def test_likely_matches_stand_beside_what_was_typed_with_the_reason(desk, make_child):
    likely = make_child(given="Ivor", family="Marsh", birth_date=date(2019, 8, 7))
    page = search(desk)
    assert [one.match.person_id for one in page.context["besides"]] == [likely.pk]
    [beside] = page.context["besides"]
    assert beside.match.reasons
    assert ["Born", "7 August 2019", {"text": "7 August 2019", "tag": "Same", "colour": "green"}] in beside.lines
    html = page.content.decode()
    assert "This is the person: open their record" in html
    assert "None of these: create" in html
    assert f'href="/person/{likely.pk}/"' in html


def test_numbers_of_a_person_out_of_reach_are_not_shown(desk, stranger, system_warrant):
    acts.add_identifier(system_warrant, stranger, scheme="upn", value="H801200001001")
    page = search(desk, given="Zoe", family="Hidden", birth_date_0="2", birth_date_1="1", birth_date_2="2015")
    [beside] = page.context["besides"]
    assert beside.match.person_id == stranger.pk and not beside.in_reach
    assert "H801200001001" not in page.content.decode()
    assert "You will be asked why you open it" in page.content.decode()


def test_a_search_typed_elsewhere_is_not_typed_again(desk):
    form = desk.client.get("/person/new/", {"q": "Mary-Jane O'Neill 4/5/2016"}).context["form"]
    assert form.initial["given"] == "Mary-Jane"
    assert form.initial["family"] == "O'Neill"
    assert form.initial["birth_date"] == date(2016, 5, 4)
    form = desk.client.get("/person/new/", {"given": "Ivo", "family": "Marsh", "birth_date": "2019-08-07"}).context[
        "form"
    ]
    assert (form.initial["given"], form.initial["birth_date"]) == ("Ivo", date(2019, 8, 7))


def test_an_unborn_child_needs_no_name_and_no_sex(desk):
    soon = desk.today + datetime.timedelta(days=60)
    boxes = {"birth_date_0": soon.day, "birth_date_1": soon.month, "birth_date_2": soon.year}
    page = search(desk, kind="unborn", given="", family="", sex="U", **boxes)
    desk.client.post("/person/new/", hidden(page))
    baby = Person.objects.get(kind="unborn")
    assert (baby.birth_date, baby.expected_birth_date) == (None, soon)
    assert not baby.names.exists()


def test_a_number_typed_is_kept_without_spaces(desk):
    desk.client.post("/person/new/", hidden(search(desk, scheme="nhs_number", number="943 476 5919")))
    assert Identifier.objects.get().value == "9434765919"


FUTURE = {"birth_date_2": str(datetime.date.today().year + 2)}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"kind": ""}, "kind", "Choose who it is"),
        ({"birth_date_1": "13"}, "birth_date", "Enter a real date"),
        ({"birth_date_2": "19"}, "birth_date", "four figures"),
        (FUTURE, "birth_date", "choose Unborn child"),
        (FUTURE | {"kind": "unborn"}, "birth_date", "ten months"),
        ({"kind": "unborn"}, "birth_date", "weeks ago"),
        ({"birth_date_0": "", "birth_date_1": "", "birth_date_2": ""}, "birth_date", "tick that it is not known"),
        ({"birth_date_0": ""}, "birth_date", "day of the month"),
        ({"birth_unknown": "on"}, "birth_unknown", "There is a date above"),
        ({"birth_date_2": "1979"}, "birth_date", "choose Adult"),
        ({"kind": "adult"}, "birth_date", "choose Child"),
        ({"number": "943 476 5919"}, "scheme", "which number"),
        ({"scheme": "nhs_number"}, "number", "Enter the number"),
        ({"scheme": "nhs_number", "number": "943 476 5918"}, "number", "fails its check digit: check it, or save"),
        ({"scheme": "upn", "number": "J801200001001"}, "number", "fails its check letter"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_kindly_and_everything_typed_stays(desk, changes, field, said):
    page = search(desk, **changes)
    assert said in " ".join(errors(page)[field])
    html = page.content.decode()
    for name, value in (TYPED | changes).items():
        if name in ("given", "family", "number") or name.startswith("birth_date"):
            assert not value or f'value="{value}"' in html, (name, value)


def test_somebody_of_whom_nothing_is_known_cannot_be_added(desk):
    nothing = dict.fromkeys(TYPED, "") | {"kind": "child", "sex": "U", "birth_unknown": "on"}
    assert "found again" in errors(search(desk, **nothing))["given"][0]


def test_what_is_odd_may_be_ticked_to_stand_but_only_for_that_value(desk):
    page = search(desk, scheme="nhs_number", number="9434765918")
    [(key, tick)] = page.context["form"].fields["as_it_is"].choices
    assert tick == "Save NHS number 9434765918 as it is"
    stands = search(desk, scheme="nhs_number", number="9434765918", as_it_is=key)
    desk.client.post("/person/new/", hidden(stands))
    assert Identifier.objects.get().value == "9434765918"
    assert "number" in errors(search(desk, scheme="nhs_number", number="9434765917", as_it_is=key))


def test_a_tick_survives_another_mistake(desk):
    key = "number:check 9434765918"
    page = search(desk, scheme="nhs_number", number="9434765918", as_it_is=key, birth_date_1="13")
    assert set(errors(page)) == {"birth_date"}
    assert f'value="{key}"' in page.content.decode()
    assert re.search(rf'value="{key}"\s+checked', page.content.decode())


def test_an_la_child_id_that_is_somebodys_is_refused_and_says_whose_in_reach(desk, stranger, system_warrant):
    acts.add_identifier(system_warrant, desk.child, scheme="la_child_id", value="100")
    acts.add_identifier(system_warrant, stranger, scheme="la_child_id", value="200")
    before = Person.objects.count()
    for number, whose in (("100", "Ada Wren, born 4 May 2016"), ("200", "not within your reach")):
        page = search(desk, scheme="la_child_id", number=number)
        answer = desk.client.post("/person/new/", hidden(page))
        assert whose in errors(answer)["number"][0]
        assert "Zoe" not in answer.content.decode()
    assert Person.objects.count() == before


def test_an_adult_added_for_a_relationship_comes_back_to_it(desk):
    page = search(desk, kind="adult", given="Ruth", family="Wren", birth_date_2="1990", relate_to=str(desk.child.pk))
    answer = desk.client.post("/person/new/", hidden(page))
    ruth = Person.objects.get(kind="adult")
    assert answer["Location"] == f"/person/{desk.child.pk}/relationship/add/?other={ruth.pk}"
    assert "Ruth Wren" in desk.client.get(answer["Location"]).content.decode()


def test_a_match_for_a_relationship_is_chosen_not_opened(desk, make_child):
    ruth = make_child(kind="adult", given="Ruth", family="Marsh", birth_date=date(1990, 8, 7))
    page = search(desk, kind="adult", given="Ruth", birth_date_2="1990", relate_to=str(desk.child.pk))
    [beside] = page.context["besides"]
    assert beside.url == f"/person/{desk.child.pk}/relationship/add/?other={ruth.pk}"


def test_a_role_that_may_not_create_is_refused(make_user, client_of):
    from sightline.access.roles import Role

    client = client_of(make_user(Role.ADMINISTRATOR))
    assert client.get("/person/new/").status_code == 403
    assert client.post("/person/new/", TYPED).status_code == 403
