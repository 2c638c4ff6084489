"""The answer of a what-if as HTML: figures of both plans side by side, what is clear of it, and each day."""

from __future__ import annotations

from html import escape

from planner.model.language import day_text, duration_text, km_text, money_text, number_text
from planner.model.scenario import Answer
from planner.planning import ComparedFigure, money_ore, rows_of
from planner.ui.session import language, t

__all__ = ["answer_table", "days_table", "verdict"]

_TOTALS = ("money", "price")
_TOLD = ("planned", "left_out", "promises_missed", "sla_missed", "drive_s", "overtime_s", "money")


def verdict(answer: Answer) -> str:
    """Return a sentence with the differences a day that are clear, or that there is none."""
    rows = {row.name: row for row in rows_of(answer)}
    clear = [
        t("what_if.clear_one", name=_name(rows[one]).lower(), change=_signed(rows[one].difference.mean, rows[one].unit))
        for one in _TOLD
        if rows[one].difference.is_clear
    ]
    if rows["planned"].difference.is_clear is None:
        said = t("what_if.few_days")
    elif all(pair.present == pair.changed for pair in answer.pairs):
        said = t("what_if.alike")
    else:
        said = t("what_if.clear", changes=", ".join(clear)) if clear else t("what_if.not_clear")
    return f'<p class="fp-what-if-said" role="status"><b>{escape(said)}</b></p>'


def answer_table(answer: Answer) -> str:
    """Return the table of all figures: sums of both plans, the difference, and what that is a day."""
    rows = rows_of(answer)
    names = (t("what_if.head.present"), t("what_if.head.changed"), t("what_if.head.apart"), t("what_if.head.a_day"))
    body = "".join(
        f"<tr class='group'><th scope='rowgroup' colspan='5'>{escape(t(f'what_if.group.{group}'))}</th></tr>"
        + "".join(_line(row) for row in rows if row.group == group)
        for group in ("work", "money", "price")
    )
    return _table(names, body)


def days_table(answer: Answer) -> str:
    """Return the table of days: what is planned, left out, driven and paid by both plans."""
    columns = [("planned", "count"), ("left_out", "count"), ("drive_s", "seconds"), ("money", "ore")]
    body = ""
    for pair in answer.pairs:
        cells = ""
        for name, unit in columns:
            before, after = (
                money_ore(one) if name == "money" else int(getattr(one, name)) for one in (pair.present, pair.changed)
            )
            cells += f"<td>{escape(_shown(before, unit))} → {escape(_shown(after, unit))}</td>"
        body += f"<tr><th scope='row'>{escape(day_text(pair.day, language()))}</th>{cells}</tr>"
    return _table(tuple(t(f"what_if.row.{name}") for name, _ in columns), body)


def _line(row: ComparedFigure) -> str:
    difference = row.changed - row.present
    apart = _signed(difference, row.unit) if difference else "±0"
    cells = (_shown(row.present, row.unit), _shown(row.changed, row.unit), apart)
    mark = " class='total'" if row.name in _TOTALS else ""
    shown = "".join(f"<td>{escape(one)}</td>" for one in cells)
    return f"<tr{mark}><th scope='row'>{escape(_name(row))}</th>{shown}<td>{_a_day(row)}</td></tr>"


def _a_day(row: ComparedFigure) -> str:
    """The mean difference a day with its interval, or that there is no clear one."""
    apart = row.difference
    mean = escape(_signed(apart.mean, row.unit))
    if apart.low is None or apart.high is None:
        return mean
    if not apart.is_clear:
        if row.present == row.changed == 0 or apart.low == apart.high:
            return "±0"
        between = f"{_signed(apart.low, row.unit)} – {_signed(apart.high, row.unit)}"
        return f"{escape(t('what_if.no_clear'))}<u>{escape(between)}</u>"
    if apart.low == apart.high:
        return mean
    return f"{mean}<u>{escape(f'{_signed(apart.low, row.unit)} – {_signed(apart.high, row.unit)}')}</u>"


def _name(row: ComparedFigure) -> str:
    own = row.group == "work" or row.name in ("wages_ore", *_TOTALS)
    return t(f"what_if.row.{row.name}") if own else t(f"views.price.{row.name}")


def _shown(value: float, unit: str) -> str:
    reader = language()
    if unit == "seconds":
        return duration_text(value, reader)
    if unit == "metres":
        return km_text(value, reader)
    if unit == "ore":
        return money_text(round(value), reader)
    decimals = 0 if float(value).is_integer() else 2 if abs(value) < 0.1 else 1
    return number_text(value, reader, decimals=decimals)


def _signed(value: float, unit: str) -> str:
    shown = _shown(value, unit)
    return f"+{shown}" if value > 0 and any(one in "123456789" for one in shown) else shown


def _table(heads: tuple[str, ...], body: str) -> str:
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    return (
        f"<div class='fp-weigh fp-what-if'><table><thead><tr><th scope='col'></th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
