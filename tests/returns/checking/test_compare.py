"""This year's return beside last year's."""

from __future__ import annotations

from sightline.returns.checking.collection import collection
from sightline.returns.checking.compare import comparisons
from sightline.returns.checking.known import the_return
from sightline.returns.checking.run import Answer, run
from sightline.returns.checking.store import store_of

HEADER = ["CHILD", "DOB", "UPN"]
EPISODES = ["CHILD", "DECOM", "DEC"]


def compared(**tables: tuple[list[str], list[list[str]]]) -> dict[str, Answer]:
    of, when = the_return("ssda903"), collection(2026)
    store = store_of(of, when, tables)
    return {answer.rule.code: answer for answer in run(comparisons(of), store, when) if answer.places}


def test_children_who_vanished_changed_and_were_renumbered_are_found() -> None:
    found = compared(
        Header=(HEADER, [["a", "2015-01-01", "A1"], ["b2", "2014-01-01", "H801200001001"]]),
        Header_last=(
            HEADER,
            [["a", "2015-01-02", "A1"], ["b", "2014-01-01", "H801200001001"], ["c", "2010-01-01", ""]],
        ),
        Episodes=(EPISODES, [["a", "2024-05-01", ""]]),
        Episodes_last=(EPISODES, [["a", "2024-05-01", ""], ["c", "2024-05-01", ""], ["d", "2024-05-01", "2025-01-01"]]),
    )
    assert found["vanished"].places == (("Episodes_last", 1),)
    assert found["changed-DOB"].told == {("Header", 0): "Last year it was 2015-01-02."}
    assert found["renumbered"].told == {("Header", 1): "Last year it was b."}
    assert set(found) == {"vanished", "changed-DOB", "renumbered"}


def test_dates_that_moved_are_found_and_those_that_stand_are_not() -> None:
    found = compared(
        Header=(HEADER, [[child, "2015-01-01", ""] for child in "abcd"]),
        Header_last=(HEADER, [[child, "2015-01-01", ""] for child in "abcd"]),
        Episodes=(
            EPISODES,
            [
                ["a", "2024-05-01", ""],
                ["b", "2024-05-01", "2025-01-01"],
                ["c", "2024-06-01", ""],
                ["d", "2024-05-01", ""],
            ],
        ),
        Episodes_last=(
            EPISODES,
            [
                ["a", "2024-05-01", "2025-01-01"],
                ["b", "2024-05-01", "2025-01-01"],
                ["c", "2024-05-01", ""],
                ["d", "2024-05-01", ""],
            ],
        ),
    )
    assert found["moved-DEC"].told == {("Episodes", 0): "Last year it was 2025-01-01, and now there is none."}
    assert found["moved-DECOM"].places == (("Episodes_last", 2),)
    assert set(found) == {"moved-DEC", "moved-DECOM"}


def test_a_jump_in_a_count_has_the_rows_behind_it() -> None:
    def reviews(children: int) -> tuple[list[str], list[list[str]]]:
        return ["CHILD", "REVIEW"], [[f"c{n}", "2025-05-01"] for n in range(children)]

    found = compared(Reviews=reviews(60), Reviews_last=reviews(48))
    assert found["count-Reviews"].places == (*(("Reviews", row) for row in range(48, 60)), (None, None))
    assert found["count-Reviews"].told[None, None] == "Last year there were 48 rows and now there are 60."
    fell = compared(Reviews=reviews(30), Reviews_last=reviews(60))
    assert fell["count-Reviews"].places == (*(("Reviews_last", row) for row in range(30, 60)), (None, None))
    assert not compared(Reviews=reviews(60), Reviews_last=reviews(55))
