"""The day sheet that leaves by link: times and addresses on a page that loads and runs nothing."""

from __future__ import annotations

from pathlib import Path

from planner.model.language import day_text, text, time_text
from planner.model.plan import Plan, Stop
from planner.views.escape import map_text
from planner.views.tokens import css_variables

__all__ = ["short_sheet"]

_CSS = Path(__file__).parent / "assets" / "sheet.css"


def short_sheet(plan: Plan, technician_id: str, *, language: str) -> str:
    """Return a technician's stops as a page of start, end and address.

    Parameters
    ----------
    plan
        A plan that holds nothing else any more (`planner.desk.links`).
    technician_id
        Whose stops.
    language
        ``sv`` or ``en``.
    """
    day = day_text(plan.day, language, year=True)
    rows = "".join(_row(plan, stop) for stop in plan.of_technician(technician_id))
    body = f"<ol>{rows}</ol>" if rows else f"<p>{map_text(text('links.sheet.empty', language))}</p>"
    note = text("links.sheet.note", language, version=plan.version)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{map_text(day)}</title>'
        f"<style>:root{{{css_variables('light')}}}{_CSS.read_text(encoding='utf-8')}</style></head>"
        f"<body><header><h1>{map_text(day)}</h1></header>{body}<footer>{map_text(note)}</footer></body></html>"
    )


def _row(plan: Plan, stop: Stop) -> str:
    times = f"{time_text(stop.start, zone=plan.time_zone)}–{time_text(stop.end, zone=plan.time_zone)}"
    return f'<li><span class="time">{times}</span><span></span><h2>{map_text(stop.title)}</h2></li>'
