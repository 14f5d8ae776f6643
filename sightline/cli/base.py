"""What every command stands on: the command itself, and the record made ready for it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import click

from sightline import __version__


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Sightline: the record for children's social care, and the oversight that follows from it."""


def django_ready() -> None:
    """Make the record ready for a command that needs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    import django

    django.setup()


def with_progress(what: str, chunks: Any, total: int) -> int:
    """Walk (done, changed) pairs behind a progress bar; the sum of what changed."""
    from rich.progress import Progress

    changed = 0
    with Progress(transient=True) as progress:
        bar = progress.add_task(what, total=total)
        for done, some in chunks:
            changed += some
            progress.advance(bar, done)
    return changed


def bring_tables_up_to_date() -> None:
    """Run the migrations in a process of their own, as the owner, when any is missing."""
    check = [sys.executable, "-m", "sightline.cli", "migrate", "--if-needed"]
    done = subprocess.run(check, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"The tables could not be made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
