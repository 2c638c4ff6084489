"""The schedule says of every technician what takes time, in order, and nothing twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from planner.model.message import Text, message
from planner.model.reasons import Violation
from planner.model.team import Absence
from planner.model.words import ShiftKind, StopKind
from planner.views.actual import Actual
from planner.views.board import fill_of, schedule
from tests.views.plans import clock, small_plan, stop, technician


def _bars(shown, row, kind=None):
    return [b for b in shown["bars"] if b["row"] == row and kind in (None, b["kind"])]


def _at(iso):
    return datetime.fromisoformat(iso)


def test_every_visit_and_session_is_one_bar(plan):
    shown = schedule(plan)
    work = {s.visit_id for s in plan.stops if s.visit_id}
    assert sorted(b["visit"] for b in shown["bars"] if b["kind"] in ("visit", "remote")) == sorted(work)
    assert len({b["id"] for b in shown["bars"]}) == len(shown["bars"])


def test_a_bar_stands_where_the_stop_stands_in_utc(plan):
    first = _bars(schedule(plan), "t1", "visit")[0]
    assert (_at(first["start"]), _at(first["end"])) == (clock(8), clock(9.5))
    assert first["start"].endswith("Z")


def test_driving_lies_before_the_arrival(plan):
    drives = _bars(schedule(plan), "t1", "drive")
    assert len(drives) == 4
    third = next(b for b in drives if _at(b["end"]) == clock(14.3))
    assert _at(third["end"]) - _at(third["start"]) == timedelta(seconds=900)


def test_a_session_has_no_drive(plan):
    shown = schedule(plan)
    assert [b["kind"] for b in _bars(shown, "t2")] == ["remote", "away"]


def test_work_under_way_is_drawn_as_long_as_it_is_expected_to_take_and_later_work_where_it_is_expected(plan):
    first, second = [one for one in plan.visit_stops if one.technician_id == "t1"][:2]
    begun = first.start + timedelta(hours=4)
    now = Actual(state="visit.arrived", start=begun)
    late = second.start + timedelta(hours=3)
    shown = schedule(plan, actual={first.visit_id: now}, expected={second.visit_id: (late, True)})
    (actual,) = _bars(shown, "t1", "actual")
    assert (_at(actual["start"]), _at(actual["end"])) == (begun, begun + timedelta(seconds=first.work_s))
    (expected,) = _bars(shown, "t1", "expected")
    assert (_at(expected["start"]), _at(expected["end"])) == (late, late + timedelta(seconds=second.work_s))
    assert ["expected", "Expected"] in shown["legend"]
    soon = {second.visit_id: (second.start + timedelta(minutes=4), False)}
    assert _bars(schedule(plan, expected=soon), "t1", "expected") == []


def test_a_broken_rule_is_marked_at_the_visit_and_said_in_words(plan):
    said = message("plan.quality_estimated")
    broken = plan.replace(violations=(Violation(rule="time", message=said, visit_id="V101", technician_id="t1"),))
    assert "broken" not in [name for name, _ in schedule(plan, language="sv")["legend"]]
    shown = schedule(broken, language="sv")
    assert {b["visit"]: "uppskattad" in b["tip"] for b in shown["bars"] if "broken" in b.get("marks", ())} == {
        "V101": True
    }
    assert ["broken", "Bryter en regel"] in shown["legend"]
    of_day = replace(broken.violations[0], visit_id=None)
    theirs = {s.visit_id for s in plan.visit_stops if s.technician_id == "t1"}
    shown = schedule(plan.replace(violations=(of_day,)))
    assert {b["visit"] for b in shown["bars"] if "broken" in b.get("marks", ())} >= theirs
    wished = plan.replace(violations=(replace(broken.violations[0], hard=False),))
    assert not [b for b in schedule(wished)["bars"] if "broken" in b.get("marks", ())]


def test_who_went_home_is_away_on_the_row_for_the_rest_of_the_shift(plan):
    """The plan has no work of theirs any more, and draws nothing itself."""
    gone = Absence(technician_id="t1", start=clock(14), end=clock(30))
    shift = next(one for one in plan.technicians if one.technician_id == "t1")
    (bar,) = _bars(schedule(plan, language="sv", absences=(gone,)), "t1", "away")
    assert (_at(bar["start"]), _at(bar["end"]), bar["text"]) == (clock(14), shift.end, "Frånvaro")
    assert _bars(schedule(plan, absences=(replace(gone, start=shift.end),)), "t1", "away") == []
    known = Absence(technician_id="t2", start=clock(0), end=clock(30))
    assert _bars(schedule(plan, absences=(known,)), "t2") == _bars(schedule(plan), "t2")  # drawn by the plan already


def test_breaks_and_absence_are_bars(plan):
    shown = schedule(plan, language="sv")
    assert [b["text"] for b in _bars(shown, "t1", "break")] == ["Rast"]
    assert [b["text"] for b in _bars(shown, "t2", "away")] == ["Frånvaro"]


def test_overtime_lies_between_the_shifts_end_and_the_return(plan):
    (over,) = _bars(schedule(plan), "t1", "over")
    assert (_at(over["start"]), _at(over["end"])) == (clock(16), clock(16.75))
    assert _bars(schedule(plan), "t9", "over") == []


def test_late_and_locked_visits_are_marked(plan):
    marks = {b["visit"]: b["marks"] for b in schedule(plan)["bars"] if "visit" in b}
    assert marks["V101"] == ["locked"]
    assert marks["V102"] == ["late"]
    assert marks["V103"] == []


def test_who_may_not_drive_carries_a_mark_with_words(plan):
    rows = {r["id"]: r for r in schedule(plan, language="sv")["rows"]}
    assert rows["t2"]["marks"] == [["no-car", "Kör inte: saknar giltigt körkort"]]
    assert rows["t1"]["marks"] == []


def test_who_rides_along_says_with_whom(plan):
    riding = plan.replace(
        technicians=tuple(
            replace(one, rides_with="t1") if one.technician_id == "t2" else one for one in plan.technicians
        )
    )
    rows = {r["id"]: r for r in schedule(riding, language="sv")["rows"]}
    name = next(one.name for one in plan.technicians if one.technician_id == "t1")
    assert rows["t2"]["marks"] == [["no-car", f"Åker med {name}"]]


def test_the_time_outside_the_shift_is_ground(plan):
    grounds = [g for g in schedule(plan)["grounds"] if g["row"] == "t1"]
    assert [(_at(g["start"]), _at(g["end"])) for g in grounds] == [(clock(-6), clock(7)), (clock(16), clock(30))]


def test_two_shifts_of_one_person_are_one_row(plan):
    evening = technician(1, "Anna L.", duty_id="t1:evening", kind=ShiftKind.ON_CALL, start=clock(17), end=clock(23),
                         hard_end=clock(23))  # fmt: skip
    shown = schedule(plan.replace(technicians=(*plan.technicians, evening)), language="sv")
    assert [r["id"] for r in shown["rows"]] == ["t1", "t2", "t9"]
    assert [b["text"] for b in _bars(shown, "t1", "on_call")] == ["Beredskap"]
    assert len([g for g in shown["grounds"] if g["row"] == "t1"]) == 3
    assert ["moon", "Beredskap"] in shown["rows"][0]["marks"]


def test_the_fill_counts_work_and_driving_of_the_paid_time_less_breaks(plan):
    work, drive = 1.5 + 1.5 + 1.75, (900 * 3 + 1800) / 3600
    assert fill_of(plan, "t1") == (work + drive) * 3600 / (8.5 * 3600)


def test_nobody_paid_has_no_fill():
    away = small_plan()
    bo = away.technicians[1]
    rest = stop(bo, 1, StopKind.ABSENCE, 7, 16)
    assert fill_of(away.replace(stops=(rest,)), "t2") is None


def test_bars_carry_the_job_types_name_where_it_is_known(plan):
    known = plan.replace(stops=tuple(s if s.visit_id != "V101" else _with_job(s) for s in plan.stops))
    names = {"server": Text("Serverbyte A", "Server swap")}
    texts = {b["visit"]: b["text"] for b in schedule(known, language="en", job_names=names)["bars"] if "visit" in b}
    assert texts["V101"] == "Server swap"
    assert texts["V102"] == "Larm i serverrum"


def _with_job(one):
    from dataclasses import replace

    return replace(one, job_type_id="server")


def test_a_promise_is_a_bracket_over_the_told_time(plan):
    told = {"V101": (clock(8), clock(9)), "nobody": (clock(8), clock(9))}
    promises = [b for b in schedule(plan, promises=told)["bars"] if b["kind"] == "promise"]
    assert [(b["row"], _at(b["start"]), _at(b["end"])) for b in promises] == [("t1", clock(8), clock(9))]


def test_what_happened_lies_beside_what_was_planned(plan):
    happened = {"V101": Actual(state="visit.done", start=clock(8.2), end=clock(9.4))}
    shown = schedule(plan, actual=happened)
    (line,) = _bars(shown, "t1", "actual")
    assert (_at(line["start"]), _at(line["end"])) == (clock(8.2), clock(9.4))
    done = next(b for b in shown["bars"] if b.get("visit") == "V101" and b["kind"] == "visit")
    assert done["state"] == "done"
    assert "done" in done["marks"]


def test_the_axis_starts_before_the_first_and_ends_after_the_last_thing(plan):
    shown = schedule(plan)
    assert _at(shown["start"]) < clock(7)
    assert _at(shown["end"]) > clock(16.75)


def test_a_day_without_anybody_still_has_an_axis(plan):
    shown = schedule(plan.replace(technicians=(), stops=()))
    assert shown["rows"] == []
    assert _at(shown["start"]) < _at(shown["end"])


def test_on_a_day_with_a_clock_change_the_ground_covers_the_real_day():
    plan = small_plan().replace(day=datetime(2026, 10, 25, tzinfo=UTC).date())
    low, high = map(_at, schedule(plan)["day"])
    assert high - low == timedelta(hours=37)  # 25 hours, six before and six after
