"""Random rosters on whole minutes, and random agreements under which many of them break something."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from planner.law import LAW, Change, Deviation, Kind, Leg, Licence, Override, Profile, Roster, Severity, Spell, agreed

ZONE = ZoneInfo("Europe/Stockholm")
MONDAYS = (  # weeks with a change of the clock, around a year's end, and quiet ones
    date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 12), date(2026, 12, 14), date(2026, 12, 28),
    date(2027, 3, 22), date(2027, 10, 25), date(2026, 6, 1), date(2027, 2, 1),
)  # fmt: skip
STARTS = {"day": (7, 8, 8, 9), "late": (13, 14, 15), "night": (21, 22, 23), "mixed": (0, 2, 6, 8, 14, 22)}
WORK = (Kind.WORK,) * 5 + (
    Kind.EXTRA_TIME,
    Kind.OVERTIME,
    Kind.OVERTIME,
    Kind.EXTRA_OVERTIME,
    Kind.EMERGENCY,
    Kind.JOUR,
    Kind.LEAVE,
)
CHOICES = {
    "ATL5.limit_h": (40, 38.25, 30), "ATL5.avg_weeks": (1, 2, 3, 4), "ATL5.week_start": (0, 0, 6),
    "ATL5.stride": ("fixed", "rolling"), "ATL6.window": ("4w", "1m"), "ATL6.stride": ("fixed", "rolling"),
    "ATL6.cap_4w_h": (48, 8), "ATL6.cap_month_h": (50, 6), "ATL8.window": ("4w", "1m"),
    "ATL8.stride": ("fixed", "rolling"), "ATL8.cap_4w_h": (48, 12), "ATL8.cap_month_h": (50, 10),
    "ATL8.cap_year_h": (200, 20), "ATL8a.cap_year_h": (150, 5), "ATL8a.after_h": (200, 3, 0),
    "ATL9.in_atl8_caps": (False, True), "ATL10b.limit_h": (48, 40, 30, 50), "ATL10b.stride": ("fixed", "rolling"),
    "ATL10b.window": ("16w", "1w", "4w", "1m", "4m"), "ATL10b.neutral_days": (False, True),
    "ATL12.notice_days": (14, 7), "ATL13.rest_h": (11, 9, 12), "ATL13.window": ("rolling", "fixed"),
    "ATL13.day_break_h": (0, 5, 6, 7), "ATL13.allow_night_reason": (True, False),
    "ATL13a.window": ("4m", "1w", "4w", "1m"), "ATL13a.stride": ("fixed", "rolling"), "ATL13a.limit_h": (8, 6, 9),
    "ATL14.rest_h": (36, 35, 24), "ATL14.window": ("fixed", "rolling"), "ATL14.week_start": (0, 5),
    "ATL14.standby_is_rest": (False, True), "ATL15.max_work_h": (5, 6, 4), "ATL15.rast_min": (30, 15),
    "ATL13.deviation": (True, True, False), "ATL13.compensation_days": (7, 2),
    "ATL14.compensation_days": (7, 14),
    "STBY.max_consecutive_days": (7, 3), "STBY.rest_after_h": (0, 9, 11), "STBY.max_weeks_in_4": (2, 1, 0.5),
    "LIC.check_days": (365, 380),
}  # fmt: skip


def random_profile(rng: Random) -> Profile:
    """The law, or an agreement that sets some of its values."""
    share = rng.choice((0.0, 0.2, 0.5, 0.9))
    overrides = [
        Override(key=key, value=rng.choice(values), clause="1 §", severity=_severity(rng))
        for key, values in CHOICES.items()
        if rng.random() < share
    ]
    return agreed(LAW, agreement="Avtal", valid_from=date(2020, 1, 1), valid_to=None, overrides=overrides)


def random_roster(rng: Random) -> Roster:
    """Some weeks of a person."""
    monday, weeks = rng.choice(MONDAYS), 18 if rng.random() < 0.01 else rng.choice((1, 1, 1, 2, 2, 5))
    since = _utc(monday, rng.choice((0, 0, 6)))
    until = _utc(monday + timedelta(weeks=weeks), 0)
    spells = _spells(rng, monday, weeks, since, until)
    return Roster(
        person_id="A",
        since=since,
        until=until,
        spells=tuple(spells),
        mobile=rng.random() < 0.7,
        home_travel_is_work=rng.choice((None, True, False)),
        phone_only=rng.random() < 0.05,
        night_worker=rng.random() < 0.4,
        hazardous=rng.random() < 0.5,
        night_reason=rng.choice(("", "", "serverbyte nattetid")),
        response_min=rng.choice((None, 15, 29, 30, 60)),
        neutral_days=tuple(monday + timedelta(days=rng.randrange(20)) for _ in range(rng.randrange(4))),
        legs=tuple(_leg(rng, spell) for spell in spells if rng.random() < 0.1),
        licences=_licences(rng, monday),
        deviations=tuple(_deviation(rng, spell) for spell in spells if rng.random() < 0.1),
        changes=tuple(_change(rng, spell) for spell in spells if rng.random() < 0.05),
    )


def _severity(rng: Random) -> Severity | None:
    return rng.choice((None, None, None, None, Severity.WARNING, Severity.OFF))


def _utc(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE).astimezone(UTC)


def _spells(rng: Random, monday: date, weeks: int, since: datetime, until: datetime) -> list[Spell]:
    """Shifts day by day, with standby between them in some weeks."""
    style, load = rng.choice(list(STARTS)), rng.choice((0.4, 0.7, 0.75, 0.95))
    grain, found, now = rng.choice((1, 15, 30, 60)), [], since
    for day in range(weeks * 7):
        on_call = rng.random() < (0.8 if (day // 7) % 3 == 1 else 0.05)
        if rng.random() > load and not (day % 7 < 5 and load == 0.75):
            continue
        start = _utc(monday + timedelta(days=day), rng.choice(STARTS[style]))
        start += timedelta(minutes=rng.randrange(0, 60, grain))
        if on_call and now < start:
            found += _on_standby(rng, now, start, grain)
        now = _shift(rng, found, max(now, start), grain)
    return [spell for spell in found if since <= spell.start and spell.end <= until]


def _shift(rng: Random, found: list[Spell], now: datetime, grain: int) -> datetime:
    """Pieces of work with breaks between them; returns when it ends."""
    if rng.random() < 0.2:
        now = _add(found, Kind.HOME_TRAVEL, now, 60)
    for _ in range(rng.choice((1, 2, 2, 2, 3, 4))):
        kind = rng.choice(WORK)
        now = _add(found, kind, now, rng.choice((60, 120, 240, 240, 300, 300, 301)) // grain * grain, rng)
        pause = rng.choice((0, 14, 15, 29, 30, 60, 60)) // grain * grain
        if rng.random() < 0.7:
            now = _add(found, Kind.RAST, now, pause)
        else:
            now += timedelta(minutes=pause)
    return now


def _on_standby(rng: Random, start: datetime, end: datetime, grain: int) -> list[Spell]:
    """Standby from one moment to another, with call-outs in it."""
    found: list[Spell] = []
    while (left := round((end - start).total_seconds()) // 60) > 0:
        calm = min(left, rng.randrange(grain, 1440, grain)) if rng.random() < 0.6 else left
        start = _add(found, Kind.STANDBY, start, calm)
        start = _add(found, Kind.CALL_OUT, start, min(left - calm, rng.choice((30, 60, 120, 200))))
    return found


def _add(found: list[Spell], kind: Kind, start: datetime, minutes: int, rng: Random | None = None) -> datetime:
    """Put a spell behind the others; returns its end."""
    if minutes <= 0:
        return start
    end = start + timedelta(minutes=minutes)
    found.append(Spell(kind=kind, start=start, end=end, reason="brand" if rng and rng.random() < 0.5 else ""))
    return end


def _leg(rng: Random, spell: Spell) -> Leg:
    return Leg(start=spell.start, end=min(spell.end, spell.start + timedelta(minutes=rng.choice((1, 20, 45)))))


def _licences(rng: Random, monday: date) -> tuple[Licence, ...]:
    """None, one, or one lost and regained."""
    found, begins = [], monday + timedelta(days=rng.choice((-400, -400, 0, 3)))
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        ends = begins + timedelta(days=rng.choice((5, 405, 2000)))
        found.append(
            Licence(
                classes=rng.choice((("B",), ("B", "BE"), ("AM",))),
                valid_from=_utc(begins, 0),
                valid_to=_utc(ends, rng.choice((0, 8))),
                checked_on=rng.choice((None, monday - timedelta(days=rng.choice((10, 333, 334, 335, 360, 365, 366))))),
                suspended=rng.random() < 0.1,
            )
        )
        begins = ends + timedelta(days=2)
    return tuple(found)


def _change(rng: Random, spell: Spell) -> Change:
    told = spell.start - timedelta(days=rng.choice((3, 7, 14, 14, 20)), minutes=rng.choice((-60, -1, 0, 0, 1)))
    known = rng.choice((None, spell.start, spell.start + timedelta(hours=1), spell.start - timedelta(hours=1)))
    return Change(
        published=told,
        start=spell.start,
        end=spell.end,
        known_start=known,
        known_end=None if known is None else spell.end + timedelta(hours=2),
        reason=rng.choice(("", "", "sjukdom")),
    )


def _deviation(rng: Random, spell: Spell) -> Deviation:
    start = spell.start - timedelta(days=rng.choice((0, 0, 1, 7)))
    return Deviation(
        rule=rng.choice(("ATL13", "ATL14")),
        start=start,
        end=start + timedelta(days=rng.choice((1, 7))),
        reason=rng.choice(("", "avbrott", "avbrott")),
    )
