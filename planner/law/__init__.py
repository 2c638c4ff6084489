"""The law: a person's roster over weeks against the Swedish working-time and licence rules."""

from planner.law.agreement import KEEPABLE, Agreement, Excuse, LawSettings, profile_for
from planner.law.book import Book, CallOut, Worked, worked_of
from planner.law.building import roster_for
from planner.law.case import Breach, Case
from planner.law.checker import CHECKS, check
from planner.law.journal import Basis, Entry, journal
from planner.law.parameters import Mark, Origin, Override, Parameter, Profile, Severity, agreed, profile_on
from planner.law.remembered import Time, breaches_in, case_in, time_of
from planner.law.roster import Change, Deviation, Kind, Leg, Licence, Roster, Spell
from planner.law.statute import LAW

__all__ = [
    "CHECKS",
    "KEEPABLE",
    "LAW",
    "Agreement",
    "Basis",
    "Book",
    "Breach",
    "CallOut",
    "Case",
    "Change",
    "Deviation",
    "Entry",
    "Excuse",
    "Kind",
    "LawSettings",
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
    "Time",
    "Worked",
    "agreed",
    "breaches_in",
    "case_in",
    "check",
    "journal",
    "profile_for",
    "profile_on",
    "roster_for",
    "time_of",
    "worked_of",
]
