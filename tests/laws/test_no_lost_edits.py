"""Several people read, edit, save and merge the same things: nothing that was acknowledged is ever lost.

What is acknowledged is what the save returned. It stays until somebody who has seen it changes it; the audit, replayed
from the first entry, gives what is stored.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import settings as limits
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from planner.desk import Desk, audit, open_desk, receive, settings, team, triage
from planner.model.codec import from_data
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.merge import differences, merged
from planner.model.request import Request
from planner.model.team import SkillHeld, Technician
from planner.model.words import Role
from tests.store.conftest import url  # noqa: F401

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
ADAM = Actor(actor_id="adam", name="Adam", role=Role.ADMINISTRATOR)
PEOPLE = tuple(Actor(actor_id=f"d{n}", name=f"D{n}", role=Role.DISPATCHER) for n in range(4))
FOLLOWS = ("priority", "status")  # the desk computes both from the rest


@pytest.fixture
def desk(url, tmp_path):  # noqa: F811
    opened = open_desk(url, var=tmp_path, clock=lambda: NOW)
    yield opened
    opened.store.close()


class Thing:
    """Something that is edited: how it is read and saved, and which fields people change."""

    def __init__(self, desk: Desk, kind: str, thing_id: str) -> None:
        self.desk, self.kind, self.id = desk, kind, thing_id

    def read(self, who: Actor) -> tuple[Any, int]:
        if self.kind == "setting":
            found = settings.get_weights(self.desk, who)
            return found.weights, found.version
        if self.kind == "request":
            value: Any = triage.get_request(self.desk, who, self.id)
        else:
            value = team.get_team(self.desk, who).technician(self.id)
        return value, value.version

    def save(self, who: Actor, value: Any, version: int) -> tuple[Any, int]:
        if self.kind == "setting":
            done = settings.save_weights(self.desk, who, value, version=version)
            return done.weights, done.version
        save: Any = triage.save_request if self.kind == "request" else team.save_technician
        saved = save(self.desk, who, value.replace(version=version))
        return saved, saved.version


EDITS: dict[str, dict[str, Any]] = {
    "request": {
        "title": lambda value, n: f"t{n}",
        "customer": lambda value, n: f"c{n}",
        "service_min": lambda value, n: 1 + n % 60,
        "urgency": lambda value, n: 1 + n % 5,
        "required_certificates": lambda value, n: (*value, f"k{n}"),
    },
    "technician": {
        "phone": lambda value, n: f"08-{n}",
        "note": lambda value, n: f"n{n}",
        "skills": lambda value, n: (*value, SkillHeld(skill=f"s{n}", level=1)),
    },
    "setting": {
        "drive_ore_h": lambda value, n: n,
        "drop_ore": lambda value, n: tuple(n if place == n % 5 else one for place, one in enumerate(value)),
    },
}


def save_at_last(thing: Thing, who: Actor, base: Any, mine: Any, version: int, choose: Any) -> tuple[Any, int, int]:
    """Save, comparing and merging as often as somebody was faster; return what was acknowledged and the refusals."""
    for refused in range(1_000):
        try:
            return *thing.save(who, mine, version), refused
        except StaleError as error:
            theirs, version = error.theirs, error.version
            collisions = [one for one in differences(base, mine, theirs, follows=follows(base)) if one.collides]
            choices = {one.names[0]: choose() for one in collisions}
            base, mine = theirs, merged(base, mine, theirs, choices=choices, follows=follows(base))
    raise AssertionError("a save that is refused a thousand times")


def follows(value: Any) -> tuple[str, ...]:
    own = {one.name for one in fields(value)}
    return tuple(name for name in FOLLOWS if name in own)


class Dispatchers(RuleBasedStateMachine):
    """People with what each has read and not yet saved; beside it what the truth must be."""

    desk: Desk
    runs = count()

    def __init__(self) -> None:
        super().__init__()
        run, people = next(self.runs), PEOPLE
        request = Request(request_id=f"R{run}", title="x", job_type_id="printer_fault")
        receive.add_request(self.desk, people[0], request)
        team.save_technician(self.desk, people[0], Technician(technician_id=f"T{run}", name="x"))
        ids = {"request": f"R{run}", "technician": f"T{run}", "setting": "weights"}
        self.things = {kind: Thing(self.desk, kind, one) for kind, one in ids.items()}
        self.truth = {kind: thing.read(ADAM)[0] for kind, thing in self.things.items()}
        self.open: dict[tuple[str, int], tuple[Any, Any, int]] = {}
        self.numbers = count(1)

    @rule(kind=some.sampled_from(list(EDITS)), who=some.integers(0, 3))
    def read(self, kind: str, who: int) -> None:
        value, version = self.things[kind].read(PEOPLE[who])
        self.open[kind, who] = (value, value, version)

    @rule(kind=some.sampled_from(list(EDITS)), who=some.integers(0, 3), data=some.data())
    def edit(self, kind: str, who: int, data: Any) -> None:
        if (kind, who) not in self.open:
            self.read(kind, who)
        base, mine, version = self.open[kind, who]
        name = data.draw(some.sampled_from(list(EDITS[kind])))
        changed = EDITS[kind][name](getattr(mine, name), next(self.numbers))
        self.open[kind, who] = (base, mine.replace(**{name: changed}), version)

    @rule(kind=some.sampled_from(list(EDITS)), who=some.integers(0, 3), side=some.sampled_from(("mine", "theirs")))
    def save(self, kind: str, who: int, side: str) -> None:
        if (kind, who) not in self.open:
            return
        base, mine, version = self.open.pop((kind, who))
        before = self.truth[kind]
        saved, _, refused = save_at_last(self.things[kind], PEOPLE[who], base, mine, version, lambda: side)
        assert (refused == 0) is (self.without(base) == self.without(before) and version == self.version(kind) - 1)
        for one in EDITS[kind]:
            self.nothing_lost(one, *(getattr(value, one) for value in (base, mine, before, saved)), side=side)
        self.truth[kind] = saved

    def nothing_lost(self, name: str, base: Any, mine: Any, before: Any, saved: Any, *, side: str) -> None:
        """What was acknowledged before stays unless this person changed it; what they changed is there too."""
        if name in ("required_certificates", "skills"):  # only ever added to
            assert set(saved) == set(before) | set(mine)
        elif name == "drop_ore":
            for place in range(5):
                self.nothing_lost("place", base[place], mine[place], before[place], saved[place], side=side)
        elif mine == base:
            assert saved == before
        else:
            assert saved == (mine if before in (base, mine) or side == "mine" else before)

    @staticmethod
    def without(value: Any) -> Any:
        return [getattr(value, one.name) for one in fields(value) if one.name not in ("version", "priority", "status")]

    def version(self, kind: str) -> int:
        return self.things[kind].read(ADAM)[1]

    @invariant()
    def what_is_stored_is_what_was_acknowledged_last(self) -> None:
        for kind, thing in self.things.items():
            assert thing.read(ADAM)[0] == self.truth[kind]

    def teardown(self) -> None:
        for kind in ("request", "technician"):
            thing = self.things[kind]
            assert self.without(replayed(self.desk, kind, thing.id)) == self.without(self.truth[kind])
        assert audit.verify(self.desk, ADAM).fault is None


def replayed(desk: Desk, kind: str, thing_id: str) -> Any:
    """What the audit says a thing is: the first entry's value with every change after it."""
    data: dict[str, Any] = {}
    for entry in reversed(audit.entries(desk, ADAM, kind=kind, subject_id=thing_id, limit=100_000).entries):
        for change in entry.changes or ():
            if (change.kind, change.subject_id) == (kind, thing_id):
                assert change.before is None or {name: data[name] for name in change.before} == change.before
                data |= change.after
    return from_data(Request if kind == "request" else Technician, data)


def test_dispatchers_who_edit_the_same_things_lose_nothing(desk):
    class OnThisDatabase(Dispatchers):
        pass

    OnThisDatabase.desk = desk
    run_state_machine_as_test(
        OnThisDatabase,
        settings=limits(max_examples=max(25, limits.default.max_examples // 20), stateful_step_count=30, deadline=None),
    )


def edited_by_threads(desk: Desk, *, things: list[Thing], loops: int) -> int:
    """Every thread adds its own mark to a list and counts in its own field; return how many saves were refused."""

    def work(number: int) -> int:
        who, chance, refused = PEOPLE[number], random.Random(number), 0
        for loop in range(loops):
            thing = chance.choice(things)
            base, version = thing.read(who)
            mark = f"{number}-{loop}"
            mine = base.replace(required_certificates=(*base.required_certificates, mark), title=mark)
            refused += save_at_last(thing, who, base, mine, version, lambda: "mine")[2]
        return refused

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        return sum(pool.map(work, range(len(PEOPLE))))


def requests(desk: Desk, number: int) -> list[Thing]:
    found = [Thing(desk, "request", f"S{n}") for n in range(number)]
    for one in found:
        receive.add_request(desk, ADAM, Request(request_id=one.id, title="x", job_type_id="printer_fault"))
    return found


def marks(things: list[Thing]) -> list[str]:
    return sorted(mark for thing in things for mark in thing.read(ADAM)[0].required_certificates)


def lost(things: list[Thing], loops: int) -> set[str]:
    return {f"{who}-{loop}" for who in range(len(PEOPLE)) for loop in range(loops)} - set(marks(things))


def test_four_threads_that_read_merge_and_save_forty_times_lose_nothing(desk):
    things = requests(desk, 1)
    refused = edited_by_threads(desk, things=things, loops=40)
    assert lost(things, 40) == set()
    assert len(marks(things)) == 160
    assert refused > 0
    found = audit.verify(desk, ADAM)
    assert (found.fault, found.entries) == (None, 161)
    assert replayed(desk, "request", "S0").required_certificates == things[0].read(ADAM)[0].required_certificates


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_ten_thousand_edits_lose_nothing(desk):
    things = requests(desk, 40)
    edited_by_threads(desk, things=things, loops=2_500)
    assert lost(things, 2_500) == set()
    found = audit.verify(desk, ADAM)
    assert (found.fault, found.entries) == (None, 10_000 + len(things))
