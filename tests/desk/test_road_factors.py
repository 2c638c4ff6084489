"""Travel by kind of road at the desk: learned from drives, taken over, and followed by the next matrix."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import store
from planner.desk import open_desk, road_factors, settings
from planner.model.errors import NotAllowedError, StaleError
from planner.model.periods import DrivePeriods
from planner.model.road_factors import RoadFactors
from planner.roads.importing import build_roads
from tests.desk.firm import ANNA, BO, DANA, NOW, at, fill, published, request, technician
from tests.desk.test_drives import report
from tests.roads.making import at as corner
from tests.roads.town import write_town

HOME, SHOP, SCHOOL = corner(0, 0), corner(7, 8), corner(1, 9)


def opened(address, folder):
    return open_desk(address, var=folder, clock=lambda: at(18))


@pytest.fixture
def town(address, tmp_path, monkeypatch):
    """A firm in a town whose roads have been imported; two drives were reported."""
    monkeypatch.delenv("PLANNER_ROUTER", raising=False)
    monkeypatch.delenv("PLANNER_ROUTER_URL", raising=False)
    write_town(tmp_path / "town.osm.pbf")
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    desk = opened(address, tmp_path)
    fill(desk, request("R1", place=SHOP), request("R2", place=SCHOOL), people=())
    with desk.store.writing() as db:
        store.people.save_technician(db, technician(start_place=HOME, end_place=HOME))
    early = replace(desk, clock=lambda: NOW)
    plan = published(early)
    first, second = (one.visit_id for one in plan.of_technician("T01") if one.visit_id)
    report(early, first, ("en_route", 8, 0), ("arrived", 8, 12), ("started", 8, 13), ("done", 10, 0))
    report(early, second, ("en_route", 10, 5), ("arrived", 10, 13), ("done", 11, 0))
    yield desk
    desk.store.close()


def test_drives_are_taken_apart_by_kind_of_road(town):
    looked = road_factors.learn_roads(town, DANA)
    assert looked.stored.factors == RoadFactors()
    assert looked.found.drives == 2
    kinds = {one.kind: one for one in looked.found.kinds}
    assert kinds["small"].drives == 2
    assert kinds["small"].percent > 102
    assert (kinds["motorway"].drives, kinds["motorway"].percent) == (0, 100)
    assert looked.found.after < looked.found.before
    assert road_factors.get_road_factors(town, DANA).version == 0


def test_what_is_taken_over_is_followed_by_the_next_matrix_of_every_process(town, address, tmp_path):
    other = opened(address, tmp_path)
    places = [HOME, SHOP]
    before = other.travel.matrix(places)
    looked = road_factors.learn_roads(town, DANA)
    saved = road_factors.save_road_factors(town, DANA, looked.taken_over, version=0)
    assert saved.factors.on
    after = other.travel.matrix(places)
    assert after == town.travel.matrix(places)
    assert after.drive_s[0, 1] > before.drive_s[0, 1]
    road_factors.save_road_factors(town, DANA, saved.factors.replace(on=False), version=1)
    assert other.travel.matrix(places) == before
    other.store.close()


def test_the_table_by_time_of_day_has_explained_its_part_already(town):
    alone = {one.kind: one.percent for one in road_factors.learn_roads(town, DANA).found.kinds}
    settings.save_periods(town, DANA, DrivePeriods(on=True), version=0)
    beside = {one.kind: one.percent for one in road_factors.learn_roads(town, DANA).found.kinds}
    assert beside["small"] < alone["small"]


def test_what_was_learned_beside_another_setting_is_not_saved(town):
    looked = road_factors.learn_roads(town, DANA)
    road_factors.save_road_factors(town, DANA, RoadFactors(on=True, town=90), version=0)
    with pytest.raises(StaleError):
        road_factors.save_road_factors(town, DANA, looked.taken_over, version=looked.stored.version)


def test_without_imported_roads_it_says_so_and_technicians_do_not_see_it(desk):
    assert road_factors.learn_roads(desk, DANA).found is None
    for actor in (ANNA, BO):
        with pytest.raises(NotAllowedError):
            road_factors.learn_roads(desk, actor)
