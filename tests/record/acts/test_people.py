"""Adding and correcting people: what each act changes, and that the version before is kept."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError

from sightline.record.acts import AlreadyDone
from sightline.record.acts import people as acts
from sightline.record.history import kept_models
from sightline.record.models import (
    Address,
    ChildSummary,
    Identifier,
    Person,
    PersonName,
    Relationship,
    Residence,
    SamePerson,
    WarningNote,
)

pytestmark = pytest.mark.django_db
date = datetime.date


def versions(row, *fields):
    return list(row.history.order_by("pgh_id").values_list(*fields))


def everything():
    """All rows of all kept tables but the links between records, as they are now."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for model, _ in kept_models()
        if model is not SamePerson
    }


def legal_names(child):
    return list(
        PersonName.objects.filter(person=child, kind="legal")
        .order_by("id")
        .values_list("given", "starts_on", "ends_on")
    )


class TestNames:
    def test_a_new_legal_name_ends_the_one_before_and_history_keeps_both(self, make_child, system_warrant):
        child = make_child()
        first = child.names.get()
        acts.add_name(system_warrant, child, kind="legal", given="Ada", family="Finch", starts_on=date(2025, 2, 1))
        assert legal_names(child) == [("Ada", None, date(2025, 2, 1)), ("Ada", date(2025, 2, 1), None)]
        assert versions(first, "ends_on") == [(None,), (date(2025, 2, 1),)]

    def test_another_sort_of_name_ends_nothing(self, make_child, system_warrant):
        child = make_child()
        acts.add_name(system_warrant, child, kind="known_as", given="Addy", family="Wren", starts_on=date(2025, 2, 1))
        assert legal_names(child) == [("Ada", None, None)]

    def test_a_name_that_is_held_already_is_not_added_twice(self, make_child, system_warrant):
        child = make_child()
        acts.add_name(system_warrant, child, kind="legal", given=" Ada ", family="Wren", starts_on=date(2025, 2, 1))
        assert legal_names(child) == [("Ada", None, None)]

    def test_the_legal_name_on_a_joined_record_ends_too(self, make_child, system_warrant):
        kept, other = make_child(), make_child(given="Adah")
        acts.join(system_warrant, kept=kept, duplicate=other, reason="One girl, twice recorded")
        acts.add_name(system_warrant, kept, kind="legal", given="Ada", family="Finch", starts_on=date(2025, 2, 1))
        assert other.names.get().ends_on == date(2025, 2, 1)

    def test_a_slip_is_corrected_in_place(self, make_child, system_warrant):
        name = make_child(given="Aad").names.get()
        acts.correct_entry(system_warrant, name, given="Ada")
        assert versions(name, "given", "act__kind") == [("Aad", "person.create"), ("Ada", "person.correct_entry")]

    def test_a_withdrawn_name_is_kept_with_the_reason_and_stays_as_it_is(self, make_child, system_warrant):
        name = make_child().names.get()
        with pytest.raises(ValueError, match="why"):
            acts.withdraw_entry(system_warrant, name, reason="  ")
        acts.withdraw_entry(system_warrant, name, reason="Entered on the wrong child")
        name.refresh_from_db()
        assert (name.withdrawn, name.act.reason) == (True, "Entered on the wrong child")
        for change in (
            lambda: acts.correct_entry(system_warrant, name, given="Eve"),
            lambda: acts.end_entry(system_warrant, name, on=date(2025, 1, 1)),
            lambda: acts.withdraw_entry(system_warrant, name, reason="Once more"),
        ):
            with pytest.raises(acts.WithdrawnError):
                change()
        assert len(versions(name, "given")) == 2


class TestIdentifiers:
    def test_a_new_upn_makes_the_old_one_former_and_answers_why_none_was_held(self, make_child, system_warrant):
        child = make_child(upn_unknown="UN1")
        acts.add_identifier(system_warrant, child, scheme="upn", value="H801200001001")
        child.refresh_from_db()
        assert child.upn_unknown == ""
        acts.add_identifier(system_warrant, child, scheme="upn", value="A801200001002")
        held = Identifier.objects.filter(person=child).order_by("id").values_list("scheme", "value")
        assert list(held) == [("former_upn", "H801200001001"), ("upn", "A801200001002")]

    def test_two_people_never_have_one_la_child_id_unless_the_first_is_withdrawn(self, make_child, system_warrant):
        first, second = make_child(), make_child()
        held = acts.add_identifier(system_warrant, first, scheme="la_child_id", value="100")
        with pytest.raises(IntegrityError):
            acts.add_identifier(system_warrant, second, scheme="la_child_id", value="100")
        acts.withdraw_entry(system_warrant, held, reason="It is her brother's")
        acts.add_identifier(system_warrant, second, scheme="la_child_id", value="100")


class TestHomes:
    def test_a_household_moves_together_and_the_old_home_ends_that_day(self, make_child, system_warrant):
        ada, ben, ruth = make_child(), make_child(given="Ben"), make_child(kind="adult", given="Ruth")
        acts.move_home(
            system_warrant, [ada, ben, ruth], lines="3 Elm Road", postcode="wx47qt", starts_on=date(2020, 1, 1)
        )
        acts.move_home(system_warrant, [ada, ruth], lines="9 Oak Road", postcode="WX1 2AB", starts_on=date(2025, 6, 1))
        for moved in (ada, ruth):
            assert list(
                Residence.objects.filter(person=moved)
                .order_by("id")
                .values_list("address__lines", "starts_on", "ends_on")
            ) == [("3 Elm Road", date(2020, 1, 1), date(2025, 6, 1)), ("9 Oak Road", date(2025, 6, 1), None)]
        assert Residence.objects.get(person=ben).ends_on is None

    def test_an_address_written_differently_is_one_address(self, make_child, system_warrant):
        for lines, postcode in (("3 Elm Road\r\nWexcombe", "wx47qt"), (" 3 elm road,\nWexcombe ", "WX4 7QT")):
            acts.move_home(system_warrant, [make_child()], lines=lines, postcode=postcode, starts_on=date(2024, 1, 1))
        assert Address.objects.values_list("lines", "postcode").get() == ("3 Elm Road\nWexcombe", "WX4 7QT")

    def test_nobody_has_two_homes_on_one_day_and_the_act_leaves_nothing(self, make_child, system_warrant):
        ada, ben = make_child(), make_child(given="Ben")
        acts.move_home(system_warrant, [ben], lines="3 Elm Road", postcode="", starts_on=date(2025, 1, 1))
        before = everything()
        with pytest.raises(IntegrityError, match="residence_one_home_at_a_time"):
            acts.move_home(system_warrant, [ada, ben], lines="9 Oak Road", postcode="", starts_on=date(2024, 1, 1))
        assert everything() == before

    def test_a_place_to_stay_is_no_second_home(self, make_child, system_warrant):
        ada = make_child()
        acts.move_home(system_warrant, [ada], lines="3 Elm Road", postcode="", starts_on=date(2024, 1, 1))
        acts.move_home(system_warrant, [ada], lines="9 Oak Road", postcode="", starts_on=date(2025, 1, 1), kind="stays")
        assert Residence.objects.filter(person=ada, ends_on__isnull=True).count() == 2

    def test_a_wrong_address_is_put_right_for_those_chosen_and_stands_for_the_neighbour(
        self, make_child, system_warrant
    ):
        ada, ben, neighbour = make_child(), make_child(given="Ben"), make_child(given="Noor")
        homes = acts.move_home(
            system_warrant, [ada, ben, neighbour], lines="3 Elm Rd", postcode="WX4 7QT", starts_on=date(2024, 1, 1)
        )
        acts.correct_home(
            system_warrant, homes[:2], lines="33 Elm Road", postcode="WX4 7QT", kind="home", confidential=True,
            starts_on=date(2024, 1, 2), ends_on=None,
        )  # fmt: skip
        lived = {home.person_id: home for home in Residence.objects.select_related("address")}
        assert [lived[who.pk].address.lines for who in (ada, ben, neighbour)] == [
            "33 Elm Road",
            "33 Elm Road",
            "3 Elm Rd",
        ]
        assert versions(lived[ada.pk], "confidential", "starts_on") == [
            (False, date(2024, 1, 1)),
            (True, date(2024, 1, 2)),
        ]

    def test_the_open_home_of_a_joined_record_ends_with_the_move(self, make_child, system_warrant):
        kept, other = make_child(), make_child(given="Adah")
        acts.move_home(system_warrant, [other], lines="3 Elm Road", postcode="", starts_on=date(2024, 1, 1))
        acts.join(system_warrant, kept=kept, duplicate=other, reason="One girl, twice recorded")
        acts.move_home(system_warrant, [kept], lines="9 Oak Road", postcode="", starts_on=date(2025, 1, 1))
        assert Residence.objects.get(person=other).ends_on == date(2025, 1, 1)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("sw1a1aa", "SW1A 1AA"), (" m1  1ae ", "M1 1AE"), ("WX4 7QT", "WX4 7QT"), ("bfpo 12", "BFPO 12"), ("", "")],
    )
    def test_a_postcode_is_kept_as_the_post_office_writes_it(self, typed, kept):
        assert acts.tidy_postcode(typed) == kept


class TestRelationships:
    def test_two_people_are_related_once_until_it_is_withdrawn(self, make_child, system_warrant):
        ruth, ada = make_child(kind="adult", given="Ruth"), make_child()
        one = acts.Relation(person_id=ruth.pk, other_id=ada.pk, kind="mother", parental_responsibility=True)
        [link] = acts.relate(system_warrant, [one])
        with pytest.raises(IntegrityError, match="relationship_stated_once"):
            acts.relate(system_warrant, [one])
        acts.withdraw_entry(system_warrant, link, reason="She is the aunt")
        acts.relate(system_warrant, [acts.Relation(person_id=ruth.pk, other_id=ada.pk, kind="aunt_or_uncle")])
        standing = Relationship.objects.filter(withdrawn=False).values_list("kind", flat=True)
        assert list(standing) == ["aunt_or_uncle"]

    def test_a_relationship_ends_on_a_day(self, make_child, system_warrant):
        ruth, dean = make_child(kind="adult", given="Ruth"), make_child(kind="adult", given="Dean")
        [link] = acts.relate(system_warrant, [acts.Relation(person_id=dean.pk, other_id=ruth.pk, kind="partner")])
        acts.end_entry(system_warrant, link, on=date(2025, 6, 1))
        assert versions(link, "ends_on") == [(None,), (date(2025, 6, 1),)]


class TestWarnings:
    def test_a_warning_is_kept_for_another_while_or_ended_with_what_was_found(self, make_child, system_warrant):
        day = date(2026, 1, 1)
        note = acts.warn(system_warrant, make_child(), kind="animal", text="A dog", starts_on=day, review_on=day)
        later = date(2026, 7, 1)
        acts.review_warning(system_warrant, note, review_on=later, ends_on=None, reason="Still there")
        acts.review_warning(system_warrant, note, review_on=None, ends_on=later, reason="Rehomed in May")
        note.refresh_from_db()
        assert (note.review_on, note.ends_on, note.act.reason) == (later, later, "Rehomed in May")
        assert versions(note, "review_on", "ends_on") == [(day, None), (later, None), (later, later)]
        assert WarningNote.objects.count() == 1


class TestFactsAndBirth:
    def test_a_corrected_fact_keeps_what_it_said(self, make_child, system_warrant):
        child = make_child(birth_date=date(2016, 5, 4))
        acts.correct_person(system_warrant, child, birth_date=date(2016, 4, 5), ethnicity="WBRI")
        assert versions(child, "birth_date", "ethnicity") == [(date(2016, 5, 4), ""), (date(2016, 4, 5), "WBRI")]

    def test_an_unborn_child_becomes_a_child_in_place(self, make_child, system_warrant):
        baby = make_child(kind="unborn", given="", family="Wren", birth_date=None, expected_birth_date=date(2026, 3, 1))
        acts.convert_at_birth(system_warrant, baby, born_on=date(2026, 2, 20), sex="F", given="Ivy", family="Wren")
        baby.refresh_from_db()
        assert (baby.kind, baby.birth_date, baby.expected_birth_date, baby.sex) == (
            "child", date(2026, 2, 20), date(2026, 3, 1), "F",
        )  # fmt: skip
        assert legal_names(baby) == [("", None, date(2026, 2, 20)), ("Ivy", date(2026, 2, 20), None)]
        assert versions(baby, "kind") == [("unborn",), ("child",)]
        assert baby.search_key.label == "Ivy Wren"

    def test_nobody_is_born_twice(self, make_child, system_warrant):
        baby = make_child(kind="unborn", birth_date=None, expected_birth_date=date(2026, 3, 1))
        sent = uuid.uuid4()
        acts.convert_at_birth(system_warrant, baby, born_on=date(2026, 2, 20), sex="F", request=sent)
        with pytest.raises(AlreadyDone):
            acts.convert_at_birth(system_warrant, baby, born_on=date(2026, 2, 20), sex="F", request=sent)
        with pytest.raises(ValueError, match="unborn"):
            acts.convert_at_birth(system_warrant, baby, born_on=date(2026, 2, 21), sex="M")
        assert len(versions(baby, "kind")) == 2

    def test_the_summary_before_stays_in_history(self, make_child, system_warrant):
        child = make_child()
        acts.write_summary(system_warrant, child, text="First")
        acts.write_summary(system_warrant, child, text="Second")
        assert versions(ChildSummary.objects.get(child=child), "text") == [("First",), ("Second",)]


class TestJoining:
    def test_joining_and_cutting_leave_every_row_as_it_was(self, make_child, system_warrant):
        kept = make_child(given="Ada", identifiers=[("nhs_number", "9434765919")])
        other = make_child(given="Adah", identifiers=[("upn", "H801200001001")])
        acts.move_home(system_warrant, [kept], lines="3 Elm Road", postcode="", starts_on=date(2024, 1, 1))
        acts.move_home(system_warrant, [other], lines="9 Oak Road", postcode="", starts_on=date(2025, 1, 1))
        before = everything()
        link = acts.join(system_warrant, kept=kept, duplicate=other, reason="Same NHS number on a letter")
        assert everything() == before
        acts.cut(system_warrant, link, reason="They are twins")
        assert everything() == before
        link.refresh_from_db()
        assert (link.cut, link.cut_reason, link.reason) == (True, "They are twins", "Same NHS number on a letter")
        assert versions(link, "cut") == [(False,), (True,)]

    def test_what_is_recorded_while_joined_stays_after_the_cut(self, make_child, system_warrant):
        kept, other = make_child(), make_child()
        link = acts.join(system_warrant, kept=kept, duplicate=other, reason="One girl, twice recorded")
        acts.add_name(system_warrant, kept, kind="alias", given="Addy", family="Wren")
        acts.cut(system_warrant, link, reason="They are twins")
        assert kept.names.filter(given="Addy", withdrawn=False).exists()

    def test_records_may_be_joined_anew_after_a_cut(self, make_child, system_warrant):
        kept, other = make_child(), make_child()
        link = acts.join(system_warrant, kept=kept, duplicate=other, reason="One girl, twice recorded")
        acts.cut(system_warrant, link, reason="They are twins")
        acts.join(system_warrant, kept=other, duplicate=kept, reason="One after all")
        assert SamePerson.objects.filter(cut=False).count() == 1

    def test_no_chains_and_no_joining_to_oneself(self, make_child, system_warrant):
        one, two, three = make_child(), make_child(), make_child()
        acts.join(system_warrant, kept=one, duplicate=two, reason="One girl, twice recorded")
        for kept, duplicate in ((two, three), (three, two), (three, one), (two, one), (three, three)):
            with pytest.raises(ValueError):
                acts.join(system_warrant, kept=kept, duplicate=duplicate, reason="One girl, twice recorded")
        acts.join(system_warrant, kept=one, duplicate=three, reason="One girl, three times recorded")
        assert SamePerson.objects.count() == 2

    def test_a_reason_is_asked_for(self, make_child, system_warrant):
        one, two = make_child(), make_child()
        with pytest.raises(ValueError):
            acts.join(system_warrant, kept=one, duplicate=two, reason=" ")
        link = acts.join(system_warrant, kept=one, duplicate=two, reason="One girl, twice recorded")
        with pytest.raises(ValueError):
            acts.cut(system_warrant, link, reason="")
        assert Person.objects.filter(joined__cut=False).exists()
