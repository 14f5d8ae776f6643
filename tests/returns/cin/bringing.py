"""What the tests of bringing in share: files, and the record as a file's own words."""

from __future__ import annotations

import datetime
from collections import Counter
from io import BytesIO
from typing import Any

from sightline.record.acts import act
from sightline.record.history import kept_models
from sightline.record.kinds import all_kinds
from sightline.record.models import Identifier, Involvement, Person, Step
from sightline.record.warrant import Warrant
from sightline.returns.cin.acts import begin_again, bring_in, receive
from sightline.returns.cin.read import open_census
from sightline.returns.models import Listed, Reconciliation, Tally
from sightline.synthetic.census import write_census

from .conftest import CHILD, HEADER, census

BY_HAND = Warrant(None, "System", "a test", "command")
D = datetime.date.fromisoformat


def file_of(*children: str, year: int = 2026, written: str = "05-01") -> BytesIO:
    """A census of a year, written on a month and day of it."""
    header = HEADER.replace("2026-05-01", f"{year}-{written}").replace("2026", str(year))
    return BytesIO(census(*children, header=header).encode())


def child_with(*changes: tuple[str, str], of: str = CHILD) -> str:
    """The child of every test, with some of the text replaced."""
    for old, new in changes:
        assert old in of, old
        of = of.replace(old, new, 1)
    return of


def invented(children: int, **options: object) -> BytesIO:
    """The census of an invented authority."""
    stream = BytesIO()
    write_census(stream, children=children, **options)  # type: ignore[arg-type]
    return stream


def bring(stream: BytesIO, *, a_batch: int = 250, name: str = "census.xml") -> Reconciliation:
    """Bring a file in, whether or not it was brought in before."""
    stream.seek(0)
    with open_census(stream, name=name) as opened:
        reconciliation, new = receive(BY_HAND, opened, stream)
        if not new:
            reconciliation = begin_again(BY_HAND, reconciliation.file, opened)
    for _ in bring_in(BY_HAND, reconciliation, a_batch=a_batch):
        pass
    reconciliation.refresh_from_db()
    assert reconciliation.finished_at is not None
    assert_sums(reconciliation)
    return reconciliation


def assert_sums(reconciliation: Reconciliation) -> None:
    """Every thing in the file is in one count, and what didn't come in is accounted for in the list."""
    left_out = 0
    for tally in reconciliation.tallies.all():
        assert tally.in_file == tally.new + tally.corrected + tally.same + tally.not_in, tally.element
        left_out += tally.not_in
    assert left_out == sum(reconciliation.listed.values_list("things", flat=True))


def counts(reconciliation: Reconciliation, element: str) -> dict[str, int]:
    """The counts of one sort of thing that aren't 0."""
    tally = Tally.objects.get(reconciliation=reconciliation, element=element)
    found = {name: getattr(tally, name) for name in ("new", "corrected", "same", "not_in")}
    return {name: number for name, number in found.items() if number}


def listed(reconciliation: Reconciliation) -> list[tuple[str, str, str, str]]:
    """What is listed: kind, element, the file's value, the value held."""
    rows = Listed.objects.filter(reconciliation=reconciliation).order_by("id")
    return list(rows.values_list("kind", "element", "value", "held"))


def versions() -> Counter[str]:
    """How many rows and how many versions each kept table has."""
    found: Counter[str] = Counter()
    for tracked, event in kept_models():
        found[tracked._meta.db_table] = tracked._default_manager.count()
        found[event._meta.db_table] = event._default_manager.count()
    return found


def person(number: str = "A1") -> Person:
    return Person.objects.get(
        identifiers__value=number, identifiers__scheme=Identifier.Scheme.LA_CHILD_ID, identifiers__withdrawn=False
    )


def facts_of(step: Step) -> Any:
    model = next(kind.facts for kind in all_kinds() if kind.key == step.kind)
    return model._default_manager.get(step=step)


def pathway(number: str = "A1") -> dict[str, Step]:
    """A child's steps by key."""
    return {step.key: step for step in Step.objects.filter(child=person(number)).order_by("happened_on", "id")}


def say(step: Step, **facts: Any) -> None:
    """A person here says otherwise of a step's facts."""
    with act("step.correct", BY_HAND) as doing:
        type(facts_of(step))._default_manager.filter(step=step).update(**facts)
        doing.touch(step.child_id)


def record() -> dict[str, Any]:
    """Everything that the record holds of every child, in words that don't depend on the numbers of rows."""
    found: dict[str, Any] = {}
    for number in Identifier.objects.filter(scheme="la_child_id", withdrawn=False).order_by("value"):
        child = number.person
        key_of = dict(Step.objects.filter(child=child).values_list("id", "key"))
        steps = []
        for step in Step.objects.filter(child=child).order_by("happened_on", "key"):
            facts = {
                field.attname: getattr(facts_of(step), field.attname)
                for field in facts_of(step)._meta.concrete_fields
                if field.attname not in ("step_id", "act_id")
            }
            opened = step.involvement.opened_on if step.involvement else None
            steps.append((step.kind, step.happened_on, step.key, key_of.get(step.led_from_id or 0), opened, facts))
        found[number.value] = {
            "person": [
                child.kind, child.sex, child.birth_date, child.expected_birth_date, child.death_date, child.ethnicity,
                child.disabilities, child.upn_unknown,
            ],
            "identifiers": sorted(
                child.identifiers.values_list("scheme", "value", "starts_on", "ends_on", "withdrawn"), key=str
            ),
            "involvements": sorted(
                Involvement.objects.filter(child=child).values_list("opened_on", "closed_on", "closure_reason"), key=str
            ),
            "steps": steps,
            "clocks": sorted(
                child.clock_runs.values_list("clock", "step__key", "ordinal", "started_on", "stopped_on", "outcome"),
                key=str,
            ),
            "search": list(child.search_key.codes),
        }  # fmt: skip
    return found
