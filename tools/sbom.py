"""Writes what the product is made of as CycloneDX JSON: every package it runs on, with version, licence and address.

    .venv/bin/python tools/sbom.py > sbom.json

What is listed is what is installed in the environment that runs this; the same environment gives the same text.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.lock import pins

__all__ = ["sbom"]

ROOT = Path(__file__).resolve().parents[1]
_NAMES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # name space of URLs, RFC 9562


def sbom() -> dict[str, Any]:
    """Return the bill of materials, CycloneDX 1.5: https://cyclonedx.org/docs/1.5/json/.

    Raises
    ------
    SystemExit
        If a package that is required is not installed.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [_component(pin) for pin in pins()]
    own = {"type": "application", "name": project["name"], "version": project["version"], "bom-ref": project["name"]}
    own["licenses"] = [{"license": {"id": "MIT"}}]
    said = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMES, said)}",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": own["name"], "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _component(pin: str) -> dict[str, Any]:
    name = pin.split("==")[0]
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise SystemExit(f"{pin} is not installed") from None
    plain = re.sub(r"[-_.]+", "-", name).lower()
    purl = f"pkg:pypi/{plain}@{found.version}"
    component: dict[str, Any] = {
        "type": "library",
        "name": plain,
        "version": found.version,
        "purl": purl,
        "bom-ref": purl,
    }
    if licence := _licence(found):
        component["licenses"] = [licence]
    return component


def _licence(found: Distribution) -> dict[str, Any] | None:
    if expression := found.metadata.get_all("License-Expression"):
        return {"expression": expression[0]}
    classes = [one.split("::")[-1].strip() for one in found.metadata.get_all("Classifier") or () if "License ::" in one]
    written = [line.strip() for one in found.metadata.get_all("License") or () for line in one.splitlines()]
    named = next(filter(None, (*classes[-1:], *written)), "")
    return {"license": {"name": named}} if named else None


def main() -> None:
    """Write it to standard output."""
    json.dump(sbom(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
