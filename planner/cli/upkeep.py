"""The commands that look after a database: each module adds its own with ``add(command, say)``."""

from __future__ import annotations

from planner.cli import audit, backup, engine, loading, migrate, privacy, roads, simulate, users, work
from planner.cli.arguments import Adder

__all__ = ["UPKEEP"]

UPKEEP: tuple[Adder, ...] = (
    loading.add,
    simulate.add,
    users.add,
    audit.add,
    privacy.add,
    backup.add,
    migrate.add,
    work.add,
    engine.add,
    roads.add,
)
"""What adds commands, in the order of the help."""
