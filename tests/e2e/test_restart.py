"""The app killed and started again while a day is planned: nothing committed is lost, and the browser comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from planner import store
from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.desk import receive as receive_desk
from planner.model.job import JobState
from planner.model.words import RequestStatus
from tests.e2e.browser import IDLE, opened, until
from tests.e2e.conftest import ROOT, free_port
from tests.ui.days import planned
from tests.ui.sample import MARIA, requests, sample_desk, token_for

pytestmark = pytest.mark.e2e

RECONNECT_S = 10.0
SOLVE_S = 12.0


@contextmanager
def app(var: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The app on a port, killed at the end without a word of warning."""
    command = [sys.executable, "-m", "streamlit", "run", "dispatch_app.py", "--server.port", str(port)]
    settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    settings |= {"FALTPLAN_VAR": str(var), "PLANNER_WORKERS": "1"}
    with (var / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            while not answers(port):
                assert process.poll() is None, (var / "server.log").read_text()[-3000:]
                time.sleep(0.05)
            yield process
        finally:
            process.kill()
            process.wait()


def answers(port: int, path: str = "/healthz") -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_nothing_committed_is_lost_when_the_app_is_killed_and_the_browser_comes_back(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    desk, port = sample_desk(tmp_path), free_port()
    plan, token = planned(desk), token_for(desk, "dispatcher")
    with app(tmp_path, port) as first, opened(chromium, f"http://127.0.0.1:{port}", token=token) as tab:
        tab.go("/requests").click("Nytt ärende")
        typed = tab.page.get_by_role("dialog").get_by_label("Rubrik")
        typed.fill("Halvskrivet ärende")
        typed.press("Tab")
        tab.idle()
        job = plan_desk.start_planning(desk, MARIA, desk.today(), time_limit_s=SOLVE_S)
        changed = triage.get_request(desk, MARIA, "V002")
        assert changed is not None
        triage.save_request(desk, MARIA, changed.replace(service_min=77))
        until(lambda: run(desk, job.job_id).progress)  # the app has taken it up without anybody looking at it
        first.send_signal(signal.SIGKILL)
        first.wait()
        tab.page.wait_for_function("() => !(" + IDLE + ")()")
        with app(tmp_path, port):
            began = time.monotonic()
            tab.page.wait_for_function(IDLE, timeout=RECONNECT_S * 1_000)
            took_s = time.monotonic() - began
            assert took_s <= RECONNECT_S
            tab.go("/board")
            tab.says("Utkast v1")
            until(lambda: not run(desk, job.job_id).is_active)
            ended = run(desk, job.job_id)
            assert (ended.state, ended.attempt) == (JobState.DONE, 1)  # its worker outlived the app
            tab.says("Förslag från")  # V002 was edited meanwhile
            expect(tab.page.get_by_role("button", name="Ta förslaget")).to_be_enabled()
    kept, request = plan_desk.current_plan(desk, MARIA, desk.today()), triage.get_request(desk, MARIA, "V002")
    assert kept is not None
    assert request is not None
    assert (kept.plan_id, request.service_min) == (plan.plan_id, 77)
    desk.store.close()


def run(desk, job_id):  # type: ignore[no-untyped-def]
    with desk.store.reading() as db:
        return store.jobs.get(db, job_id)


def _much_more(desk: Desk) -> None:
    """Add so much work that the search is not over before its time."""
    like = requests(desk.today())[2]
    for number in range(120):
        receive_desk.add_request(desk, MARIA, like.replace(request_id=f"W{number:03d}", status=RequestStatus.TRIAGED))


def test_the_app_answers_and_draws_while_a_day_is_planned(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    desk, port = sample_desk(tmp_path), free_port()
    planned(desk)
    _much_more(desk)
    token = token_for(desk, "dispatcher")
    with app(tmp_path, port), opened(chromium, f"http://127.0.0.1:{port}", token=token) as colleague:
        colleague.go("/requests")
        job = plan_desk.start_planning(desk, MARIA, desk.today(), time_limit_s=120)
        until(lambda: run(desk, job.job_id).progress)
        for request_id in ("V001", "V002", "V003"):
            assert answers(port, "/_stcore/health")
            colleague.find(f'tr[data-id="{request_id}"]').click()
            colleague.find("[class*=st-key-card-triage]").get_by_text(f"{request_id}:").first.wait_for()
        assert run(desk, job.job_id).state is JobState.RUNNING
        plan_desk.cancel_job(desk, MARIA, job.job_id)
        until(lambda: not run(desk, job.job_id).is_active)
    desk.store.close()
