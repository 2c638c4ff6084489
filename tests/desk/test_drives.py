"""What the desk learns of travel by time of day from reported drives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.desk import day as day_desk
from planner.desk import drives, settings
from planner.model.errors import NotAllowedError, StaleError
from planner.model.periods import DrivePeriods
from tests.desk.firm import ANNA, BO, DANA, DAY, HOME, KISTA, SOLNA, at, filled, later, published


def report(desk, visit, *said):
    for number, (word, hour, minute) in enumerate(said):
        day_desk.report_status(desk, ANNA, visit, f"visit.{word}", client_uuid=f"{visit}{number}", at=at(hour, minute))


@pytest.fixture
def driven(desk):
    """R1 and R2 were driven to one after the other."""
    plan = published(filled(desk))
    first, second = (one.visit_id for one in plan.of_technician("T01") if one.visit_id)
    report(desk, first, ("en_route", 8, 0), ("arrived", 8, 25), ("started", 8, 26), ("done", 10, 0))
    report(desk, second, ("en_route", 10, 5), ("arrived", 10, 35), ("done", 11, 0))
    return replace(desk, clock=lambda: at(18)), {"R1": KISTA, "R2": SOLNA}[first]


def test_drives_are_set_against_todays_map(driven):
    desk, first = driven
    found = drives.learn_periods(desk, DANA)
    assert found.drives == 2
    morning, midday = found.periods[1:3]
    second = SOLNA if first == KISTA else KISTA
    by_map = desk.travel.matrix([HOME, first, second]).drive_s
    assert (morning.drives, midday.drives) == (1, 1)
    own = 100 * 25 * 60 / by_map[0, 1]
    assert morning.low == round(own)
    assert morning.percent == round((own + 20 * morning.period.percent) / 21)
    assert midday.low == round(100 * 30 * 60 / by_map[1, 2])


def test_nothing_is_saved_until_it_is_taken_over(driven):
    desk, _ = driven
    found = drives.learn_periods(desk, DANA)
    assert settings.get_periods(desk, DANA).periods == DrivePeriods()
    settings.save_periods(desk, DANA, found.taken_over, version=found.stored.version)
    now = settings.get_periods(desk, DANA).periods
    assert now.on
    assert [one.percent for one in now.weekday] == [one.percent for one in found.periods[:5]]
    assert now.weekday[1].percent != DrivePeriods().weekday[1].percent


def test_what_was_learned_beside_another_table_is_not_saved(driven):
    desk, _ = driven
    found = drives.learn_periods(desk, DANA)
    settings.save_periods(desk, DANA, DrivePeriods(on=True), version=0)
    with pytest.raises(StaleError):
        settings.save_periods(desk, DANA, found.taken_over, version=found.stored.version)


def test_drives_of_long_ago_teach_nothing(driven):
    desk, _ = driven
    assert drives.learn_periods(replace(desk, clock=lambda: later(60 * 24 * 90)), DANA).drives == 2
    assert drives.learn_periods(replace(desk, clock=lambda: later(60 * 24 * 91)), DANA).drives == 0


def test_technicians_do_not_see_it(desk):
    with pytest.raises(NotAllowedError):
        drives.learn_periods(desk, BO)
    assert drives.learn_periods(desk, DANA).last == DAY
