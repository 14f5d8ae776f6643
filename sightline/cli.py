"""The ``sightline`` command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
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
    _django()
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
    _django()
    from sightline.returns.produced import command

    sys.exit(command.return_cin(year=year, as_known=as_known, output=output, authority=authority, by=by))


@main.group()
def faults() -> None:
    """What the rules of the census find on the record."""


@faults.command("refresh")
def faults_refresh() -> None:
    """Ask every rule about the whole record, as each night does by itself."""
    _django()
    from django.utils import timezone

    from sightline.returns.faults.acts import refresh

    for run in refresh(timezone.localdate()):
        click.echo(f"Census {run.year - 1}-{run.year % 100:02}: {run.found:,} faults, {run.children:,} children.")
        for code, why in run.could_not.items():
            click.echo(f"  Rule {code} could not be asked: {why}.")


@main.group()
def search() -> None:
    """The keys by which people are found."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Make every search key anew from the record. It should find nothing to change, and says so."""
    _django()
    from sightline.record.acts.search_keys import rebuild
    from sightline.record.models import Person

    changed = _with_progress("People", rebuild(), Person.objects.count())
    click.echo(f"{changed:,} keys changed." if changed else "Nothing to change: every key follows from the record.")
    sys.exit(1 if changed else 0)


@main.group()
def staff() -> None:
    """Who may sign in, and what they hold."""


@staff.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", required=True, help="social_worker, team_manager, data_officer, administrator …")
@click.option(
    "--team", "team_name", help="The team's name; made if there is none. Data officers and administrators need none."
)
@click.option("--part-of", help="For a new team: the service it is part of.")
@click.option("--fte", type=click.FloatRange(0.01, 1), default=1, show_default=True, help="Full-time equivalent.")
@click.option("--manager", metavar="EMAIL", help="Who answers for them, if not the manager of the team.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="At least 12 characters.")
def staff_add(
    name: str,
    email: str,
    role: str,
    team_name: str | None,
    part_of: str | None,
    fte: float,
    manager: str | None,
    password: str,
) -> None:
    """Let a person sign in, with a role in a team from today. They set up their second factor at first sign-in."""
    _django()
    from decimal import Decimal

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from sightline.access.acts import appoint, make_team
    from sightline.access.models import Team, User
    from sightline.access.roles import Role
    from sightline.record.warrant import system

    if role not in Role.values:
        raise click.ClickException(f"There is no role {role!r}. The roles are: {', '.join(Role.values)}.")
    if User.objects.filter(email=email.lower()).exists():
        raise click.ClickException(f"{email} can sign in already.")
    try:
        validate_password(password, User(name=name, email=email))
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    warrant = system(f"The command line of this server, by {os.environ.get('USER', 'an operator')}")

    def team_called(called: str | None, within: Team | None = None) -> Team | None:
        return called and (Team.objects.filter(name=called).first() or make_team(warrant, called, part_of=within))  # type: ignore[return-value]

    above = User.objects.filter(email=manager.lower()).first() if manager else None
    if manager and above is None:
        raise click.ClickException(f"Nobody signs in as {manager}.")
    team = team_called(team_name, team_called(part_of))
    user = User.objects.create_user(email, name, password)
    today, hours = timezone.localdate(), Decimal(str(fte))
    appoint(warrant, user, role=Role(role), team=team, starts_on=today, fte=hours, line_manager=above)
    click.echo(f"{name} can sign in as {Role(role).label.lower()}{f' in {team}' if team else ''}.")


@staff.command("leave")
@click.argument("email")
@click.option("--stand-in", metavar="EMAIL", help="Who is there for their children until these are allocated anew.")
def staff_leave(email: str, stand_in: str | None) -> None:
    """End everything that a person holds, today, and their sign-in with it."""
    _django()
    from django.db import transaction
    from django.utils import timezone

    from sightline.access.acts import end_appointments
    from sightline.access.models import User
    from sightline.oversight.acts import record_absence
    from sightline.oversight.holding import held_on
    from sightline.record.warrant import system

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise click.ClickException(f"Nobody signs in as {email}.")
    colleague = User.objects.filter(email=stand_in.lower()).first() if stand_in else None
    if stand_in and colleague is None:
        raise click.ClickException(f"Nobody signs in as {stand_in}.")
    warrant, today = system("The command line of this server"), timezone.localdate()
    children = held_on(today).filter(worker=user).count()
    with transaction.atomic():
        end_appointments(warrant, user, on=today)
        User.objects.filter(pk=user.pk).update(is_active=False)
        if colleague:
            record_absence(warrant, user, starts_on=today, stand_in=colleague)
    click.echo(f"{user.name} holds no post from today and can't sign in.")
    if children and colleague:
        click.echo(f"{colleague.name} stands in for {children} children until they are allocated anew.")
    elif children:
        click.echo(f"{children} children are still in their name: they stand on their manager's list as having nobody.")


@staff.command("link")
@click.argument("email")
def staff_link(email: str) -> None:
    """Let a person who is new or cannot get in choose a password and a second factor afresh. Prints the link."""
    _django()
    from sightline.access.acts import start_over
    from sightline.access.models import User
    from sightline.record.warrant import system

    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        raise click.ClickException(f"Nobody signs in as {email}.")
    link = start_over(system("The command line of this server"), user)
    click.echo(f"Give {user.name} this address, below the server's own. It works once, for three days: {link}")


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
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
@click.option("--workers", default=3, show_default=True, help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, with a worker for background jobs beside them."""
    os.environ["SIGHTLINE_SERVING"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    _refuse_taken(host, port)
    _django()
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
@click.option("--write", is_flag=True, help="Keep the figures in docs/reference/performance.md.")
@click.option("--scale", default=1.0, show_default=True, help="A part of the full size, to try it: 0.01.")
def bench(write: bool, scale: float) -> None:
    """Seed a council of full size (minutes, once) and measure pages, saves and the import."""
    small = f"_{scale:g}".replace(".", "_") if scale != 1 else ""
    os.environ["SIGHTLINE_DATABASE"] = f"sightline_bench{small}"
    os.environ.pop("DATABASE_URL", None)
    _bring_tables_up_to_date()
    _django()
    from pathlib import Path

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
    text = council.report(measured, council.census_import(int(10_000 * scale)), council.counts())
    text += "\n" + "\n".join(bench_returns.section([*bench_returns.check_returns()]))
    click.echo(text)
    if write:
        (Path(__file__).parents[1] / "docs/reference/performance.md").write_text(text)


@main.command(hidden=True)
def vacuum() -> None:
    """Tell the planner what the tables hold, after bulk loading. As the owner."""
    os.environ["SIGHTLINE_DB_ROLE"] = "owner"
    _django()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; say whether the manual is stale.")
def docs(check: bool) -> None:
    """Build the reference manual from the declarations."""
    _django()
    from pathlib import Path

    from sightline.clocks import manual as clocks
    from sightline.returns.checking import manual as rules

    reference = Path(__file__).parents[1] / "docs/reference"
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
def worker() -> None:
    """Run background jobs: census files, documents."""
    _django()
    from django.core.management import call_command

    from sightline.returns.jobs import take_up

    take_up()
    call_command("procrastinate", "worker")


if __name__ == "__main__":
    main()
