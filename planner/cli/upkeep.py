"""The commands that look after a database: each module adds its own with ``add(command, say)``."""

from __future__ import annotations

from planner.cli import migrate
from planner.cli.arguments import Adder

__all__ = ["UPKEEP"]

UPKEEP: tuple[Adder, ...] = (migrate.add,)
"""What adds commands, in the order of the help."""
