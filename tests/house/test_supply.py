"""What the product is made of is known: a hash for every file that may be installed, a bill of materials."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from tests.house.sources import ROOT
from tests.house.test_dependencies import lines

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^(\S+==\S+) ((?:\\\n\s+--hash=sha256:[0-9a-f]{64} ?)+)$", LOCK, re.M))


def test_the_lock_holds_every_requirement_at_its_version_with_hashes() -> None:
    assert set(lines("requirements.txt")) <= set(LOCKED)
    pinned = {line for name in ("requirements.txt", "constraints.txt", "requirements-dev.txt") for line in lines(name)}
    assert set(LOCKED) <= pinned
    assert all(LOCKED.values())


def test_nothing_in_the_lock_is_without_a_hash_or_from_a_named_place() -> None:
    left = LOCK
    for pin, hashes in LOCKED.items():
        left = left.replace(f"{pin} {hashes}", "")
    assert [line for line in left.splitlines() if line.strip() and not line.startswith("#")] == []
    assert "://" not in LOCK


def test_the_lock_is_what_its_tool_finds_necessary() -> None:
    asked = "from tools.lock import pins; print(*pins(), sep='\\n')"
    found = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(found.stdout.split()) == sorted(LOCKED)


def test_the_bill_of_materials_names_every_locked_package_with_its_licence() -> None:
    made = subprocess.run([sys.executable, "tools/sbom.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    bill = json.loads(made.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert len(bill["components"]) == len(LOCKED)
    for one in bill["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["licenses"], one["name"]
