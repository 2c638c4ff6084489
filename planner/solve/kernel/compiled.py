"""The compiler of the kernel: numba, without the interpreter's lock, without counting references, with a cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from planner.solve.cache import CACHE

__all__ = ["compiled", "inlined"]

_F = TypeVar("_F", bound=Callable[..., Any])


# Another folder for other sources: numba looks only at the file of a function itself.
vars(numba.config)["CACHE_DIR"] = str(CACHE)

_HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}

compiled: Callable[[_F], _F] = cast("Callable[[_F], _F]", numba.njit(**_HOW))
"""Compile a function. It makes no arrays: what it needs is handed to it, so nothing has to be counted or freed."""

inlined: Callable[[_F], _F] = cast("Callable[[_F], _F]", numba.njit(inline="always", **_HOW))
"""Compile a function into each of its callers: for the few that run millions of times a second."""
