"""Dependencies are pinned, few, and each has its reason."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import CODE, ROOT, files, name_of, tree

PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([A-Za-z0-9_.+-]+)(; python_version >= \"3\.[0-9]+\")?$")
IMPORTED_AS = {
    "PyYAML": "yaml",
    "SQLAlchemy": "sqlalchemy",
    "argon2-cffi": "argon2",
    "Authlib": "authlib",
    "vl-convert-python": "vl_convert",
}
BROUGHT_BY = {
    "starlette": "streamlit",
    "uvicorn": "streamlit",
    "branca": "folium",
    "jinja2": "folium",
    "joserfc": "Authlib",
    "requests": "streamlit",
    "websockets": "streamlit",
}
OWN = {"planner", "pages", "benchmarks", "tools", "dispatch_app"}
RUN = ("requirements.txt", "requirements-oidc.txt", "requirements-cluster.txt", "requirements-osrm.txt")
FILES = (*RUN, "requirements-dev.txt", "constraints.txt")
NOT_IMPORTED = {
    "osrm-bindings": "planner/travel/osrm_local.py loads it by its name, as Python 3.11 has none of it",
    "psycopg": "SQLAlchemy loads it where the address names PostgreSQL",
    "psycopg-binary": "psycopg loads it",
    "tzdata": "time zones for Python where the system has none",
    "defusedxml": "openpyxl uses it when there",
}


def lines(name: str) -> list[str]:
    """The lines of a requirements file that name a package."""
    content = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in content if line and not line.startswith(("#", "-"))]


def packages(name: str) -> list[str]:
    """The packages that a requirements file names."""
    return [line.split("==")[0] for line in lines(name)]


def imported(path: Path) -> Iterator[str]:
    """The top names that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("name", FILES)
def test_every_version_is_exact(name: str) -> None:
    assert [line for line in lines(name) if not PIN.match(line)] == []


def test_no_package_has_two_versions() -> None:
    named = [package.lower().replace("_", "-") for name in FILES for package in packages(name)]
    assert sorted(named) == sorted(set(named))


@pytest.mark.parametrize("package", [one for name in FILES[:5] for one in packages(name)])
def test_every_dependency_has_its_reason(package: str) -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{re.escape(package)}` \| \S.{{9,}} \|$", told, re.M)


PEERS = {"pyvrp", "vroom"}
"""What a benchmark compares with where it is installed, and leaves out with a word where it is not."""

MEASURING = ("benchmarks", "tools")
"""Rooms that run with the requirements of the tests."""


@pytest.mark.parametrize("measuring", [False, True])
def test_what_is_imported_is_required(measuring: bool) -> None:
    rooms = MEASURING if measuring else tuple(room for room in CODE if room not in MEASURING)
    required = [one for name in RUN for one in packages(name)] + (packages("requirements-dev.txt") if measuring else [])
    known = {IMPORTED_AS.get(package, package) for package in required} | OWN | set(BROUGHT_BY)
    known |= set(sys.stdlib_module_names) | ({"tests"} | PEERS if measuring else set())
    strangers = [f"{name_of(path)}: {name}" for path in files(*rooms) for name in imported(path) if name not in known]
    assert strangers == []


def test_what_is_required_is_imported() -> None:
    used = {name for path in files(*CODE) for name in imported(path)}
    idle = [
        package
        for name in RUN
        for package in packages(name)
        if IMPORTED_AS.get(package, package) not in used and package not in NOT_IMPORTED
    ]
    assert idle == []
