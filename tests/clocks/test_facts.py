"""The facts that the clocks read, beside what Django reads of the same rows."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from sightline.clocks.facts import gather
from sightline.record.acts import act
from sightline.record.acts.pathway import withdraw
from sightline.record.kinds import all_kinds
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Involvement, Step
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals

TODAY = datetime.date(2026, 3, 2)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.key)
def test_facts_are_read_from_the_database_as_they_are(kind):
    """The clocks read them in SQL: a field that Django would turn into something else on reading has no place there."""
    for field in kind.facts._meta.concrete_fields:
        column = field.get_col(kind.facts._meta.db_table)
        assert field.column == field.attname
        assert not field.get_db_converters(connection)
        assert not connection.ops.get_db_converters(column)


@pytest.mark.django_db
def test_a_child_is_gathered_with_every_fact_that_stands(make_child, system_warrant):
    ada, tom = make_child(), make_child()
    asked = [Referral(child_id=one.pk, received_on=TODAY, source="2A") for one in (ada, tom, ada)]
    steps = receive_referrals(system_warrant, asked)
    decide_referrals(system_warrant, steps[:2], on=TODAY, no_further_action=False, acknowledged_on=TODAY)
    with act("step.withdraw", system_warrant, reason="Entered twice") as doing:
        withdraw(doing, steps[2], reason="Entered twice")
    for facts in gather([ada.pk, tom.pk]):
        stand = Step.objects.filter(child=facts.child_id).exclude(state=Step.State.WITHDRAWN)
        assert {step.id for found in facts.by_kind.values() for step in found} == {step.pk for step in stand}
        for step in stand:
            [read] = [one for one in facts.steps(step.kind) if one.id == step.pk]
            assert read.facts == kind_of(step.kind).facts._default_manager.filter(pk=step.pk).values().get()
            assert (read.happened_on, read.involvement_id, read.led_from_id) == (
                step.happened_on, step.involvement_id, step.led_from_id,
            )  # fmt: skip
        cases = Involvement.objects.filter(child=facts.child_id)
        assert {(one.id, one.opened_on, one.closed_on) for one in facts.involvements.values()} == set(
            cases.values_list("id", "opened_on", "closed_on")
        )
