"""Four processes claim fifty runs at the same time: each run has one owner."""

import subprocess
import sys
from pathlib import Path

from planner.model.job import JobState
from planner.store import jobs
from tests.store.rows import job

PROCESSES, RUNS = 4, 50
CLAIMER = """
import sys
from datetime import UTC, datetime, timedelta
from planner.store import jobs, open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
while True:
    at = datetime.now(UTC)
    with store.writing() as db:
        lease = jobs.claim(db, owner=sys.argv[2], at=at, until=at + timedelta(seconds=15))
    if lease is None:
        break
    print(lease.job_id, lease.attempt, flush=True)
store.close()
"""


def test_no_run_ever_has_two_owners(store, url):
    with store.writing() as db:
        for number in range(RUNS):
            jobs.add(db, job(f"j{number}"), content="")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMER, url, f"host:{number}"],
            cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    for one in processes:
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        one.stdin.write("\n")
        one.stdin.flush()
    claims = [line for one in processes for line in one.communicate(timeout=60)[0].split("\n") if line]
    assert all(one.returncode == 0 for one in processes)
    assert sorted(claims) == sorted(f"j{number} 1" for number in range(RUNS))
    with store.reading() as db:
        assert jobs.running(db) == RUNS
        assert all(jobs.get(db, f"j{number}").state is JobState.RUNNING for number in range(RUNS))
