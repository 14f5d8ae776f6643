"""What Sightline refuses to run with, and what it insists on before a real record."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

DATABASE = {"DATABASE_URL": "postgresql://sightline_app:pw@db.council.example/sightline"}
SECRET = {"SIGHTLINE_SECRET": "a" * 48}
SERVING = {"SIGHTLINE_SERVING": "1"}
ON_A_REAL_RECORD = {
    "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax", "SECURE_HSTS_SECONDS": 31_536_000, "SECURE_SSL_REDIRECT": True,
    "DEBUG": False, "DEMO": False, "LOCAL": False, "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False, "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
}  # fmt: skip
READ = f"""
import json
from sightline.config import settings
print(json.dumps({{name: getattr(settings, name) for name in {list(ON_A_REAL_RECORD)}}}))
"""


def start(**environment):
    """Read the settings in a process of their own, with this environment and nothing else of Sightline's."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SIGHTLINE_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", READ], env=clean | environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        (DATABASE | SECRET | {"SIGHTLINE_DEMO": "1"}, "SIGHTLINE_DEMO"),
        (DATABASE | SECRET | SERVING | {"SIGHTLINE_DEMO": "1"}, "SIGHTLINE_DEMO"),
        (DATABASE | SERVING, "SIGHTLINE_SECRET"),
        (DATABASE | SERVING | {"SIGHTLINE_SECRET": "a" * 39}, "SIGHTLINE_SECRET"),
        (DATABASE | SERVING | SECRET | {"SIGHTLINE_DEBUG": "1"}, "SIGHTLINE_DEBUG"),
        (DATABASE | {"SIGHTLINE_DB_ROLE": "owner"}, "DATABASE_OWNER_URL"),
    ],
)
def test_it_refuses_and_says_what_to_do(environment, why):
    refused = start(**environment)
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr
    assert why in refused.stderr.splitlines()[-1]
    assert "pw@" not in refused.stderr


def test_on_a_real_record_cookies_are_secure_and_browsers_are_held_to_https():
    assert json.loads(start(**DATABASE, **SERVING, **SECRET).stdout) == ON_A_REAL_RECORD


def test_behind_a_proxy_tries_are_counted_for_the_person_and_not_for_the_proxy():
    answer = start(**DATABASE, **SERVING, **SECRET, SIGHTLINE_BEHIND_PROXY="1")
    assert json.loads(answer.stdout)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_a_port_that_is_taken_is_said_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "sightline.cli", "serve", "--port", str(port)], capture_output=True, text=True
        )
    assert done.returncode == 1 and f"Port {port} can't be used" in done.stderr and "PORT=" in done.stderr
