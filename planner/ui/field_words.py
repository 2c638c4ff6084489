"""Fields and values of changed things in the reader's words; values come as JSON data, as files and audit hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from planner.files.chains import written_predecessors
from planner.files.site_hours import special_text, weekly_text
from planner.model.codec import from_data
from planner.model.language import day_text, duration_text, km_text, money_text, number_text, texts, truncated
from planner.model.places import Place
from planner.model.request import Lock, Predecessor, Promise, TimeWindow
from planner.model.sites import OpenHours, SpecialDays
from planner.model.team import Licence, ShiftPattern
from planner.model.words import Who
from planner.ui.session import desk, language, t, technicians
from planner.ui.team_words import hours_text

__all__ = ["NOTHING", "field_name", "value_words"]

NOTHING = "–"
_GAP = "\N{NO-BREAK SPACE}"
_LONGEST = 200


def field_name(name: str) -> str:
    """Return what a field is called; a field without a text keeps its own name."""
    return t(f"field.{name}") if f"field.{name}" in texts() else name


def value_words(name: str, data: Any) -> str:
    """Return a value of a field as people say it.

    Parameters
    ----------
    name
        Name of the field.
    data
        The value as JSON data.
    """
    if data in (None, "", [], {}):
        return NOTHING
    if isinstance(data, bool):
        return t("requests.answer_yes" if data else "requests.answer_no")
    try:
        known = _KNOWN.get(name)
        said = known(data) if known else _plain(name, data)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        said = str(data)  # an entry of an older release: better its own words than none
    return truncated(said or NOTHING, _LONGEST)


def _plain(name: str, data: Any) -> str:
    if isinstance(data, list):
        return ", ".join(value_words(name, one) for one in data)
    if isinstance(data, dict):
        return ", ".join(f"{field_name(key)} {value_words(key, one)}" for key, one in data.items())
    if isinstance(data, float):
        return number_text(data, language(), decimals=2)
    if isinstance(data, int):
        if name.endswith("_min"):
            return duration_text(data * 60, language())
        return _money(data) if "_ore" in name else str(data)
    return str(data)


def _money(ore: int) -> str:
    whole = ore % 100 == 0
    return money_text(ore, language()) if whole else f"{number_text(ore / 100, language(), decimals=2)}{_GAP}kr"


def _by_priority(data: Any) -> str:
    return ", ".join(f"P{place}{_GAP}{_money(one)}" for place, one in enumerate(data, start=1))


def _moment(data: Any) -> str:
    local = datetime.fromisoformat(data).astimezone(ZoneInfo(desk().time_zone))
    return f"{day_text(local.date(), language())} {local:%H:%M}"


def _day(data: Any) -> str:
    return day_text(date.fromisoformat(data), language(), year=True)


def _place(data: Any) -> str:
    place: Place = from_data(Place, data)
    where = place.label or f"{place.lat:.4f}, {place.lon:.4f}"
    near = "" if place.is_exact else f" ±{km_text(place.radius_m, language())}"
    return f"{where} ({t(f'shell.place.precision.{place.precision}')}{near})"


def _windows(data: Any) -> str:
    zone = ZoneInfo(desk().time_zone)
    found = []
    for one in from_data(tuple[TimeWindow, ...], data):
        start, end = one.earliest_start.astimezone(zone), one.latest_start.astimezone(zone)
        wish = "" if one.hard else f" ({t('audit.wish')})"
        found.append(f"{day_text(start.date(), language())} {start:%H:%M}–{end:%H:%M}{wish}")
    return ", ".join(found)


def _span(kind: str, earliest: datetime | None, latest: datetime | None) -> str:
    zone = ZoneInfo(desk().time_zone)
    span = "–".join(f"{one.astimezone(zone):%H:%M}" for one in (earliest, latest) if one)
    return f"{kind} {span}".strip()


def _lock(data: Any) -> str:
    one: Lock = from_data(Lock, data)
    who = _person(one.technician_id) if one.technician_id else ""
    return NOTHING if one.kind == "none" else _span(who, one.earliest, one.latest)


def _promise(data: Any) -> str:
    one: Promise = from_data(Promise, data)
    return _span("", one.earliest, one.latest)


def _licence(data: Any) -> str:
    one: Licence = from_data(Licence, data)
    parts = ["/".join(one.classes)]
    parts += [f"{t('team.valid_to').lower()} {one.valid_to}"] if one.valid_to else []
    parts += [f"{t('team.checked_on').lower()} {one.checked_on}"] if one.checked_on else []
    parts += [f"{t('team.suspensions').lower()} {s.first} – {s.last}" for s in one.suspensions]
    return ", ".join(part for part in parts if part)


def _patterns(data: Any) -> str:
    return hours_text(from_data(tuple[ShiftPattern, ...], data), tuple(t(f"team.weekday.{day}") for day in range(1, 8)))


def _skills(data: Any) -> str:
    return ", ".join(f"{desk().catalogue.skill_name(one['skill'])[language()]} {one['level']}" for one in data)


def _certificate(key: str) -> str:
    known = desk().catalogue.certificates
    return known[key].name[language()] if key in known else key


def _certificates(data: Any) -> str:
    return ", ".join(_certificate(one if isinstance(one, str) else one["certificate"]) for one in data)


def _parts(data: Any) -> str:
    known = desk().catalogue.parts
    names = {key: part.name[language()] for key, part in known.items()}
    return ", ".join(f"{one['quantity']} × {names.get(one['part'], one['part'])}" for one in data)


def _stock(data: Any) -> str:
    return _parts([{"part": part, "quantity": number} for part, number in data])


def _predecessors(data: Any) -> str:
    found = (
        Predecessor(
            request_id=one["request_id"],
            least_min=one.get("least_min", 0),
            most_min=one.get("most_min"),
            who=Who(one.get("who", Who.ANY)),
        )
        for one in data
    )
    return written_predecessors(found)


def _job_type(data: Any) -> str:
    known = desk().catalogue.job_types
    return ", ".join(known[key].name[language()] if key in known else key for key in _listed(data))


def _answers(data: Any) -> str:
    questions = {one.question_id: one for kind in desk().catalogue.job_types.values() for one in kind.triage}
    found = []
    for key, value in data:
        question = questions.get(key)
        labels = {one.value: one.label[language()] for one in question.answers} if question else {}
        labels |= {"yes": t("requests.answer_yes"), "no": t("requests.answer_no")}
        found.append(f"{question.ask[language()] if question else key} {labels.get(value, value)}")
    return " · ".join(found)


def _pause(data: Any) -> str:
    known = desk().catalogue.pause_reasons
    return known[data].label[language()] if data in known else str(data)


def _person(data: Any) -> str:
    names = dict(technicians())
    return ", ".join(names.get(one, one) for one in _listed(data))


def _listed(data: Any) -> list[str]:
    return [str(one) for one in data] if isinstance(data, list) else [str(data)]


def _word(prefix: str) -> Callable[[Any], str]:
    def said(data: Any) -> str:
        return t(f"{prefix}{data}") if f"{prefix}{data}" in texts() else str(data)

    return said


_KNOWN: dict[str, Callable[[Any], str]] = {
    "job_type_id": _job_type,
    "follow_ups": _job_type,
    "channel": _word("requests.channel_"),
    "status": _word("requests.status."),
    "source": _word("requests.source."),
    "kind": _word("team.away."),
    "profile": _word("settings.profile."),
    "role": _word("desk.role."),
    "priority": lambda data: f"P{data}",
    "place": _place,
    "start_place": _place,
    "end_place": _place,
    "time_windows": _windows,
    "lock": _lock,
    "promise": _promise,
    "licence": _licence,
    "patterns": _patterns,
    "required_skills": _skills,
    "skills": _skills,
    "required_certificates": _certificates,
    "certificates": _certificates,
    "required_parts": _parts,
    "stock": _stock,
    "opens": lambda data: str(data)[:5],
    "closes": lambda data: str(data)[:5],
    "crew_skills": lambda data: " | ".join(_skills(needs) or "–" for needs in data),
    "predecessors": _predecessors,
    "triage_answers": _answers,
    "pause_reason": _pause,
    "weekly": lambda data: weekly_text(from_data(tuple[OpenHours, ...], data), language=language()),
    "special": lambda data: special_text(from_data(tuple[SpecialDays, ...], data)),
    "preferred_technicians": _person,
    "required_technicians": _person,
    "forbidden_technicians": _person,
    "technician_id": _person,
    "notes": lambda data: " · ".join(one[language()] for one in data),
    "starts_from": lambda data: t("team.home") if data == "home" else str(data),
    "placed": lambda data: ", ".join(f"{one['vendor_id']} ({one['by']} {_moment(one['at'])})" for one in data),
    "named": lambda data: ", ".join(one["name"] for one in data),
    "lateness_ore_min": _by_priority,
    "soon_ore_h": _by_priority,
    "drop_ore": _by_priority,
    "created_at": _moment,
    "expires_at": _moment,
    "revoked_at": _moment,
    "start": _moment,
    "end": _moment,
    "at": _moment,
    "earliest_date": _day,
    "due_date": _day,
    "day": _day,
}
