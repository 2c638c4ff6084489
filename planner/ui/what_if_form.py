"""The form of a what-if: what is to be otherwise, on which days, and how long that takes."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import streamlit as st

from planner.desk import team as team_desk
from planner.desk import what_if
from planner.model.language import duration_text
from planner.model.scenario import NewStart, NewTarget, NewTechnician, Scenario, Training, Trial
from planner.model.team import Team, Technician
from planner.model.words import Priority
from planner.planning import MOST_DAYS_TRIED, one_of_each
from planner.ui.placing import searched_place
from planner.ui.session import actor, desk, language, t, worded

__all__ = ["scenario_form", "trial_form"]

KINDS = ("more", "fewer", "start", "skill", "target")
PERIODS = ("four_weeks", "one_each", "last_week", "next_week", "own")
SECONDS = (2, 5, 10, 20)

_BESIDE_S = 2.5
"""What a day takes beside its two searches: reading, building, judging."""


def scenario_form() -> Scenario:
    """Draw the fields of one change, or of two; return what they say."""
    team = team_desk.get_team(desk(), actor())
    first = _change(team, 0, KINDS)
    if not st.checkbox(t("what_if.second"), key="wi-second"):
        return first
    second = _change(team, 1, KINDS)
    return Scenario(
        added=first.added + second.added,
        removed=first.removed + second.removed,
        moved=first.moved + second.moved,
        trained=first.trained + second.trained,
        targets=first.targets + second.targets,
    )


def trial_form(scenario: Scenario) -> Trial:
    """Draw the fields of days and seconds, and say how long it takes; return what is to be tried."""
    left, right = st.columns([3, 2], gap="small")
    with left:
        period = _select("what_if.days_of", PERIODS, "wi-period", lambda one: t(f"what_if.period.{one}"))
    with right:
        each = {one: t("what_if.seconds_each", seconds=one) for one in SECONDS}
        seconds = _select("what_if.seconds", SECONDS, "wi-seconds", lambda one: each[one], 1)
    found = _days(str(period))
    days = found or ()
    trial = Trial(scenario=scenario, days=days, seconds=float(seconds))
    if found is None:
        st.caption(t("what_if.last_day"))
    elif not days:
        st.caption(t("what_if.no_days"))
    elif len(days) > MOST_DAYS_TRIED:
        st.caption(t("what_if.days", value=str(len(days)), most=MOST_DAYS_TRIED))
    else:
        wait = duration_text(max(60.0, trial.longest_s + _BESIDE_S * len(days)), language())
        st.caption(t("what_if.takes", days=len(days), wait=wait))
    return trial


def _days(period: str) -> tuple[date, ...] | None:
    """Return the days of a period that can be tried; None while the last of own days has not been chosen."""
    today = desk().today()
    monday = today - timedelta(days=today.weekday())
    spans = {
        "four_weeks": (monday - timedelta(days=28), monday - timedelta(days=1)),
        "one_each": (monday - timedelta(days=28), monday - timedelta(days=1)),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "next_week": (monday + timedelta(days=7), monday + timedelta(days=13)),
    }
    first, last = spans.get(period, spans["last_week"])
    if period == "own":
        chosen = st.date_input(t("what_if.own_days"), (first, last), format="YYYY-MM-DD", key="wi-days")
        if not isinstance(chosen, tuple) or len(chosen) != 2:
            return None
        first, last = chosen
    found = what_if.days_between(desk(), actor(), first, last)
    return one_of_each(found) if period == "one_each" else found


def _change(team: Team, number: int, kinds: tuple[str, ...]) -> Scenario:
    kind = _select("what_if.change", kinds, f"wi-kind-{number}", lambda one: t(f"what_if.kind.{one}"), number)
    people = sorted((one for one in team.technicians if one.active), key=lambda one: one.number)
    if not people:
        return Scenario()
    fields = {"more": _more, "fewer": _fewer, "start": _start, "skill": _skill, "target": _target}
    return fields[str(kind)](team, people, f"wi-{number}")


def _more(team: Team, people: list[Technician], key: str) -> Scenario:
    like = _person(people, f"{key}-like", "what_if.like")
    depots = {one.depot_id: one.name for one in team.depots}
    where = ("", *depots)
    depot = _select(
        "what_if.starts_at", where, f"{key}-depot", lambda one: depots.get(one, t("what_if.as_like", name=like.name))
    )
    with st.container(horizontal=True, gap="small"):
        begins = st.time_input(t("what_if.from"), time(8), key=f"{key}-from", width=110)
        ends = st.time_input(t("what_if.to"), time(17), key=f"{key}-to", width=110)
        cost = st.number_input(
            t("what_if.cost"), 0, 10_000, round(like.cost_per_hour_ore / 100), 10, width=140,
            key=f"{key}-cost-{like.technician_id}",
        )  # fmt: skip
    names = {number: t(f"what_if.weekday_{number}") for number in range(1, 8)}
    weekdays = st.pills(
        t("what_if.weekdays"), tuple(names), selection_mode="multi", default=(1, 2, 3, 4, 5),
        format_func=worded(names, lambda one: names[one]), key=f"{key}-weekdays",
    )  # fmt: skip
    if not weekdays or begins == ends:
        return Scenario()
    new = NewTechnician(
        like=like.technician_id,
        depot_id=str(depot),
        weekdays=tuple(sorted(weekdays)),
        start=begins,
        end=ends,
        cost_per_hour_ore=round(cost * 100),
    )
    return Scenario(added=(new,))


def _fewer(_team: Team, people: list[Technician], key: str) -> Scenario:
    return Scenario(removed=(_person(people, f"{key}-gone", "what_if.who_gone").technician_id,))


def _start(team: Team, people: list[Technician], key: str) -> Scenario:
    depots = {one.depot_id: one.name for one in team.depots}
    everybody = [f"depot:{one}" for one in depots]
    names = {one.technician_id: one.name for one in people}
    names |= {f"depot:{one}": t("what_if.all_of", depot=name) for one, name in depots.items()}
    who = str(_select("what_if.whose_start", (*everybody, *(one.technician_id for one in people)), f"{key}-whose",
                      lambda one: names[one]))  # fmt: skip
    own = who.removeprefix("depot:") if who.startswith("depot:") else ""
    targets = (*(one for one in depots if one != own), "")
    to = str(_select("what_if.to_where", targets, f"{key}-where", lambda one: depots.get(one, t("what_if.address"))))
    place = None
    if not to:
        written = st.text_input(t("what_if.address"), key=f"{key}-address", placeholder=t("what_if.address_as"))
        place = searched_place(written) if written.strip() else None
        if place is None:
            return Scenario()
    moved = NewStart(technician_id="" if own else who, depot_id=own, to_depot_id=to, place=place)
    return Scenario(moved=(moved,))


def _skill(_team: Team, people: list[Technician], key: str) -> Scenario:
    who = _person(people, f"{key}-who", "what_if.who_learns")
    known = desk().catalogue.skills
    names = {one: skill.name[language()] for one, skill in known.items()}
    ordered = tuple(sorted(names, key=lambda one: names[one].casefold()))
    skill = _select("what_if.skill", ordered, f"{key}-skill", lambda one: names[one])
    level = _select("what_if.level", (1, 2, 3, 4, 5), f"{key}-level", str, 2)
    return Scenario(trained=(Training(technician_id=who.technician_id, skill=str(skill), level=int(level)),))


def _target(_team: Team, _people: list[Technician], key: str) -> Scenario:
    policies = desk().catalogue.sla_policies
    policy = str(
        _select("what_if.policy", tuple(policies), f"{key}-policy", lambda one: policies[one].label[language()])
    )
    targets = dict(policies[policy].targets)
    priority = Priority(
        _select("what_if.priority", tuple(int(one) for one in targets), f"{key}-priority", lambda one: f"P{one}")
    )
    now = targets[priority]
    calendar = desk().catalogue.calendars[now.calendar].label[language()]
    minutes = st.number_input(
        t("what_if.minutes"), 1, max(100_000, now.resolution_min), now.resolution_min, 15,
        key=f"{key}-minutes-{policy}-{priority}", help=t("what_if.minutes_help", calendar=calendar),
    )  # fmt: skip
    st.caption(t("what_if.target_now", minutes=now.resolution_min, calendar=calendar))
    if minutes == now.resolution_min:
        return Scenario()
    return Scenario(targets=(NewTarget(policy_id=policy, priority=priority, resolution_min=round(minutes)),))


def _person(people: list[Technician], key: str, label: str) -> Technician:
    by_id = {one.technician_id: one for one in people}
    return by_id[str(_select(label, tuple(by_id), key, lambda one: by_id[one].name))]


def _select(label: str, options: tuple[Any, ...], key: str, word: Any, index: int = 0) -> Any:
    return st.selectbox(t(label), options, index=index, format_func=worded(options, word), key=key)
