"""The ``sightline`` command."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import click

from sightline import __version__


def _django() -> None:
    """Make the record ready for a command that needs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    import django

    django.setup()


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Sightline: the record for children's social care, and the oversight that follows from it."""


@main.command()
@click.option("--if-needed", is_flag=True, help="Do nothing when every migration has run.")
def migrate(if_needed: bool) -> None:
    """Make or bring up to date the tables, as the role that owns them."""
    os.environ["SIGHTLINE_DB_ROLE"] = "owner"
    _django()
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
    _django()
    from sightline.clocks.acts import rebuild
    from sightline.record.models import Person

    changed = _with_progress("Children", rebuild(), Person.objects.exclude(kind="adult").count())
    click.echo("Nothing to change: every run follows from the record." if not changed else f"{changed:,} runs changed.")
    sys.exit(1 if changed else 0)


def _with_progress(what: str, chunks: Any, total: int) -> int:
    """Walk (done, changed) pairs behind a progress bar; the sum of what changed."""
    from rich.progress import Progress

    changed = 0
    with Progress(transient=True) as progress:
        bar = progress.add_task(what, total=total)
        for done, some in chunks:
            changed += some
            progress.advance(bar, done)
    return changed


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
@click.option("--workers", default=3, show_default=True, help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, with a worker for background jobs beside them."""
    os.environ["SIGHTLINE_SERVING"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    _django()
    jobs = subprocess.Popen([sys.executable, "-m", "sightline.cli", "worker"])
    try:
        web = [
            sys.executable, "-m", "gunicorn", "sightline.config.wsgi:application", "--bind", f"{host}:{port}",
            "--workers", str(workers), "--timeout", "60", "--log-level", "warning",
        ]  # fmt: skip
        click.echo(f"Sightline is on http://{host}:{port}  (Ctrl+C stops it)")
        sys.exit(subprocess.call(web))
    except KeyboardInterrupt:
        pass
    finally:
        jobs.terminate()
        jobs.wait(timeout=20)


@main.command()
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
@click.option("--children", default=400, show_default=True, help="How many children the invented council has.")
@click.option("--make-only", is_flag=True, help="Make the council and stop.")
@click.pass_context
def demo(context: click.Context, port: int, children: int, make_only: bool) -> None:
    """Make the invented council, if it isn't there, and serve it."""
    if os.environ.get("DATABASE_URL"):
        raise click.ClickException(
            "The demo's sign-in page asks for no password, so it never runs on a named DATABASE_URL. Unset it."
        )
    os.environ["SIGHTLINE_DEMO"] = "1"
    _bring_tables_up_to_date()
    _django()
    from django.utils import timezone
    from rich.progress import Progress

    from sightline.synthetic.council import make_council

    with Progress(transient=True) as progress:
        bars: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            bars.setdefault(what, progress.add_task(what, total=total))
            progress.update(bars[what], completed=done, total=total)

        council = make_council(children=children, today=timezone.localdate(), progress=show)
    click.echo(council)
    if not make_only:
        context.invoke(serve, host="127.0.0.1", port=port, workers=2)


def _bring_tables_up_to_date() -> None:
    """Run the migrations in a process of their own, as the owner, when any is missing."""
    check = [sys.executable, "-m", "sightline.cli", "migrate", "--if-needed"]
    done = subprocess.run(check, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"The tables could not be made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@main.command()
def worker() -> None:
    """Run background jobs: census files, documents."""
    _django()
    from django.core.management import call_command

    call_command("procrastinate", "worker")


if __name__ == "__main__":
    main()
