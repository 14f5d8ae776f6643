"""Limits under instruments, editions of rules, and the national timescales as declared."""

import datetime as dt
import importlib
import itertools
import pkgutil

import pytest

import sightline.law
from sightline.law import local_standards, timescales
from sightline.law.calendars import ENGLAND_AND_WALES as CALENDAR
from sightline.law.counting import within
from sightline.law.instruments import (
    CHILDREN_ACT_1989,
    INSTRUMENTS,
    LOCAL,
    WORKING_TOGETHER,
    WORKING_TOGETHER_2018,
    WORKING_TOGETHER_2023,
    WORKING_TOGETHER_2026,
    Instrument,
    Standing,
)
from sightline.law.limits import RULES, Limit, NoEditionInForce, NoFixedLimit, Rule, rule
from sightline.law.register import Register

D = dt.date
NATIONAL = [value for value in vars(timescales).values() if isinstance(value, Rule)]
STARTING = [value for value in vars(local_standards).values() if isinstance(value, Rule)]


def instrument(**changed):
    said = {
        "key": "test",
        "title": "A guide",
        "edition": "1",
        "standing": Standing.LOCAL,
        "citation": "A guide",
    }
    return Instrument(**{**said, **changed})


def limit(**changed):
    said = {
        "words": "5 working days after the event",
        "under": LOCAL,
        "counting": within(5).working_days_after("the event"),
        "source": "a procedure",
        "verified": True,
    }
    return Limit(**{**said, **changed})


# Instruments


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"key": " "}, "Give it a short name"),
        ({"title": ""}, "Give the title"),
        ({"citation": " "}, "Say which Act"),
        ({"in_force_from": D(2026, 1, 2), "in_force_to": D(2026, 1, 1)}, "Correct one of the two dates"),
    ],
)
def test_an_instrument_that_is_nonsense_is_refused_in_a_sentence_that_mends_it(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        instrument(**changed)


def test_an_instrument_is_in_force_on_its_first_and_on_its_last_day():
    guide = instrument(in_force_from=D(2026, 1, 1), in_force_to=D(2026, 3, 31))
    in_force = [D(2025, 12, 31), D(2026, 1, 1), D(2026, 3, 31), D(2026, 4, 1)]
    assert [guide.is_in_force_on(day) for day in in_force] == [False, True, True, False]


def test_a_second_declaration_under_one_key_is_refused():
    register: Register[Instrument] = Register("instrument")
    register.add(instrument())
    with pytest.raises(ValueError, match="two declarations of the instrument 'test'"):
        register.add(instrument())
    assert "test" in register and len(register) == 1
    with pytest.raises(KeyError, match="No instrument is declared"):
        register["other"]


def test_the_editions_of_working_together_follow_on_without_a_gap():
    for earlier, later in itertools.pairwise(WORKING_TOGETHER):
        assert later.in_force_from == earlier.in_force_to + dt.timedelta(days=1)
    assert WORKING_TOGETHER[-1].in_force_to is None


def test_the_edition_of_2026_is_unread_and_says_so():
    assert not WORKING_TOGETHER_2026.verified
    assert all(not edition.verified for r in RULES for edition in r.editions if edition.under is WORKING_TOGETHER_2026)


# Limits


@pytest.mark.parametrize(
    ("changed", "error", "sentence"),
    [
        ({"under": None}, TypeError, "must be written under an instrument"),
        ({"under": "Working Together"}, TypeError, "must be written under an instrument"),
        ({"words": " "}, ValueError, "Say it as a page should show it"),
        ({"source": ""}, ValueError, "Say where it was seen"),
        ({"source": "Memory"}, ValueError, "set verified=False"),
        ({"from_day": D(2026, 2, 1), "to_day": D(2026, 1, 1)}, ValueError, "Correct one date"),
        (
            {"under": WORKING_TOGETHER_2018, "from_day": D(2024, 1, 1), "to_day": None},
            ValueError,
            "before it begins|not in force",
        ),
        ({"under": CHILDREN_ACT_1989, "to_day": D(1980, 1, 1)}, ValueError, "before it begins|not in force"),
    ],
)
def test_a_limit_that_is_nonsense_is_refused_in_a_sentence_that_mends_it(changed, error, sentence):
    with pytest.raises(error, match=sentence):
        limit(**changed)


def test_a_limit_cannot_be_written_without_naming_its_instrument():
    with pytest.raises(TypeError):
        Limit(words="5 days", counting=None, source="a procedure", verified=True)


def test_a_limit_cites_the_place_in_its_instrument():
    assert timescales.C25.latest.citation == "Children Act 1989 (1989 c. 41), section 46(6)"


def test_a_limit_in_hours_is_asked_for_a_moment_and_one_in_days_for_a_date():
    hours, days_ = timescales.C25.latest, timescales.C28.latest
    start = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
    assert hours.due_moment(start).moment == start + dt.timedelta(hours=72)
    with pytest.raises(TypeError, match="due_moment"):
        hours.due_date(D(2026, 3, 6), CALENDAR)
    with pytest.raises(TypeError, match="due\\(start, calendar\\)"):
        days_.due_moment(start)


def test_a_limit_without_a_number_gives_no_date():
    unhurried = timescales.C36.latest
    assert not unhurried.has_number
    with pytest.raises(NoFixedLimit, match="date in the child's plan"):
        unhurried.due(D(2026, 3, 2), CALENDAR)


# Rules


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (D(2018, 7, 4), WORKING_TOGETHER_2018),
        (D(2023, 12, 14), WORKING_TOGETHER_2018),
        (D(2023, 12, 15), WORKING_TOGETHER_2023),
        (D(2026, 3, 18), WORKING_TOGETHER_2023),
        (D(2026, 3, 19), WORKING_TOGETHER_2026),
        (D(2030, 1, 1), WORKING_TOGETHER_2026),
    ],
)
def test_a_clock_takes_the_edition_in_force_on_the_day_it_starts(day, edition):
    assert timescales.C04.in_force_on(day).under is edition


def test_a_day_before_the_first_edition_held_is_not_guessed():
    with pytest.raises(NoEditionInForce, match="add the edition of that time"):
        timescales.C04.in_force_on(D(2013, 4, 14))


def test_editions_that_leave_a_gap_or_overlap_are_refused():
    old = limit(under=instrument(key="old", in_force_from=D(2020, 1, 1), in_force_to=D(2020, 12, 31)))
    for begins in (D(2020, 12, 31), D(2021, 1, 2)):
        new = limit(under=instrument(key="new", in_force_from=begins))
        with pytest.raises(ValueError, match="must begin on the day after"):
            Rule("test", "A rule", (old, new))


def test_a_rule_without_editions_is_refused():
    with pytest.raises(ValueError, match="has no edition"):
        Rule("test", "A rule", ())


def test_a_second_rule_under_one_clock_number_is_refused():
    with pytest.raises(ValueError, match="two declarations of the rule 'C04'"):
        rule("C04", "Assessment again", limit())


# What is declared


def test_every_limit_cites_and_says_whether_it_was_seen():
    assert len(NATIONAL) > 25 and len(STARTING) > 18
    for declared in NATIONAL + STARTING:
        for edition in declared.editions:
            assert edition.citation and edition.source
            assert INSTRUMENTS[edition.under.key] is edition.under
            assert edition.verified != edition.source.startswith("memory")


def test_a_local_standard_is_never_shown_as_law():
    assert all(edition.under is LOCAL for declared in STARTING for edition in declared.editions)
    assert all(declared.key.endswith(".local") for declared in STARTING)
    assert not any(edition.under.standing.is_local for declared in NATIONAL for edition in declared.editions)


def test_the_words_of_a_limit_carry_the_number_that_is_counted():
    for declared in NATIONAL + STARTING:
        for edition in declared.editions:
            number = getattr(edition.counting, "number", None) or getattr(edition.counting, "weeks", None)
            if number:
                assert str(number) in edition.words or (number == 36 and "3 years" in edition.words)


@pytest.mark.parametrize(
    ("key", "start", "expected"),
    [
        ("C01", D(2026, 4, 3), D(2026, 4, 7)),
        ("C04", D(2026, 3, 2), D(2026, 5, 7)),
        ("C11", D(2026, 3, 30), D(2026, 4, 22)),
        ("C17", D(2026, 5, 1), D(2026, 5, 18)),
        ("C20", D(2025, 11, 30), D(2026, 2, 28)),
        ("C21", D(2025, 8, 31), D(2026, 2, 28)),
        ("C23", D(2024, 2, 29), D(2026, 2, 28)),
        ("C26.after_police", D(2026, 3, 2), D(2026, 3, 9)),
        ("C28", D(2026, 3, 2), D(2026, 3, 8)),
        ("C35", D(2026, 3, 2), D(2027, 3, 1)),
        ("C35.longest", D(2026, 3, 2), D(2029, 3, 1)),
        ("C30.local", D(2026, 10, 7), D(2026, 4, 22)),
    ],
)
def test_the_national_limits_on_a_known_day(key, start, expected):
    assert RULES[key].in_force_on(start).due_date(start, CALENDAR) == expected


def test_an_authority_writes_its_own_standard_under_local_procedure():
    own = local_standards.local_standard(
        "35 working days after the referral",
        within(35).working_days_after("the referral"),
        source="Assessment procedure, May 2026",
    )
    assert own.under is LOCAL and own.verified
    national = timescales.C04.in_force_on(D(2026, 3, 2))
    assert own.due_date(D(2026, 3, 2), CALENDAR) < national.due_date(D(2026, 3, 2), CALENDAR)


# The room itself


def test_law_imports_nothing_of_django_or_of_any_other_room():
    import ast
    from pathlib import Path

    for module in pkgutil.iter_modules(sightline.law.__path__):
        importlib.import_module(f"sightline.law.{module.name}")
    for path in Path(sightline.law.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert not name.startswith("django"), path
                assert not name.startswith("sightline") or name.startswith("sightline.law"), path


def test_law_never_asks_what_day_it_is():
    from pathlib import Path

    for path in Path(sightline.law.__path__[0]).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".today()" not in text and ".now(" not in text, path
