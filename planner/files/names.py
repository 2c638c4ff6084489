"""File names are made here, never taken from users: short, plain ASCII, and always one name, never a path."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from planner.files.known import normalised

__all__ = ["export_name", "safe_name"]

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def safe_name(text: str, *, limit: int = 60) -> str:
    """Return letters, digits and hyphens made of any text; never empty, hidden, reserved or a path.

    Parameters
    ----------
    text
        Any text.
    limit
        Most characters.
    """
    flat = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = re.sub(r"[^a-z0-9]+", "-", flat.encode("ascii", "ignore").decode()).strip("-")[:limit].strip("-")
    return f"x-{plain}"[:limit] if plain in _RESERVED else plain or "file"


def export_name(kind: str, ending: str, *, day: date, version: int | None = None, whose: str = "") -> str:
    """Return a file name such as ``plan-2026-11-24-v3-anna-l.ics``.

    Parameters
    ----------
    kind
        What it is, in the reader's language.
    ending
        Extension without a point.
    day
        The day it is about.
    version
        Plan version, where it is of one.
    whose
        Technician, where it is of one.
    """
    parts = [safe_name(kind), day.isoformat(), f"v{version}" if version is not None else "", whose and safe_name(whose)]
    return f"{'-'.join(part for part in parts if part)}.{re.sub(r'[^a-z0-9]', '', normalised(ending)) or 'bin'}"
