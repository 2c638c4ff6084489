"""The price of a planning run over time as inline SVG: a falling staircase, its last value at its end."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.job import Progress
from planner.model.language import money_text
from planner.views.escape import map_text
from planner.views.tokens import token

__all__ = ["price_curve"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 96, 10, 16


def price_curve(
    progress: Sequence[Progress],
    *,
    elapsed_s: float,
    limit_s: float,
    language: str,
    theme: str,
    title: str,
    width: int = 560,
    height: int = 92,
) -> str:
    """Return the best price known over the seconds of a run.

    Parameters
    ----------
    progress
        Best prices as they were found.
    elapsed_s, limit_s
        Seconds so far, and seconds allowed: the axis ends where the run will.
    language, theme
        ``sv`` or ``en``; ``light`` or ``dark``.
    title
        What a screen reader says.
    width, height
        Size in pixels.
    """
    right, bottom = width - _RIGHT, height - _BOTTOM
    axis = token("line", theme)
    frame = f'<line x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="{axis}"/>'
    span = max(limit_s, elapsed_s, 0.1)
    ink = token("text-3", theme)
    ends = (
        f'<text x="{_LEFT}" y="{height - 3}" font-size="11" fill="{ink}">0 s</text>'
        f'<text x="{right}" y="{height - 3}" font-size="11" text-anchor="end" fill="{ink}">{span:.0f} s</text>'
    )
    line = _staircase(progress, elapsed_s, span, right, bottom, language, theme) if progress else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{map_text(title)}" '
        f'viewBox="0 0 {width} {height}" width="100%" height="{height}" preserveAspectRatio="xMinYMid meet" '
        f'style="font-family:system-ui,sans-serif;font-variant-numeric:tabular-nums">{frame}{ends}{line}</svg>'
    )


def _staircase(
    progress: Sequence[Progress], elapsed_s: float, span: float, right: int, bottom: int, language: str, theme: str
) -> str:
    prices = [p.price_ore for p in progress]
    low, high = min(prices), max(prices)
    wide, tall = right - _LEFT, bottom - _TOP - 6

    def x(seconds: float) -> float:
        return _LEFT + wide * min(seconds / span, 1.0)

    def y(price: int) -> float:
        return _TOP + (tall * (high - price) / (high - low) if high > low else tall / 2)

    path = f"M{x(progress[0].elapsed_s):.1f} {y(prices[0]):.1f}"
    path += "".join(f"H{x(p.elapsed_s):.1f}V{y(p.price_ore):.1f}" for p in progress[1:])
    end = x(max(elapsed_s, progress[-1].elapsed_s))
    path += f"H{end:.1f}"
    colour, last = token("link", theme), y(prices[-1])
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{end:.1f}" cy="{last:.1f}" r="3.5" fill="{colour}"/>'
        f'<text x="{end + 8:.1f}" y="{last + 4:.1f}" font-size="12" font-weight="600" '
        f'fill="{token("text", theme)}">{map_text(money_text(prices[-1], language))}</text>'
    )
