"""The ``sightline check`` command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sightline.returns.checking.files import Given, returns_in
from sightline.returns.checking.known import rules_of, the_return
from sightline.returns.checking.load import Asked, load
from sightline.returns.checking.notices import CannotCheck
from sightline.returns.checking.report import Report, check
from sightline.returns.checking.rules import Rule

NO_FAULTS, FAULTS, COULD_NOT_CHECK = 0, 1, 2
FORMS = ("table", "csv", "xlsx", "jsonl", "html")


def check_paths(
    paths: Sequence[Path], asked: Asked, codes: Sequence[str], form: str, output: Path | None, *, compare: bool = False
) -> int:
    """Checks every return in the paths, or compares it with last year's, and answers with the exit code."""
    try:
        if compare and asked.last is None:
            raise CannotCheck("--compare", None, "there is nothing to compare with.", "Give last year's with --last.")
        if form == "xlsx" and output is None:
            raise CannotCheck("--format xlsx", None, "a workbook cannot be shown here.", "Give --output FILE.xlsx.")
        given = [found for path in paths for found in returns_in(path)]
        from sightline.returns.checking.telling import Teller

        with Teller(form, output, many=len(given) > 1) as teller, _progress(len(given)) as done:
            code = NO_FAULTS
            for one in given:
                try:
                    report = checked(one, asked, codes, compare=compare)
                except CannotCheck as refusal:
                    print(refusal, file=sys.stderr)
                    code = COULD_NOT_CHECK
                else:
                    teller.tell(report)
                    code = max(code, _code(report))
                done()
            return code
    except CannotCheck as refusal:
        print(refusal, file=sys.stderr)
        return COULD_NOT_CHECK
    except BrokenPipeError:  # whoever read the report has read enough of it
        sys.stderr.close()
        return FAULTS


def checked(given: Given, asked: Asked, codes: Sequence[str] = (), *, compare: bool = False) -> Report:
    """One return, loaded and checked, or compared with last year's."""
    loaded = load(given, asked)
    try:
        if compare:
            from sightline.returns.checking.compare import comparisons

            return check(loaded, comparisons(loaded.of))
        return check(loaded, _rules(loaded.of.name, codes))
    finally:
        loaded.store.close()


def _code(report: Report) -> int:
    if not report.whole:
        return COULD_NOT_CHECK
    return FAULTS if report.faults else NO_FAULTS


def _rules(name: str, codes: Sequence[str]) -> list[Rule]:
    rules = rules_of(name)
    unknown = [code for code in codes if code.upper() not in {known.upper() for known in rules}]
    if unknown:
        raise CannotCheck(
            f"--rule {unknown[0]}", None, f"the {the_return(name).title} has no such rule.", "Check its number."
        )
    wanted = {code.upper() for code in codes}
    return [rule for code, rule in rules.items() if not wanted or code.upper() in wanted]


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal, when there is more than one return to wait for."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Returns", total=total)
        yield lambda: progress.advance(bar)
