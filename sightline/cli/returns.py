"""Commands on returns: bring one in, check it, produce it, and the faults of the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sightline.cli.base import django_ready, main


@main.group("import")
def import_() -> None:
    """Bring records in from files of other systems."""


@import_.command("cin")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", metavar="EMAIL", help="The data officer who brings it in; else the operator of this server.")
@click.option(
    "--list", "to", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole list here, as CSV."
)
def import_cin(file: Path, by: str | None, to: Path | None) -> None:
    """Bring in a children in need census FILE. Exit code 0: all of it came in; 1: something didn't; 2: refused."""
    django_ready()
    from sightline.returns.cin import command

    sys.exit(command.import_cin(file, by=by, to=to))


@main.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--return", "name", type=click.Choice(["cin", "ssda903"]), help="Which return; else it is recognised.")
@click.option("--year", type=int, metavar="YYYY", help="The collection year: 2026 is 2025-26. Else it is recognised.")
@click.option("--last", type=click.Path(path_type=Path), metavar="PATH", help="Last year's return, in the same forms.")
@click.option(
    "--providers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="Ofsted's list of providers, for SSDA903.",
)
@click.option("--authority", metavar="CODE", help="The authority's code, where the files do not say.")
@click.option("--rule", "codes", multiple=True, metavar="CODE", help="Only this rule; may be given again.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "xlsx", "jsonl", "html"]),
    default="table",
    show_default=True,
    help="How the report is told.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the report goes; a folder for xlsx and html when there is more than one return.",
)
@click.option("--compare", is_flag=True, help="Set the return beside last year's (--last) instead of its rules.")
def check(
    paths: tuple[Path, ...],
    name: str | None,
    year: int | None,
    last: Path | None,
    providers: Path | None,
    authority: str | None,
    codes: tuple[str, ...],
    form: str,
    output: Path | None,
    compare: bool,
) -> None:
    """Check returns against the Department's rules: a census XML, a folder of CSV files, or a zip of either.

    \b
    Exit code 0: the rules that ran found nothing.
              1: faults were found, errors or queries.
              2: something could not be checked.
    """
    from sightline.returns.checking import command
    from sightline.returns.checking.load import Asked

    asked = Asked(name=name, year=year, authority=authority, last=last, providers=providers)
    sys.exit(command.check_paths(paths, asked, codes, form, output, compare=compare))


@main.group("return")
def return_() -> None:
    """Produce returns from the record."""


@return_.command("cin")
@click.option("--year", type=int, required=True, metavar="YYYY", help="The collection year: 2026 is 2025-26.")
@click.option(
    "--as-known",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]),
    metavar="2026-07-01T09:00",
    help="Tell what had been recorded by this moment; else by now.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xml", help="Where it goes.")
@click.option("--authority", metavar="CODE", help="The authority's three-digit code, where it isn't set.")
@click.option("--by", metavar="EMAIL", help="The data officer who produces it; else the operator of this server.")
def return_cin(year: int, as_known: Any, output: Path | None, authority: str | None, by: str | None) -> None:
    """Produce the children in need census of a year, with its check report beside it.

    \b
    Exit code 0: the rules that ran found nothing.
              1: faults were found, errors or queries.
              2: it could not be produced.
    """
    django_ready()
    from sightline.returns.produced import command

    sys.exit(command.return_cin(year=year, as_known=as_known, output=output, authority=authority, by=by))


@main.group()
def faults() -> None:
    """What the rules of the census find on the record."""


@faults.command("refresh")
def faults_refresh() -> None:
    """Ask every rule about the whole record, as each night does by itself."""
    django_ready()
    from django.utils import timezone

    from sightline.returns.faults.acts import refresh

    for run in refresh(timezone.localdate()):
        click.echo(f"Census {run.year - 1}-{run.year % 100:02}: {run.found:,} faults, {run.children:,} children.")
        for code, why in run.could_not.items():
            click.echo(f"  Rule {code} could not be asked: {why}.")
