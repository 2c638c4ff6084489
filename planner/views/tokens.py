"""Colours and marks of every screen, map and print, light and dark: the one place where they are written.

`token("surface", "dark")` is a colour of the page, `technician_style(9, "light")` the colour, line
pattern and badge of a technician by their lasting number, `priority_mark` and `status_mark` what a
priority or a state looks like. Colour never speaks alone: every style carries a number, shape or icon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.model.words import Priority

__all__ = [
    "DARK",
    "DASH",
    "LIGHT",
    "THEMES",
    "PriorityMark",
    "TechnicianStyle",
    "Theme",
    "css_variables",
    "mixed",
    "priority_mark",
    "status_mark",
    "technician_style",
    "token",
    "tokens",
]

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")

LIGHT = {
    "page": "#F5F7F9",
    "surface": "#FFFFFF",
    "sunken": "#EDF0F4",
    "line": "#DCE1E8",
    "edge": "#7D8896",
    "text": "#17202B",
    "text-2": "#465261",
    "text-3": "#5F6B7A",
    "primary": "#0B5F76",
    "on-primary": "#FFFFFF",
    "link": "#0B5F76",
    "primary-soft": "#E1F0F4",
    "ok": "#17703F",
    "ok-soft": "#E2F3E9",
    "warn": "#8A4B00",
    "warn-soft": "#FDF1DC",
    "warn-mark": "#C26A00",
    "bad": "#B3231B",
    "bad-soft": "#FBE9E7",
    "on-bad": "#FFFFFF",
    "now": "#B3231B",
    "info": "#2257A6",
    "info-soft": "#E6EEFA",
    "badge-text": "#FFFFFF",
    "water": "#DDE6EC",
    "land": "#F3F4F2",
    "green": "#E8EEE3",
    "road": "#FFFFFF",
    "road-small": "#E6E8E8",
    "road-thin": "#CBD2D6",
    "road-casing": "#CBD2D6",
    "map-label": "#5A6673",
    "halo": "#FFFFFF",
    "depot": "#17202B",
    "depot-icon": "#FFFFFF",
}
"""Light colours by token name."""

DARK = {
    "page": "#0F151C",
    "surface": "#171F29",
    "sunken": "#0B1016",
    "line": "#2B3643",
    "edge": "#6F7D8E",
    "text": "#E8EDF3",
    "text-2": "#B5C0CD",
    "text-3": "#93A0AF",
    "primary": "#1B7792",
    "on-primary": "#FFFFFF",
    "link": "#6CC8DE",
    "primary-soft": "#14323D",
    "ok": "#63CF92",
    "ok-soft": "#15332A",
    "warn": "#F2B75C",
    "warn-soft": "#372A14",
    "warn-mark": "#E39A2B",
    "bad": "#FF8F85",
    "bad-soft": "#40211F",
    "on-bad": "#0B1016",
    "now": "#FF8F85",
    "info": "#8FB8F7",
    "info-soft": "#1B2C46",
    "badge-text": "#0B1016",
    "water": "#0C1218",
    "land": "#1A222B",
    "green": "#1B2726",
    "road": "#3A4755",
    "road-small": "#252F39",
    "road-thin": "#3A4755",
    "road-casing": "#10171E",
    "map-label": "#93A0AF",
    "halo": "#0C1218",
    "depot": "#E8EDF3",
    "depot-icon": "#0B1016",
}
"""Dark colours by token name; the same names as `LIGHT`."""

_TECHNICIANS = {
    "light": ("#196DE9", "#A66410", "#164400", "#7A1A5A", "#2E6590", "#610496", "#5B5933", "#7A7471"),
    "dark": ("#6AC1FE", "#FBA838", "#D5F396", "#E35CAE", "#57F5FD", "#6E8AFD", "#9A8F45", "#B4BFA4"),
}
DASH = "7 4"
"""Stroke pattern, in pixels, of the technicians 9-16."""


def tokens(theme: str) -> dict[str, str]:
    """Return every colour of a theme (``light`` or ``dark``) by token name."""
    return DARK if theme == "dark" else LIGHT


def token(name: str, theme: str) -> str:
    """Return one colour.

    Parameters
    ----------
    name
        Token name, for example ``warn-soft``.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    KeyError
        If there is no such token.
    """
    return tokens(theme)[name]


def css_variables(theme: str) -> str:
    """Return the tokens as CSS declarations, ``--fp-surface:#FFFFFF;…``, for a rule of the caller's choice."""
    return "".join(f"--fp-{name}:{colour};" for name, colour in tokens(theme).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicianStyle:
    """How a technician looks on every screen.

    Parameters
    ----------
    number
        The lasting number, shown in the badge; it tells technicians apart where colours repeat.
    colour
        Of line, bar and badge.
    text
        Of the number on a filled badge.
    dashed
        Whether lines are dashed (`DASH`).
    shape
        Of the badge: ``round`` or ``square``.
    """

    number: int
    colour: str
    text: str
    dashed: bool
    shape: Literal["round", "square"]

    @property
    def dash(self) -> str | None:
        """Stroke pattern, None for a solid line."""
        return DASH if self.dashed else None

    @property
    def radius(self) -> str:
        """CSS border radius of the badge."""
        return "50%" if self.shape == "round" else "26%"


def technician_style(number: int, theme: str) -> TechnicianStyle:
    """Return colour, pattern and badge of a technician.

    Eight colours in two patterns are sixteen styles; from 17 they repeat and the number tells.

    Parameters
    ----------
    number
        The technician's lasting number, from 1.
    theme
        ``light`` or ``dark``.
    """
    place = (number - 1) % 16
    return TechnicianStyle(
        number=number,
        colour=_TECHNICIANS["dark" if theme == "dark" else "light"][place % 8],
        text=token("badge-text", theme),
        dashed=place >= 8,
        shape="square" if place >= 8 else "round",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityMark:
    """How a priority looks: its text, icon, and the colours of ground, border and text."""

    label: str
    icon: str
    ground: str
    border: str
    text: str
    dashed: bool = False


_PRIORITIES = {
    Priority.P1: ("chevrons-up", "bad", "bad", "on-bad", False),
    Priority.P2: ("chevron-up", "warn-soft", "warn-mark", "warn", False),
    Priority.P3: ("bar", "sunken", "sunken", "text-2", False),
    Priority.P4: ("chevron-down", "surface", "edge", "text-2", False),
    Priority.P5: ("chevrons-down", "surface", "edge", "text-2", True),
}


def priority_mark(priority: Priority, theme: str) -> PriorityMark:
    """Return what a priority looks like in a theme."""
    icon, ground, border, ink, dashed = _PRIORITIES[priority]
    shown = tokens(theme)
    return PriorityMark(
        label=f"P{int(priority)}",
        icon=icon,
        ground=shown[ground],
        border=shown[border],
        text=shown[ink],
        dashed=dashed,
    )


_STATUS = {
    "ok": ("check", "ok", "ok-soft"),
    "warn": ("triangle", "warn", "warn-soft"),
    "bad": ("cross-square", "bad", "bad-soft"),
    "info": ("bubble", "info", "info-soft"),
    "quiet": ("bar", "text-2", "sunken"),
}


def status_mark(kind: str, theme: str) -> tuple[str, str, str]:
    """Return icon name, text colour and soft ground of a state: ok, warn, bad, info or quiet."""
    icon, ink, ground = _STATUS[kind]
    return icon, token(ink, theme), token(ground, theme)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return a colour laid over a ground with a share (0-1), as an opaque colour."""
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
