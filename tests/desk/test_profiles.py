"""Profiles of weights of one's own: named, chosen for a plan, renamed, removed; names are clear and stand once."""

import pytest

from planner import store, worker
from planner.desk import plan as plan_desk
from planner.desk import profiles, settings
from planner.desk.queue import runs_of
from planner.model.costs import PROFILES
from planner.model.errors import InputError, StaleError
from planner.model.job import JobState
from planner.model.message import message
from tests.desk.firm import DANA, DAY, MAJA, filled

CALM = PROFILES["calm_day"]


def names(desk):
    return [one.name for one in profiles.get_profiles(desk, MAJA).own]


def test_weights_are_kept_under_a_name_and_those_in_force_stay(desk):
    stored = profiles.save_profile(desk, DANA, " Punktlig ", CALM.replace(drive_ore_h=1), version=0)
    assert [one.name for one in stored.own] == names(desk) == ["Punktlig"]
    assert profiles.profile_named(desk, DANA, "Punktlig").weights.drive_ore_h == 1
    assert settings.get_weights(desk, DANA).version == 0


def test_a_profile_is_renamed_and_removed(desk):
    profiles.save_profile(desk, DANA, "Punktlig", CALM, version=0)
    profiles.rename_profile(desk, DANA, "Punktlig", "I tid", version=1)
    assert names(desk) == ["I tid"]
    assert profiles.profile_named(desk, DANA, "I tid").weights == CALM.replace(profile="own")
    profiles.remove_profile(desk, DANA, "I tid", version=2)
    assert names(desk) == []


def test_a_name_may_change_in_its_letters_only(desk):
    profiles.save_profile(desk, DANA, "punktlig", CALM, version=0)
    profiles.rename_profile(desk, DANA, "punktlig", "Punktlig", version=1)
    assert names(desk) == ["Punktlig"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "settings.profile_name"),
        ("x" * 41, "settings.profile_name"),
        ("PUNKTLIG", "settings.profile_taken"),
        ("Cheapest", "settings.profile_taken"),
        ("own", "settings.profile_taken"),
        ("811228-9874", "privacy.personal_number"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused_in_a_sentence(desk, name, key):
    profiles.save_profile(desk, DANA, "Punktlig", CALM, version=0)
    with pytest.raises(InputError) as refused:
        profiles.save_profile(desk, DANA, name, CALM, version=1)
    assert refused.value.message.key == key
    assert names(desk) == ["Punktlig"]


def test_a_name_of_forty_letters_is_one(desk):
    profiles.save_profile(desk, DANA, "x" * 40, CALM, version=0)
    assert names(desk) == ["x" * 40]


def test_there_are_twenty_profiles_at_most(desk):
    for number in range(20):
        profiles.save_profile(desk, DANA, f"Profil {number}", CALM, version=number)
    with pytest.raises(InputError) as refused:
        profiles.save_profile(desk, DANA, "En till", CALM, version=20)
    assert refused.value.message.key == "settings.profile_many"
    assert len(names(desk)) == 20


def test_who_changed_profiles_that_somebody_changed_meanwhile_is_told(desk):
    profiles.save_profile(desk, DANA, "Punktlig", CALM, version=0)
    with pytest.raises(StaleError):
        profiles.save_profile(desk, DANA, "En till", CALM, version=0)
    with pytest.raises(StaleError):
        profiles.remove_profile(desk, DANA, "Punktlig", version=7)
    assert names(desk) == ["Punktlig"]


def test_an_unknown_profile_is_refused(desk):
    for call in (
        lambda: profiles.profile_named(desk, DANA, "Ingen"),
        lambda: profiles.remove_profile(desk, DANA, "Ingen", version=0),
        lambda: plan_desk.start_planning(desk, DANA, DAY, profile="Ingen"),
    ):
        with pytest.raises(InputError) as refused:
            call()
        assert refused.value.message.key == "settings.profile_unknown"


def test_a_plan_is_made_with_the_profile_that_was_chosen_for_it(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    filled(desk)
    profiles.save_profile(desk, DANA, "Dyr bil", CALM.replace(drive_ore_h=100_000), version=0)
    prices = {}
    for name in ("", "Dyr bil"):
        plan_desk.start_planning(desk, DANA, DAY, time_limit_s=0.3, profile=name)
        (lease,) = runs_of(desk).claim(at_once=1)
        assert worker.run(runs_of(desk), lease) is JobState.DONE
        plan = plan_desk.current_plan(desk, MAJA, DAY)
        prices[name] = {one.term: one for one in plan.price.terms}["drive_time"]
        assert (message("planning.by_profile", profile="Dyr bil") in plan.notes) is bool(name)
    assert prices["Dyr bil"].ore == pytest.approx(prices["Dyr bil"].quantity / 3600 * 100_000, abs=1)
    assert prices[""].ore == pytest.approx(prices[""].quantity / 3600 * 45_000, abs=1)
    with desk.store.reading() as db:
        assert store.plans.newest(db, DAY).version == 2
