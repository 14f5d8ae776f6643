"""Commands that serve: the pages, the invented council, and background jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import click

from sightline.cli.base import bring_tables_up_to_date, django_ready, main


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
@click.option("--workers", default=3, show_default=True, help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, with a worker for background jobs beside them."""
    os.environ["SIGHTLINE_SERVING"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    _refuse_taken(host, port)
    from django.conf import settings

    assert settings.DATABASES  # read here, what is wrong with the settings is said here, and once
    click.echo(f"Sightline is on http://{host}:{port}  (Ctrl+C stops it)")
    web = [
        sys.executable, "-m", "gunicorn", "sightline.config.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", str(workers), "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
    ]  # fmt: skip
    running = [subprocess.Popen(web), subprocess.Popen([sys.executable, "-m", "sightline.cli", "worker"])]
    for asked in (signal.SIGTERM, signal.SIGINT):  # the second may have come in ignored, from a shell in the background
        signal.signal(asked, signal.default_int_handler)
    code = 0
    try:
        code = running[0].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
    sys.exit(code)


def _refuse_taken(host: str, port: int) -> None:
    """Say so at once when something else is on this port."""
    import socket

    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} can't be used: {error.strerror or error}. Choose another with --port or PORT=."
            ) from None


@main.command()
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
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
    bring_tables_up_to_date()
    django_ready()
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


@main.command()
def worker() -> None:
    """Run background jobs: census files, documents."""
    django_ready()
    from django.core.management import call_command

    from sightline.returns.jobs import take_up

    take_up()
    call_command("procrastinate", "worker")
