"""Where the compiled kernel is kept: another folder for other sources, another numba or another Python."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

__all__ = ["CACHE"]


def _cache() -> Path:
    """Return the folder: where `NUMBA_CACHE_DIR` says, else beside the sources if possible, else in the home."""
    here = Path(__file__).parent / "kernel"
    text = b"".join(file.read_bytes() for file in sorted(here.glob("*.py")))
    text += f"{version('numba')} {version('numpy')} {sys.version}".encode()
    name = f"kernel-{hashlib.sha256(text).hexdigest()[:16]}"
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(chosen) / name
    beside = here / "__pycache__"
    writable = os.access(beside if beside.exists() else here, os.W_OK)
    return (beside if writable else Path.home() / ".cache" / "faltplan") / name


CACHE = _cache()
"""The folder; a file ``ready`` in it says that everything is compiled."""
