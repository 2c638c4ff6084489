"""Charts of the statistics page as inline SVG: line, paired bars, target range, bars, sparkline.

Actual is drawn in the link colour, planned as a hatched grey edge, the period before dotted, a
target dashed; labels stand at the marks instead of a legend, and what misses its target carries
a diamond, never colour alone. Every chart has a title for screen readers; the page shows the
same numbers as a table. Texts are escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from planner.views.icons import ICONS
from planner.views.tokens import tokens

__all__ = ["bar_chart", "line_chart", "pair_chart", "sparkline", "target_chart"]

_WIDTH, _HEIGHT = 330, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 44, 14, 24


def line_chart(
    values: Sequence[tuple[str, float]],
    *,
    theme: str,
    title: str,
    label: Sequence[str],
    target: float | None = None,
    running: str = "",
) -> str:
    """Return a line over buckets.

    Parameters
    ----------
    values
        Pairs of bucket label and value, in order.
    theme
        ``light`` or ``dark``.
    title
        What a screen reader says.
    label
        The values as people read them, one for each pair.
    target
        Dashed line; None: no target.
    running
        Remark under the last value where its bucket is not over yet; the way there is dashed and its point hatched.
    """
    numbers = [value for _, value in values] + ([target] if target is not None else [])
    low, high, ticks = _scale(numbers)
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(values) - 1)
    points = [(_LEFT + i * step, _y(value, low, high)) for i, (_, value) in enumerate(values)]
    parts = _grid(ticks, low, high, theme)
    if target is not None:
        y = _y(target, low, high)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" {_stroke("edge", theme, "4 4")}/>'
        )
    over = points[:-1] if running else points
    parts.append(_line(over, theme))
    if running:
        parts.append(_hatch(theme))
        parts.append(_line(points[-2:], theme, dash="3 4"))
    for i, ((x, y), shown) in enumerate(zip(points, label, strict=True)):
        ground = "url(#fp-hatch)" if i >= len(over) else tokens(theme)["surface"]
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if i >= len(over) else 3.6}" fill="{ground}" '
            f"{_stroke('link', theme, width=2)}><title>{escape(shown)}</title></circle>"
        )
    if points:
        x, y = points[-1]
        parts.append(_text(x + 9, y + 4, label[-1], theme, "link", bold=True, anchor="start"))
        # Beside the value there is room for two lines; low down the remark stands over it.
        beside = y + 17 if y < _HEIGHT - _BOTTOM - 10 else y - 10
        parts.append(_text(x + 9, beside, running, theme, "text-3", anchor="start", size=10.5))
    parts.extend(_axis([name for name, _ in values], [x for x, _ in points], theme))
    return _svg(parts, title)


def pair_chart(values: Sequence[tuple[str, float, float]], *, theme: str, title: str, label: Sequence[str]) -> str:
    """Return pairs of bars from zero: planned hatched, actual filled.

    Parameters
    ----------
    values
        Bucket label, planned, actual.
    label
        The actual values as people read them.
    """
    top = max([1.0, *(max(planned, actual) for _, planned, actual in values)])
    _, high, ticks = _scale([0.0, top])
    step = (_WIDTH - _LEFT - 10) / max(1, len(values))
    width = min(26.0, step / 2 - 6)
    parts, centres = [_hatch(theme), *_grid(ticks, 0.0, high, theme)], []
    for i, ((_, planned, actual), shown) in enumerate(zip(values, label, strict=True)):
        centre = _LEFT + step * (i + 0.5)
        centres.append(centre)
        parts.append(
            _bar(centre - width - 1.5, planned, high, width, f'fill="url(#fp-hatch)" {_stroke("edge", theme)}')
        )
        parts.append(_bar(centre + 1.5, actual, high, width, f'fill="{tokens(theme)["link"]}"'))
        parts.append(_text(centre + 1.5 + width / 2, _y(actual, 0.0, high) - 4, shown, theme, "text"))
    parts.extend(_axis([name for name, _, _ in values], centres, theme))
    return _svg(parts, title)


def bar_chart(values: Sequence[tuple[str, float]], *, theme: str, title: str, label: Sequence[str]) -> str:
    """Return horizontal bars, the label over its bar, the number at its end."""
    top = max([1.0, *(value for _, value in values)])
    row = min(40.0, _HEIGHT / max(1, len(values)))
    parts = []
    for i, ((name, value), shown) in enumerate(zip(values, label, strict=True)):
        y, width = i * row, (_WIDTH - 80) * value / top
        parts.append(_text(2, y + 13, name, theme, "text-2", anchor="start"))
        parts.append(
            f'<rect x="2" y="{y + 18:.1f}" width="{width:.1f}" height="10" rx="2" fill="{tokens(theme)["link"]}"/>'
        )
        parts.append(_text(width + 10, y + 27, shown, theme, "text", bold=True, anchor="start"))
    return _svg(parts, title)


def target_chart(
    values: Sequence[tuple[str, float, float]], *, theme: str, title: str, label: Sequence[tuple[str, str]]
) -> str:
    """Return one line for each row: where it stands between 0 and 1, and where its target is.

    Parameters
    ----------
    values
        Row label, share, target share (0-1).
    label
        For each row the share and the count as people read them.
    """
    low = min([0.6, *(max(0.0, share - 0.05) for _, share, _ in values)])
    left, right = 30.0, _WIDTH - 92.0
    colour = tokens(theme)

    def x_of(share: float) -> float:
        return left + (right - left) * (share - low) / (1 - low)

    row = min(36.0, (_HEIGHT - 10) / max(1, len(values)))
    parts = []
    for i, ((name, share, target), (shown, count)) in enumerate(zip(values, label, strict=True)):
        y, met = 20 + i * row, share >= target
        mark, x, goal = colour["link"] if met else colour["warn-mark"], x_of(share), x_of(target)
        parts.append(_text(2, y + 4, name, theme, "text", bold=True, anchor="start"))
        parts.append(f'<line x1="{left}" x2="{right}" y1="{y}" y2="{y}" {_stroke("line", theme, width=1.5)}/>')
        parts.append(f'<line x1="{x:.1f}" x2="{goal:.1f}" y1="{y}" y2="{y}" stroke="{mark}" stroke-width="4"/>')
        parts.append(
            f'<line x1="{goal:.1f}" x2="{goal:.1f}" y1="{y - 9}" y2="{y + 9}" {_stroke("text", theme, width=2)}/>'
        )
        parts.append(_mark(x, y, mark, met=met))
        parts.append(_text(right + 14, y, shown, theme, "text", bold=True, anchor="start"))
        parts.append(_text(right + 14, y + 12, count, theme, "text-3", anchor="start", size=10.5))
        end = _WIDTH - 12
        parts.append(_text(end, y + 4, "✓", theme, "ok", bold=True) if met else _warning(end, y, theme))
    return _svg(parts, title)


def sparkline(values: Sequence[float], *, theme: str, title: str, target: float | None = None) -> str:
    """Return a small line of the last values with the newest marked; empty below two values."""
    if len(values) < 2:
        return ""
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
        goal = f'<line x1="3" x2="87" y1="{y:.1f}" y2="{y:.1f}" {_stroke("edge", theme, "3 3")}/>'
    return (
        f'<svg viewBox="0 0 92 36" width="92" height="36" role="img" aria-label="{escape(title, quote=True)}">{goal}'
        f'<polyline points="{path}" fill="none" {_stroke("text-2", theme, width=1.6)}/>'
        f'<circle cx="87" cy="{y_of(values[-1]):.1f}" r="3" fill="{tokens(theme)["link"]}"/></svg>'
    )


def _scale(numbers: Sequence[float]) -> tuple[float, float, list[float]]:
    """Lower and upper end and about four round ticks that hold all numbers."""
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    span = (high - low) or max(abs(high), 1.0) * 0.2
    raw = span / 4
    power = 10.0 ** (len(str(int(1 / raw))) * -1 if raw < 1 else len(str(int(raw))) - 1)
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10, 20, 50, 100) if factor * power >= raw)
    first = step * (low // step)
    ticks = [first + i * step for i in range(8) if first + i * step < high + step]
    return ticks[0], ticks[-1], ticks


def _y(value: float, low: float, high: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - (value - low) / ((high - low) or 1.0))


def _grid(ticks: Sequence[float], low: float, high: float, theme: str) -> list[str]:
    parts = []
    for tick in ticks:
        y = _y(tick, low, high)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}" {_stroke("line", theme)}/>')
        parts.append(_text(_LEFT - 6, y + 4, f"{tick:g}", theme, "text-3", anchor="end"))
    return parts


def _axis(names: Sequence[str], places: Sequence[float], theme: str) -> list[str]:
    every = max(1, -(-len(names) // 8))
    shown = [(name, x) for i, (name, x) in enumerate(zip(names, places, strict=True)) if i % every == 0]
    return [_text(x, _HEIGHT - 6, name, theme, "text-3") for name, x in shown]


def _bar(x: float, value: float, high: float, width: float, paint: str) -> str:
    y = _y(value, 0.0, high)
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_HEIGHT - _BOTTOM - y:.1f}" rx="2" {paint}/>'


def _line(points: Sequence[tuple[float, float]], theme: str, dash: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" {_stroke("link", theme, dash, width=2.2)}/>'


def _warning(x: float, y: float, theme: str) -> str:
    """A triangle with an exclamation mark, as everywhere in the product."""
    return (
        f'<g transform="translate({x - 8:.1f} {y - 9:.1f}) scale(0.67)" fill="none" stroke="{tokens(theme)["warn"]}" '
        f'stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">{ICONS["triangle"]}</g>'
    )


def _mark(x: float, y: float, colour: str, *, met: bool) -> str:
    if met:
        return f'<circle cx="{x:.1f}" cy="{y}" r="6" fill="{colour}"/>'
    return f'<path d="M{x:.1f} {y - 7}l7 7l-7 7l-7 -7z" fill="{colour}"/>'


def _stroke(name: str, theme: str, dash: str = "", *, width: float = 1) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{tokens(theme)[name]}" stroke-width="{width}"{dashed}'


def _hatch(theme: str) -> str:
    return (
        '<defs><pattern id="fp-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" x2="0" y1="0" y2="5" {_stroke("edge", theme, width=1.2)}/></pattern></defs>'
    )


def _text(
    x: float,
    y: float,
    shown: str,
    theme: str,
    name: str,
    *,
    bold: bool = False,
    anchor: str = "middle",
    size: float = 12,
) -> str:
    weight = ' font-weight="650"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{tokens(theme)[name]}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{escape(shown)}</text>"
    )


def _svg(parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" aria-label="{escape(title, quote=True)}" '
        f'style="font-variant-numeric:tabular-nums">{"".join(parts)}</svg>'
    )
