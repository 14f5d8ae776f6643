"""One child's rules in the web process, and the same rules over the whole record."""

from __future__ import annotations

import datetime
import threading
import time
from collections import Counter

import pytest

from sightline.record.acts import act
from sightline.record.acts.pathway import change_facts
from sightline.record.models import Person, Step
from sightline.returns.cin.found import as_if_taken, rules, years_open
from sightline.returns.cin.on_record import said_of, would_break
from sightline.returns.cin.whole_record import whole_record
from tests.returns.cin.bringing import bring, child_with, file_of

pytestmark = pytest.mark.django_db
YEAR_END = datetime.date(2026, 3, 31)
SPOILT = [
    ("LAchildID>A1", "LAchildID>B1", "<Ethnicity>WBRI</Ethnicity>", "<Ethnicity>REFU</Ethnicity>"),
    ("LAchildID>A1", "LAchildID>B2", "2025-12-20</CPPendDate>", "2025-06-25</CPPendDate>"),
    ("LAchildID>A1", "LAchildID>B3", "<ReferralSource>6</ReferralSource>\n", ""),
    ("LAchildID>A1", "LAchildID>B4", "AuthorisationDate>2025-07-03", "AuthorisationDate>2025-06-01"),
    ("LAchildID>A1", "LAchildID>B5", "<AssessmentAuthorisationDate>2025-07-03</AssessmentAuthorisationDate>\n", ""),
    ("LAchildID>A1", "LAchildID>B6", "<CPPstartDate>2025-06-25", "<CPPstartDate>2025-06-24"),
    ("LAchildID>A1", "LAchildID>B7", "<PersonBirthDate>2024-06-01", "<PersonBirthDate>1999-06-01"),
    ("LAchildID>A1", "LAchildID>B8", "<CINPlanStartDate>2026-01-05", "<CINPlanStartDate>2025-11-05"),
    ("LAchildID>A1", "LAchildID>B9", "<Disability>NONE", "<Disability>AUT</Disability>\n<Disability>NONE"),
]


@pytest.fixture
def spoilt_children(db):
    bring(file_of(*[child_with(some[:2], some[2:]) for some in SPOILT]))
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def test_everyone_at_once_says_what_each_says_alone(spoilt_children):
    whole = [one for one in whole_record(2026, YEAR_END).found if one.rule.level != "return"]
    alone = [one for pk in spoilt_children for one in said_of(pk, 2026, YEAR_END).found]
    assert Counter(map(repr, whole)) == Counter(map(repr, alone))
    codes = {one.rule.code for one in whole}
    assert {"8840", "8866", "8608", "8614", "2885", "4016", "8790"} <= codes, codes


def test_no_child_is_told_what_another_one_did(spoilt_children):
    first = [said_of(pk, 2026, YEAR_END).found for pk in spoilt_children]
    assert first == [said_of(pk, 2026, YEAR_END).found for pk in reversed(spoilt_children)][::-1]


def test_threads_of_one_process_do_not_mix_children(spoilt_children):
    from sightline.returns.cin.on_record import _ready
    from sightline.returns.cin.rows import children_of

    ready = _ready(2026, YEAR_END)
    children = list(children_of(2026))
    alone = [ready.faults(child) for child in children]
    got: list[object] = [None] * len(children)

    def ask(n: int) -> None:
        for _ in range(3):
            got[n] = ready.faults(children[n])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(children))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == alone


def test_it_says_which_rules_ran_and_which_could_not(make_faulty, today):
    said = said_of(make_faulty().pk, years_open(today)[0], today)
    held = {rule.code for rule in rules().values() if rule.level != "return" and rule.in_force(said.year)}
    ran, could_not = {rule.code for rule in said.ran}, {rule.code: why for rule, why in said.could_not}
    assert ran | could_not.keys() == held
    assert not ran & could_not.keys()
    assert could_not == {"100": "Header is missing"}


def test_a_child_whose_case_was_never_open_is_not_told_of(make_child, today):
    said = said_of(make_child().pk, years_open(today)[0], today)
    assert not said.told
    assert said.found == ()


def test_the_step_at_fault_is_named(make_faulty, today):
    child = make_faulty()
    found = {one.rule.code: one for one in said_of(child.pk, years_open(today)[0], today).found}
    assert found["8670Q"].step_id == Step.objects.get(child=child, kind="assessment").pk
    assert found["4220"].step_id is None


def test_the_reference_date_is_today_until_it_has_come():
    assert as_if_taken(2026, datetime.date(2025, 11, 5)).closes == datetime.date(2025, 11, 5)
    assert as_if_taken(2026, datetime.date(2026, 6, 5)).closes == YEAR_END
    assert years_open(datetime.date(2026, 3, 31)) == (2026,)
    assert years_open(datetime.date(2026, 4, 1)) == (2027, 2026)
    assert years_open(datetime.date(2026, 7, 31)) == (2027, 2026)
    assert years_open(datetime.date(2026, 8, 1)) == (2027,)


def test_a_step_about_to_be_saved_is_tried_and_undone(make_faulty, system_warrant, today):
    child = make_faulty()
    step = Step.objects.get(child=child, kind="assessment")
    before = step.happened_on - datetime.timedelta(days=3)

    def authorise(on: datetime.date) -> None:
        with act("assessment.authorise", system_warrant) as doing:
            change_facts(doing, step, authorised_on=on, factors=["3B"])

    new = {one.rule.code for one in would_break([child.pk], lambda: authorise(before), today)}
    assert "8608" in new
    assert not {"4220", "8670Q"} & new, "what is at fault already is no news"
    step.refresh_from_db()
    assert step.assessmentfacts.authorised_on is None
    assert would_break([child.pk], lambda: authorise(today), today) == []


def test_an_act_that_is_refused_is_not_warned_of(make_faulty, today):
    def refuse() -> None:
        raise ValueError("no")

    assert would_break([make_faulty().pk], refuse, today) == []


def test_one_childs_rules_take_less_than_a_hundred_milliseconds(spoilt_children):
    from sightline.returns.cin.on_record import _ready
    from sightline.returns.cin.rows import children_of

    ready = _ready(2026, YEAR_END)
    [child, *_] = children_of(2026, spoilt_children[:1])
    taken = []
    for _ in range(10):
        begun = time.process_time()
        ready.faults(child)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.1, f"{min(taken) * 1000:.0f} ms"


def test_one_childs_rules_ask_the_record_a_fixed_number_of_times(spoilt_children, django_assert_num_queries):
    said_of(spoilt_children[0], 2026, YEAR_END)
    with django_assert_num_queries(QUERIES_OF_A_CHILD):
        said_of(spoilt_children[1], 2026, YEAR_END)


QUERIES_OF_A_CHILD = 14
