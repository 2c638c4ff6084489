"""Swedish and English: texts by key, and how numbers, money, times and days are written.

Texts live in ``data/texts/<room>.toml``; the table ``[board.plan]`` is not written with its
room: in ``board.toml`` the table ``[plan]`` has the key ``board.plan``. Every table has ``sv``
and ``en`` with the same placeholders (a test compares them).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from planner.model.message import Message, Money, Text, Value

__all__ = [
    "LANGUAGES",
    "TEAM_ZONE",
    "day_text",
    "duration_text",
    "km_text",
    "money_text",
    "number_text",
    "percent_text",
    "render",
    "text",
    "texts",
    "time_text",
    "truncated",
]

LANGUAGES = ("sv", "en")
TEAM_ZONE = "Europe/Stockholm"
_TEXTS = Path(__file__).resolve().parents[2] / "data" / "texts"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_DAYS = {
    "sv": ("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "sv": tuple("januari februari mars april maj juni juli augusti september oktober november december".split()),  # noqa: SIM905
    "en": tuple("January February March April May June July August September October November December".split()),  # noqa: SIM905
}


@cache
def texts() -> dict[str, Text]:
    """Return every text by its key, read once from ``data/texts``."""
    found: dict[str, Text] = {}
    for file in sorted(_TEXTS.glob("*.toml")):
        for key, entry in _entries(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))):
            found[key] = entry
    return found


def _entries(prefix: str, table: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    if isinstance(table.get("sv"), str) and isinstance(table.get("en"), str):
        yield prefix, Text(table["sv"], table["en"])
        return
    for name, inner in table.items():
        if isinstance(inner, dict):
            yield from _entries(f"{prefix}.{name}", inner)


def text(key: str, language: str, /, *, zone: str = TEAM_ZONE, **values: Value) -> str:
    """Return the text of a key in a language with its placeholders filled.

    Parameters
    ----------
    key
        Key of the text, ``room.name``.
    language
        ``sv`` or ``en``.
    zone
        Time zone in which times of day are written.
    **values
        Values of the placeholders (see `Message`); ``from_`` stands for ``from``.

    Raises
    ------
    KeyError
        If the key is unknown or a placeholder has no value.
    """
    shown = {name.rstrip("_"): _shown(value, language, zone) for name, value in values.items()}
    return texts()[key][language].format(**shown)


def render(message: Message, language: str, *, zone: str = TEAM_ZONE) -> str:
    """Return the sentence of a message in a language.

    Parameters
    ----------
    message
        The message.
    language
        ``sv`` or ``en``.
    zone
        Time zone in which times of day are written.
    """
    shown = {name: _shown(value, language, zone) for name, value in message.values}
    return texts()[message.key][language].format(**shown)


def _shown(value: Value, language: str, zone: str) -> str:
    match value:
        case str():
            return value
        case Message():
            return render(value, language, zone=zone)
        case Money():
            return money_text(value.ore, language, signed=value.signed)
        case Text():
            return value[language]
        case datetime():
            return time_text(value, zone=zone)
        case date():
            return day_text(value, language)
        case tuple():
            return _joined([_shown(part, language, zone) for part in value], language)
        case float():
            return number_text(value, language, decimals=1)
        case _:
            return number_text(value, language)


def _joined(parts: list[str], language: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    last = "och" if language == "sv" else "and"
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def number_text(value: float, language: str, *, decimals: int = 0) -> str:
    """Return ``37 390`` (sv, no-break space) or ``37,390`` (en); minus is a true minus sign."""
    shown = f"{abs(value):,.{decimals}f}"
    if language == "sv":
        shown = shown.replace(",", _NO_BREAK).replace(".", ",")
    return f"{_MINUS}{shown}" if value < 0 and any(c in "123456789" for c in shown) else shown


def money_text(ore: int, language: str, *, signed: bool = False) -> str:
    """Return öre as whole kronor: ``37 390 kr``, signed ``+312 kr`` or ``±0 kr``."""
    kronor = round(ore / 100)
    sign = ("±" if kronor == 0 else "+" if kronor > 0 else "") if signed else ""
    return f"{sign}{number_text(kronor, language)}{_NO_BREAK}kr"


def percent_text(share: float | None, language: str, *, decimals: int = 0) -> str:
    """Return a share (0-1) as ``84 %`` or ``84%``; an en dash when there is none."""
    if share is None:
        return "–"
    gap = _NO_BREAK if language == "sv" else ""
    return f"{number_text(share * 100, language, decimals=decimals)}{gap}%"


def duration_text(seconds: float, language: str) -> str:
    """Return ``25 min`` under an hour, else ``1 h 46`` (minutes rounded)."""
    minutes = round(abs(seconds) / 60)
    sign = _MINUS if seconds < 0 and minutes else ""
    if minutes < 60:
        return f"{sign}{minutes}{_NO_BREAK}min"
    hours = number_text(minutes // 60, language)
    return f"{sign}{hours}{_NO_BREAK}h" + (f"{_NO_BREAK}{minutes % 60:02d}" if minutes % 60 else "")


def km_text(metres: float, language: str) -> str:
    """Return kilometres, one decimal below ten."""
    km = metres / 1000
    return f"{number_text(km, language, decimals=1 if abs(km) < 10 else 0)}{_NO_BREAK}km"


def time_text(moment: datetime, *, zone: str = TEAM_ZONE) -> str:
    """Return the time of day ``10:42`` of an aware moment in a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}: times need a zone")
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def day_text(day: date, language: str, *, year: bool = False) -> str:
    """Return ``tis 24 november`` or ``Tue 24 November``, with the year if asked."""
    shown = f"{_DAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"
    return f"{shown} {day.year}" if year else shown


def truncated(shown: str, length: int) -> str:
    """Return a text cut to a length in characters, with an ellipsis where it was cut."""
    return shown if len(shown) <= length else shown[: length - 1].rstrip() + "…"
