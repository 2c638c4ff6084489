"""The browser libraries we serve are the published ones, unchanged, with their licences."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from tests.house.sources import VENDOR, files

LIBRARIES = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))["libraries"]
LISTED = {name: digest for library in LIBRARIES for name, digest in library["files"].items()}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_vendored_file_is_the_published_one(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_nothing_lies_in_the_folder_that_the_manifest_does_not_name() -> None:
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert found == {*LISTED, "MANIFEST.json"}


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library["package"])
def test_every_library_states_version_and_licence_and_brings_its_licence_text(library: dict[str, object]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(library["version"]))
    assert library["licence"]
    assert any(name.startswith("licences/") for name in library["files"])  # type: ignore[attr-defined]


def test_the_libraries_together_stay_small() -> None:
    assert sum((VENDOR / name).stat().st_size for name in LISTED) < 2_000_000


def test_every_image_that_leaflet_asks_for_is_there() -> None:
    asked = re.findall(r"url\(['\"]?(images/[^'\")]+)", (VENDOR / "leaflet.css").read_text(encoding="utf-8"))
    assert asked
    assert [name for name in asked if not (VENDOR / name).is_file()] == []


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library["package"])
def test_every_library_is_used(library: dict[str, object]) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in files("planner", "pages", ends=(".py", ".js")))
    scripts = [name for name in library["files"] if name.endswith((".js", ".mjs"))]  # type: ignore[attr-defined]
    assert scripts
    assert [name for name in scripts if f"/{name}" not in code and f'"{name}"' not in code] == []
