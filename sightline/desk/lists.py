"""Lists of several children: their names and ages, who holds them, and what is owed to them next."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sightline.clocks.acts import run_of
from sightline.clocks.models import ClockRun
from sightline.clocks.status import status
from sightline.desk.child.owed import Owed
from sightline.oversight.models import Allocation
from sightline.oversight.owed import kept_records, owed_runs
from sightline.record.models import SearchKey


@dataclass
class Names:
    """What children are called, and when they were born."""

    labels: dict[int, str]
    births: dict[int, datetime.date | None]

    def __getitem__(self, child_id: int) -> str:
        return self.labels.get(child_id) or "Name not held"


def names_of(child_ids: Iterable[int]) -> Names:
    rows = list(SearchKey.objects.filter(person__in=child_ids).values_list("person", "label", "birth_date"))
    return Names({pk: label for pk, label, _ in rows}, {pk: born for pk, _, born in rows})


@dataclass
class ChildRow:
    """A child on a list. id: the kept record's.

    since: from when who holds them now has held them, or they have had no worker. escalated: the manager above sees it.
    """

    id: int
    name: str
    born: datetime.date | None
    worker: str
    team: str
    since: datetime.date | None
    owed: list[Owed] = field(default_factory=list)
    escalated: bool = False

    @property
    def next(self) -> Owed | None:
        return self.owed[0] if self.owed else None

    @property
    def overdue(self) -> int:
        return sum(one.status.key == "overdue" for one in self.owed)


def child_rows(held: Sequence[Allocation], today: datetime.date) -> list[ChildRow]:
    """The children of these allocations, in the same order, with what is owed to each. Three queries."""
    kept = kept_records(one.child_id for one in held)
    names = names_of(kept.values())
    owed: dict[int, list[Owed]] = defaultdict(list)
    for one in shown(owed_runs(kept.values()), today):
        owed[one.run.child_id].append(one)
    return [
        ChildRow(
            id=kept[one.child_id],
            name=names[kept[one.child_id]],
            born=names.births.get(kept[one.child_id]),
            worker=one.worker.name if one.worker else "",
            team=one.team.name,
            since=one.starts_on,
            owed=owed[kept[one.child_id]],
        )
        for one in held
    ]


def shown(rows: Iterable[ClockRun], today: datetime.date, names: Mapping[int, str] | Names | None = None) -> list[Owed]:
    """These runs as a list shows them."""
    made = [Owed(run, status(run, today)) for run in map(run_of, rows)]
    if names is not None:
        for one in made:
            one.name = names[one.run.child_id]
    return made
