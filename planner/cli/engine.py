"""The command that compiles the planning engine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from planner.cli.arguments import Maker
from planner.cli.commands import DONE
from planner.model.language import text

__all__ = ["add"]


def add(command: Maker, _say: Callable[[str], str]) -> None:
    """Add ``warm``."""
    command("warm", _warm)


def _warm(chosen: argparse.Namespace) -> int:
    """Compile the kernel of the search, and say so if that takes a while."""
    from planner import solve

    if not solve.is_warm():
        sys.stderr.write(text("cli.warming", chosen.language) + "\n")
        solve.warm()
    sys.stdout.write(text("cli.warm", chosen.language) + "\n")
    return DONE
