"""Secrets go through the real doors of a real server, and its log holds none of them (S10)."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request as Ask
from urllib.request import urlopen

import pytest

from planner import store
from planner.desk import open_desk
from planner.web.cookies import FORM_COOKIE, SESSION_COOKIE
from tests.e2e.conftest import free_port
from tests.store.year import FIRST, fill_year
from tests.ui.sample import add_people, token_for

ROOT = Path(__file__).resolve().parents[2]
PASSWORD, TOKEN, COOKIE = "pw-canary-1", "tok-canary-2", "cookie-canary-3"
NUMBER = "811228-9874"
CANARIES = (PASSWORD, TOKEN, COOKIE, NUMBER, quote(NUMBER, safe=""), "9874")

COMMAND, WORKER = ("-m", "planner", "backup", "x.zip"), ("-m", "planner.worker", "j1")


def ask(address, *, body=None, **headers):
    """Status of an answer, whatever it is."""
    try:
        with urlopen(Ask(address, data=body, headers=headers), timeout=20) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.code


def wait_for(address, process, log):
    for _ in range(600):
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            return ask(address)
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture
def broken_plan(tmp_path):
    """A database with a plan that no export can write: the fault names a personal number."""
    var = tmp_path / "var"
    var.mkdir()
    desk = open_desk(var=var, url=f"sqlite:///{var / 'faltplan.sqlite'}")
    add_people(desk)
    opened = desk.store
    fill_year(opened, days=1, technicians=1, visits=1)
    with opened.writing() as db:
        plan = store.plans.published_on(db, FIRST)
        store.plans.add(db, plan.replace(plan_id="p1", time_zone=f"Patient {NUMBER}"))
    token = token_for(desk, "dispatcher")
    opened.close()
    return var, token


def test_the_log_of_a_server_holds_no_canary(broken_plan):
    var, token = broken_plan
    port, log = free_port(), var / "server.log"
    command = [sys.executable, "-m", "uvicorn", "dispatch_app:app", "--host", "127.0.0.1", "--port", str(port)]
    settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    settings |= {"FALTPLAN_VAR": str(var), "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}
    base = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        process = subprocess.Popen([*command, "--log-level", "debug"], cwd=ROOT, env=settings, stdout=out, stderr=out)
        try:
            wait_for(f"{base}/healthz", process, log)
            form = f"login=bo&password={PASSWORD}".encode()
            ask(f"{base}/signin?password={PASSWORD}", body=form, Cookie=f"{FORM_COOKIE}={COOKIE}", Origin=base)
            ask(f"{base}/export/p1/json?token={TOKEN}", Authorization=f"Bearer {TOKEN}")
            ask(f"{base}/export/{quote(NUMBER)}/json?lang=sv")
            cookie = f"{SESSION_COOKIE}={token}"
            failed = [ask(f"{base}/export/p1/{kind}?sig={TOKEN}", Cookie=cookie) for kind in ("html", "csv", "xlsx")]
        finally:
            process.terminate()
            process.wait(timeout=20)
    said = log.read_text(encoding="utf-8")
    assert 500 in failed
    assert "Traceback" in said
    assert "/export/p1/json?token=[hidden]" in said
    assert [one for one in (*CANARIES, token) if one in said] == []


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (COMMAND, f"postgresql+psycopg://bo:{PASSWORD}@127.0.0.1:1/faltplan"),
        (WORKER, f"postgresql+psycopg://bo:{PASSWORD}@127.0.0.1:port/faltplan"),
        (COMMAND, f"nonsense://bo:{PASSWORD}@127.0.0.1/faltplan"),
        (WORKER, f"postgresql+psycopg://bo@127.0.0.1:1/faltplan?password={PASSWORD}"),
        (COMMAND, f"{PASSWORD}"),
    ],
)
def test_a_wrong_address_of_the_database_is_told_without_its_password(tmp_path, words, address):
    settings = os.environ | {"DATABASE_URL": address, "FALTPLAN_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=60
    )
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert said.strip()
    assert PASSWORD not in said
