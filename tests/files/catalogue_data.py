"""The shipped catalogue as plain data, for tests that look at more than the product reads."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = ("skills", "job_types", "parts", "priority_matrix", "placeholders", "demo_org")
PRIORITIES = ["P1", "P2", "P3", "P4", "P5"]


@cache
def load(name: str) -> dict[str, Any]:
    """One file of the catalogue."""
    data: dict[str, Any] = yaml.safe_load((DATA / "catalogue" / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


@cache
def load_texts(name: str) -> dict[str, Any]:
    """One file of texts."""
    return tomllib.loads((DATA / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def walk(node: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every mapping and list below a node, with a readable position."""
    yield where, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{where}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            tag = value.get("id", number) if isinstance(value, dict) else number
            yield from walk(value, f"{where}[{tag}]")


def fields(text: str) -> set[str]:
    """Names of the placeholders of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def ids(rows: list[dict[str, Any]]) -> list[str]:
    """The ids of some rows."""
    return [row["id"] for row in rows]


def seats_of(job: dict[str, Any]) -> list[dict[str, Any]]:
    """The seats of a crew, or the one seat of a visit by a single person."""
    return job["seats"] or [{"skills": job["required_skills"], "certificates": job["required_certificates"]}]


def fits(person: dict[str, Any], seat: dict[str, Any]) -> bool:
    """Whether the skills and certificates of a technician or vendor suffice for a seat."""
    has = {row["skill"]: row["level"] for row in person["skills"]}
    holds = {row["certificate"] for row in person["certificates"]}
    return set(seat["certificates"]) <= holds and all(
        has.get(need["skill"], 0) >= need["min_level"] for need in seat["skills"]
    )
