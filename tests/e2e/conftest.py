"""The real server on a free port with its own database, and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import Desk
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from tests.e2e.browser import Tab, opened
from tests.ui.days import planned
from tests.ui.sample import MARIA, reopened, sample_desk, token_for

ROOT = Path(__file__).resolve().parents[2]
LANDMARKS = {
    "requests": "tr[data-id]",
    "board": ".vis-item.k-visit, .st-key-card-empty-plan",
    "my_day": ".st-key-order button, [class*=st-key-card-empty]",
    "statistics": ".st-key-card-rows, .st-key-card-empty",
    "team": ".st-key-card-technician",
    "settings": ".st-key-card-language",
}
"""Each page and something near its end: where that is seen, the page was drawn, and what is not there is missing."""


def drawn(tab: Tab, page: str) -> Tab:
    """Wait until a page is drawn, from its place in the navigation to its landmark."""
    expect(tab.find(f'[data-testid="stTopNavLink"][aria-current="page"][href*="/{page}"]')).to_have_count(1)
    expect(tab.find(LANDMARKS[page]).first).to_be_visible()
    return tab.idle()


@dataclass(frozen=True)
class Server:
    """A running app: its address, the folder of its database, and how far its clock is ahead."""

    base: str
    var: Path
    ahead: timedelta = timedelta(0)

    def token(self, who: str = "dispatcher") -> str:
        """Return the token of a new session of somebody of `tests.ui.sample`, or of the demo in the same role."""
        desk = self.desk()
        try:
            return token_for(desk, who)
        finally:
            desk.store.close()

    def desk(self) -> Desk:
        """Open the desk of its folder, with its clock; whoever asks closes it."""
        return replace(reopened(self.var), clock=lambda: datetime.now(UTC) + self.ahead)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    var: Path, *, port: int | None = None, ahead: timedelta = timedelta(0), **environment: str
) -> Iterator[Server]:
    """Start the app on a port, or a free one, and stop it afterwards; its clock may be ahead."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dispatch_app.py", "--server.port", str(port)]
    if ahead:
        command = [sys.executable, "tests/e2e/at_another_hour.py", str(ahead.total_seconds()), str(port)]
    settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    settings |= {"FALTPLAN_VAR": str(var)} | environment
    with (var / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, var / "server.log")
            yield Server(base=f"http://127.0.0.1:{port}", var=var, ahead=ahead)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path, *, limit_s: float = 60) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app with the small firm of `tests.ui.sample`, shared by the tests of a module."""
    var = tmp_path_factory.mktemp("var")
    sample_desk(var).store.close()
    with running(var) as started:
        yield started


@pytest.fixture(scope="module")
def published_firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm, its day published; one of its requests is hostile in every word."""
    var = tmp_path_factory.mktemp("firm")
    desk = sample_desk(var)
    plan = plan_desk.publish(desk, MARIA, planned(desk).plan_id)
    desk.store.close()
    with running(var) as started:
        yield started, plan


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server nobody has asked anything yet, with the small firm."""
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as started:
        yield started


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Browser, server: Server) -> Iterator[OpenTab]:
    """Return a function that opens a tab, signed in as `who`; no tab may ask a foreign host or log an error."""
    tabs: list[Tab] = []
    with ExitStack() as stack:

        def make(*, who: str = "dispatcher", **options: object) -> Tab:
            token = server.token(who)
            tab = stack.enter_context(opened(chromium, server.base, token=token, **options))  # type: ignore[arg-type]
            tabs.append(tab)
            return tab

        yield make
        for tab in tabs:
            assert tab.foreign == []
            assert tab.faults == []
