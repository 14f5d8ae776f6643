"""What holds after any life at all."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from sightline.clocks.acts import rebuild
from sightline.clocks.engine import runs
from sightline.clocks.facts import gather
from sightline.law.calendars import ENGLAND_AND_WALES
from sightline.record.acts import search_keys
from sightline.record.history import kept_models
from tests.properties.lives import live, lives

pytestmark = pytest.mark.django_db
settings.register_profile("lives", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def replayed(tracked, event):
    """What history says each row is now: its latest version."""
    latest = {}
    for row in event.objects.order_by("pgh_id").values():
        latest[row["pgh_obj_id"]] = {f.attname: row[f.attname] for f in tracked._meta.concrete_fields}
    return latest


@given(life=lives)
@settings(settings.get_profile("lives"), max_examples=30)
def test_history_replays_to_the_row_and_rebuilding_the_clocks_changes_nothing(life, system_warrant, make_child, team):
    with transaction.atomic():
        child = make_child()
        live(system_warrant, child, life, team=team)
        for tracked, event in kept_models():
            now = {
                row[tracked._meta.pk.attname]: row
                for row in tracked.objects.values(*(f.attname for f in tracked._meta.concrete_fields))
            }
            assert replayed(tracked, event) == now, tracked
        assert sum(changed for _, changed in rebuild()) == 0
        assert sum(changed for _, changed in search_keys.rebuild()) == 0
        transaction.set_rollback(True)


@given(life=lives)
@settings(settings.get_profile("lives"), max_examples=20)
def test_the_runs_of_many_children_at_once_are_the_runs_of_each(life, system_warrant, make_child, team):
    with transaction.atomic():
        children = [make_child(given=f"Child {n}") for n in range(3)]
        for n, child in enumerate(children):
            live(system_warrant, child, life[n:] or life, team=team)
        together = [run for facts in gather([c.pk for c in children]) for run in runs(facts, ENGLAND_AND_WALES)]
        apart = [run for c in children for facts in gather([c.pk]) for run in runs(facts, ENGLAND_AND_WALES)]
        assert together == apart
        transaction.set_rollback(True)
