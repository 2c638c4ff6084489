"""A writer killed in the middle of saving: everything it was told is saved is there, and whole."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from planner.store import open_store, plans, requests
from tests.store.rows import DAY

ROUNDS = 5
WRITER = """
import sys
from planner.store import open_store, plans, requests
from tests.store.rows import plan, request, stop

store = open_store(sys.argv[1])
stops = [stop(str(n), sequence=n) for n in range(200)]
for n in range(int(sys.argv[2]), 100_000):
    with store.writing() as db:
        plans.add(db, plan(f"p{n}", *stops))
        requests.add(db, request(f"r{n}"))
    print(n, flush=True)
"""


def test_nothing_acknowledged_is_lost_and_nothing_is_torn(tmp_path):
    url = f"sqlite:///{tmp_path / 'faltplan.sqlite'}"
    acknowledged = -1
    for number in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(number * 1_000)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        with writer:
            acknowledged = int(writer.stdout.readline())
            time.sleep(0.15 + 0.04 * number)
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged = [acknowledged, *(int(line) for line in writer.stdout)][-1]
        _whole(url, number * 1_000, acknowledged)
    with sqlite3.connect(tmp_path / "faltplan.sqlite") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    raw.close()


def _whole(url, first, acknowledged):
    store = open_store(url)
    with store.reading() as db:
        for number in range(first, acknowledged + 1):
            assert len(plans.get(db, f"p{number}").stops) == 200
        known = requests.known_ids(db, [f"r{number}" for number in range(first, acknowledged + 2)])
        versions = [header.version for header in plans.headers(db, DAY)]
        kept = {header.plan_id for header in plans.headers(db, DAY)}
    store.close()
    assert {f"r{number}" for number in range(first, acknowledged + 1)} <= known
    assert versions == list(range(len(versions), 0, -1))
    assert {f"p{one[1:]}" for one in known} <= kept
