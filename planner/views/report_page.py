"""The statistics of a period as a page to print: figures, charts and their tables; it loads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from planner.model.language import day_text, text
from planner.report import THEMES, Figure, Statistics
from planner.report.charts import OF_THEME
from planner.report.targets import verdict
from planner.views.charts import drawn
from planner.views.escape import map_text
from planner.views.report_charts import pictured
from planner.views.report_picture import Picture, Setting, trend_picture
from planner.views.statistics import amount_text, change_text, parts_text, scope_text, summary_text, wanted_text
from planner.views.tokens import css_variables

__all__ = ["report_page"]

_CSS = Path(__file__).parent / "assets" / "report.css"


def report_page(found: Statistics, setting: Setting, *, counted: str, themes: Iterable[str] = tuple(THEMES)) -> str:
    """Return the statistics of a period as a page; browsers print it, and save it as PDF.

    Parameters
    ----------
    setting
        Language and names; the page is light.
    counted
        What was counted and with which filters, in words.
    themes
        Which of `planner.report.figures.THEMES` it has, in order.
    """
    lang = setting.language
    first, last = (day_text(day, lang, year=True) for day in (found.first, found.last))
    style = f":root{{{css_variables('light')}}}{_CSS.read_text(encoding='utf-8')}"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{map_text(setting.say("title"))}'
        f"</title><style>{style}</style></head><body><header><h1>{map_text(setting.say('title'))}</h1>"
        f"<p>{map_text(first)} – {map_text(last)}</p></header><p class=counted>{map_text(counted)}</p>"
        f"<p class=summary>{map_text(summary_text(found, lang))}</p>"
        f"{''.join(_theme(theme, found, setting) for theme in themes)}</body></html>"
    )


def _theme(theme: str, found: Statistics, setting: Setting) -> str:
    rows = "".join(_row(found.figures[name], found, setting) for name in THEMES[theme])
    heads = "".join(
        f"<th>{map_text(setting.say(key))}</th>"
        for key in ("column.figure", "column.value", "print.counted", "print.change", "print.target", "column.formula")
    )
    shown = [trend_picture(THEMES[theme][0], found, setting)]
    shown += [pictured(name, found, setting) for name in OF_THEME.get(theme, ())]
    charts = "".join(_picture(one) for one in shown if one is not None)
    name = text(f"report.theme.{theme}", setting.language)
    return (
        f"<section><h2>{map_text(name)}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"<div class=charts>{charts}</div></section>"
    )


def _row(figure: Figure, found: Statistics, setting: Setting) -> str:
    lang, before = setting.language, found.before.get(figure.figure_id)
    judged = verdict(figure)
    cells = (
        (setting.say(f"figure.{figure.figure_id}.name"), ""),
        (amount_text(figure.value, figure.unit, lang), "number"),
        (" · ".join(one for one in (parts_text(figure, lang), scope_text(found, figure, lang)) if one), "number"),
        (change_text(figure.value, before.value, figure.unit, lang) if before else "", "number"),
        (" ".join(one for one in (wanted_text(figure, lang), setting.say(judged) if judged else "") if one), ""),
        (setting.say(f"figure.{figure.figure_id}.formula"), "formula"),
    )
    return f"<tr>{''.join(f'<td class={kind or chr(34) * 2}>{map_text(said)}</td>' for said, kind in cells)}</tr>"


def _picture(one: Picture) -> str:
    unit = f" <small>{map_text(one.unit)}</small>" if one.unit else ""
    return f"<figure><figcaption>{map_text(one.title)}{unit}</figcaption>{drawn(one.chart)}{_table(one.table)}</figure>"


def _table(rows: pd.DataFrame) -> str:
    heads = "".join(f"<th>{map_text(str(name))}</th>" for name in rows.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{map_text(str(cell))}</td>' for cell in row)}</tr>" for row in rows.itertuples(index=False)
    )
    return f"<table class=small><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
