"""Personal identity numbers do not belong here: found in any cell, masked at once, and their row is not taken."""

from __future__ import annotations

import re
from datetime import date

from planner.model.redact import check_digit

__all__ = ["masked"]

_DASHED = re.compile(r"(?<![\d-])(\d{2})?(\d{2})(\d{2})(\d{2})[-+](\d{4})(?![\d-])")
_WHOLE = re.compile(r"(?<!\d)(19|20)(\d{2})(\d{2})(\d{2})(\d{4})(?!\d)")
_MASK = "•"


def masked(text: str, *, today: date | None = None) -> str | None:
    """Return the text with Swedish personal identity numbers masked; None when it holds none.

    Parameters
    ----------
    text
        Text of a cell.
    today
        Days of birth after it are none; None: no day is too late.

    Notes
    -----
    YYMMDD-NNNN and YYYYMMDD-NNNN (also with a plus, and co-ordination numbers with 60 added to the
    day) with a real day and a matching check digit. Written without a dash only twelve digits count,
    and only of somebody at least five years old: ticket numbers often begin with the day.
    """
    if not re.search(r"\d{6}", text):
        return None
    found = _DASHED.sub(lambda match: _hidden(match, today, least_age=0), text)
    found = _WHOLE.sub(lambda match: _hidden(match, today, least_age=5), found)
    return found if found != text else None


def _hidden(match: re.Match[str], today: date | None, *, least_age: int) -> str:
    century, year, month, day, last = match.groups()
    if not check_digit(year + month + day + last) or not _born(century, year, month, day, today, least_age):
        return match[0]
    return re.sub(r"\d", _MASK, match[0])


def _born(century: str | None, year: str, month: str, day: str, today: date | None, least_age: int) -> bool:
    centuries = [century] if century else ["19", "20"]
    for each in centuries:
        try:
            born = date(int(each + year), int(month), int(day) - (60 if int(day) > 60 else 0))
        except ValueError:
            continue
        if born.year >= 1890 and (today is None or (born <= today and born.year + least_age <= today.year)):
            return True
    return False
