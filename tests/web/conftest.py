"""The routes on a database of their own, with an account for everybody of `tests.ui.sample`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.desk import Desk
from planner.web import shared_desk
from tests.ui.sample import add_people


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The desk of the routes."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    opened = shared_desk()
    add_people(opened)
    yield opened
    opened.store.close()
