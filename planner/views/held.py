"""What is held about a person as a page they can read; it needs no network and no program."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from planner.model.language import text

__all__ = ["held_page"]

_PICTURE = "data:image/jpeg;base64,"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1c2733 }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; font-size: 13px }
th, td { border: 1px solid #c9d3dd; padding: 4px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #eef2f6 } h2 { margin: 1.5rem 0 .5rem } .none { color: #5b6b7b }
"""


def held_page(held: Mapping[str, Sequence[Mapping[str, Any]]], *, language: str, who: str, made: str) -> str:
    """Return a page with one table for each kind of data.

    Parameters
    ----------
    held
        Rows by kind, as `planner.desk.privacy.export_person` gives them.
    who
        Whom it is about.
    made
        When it was made, as it shall be read.
    """
    title = html.escape(text("privacy.page_title", language, who=who))
    parts = [f"<h1>{title}</h1><p>{html.escape(text('privacy.page_made', language, made=made))}</p>"]
    for kind, rows in held.items():
        parts.append(f"<h2>{html.escape(text(f'privacy.held.{kind}', language))} ({len(rows)})</h2>")
        parts.append(_table(rows) if rows else f'<p class="none">{html.escape(text("privacy.none", language))}</p>')
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>"
    )


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row if any(_said(one.get(name)) for one in rows)))
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in names) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _said(value: Any) -> bool:
    return value not in (None, "", [], {})


def _cell(value: Any) -> str:
    if not _said(value):
        return ""
    words = html.escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return f'<img src="{words}" alt="" width="320">' if words.startswith(_PICTURE) else words
