"""Writes requirements.lock: every package the product runs on, with the hashes of its files, as pip finds them.

    .venv/bin/python tools/lock.py

For Linux on x86_64 and aarch64 with CPython 3.11 to 3.13. Installed with ``pip install --require-hashes``, a file that
is not one of these, byte for byte, is refused. What pip finds depends on the index it is set up with; the same file has
the same hash on all of them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import distribution
from pathlib import Path

__all__ = ["LOCK", "PYTHONS", "hashes_of", "pins", "written"]

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
_TAGS = ("manylinux2014", "manylinux_2_17", "manylinux_2_24", "manylinux_2_26", "manylinux_2_27", "manylinux_2_28")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_HEAD = f"""\
# Made by tools/lock.py for Linux ({", ".join(MACHINES)}), CPython {PYTHONS[0]} to {PYTHONS[-1]}; not edited by hand.
# pip install --require-hashes --only-binary :all: --no-deps -r requirements.lock
"""


def pins() -> list[str]:
    """Return what the product runs on and what that needs in turn, as ``name==version``; the tests' own left out."""
    # What the tests use by name may be needed by the product through something else.
    files = ("requirements.txt", "constraints.txt", "requirements-dev.txt")
    pinned = {_plain(line.split("==")[0]): line for file in files for line in _lines(file)}
    found: set[str] = set()
    waiting = [_plain(line.split("==")[0]) for line in _lines("requirements.txt")]
    while waiting:
        name = waiting.pop()
        if name in pinned and name not in found:
            found.add(name)
            needs = distribution(name).requires or ()
            waiting += [_plain(_NAME.match(need)[0]) for need in needs if "extra ==" not in need]  # type: ignore[index]
    return sorted((pinned[name] for name in found), key=str.lower)


def _lines(file: str) -> list[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def hashes_of(python: str, machine: str, wanted: list[str]) -> dict[str, str]:
    """Return the hash of the file pip would install for each pin.

    Parameters
    ----------
    python
        Version such as ``3.12``.
    machine
        ``x86_64`` or ``aarch64``.
    wanted
        Pins as of `pins`.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
        command += ["--only-binary", ":all:", "--python-version", python, "--implementation", "cp"]
        command += [word for tag in _TAGS for word in ("--platform", f"{tag}_{machine}")]
        command += ["--target", str(Path(folder) / "nowhere"), "--report", str(report), *wanted]
        subprocess.run(command, check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    names = {_plain(one.split("==")[0]): one for one in wanted}
    hashes = {one["metadata"]["name"]: one["download_info"]["archive_info"]["hashes"]["sha256"] for one in found}
    return {names[_plain(name)]: found_hash for name, found_hash in hashes.items()}


def written(hashes: dict[str, set[str]]) -> str:
    """Return the lock file of pins with their hashes."""
    lines = [
        f"{pin} " + " ".join(f"\\\n    --hash=sha256:{one}" for one in sorted(found)) for pin, found in hashes.items()
    ]
    return _HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Ask pip for every Python and machine, and write the file."""
    wanted = pins()
    hashes: dict[str, set[str]] = {pin: set() for pin in wanted}
    for python in PYTHONS:
        for machine in MACHINES:
            for pin, found in hashes_of(python, machine, wanted).items():
                hashes[pin].add(found)
    if missing := [pin for pin, found in hashes.items() if not found]:
        raise SystemExit(f"pip found no file for {', '.join(missing)}")
    LOCK.write_text(written(hashes), encoding="utf-8")
    print(f"{LOCK.name}: {len(hashes)} packages, {sum(map(len, hashes.values()))} files")


if __name__ == "__main__":
    main()
