"""A database that is away or full ends in a sentence on every page, and the same process goes on once it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk import plan as plan_desk
from planner.desk import settings as settings_desk
from planner.model.language import text
from planner.ui.access import ACCESS
from planner.ui.plain import plain
from planner.web import shared_desk
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import MARIA, token_for
from tests.ui.test_roles import CHOICES

AWAY = plain(text("store.unavailable", "sv"))
SEEN = [(role, page) for page, roles in ACCESS.items() for role in CHOICES if role in roles]


@contextmanager
def away(desk: Desk) -> Iterator[None]:
    """Take the database away: in its place stands what cannot be opened."""
    st.cache_data.clear()
    desk.store.close()
    file = desk.var / "faltplan.sqlite"
    parts = [path for path in desk.var.iterdir() if path.name.startswith(file.name)]
    for path in parts:
        path.rename(path.with_name(f"away-{path.name}"))
    file.mkdir()
    yield
    desk.store.close()
    file.rmdir()
    for path in parts:
        path.with_name(f"away-{path.name}").rename(path)


def errors(at: AppTest) -> list[str]:
    return [one.value for one in at.error]


@pytest.mark.parametrize(("role", "page"), SEEN)
def test_every_page_says_it_and_comes_back(firm: Desk, role: Any, page: str) -> None:
    plan_desk.publish(firm, MARIA, planned(firm).plan_id)
    token = token_for(firm, CHOICES[role])
    at = opened(page, token=token)
    with away(firm):
        at.run()
        assert not at.exception
        assert AWAY in errors(at)
        assert not opened(page, token=token).exception
    at.run()
    assert not at.exception
    assert errors(at) == []


def test_a_process_that_started_without_its_database_says_it_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    (tmp_path / "faltplan.sqlite").mkdir()
    at = opened(token="of nobody")
    assert not at.exception
    assert AWAY in errors(at)
    (tmp_path / "faltplan.sqlite").rmdir()
    at.run()
    assert not at.exception
    assert errors(at) == []
    shared_desk().store.close()


def test_what_was_entered_outlives_a_database_that_was_away(firm: Desk) -> None:
    at = opened("settings")
    field = next(one for one in at.number_input if not one.disabled)
    field.set_value(field.value + 7).run()
    entered = next(one for one in at.number_input if one.key == field.key).value
    with away(firm):
        at.run()
        assert AWAY in errors(at)
    at.run()
    assert next(one for one in at.number_input if one.key == field.key).value == entered


def test_a_full_disk_is_said_on_the_page_and_writing_goes_on_with_room(firm: Desk) -> None:
    at = opened("settings")
    room = _without_room(firm)
    saved = [settings_desk.get_weights(firm, MARIA)]
    while not errors(at) and len(saved) < 50:  # the audit needs a new page sooner or later
        field = next(one for one in at.number_input if not one.disabled)
        field.set_value(field.value + 7).run()
        at.button(key="st-save").click().run()
        saved.append(settings_desk.get_weights(firm, MARIA))
    assert not at.exception
    assert errors(at) == [plain(text("store.full", "sv"))]
    assert saved[-1] == saved[-2]
    room()
    at.button(key="st-save").click().run()
    assert errors(at) == []
    assert settings_desk.get_weights(firm, MARIA) != saved[-1]


def _without_room(desk: Desk) -> Callable[[], None]:
    """Let the database grow no more, and return what lets it again."""
    limit = {"pages": 1}

    @sa.event.listens_for(desk.store._engine, "checkout")
    def on_checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={limit['pages']}")  # never less than there are

    return lambda: limit.update(pages=1_000_000)
