"""The small line of a figure's last values, as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from planner.views.tokens import tokens

__all__ = ["sparkline"]


def sparkline(values: Sequence[float], *, theme: str, title: str, target: float | None = None) -> str:
    """Return a small line of the last values with the newest marked; empty below two values.

    Parameters
    ----------
    title
        What a screen reader says; escaped here.
    target
        Dashed line; None: no target.
    """
    if len(values) < 2:
        return ""
    colour = tokens(theme)
    numbers = [*values, *([target] if target is not None else [])]
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0

    def y_of(value: float) -> float:
        return 30 - 24 * (value - low) / span

    step = 84 / (len(values) - 1)
    path = " ".join(f"{3 + i * step:.1f},{y_of(value):.1f}" for i, value in enumerate(values))
    goal = ""
    if target is not None:
        y = y_of(target)
        goal = (
            f'<line x1="3" x2="87" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour["edge"]}" stroke-width="1" '
            'stroke-dasharray="3 3"/>'
        )
    return (
        f'<svg viewBox="0 0 92 36" width="92" height="36" role="img" aria-label="{escape(title, quote=True)}">{goal}'
        f'<polyline points="{path}" fill="none" stroke="{colour["text-2"]}" stroke-width="1.6"/>'
        f'<circle cx="87" cy="{y_of(values[-1]):.1f}" r="3" fill="{colour["link"]}"/></svg>'
    )
