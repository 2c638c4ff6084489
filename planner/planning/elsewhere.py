"""Solving in a process of its own, so that the search does not stop the threads of this one.

Run as ``python -m planner.planning.elsewhere`` it reads a task from standard input and writes the solution.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from planner.model.codec import dumps, loads
from planner.model.errors import ServiceError
from planner.model.message import message
from planner.model.problem import Problem
from planner.model.solution import Solution

__all__ = ["Task", "solve_elsewhere"]

_ROOT = Path(__file__).resolve().parents[2]
_GRACE_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the other process is to solve."""

    problem: Problem
    time_limit_s: float
    seed: int
    iterations: int | None = None


def solve_elsewhere(task: Task) -> Solution:
    """Return the solution another process finds.

    Raises
    ------
    ServiceError
        If that process dies, or takes two minutes more than it was given.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=dumps(task).encode(),
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])},
            capture_output=True,
            timeout=task.time_limit_s + _GRACE_S,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise ServiceError(message("planning.solver_failed", detail=f"{task.time_limit_s + _GRACE_S:.0f} s")) from None
    except subprocess.CalledProcessError as error:
        raise ServiceError(message("planning.solver_failed", detail=f"exit {error.returncode}")) from None
    return loads(Solution, done.stdout, source="solver")


def _main() -> None:
    from planner import solve

    task = loads(Task, sys.stdin.buffer.read(), source="task")
    found = solve.solve(task.problem, time_limit_s=task.time_limit_s, seed=task.seed, iterations=task.iterations)
    sys.stdout.buffer.write(dumps(found).encode())


if __name__ == "__main__":
    _main()
