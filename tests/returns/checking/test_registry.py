"""The registry of rules: what it refuses, and that it holds every published rule."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sightline.returns.checking.collection import collection
from sightline.returns.checking.known import NAMES, rules_of, the_return
from sightline.returns.checking.manual import manual
from sightline.returns.checking.rules import RETURN, TOLD, BadRule, in_order, read_rules
from sightline.returns.checking.store import store_of

ROOT = Path(__file__).parents[3]
STANDARDS = ROOT.parent / "shared" / "standards"
RULE = """-- rule {code}
-- severity: error
-- level: row
-- years: {years}
-- fields: ChildIdentifiers.UPN
-- message: The number is
--   misshapen.
select "row" as "ChildIdentifiers" from ChildIdentifiers where UPN = 'a;b';
"""


def written(folder: Path, *rules: str) -> Path:
    folder.joinpath("some.sql").write_text("-- What these share.\n\n" + "\n".join(rules))
    return folder


def test_a_rule_is_read_whole(tmp_path: Path) -> None:
    rules = read_rules(written(tmp_path, RULE.format(code="1", years="2023-2025")), the_return("cin"))
    rule = rules["1"]
    assert (rule.severity, rule.level, rule.first, rule.last, rule.place) == ("error", "row", 2023, 2025, "some.sql:3")
    assert rule.message == "The number is misshapen."
    assert rule.sql.endswith("'a;b'")
    assert rule.needs == ("ChildIdentifiers",)
    assert [year for year in range(2022, 2028) if rule.in_force(year)] == [2023, 2024, 2025]


def test_a_code_that_comes_twice_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, RULE.format(code="1", years="2023-"), RULE.format(code="1", years="2025"))
    with pytest.raises(BadRule, match=r"rule 1 is written already, at some\.sql:3"):
        read_rules(folder, the_return("cin"))


@pytest.mark.parametrize(
    ("sound", "unsound", "why"),
    [
        ("severity: error", "severity: grave", "severity is 'grave'"),
        ("level: row", "level: table", "level is 'table'"),
        ("2023-", "since 2023", "years are written"),
        ("ChildIdentifiers.UPN", "ChildIdentifiers.NPU", "there is no ChildIdentifiers.NPU"),
        ("-- message: The number is", "-- massage: The number is", "is not a line of a rule"),
        ("-- level", "-- needs: Nothing\n-- level", "it needs Nothing"),
    ],
)
def test_a_rule_that_is_not_written_as_rules_are_is_refused(tmp_path: Path, sound: str, unsound: str, why: str) -> None:
    text = RULE.format(code="1", years="2023-")
    assert sound in text
    with pytest.raises(BadRule, match=why):
        read_rules(written(tmp_path, text.replace(sound, unsound, 1)), the_return("cin"))


def test_codes_are_in_the_order_people_give_them() -> None:
    assert sorted(["1003", "205B", "205A", "SW02STG1", "99"], key=in_order) == [
        "99",
        "205A",
        "205B",
        "1003",
        "SW02STG1",
    ]


@pytest.mark.skipif(not STANDARDS.exists(), reason="the published lists are not here")
@pytest.mark.parametrize(("name", "file"), [("cin", "rules_cin.csv"), ("ssda903", "rules_903.csv")])
def test_every_published_rule_is_held_and_no_other(name: str, file: str) -> None:
    with (STANDARDS / file).open(encoding="utf-8") as lines:
        published = {line["code"]: line["type"] for line in csv.DictReader(lines)}
    ours = rules_of(name)
    assert not ours.keys() - published.keys()
    own = {code for code, kind in published.items() if kind.startswith(("error", "query", "dfe"))}
    assert not own - ours.keys()
    if name == "cin":
        assert {code: rule.severity for code, rule in ours.items()} == published


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_says_what_to_look_at(name: str) -> None:
    for rule in rules_of(name).values():
        assert rule.message[0].isupper() and rule.message.endswith((".", "?")), rule.place
        assert 2023 <= rule.first <= 2027, rule.place
        assert rule.level == "return" or rule.fields, rule.place


@pytest.mark.parametrize("name", NAMES)
def test_the_places_that_a_rule_names_are_the_columns_of_its_query(name: str) -> None:
    store = store_of(the_return(name), collection(2026), {})
    for rule in rules_of(name).values():
        columns, _ = store.ask_named(rule.sql)
        assert rule.places == set(columns) - {TOLD}, rule.place
        assert rule.places <= {*the_return(name).by_name, RETURN}, rule.place
    store.close()


def test_the_reference_page_is_what_the_registry_says() -> None:
    assert (ROOT / "docs/reference/rules.md").read_text() == manual(), "Run 'make docs'."
