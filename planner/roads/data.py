"""Which roads this installation has: the generation in use, and what it was made of."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["ATTRIBUTION", "MANIFEST", "POINTER", "SETTING", "Manifest", "current", "roads_folder"]

SETTING = "PLANNER_GRAPH"
ATTRIBUTION = "© OpenStreetMap contributors"
MANIFEST, POINTER = "manifest.json", "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation was made of, and what is in it.

    Parameters
    ----------
    source
        Name of the extract.
    sha256
        Of the extract.
    made_at
        Moment it was finished, ISO 8601, UTC.
    bounds
        South, west, north, east of all ways, degrees.
    counts
        Tagged things of the extract: nodes, ways, areas.
    facts
        What each collector says of its files, by its name.
    seconds
        What the import took.
    attribution
        Named wherever something of it is shown (ODbL 1.0).
    """

    source: str
    sha256: str
    made_at: str
    bounds: tuple[float, float, float, float]
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    seconds: float = 0.0
    attribution: str = ATTRIBUTION

    def save(self, folder: Path) -> None:
        """Write the manifest of a generation."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a generation."""
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return cls(**{**data, "bounds": tuple(data["bounds"])})


def roads_folder(var: Path) -> Path:
    """Return the folder of imported roads: that of the setting ``PLANNER_GRAPH``, else ``roads`` in the data folder."""
    written = os.environ.get(SETTING, "").strip()
    return Path(written) if written else var / "roads"


def current(folder: Path) -> Path | None:
    """Return the folder of the generation in use; None where nothing was imported, or it is not whole.

    Parameters
    ----------
    folder
        As of `roads_folder`.
    """
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    generation = folder / Path(name).name
    return generation if name and (generation / MANIFEST).is_file() else None
