"""Pages run in this process on a database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.web import shared_desk
from tests.ui.sample import add_people, sample_desk, token_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The small firm of `tests.ui.sample`, on the database that pages will open."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    sample_desk(tmp_path).store.close()
    desk = shared_desk()
    yield desk
    desk.store.close()


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A database with accounts and nothing else."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    desk = shared_desk()
    add_people(desk)
    yield desk
    desk.store.close()


def opened(page: str = "", *, who: str = "dispatcher", language: str = "sv", token: str = "") -> AppTest:
    """Run the app signed in as somebody of `tests.ui.sample`; go to a page, or stay where the role begins."""
    # The script the server runs: beside dispatch_app.py lies pages/, and a page would be run without the shell.
    at = AppTest.from_file(str(ROOT / "planner" / "ui" / "main.py"), default_timeout=60)
    at.session_state["fp.token"] = token or token_for(shared_desk(), who)
    at.query_params["lang"] = language
    at.run()
    if page:
        at.switch_page(f"../../pages/{page}.py").run()
    return at
