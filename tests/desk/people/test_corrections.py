"""Names, identifiers, relationships, warnings and facts: put right on short forms that keep what was typed."""

from __future__ import annotations

import datetime
import uuid

import pytest

from sightline.access.models import Look
from sightline.access.roles import Role
from sightline.record.acts import people as acts
from sightline.record.models import Act, ChildSummary, Identifier, Person, PersonName, Relationship, WarningNote
from tests.desk.people.conftest import Desk, errors, in_boxes

pytestmark = pytest.mark.django_db
date = datetime.date


class TestNames:
    def test_a_new_legal_name_ends_the_old_one(self, desk):
        answer = desk.send("name/add/", kind="legal", given="Ada", family="Finch", starts_on=date(2025, 2, 1))
        assert answer["Location"] == f"/person/{desk.child.pk}/details/#names"
        assert list(desk.child.names.order_by("id").values_list("family", "ends_on")) == [
            ("Wren", date(2025, 2, 1)),
            ("Finch", None),
        ]

    @pytest.mark.parametrize(
        ("answers", "field", "said"),
        [
            ({"given": "", "family": " "}, "given", "at least one"),
            (
                {"starts_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)},
                "ends_on",
                "before the start, 1 February 2025",
            ),
            ({"starts_on": date.today() + datetime.timedelta(2)}, "starts_on", "in the future"),
            ({"kind": "legal"}, "starts_on", "the legal name held now, Ada Wren, ends on that day"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, desk, answers, field, said):
        typed = {"kind": "former", "given": "Adelaide", "family": "Q. Finch"}
        page = desk.send("name/add/", **(typed | answers))
        assert said in errors(page)[field][0]
        html = page.content.decode()
        for name, value in (typed | answers).items():
            if isinstance(value, date):
                for part in in_boxes(name, value).values():
                    assert f'value="{part}"' in html
            elif name != "kind" and value.strip():
                assert f'value="{value}"' in html
        assert desk.child.names.count() == 1

    def test_a_legal_name_from_before_must_say_until_when(self, desk):
        desk.send("name/add/", kind="legal", given="Ada", family="Finch", starts_on=date(2025, 2, 1))
        page = desk.send("name/add/", kind="legal", given="Ada", family="Dove", starts_on=date(2020, 2, 1))
        assert "Ada Finch has been the legal name since 1 February 2025" in errors(page)["ends_on"][0]

    def test_a_slip_is_corrected_and_the_form_shows_what_stands(self, desk):
        name = desk.child.names.get()
        page = desk.get(f"name/{name.pk}/")
        assert 'value="Wren"' in page.content.decode()
        version = page.context["form"]["version"].value()
        desk.send(f"name/{name.pk}/", kind="legal", given="Ada", family="Wrenn", version=version)
        name.refresh_from_db()
        assert (name.family, name.act.kind, name.act.actor) == ("Wrenn", "person.correct_entry", desk.user)

    def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten_unseen(self, desk, system_warrant):
        name = desk.child.names.get()
        version = desk.get(f"name/{name.pk}/").context["form"]["version"].value()
        acts.correct_entry(system_warrant, name, given="Adah")
        mine = {"kind": "legal", "given": "Adda", "family": "Wren"}
        page = desk.send(f"name/{name.pk}/", version=version, **mine)
        assert "It now says: Adah Wren" in errors(page)["given"][0]
        html = page.content.decode()
        assert 'value="Adda"' in html
        name.refresh_from_db()
        assert name.given == "Adah"
        desk.send(f"name/{name.pk}/", version=page.context["form"]["version"].value(), **mine)
        name.refresh_from_db()
        assert name.given == "Adda"

    def test_ending_and_withdrawing(self, desk, system_warrant):
        name = acts.add_name(
            system_warrant, desk.child, kind="alias", given="Addy", family="", starts_on=date(2020, 1, 1)
        )
        assert "before" in errors(desk.send(f"name/{name.pk}/end/", ends_on=date(2019, 1, 1)))["ends_on"][0]
        desk.send(f"name/{name.pk}/end/", ends_on=date(2024, 1, 1))
        name.refresh_from_db()
        assert name.ends_on == date(2024, 1, 1)
        assert "why" in errors(desk.send(f"name/{name.pk}/withdraw/", reason=" "))["reason"][0]
        desk.send(f"name/{name.pk}/withdraw/", reason="Her sister’s name")
        name.refresh_from_db()
        assert (name.withdrawn, name.act.reason) == (True, "Her sister’s name")
        assert desk.get(f"name/{name.pk}/withdraw/").status_code == 404
        assert desk.get(f"name/{name.pk}/").status_code == 404

    def test_an_entry_withdrawn_meanwhile_is_left_alone_and_said(self, desk, system_warrant):
        name = desk.child.names.get()
        acts.withdraw_entry(system_warrant, name, reason="Wrong child")
        page = desk.send(f"name/{name.pk}/end/", ends_on=date(2024, 1, 1))
        assert "withdrawn" in errors(page)["__all__"][0]


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        ("name/add/", {"kind": "alias", "given": "Addy", "family": ""}),
        ("identifier/add/", {"scheme": "nhs_number", "value": "9434765919"}),
        ("warning/add/", {"kind": "other", "text": "X", "starts_on": date(2026, 1, 1), "review_on": date(2099, 1, 1)}),
        ("facts/", {"kind": "child", "sex": "F", "birth_date": date(2016, 5, 4)}),
        ("summary/", {"text": "Ada is well."}),
        ("home/add/", {"lines": "3 Elm Road", "postcode": "", "kind": "home", "starts_on": date(2024, 1, 1)}),
    ],
)  # fmt: skip
def test_a_form_sent_twice_is_done_once_and_succeeds_twice(desk, path, answers):
    number = str(uuid.uuid4())
    first = desk.send(path, **(answers | {"request": number}))
    second = desk.send(path, **(answers | {"request": number}))
    assert first.status_code == second.status_code == 302
    assert Act.objects.filter(request=number).count() == 1
    assert Act.objects.filter(actor=desk.user).count() == 1
    page = desk.get("details/").content.decode()
    assert "was not done twice" in page


class TestIdentifiers:
    def test_a_number_is_added_and_corrected(self, desk):
        desk.send("identifier/add/", scheme="nhs_number", value="943 476 5919")
        held = Identifier.objects.get(person=desk.child)
        assert held.value == "9434765919"
        desk.send(f"identifier/{held.pk}/", scheme="nhs_number", value="401 023 2137", version=held.act_id)
        held.refresh_from_db()
        assert held.value == "4010232137"

    def test_a_failed_check_is_a_question_and_not_a_wall(self, desk):
        page = desk.send("identifier/add/", scheme="nhs_number", value="943 476 5918")
        assert "check it, or save it as it is" in errors(page)["value"][0]
        [(key, _)] = page.context["form"].fields["as_it_is"].choices
        desk.send("identifier/add/", scheme="nhs_number", value="943 476 5918", as_it_is=key)
        assert Identifier.objects.get().value == "9434765918"

    def test_whose_an_la_child_id_is_already_is_said_only_in_reach(
        self, desk, make_child, allocate, stranger, system_warrant
    ):
        mine = make_child(given="Ben", family="Wren", birth_date=date(2014, 3, 2))
        allocate(mine, desk.user)
        acts.add_identifier(system_warrant, mine, scheme="la_child_id", value="100")
        acts.add_identifier(system_warrant, stranger, scheme="la_child_id", value="200")
        said = errors(desk.send("identifier/add/", scheme="la_child_id", value="100"))["value"][0]
        assert said == "This LA child ID belongs to Ben Wren, born 2 March 2014. Check the number."
        page = desk.send("identifier/add/", scheme="la_child_id", value="200")
        assert "not within your reach" in errors(page)["value"][0]
        assert "Zoe" not in page.content.decode()

    def test_a_number_on_two_records_is_asked_about(self, desk, stranger, system_warrant):
        acts.add_identifier(system_warrant, stranger, scheme="nhs_number", value="9434765919")
        page = desk.send("identifier/add/", scheme="nhs_number", value="9434765919")
        assert "may be one person" in errors(page)["value"][0]
        [(key, _)] = page.context["form"].fields["as_it_is"].choices
        assert desk.send("identifier/add/", scheme="nhs_number", value="9434765919", as_it_is=key).status_code == 302

    def test_one_la_child_id_at_a_time_and_nothing_twice(self, desk, system_warrant):
        acts.add_identifier(system_warrant, desk.child, scheme="la_child_id", value="100")
        assert "is held" in errors(desk.send("identifier/add/", scheme="la_child_id", value="101"))["scheme"][0]
        assert "held already" in errors(desk.send("identifier/add/", scheme="la_child_id", value="100"))["value"][0]


class TestRelationships:
    @pytest.fixture
    def ruth(self, desk):
        return desk.make(kind="adult", given="Ruth", family="Wren", birth_date=date(1990, 2, 3))

    def test_somebody_out_of_reach_is_related_only_after_a_reason(self, desk, make_child):
        far = make_child(kind="adult", given="Dean", family="Fox")
        for answer in (
            desk.get(f"relationship/add/?other={far.pk}"),
            desk.send(f"relationship/add/?other={far.pk}", kind="family_friend", responsibility="no"),
        ):
            assert answer.status_code == 403
            assert f"/person/{far.pk}/open-with-reason/" in answer.content.decode()
            assert "Dean" not in answer.content.decode()
        assert not Relationship.objects.exists()
        assert Look.objects.filter(person=far, refused=True).exists()
        desk.client.post(f"/person/{far.pk}/open-with-reason/", {"reason": "He picks Ada up from school"})
        desk.send(f"relationship/add/?other={far.pk}", kind="family_friend", responsibility="no")
        assert Relationship.objects.get().person == far

    def test_the_other_is_found_on_the_page_and_related(self, desk, ruth):
        page = desk.client.get(desk.url("relationship/add/"), {"q": "Ruth Wren"})
        assert f"relationship/add/?other={ruth.pk}" in page.content.decode()
        assert f"/person/new/?q=Ruth+Wren&amp;relate_to={desk.child.pk}" in page.content.decode()
        answer = desk.send(
            f"relationship/add/?other={ruth.pk}", kind="mother", responsibility="yes", basis="Mother, from birth"
        )
        assert answer.status_code == 302
        link = Relationship.objects.get()
        assert (link.person, link.other, link.kind) == (ruth, desk.child, "mother")
        assert (link.parental_responsibility, link.parental_responsibility_basis) == (True, "Mother, from birth")

    def test_from_the_mothers_page_the_same_is_said_the_other_way_round(self, desk, ruth):
        desk.send(f"relationship/add/?other={desk.child.pk}", person=ruth, kind="of:mother", responsibility="not_known")
        link = Relationship.objects.get()
        assert (link.person, link.other, link.parental_responsibility) == (ruth, desk.child, None)

    def test_nothing_can_be_created_before_a_search(self, desk):
        assert "/person/new/" not in desk.get("relationship/add/").content.decode()

    def test_a_second_relationship_of_the_same_two_is_refused_in_words(self, desk, ruth, system_warrant):
        acts.relate(system_warrant, [acts.Relation(person_id=ruth.pk, other_id=desk.child.pk, kind="mother")])
        for kind in ("aunt_or_uncle", "of:mother"):
            page = desk.send(f"relationship/add/?other={ruth.pk}", kind=kind, responsibility="not_known")
            assert "Ruth Wren is on the record as the mother of Ada Wren" in errors(page)["kind"][0]

    def test_an_ended_relationship_may_be_followed_by_another(self, desk, ruth, system_warrant):
        [link] = acts.relate(system_warrant, [acts.Relation(person_id=ruth.pk, other_id=desk.child.pk, kind="carer")])
        acts.end_entry(system_warrant, link, on=date(2025, 1, 1))
        desk.send(f"relationship/add/?other={ruth.pk}", kind="parent", responsibility="no", starts_on=date(2025, 1, 1))
        assert Relationship.objects.count() == 2

    def test_nobody_is_related_to_themselves(self, desk):
        page = desk.send(f"relationship/add/?other={desk.child.pk}", kind="sibling", responsibility="not_known")
        assert "same person" in errors(page)["__all__"][0]

    def test_a_basis_goes_only_with_responsibility(self, desk, ruth):
        page = desk.send(
            f"relationship/add/?other={ruth.pk}", kind="mother", responsibility="no", basis="Mother, from birth"
        )
        assert "only where the answer above is Yes" in errors(page)["basis"][0]

    def test_it_is_corrected_ended_and_withdrawn_from_either_page(self, desk, ruth, system_warrant):
        one = acts.Relation(person_id=ruth.pk, other_id=desk.child.pk, kind="mother")
        [link] = acts.relate(system_warrant, [one])
        page = desk.get(f"relationship/{link.pk}/")
        assert "Ruth Wren is Ada Wren’s…" in page.content.decode()
        desk.send(
            f"relationship/{link.pk}/", kind="step_parent", responsibility="yes", basis="Parental responsibility order",
            version=link.act_id,
        )  # fmt: skip
        link.refresh_from_db()
        assert (link.kind, link.parental_responsibility) == ("step_parent", True)
        desk.send(f"relationship/{link.pk}/end/", ends_on=date(2025, 1, 1))
        desk.send(f"relationship/{link.pk}/withdraw/", reason="Another Ruth Wren")
        link.refresh_from_db()
        assert (link.ends_on, link.withdrawn) == (date(2025, 1, 1), True)

    def test_a_relationship_of_others_is_not_reached_through_ones_own_child(self, desk, ruth, stranger, system_warrant):
        one = acts.Relation(person_id=ruth.pk, other_id=stranger.pk, kind="mother")
        [link] = acts.relate(system_warrant, [one])
        for path in ("", "end/", "withdraw/"):
            assert desk.get(f"relationship/{link.pk}/{path}").status_code == 404
            assert desk.send(f"relationship/{link.pk}/{path}", reason="No").status_code == 404


class TestWarnings:
    def test_a_warning_is_added_reviewed_ended_and_withdrawn(self, desk):
        soon = desk.today + datetime.timedelta(days=90)
        desk.send("warning/add/", kind="animal", text="Large dog", starts_on=date(2026, 1, 1), review_on=soon)
        note = WarningNote.objects.get()
        assert b"Large dog" in desk.client.get(f"/person/{desk.child.pk}/").content
        later = soon + datetime.timedelta(days=90)
        desk.send(f"warning/{note.pk}/review/", decision="keep", review_on=later, reason="Still there")
        note.refresh_from_db()
        assert (note.review_on, note.ends_on, note.act.reason) == (later, None, "Still there")
        desk.send(f"warning/{note.pk}/review/", decision="end", reason="Rehomed")
        note.refresh_from_db()
        assert note.ends_on == desk.today
        desk.send(f"warning/{note.pk}/withdraw/", reason="Next door’s dog")
        note.refresh_from_db()
        assert note.withdrawn

    def test_none_stands_without_a_review_to_come(self, desk):
        page = desk.send("warning/add/", kind="animal", text="Dog & cat", starts_on=desk.today, review_on=desk.today)
        assert "after today" in errors(page)["review_on"][0]
        assert "Dog &amp; cat" in page.content.decode()
        assert not WarningNote.objects.exists()

    def test_keeping_asks_for_the_next_review(self, desk, system_warrant):
        day = date(2026, 1, 1)
        note = acts.warn(system_warrant, desk.child, kind="animal", text="Dog", starts_on=day, review_on=day)
        page = desk.send(f"warning/{note.pk}/review/", decision="keep", reason="Seen on 3 June")
        assert "reviewed again" in errors(page)["review_on"][0]
        assert "Seen on 3 June" in page.content.decode()

    def test_a_data_officer_corrects_details_and_writes_no_warnings(self, desk, make_user, client_of):
        officer = Desk(client_of(make_user(Role.DATA_OFFICER)), desk.child, None)
        page = officer.get("details/")
        assert page.status_code == 200 and b"Add a warning note" not in page.content
        assert officer.get("warning/add/").status_code == 403
        assert officer.get("summary/").status_code == 403
        assert officer.get("name/add/").status_code == 200


class TestFacts:
    def test_facts_are_saved_and_history_keeps_the_version_before(self, desk):
        desk.send(
            "facts/", kind="child", sex="F", birth_date=date(2016, 4, 5), ethnicity="MWBC",
            disabilities=["AUT", "COMM"], upn_unknown="UN1",
        )  # fmt: skip
        child = Person.objects.get(pk=desk.child.pk)
        assert (child.sex, child.birth_date, child.ethnicity, child.disabilities, child.upn_unknown) == (
            "F", date(2016, 4, 5), "MWBC", ["AUT", "COMM"], "UN1",
        )  # fmt: skip
        assert list(child.history.order_by("pgh_id").values_list("birth_date", flat=True)) == [
            date(2016, 5, 4), date(2016, 4, 5),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("answers", "field", "said"),
        [
            ({"birth_date": date.today() + datetime.timedelta(3)}, "birth_date", "in the future"),
            ({"death_date": date(2016, 5, 3)}, "death_date", "before the start"),
            ({"death_date": date.today() + datetime.timedelta(3)}, "death_date", "in the future"),
            ({"birth_date": date(1990, 1, 1)}, "birth_date", "choose Adult"),
            ({"birth_date": date(16, 1, 1)}, "birth_date", "four figures"),
            ({"disabilities": ["NONE", "AUT"]}, "disabilities", "stands alone"),
        ],
    )
    def test_what_cannot_be_is_said(self, desk, answers, field, said):
        page = desk.send("facts/", **({"kind": "child", "sex": "F", "birth_date": date(2016, 5, 4)} | answers))
        assert said in " ".join(errors(page)[field])
        assert desk.child.history.count() == 1

    def test_a_care_leaver_grown_up_stands_once_ticked(self, desk):
        typed = {"kind": "child", "sex": "F", "birth_date": date(1990, 1, 1)}
        [(key, _)] = desk.send("facts/", **typed).context["form"].fields["as_it_is"].choices
        assert desk.send("facts/", as_it_is=key, **typed).status_code == 302

    def test_a_code_of_another_year_stays_to_be_chosen(self, desk, system_warrant):
        acts.correct_person(system_warrant, desk.child, ethnicity="ZZZZ")
        assert 'value="ZZZZ" selected' in desk.get("facts/").content.decode()

    def test_birth_converts_in_place(self, desk, make_child, allocate):
        expected = desk.today + datetime.timedelta(days=10)
        baby = make_child(kind="unborn", given="", family="Wren", birth_date=None, expected_birth_date=expected)
        allocate(baby, desk.user)
        assert b"Record the birth" in desk.get("details/", baby).content
        page = desk.send("birth/", baby, birth_date=desk.today, sex="", given="Ivy", family="Wren")
        assert set(errors(page)) == {"sex"} and 'value="Ivy"' in page.content.decode()
        number = str(uuid.uuid4())
        typed = {"birth_date": desk.today, "sex": "F", "given": "Ivy", "family": "Wren", "request": number}
        assert desk.send("birth/", baby, **typed)["Location"] == f"/person/{baby.pk}/"
        assert desk.send("birth/", baby, **typed)["Location"] == f"/person/{baby.pk}/"
        baby.refresh_from_db()
        assert (baby.kind, baby.birth_date, baby.expected_birth_date) == ("child", desk.today, expected)
        assert desk.get("birth/", baby).status_code == 302

    def test_a_birth_far_from_the_day_expected_is_asked_about(self, desk, make_child, allocate):
        expected = desk.today + datetime.timedelta(days=200)
        baby = make_child(kind="unborn", given="", family="Wren", birth_date=None, expected_birth_date=expected)
        allocate(baby, desk.user)
        page = desk.send("birth/", baby, birth_date=desk.today, sex="F", given="", family="")
        assert "more than four months" in errors(page)["birth_date"][0]

    def test_a_lost_pregnancy_is_recorded_without_a_birth(self, desk, make_child, allocate):
        expected = desk.today + datetime.timedelta(days=100)
        baby = make_child(kind="unborn", given="", family="Wren", birth_date=None, expected_birth_date=expected)
        allocate(baby, desk.user)
        page = desk.get("facts/", baby).content.decode()
        assert "If the pregnancy was lost" in page and "Ethnicity" not in page
        desk.send("facts/", baby, expected_birth_date=expected, death_date=desk.today)
        baby.refresh_from_db()
        assert (baby.kind, baby.death_date, baby.birth_date) == ("unborn", desk.today, None)


class TestSummary:
    def test_it_is_written_and_written_anew(self, desk):
        assert desk.send("summary/", text="First")["Location"] == f"/person/{desk.child.pk}/"
        held = ChildSummary.objects.get()
        desk.send("summary/", text="Second", version=held.act_id)
        held.refresh_from_db()
        assert held.text == "Second"

    def test_two_people_writing_at_once_lose_no_word(self, desk, system_warrant):
        version = desk.get("summary/").context["form"]["version"].value()
        acts.write_summary(system_warrant, desk.child, text="What my colleague wrote")
        page = desk.send("summary/", text="What I wrote", version=version)
        assert "What my colleague wrote" in errors(page)["text"][0]
        assert ">\nWhat I wrote</textarea>" in page.content.decode()

    def test_an_adult_has_none(self, desk, make_child, allocate):
        adult = make_child(kind="adult")
        allocate(adult, desk.user)
        assert desk.get("summary/", adult).status_code == 404


class TestReach:
    PATHS = (
        "details/", "facts/", "summary/", "name/add/", "identifier/add/", "home/add/", "relationship/add/",
        "warning/add/", "birth/",
    )  # fmt: skip

    @pytest.mark.parametrize("path", PATHS)
    def test_a_person_out_of_reach_is_refused(self, desk, stranger, path):
        before = Act.objects.count()
        answer = desk.get(path, stranger)
        assert "open-with-reason" in answer["Location"]
        assert desk.send(path, stranger, given="X", kind="alias").status_code == 403
        assert Act.objects.count() == before

    def test_an_entry_of_somebody_else_is_not_reached_through_ones_own_child(self, desk, stranger):
        name = PersonName.objects.get(person=stranger)
        for path in (f"name/{name.pk}/", f"name/{name.pk}/end/", f"name/{name.pk}/withdraw/"):
            assert desk.get(path).status_code == 404
            assert desk.send(path, reason="No", kind="legal", given="X").status_code == 404
