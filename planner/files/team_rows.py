"""One row to one technician: skills, licence, places, shift and costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from planner.files.known import normalised, words
from planner.files.moments import parse_day
from planner.files.positions import parse_lat_lon, parse_position
from planner.files.rows import RowReader
from planner.files.team_shifts import SHIFT_FIELDS, patterns_of
from planner.files.values import (
    WrongValueError,
    brief,
    clean,
    parse_id,
    parse_mail,
    parse_money,
    parse_number,
    parse_whole,
    parse_word,
    parse_yes,
)
from planner.files.vocabulary import Known, Vocabulary, parse_one
from planner.model.message import message
from planner.model.places import Place
from planner.model.team import CertificateHeld, Licence, ShiftPattern, SkillHeld, Suspension, Technician
from planner.model.words import Precision

__all__ = ["Reading", "build_technician", "only_shift", "place_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What every row is read with."""

    words: Vocabulary
    locate: Callable[[str], Place | None] | None = None


def build_technician(reader: RowReader, reading: Reading, *, number: int) -> Technician | None:
    """Return the technician of a row; None when the row has problems, which the reader then holds.

    Parameters
    ----------
    number
        Lasting number where the row gives none.
    """
    for field, key in (("technician_id", "import.no_technician_id"), ("name", "import.no_name")):
        if not reader.has(field):
            reader.wrong(field, message(key))
    values: dict[str, Any] = {
        "technician_id": reader.take("technician_id", parse_id, ""),
        "name": clean(reader.text("name")),
        "number": reader.take("number", partial(parse_whole, low=1, high=9_999), number),
        "phone": clean(reader.text("phone")),
        "mail": reader.take("mail", parse_mail, ""),
        "languages": reader.take("languages", _listed, ("sv",)),
        "vehicle_id": clean(reader.text("vehicle_id")),
        "territories": reader.take("territories", _listed, ()),
        "lines": reader.take("lines", _lines, (1, 2)),
        "works_remotely": reader.take("works_remotely", parse_yes, default=True),
        "works_in_van": reader.take("works_in_van", parse_yes, default=True),
        "active": reader.take("active", parse_yes, default=True),
        "note": reader.text("note"),
        "vendor_id": reader.take("vendor_id", parse_id, ""),
        "nights_away": reader.take("nights_away", parse_yes, default=False),
        "rides_with": reader.take("rides_with", parse_id, ""),
        "cost_per_hour_ore": reader.take("cost_per_hour", parse_money, 45_000),
        "starts_from": reader.take("starts_from", lambda text: parse_word(text, "starts_from"), "home"),
    }
    factor = partial(parse_number, low=0.1, high=10)
    for field, default in (("overtime_factor", 1.5), ("speed_factor", 1.0), ("job_time_factor", 1.0)):
        values[field] = reader.take(field, factor, default)
    spoken = reading.words
    values["skills"] = reader.take("skills", lambda text: _skills(text, spoken.skills), ())
    values["certificates"] = reader.take(
        "certificates", lambda text: _certificates(text, reading.words.certificates), ()
    )
    values["licence"] = _licence(reader)
    values["start_place"] = place_of(reader, reading, "start")
    values["end_place"] = _end_place(reader, reading, values["start_place"])
    values["patterns"] = patterns_of(reader)
    return None if reader.problems else Technician(**values)


def only_shift(reader: RowReader, reading: Reading, known: Technician) -> tuple[ShiftPattern, ...] | None:
    """Return the shift a further row of a technician adds; None when it says something else of the technician."""
    own = set(reader.cells) - set(SHIFT_FIELDS) - {"technician_id", "name", "number"}
    if reader.has("name") and clean(reader.text("name")) != known.name:
        return None
    if own:
        same = build_technician(reader, reading, number=known.number)
        if same is None or same.replace(patterns=known.patterns, number=known.number) != known:
            return None
        return same.patterns or None
    return patterns_of(reader) or None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[,;|\s]+", text) if part))


def _lines(text: str) -> tuple[int, ...]:
    return tuple(sorted({parse_whole(part, low=1, high=3) for part in _listed(text)}))


def _items(text: str, known: Known) -> list[str]:
    """Pieces ``name:rest``: at ``;``, ``|``, line breaks and commas; at blanks where every token has a colon."""
    if normalised(text) in known:
        return [text]
    pieces = [piece.strip() for piece in re.split(r"[,;|\n]", text) if piece.strip()]
    found: list[str] = []
    for piece in pieces:
        tokens = piece.split()
        single = len(tokens) == 1 or normalised(piece) in known
        found.extend(
            [piece] if single or not all(":" in token or normalised(token) in known for token in tokens) else tokens
        )
    return found


def _skills(text: str, known: Known) -> tuple[SkillHeld, ...]:
    found = []
    for item in _items(text, known):
        name, level, until = _parts(item, "windows_server:3:2027-12-31")
        if not level and (match := re.fullmatch(r"(.+?)\s+(\d)", name)) and normalised(name) not in known:
            name, level = match[1], match[2]
        rank = parse_whole(level or "1", low=1, high=5)
        valid_to = parse_day(until) if until else None
        found.append(SkillHeld(skill=parse_one(name, known, "skill"), level=rank, valid_to=valid_to))
    return tuple(found)


def _certificates(text: str, known: Known) -> tuple[CertificateHeld, ...]:
    found = []
    for item in _items(text, known):
        name, until, customer = _parts(item, "electrical_safety:2028-03-31")
        valid_to = parse_day(until) if until else None
        certificate = parse_one(name, known, "certificate")
        found.append(CertificateHeld(certificate=certificate, valid_to=valid_to, customer_id=customer))
    return tuple(found)


def _parts(item: str, example: str) -> tuple[str, str, str]:
    parts = [part.strip() for part in item.split(":")]
    if len(parts) > 3 or not parts[0]:
        raise WrongValueError(message("import.held", value=brief(item), example=example))
    name, until, customer = (*parts, "", "")[:3]
    return name, until, customer


def _licence(reader: RowReader) -> Licence:
    def day(field: str) -> Callable[[str], date]:
        return partial(parse_day, order=reader.orders.get(field, ""))

    return Licence(
        classes=reader.take("licence_classes", _classes, ()),
        valid_to=reader.take("licence_valid_to", day("licence_valid_to"), None),
        checked_on=reader.take("licence_checked_on", day("licence_checked_on"), None),
        suspensions=reader.take("suspended", _suspensions, ()),
    )


def _classes(text: str) -> tuple[str, ...]:
    """Classes such as ``B, BE``; a plain yes means class B, a plain no none."""
    if (meaning := words("yes").get(normalised(text))) is not None:
        return ("B",) if meaning == "yes" else ()
    found = tuple(part.upper() for part in _listed(text))
    if wrong := next(
        (part for part in found if not re.fullmatch(r"AM|A[12]?|B|B96|BE|C1?E?|D1?E?|TRAKTOR", part)), None
    ):
        raise WrongValueError(message("import.word", value=brief(wrong), expected="B, BE, C1, C, CE"))
    return found


def _suspensions(text: str) -> tuple[Suspension, ...]:
    found = []
    for part in re.split(r"[,;|\n]", text):
        ends = re.split(r"\s*(?:/|–|—|\s-\s|\bto\b|\btill\b)\s*", part.strip())
        if len(ends) != 2:
            raise WrongValueError(message("import.span", value=brief(part)))
        first, last = (parse_day(end) for end in ends)
        if last < first:
            proposal = f"{last}/{first}"
            raise WrongValueError(message("import.window_order", value=brief(part), proposal=proposal), proposal)
        found.append(Suspension(first=first, last=last))
    return tuple(found)


def place_of(reader: RowReader, reading: Reading, end: str) -> Place | None:
    """Return the place that a row gives by position or address; None where it gives none, or a wrong one.

    Parameters
    ----------
    end
        What the fields begin with: ``start``, ``end`` or ``hotel``.
    """
    lat, lon, address = (reader.text(f"{end}_{part}") for part in ("lat", "lon", "address"))
    try:
        if lat or lon:
            if not (lat and lon):
                raise WrongValueError(message("import.half_position", value=brief(lat or lon)))
            return _pin(*parse_lat_lon(lat, lon), address)
        if reader.has(f"{end}_position"):
            return _pin(*parse_position(reader.text(f"{end}_position")), address)
        if not address:
            return None
        found = reading.locate(address) if reading.locate else None
        if found is None:
            raise WrongValueError(message("import.address_unknown", value=brief(address)))
        return found
    except WrongValueError as wrong:
        field = f"{end}_lat" if lat else f"{end}_lon" if lon else f"{end}_address" if address else f"{end}_position"
        reader.wrong(field, wrong.message, cure=wrong.cure)
        return None


def _pin(lat: float, lon: float, label: str) -> Place:
    return Place(lat=lat, lon=lon, precision=Precision.PIN, source="file", label=label)


def _end_place(reader: RowReader, reading: Reading, start: Place | None) -> Place | None:
    """Where the day ends: as given, open (None), or where it began."""
    told = reader.take("ends_at", lambda text: parse_word(text, "ends_at"), "")
    if told == "open":
        return None
    own = place_of(reader, reading, "end") if told != "start" else None
    return own or start
