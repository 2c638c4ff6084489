"""Fetch the browser libraries that the product serves itself, unchanged, and write their manifest.

Run ``python tools/vendor.py`` (needs ``npm`` on the path) after changing a version below;
the test in ``tests/house/test_vendor.py`` compares every file with the manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "planner" / "web" / "static" / "vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A package of the npm registry and the files taken from it.

    Parameters
    ----------
    package, version
        Name and exact version.
    licence
        SPDX expression of what the package's licence file says.
    files
        Pairs of path in the package and path below the vendor folder.
    """

    package: str
    version: str
    licence: str
    files: tuple[tuple[str, str], ...]


LIBRARIES = (
    Library(
        package="leaflet",
        version="1.9.4",
        licence="BSD-2-Clause",
        files=(
            ("dist/leaflet.js", "leaflet.js"),
            ("dist/leaflet.css", "leaflet.css"),
            ("dist/images/layers.png", "images/layers.png"),
            ("dist/images/layers-2x.png", "images/layers-2x.png"),
            ("dist/images/marker-icon.png", "images/marker-icon.png"),
            ("dist/images/marker-icon-2x.png", "images/marker-icon-2x.png"),
            ("dist/images/marker-shadow.png", "images/marker-shadow.png"),
            ("LICENSE", "licences/leaflet.txt"),
        ),
    ),
    Library(
        package="vis-timeline",
        version="8.5.4",
        licence="Apache-2.0 OR MIT",
        files=(
            ("standalone/esm/vis-timeline-graph2d.min.mjs", "vis-timeline-graph2d.min.mjs"),
            ("styles/vis-timeline-graph2d.min.css", "vis-timeline-graph2d.min.css"),
            ("LICENSE.md", "licences/vis-timeline.md"),
            ("LICENSE.MIT.txt", "licences/vis-timeline.MIT.txt"),
            ("LICENSE.Apache-2.0.txt", "licences/vis-timeline.Apache-2.0.txt"),
        ),
    ),
)


def main() -> None:
    """Replace the vendor folder by a fresh one."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not on the path: it fetches the packages")
    shutil.rmtree(VENDOR, ignore_errors=True)
    entries = [_take(library, npm) for library in LIBRARIES]
    manifest = json.dumps({"libraries": entries}, indent=2) + "\n"
    (VENDOR / "MANIFEST.json").write_text(manifest, encoding="utf-8")


def _take(library: Library, npm: str) -> dict[str, object]:
    """Fetch one package, copy its files, and return its entry of the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        spec = f"{library.package}@{library.version}"
        subprocess.run([npm, "pack", "--silent", spec], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as content:
            files = {target: _copy(content, source, VENDOR / target) for source, target in library.files}
    return {
        "package": library.package,
        "version": library.version,
        "licence": library.licence,
        "files": files,
    }


def _copy(content: tarfile.TarFile, source: str, target: Path) -> str:
    """Write one file of a package and return its SHA-256."""
    member = next(item for item in content if item.name.split("/", 1)[-1] == source)
    stream = content.extractfile(member)
    assert stream is not None, f"{source} is not a file"
    data = stream.read()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
