"""What files of other systems say: known headings per field and known words, read from ``data/headings.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from planner.model.language import LANGUAGES, texts

__all__ = ["System", "fields_of", "headings", "ignored", "normalised", "system_of", "words"]

_FILE = Path(__file__).resolve().parents[2] / "data" / "headings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system known by its headings, and what differs with it.

    Parameters
    ----------
    signature
        Normalised headings that are all present in its files.
    headings
        Normalised heading to field, before the common ones.
    priority, level
        What its bare numbers mean on our scales (priority 1 highest; impact and urgency 5 highest).
    """

    name: str
    signature: frozenset[str]
    headings: dict[str, str] = field(default_factory=dict)
    priority: dict[str, int] = field(default_factory=dict)
    level: dict[str, int] = field(default_factory=dict)


@lru_cache(maxsize=8192)
def normalised(text: str) -> str:
    """Return a heading or word without case, accents, punctuation and underscores; a lone sign stays."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split()) or text.strip()


@cache
def headings(kind: str) -> dict[str, tuple[str, int]]:
    """Return field and rank (0 is the best heading of its field) by normalised heading; `kind` is request or team.

    A field's own name in either language is a heading too, so that our exports can be read back.
    """
    own = [(name, texts()[f"import.field.{name}"][language], 50) for name in fields_of(kind) for language in LANGUAGES]
    told = [(name, heading, rank) for name, found in _data()[kind].items() for rank, heading in enumerate(found)]
    known: dict[str, tuple[str, int]] = {}
    for name, heading, rank in sorted((*told, *own), key=lambda entry: entry[2]):
        known.setdefault(normalised(heading), (name, rank))
    for flat in list(known):
        known.setdefault(flat.replace(" ", ""), known[flat])
    return known


@cache
def fields_of(kind: str = "request") -> tuple[str, ...]:
    """Return the fields a column can be mapped to; each has a text ``import.field.<name>``."""
    return tuple(name for name in _data()[kind] if name != "location")


@cache
def ignored() -> frozenset[str]:
    """Return normalised headings that mean nothing to the planning."""
    return frozenset(normalised(heading) for heading in _data()["ignore"]["headings"])


@cache
def words(kind: str) -> dict[str, str]:
    """Return meaning by normalised word, for example ``words("yes")["ja"] == "yes"``."""
    return {normalised(word): meaning for meaning, spoken in _data()["words"][kind].items() for word in spoken}


def system_of(found: tuple[str, ...]) -> System | None:
    """Return the system whose signature is among the headings, or None."""
    present = {normalised(heading) for heading in found}
    return next((system for system in _systems() if system.signature <= present), None)


@cache
def _systems() -> tuple[System, ...]:
    return tuple(
        System(
            name=name,
            signature=frozenset(normalised(heading) for heading in entry["signature"]),
            headings={normalised(heading): target for heading, target in entry.get("headings", {}).items()},
            priority=entry.get("priority", {}),
            level=entry.get("level", {}),
        )
        for name, entry in _data()["systems"].items()
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
