"""A demo server with a small invented council, and a browser to use it with."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT, copy_of_template

DATABASE = f"sightline_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
COUNCIL = "sightline_journeys_council"
PICTURES = CHECKOUT / "build/screenshots"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}


class Server:
    """The demo, running as it would for a person: web processes and a background worker."""

    def __init__(self, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SIGHTLINE_", "DATABASE_"))}
        self.environment = clean | {"SIGHTLINE_DATABASE": DATABASE, "SIGHTLINE_DEMO": "1"} | environment
        self.log = CHECKOUT / f"build/{self.environment['SIGHTLINE_DATABASE']}.log"

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the ``sightline`` command beside the server, on its database."""
        return subprocess.run(
            [sys.executable, "-m", "sightline.cli", *words],
            env=self.environment, cwd=CHECKOUT, check=check, text=True, capture_output=True,
        )  # fmt: skip

    def __enter__(self) -> Server:
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sightline.cli", "serve", "--port", str(self.port), "--workers", "2"],
                env=self.environment, cwd=CHECKOUT, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/healthy/", timeout=2):
                    return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.3)
        raise RuntimeError(f"The demo did not start:\n{self.log.read_text()[-3000:]}")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(2)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="session")
def council() -> str:
    """The small invented council, made once in each run, whichever worker comes first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    made = CHECKOUT / "build/journeys.council"
    made.parent.mkdir(exist_ok=True)
    with made.open("a+") as marker:
        fcntl.flock(marker, fcntl.LOCK_EX)
        marker.seek(0)
        if marker.read() != run:
            copy_of_template(COUNCIL)
            Server(SIGHTLINE_DATABASE=COUNCIL).command("demo", "--children", "40", "--make-only")
            marker.truncate(0)
            marker.write(run)
    return COUNCIL


@pytest.fixture(scope="module")
def demo_server(council: str) -> Iterator[Server]:
    """The council as it was made, served: what one file of journeys does there, no other one finds."""
    copy_of_template(DATABASE, council)
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    executable = os.environ.get("CHROMIUM")
    if not executable:
        found = subprocess.run([str(CHECKOUT / "scripts/chromium.sh")], check=True, capture_output=True, text=True)
        executable = found.stdout.strip().splitlines()[-1]
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, demo_server: Server) -> Iterator[Any]:
    """A fresh browser window, wide as a desk's; what its console complains of fails the test."""
    context = browser.new_context(viewport=DESK, base_url=demo_server.url, locale="en-GB")
    context.set_default_timeout(20_000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console",
        lambda said: (
            complaints.append(said.text) if said.type == "error" and "Content Security Policy" in said.text else None
        ),
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints, complaints


@pytest.fixture
def sign_in(page: Any) -> Callable[..., None]:
    """``sign_in("Team manager")``: the first invented person in that role; or ``sign_in(name="…")``."""

    def as_role(role: str = "", *, name: str = "", at: str = "/") -> None:
        page.goto(f"/sign-in/?next={at}")
        if name:
            go(page.get_by_role("button", name=name).first)
        else:
            heading = page.get_by_role("heading", name=role, exact=True)
            go(heading.locator("xpath=following::button[1]"))

    return as_role


@pytest.fixture
def no_violation() -> Callable[..., None]:
    """``no_violation(page)``: axe finds nothing on this page, wide or on a phone."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def look(page: Any, *, phone: bool = False) -> None:
        if phone:
            page.set_viewport_size(PHONE)
        found = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        problems = [
            f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found.response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        if phone:
            page.set_viewport_size(DESK)
        assert not problems, f"{page.url}: {problems}"
        assert not wide, f"{page.url} scrolls sideways"

    return look


def go(locator: Any) -> None:
    """Click what leads to another page, and wait until it is there."""
    with locator.page.expect_navigation():
        locator.click()


def picture(page: Any, name: str) -> Path:
    """Keep a picture of a page, whole, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    return file
