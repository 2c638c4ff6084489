"""The load benchmark counts what it says it counts, and its sessions speak with the real app."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.load_edits import Edits, edit
from benchmarks.load_session import open_session
from planner.desk import open_desk, triage
from tests.desk.firm import fill, request
from tests.e2e.conftest import Server, running
from tests.ui.sample import MARIA, sample_desk


def test_edits_by_several_processes_are_all_in_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'faltplan.sqlite'}"
    desk = open_desk(url, var=tmp_path)
    fill(desk, request("R1", service_min=10), request("R2", service_min=10), people=())
    done = edit(url, tmp_path, ["R1", "R2"], operations=40, processes=2)
    stored = sum(triage.get_request(desk, MARIA, one).service_min for one in ("R1", "R2"))  # type: ignore[union-attr]
    desk.store.close()
    assert isinstance(done, Edits)
    assert (done.saved, done.lost, stored) == (40, 0, 60)


@pytest.fixture
def server(tmp_path: Path):
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as started:
        yield started


@pytest.mark.e2e
def test_a_session_opens_pages_searches_writes_and_saves(server: Server) -> None:
    async def work() -> list[str]:
        session = await open_session(server.base, server.token("dispatcher"), query={"lang": "sv"})
        for page in ("board", "statistics", "team", "requests"):
            assert await session.go(page) > 0
        await session.enter("rq-words", "V003")
        (notes,) = session.keys(ending=".f.access_notes")
        assert "V003" in notes
        await session.enter(notes, "Ring på")
        (save,) = (key for key in session.keys(ending=".save") if key.startswith("rq."))
        await session.press(save)
        assert session.toasts == 1
        await session.socket.close()
        return session.errors

    # In a thread of its own: browser tests of the same run leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(work())).result() == []
    desk = open_desk(f"sqlite:///{server.var / 'faltplan.sqlite'}", var=server.var)
    stored = triage.get_request(desk, MARIA, "V003")
    desk.store.close()
    assert stored is not None
    assert stored.access_notes == "Ring på"
