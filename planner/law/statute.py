"""The law's own values, each with its source and how well that is known.

Not legal advice. Marks: T text of the act seen as an excerpt, C ruling of the EU court, S secondary source
only (check with your agreement), U unverified. ATL is arbetstidslagen (1982:673).
"""

from __future__ import annotations

from datetime import date

from planner.law.parameters import Mark, Parameter, Profile, Setting, Severity

__all__ = ["LAW"]

FIXED_OR_ROLLING = ("fixed", "rolling")
AVERAGED = ("1w", "4w", "8w", "16w", "17w", "26w", "52w", "1m", "4m", "6m", "12m")
T, C, S, U = Mark
WARNING, OFF = Severity.WARNING, Severity.OFF


def _rule(
    rule: str,
    citation: str,
    mark: Mark,
    *rows: tuple[str, Setting, str] | tuple[str, Setting, str, tuple[Setting, ...]],
    severity: Severity = Severity.ERROR,
) -> list[Parameter]:
    """Return the parameters of a rule from rows of name, value, unit and choices."""
    return [
        Parameter(
            rule=rule,
            name=row[0],
            value=row[1],
            unit=row[2],
            citation=citation,
            mark=mark,
            severity=severity,
            choices=row[3] if len(row) == 4 else (),
        )
        for row in rows
    ]


_CAPS = (
    ("cap_4w_h", 48, "h"),
    ("cap_month_h", 50, "h"),
    ("window", "4w", "", ("4w", "1m")),
    ("stride", "fixed", "", FIXED_OR_ROLLING),
)

_PARAMETERS = [
    *_rule(
        "ATL5",
        "5 § ATL",
        T,
        ("limit_h", 40, "h"),
        ("avg_weeks", 1, "weeks", (1, 2, 3, 4)),
        ("stride", "fixed", "", FIXED_OR_ROLLING),
        ("week_start", 0, "", (0, 1, 2, 3, 4, 5, 6)),
    ),
    *_rule("ATL6", "6 § ATL", S, *_CAPS),
    *_rule("ATL8", "8 § ATL", S, *_CAPS, ("cap_year_h", 200, "h")),
    *_rule("ATL8a", "8 a § ATL", T, ("cap_year_h", 150, "h"), ("together", True, ""), ("reason", True, "")),
    *_rule("ATL8a", "prop. 2010/11:89", S, ("after_h", 200, "h"), severity=WARNING),
    *_rule("ATL9", "9 § ATL", T, ("reason", True, ""), severity=WARNING),
    *_rule("ATL9", "9 § ATL", U, ("in_atl8_caps", False, ""), severity=OFF),
    *_rule(
        "ATL10b",
        "10 b § ATL",
        S,
        ("limit_h", 48, "h"),
        ("window", "16w", "", AVERAGED),
        ("stride", "rolling", "", FIXED_OR_ROLLING),
    ),
    *_rule("ATL10b", "10 b § ATL", U, ("neutral_days", False, ""), severity=OFF),
    *_rule("ATL12", "12 § ATL", S, ("notice_days", 14, "days")),
    *_rule(
        "ATL13",
        "13 § ATL",
        T,
        ("rest_h", 11, "h"),
        ("period_h", 24, "h"),
        ("window", "rolling", "", FIXED_OR_ROLLING),
        ("day_break_h", 6, "h"),
        ("night_from_h", 0, "h"),
        ("night_to_h", 5, "h"),
        ("allow_night_reason", True, ""),
    ),
    *_rule("ATL13", "13 § ATL", T, ("deviation", True, ""), severity=WARNING),
    *_rule("ATL13", "13 § ATL", U, ("compensation_days", 7, "days"), severity=OFF),
    *_rule(
        "ATL13a",
        "13 a § ATL",
        S,
        ("limit_h", 8, "h"),
        ("window", "4m", "", AVERAGED),
        ("stride", "rolling", "", FIXED_OR_ROLLING),
        ("off_every_days", 7, "days"),
        ("hazardous_h", 8, "h"),
        ("period_h", 24, "h"),
    ),
    *_rule("ATL13a", "13 a § ATL", U, ("night_h", 3, "h"), severity=WARNING),
    *_rule(
        "ATL14",
        "14 § ATL",
        T,
        ("rest_h", 36, "h"),
        ("period_days", 7, "days", (7,)),
        ("window", "fixed", "", FIXED_OR_ROLLING),
        ("week_start", 0, "", (0, 1, 2, 3, 4, 5, 6)),
        ("standby_is_rest", False, ""),
    ),
    *_rule("ATL14", "14 § ATL", T, ("prefer_weekend", True, ""), ("deviation", True, ""), severity=WARNING),
    *_rule("ATL14", "14 § ATL", U, ("compensation_days", 7, "days"), severity=OFF),
    *_rule("EU-MAV", "EU-domstolen C-477/21", C, ("hard_h", 36, "h")),
    *_rule("EU-MAV", "EU-domstolen C-477/21", C, ("warn_below_h", 47, "h"), severity=WARNING),
    *_rule("ATL15", "15 § ATL", T, ("max_work_h", 5, "h")),
    *_rule("ATL15", "15 § ATL", S, ("rast_min", 30, "min")),
    *_rule("TYCO", "EU-domstolen C-266/14", C, ("mobile_travels_in_working_time", True, ""), severity=WARNING),
    *_rule("STBY", "EU-domstolen C-344/19, C-580/19", U, ("response_min", 30, "min"), severity=WARNING),
    *_rule(
        "STBY",
        "kollektivavtal",
        S,
        ("max_consecutive_days", 7, "days"),
        ("rest_after_h", 0, "h"),
        severity=WARNING,
    ),
    *_rule("STBY", "kollektivavtal", U, ("max_weeks_in_4", 2, "weeks"), severity=WARNING),
    *_rule("LIC", "tjanstebilsfakta.se", S, ("class", "B", ""), ("valid", True, ""), ("check_days", 365, "days")),
    *_rule("LIC", "tjanstebilsfakta.se", S, ("warn_days", 335, "days"), severity=WARNING),
    *_rule(
        "EU",
        "direktiv 2003/88/EG",
        S,
        ("daily_rest_h", 11, "h"),
        ("weekly_rest_h", 35, "h"),
        ("average_h", 48, "h"),
        ("night_h", 8, "h"),
        severity=WARNING,
    ),
]

LAW = Profile(
    name="arbetstidslagen",
    valid_from=date.min,
    valid_to=None,
    parameters={one.key: one for one in _PARAMETERS},
)
