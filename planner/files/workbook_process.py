"""Reading a workbook in a process of its own, so that no file can take the server down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from planner.model.message import Message, message

__all__ = ["WALL_LIMIT_S", "read_workbook"]

WALL_LIMIT_S = 10.0
_ROOT = Path(__file__).resolve().parents[2]


def read_workbook(content: bytes, *, wall_limit_s: float = WALL_LIMIT_S) -> dict[str, Any] | Message:
    """Return the rows of a workbook as `planner.files.workbook.read` gives them, or why it was refused.

    Parameters
    ----------
    content
        The whole file.
    wall_limit_s
        Seconds after which the reading process is ended.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "planner.files.workbook"],
            input=content,
            capture_output=True,
            timeout=wall_limit_s,
            cwd=_ROOT,
            env=_surroundings(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return message("import.workbook_slow", seconds=round(wall_limit_s))
    if done.returncode != 0 or not done.stdout:
        # Killed by its own limits of memory or processor time.
        return message("import.workbook_bomb")
    answer: dict[str, Any] = json.loads(done.stdout)
    return message(answer["refused"]) if "refused" in answer else answer


def _surroundings() -> dict[str, str]:
    """No setting and no secret of the server reaches the process that reads a stranger's file."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "ignore", "MALLOC_ARENA_MAX": "2"}
