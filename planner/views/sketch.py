"""A small map as inline SVG, for paper: outlines, route, numbered stops. No script, nothing loaded."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.words import StopKind
from planner.views.escape import map_text
from planner.views.ground import Box, box_around, labels_in, outlines_in
from planner.views.map_data import people_of, stops_of
from planner.views.tokens import TechnicianStyle, technician_style, token

__all__ = ["route_sketch", "spread"]

Project = Callable[[float, float], tuple[float, float]]
_NEAR, _FAR = 22.0, 26.0
"""Badges keep this distance, and move at most so far from their place (pixels)."""


def route_sketch(
    plan: Plan, technician_id: str, *, width: int = 720, height: int = 240, theme: str = "light", title: str = ""
) -> str:
    """Return one technician's day as an SVG picture; an empty text where there is nothing to draw.

    Parameters
    ----------
    plan, technician_id
        Whose day of which plan.
    width, height
        Size in pixels.
    theme
        ``light`` or ``dark``; paper takes light.
    title
        What a screen reader says.
    """
    on_road = (StopKind.START, StopKind.VISIT, StopKind.DEPOT, StopKind.END)
    road = [s for s in stops_of(plan, technician_id) if s.kind in on_road and s.place is not None]
    visits = [s for s in road if s.kind is StopKind.VISIT]
    who = next((one for one in people_of(plan) if one.technician_id == technician_id), None)
    if who is None or not visits:
        return ""
    style = technician_style(who.number, theme)
    places = [s.place for s in road if s.place]
    box, project = _projection(places, width, height)
    spots = [project(s.place.lat, s.place.lon) for s in visits if s.place]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (project(p.lat, p.lon) for p in places))
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    badges = "".join(_badge(at, s.number, style) for at, s in zip(spread(spots), visits, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{map_text(title)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="{token("water", theme)}"/>'
        f"{_ground(box, project, theme)}"
        f'<polyline points="{line}" fill="none" stroke="{token("halo", theme)}" stroke-width="7"/>'
        f'<polyline points="{line}" fill="none" stroke="{style.colour}" stroke-width="3" '
        f'stroke-linejoin="round"{dash}/>{badges}</svg>'
    )


def _projection(places: Sequence[Place], width: int, height: int) -> tuple[Box, Project]:
    box = box_around((p.lat, p.lon) for p in places).grown(0.12, least=0.004)
    middle = math.radians((box.south + box.north) / 2)
    wide, tall = (box.east - box.west) * math.cos(middle), box.north - box.south
    scale = min(width / wide, height / tall)
    left, top = (width - wide * scale) / 2, (height - tall * scale) / 2
    shown = box.grown(2)

    def project(lat: float, lon: float) -> tuple[float, float]:
        return left + (lon - box.west) * math.cos(middle) * scale, top + (box.north - lat) * scale

    return shown, project


def _ground(box: Box, project: Project, theme: str) -> str:
    rings = [
        " ".join(f"{x:.0f},{y:.0f}" for x, y in (project(lat, lon) for lon, lat in ring))
        for feature in outlines_in(box)["features"]
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
    ]
    land, edge, ink = token("land", theme), token("road-casing", theme), token("map-label", theme)
    shapes = "".join(f'<polygon points="{ring}" fill="{land}" stroke="{edge}"/>' for ring in rings)
    labels = []
    for name, lat, lon, _ in labels_in(box, limit=40)[:14]:
        x, y = project(lat, lon)
        labels.append(
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="10" letter-spacing="0.6" text-anchor="middle" fill="{ink}">'
            f"{map_text(name)}</text>"
        )
    return shapes + "".join(labels)


def _badge(at: tuple[float, float], number: int, style: TechnicianStyle) -> str:
    x, y = at
    corner = 10 if style.shape == "round" else 4
    return (
        f'<rect x="{x - 10:.1f}" y="{y - 10:.1f}" width="20" height="20" rx="{corner}" fill="{style.colour}" '
        f'stroke="#FFFFFF" stroke-width="1.5"/><text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="650" '
        f'text-anchor="middle" fill="{style.text}">{number}</text>'
    )


def spread(
    spots: Sequence[tuple[float, float]], *, near: float = _NEAR, far: float = _FAR
) -> list[tuple[float, float]]:
    """Return points moved apart until they are `near` pixels apart or have moved `far` pixels."""
    now = list(spots)
    for _ in range(40):
        calm = True
        for i in range(len(now)):
            for j in range(i + 1, len(now)):
                dx, dy = now[j][0] - now[i][0], now[j][1] - now[i][1]
                gap = math.hypot(dx, dy)
                if gap >= near:
                    continue
                if gap < 0.01:
                    dx, dy, gap = math.cos(i * 2.4 + j), math.sin(i * 2.4 + j), 1.0
                push = (near - min(gap, near)) / 2 + 0.3
                now[i] = (now[i][0] - dx / gap * push, now[i][1] - dy / gap * push)
                now[j] = (now[j][0] + dx / gap * push, now[j][1] + dy / gap * push)
                calm = False
        now = [_held(at, home, far) for at, home in zip(now, spots, strict=True)]
        if calm:
            break
    return now


def _held(at: tuple[float, float], home: tuple[float, float], far: float) -> tuple[float, float]:
    dx, dy = at[0] - home[0], at[1] - home[1]
    gap = math.hypot(dx, dy)
    return at if gap <= far else (home[0] + dx / gap * far, home[1] + dy / gap * far)
