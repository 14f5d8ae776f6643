from pathlib import Path

from sightline.clocks.declare import all_clocks
from sightline.clocks.manual import AWAITING, manual

PAGE = Path(__file__).parents[2] / "docs/reference/clocks.md"


def test_the_reference_page_is_what_the_declarations_say():
    assert PAGE.read_text() == manual(), "Run 'make docs'."


def test_every_clock_of_the_first_36_is_declared_or_awaits_its_facts():
    declared = {clock.id.split(".")[0] for clock in all_clocks()}
    assert declared.isdisjoint(AWAITING)
    assert declared | AWAITING.keys() == {f"C{n:02}" for n in range(1, 37)}
