"""What planning by regions needs of an executor; a new one joins by being added to `EXECUTORS`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import psutil
import pytest

from planner.rules import check, plan_from
from planner.solve import solve
from planner.solve.regions import LocalProcesses, cluster, solve_by_regions
from tests.house.sources import ROOT
from tests.solve.town import make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def threads():
    with ThreadPoolExecutor(2) as executor:
        yield executor


@contextmanager
def processes():
    executor = LocalProcesses(2)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def dask():
    with warnings.catch_warnings():
        # Tornado and Dask close sockets of workers that were killed when they are collected, not before.
        warnings.simplefilter("ignore", ResourceWarning)
        from distributed import LocalCluster

        options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
        with LocalCluster(**options) as local, cluster(local.scheduler_address) as (executor, workers):
            assert workers == 2
            yield executor


EXECUTORS = {"threads": threads, "processes": processes, "dask": dask}
KILLABLE = ("processes", "dask")


@pytest.fixture(scope="module", params=EXECUTORS)
def executor(request):
    with EXECUTORS[request.param]() as made:
        yield made


@pytest.fixture(scope="module")
def town():
    return make_town(seed=4, visits=60, technicians=12, remote=8)


def judged(problem, solution):
    verdict = check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW))
    assert verdict.accepted
    assert verdict.price.total_units == solution.solver.objective_units
    return verdict.price.total_units


def _pid(_number: int) -> int:
    time.sleep(0.1)
    return os.getpid()


@pytest.mark.filterwarnings("ignore::ResourceWarning:distributed", "ignore::ResourceWarning:tornado")
class TestExecutorContract:
    def test_the_plan_is_legal_and_priced_by_the_judge(self, executor, town):
        before = judged(town, solve(town, time_limit_s=30, should_stop=lambda: True))
        found = solve_by_regions(town, regions=3, time_limit_s=60, iterations=60, executor=executor)
        assert judged(town, found) < before

    def test_same_problem_seed_and_rounds_same_plan_on_every_executor(self, executor, town):
        found = solve_by_regions(town, regions=3, time_limit_s=60, iterations=30, seed=7, executor=executor)
        with threads() as other:
            again = solve_by_regions(town, regions=3, time_limit_s=60, iterations=30, seed=7, executor=other)
        assert found.routes == again.routes

    def test_a_stop_is_answered_at_once(self, executor, town):
        found = solve_by_regions(town, regions=3, time_limit_s=2, executor=executor, should_stop=lambda: True)
        assert found.solver.stopped_by == "cancelled"
        assert judged(town, found)

    def test_a_worker_that_is_killed_costs_nothing_but_time(self, executor, town, request):
        if request.node.callspec.params["executor"] not in KILLABLE:
            pytest.skip("a thread is not killed")
        pids = {executor.submit(_pid, number).result() for number in range(4)} - {os.getpid()}
        victim, told = min(pids), []

        def kill(_solution, units):
            if not told:
                os.kill(victim, signal.SIGKILL)
            told.append(units)

        found = solve_by_regions(town, regions=4, time_limit_s=60, iterations=300, executor=executor, on_progress=kill)
        assert not psutil.pid_exists(victim) or psutil.Process(victim).status() == psutil.STATUS_ZOMBIE
        assert judged(town, found) == told[-1]
        with threads() as other:
            whole = solve_by_regions(town, regions=4, time_limit_s=60, iterations=300, executor=other)
        assert found.routes == whole.routes


def test_no_process_is_left_behind(town):
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    solve_by_regions(town, regions=2, time_limit_s=60, iterations=6)
    left = [one for one in psutil.Process().children(recursive=True) if one.pid not in before]
    _gone, alive = psutil.wait_procs(left, timeout=10)
    # The process that tracks what is shared ends with this one.
    assert [one for one in alive if "resource_tracker" not in " ".join(one.cmdline())] == []


_PARENT = """
import sys
from planner.solve.regions import LocalProcesses
from tests.contracts.test_executor_contract import _pid
if __name__ == "__main__":
    executor = LocalProcesses(2)
    print(*{executor.submit(_pid, number).result() for number in range(4)}, flush=True)
    sys.stdin.read()
"""


def test_processes_end_with_the_one_that_started_them_even_when_it_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(_PARENT)
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, str(tmp_path / "parent.py")]
    with subprocess.Popen(words, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        pids = [int(one) for one in parent.stdout.readline().split()]
        children = [psutil.Process(pid) for pid in pids]
        parent.kill()
    assert children
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
