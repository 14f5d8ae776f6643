"""A census brought in and produced again says the same; brought in once more it changes nothing."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.record.acts import act
from sightline.record.acts.pathway import withdraw
from sightline.record.acts.people import NewPerson, create_people
from sightline.record.models import Identifier, Person, Step
from sightline.returns.cin.element_tree import misfits
from tests.properties.lives import live, lives

from .bringing import bring, invented, listed, record, versions
from .producing import another_record, census_of, tables

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "cin"
in_a_while = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize(
    ("year", "all_modules"), [(2023, True), (2024, False), (2025, True), (2026, True), (2026, False), (2027, True)]
)
def test_what_a_clean_file_says_is_said_again(year, all_modules):
    stream = invented(60, year=year, seed=year, all_modules=all_modules)
    bring(stream)
    content, made = census_of(year)
    assert tables(content) == tables(stream)
    assert not made.misfits and not made.left_out


@in_a_while
@given(seed=st.integers(0, 10_000), year=st.integers(2023, 2027))
def test_any_clean_file_is_said_again(seed, year):
    stream = invented(6, year=year, seed=seed)
    with another_record():
        bring(stream)
        content, _ = census_of(year)
        assert tables(content) == tables(stream)


def test_the_produced_file_brought_in_again_changes_nothing():
    bring(invented(60, seed=3))
    content, _ = census_of()
    before, held = versions(), record()
    reconciliation = bring(BytesIO(content), name="produced.xml")
    assert (versions(), record()) == (before, held)
    assert listed(reconciliation) == []


def test_an_empty_record_learns_the_same_from_the_produced_file():
    with another_record():
        stream = invented(60, seed=5)
        bring(stream)
        content, _ = census_of()
        held = record()
    with another_record():
        assert not Person.objects.exists()
        bring(BytesIO(content))
        assert record() == held


@in_a_while
@given(seed=st.integers(0, 10_000), year=st.integers(2023, 2027))
def test_what_came_in_from_a_faulty_file_goes_round_unchanged(seed, year):
    """Some of a faulty file can't be held; what is held is told, and what is told is held."""
    with another_record():
        bring(invented(12, year=year, seed=seed, clean=False))
        content, _ = census_of(year)
        before = versions()
        bring(BytesIO(content))
        assert versions() == before
    with another_record():
        bring(BytesIO(content))
        assert tables(census_of(year)[0]) == tables(content)


def recorded(warrant, team, drawn) -> None:
    """Children recorded here, each with a number of theirs, as far as their lives make sense."""
    for number, life in enumerate(drawn):
        [child] = create_people(
            warrant,
            [
                NewPerson(
                    kind="child", given="Ada", family="Wren", birth_date=datetime.date(2015, 5, 4), sex="F",
                    ethnicity="WBRI", disabilities=["NONE"],
                    identifiers=[(Identifier.Scheme.LA_CHILD_ID, f"L{number}")],
                )
            ],
        )  # fmt: skip
        live(warrant, child, life, team=team)
    _withdraw_with_their_referral(warrant)


def _withdraw_with_their_referral(warrant) -> None:
    """What was recorded in a case whose referral was withdrawn: without a referral nothing knows it again."""
    turned = Step.objects.filter(kind="referral", state=Step.State.WITHDRAWN).values("involvement")
    with act("step.withdraw", warrant) as doing:
        for step in Step.objects.filter(involvement__in=turned).exclude(state=Step.State.WITHDRAWN):
            withdraw(doing, step, reason="The referral was a mistake")


@in_a_while
@given(drawn=st.lists(lives, min_size=1, max_size=3), year=st.integers(2024, 2027))
def test_lives_recorded_here_go_round(system_warrant, team, drawn, year):
    """Whatever people recorded: the file fits the tree, changes nothing here, and says the same from elsewhere."""
    with another_record():
        recorded(system_warrant, team, drawn)
        content, made = census_of(year)
        if not made.children:
            return
        assert all("must have one" in one.what for one in made.misfits)
        before = versions()
        bring(BytesIO(content))
        assert versions() == before
    with another_record():
        bring(BytesIO(content))
        again, _ = census_of(year)
        assert tables(again) == tables(content)
        assert not list(misfits(BytesIO(again), year)) or made.misfits


@pytest.mark.parametrize(("name", "any_belong"), [("fake_CIN_data.xml", True), ("CIN_Census_2026.xml", False)])
def test_the_sample_files_go_round(name, any_belong):
    """The second one's cases were closed before its year, or opened after it: nobody belongs in it."""
    if not (SAMPLES / name).exists():
        pytest.skip("the sample files are not here")
    reconciliation = bring(BytesIO((SAMPLES / name).read_bytes()))
    year = reconciliation.file.year
    assert year is not None
    content, made = census_of(year)
    assert bool(made.children) is any_belong
    before = versions()
    bring(BytesIO(content))
    assert versions() == before
