"""Checks returns of full size and measures each check from outside: CPU seconds and memory of the whole process.

The files come from our own generators and are always the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sightline.synthetic.census import write_census
from sightline.synthetic.looked_after import write_ssda903

CHILDREN, FEW = 10_000, 332
TIMES = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """The cost of one check: the median of a few, in CPU seconds, and the most memory any of them took."""

    what: str
    cpu: float
    peak: float
    budget: float
    before: tuple[float, float] | None = None

    @property
    def row(self) -> str:
        before = f"{self.before[0]:g} s, {self.before[1]:g} MB" if self.before else ""
        times = f"{self.before[0] / self.cpu:.0f}" if self.before else ""
        return f"| {self.what} | {self.cpu:.2f} | {self.budget:g} | {self.peak:.0f} | {before} | {times} |"


def check_returns() -> Iterator[Checked]:
    """Makes the files and checks each a few times."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, children in (("many", CHILDREN), ("few", FEW)):
            write_census(folder / f"{name}.xml", children=children)
            write_ssda903(folder / name, children=children)
        megabytes = (folder / "many.xml").stat().st_size / 1e6
        # What the best public validators took for returns of these sizes, on this kind of machine.
        yield _measured(f"CIN, {CHILDREN:,} children ({megabytes:.0f} MB)", folder / "many.xml", 2.5, (123, 407))
        yield _measured(f"SSDA903, {CHILDREN:,} children", folder / "many", 1.2, (23, 677))
        yield _measured(f"CIN, {FEW} children", folder / "few.xml", 0.8)
        yield _measured(f"SSDA903, {FEW} children", folder / "few", 0.8)


def _measured(what: str, path: Path, budget: float, before: tuple[float, float] | None = None) -> Checked:
    command = [sys.executable, "-m", "sightline.cli", "check", str(path), "--format", "jsonl"]
    runs = sorted(_run(command) for _ in range(TIMES))
    return Checked(what, runs[len(runs) // 2][0], max(peak for _, peak in runs), budget, before)


def _run(command: Sequence[str]) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a command, by the operating system's own account."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def section(checked: Sequence[Checked]) -> list[str]:
    """The part of the page on performance, as lines of Markdown."""
    return [
        "## Checking a return",
        "",
        "| Return | CPU seconds | Budget | Peak memory, MB | Before | Times as fast |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
        *(one.row for one in checked),
        "",
        f"`sightline check`, the whole process from its start, the median of {TIMES}. *Before* is the best public",
        "validator on a file of this size, on this kind of machine.",
        "",
    ]


if __name__ == "__main__":
    print("\n".join(section([*check_returns()])))
