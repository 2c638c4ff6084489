"""The files of the house as tests look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "planner" / "web" / "static" / "vendor"
SHIPPED = ("dispatch_app.py", "pages", "planner", "data", ".streamlit")
CODE = ("dispatch_app.py", "pages", "planner", "benchmarks", "tools")


def files(*places: str, ends: tuple[str, ...] = (".py",)) -> list[Path]:
    """Own files below some places of the house, vendored ones left out."""
    found: list[Path] = []
    for place in places:
        top = ROOT / place
        found += [top] if top.is_file() else sorted(top.rglob("*"))
    return [path for path in found if path.suffix in ends and path.is_file() and VENDOR not in path.parents]


def name_of(path: Path) -> str:
    """The path as it is written from the top of the house."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with the dotted name of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression; empty where it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""
