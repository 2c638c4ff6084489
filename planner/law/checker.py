"""The checker: a person's roster against every rule of working time and licence, exact to the second.

It is independent of how rosters are made: it shares no rule with the search or with the judge of a day's plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from planner.law.case import Breach, Case
from planner.law.hours import emergency, extra_overtime, jour, ordinary, overtime, total_time
from planner.law.licences import licence
from planner.law.parameters import Profile, Severity
from planner.law.rest import daily_rest, rest_on_top, weekly_rest
from planner.law.roster import Roster
from planner.law.shifts import home_travel, night_work, notice, work_in_a_row
from planner.law.spans import local_day
from planner.law.standby import days_in_a_row, response, rest_after_call_out, weeks_in_four

__all__ = ["CHECKS", "check"]

_FLOORS = {  # what an agreement must not undercut: parameter, floor, and whether more is better
    "ATL13.rest_h": ("EU.daily_rest_h", True),
    "ATL14.rest_h": ("EU.weekly_rest_h", True),
    "ATL10b.limit_h": ("EU.average_h", False),
    "ATL13a.limit_h": ("EU.night_h", False),
}


def floors(case: Case) -> Iterator[Breach]:
    """A value beneath the floor of EU law, or a rule switched off that has one, is pointed out (2003/88/EC)."""
    for key, (floor, more_is_better) in _FLOORS.items():
        value, limit = case.seconds(key), case.seconds(floor)
        beneath = value < limit if more_is_better else value > limit
        if beneath or case.profile[key].severity is Severity.OFF:
            text = "law.said.floor" if beneath else "law.said.floor_off"
            yield case.breach(floor, case.whole, measured=value, limit=limit, unit="s", text=text)


CHECKS: dict[str, tuple[Callable[[Case], Iterator[Breach]], ...]] = {
    "ATL5": (ordinary,),
    "ATL6": (jour,),
    "ATL8": (overtime,),
    "ATL8a": (extra_overtime,),
    "ATL9": (emergency,),
    "ATL10b": (total_time,),
    "ATL12": (notice,),
    "ATL13": (daily_rest,),
    "ATL13a": (night_work,),
    "ATL14": (weekly_rest,),
    "EU-MAV": (rest_on_top,),
    "ATL15": (work_in_a_row,),
    "TYCO": (home_travel,),
    "STBY": (response, days_in_a_row, weeks_in_four, rest_after_call_out),
    "LIC": (licence,),
    "EU": (floors,),
}


def check(roster: Roster, profile: Profile, *, rules: Collection[str] | None = None) -> tuple[Breach, ...]:
    """Return every breach of a roster, by rule and time.

    Parameters
    ----------
    roster
        A person's time.
    profile
        The values that hold for the person.
    rules
        Ids of the rules that are asked for; None: all.

    Returns
    -------
    tuple of Breach
        Errors and warnings; what the profile switches off is left out.

    Raises
    ------
    ValueError
        If the profile does not hold for all days of the roster.

    References
    ----------
    Arbetstidslagen (1982:673); directive 2003/88/EC.
    """
    case = Case(roster=roster, profile=profile)
    since, until = case.whole
    first, last = local_day(since, case.zone), local_day(until - 1, case.zone)
    if not profile.covers(first, last):
        raise ValueError(f"profile {profile.name} does not hold from {first} to {last}")
    return tuple(
        breach
        for name, functions in CHECKS.items()
        if rules is None or name in rules
        for rule in functions
        for breach in rule(case)
        if breach.severity is not Severity.OFF
    )
