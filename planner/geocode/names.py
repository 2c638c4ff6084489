"""Place names as people write them: upper and lower case, lost dots and rings, broken encodings."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["exact_key", "loose_key", "matching", "repaired"]

_ANY = "\N{REPLACEMENT CHARACTER}"
_LOST = re.compile(rf"[?{_ANY}]")
_BROKEN = re.compile(r"[ÃÂ]")
_SPACES = re.compile(r"[\s\-\u2010-\u2015.]+")


def repaired(written: str) -> str:
    """Return a text whose UTF-8 was read as cp1252 (``SpÃ¥nga``) as it was meant; others unchanged."""
    if not _BROKEN.search(written):
        return written
    try:
        return written.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return written


def exact_key(name: str) -> str:
    """Return a name without case, hyphens and double spaces, its letters kept."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return _SPACES.sub(" ", composed).strip()


def loose_key(name: str) -> str:
    """Return a name with å and ä as a, ö as o: what is left when somebody types without them."""
    folded = unicodedata.normalize("NFD", exact_key(name).replace("ø", "ö").replace("æ", "ä"))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return plain.replace("aa", "a").replace("oe", "o").replace("ae", "a")


def matching(written: str, loose_keys: dict[str, list[str]]) -> list[str]:
    """Return the known names that a name with lost letters (``Sp?nga``) can stand for.

    Parameters
    ----------
    written
        The name; a question mark or replacement character stands for one å, ä, ö or é.
    loose_keys
        Known names by their `loose_key`.
    """
    key = loose_key(_LOST.sub(_ANY, written))
    if _ANY not in key:
        return loose_keys.get(key, [])
    pattern = re.compile("".join("[aoe]" if letter == _ANY else re.escape(letter) for letter in key))
    return [name for known, names in loose_keys.items() if pattern.fullmatch(known) for name in names]
