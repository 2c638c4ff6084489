"""The receipt of a visit as a page that loads and runs nothing; browsers print it, and save it as PDF."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner.model.language import day_text, text, time_text
from planner.model.message import Text
from planner.views.escape import map_text
from planner.views.tokens import css_variables

__all__ = ["Receipt", "receipt_page"]

_CSS = Path(__file__).parent / "assets" / "receipt.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says.

    Parameters
    ----------
    job
        Name of the job type; None where it has none.
    times
        Reports that stand, as ``arrived`` and its aware moment.
    steps
        Steps of the checklist that are ticked.
    parts
        Parts that were used: id, how many, name (None: not in the catalogue).
    done, next_action, signed_by, signed_at, by_word
        What the report to the customer says; approved by word where nobody signed.
    signature, photos
        Bare JPEGs.
    waiting
        How many pictures have not come from the device yet.
    """

    visit_id: str
    day: date
    zone: str
    title: str
    job: Text | None
    customer: str
    address: str
    technician: str
    times: tuple[tuple[str, datetime], ...] = ()
    steps: tuple[Text, ...] = ()
    parts: tuple[tuple[str, int, Any], ...] = ()
    done: str = ""
    next_action: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None
    by_word: bool = False
    signature: bytes | None = None
    photos: tuple[bytes, ...] = ()
    waiting: int = 0


def receipt_page(one: Receipt, *, language: str) -> str:
    """Return a receipt as a page; `language` is ``sv`` or ``en``."""
    title = text("receipt.title", language, visit=one.visit_id)
    facts = "".join(f"<dt>{map_text(name)}</dt><dd>{map_text(value)}</dd>" for name, value in _facts(one, language))
    style = f":root{{{css_variables('light')}}}{_CSS.read_text(encoding='utf-8')}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{map_text(title)}</title>'
        f"<style>{style}</style></head><body><header><h1>{map_text(title)}</h1>"
        f"<p>{map_text(day_text(one.day, language, year=True))}</p></header><h2>{map_text(one.title)}</h2>"
        f"<dl>{facts}</dl>{_list('steps', [step[language] for step in one.steps], language)}"
        f"{_list('parts', _parts(one, language), language)}{_photos(one, language)}{_signed(one, language)}"
        f"{_waiting(one, language)}</body></html>"
    )


def _facts(one: Receipt, language: str) -> Iterator[tuple[str, str]]:
    times = dict(one.times)  # the last of each
    begun = next((at for word, at in one.times if word in ("arrived", "started")), None)
    over = next((times[word] for word in ("done", "follow_up", "no_access") if word in times), None)
    clock = " – ".join(time_text(at, zone=one.zone) for at in (begun, over) if at)
    state = text(f"my_day.state.{one.times[-1][0]}", language) if one.times else ""
    for name, value in (
        ("customer", ", ".join(filter(None, (one.customer, one.address)))),
        ("job", one.job[language] if one.job else ""),
        ("technician", one.technician),
        ("on_site", clock),
        ("state", state),
        ("done", one.done),
        ("next_action", one.next_action),
    ):
        if value:
            yield text(f"receipt.{name}", language), value


def _parts(one: Receipt, language: str) -> list[str]:
    return [f"{count} × {name[language] if name else part}" for part, count, name in one.parts]


def _list(name: str, rows: list[str], language: str) -> str:
    if not rows:
        return ""
    items = "".join(f"<li>{map_text(row)}</li>" for row in rows)
    return f"<h3>{map_text(text(f'receipt.{name}', language))}</h3><ul>{items}</ul>"


def _photos(one: Receipt, language: str) -> str:
    if not one.photos:
        return ""
    shown = "".join(
        _picture(content, text("receipt.photo", language, number=number))
        for number, content in enumerate(one.photos, start=1)
    )
    return f"<h3>{map_text(text('receipt.photos', language))}</h3><div class='photos'>{shown}</div>"


def _picture(content: bytes, words: str) -> str:
    return f'<img src="data:image/jpeg;base64,{base64.b64encode(content).decode()}" alt="{map_text(words)}">'


def _signed(one: Receipt, language: str) -> str:
    if one.signed_at is None or not (one.signed_by or one.signature or one.by_word):
        return ""
    at = f"{day_text(one.signed_at.date(), language)} {time_text(one.signed_at, zone=one.zone)}"
    how = text("receipt.by_word", language) if one.by_word else ""
    words = ", ".join(filter(None, (one.signed_by, how, at)))
    drawn = _picture(one.signature, text("receipt.signature", language)) if one.signature else ""
    title = map_text(text("receipt.signed", language))
    return f'<h3>{title}</h3><div class="signed">{drawn}<p>{map_text(words)}</p></div>'


def _waiting(one: Receipt, language: str) -> str:
    if not one.waiting:
        return ""
    return f'<p class="note">{map_text(text("receipt.waiting", language, count=one.waiting))}</p>'
