"""Golden towns with parts: a detour to the depot that pays, one that does not, and a van that has what is needed.

The street is that of `tests.golden.towns`: a kilometre takes a minute and costs 10 kr.
"""

from __future__ import annotations

from planner.model.message import Text
from planner.model.problem import Duty, Problem, Visit, Window
from planner.model.solution import Route, Solution
from planner.model.stock import DepotDay, PartSize, Van
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, Golden, clock, street

DISK = PartSize(part="disk", name=Text("disk", "disk"), volume_ml=600, weight_g=400)


def parts_town(
    *,
    depot_km: int,
    bo_has: int = 0,
    drop_ore: int = 400_000,
    opens: int = 7,
    closes: int = 17,
    stock: int = 9,
    load_ml: int | None = None,
) -> Problem:
    """Return Anna at km 0, Bo at km 40, V1 at km 10 that needs a disk, V2 at km 20 and V3 at km 38.

    Parameters
    ----------
    depot_km
        Kilometre post of the depot; loading takes 10 minutes.
    bo_has
        Disks in Bo's van; Anna's is empty.
    drop_ore
        What it costs to leave V1 out.
    opens, closes, stock
        Hours of the depot, and its disks.
    load_ml
        What Anna's van holds.
    """
    places, matrix = street(0, 40, depot_km, 10, 20, 38)
    duties = (
        _duty("anna", 0, Van(van_id="C1", name="Bil 1", load_ml=load_ml)),
        _duty("bo", 1, Van(van_id="C2", name="Bil 2", stock=(("disk", bo_has),))),
    )
    visits = (
        Visit(visit_id="V1", request_id="V1", place=3, service_s=3600, drop_ore=drop_ore, parts=(("disk", 1),)),
        Visit(visit_id="V2", request_id="V2", place=4, service_s=3600, drop_ore=400_000),
        Visit(visit_id="V3", request_id="V3", place=5, service_s=3600, drop_ore=400_000),
        *(
            Visit(
                visit_id=f"D@{duty.technician_id}",
                request_id="",
                title="Lager",
                place=2,
                service_s=600,
                drop_ore=0,
                windows=(Window(earliest_s=clock(opens), latest_s=clock(closes), end_s=clock(closes)),),
                required=(duty.technician_id,),
                depot="D",
                stock=(("disk", stock),),
            )
            for duty in duties
        ),
    )
    depot = DepotDay(
        depot_id="D", name="Lager", place=2, opens_s=clock(opens), closes_s=clock(closes), stock=(("disk", stock),)
    )
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=duties, depots=(depot,),
        parts=(DISK,),
    )  # fmt: skip


def _duty(name: str, home: int, van: Van) -> Duty:
    return Duty(
        duty_id=f"{name}:1", technician_id=name, name=name.capitalize(), start_place=home, end_place=home,
        start_s=clock(8), end_s=clock(17), hard_end_s=clock(18), drives=ALWAYS, van=van,
    )  # fmt: skip


def _golden(
    problem: Problem, routes: dict[str, tuple[str, ...]], km: int, starts: dict[str, int], **more: int
) -> Golden:
    left = tuple(v.visit_id for v in problem.visits if not v.is_pickup and v.visit_id not in starts)
    return Golden(
        problem=problem,
        best=Solution(
            routes=tuple(Route(duty_id=f"{name}:1", visit_ids=ids) for name, ids in routes.items()),
        ),
        price={"drive_time": km * 750, "distance": km * 250, **more},
        left_out=left,
        starts=starts,
    )


def detour_golden() -> Golden:
    """Return the town whose depot lies 3 km behind Anna: fetching there costs her 6 km.

    Bo has a disk, but V1 is 30 km from him. Anna drives 3 km to the depot (08:03, it takes ten minutes), 13 km to V1
    (08:26 to 09:26), 10 km to V2 (09:36 to 10:36) and 20 km home: 46 km. Bo drives 2 km to V3, 08:02, and 2 km back.
    With Bo at V1 he would drive 60 km and she 40.
    """
    return _golden(
        parts_town(depot_km=-3, bo_has=1),
        {"anna": ("D@anna", "V1", "V2"), "bo": ("V3",)},
        50,
        {"V1": clock(8, 26), "V2": clock(9, 36), "V3": clock(8, 2)},
    )


def other_van_golden() -> Golden:
    """Return the town whose depot lies 40 km behind Anna: there and back is dearer than that Bo comes.

    Bo does all three on his way: V3 at km 38 (08:02 to 09:02), V2 at km 20 (09:20 to 10:20), V1 at km 10 (10:30) and
    home, 60 km. With Anna at V2 she would drive 40 km more, by way of the depot at V1 and V2 120.
    """
    return _golden(
        parts_town(depot_km=-40, bo_has=1),
        {"anna": (), "bo": ("V3", "V2", "V1")},
        60,
        {"V3": clock(8, 2), "V2": clock(9, 20), "V1": clock(10, 30)},
    )


def left_golden() -> Golden:
    """Return the town where nobody has a disk, the depot lies 40 km behind Anna, and V1 is worth 300 kr.

    Bo does V3 (08:02 to 09:02) and V2 (09:20) and is home after 40 km; Anna at V2 would drive 40 km beside his 4.
    V1 would take her by the depot to it and home, 100 km, or 80 km more than V2.
    """
    return _golden(
        parts_town(depot_km=-40, drop_ore=30_000),
        {"anna": (), "bo": ("V3", "V2")},
        40,
        {"V3": clock(8, 2), "V2": clock(9, 20)},
        dropped=30_000,
    )


PARTS_TOWNS = {"detour": detour_golden(), "other van": other_van_golden(), "left out": left_golden()}
