"""Days, times of day and moments as people and systems write them; what can be read two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from planner.files.known import normalised, words
from planner.files.values import WrongValueError, brief, clean
from planner.model.language import TEAM_ZONE
from planner.model.message import message

__all__ = [
    "DATE_ORDERS",
    "date_order_hint",
    "localised",
    "parse_clock",
    "parse_day",
    "parse_moment",
    "relative_day",
]

DATE_ORDERS = ("dmy", "mdy")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(20\d\d)(\d\d)(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2|\s+)(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}(?!\d)")
_NO_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")
_WORDED = re.compile(
    r"(?:den )?(\d{1,2})(?:\.|:e|:a|st|nd|rd|th)?[ /.-]*([^\W\d_]{3,9})\.?"
    r"(?:(?:[ /.,-]*(\d{4})|[/-](\d{2}))(?![\d:.]))?"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?[ /-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:[ /,-]+(\d{4})(?![\d:]))?()")
_CLOCK = re.compile(
    r"(?:kl(?:\.|ockan)? ?|at )?(?P<h>\d{1,2})"
    r"(?:\.(?P<dotted>\d{2})|:(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<us>\d{1,9}))?)?)?"
    r" ?(?P<half>[ap]\.?m\.?)? ?(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?",
    re.IGNORECASE,
)


def parse_moment(
    text: str, *, order: str = "", near: date | None = None, today: date | None = None
) -> date | time | datetime:
    """Read a day, a time of day, or both (naive unless an offset is written).

    Parameters
    ----------
    text
        As written: ``2026-11-24``, ``24 nov 2026 08:00``, ``11/May/24 03:26 PM``, ``8.30`` ...
    order
        ``dmy`` or ``mdy`` for days such as 03/04/2026; empty: such days are refused.
    near
        Day whose nearest year a day without year gets; None: such days are refused.
    today
        Day on which it is read: what *tomorrow* follows on; None: such words are refused.

    Raises
    ------
    WrongValueError
        If it cannot be read, or can be read in two ways.
    """
    bare = _without_weekday(clean(text).removesuffix(","))
    found = relative_day(bare, today) or _split_day(bare, text, order, near)
    if found is None:
        return parse_clock(text)
    day, rest = found
    joined = rest.startswith(("T", "t"))
    rest = rest.lstrip(", Tt")
    if not rest:
        return day
    match = _CLOCK.fullmatch(rest)
    if match is None or not (match["m"] or match["dotted"] or match["half"]):
        raise WrongValueError(message("import.moment", value=brief(text)))
    if match["zone"] and match["zone"].startswith("-") and not (joined or match["s"]):
        # "08:00-10:00" is far more often from-to than ten hours west of Greenwich.
        raise WrongValueError(message("import.moment", value=brief(text)))
    return datetime.combine(day, _clock(match, text), _offset(match["zone"], text))


def parse_day(
    text: str, *, order: str = "", near: date | None = None, today: date | None = None, zone: str = TEAM_ZONE
) -> date:
    """Read a day; a time of day at midnight is passed over, any other refused. Parameters as in `parse_moment`."""
    found = parse_moment(text, order=order, near=near, today=today)
    found = localised(found, zone) if isinstance(found, datetime) else found
    if isinstance(found, datetime) and found.time() == time():
        return found.date()
    if isinstance(found, datetime) or not isinstance(found, date):
        raise WrongValueError(message("import.day", value=brief(text)))
    return found


def relative_day(text: str, today: date | None) -> tuple[date, str] | None:
    """Return the day that a text such as ``imorgon 08:00`` begins with, and what follows it; None where it does not."""
    parts, known = clean(text).split(" "), words("relative_day")
    if today is None:
        return None
    for count in (3, 2, 1):
        after = known.get(normalised(" ".join(parts[:count])))
        if after is not None:
            return today + timedelta(days=int(after)), " ".join(parts[count:])
    return None


def parse_clock(text: str) -> time:
    """Read a time of day: ``8``, ``08:30``, ``8.30``, ``0830``, ``kl 8``, ``3:26 PM``."""
    bare = clean(text)
    if re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", bare):
        bare = f"{bare[:2]}:{bare[2:]}"
    match = _CLOCK.fullmatch(bare)
    if match is None or match["zone"]:
        raise WrongValueError(message("import.moment", value=brief(text)))
    return _clock(match, text)


def localised(moment: datetime, zone: str) -> datetime:
    """Return a moment with its zone; a wall time that the clock change skips or repeats is refused.

    Parameters
    ----------
    moment
        Naive local time, or aware (returned as it is, in the zone).
    zone
        Time zone of naive times.
    """
    local = ZoneInfo(zone)
    if moment.tzinfo is not None:
        return moment.astimezone(local)
    first, second = (moment.replace(tzinfo=local, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = moment.isoformat(sep=" ", timespec="minutes")
    if first.astimezone(UTC).astimezone(local).replace(tzinfo=None) != moment:
        raise WrongValueError(message("import.gap", value=shown), _written(moment + timedelta(hours=1)))
    raise WrongValueError(message("import.twice", value=shown), first.isoformat(sep=" ", timespec="minutes"))


def date_order_hint(values: Sequence[str]) -> tuple[bool, str]:
    """Return whether days of a column can be read two ways, and the order that its other days prove."""
    asks, seen = False, set()
    for value in values:
        bare = clean(value)
        match = _NUMERIC.match(bare)
        short = None if match else _NO_YEAR.match(bare)
        if match is not None and match[2] != ".":
            first, second = int(match[1]), int(match[3])
        elif short is not None:
            first, second = int(short[1]), int(short[2])
        else:
            continue
        asks = asks or (first <= 12 and second <= 12 and first != second)
        seen |= {"dmy"} if first > 12 else {"mdy"} if second > 12 else set()
    return asks, seen.pop() if len(seen) == 1 else ""


def _written(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _without_weekday(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest if rest and head[0].isalpha() and normalised(head) in words("weekday") else text


def _split_day(bare: str, text: str, order: str, near: date | None) -> tuple[date, str] | None:
    """The day at the beginning and what follows it; None when it begins with no day."""
    if match := _ISO.match(bare):
        return _real(match[1], match[3], match[4], text), bare[match.end() :]
    if match := _PACKED.match(bare):
        return _real(match[1], match[2], match[3], text), bare[match.end() :]
    if match := _NUMERIC.match(bare):
        return _numeric(match, text, order), bare[match.end() :]
    if (match := _WORDED.match(bare)) and (month := words("month").get(match[2].casefold())):
        return _dated(match[1], month, match[3] or match[4], text, near), bare[match.end() :]
    if (match := _MONTH_FIRST.match(bare)) and (month := words("month").get(match[1].casefold())):
        return _dated(match[2], month, match[3], text, near), bare[match.end() :]
    if match := _NO_YEAR.match(bare):
        return _without_year(int(match[1]), int(match[2]), text, order, near), bare[match.end() :]
    if _SHORT_YEAR.match(bare):
        raise WrongValueError(message("import.day_year", value=brief(text)))
    return None


def _numeric(match: re.Match[str], text: str, order: str) -> date:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or second > 12 or first > 12 or first == second:
        # Points are written day first; above twelve only one of the two can be the month.
        swap = match[2] != "." and second > 12 >= first
    elif order:
        swap = order == "mdy"
    else:
        one, other = _iso(year, second, first), _iso(year, first, second)
        raise WrongValueError(message("import.day_ambiguous", value=brief(text), one=one, other=other))
    return _real(year, first if swap else second, second if swap else first, text)


def _without_year(first: int, second: int, text: str, order: str, near: date | None) -> date:
    """``2/12``: the nearest such day; which of the two is the month is asked where both can be."""
    if near is not None and not order and first <= 12 and second <= 12 and first != second:
        one, other = (
            _dated(str(day), str(month), None, text, near) for day, month in ((first, second), (second, first))
        )
        raise WrongValueError(message("import.day_ambiguous", value=brief(text), one=f"{one}", other=f"{other}"))
    swap = first <= 12 and (second > 12 or order == "mdy")
    day, month = (second, first) if swap else (first, second)
    return _dated(str(day), str(month), None, text, near)


def _dated(day: str, month: str, year: str | None, text: str, near: date | None) -> date:
    if year:
        return _real(int(year) + (2000 if len(year) == 2 else 0), month, day, text)
    if near is None:
        raise WrongValueError(message("import.day_year", value=brief(text)))
    _real(2024, month, day, text)  # a leap year: the day must exist at all
    tries = [(year, int(month), int(day)) for year in (near.year - 1, near.year, near.year + 1)]
    real = [date(*parts) for parts in tries if parts[1:] != (2, 29) or parts[0] % 4 == 0]
    return min(real, key=lambda candidate: abs(candidate - near)) if real else _real(near.year, month, day, text)


def _real(year: int | str, month: int | str, day: int | str, text: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise WrongValueError(message("import.no_such_day", value=brief(text))) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        expected = {"first": str(_FIRST_YEAR), "last": str(_LAST_YEAR)}
        raise WrongValueError(message("import.year_range", value=brief(text), **expected))
    return found


def _iso(year: int, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}"


def _clock(match: re.Match[str], text: str) -> time:
    hour, minute, second = (int(part or 0) for part in (match["h"], match["m"] or match["dotted"], match["s"]))
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59 or second > 59:
        cure = "23:59" if re.fullmatch(r"24([:.]00)?", clean(text)) else None
        raise WrongValueError(message("import.clock", value=brief(text)), cure)
    return time(hour, minute, second, int((match["us"] or "0").ljust(6, "0")[:6]))


def _offset(shown: str | None, text: str) -> timezone | None:
    if not shown:
        return None
    if shown.upper() in ("Z", "UTC"):
        return UTC
    digits = re.sub(r"\D", "", shown).ljust(6, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:6]))
    if span >= timedelta(hours=15):
        raise WrongValueError(message("import.moment", value=brief(text)))
    return timezone(-span if shown[0] == "-" else span)
