"""The commands that look after a database: each module adds its own with ``add(command, say)``."""

from __future__ import annotations

from planner.cli import backup, migrate, privacy, users, work
from planner.cli.arguments import Adder

__all__ = ["UPKEEP"]

UPKEEP: tuple[Adder, ...] = (users.add, migrate.add, work.add, backup.add, privacy.add)
"""What adds commands, in the order of the help."""
