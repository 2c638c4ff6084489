"""Line icons as inline SVG, drawn by us, for maps, schedule, cards and print."""

from __future__ import annotations

__all__ = ["ICONS", "icon_svg"]

ICONS = {
    "chevrons-up": '<path d="m7 11 5-5 5 5M7 18l5-5 5 5"/>',
    "chevron-up": '<path d="m6 15 6-6 6 6"/>',
    "bar": '<path d="M5 12h14"/>',
    "chevron-down": '<path d="m6 9 6 6 6-6"/>',
    "chevrons-down": '<path d="m7 6 5 5 5-5M7 13l5 5 5-5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "triangle": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1"/>',
    "cross-square": '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="m9 9 6 6m0-6-6 6"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "bubble": '<path d="M4 5h16v11H10l-4 4v-4H4zM8 10.5l2 2 5-4"/>',
    "headset": '<path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v6H5.500a1.5 1.5 0 0 1-1.5-1.500zM20 14h-3v6h1.5'
    'a1.5 1.5 0 0 0 1.5-1.500z"/>',
    "moon": '<path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z"/>',
    "cup": '<path d="M5 8h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 10h1.500a2.5 2.5 0 0 1 0 5H16"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2" fill="currentColor"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "house": '<path d="m4 11 8-7 8 7v9H4zM10 20v-5h4v5"/>',
    "box": '<path d="m12 3 8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9"/>',
    "car": '<path d="M4 17v-4.500l2-6h12l2 6V17zM4 12.500h16M6 17v2.500M18 17v2.500M7.5 15h.1M16.5 15h.1"/>',
    "no-car": '<path d="M4 17v-4.500l2-6h9M19 10l1 2.500V17H9M4 12.500h8M6 17v2.500M18 17v2.500M3 3l18 18"/>',
    "phone": '<path d="M5 4h4l2 5-2.5 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1.5 1.5 0 0 1-1.5 1.5'
    'A15 15 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4z"/>',
    "key": '<circle cx="8" cy="12" r="4"/><path d="M12 12h9M18 12v3.500M15 12v2.5"/>',
    "wrench": '<path d="M14 7a4.5 4.5 0 0 1 6-2.500L17 7.500l.5 2 2 .5 3-3A4.5 4.5 0 0 1 16 12l-8.5 8.5'
    'a2.1 2.1 0 0 1-3-3L13 9"/>',
    "flag": '<path d="M6 21V4h11l-2 4 2 4H6"/>',
    "pause": '<path d="M9 5v14M15 5v14"/>',
    "arrow": '<path d="m3 11 18-8-8 18-2-8z"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20a6 6 0 0 1 12 0M16 5a3.5 3.5 0 0 1 0 6.5M18 15q3 1 3 5"/>',
    "chain": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>',
    "pin": '<path d="M12 21s7-6 7-11.500A7 7 0 0 0 5 9.500C5 15 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "away": '<circle cx="12" cy="12" r="8.5"/><path d="m6 18 12-12"/>',
    "play": '<path d="M7 4.500v15l12-7.500z"/>',
    "undo": '<path d="M9 7 4.500 11.500 9 16M5 11.500h9a5 5 0 0 1 0 10h-3"/>',
    "turn": '<path d="M19.500 5v5h-5M4.500 19v-5h5M5.500 10a7 7 0 0 1 12-2.500l2 2.500"/>'
    '<path d="M18.500 14a7 7 0 0 1-12 2.500l-2-2.500"/>',
    "person": '<circle cx="12" cy="8" r="3.5"/><path d="M5 20a7 7 0 0 1 14 0"/>',
    "offline": '<path d="M8 18h9a4 4 0 0 0 1.500-7.700A6 6 0 0 0 9 7M6.500 10.200A4 4 0 0 0 8 18M3 3l18 18"/>',
    "mail": '<rect x="3.500" y="5.500" width="17" height="13" rx="2"/><path d="m4 7 8 6 8-6"/>',
    "again": '<rect x="4" y="5.500" width="16" height="14.500" rx="2"/>'
    '<path d="M4 10h16M8.500 3v4M15.500 3v4M9 15h6m-3-3v6"/>',
    "list": '<path d="m4 6 1.500 1.500L8 5M4 12l1.500 1.500L8 11M4 18l1.500 1.500L8 17"/>'
    '<path d="M12 6.500h8M12 12.500h8M12 18.500h8"/>',
    "camera": '<path d="M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "pen": '<path d="M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM13.5 7l3.5 3.500"/>',
    "note": '<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.500h7M8.5 12h5"/>',
}


def icon_svg(name: str, *, size: int = 16, colour: str = "currentColor", stroke: float = 2.0) -> str:
    """Return a line icon as inline SVG, hidden from screen readers (words say the same beside it).

    Parameters
    ----------
    name
        Icon name, for example ``headset``.
    size
        Width and height in pixels.
    colour
        Stroke colour.
    stroke
        Line width in units of the 24 x 24 view box.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="{stroke:g}" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true">{ICONS[name]}</svg>'
    )
