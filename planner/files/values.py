"""Text of a cell to a value: numbers, words, priorities, ids. A value is read exactly or refused with a sentence."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal

from planner.files.known import normalised, words
from planner.model.language import truncated
from planner.model.message import Message, message
from planner.model.words import Priority

__all__ = [
    "WrongValueError",
    "brief",
    "clean",
    "parse_id",
    "parse_level",
    "parse_mail",
    "parse_money",
    "parse_number",
    "parse_priority",
    "parse_whole",
    "parse_word",
    "parse_yes",
]

_SPACES = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}]")
_MINUS = str.maketrans("\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}\N{HYPHEN}", "---")


class WrongValueError(ValueError):
    """A cell does not hold what its field expects.

    Parameters
    ----------
    message
        Sentence that names the value and what is expected.
    cure
        Value that would be accepted, where one is obvious.
    """

    def __init__(self, message: Message, cure: str | None = None) -> None:
        super().__init__(message.key)
        self.message, self.cure = message, cure


def clean(text: str) -> str:
    """Return text as one line of plain spaces, without control characters at the ends or inside."""
    return " ".join(_SPACES.sub(" ", text).split())


def brief(text: str) -> str:
    """Return a value short enough for a sentence."""
    return truncated(clean(text), 60)


def parse_number(text: str, *, low: float, high: float) -> float:
    """Read a number with decimal comma or point; groups of three by spaces, or by the other mark.

    Parameters
    ----------
    text
        As written, ``59,3293`` or ``1 234.5``.
    low, high
        Smallest and largest value expected, both inclusive.

    Raises
    ------
    WrongValueError
        If it is no number (exponents, infinity and words are none) or out of range.
    """
    value = float(_decimal(text))
    if not (math.isfinite(value) and low <= value <= high):
        raise WrongValueError(message("import.number_range", value=brief(text), low=_plain(low), high=_plain(high)))
    return value


def parse_whole(text: str, *, low: int, high: int) -> int:
    """Read a whole number; ``3,0`` counts as whole. Parameters and errors as in `parse_number`."""
    value = _decimal(text)
    if value != value.to_integral_value():
        raise WrongValueError(message("import.not_whole", value=brief(text)), str(round(value)))
    if not low <= value <= high:
        raise WrongValueError(message("import.number_range", value=brief(text), low=_plain(low), high=_plain(high)))
    return int(value)


def parse_mail(text: str) -> str:
    """Read a mail address."""
    bare = clean(text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", bare):
        raise WrongValueError(message("import.phone_mail", value=brief(text)))
    return bare


def parse_money(text: str) -> int:
    """Read kronor, at most two decimals, as öre."""
    bare = re.sub(r"\s*(kr|sek|:-)\.?(\s*/\s*(h|tim))?$", "", clean(text), flags=re.IGNORECASE)
    value = _decimal(bare)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:  # "1,250" may well be meant as a thousand
        raise WrongValueError(message("import.money", value=brief(text)))
    if not 0 <= value <= 10_000_000:
        raise WrongValueError(message("import.number_range", value=brief(text), low="0", high="10000000"))
    return int(value * 100)


_PLAIN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d{1,20})?")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d{1,20}")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d{1,20}")


def _decimal(text: str) -> Decimal:
    bare = clean(text).translate(_MINUS)
    if not bare.isascii():
        raise WrongValueError(message("import.number", value=brief(text)))
    if _COMMA_GROUPS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _POINT_GROUPS.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        bare = bare.replace(" ", "").replace(",", ".")
    else:
        raise WrongValueError(message("import.number", value=brief(text)))
    return Decimal(bare)


def _plain(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else str(int(number))


def parse_id(text: str) -> str:
    """Read an id exactly as written (``007`` stays ``007``); refuse what a spreadsheet has shortened."""
    bare = text.strip()
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+\d+", bare):
        raise WrongValueError(message("import.id_shortened", value=brief(text)))
    if len(bare) > 100 or any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in bare):
        raise WrongValueError(message("import.id_form", value=brief(text)))
    return bare


def parse_yes(text: str) -> bool:
    """Read yes or no in either language, true or false, 1 or 0, or a cross."""
    return parse_word(text, "yes") == "yes"


def parse_word(text: str, kind: str) -> str:
    """Read a word of a closed set (a table ``words.<kind>`` of the known headings).

    Raises
    ------
    WrongValueError
        If the word is unknown; the sentence lists what is understood.
    """
    meaning = words(kind).get(normalised(clean(text)))
    if meaning is None:
        expected = ", ".join(dict.fromkeys(words(kind).values()))
        raise WrongValueError(message("import.word", value=brief(text), expected=expected))
    return meaning


def parse_priority(text: str, *, numbers: dict[str, int] | None = None) -> Priority:
    """Read a priority: ``P1`` to ``P5``, 1 to 5, or a word as in ``1 - Critical``, ``3 high`` and ``Hög``.

    Parameters
    ----------
    text
        As written. Where a number and a word stand together the word counts: systems number differently.
    numbers
        What the bare numbers of a known system mean; None: 1 is the highest, 5 the lowest.
    """
    bare = clean(text)
    if (word := _known_word(bare, "priority")) is not None:
        return Priority(int(word))
    digits = re.sub(r"\.0+$", "", bare)
    if numbers and digits in numbers:
        return Priority(numbers[digits])
    if not numbers and digits in ("1", "2", "3", "4", "5"):
        return Priority(int(digits))
    raise WrongValueError(message("import.priority", value=brief(text)))


def parse_level(text: str, *, names: dict[str, int], numbers: dict[str, int] | None = None) -> int:
    """Read an impact or urgency, 1 lowest to 5 highest, by number, word or the catalogue's name of the level.

    Parameters
    ----------
    names
        Level by normalised name.
    numbers
        As in `parse_priority`.
    """
    bare = clean(text)
    if (named := names.get(normalised(bare))) is not None:
        return named
    if (word := _known_word(bare, "level")) is not None:
        return int(word)
    digits = re.sub(r"\.0+$", "", bare)
    if numbers and digits in numbers:
        return numbers[digits]
    if not numbers and digits in ("1", "2", "3", "4", "5"):
        return int(digits)
    raise WrongValueError(message("import.level", value=brief(text)))


def _known_word(text: str, kind: str) -> str | None:
    """Look a word up whole, and without a number in front (``1 - Critical``) or behind."""
    for form in (
        text,
        re.sub(r"^\d\s*[-–:.)]*\s*", "", text),
        re.sub(r"^(P\d)\b.*$", r"\1", text, flags=re.IGNORECASE),
    ):
        if (meaning := words(kind).get(normalised(form))) is not None and not form.isdigit():
            return meaning
    return None
