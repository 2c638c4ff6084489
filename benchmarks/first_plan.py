"""One run, in a process of its own: from two files to the first complete judged plan. Prints its figures as JSON.

``python -m benchmarks.first_plan REQUESTS.csv TEAM.csv DAY SEED``: time is counted from the start of
the interpreter, and the search ends with its first plan.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path


def main() -> None:
    """Run and print."""
    begun = _process_start()
    from planner import planning
    from planner.model.solution import Solution

    requests_file, team_file, day, seed = sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3]), int(sys.argv[4])
    marks = {"loaded": time.time() - begun}

    def on_read() -> None:
        marks["read"] = time.time() - begun

    built = planning.build_from_files(requests_file, team_file, day=day, on_read=on_read)
    marks["built"] = time.time() - begun
    found: list[float] = []

    def on_progress(_solution: Solution, _units: int) -> None:
        found.append(time.time() - begun)

    plan = planning.plan_problem(
        built.problem,
        time_limit_s=300,
        seed=seed,
        on_progress=on_progress,
        should_stop=lambda: bool(found),
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
    )
    marks["solved"] = found[0] if found else float("nan")
    marks["judged"] = time.time() - begun
    figures = {
        "marks": marks,
        "planned": len(plan.visit_stops) + len(plan.remote_stops),
        "unassigned": len(plan.unassigned),
        "violations": sum(violation.hard for violation in plan.violations),
        "price_ore": plan.price.total_ore,
    }
    sys.stdout.write(json.dumps(figures))


def _process_start() -> float:
    """Second of the epoch at which this process began, so that starting Python counts too."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        up_s = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        import os

        return time.time() - up_s + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.time()


if __name__ == "__main__":
    main()
