"""Bringing a census file in: interrupted, or with somebody else at work, nothing is lost or done twice."""

from __future__ import annotations

import pytest

from sightline.record.models import Person
from sightline.returns.cin.acts import BeingBroughtInError, bring_in, receive
from sightline.returns.cin.read import open_census
from sightline.returns.models import Reconciliation

from .bringing import (
    BY_HAND,
    D,
    assert_sums,
    bring,
    child_with,
    facts_of,
    file_of,
    invented,
    listed,
    pathway,
    record,
    say,
    versions,
)
from .conftest import CHILD

pytestmark = pytest.mark.django_db


def test_what_is_left_of_a_file_is_taken_up():
    stream = invented(50, clean=False)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    steps = bring_in(BY_HAND, reconciliation, a_batch=20)
    assert [next(steps), next(steps)] == [0, 20]
    steps.close()
    assert list(bring_in(BY_HAND, reconciliation, a_batch=20)) == [20, 40, 50]
    assert_sums(reconciliation)
    broken, stream = record(), invented(50, clean=False)
    before = versions()
    bring(stream)
    assert (record(), versions()) == (broken, before)


def test_two_at_once_do_nothing_twice():
    stream = invented(30)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    one, two = bring_in(BY_HAND, reconciliation, a_batch=10), bring_in(BY_HAND, reconciliation, a_batch=10)
    assert [next(one), next(two), next(one)] == [0, 0, 10]
    with pytest.raises(BeingBroughtInError):
        next(two)
    assert list(one) == [20, 30]
    assert_sums(reconciliation)


def test_what_somebody_changes_at_that_moment_is_read_again(monkeypatch):
    """Between reading a plan and correcting it, a person here ends it: then theirs is what stands."""
    from sightline.returns.cin import acts

    bring(file_of(CHILD))
    plan = pathway()["cin:protection_plan:2025-06-25"]
    settle, bring_some, tries = acts.settle, acts._bring_in_some, []

    def slow(*about):
        planned = settle(*about)
        if len(tries) == 1:  # undone with the try that it spoils, as all here is one transaction; see below
            say(plan, ended_on=D("2025-11-01"))
        return planned

    def once(*about):
        tries.append(about)
        try:
            bring_some(*about)
        except acts.ChangedMeanwhileError:
            say(plan, ended_on=D("2025-11-01"))
            raise

    monkeypatch.setattr(acts, "settle", slow)
    monkeypatch.setattr(acts, "_bring_in_some", once)
    reconciliation = bring(file_of(child_with(("<CPPendDate>2025-12-20", "<CPPendDate>2025-12-24")), written="06-20"))
    assert len(tries) == 2 and facts_of(plan).ended_on == D("2025-11-01")
    assert listed(reconciliation) == [("differs", "CPPendDate", "2025-12-24", "2025-11-01")]


def test_a_batch_that_fails_leaves_nothing_of_itself(monkeypatch):
    from sightline.returns.cin import acts

    stream = invented(30)
    with open_census(stream) as opened:
        reconciliation, _ = receive(BY_HAND, opened, stream)
    whole = acts._reckon

    def fail(reconciliation, planned):
        if Person.objects.count() > 10:
            raise RuntimeError("the power went")
        whole(reconciliation, planned)

    monkeypatch.setattr(acts, "_reckon", fail)
    with pytest.raises(RuntimeError):
        list(bring_in(BY_HAND, reconciliation, a_batch=10))
    assert Person.objects.count() == 10 == Reconciliation.objects.get().children_done
    monkeypatch.setattr(acts, "_reckon", whole)
    assert list(bring_in(BY_HAND, reconciliation, a_batch=10)) == [10, 20, 30]
    assert_sums(reconciliation)
