"""Commands of upkeep: tables, clocks, search keys, the manual and the measurements."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from sightline.cli.base import bring_tables_up_to_date, django_ready, main, with_progress


@main.command()
@click.option("--if-needed", is_flag=True, help="Do nothing when every migration has run.")
def migrate(if_needed: bool) -> None:
    """Make or bring up to date the tables, as the role that owns them."""
    os.environ["SIGHTLINE_DB_ROLE"] = "owner"
    django_ready()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if if_needed:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
    call_command("migrate", interactive=False, verbosity=1, no_color=True)


@main.group()
def clocks() -> None:
    """What is owed to each child, by when."""


@clocks.command("rebuild")
def clocks_rebuild() -> None:
    """Make every run anew from the record. It should find nothing to change, and says so."""
    django_ready()
    from sightline.clocks.acts import rebuild
    from sightline.record.models import Person

    changed = with_progress("Children", rebuild(), Person.objects.exclude(kind="adult").count())
    click.echo("Nothing to change: every run follows from the record." if not changed else f"{changed:,} runs changed.")
    sys.exit(1 if changed else 0)


@main.group()
def search() -> None:
    """The keys by which people are found."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Make every search key anew from the record. It should find nothing to change, and says so."""
    django_ready()
    from sightline.record.acts.search_keys import rebuild
    from sightline.record.models import Person

    changed = with_progress("People", rebuild(), Person.objects.count())
    click.echo(f"{changed:,} keys changed." if changed else "Nothing to change: every key follows from the record.")
    sys.exit(1 if changed else 0)


@main.command(hidden=True)
def vacuum() -> None:
    """Tell the planner what the tables hold, after bulk loading. As the owner."""
    os.environ["SIGHTLINE_DB_ROLE"] = "owner"
    django_ready()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; say whether the manual is stale.")
def docs(check: bool) -> None:
    """Build the reference manual from the declarations."""
    django_ready()

    from sightline.clocks import manual as clocks
    from sightline.returns.checking import manual as rules

    reference = Path(__file__).parents[2] / "docs/reference"
    pages = {reference / "clocks.md": clocks.manual(), reference / "rules.md": rules.manual()}
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        if check:
            click.echo(f"{path.name} is stale: run 'sightline docs'.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path])
            click.echo(f"Wrote {path.name}.")
    sys.exit(1 if check and stale else 0)


@main.command()
@click.option("--write", is_flag=True, help="Keep the figures in docs/reference/performance.md.")
@click.option("--scale", default=1.0, show_default=True, help="A part of the full size, to try it: 0.01.")
def bench(write: bool, scale: float) -> None:
    """Seed a council of full size (minutes, once) and measure pages, saves and the import."""
    small = f"_{scale:g}".replace(".", "_") if scale != 1 else ""
    os.environ["SIGHTLINE_DATABASE"] = f"sightline_bench{small}"
    os.environ.pop("DATABASE_URL", None)
    bring_tables_up_to_date()
    django_ready()

    from rich.progress import Progress

    from sightline.synthetic import bench as council
    from sightline.synthetic.bench_saves import saves

    if not council.seeded():
        with Progress() as progress:
            bars: dict[str, Any] = {}

            def show(what: str, done: int, total: int) -> None:
                if what not in bars:
                    bars[what] = progress.add_task(what, total=total)
                progress.update(bars[what], completed=done)

            council.seed(show, council.scaled(scale))
        from django.db import connection

        os.environ["SIGHTLINE_DB_ROLE"] = "owner"
        connection.close()
        subprocess.run([sys.executable, "-m", "sightline.cli", "vacuum"], check=True)
    from sightline.synthetic import bench_returns

    measured = [*council.pages(), *saves()]
    text = council.report(measured, council.census_import(int(10_000 * scale)), council.night(), council.counts())
    text += "\n" + "\n".join(bench_returns.section([*bench_returns.check_returns()]))
    click.echo(text)
    if write:
        (Path(__file__).parents[2] / "docs/reference/performance.md").write_text(text)
