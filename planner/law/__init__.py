"""The law: a person's roster over weeks against the Swedish working-time and licence rules."""

from planner.law.case import Breach
from planner.law.checker import CHECKS, check
from planner.law.parameters import Mark, Origin, Override, Parameter, Profile, Severity, agreed, profile_on
from planner.law.roster import Change, Deviation, Kind, Leg, Licence, Roster, Spell
from planner.law.statute import LAW

__all__ = [
    "CHECKS",
    "LAW",
    "Breach",
    "Change",
    "Deviation",
    "Kind",
    "Leg",
    "Licence",
    "Mark",
    "Origin",
    "Override",
    "Parameter",
    "Profile",
    "Roster",
    "Severity",
    "Spell",
    "agreed",
    "check",
    "profile_on",
]
