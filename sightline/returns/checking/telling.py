"""Writes reports in the form that was asked for, one return at a time, so that any number may follow."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

from sightline.returns.checking.forms import COLUMNS, as_jsonl, as_rows, as_table, heading, outcomes, summary
from sightline.returns.checking.notices import CannotCheck
from sightline.returns.checking.report import Report

_DOCUMENTS = ("html", "xlsx")  # a file of its own for each return


class Teller:
    """Writes each report as it comes: to the screen, to one file, or for documents to a folder when many."""

    def __init__(self, form: str, output: Path | None, *, many: bool) -> None:
        self._form, self._output, self._many = form, output, many
        self._out: TextIO = sys.stdout
        try:
            if form in _DOCUMENTS and many:
                if output is None:
                    raise CannotCheck(
                        f"--format {form}", None, "there is more than one return.", "Give a folder with --output."
                    )
                output.mkdir(parents=True, exist_ok=True)
            elif output is not None and form != "xlsx":
                self._out = output.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="")
        except OSError as error:
            raise _cannot_write(error, output) from None
        if form == "csv":
            csv.writer(self._out).writerow([*(["file"] if many else []), *COLUMNS])

    def __enter__(self) -> Teller:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._out is not sys.stdout:
            self._out.close()

    def tell(self, report: Report) -> None:
        try:
            self._tell(report)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _cannot_write(error, self._output) from None

    def _tell(self, report: Report) -> None:
        if self._form == "table":
            self._lines(as_table(report, many=self._many))
            return
        if self._form == "jsonl":
            self._lines(as_jsonl(report, many=self._many))
        elif self._form == "csv":
            csv.writer(self._out).writerows(as_rows(report, many=self._many))
        else:
            self._document(report)
        self._aside(report)

    def _lines(self, lines: Iterator[str]) -> None:
        self._out.writelines(line + "\n" for line in lines)

    def _document(self, report: Report) -> None:
        path = self._output
        if self._many and path is not None:
            path = path / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', report.name)}.{self._form}"
        if self._form == "xlsx" and path is not None:
            from sightline.returns.checking.forms import write_xlsx

            write_xlsx(report, path)
            return
        from sightline.returns.checking.web_page import as_html

        text = as_html(report)
        if path is None or not self._many:
            self._out.write(text)
        else:
            path.write_text(text, "utf-8")

    def _aside(self, report: Report) -> None:
        """What the form has no room for: what was said of the files, and what became of the rules."""
        aside = [f"{report.name}: {heading(report)}", *map(str, report.notices), summary(report)]
        if self._form not in _DOCUMENTS:
            aside += outcomes(report)
        print("\n".join(aside), file=sys.stderr)


def _cannot_write(error: OSError, output: Path | None) -> CannotCheck:
    return CannotCheck(str(output), None, f"it cannot be written ({error.strerror}).", "Choose another --output.")
