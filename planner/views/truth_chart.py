"""What was said beside what happened, as inline SVG: points with their range by chance, and the line they should be on.

The page shows the same numbers as a table. Texts are escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from planner.views.tokens import tokens

__all__ = ["calibration_chart"]

_WIDTH, _HEIGHT = 330, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 316, 14, 166


def calibration_chart(
    values: Sequence[tuple[float, float, float]], *, theme: str, title: str, across: str, up: str
) -> str:
    """Return the chart.

    Parameters
    ----------
    values
        Parts, 0 to 1: said, happened, and half the range of what happened.
    theme
        ``light`` or ``dark``.
    title
        What a screen reader says.
    across, up
        What the axes are.
    """
    colours = tokens(theme)
    parts = []
    for tick in (0.0, 0.5, 1.0):
        x, y = _place(tick, tick)
        parts.append(f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colours["line"]}"/>')
        parts.append(_text(_LEFT - 5, y + 4, f"{100 * tick:.0f}", colours["text-3"], "end"))
        parts.append(_text(x, _BOTTOM + 16, f"{100 * tick:.0f}", colours["text-3"], "middle"))
    parts.append(
        f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_TOP}" stroke="{colours["edge"]}" '
        'stroke-dasharray="4 4"/>'
    )
    for said, happened, give in values:
        x, y = _place(said, happened)
        low, high = _place(said, happened - give)[1], _place(said, happened + give)[1]
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="{colours["link"]}"/>')
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{colours["link"]}">'
            f"<title>{100 * said:.0f} → {100 * happened:.0f}</title></circle>"
        )
    parts.append(_text(_RIGHT, _BOTTOM - 5, across, colours["text-3"], "end"))
    parts.append(_text(_LEFT + 5, _TOP + 12, up, colours["text-3"], "start"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" '
        f'aria-label="{escape(title, quote=True)}" style="font-variant-numeric:tabular-nums">{"".join(parts)}</svg>'
    )


def _place(said: float, happened: float) -> tuple[float, float]:
    """Where a point is; what chance could make more than all or less than nothing is drawn at the edge."""
    return _LEFT + said * (_RIGHT - _LEFT), _BOTTOM - min(1.0, max(0.0, happened)) * (_BOTTOM - _TOP)


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="11.5" font-family="Source Sans, sans-serif" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
