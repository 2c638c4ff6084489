"""One example of each call that takes over what was learned."""

from planner.desk import road_factors, work_times
from planner.model.road_factors import RoadFactors
from planner.model.work_times import CustomerTime, WorkTime, WorkTimes
from tests.desk.firm import DANA, DAY

TIMES = WorkTimes(times=(WorkTime(job_type_id="printer_fault", service_min=55, service_p80_min=80, since=DAY),),
                  customers=(CustomerTime(customer="Sjöviks Tryck", percent=120, since=DAY),))  # fmt: skip


def save_road_factors(desk):
    road_factors.save_road_factors(desk, DANA, RoadFactors(on=True, main=120), version=0)


def save_road_factors_again(desk):
    road_factors.save_road_factors(desk, DANA, RoadFactors(main=120), version=1)


def save_work_times(desk):
    work_times.save_work_times(desk, DANA, TIMES, version=0)


def save_work_times_again(desk):
    work_times.save_work_times(desk, DANA, TIMES.having("printer_fault", None), version=1)


OF_LEARNING = {
    "road_factors.save_road_factors": (
        save_road_factors, save_road_factors_again, ("setting", "road_factors"), DANA,
    ),
    "work_times.save_work_times": (save_work_times, save_work_times_again, ("setting", "work_times"), DANA),
}  # fmt: skip
