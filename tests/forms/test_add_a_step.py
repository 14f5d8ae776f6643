"""docs/how-to/add-a-step.md, followed: the page's own code, put on an empty record, does what the page says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from sightline.forms import acts, declare, drafts
from sightline.forms.declare import Group, Question, Section, StepForm, Type
from sightline.record import kinds
from sightline.record.history import ActField, kept
from sightline.record.models import Facts, Step
from tests.conftest import CHECKOUT
from tests.forms.conftest import TODAY, fill

PAGE = (CHECKOUT / "docs/how-to/add-a-step.md").read_text()


@pytest.fixture
def direct_work(db: Any) -> Iterator[None]:
    """The page's three pieces of code, run one after the other. Its table is made as its migration would make it."""
    pieces = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(pieces) == 3
    names: dict[str, Any] = {
        "__name__": "sightline.stages.child_in_need.models", "models": models, "Facts": Facts, "ActField": ActField,
        "kept": lambda: lambda model: model, "StepKind": kinds.StepKind, "Group": Group, "Question": Question,
        "Section": Section, "StepForm": StepForm, "Type": Type,
    }  # fmt: skip
    assert kept.__name__ == "kept"  # history needs its triggers, which a migration lays: not in a test's table
    registered = dict(kinds._kinds), dict(declare._forms)
    for register, piece in zip((None, kinds.register, declare.register), pieces, strict=True):
        exec(piece, names | {"register": register} if register else names, names)
    try:
        _make_table(names["DirectWorkFacts"])
        yield
    finally:
        kinds._kinds.clear(), declare._forms.clear()
        kinds._kinds.update(registered[0]), declare._forms.update(registered[1])
        del apps.all_models["child_in_need"]["directworkfacts"]
        apps.clear_cache()


def _make_table(model: Any) -> None:
    from django.conf import settings

    owner = settings.DATABASES["default"]["USER"]
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table child_in_need_directworkfacts (step_id bigint primary key, took_part "
            "boolean, next_on date, act_id bigint default current_setting('sightline.act')::bigint)"
        )
    assert owner and model._meta.db_table == "child_in_need_directworkfacts"


def test_the_page_is_followed_and_a_session_is_on_the_record(direct_work, family, worker, warrant_of, client_of):
    ada, tom = family
    client = client_of(worker)
    assert "Direct work" in client.get(f"/person/{ada.pk}/").content.decode()
    draft = drafts.start(
        declare.form_called("direct_work"), worker, about=ada.pk, children=[ada.pk, tom.pk], ticked=[ada.pk, tom.pk],
        today=TODAY,
    )  # fmt: skip
    page = client.get(f"/person/{ada.pk}/drafts/{draft.pk}/").content.decode()
    assert "Did the child take part?" in page and "Add tool" in page
    fill(
        draft, worker,
        {f"c{ada.pk}-took_part": "yes", f"c{ada.pk}-words_of_the_child": "This is my house", "next_on": "25/3/2026",
         f"c{tom.pk}-took_part": "", f"c{tom.pk}-took_part~because": "He left the room",
         f"c{tom.pk}-took_part~by": "25/3/2026", "tools": ["1"], "tools.1.tool": "Three houses"},
    )  # fmt: skip
    first, second = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    facts = kinds.kind("direct_work").facts._default_manager.get(step_id=first.pk)
    assert (facts.took_part, facts.next_on) == (True, datetime.date(2026, 3, 25))
    assert first.narrative == {"words_of_the_child": "This is my house", "tools": [{"tool": "Three houses"}]}
    assert second.tasks.get().what == "Find out: Did the child take part?"
    page = client.get(f"/person/{ada.pk}/steps/{first.pk}/").content.decode()
    assert "This is my house" in page and "The child took part." in page
    assert Step.objects.get(pk=first.pk).form_version.number == 1
