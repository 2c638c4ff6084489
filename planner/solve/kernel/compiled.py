"""The compiler of the kernel: numba, without the interpreter's lock, without counting references, with a cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

__all__ = ["CACHE", "compiled", "inlined"]

_F = TypeVar("_F", bound=Callable[..., Any])


def _cache() -> Path:
    """Return the folder of what is compiled: another one for other sources, as numba looks only at the file itself."""
    here = Path(__file__).parent
    text = b"".join(file.read_bytes() for file in sorted(here.glob("*.py")))
    name = f"kernel-{hashlib.sha256(text).hexdigest()[:16]}"
    beside = here / "__pycache__"
    writable = os.access(beside if beside.exists() else here, os.W_OK)
    return (beside if writable else Path.home() / ".cache" / "faltplan") / name


CACHE = Path(os.environ["NUMBA_CACHE_DIR"]) if "NUMBA_CACHE_DIR" in os.environ else _cache()
"""Where compiled functions are kept, so that only the first call on a machine takes long."""

vars(numba.config)["CACHE_DIR"] = str(CACHE)

_HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}

compiled: Callable[[_F], _F] = cast("Callable[[_F], _F]", numba.njit(**_HOW))
"""Compile a function. It makes no arrays: what it needs is handed to it, so nothing has to be counted or freed."""

inlined: Callable[[_F], _F] = cast("Callable[[_F], _F]", numba.njit(inline="always", **_HOW))
"""Compile a function into each of its callers: for the few that run millions of times a second."""
